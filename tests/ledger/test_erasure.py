"""按学年删除个人记录: what goes, what stays, what is refused; the bytes are gone from the file; the backups that still have them."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from xcedu_desktop.demo.make import make_demo
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.erased_backups import UNREADABLE, delete_backups, forget_elsewhere, holding
from xcedu_desktop.erasing import ERASED
from xcedu_desktop.errors import WrongUsage
from xcedu_desktop.forms.clubs.reported import ReportedClub, ReportedMember
from xcedu_desktop.forms.clubs.tables import Club, ClubAttendance, ClubMember, ServicePupil
from xcedu_desktop.forms.meals.tables import MealCount
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.derive import stored
from xcedu_desktop.month.life import same_figures
from xcedu_desktop.month.restoring import restore
from xcedu_desktop.periods import Month
from xcedu_desktop.school.tables import ClassMembership, Explanation, Pupil
from xcedu_desktop.store.backup import back_up_automatically, verify
from xcedu_desktop.store.base import table_of
from xcedu_desktop.store.tables import LogEntry, Revision

THEN, NOW = date(2024, 11, 29), date(2026, 10, 30)
NOVEMBER, OCTOBER = Month(2024, 11), Month(2026, 10)


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school whose November 2024 was reported; its sixth classes left in 2025 without a date."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XCEDU_TODAY", THEN.isoformat())
        folder = tmp_path_factory.mktemp("reported")
        path = make_demo(folder, schools=1, students=90, month=NOVEMBER).schools[0]
        with Ledger.open(path) as ledger:
            ledger.export(NOVEMBER, folder / "上报")
        return path


@pytest.fixture
def path(reported: Path, tmp_path: Path, today_is: Callable[[date], None]) -> Path:
    """A copy of one's own, two years later."""
    today_is(NOW)
    return Path(shutil.copy(reported, tmp_path / "学校.db"))


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(path) as opened:
        yield opened


def bytes_of(path: Path) -> bytes:
    """The school's file with what SQLite keeps beside it."""
    return b"".join(part.read_bytes() for part in sorted(path.parent.glob(f"{path.name}*")))


def leavers(ledger: Ledger) -> list[dict[str, object]]:
    planned = ledger.plan_erasure(2024).rows["pupil"]
    return [row for row in ledger.rows(Pupil) if row["id"] in planned]


def test_who_left_is_gone_from_the_file_byte_for_byte(ledger: Ledger, path: Path) -> None:
    gone = leavers(ledger)
    stay = {row["id"]: row for row in ledger.rows(Pupil) if row not in gone}
    words = {str(row[key]) for row in gone for key in ("id_number", "student_number", "id") if row[key]}
    kept_names = "".join(str(row["name"]) + "\n" for row in stay.values())
    names = {str(row["name"]) for row in gone if str(row["name"]) not in kept_names}
    assert len(gone) >= 10 and len(names) >= 5
    before = bytes_of(path)
    assert all(word.encode() in before for word in words | names)

    ledger.erase(ledger.plan_erasure(2024))

    after = bytes_of(path)
    assert [word for word in words | names if word.encode() in after] == []
    assert {row["id"]: row for row in ledger.rows(Pupil)} == stay
    assert path.with_name(f"{path.name}-wal").stat().st_size == 0
    assert verify(path).ok


def test_what_the_year_says_about_persons_goes_and_its_counts_stay(ledger: Ledger) -> None:
    with ledger.store.read() as session:
        before = stored(session, ledger.store.school_code, NOVEMBER)
        digest = session.execute(select(Revision.sha256)).scalar_one()
        members = {row.id: row.members for row in before.rows(ReportedClub)} if before else {}
    meals, explained = ledger.rows(MealCount), len(ledger.rows(Explanation))
    totals = ledger.totals(NOVEMBER)
    assert before is not None and before.rows(ReportedMember) and explained

    ledger.erase(ledger.plan_erasure(2024))

    for model in (Club, ClubMember, ClubAttendance, Explanation):
        assert ledger.rows(model) == []
    assert ledger.rows(MealCount) == meals
    pupils = {row["id"] for row in ledger.rows(Pupil)}
    assert {row["pupil_id"] for row in ledger.rows(ServicePupil)} <= pupils
    assert {row["pupil_id"] for row in ledger.rows(ClassMembership)} == pupils
    with ledger.store.read() as session:
        after = stored(session, ledger.store.school_code, NOVEMBER)
        kept = session.execute(select(Revision)).scalar_one()
    assert after is not None and after.rows(ReportedMember) == []
    assert {row.id: row.members for row in after.rows(ReportedClub)} == members
    assert (kept.sha256, kept.content) == (digest, b"")
    assert ledger.totals(NOVEMBER) == totals and kept.sheets
    assert {finding.message for finding in ledger.findings(NOVEMBER)} == {ERASED}
    assert len(ledger.findings(NOVEMBER)) >= explained


