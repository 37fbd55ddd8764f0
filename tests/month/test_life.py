"""Reopening a month, its second revision, and changes that move a reported month."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.month.school import CODE, OCTOBER, ident, made, small_school
from xcedu_desktop.errors import WrongUsage
from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.clubs.reported import ReportedMember
from xcedu_desktop.forms.clubs.tables import ClubMember
from xcedu_desktop.forms.heating.history import Histories, Standing
from xcedu_desktop.forms.heating.tables import Equipment
from xcedu_desktop.forms.meals.reported import ReportedHeads
from xcedu_desktop.forms.meals.tables import MealPrice, count_id
from xcedu_desktop.month.book import read_workbook
from xcedu_desktop.month.derive import derive, stored
from xcedu_desktop.month.export import ExportBlocked, export
from xcedu_desktop.month.life import (
    MonthLife,
    affected_months,
    check_reason,
    keep_state,
    note_sent,
    reopen,
    state,
)
from xcedu_desktop.periods import Month
from xcedu_desktop.store.changes import Change
from xcedu_desktop.store.school_file import Store
from xcedu_desktop.store.tables import LogEntry

DAY = date(2026, 10, 13)


def heads(store: Store, revision: int) -> int | None:
    with store.read() as session:
        kept = stored(session, CODE, OCTOBER, revision)
        assert kept is not None
        row_id = count_id(ident("school_class", 0), DAY, "午餐")
        return next(row.heads for row in kept.rows(ReportedHeads) if row.id == row_id)


def test_a_correction_makes_the_second_revision(store: Store, tmp_path: Path, today: date) -> None:
    first = export(store, OCTOBER, tmp_path, today)
    before = heads(store, 1)
    life = reopen(store, OCTOBER, "  13日午餐少填一人\n")
    assert (life.word, life.next_revision, life.reason) == ("更正中", 2, "13日午餐少填一人")
    row_id = count_id(ident("school_class", 0), DAY, "午餐")
    with store.write("修改") as unit:
        unit.apply([Change("meal_count", row_id, {"heads": before}, {"heads": 1})])
    second = export(store, OCTOBER, tmp_path, today)
    assert second.file.name.endswith("_r2.xlsx") and first.file.exists()
    facts = {
        row.values["key"]: row.values.get("text") for row in read_workbook(second.file).tables["r_cover_fact"]
    }
    assert facts["reason"] == "13日午餐少填一人"
    assert facts["period"] == "2026年10月（第2次上报）"
    assert (heads(store, 1), heads(store, 2)) == (before, 1)
    with store.read() as session:
        newest = stored(session, CODE, OCTOBER)
        assert newest is not None
        assert {row.revision for row in newest.rows(ReportedHeads)} == {2}


def test_reopening_wants_a_reason_and_a_reported_month(store: Store, tmp_path: Path, today: date) -> None:
    with pytest.raises(WrongUsage, match="还没有上报"):
        reopen(store, OCTOBER, "理由")
    export(store, OCTOBER, tmp_path, today)
    for blank in ("", "  \n ", "　"):
        with pytest.raises(WrongUsage, match="写明原因"):
            reopen(store, OCTOBER, blank)
    with store.read() as session:
        assert state(session, CODE, OCTOBER).locked


def test_a_reason_is_sent_so_that_no_number_of_a_person_stands_in_it(
    store: Store, tmp_path: Path, today: date
) -> None:
    export(store, OCTOBER, tmp_path, today)
    number = "11010519491231002X"
    for act in (
        lambda words: reopen(store, OCTOBER, words),
        lambda words: note_sent(store, Month(2026, 9), 1, words, today),
    ):
        with pytest.raises(WrongUsage, match="更正理由要随上报表送区里"):
            act(f"{number} 转出")
    assert reopen(store, OCTOBER, "少一人，问 13812345678").reason == "少一人，问 138****5678"
    with store.read() as session:
        logged = [f"{line.old}{line.new}" for line in session.execute(select(LogEntry)).scalars()]
    assert not [words for words in logged if number in words or "13812345678" in words]


def test_numbering_that_goes_on_wants_a_reason(store: Store, tmp_path: Path, today: date) -> None:
    """After a lost file the clerk enters the last revision sent; the next one says why (X03)."""
    with store.write("恢复") as unit:
        keep_state(unit.session, CODE, MonthLife(OCTOBER, 2, False, None))
    with store.read() as session:
        assert len(list(check_reason(MonthView(session, CODE, OCTOBER, today)))) == 1
    with pytest.raises(ExportBlocked):
        export(store, OCTOBER, tmp_path, today)
    with store.write("恢复") as unit:
        keep_state(unit.session, CODE, MonthLife(OCTOBER, 2, False, "电脑损坏，重新录入"))
    assert export(store, OCTOBER, tmp_path, today).revision == 3


def test_the_last_revision_sent_is_entered_where_the_file_was_lost(
    store: Store, tmp_path: Path, today: date
) -> None:
    assert note_sent(store, OCTOBER, 2, "", today) == MonthLife(OCTOBER, 2, False, None)
    with pytest.raises(ExportBlocked):
        export(store, OCTOBER, tmp_path, today)  # X03
    assert reopen(store, OCTOBER, "电脑损坏，重新录入").word == "更正中"
    done = export(store, OCTOBER, tmp_path, today)
    assert (done.revision, done.file.name[-8:]) == (3, "_r3.xlsx")
    with store.read() as session:
        lines = session.execute(
            select(LogEntry.act, LogEntry.field, LogEntry.old, LogEntry.new).where(
                LogEntry.table_name == "month_state"
            )
        ).all()
    assert [tuple(line) for line in lines] == [
        ("补记 2026年10月 已报到第 2 次", "revision", "0", "2"),
        ("更正 2026年10月", "reason", None, "电脑损坏，重新录入"),
    ]


def test_what_was_sent_is_put_right_but_never_below_what_this_file_reported(
    store: Store, tmp_path: Path, today: date
) -> None:
    noted = note_sent(store, OCTOBER, 2, " 硬盘坏了\n", today)
    assert noted.reason == "硬盘坏了"
    assert note_sent(store, OCTOBER, 3, "", today).reason == "硬盘坏了"
    for revision, words in ((3, "没有改动"), (-1, "不对"), (100, "不对")):
        with pytest.raises(WrongUsage, match=words):
            note_sent(store, OCTOBER, revision, "", today)
    # mistyped, put right; 0 takes the note and its reason back
    assert note_sent(store, OCTOBER, 33, "", today).next_revision == 34
    assert note_sent(store, OCTOBER, 0, "", today) == MonthLife(OCTOBER, 0, False, None)
    with pytest.raises(WrongUsage, match="不对"):
        note_sent(store, OCTOBER, 0, "", today)
    note_sent(store, OCTOBER, 3, "硬盘坏了", today)
    with pytest.raises(WrongUsage, match="还没有开始"):
        note_sent(store, Month(2026, 12), 1, "", today)
    assert export(store, OCTOBER, tmp_path, today).revision == 4
    with pytest.raises(WrongUsage, match="第 4 次）并锁定"):
        note_sent(store, OCTOBER, 5, "理由", today)
    with store.read() as session:
        assert state(session, CODE, OCTOBER) == MonthLife(OCTOBER, 4, True, "硬盘坏了")
    reopen(store, OCTOBER, "少填一人")
    note_sent(store, OCTOBER, 44, "", today)
    with pytest.raises(WrongUsage, match="上报过第 4 次，不能改到比它小"):
        note_sent(store, OCTOBER, 3, "", today)
    assert note_sent(store, OCTOBER, 4, "", today) == MonthLife(OCTOBER, 4, False, "少填一人")


def test_a_change_to_undated_rows_is_said(store: Store, tmp_path: Path, today: date) -> None:
    export(store, OCTOBER, tmp_path, today)
    with store.read() as session:
        assert affected_months(session, CODE) == []
    pupil = ident("pupil", "0-0")
    with store.write("修改") as unit:
        unit.apply([Change("pupil", pupil, {"to_date": None}, {"to_date": date(2026, 10, 20)})])
    with store.read() as session:
        assert affected_months(session, CODE) == [OCTOBER]
        assert affected_months(session, CODE, [Month(2026, 9)]) == []
    reopen(store, OCTOBER, "转出一人")
    with store.read() as session:
        assert affected_months(session, CODE) == []


def test_what_happens_after_the_month_is_no_mistake_of_its_report(
    store: Store, tmp_path: Path, today: date
) -> None:
    export(store, OCTOBER, tmp_path, today)
    with store.read() as session:
        member = session.execute(select(ClubMember.id, ClubMember.status)).first()
    assert member
    left = Change(
        "club_member", member.id, {"status": member.status, "to_date": None},
        {"status": "退出", "to_date": date(2026, 11, 6)},
    )  # fmt: skip
    with store.write("修改") as unit:
        unit.apply([left, *scrapped(store, date(2026, 11, 2))])
    with store.read() as session:
        assert affected_months(session, CODE) == []
        view = derive(MonthView(session, CODE, OCTOBER, today))
        row = next(row for row in view.rows(ReportedMember) if row.id == member.id)
        assert (row.status, row.to_date) == ("正式", None)
    with store.write("修改") as unit:
        unit.apply(
            [Change("club_member", member.id, {"to_date": date(2026, 11, 6)}, {"to_date": date(2026, 10, 6)})]
        )
    with store.read() as session:
        assert affected_months(session, CODE) == [OCTOBER]


def scrapped(store: Store, day: date) -> list[Change]:
    """What the page writes when the clerk scraps the first piece as of a day."""
    with store.read() as session:
        piece = MonthView(session, CODE, OCTOBER, day).rows(Equipment)[0]
        row = {key: getattr(piece, key) for key in ("id", "state", "room_id", "purchase_date")}
    return Histories().move([row], lambda _: Standing("报废", None), day, "漏电")


@pytest.mark.parametrize(
    ("day", "moved"),
    [(date(2026, 9, 30), [OCTOBER]), (date(2026, 10, 31), [OCTOBER]), (date(2026, 11, 1), [])],
)
def test_a_heater_scrapped_by_a_reported_months_end_moves_its_report(
    store: Store, tmp_path: Path, today: date, day: date, moved: list[Month]
) -> None:
    export(store, OCTOBER, tmp_path, today)
    with store.write("报废") as unit:
        unit.apply(scrapped(store, day))
    with store.read() as session:
        assert affected_months(session, CODE) == moved


def test_a_price_moves_the_months_in_which_it_is_in_force(store: Store, tmp_path: Path, today: date) -> None:
    export(store, OCTOBER, tmp_path, today)
    with store.read() as session:
        price = MonthView(session, CODE, OCTOBER, today).rows(MealPrice)[0]
    later = made("meal_price", "later", supplier_id=price.supplier_id, meal=price.meal, price_fen=999,
                 from_date=date(2026, 11, 1))  # fmt: skip
    closed = Change("meal_price", price.id, {"to_date": price.to_date}, {"to_date": date(2026, 10, 31)})
    with store.write("涨价") as unit:
        unit.apply([closed, later])
    with store.read() as session:
        assert affected_months(session, CODE) == []
    with store.write("更正单价") as unit:
        unit.apply([Change("meal_price", price.id, {"price_fen": price.price_fen}, {"price_fen": 1})])
    with store.read() as session:
        assert affected_months(session, CODE) == [OCTOBER]


def test_what_completes_the_register_moves_no_report(store: Store, tmp_path: Path, today: date) -> None:
    in_store = made("equipment", "store", tag="QN-8", kind="电暖器", state="正常")
    with store.write("修改") as unit:
        unit.apply([in_store])
    export(store, OCTOBER, tmp_path, today)
    with store.write("修改") as unit:
        unit.apply(
            [
                Change("equipment", in_store.row_id, {"room_id": None}, {"room_id": ident("room", 1)}),
                Change("equipment", ident("equipment", 2), {"brand": "海尔"}, {"brand": "美的"}),
                made(
                    "equipment",
                    "late",
                    tag="QN-9",
                    kind="电暖器",
                    state="正常",
                    purchase_date=date(2020, 9, 1),
                ),
            ]
        )
    with store.read() as session:
        assert affected_months(session, CODE) == []


def test_a_month_reported_early_does_not_move_by_itself(
    store: Store, tmp_path: Path, today_is: Callable[[date], None]
) -> None:
    today_is(date(2026, 10, 29))
    export(store, OCTOBER, tmp_path, date(2026, 10, 29))
    today_is(date(2026, 10, 31))
    with store.write("修改") as unit:
        unit.apply([Change("staff", ident("staff", 1), {"note": None}, {"note": "x"})])
    with store.read() as session:
        assert affected_months(session, CODE) == []


def test_last_month_stands_beside(tmp_path: Path, today: date) -> None:
    months = (Month(2026, 9), OCTOBER)
    with small_school(tmp_path / "two.db", months=months) as store:
        with store.read() as session:
            assert derive(MonthView(session, CODE, OCTOBER, today)).previous is None
        with store.write("恢复") as unit:
            keep_state(unit.session, CODE, MonthLife(Month(2026, 9), 0, False, None))
        export(store, Month(2026, 9), tmp_path, today)
        with store.read() as session:
            view = derive(MonthView(session, CODE, OCTOBER, today))
            assert view.previous is not None
            assert view.previous.month == Month(2026, 9)
            assert len(view.previous.rows(ReportedHeads)) > 0
