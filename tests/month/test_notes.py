"""批注: a note on a cell goes with the month's workbook, with its place in words; it is no finding and obeys the lock."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.month.school import OCTOBER, ident
from xcedu_desktop.errors import MonthLocked, UserError, WrongUsage
from xcedu_desktop.forms.clubs.tables import ClubMember
from xcedu_desktop.forms.meals.tables import count_id
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.book import read_workbook
from xcedu_desktop.month.notes import LONGEST, NOTE
from xcedu_desktop.store.changes import Change, ChangeSet
from xcedu_desktop.store.school_file import Store
from xcedu_desktop.store.tables import LogEntry
from xcedu_desktop.workbook.plan import Row

DAY = date(2026, 10, 20)


@pytest.fixture
def ledger(store: Store) -> Ledger:
    return Ledger(store)


def sent(ledger: Ledger, out: Path) -> list[Row]:
    """The notes in the workbook, as the bureau reads it."""
    book = read_workbook(ledger.export(OCTOBER, out).file)
    assert (book.changes, book.problems) == ([], [])
    return [row for row in book.tables["r_explanation"] if row.values["severity"] == NOTE]


def count() -> str:
    return count_id(ident("school_class", 0), DAY, "午餐")


def test_a_note_travels_with_its_place(ledger: Ledger, tmp_path: Path) -> None:
    before = len(ledger.findings(OCTOBER))
    ledger.note("meal_count", count(), "heads", "两名学生\n外出比赛")
    ledger.note("pupil", ident("pupil", "0-1"), "sex", "转学手续在办")
    ledger.note("staff", ident("staff", 1), "post", "产假")
    assert len(ledger.findings(OCTOBER)) == before
    found = {row.values["record"]: row.values for row in sent(ledger, tmp_path)}
    assert len(found) == 3
    meal = found[count()]
    assert (meal["message"], meal["field"], meal["form"]) == ("两名学生\n外出比赛", "heads", "配餐人数")
    assert meal["place"] == "一(1)班 · 20日 · 午餐 · 就餐人数"
    assert "reason" not in meal and "rule" not in meal
    assert found[ident("pupil", "0-1")]["place"] == "学同学 · 性别"  # no pupil is named to the bureau
    assert str(found[ident("staff", 1)]["place"]).startswith("赵老师")


def test_a_member_of_a_club_is_not_named_either(ledger: Ledger, tmp_path: Path) -> None:
    member = ledger.rows(ClubMember)[0]
    ledger.note("club_member", member["id"], "state", "家长已说明")
    (row,) = sent(ledger, tmp_path)
    assert str(row.values["place"]).startswith("学同学") and "生" not in str(row.values["place"])[3:5]


def test_written_anew_taken_away_and_undone(ledger: Ledger) -> None:
    one = ledger.note("meal_count", count(), "heads", "甲")
    two = ledger.note("meal_count", count(), "heads", "乙")
    assert ledger.notes("meal_count") == {(count(), "heads"): "乙"}
    ledger.undo(two)
    assert ledger.notes("meal_count") == {(count(), "heads"): "甲"}
    gone = ledger.note("meal_count", count(), "heads", " ")
    assert ledger.notes("meal_count") == {}
    ledger.undo(gone)
    ledger.undo(one)
    assert ledger.notes("meal_count") == {}
    assert ledger.note("meal_count", count(), "heads", "") == ChangeSet("删除批注", ())
    with ledger.store.read() as session:
        lines = session.execute(select(LogEntry).where(LogEntry.table_name == "cell_note")).scalars()
        assert [(line.old, line.new) for line in lines if line.field == "text"][:3] == [
            (None, "甲"), ("甲", "乙"), ("乙", "甲"),
        ]  # fmt: skip


def test_a_cell_that_nobody_filled_bears_one_too(ledger: Ledger, tmp_path: Path) -> None:
    row_id = count_id(ident("school_class", 0), date(2026, 10, 21), "晚餐")
    with pytest.raises(UserError, match="还没有内容"):
        ledger.note("meal_count", row_id, "heads", "停电")
    place = {"class_id": ident("school_class", 0), "day": date(2026, 10, 21), "meal": "晚餐"}
    heads = ledger.totals(OCTOBER)
    ledger.note("meal_count", row_id, "heads", "停电", place)
    assert ledger.totals(OCTOBER) == heads
    assert [row.values["place"] for row in sent(ledger, tmp_path)] == ["一(1)班 · 21日 · 晚餐 · 就餐人数"]


def test_numbers_of_persons_stay_at_home(ledger: Ledger) -> None:
    for words in ("见 11010519491231002X", "电话13906321234", "家长 0632-4411352"):
        with pytest.raises(WrongUsage, match="不要写"):
            ledger.note("meal_count", count(), "heads", words)
    with pytest.raises(WrongUsage, match="太长"):
        ledger.note("meal_count", count(), "heads", "字" * (LONGEST + 1))
    assert ledger.notes("meal_count") == {}


def test_a_reported_month_takes_no_note_and_a_register_does(ledger: Ledger, tmp_path: Path) -> None:
    made = ledger.note("meal_count", count(), "heads", "甲")
    ledger.export(OCTOBER, tmp_path)
    assert "甲" not in [finding.message for finding in ledger.findings(OCTOBER)]
    for words in ("乙", ""):
        with pytest.raises(MonthLocked):
            ledger.note("meal_count", count(), "heads", words)
    with pytest.raises(MonthLocked):
        ledger.undo(made)
    ledger.note("staff", ident("staff", 1), "post", "产假")
    assert ledger.affected_months() == []


def test_a_deleted_row_takes_its_notes_along_and_undo_brings_them_back(ledger: Ledger) -> None:
    row_id, _ = ledger.insert("staff", {"name": "孙老师"})
    ledger.note("staff", row_id, "post", "代课")
    gone = ledger.delete("staff", [row_id])
    assert ledger.notes("staff") == {}
    ledger.undo(gone)
    assert ledger.notes("staff") == {(row_id, "post"): "代课"}


def test_a_row_that_an_act_takes_away_takes_its_notes_along_too(ledger: Ledger) -> None:
    row = ledger.rows(ClubMember)[0]
    ledger.note("club_member", row["id"], "status", "甲")
    whole = {key: value for key, value in row.items() if key != "id"}
    gone = ledger.apply(ChangeSet("退出", (Change("club_member", row["id"], whole, None),)))
    assert ledger.notes("club_member") == {}
    ledger.undo(gone)
    assert ledger.notes("club_member") == {(row["id"], "status"): "甲"}
    ledger.apply(gone)  # redo
    assert ledger.notes("club_member") == {}