def test_drafts_notes_and_words_of_the_year_go_with_it(ledger: Ledger, path: Path) -> None:
    gone, there = leavers(ledger)[0], leavers(ledger)
    stays = next(row for row in ledger.rows(Pupil) if row not in there)
    ledger.edit([CellEdit("pupil", str(gone["id"]), "birth_date", "草稿里的话")])
    ledger.note("pupil", str(gone["id"]), "name", "批注里的话")
    ledger.note("pupil", str(stays["id"]), "name", "另一个批注")
    renamed = f"加入 {gone['name']}"
    ledger.edit([CellEdit("pupil", str(stays["id"]), "note", "备注")], title=renamed)
    assert "批注里的话".encode() in bytes_of(path)

    ledger.erase(ledger.plan_erasure(2024))

    assert not any(word.encode() in bytes_of(path) for word in ("草稿里的话", "批注里的话"))
    assert [text for text in ledger.notes("pupil").values()] == ["另一个批注"]
    assert ledger.change_log(OCTOBER, cell=("pupil", str(stays["id"]), "note"))[0].act == "加入 …"


def test_the_log_keeps_one_line_with_figures(ledger: Ledger) -> None:
    gone = {str(row["id"]) for row in leavers(ledger)}
    planned = ledger.plan_erasure(2024)
    ledger.erase(planned)
    newest = ledger.change_log(OCTOBER, most=1)[0]
    assert newest.act == "删除 2024-2025学年 的个人记录"
    assert newest.new == "，".join(planned.goes) and f"离校的学生 {len(gone)} 名" in newest.new
    with ledger.store.read() as session:
        log = table_of(LogEntry)
        assert not gone & set(session.execute(select(log.c.row_id)).scalars())
        left = session.execute(select(func.count()).where(log.c.table_name == "club_attendance")).scalar_one()
    assert left == 0
    assert ledger.erasable_years() == []


def test_a_pupil_deleted_by_hand_in_the_year_leaves_the_log_too(
    ledger: Ledger, path: Path, today_is: Callable[[date], None]
) -> None:
    today_is(THEN)
    made, _ = ledger.insert("pupil", {"name": "误录的名字"})
    ledger.delete("pupil", [made])
    today_is(NOW)
    assert "误录的名字".encode() in bytes_of(path)
    ledger.erase(ledger.plan_erasure(2024))
    assert "误录的名字".encode() not in bytes_of(path)


@pytest.mark.parametrize("school_year", [2025, 2026, 2027])
def test_the_running_year_and_the_one_before_are_refused(ledger: Ledger, school_year: int) -> None:
    with pytest.raises(WrongUsage, match="不满一个学年"):
        ledger.plan_erasure(school_year)
    assert ledger.erasable_years() == [2024]


def test_a_year_without_records_is_refused(ledger: Ledger) -> None:
    with pytest.raises(WrongUsage, match="2023-2024学年及以前没有可以删除的"):
        ledger.plan_erasure(2023)


def test_a_month_being_corrected_is_reported_first(ledger: Ledger) -> None:
    ledger.reopen(NOVEMBER, "更正人数")
    with pytest.raises(WrongUsage, match="2024年11月正在更正"):
        ledger.plan_erasure(2024)


def test_what_changed_since_it_was_shown_is_not_deleted(ledger: Ledger) -> None:
    shown = ledger.plan_erasure(2024)
    stays = next(row for row in ledger.rows(Pupil) if row["id"] not in shown.rows["pupil"])
    ledger.edit([CellEdit("pupil", stays["id"], "to_date", "2025-07-01")])
    with pytest.raises(WrongUsage, match="数据有了改动，没有删除"):
        ledger.erase(shown)
    assert ledger.rows(Club) and len(leavers(ledger)) == len(shown.rows["pupil"]) + 1


def test_an_erased_month_says_why_it_cannot_be_written_again(ledger: Ledger, tmp_path: Path) -> None:
    ledger.erase(ledger.plan_erasure(2024))
    for act, words in (
        (lambda: ledger.export(NOVEMBER, tmp_path / "再"), "不能再导出一份"),
        (lambda: ledger.copy_workbook(NOVEMBER, tmp_path), "不能复制"),
        (lambda: ledger.reopen(NOVEMBER, "更正"), "不能更正"),
    ):
        with pytest.raises(WrongUsage, match=f"2024年11月的个人记录已按学年删除.*{words}"):
            act()
    assert not (tmp_path / "再").exists()
    assert ledger.affected_months() == []  # what is missing now is no change of the reported figures
    cover = ledger.print_sheets(NOVEMBER, "cover")[0]
    assert "尚未导出" not in cover.subtitle


def test_later_months_count_the_same_as_before(ledger: Ledger) -> None:
    later = [Month(2025, 9), Month(2025, 12), OCTOBER]
    before = [ledger.reported(month) for month in later]
    assert all(view.tables for view in before)
    ledger.erase(ledger.plan_erasure(2024))
    assert all(same_figures(ledger.reported(month), was) for month, was in zip(later, before, strict=True))


def test_backups_that_hold_them_are_listed_until_they_are_deleted(
    ledger: Ledger, path: Path, tmp_path: Path
) -> None:
    by_hand = ledger.back_up(tmp_path / "U盘")
    lost = ledger.back_up(tmp_path / "丢了的盘")
    automatic = back_up_automatically(ledger.store)
    upgraded = path.parent / "备份" / "升级前" / "学校_数据版本1_20240901-080000.db"
    upgraded.parent.mkdir()
    shutil.copy(by_hand, upgraded)
    broken = automatic.with_name(f"薛城备份_{ledger.store.school_code}_坏了.db")
    broken.write_bytes(b"SQLite format 3\x00" + b"\xff" * 4096)
    foreign = by_hand.with_name("Thumbs.db")
    foreign.write_bytes(b"of some other program")
    set_aside = Path(shutil.copy(by_hand, path.with_name("学校_恢复前_20250301-080000.db")))
    assert holding(ledger.store).there == ()  # nothing is deleted yet

    ledger.erase(ledger.plan_erasure(2024))
    lost.unlink()
    fresh = ledger.back_up()

    held = holding(ledger.store, [by_hand.parent])
    assert {backup.path for backup in held.there} == {by_hand, automatic, upgraded, broken, set_aside}
    assert [b.path for b in held.there if b.state == UNREADABLE] == [broken]
    assert held.elsewhere == (str(lost),)
    upgraded_at = next(backup.taken for backup in held.there if backup.path == upgraded)
    assert upgraded_at.date() == date(2024, 9, 1)

    delete_backups(ledger.store, held.there)
    forget_elsewhere(ledger.store, held.elsewhere)
    assert holding(ledger.store) == holding(ledger.store, [tmp_path / "U盘"])
    assert (holding(ledger.store).there, holding(ledger.store).elsewhere) == ((), ())
    assert fresh.exists() and foreign.exists() and not by_hand.exists() and not automatic.exists()
    assert verify(path).backups[0].file == str(fresh)


def test_a_restored_backup_still_knows_that_they_were_deleted(ledger: Ledger, path: Path) -> None:
    backup = ledger.back_up()
    ledger.erase(ledger.plan_erasure(2024))
    ledger.close()
    kept = restore(backup, path).kept
    with Ledger.open(path) as again:
        assert again.erasable_years() == [2024]  # they are back, and can be deleted again
        assert [line.act for line in again.change_log(OCTOBER, most=1)] == ["删除 2024-2025学年 的个人记录"]
        again.erase(again.plan_erasure(2024))
        held = holding(again.store)
    assert kept is not None
    assert {backup} <= {found.path for found in held.there}


def test_the_page_for_the_audit_counts_what_is_in_the_file(ledger: Ledger) -> None:
    with ledger.store.write("显示号码") as unit:
        unit.log("pupil", "x", "id_number", "*", None)
    ledger.back_up()
    ledger.erase(ledger.plan_erasure(2024))
    (sheet,) = ledger.print_sheets(OCTOBER, "processing")
    said = {row[1]: row[2] for row in sheet.rows}
    pupils = ledger.rows(Pupil)
    assert sheet.title == "个人信息处理情况说明" and not sheet.landscape
    assert said["学生"].startswith(f"共 {len(pupils)} 名") and "身份证号" in said["学生"]
    assert "2026-2027学年显示 1 次，累计 1 次" in said["查看完整号码"]
    assert ledger.store.who in said["谁填写"]
    assert "2024-2025学年及以前" in said["已删除的记录"] and said["备份"].startswith("登记 1 份")
    numbers = {row["id_number"] for row in pupils} | {row["student_number"] for row in pupils}
    assert not any(number in str(sheet) for number in numbers if number)
