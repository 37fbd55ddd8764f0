"""The dated history of the pieces: a month reports them as its end left them, whenever it is exported."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.book import CODE, NOVEMBER, OCTOBER, Book
from xcedu_desktop.form import MonthView, ReportedView
from xcedu_desktop.forms.heating.history import Histories, Standing, plain
from xcedu_desktop.forms.heating.reported import ReportedCircuit, ReportedEquipment, ReportedRoom
from xcedu_desktop.forms.heating.tables import Equipment, EquipmentEvent
from xcedu_desktop.month.derive import derive
from xcedu_desktop.periods import Month
from xcedu_desktop.store.changes import altered

PIECE = "设"
WORKING, SCRAPPED = Standing("正常", "室"), Standing("报废", None)


@pytest.fixture
def warm(book: Book) -> Book:
    """Two classrooms on a circuit; one piece in the first."""
    book.add("circuit", "线", name="一号线路", capacity_w=20_000)
    for row, name in (("室", "一(1)班教室"), ("邻", "一(2)班教室")):
        book.add("room", row, name=name, use="教室", heated_by="设备取暖", circuit_id="线")
    book.add(
        "equipment", PIECE, tag="XC-0911", kind="壁挂式空调", power_w=1240, room_id="室", state="正常",
        purchase_date=date(2021, 10, 12),
    )  # fmt: skip
    book.today = date(2026, 11, 6)
    return book


def histories(book: Book) -> Histories:
    with book.store.read() as session:
        view = MonthView(session, CODE, OCTOBER, book.today)
        return Histories([plain(event) for event in view.rows(EquipmentEvent)])


def piece(book: Book) -> dict[str, object]:
    with book.store.read() as session:
        found = MonthView(session, CODE, OCTOBER, book.today).rows(Equipment)[0]
        return {key: getattr(found, key) for key in ("id", "state", "room_id", "purchase_date")}


def change(book: Book, new: Standing, day: date, reason: str | None = None) -> None:
    """What the page writes when the clerk changes a piece: the piece and its history, in one act."""
    old = piece(book)
    own = altered("equipment", PIECE, old, new._asdict())
    assert own is not None
    book.apply(own, *histories(book).follow(old, new, day, reason))


def reported(book: Book, month: Month) -> ReportedView:
    with book.store.read() as session:
        return derive(MonthView(session, CODE, month, book.today))


def standing(book: Book, month: Month) -> tuple[str | None, str | None]:
    (row,) = reported(book, month).rows(ReportedEquipment)
    return row.state, row.room


def test_scrapped_in_november_is_in_use_in_octobers_report(warm: Book) -> None:
    change(warm, SCRAPPED, date(2026, 11, 5), "漏电")
    assert standing(warm, OCTOBER) == ("正常", "一(1)班教室")
    assert standing(warm, NOVEMBER) == ("报废", None)
    october, november = reported(warm, OCTOBER), reported(warm, NOVEMBER)
    assert [r.in_use for r in october.rows(ReportedRoom)] == [1, 0]
    assert [r.in_use for r in november.rows(ReportedRoom)] == [0, 0]
    assert [(c.load_w, c.pieces) for c in october.rows(ReportedCircuit)] == [(1240, 1)]
    assert [(c.load_w, c.pieces) for c in november.rows(ReportedCircuit)] == [(0, 0)]


def test_the_last_day_of_the_month_belongs_to_it(warm: Book) -> None:
    change(warm, SCRAPPED, date(2026, 10, 31))
    assert standing(warm, OCTOBER) == ("报废", None)
    assert standing(warm, OCTOBER.previous()) == ("正常", "一(1)班教室")


def test_a_piece_without_history_is_as_it_stands(warm: Book) -> None:
    warm.put("equipment", PIECE, state="停用", room_id="邻")
    assert standing(warm, OCTOBER.previous()) == standing(warm, NOVEMBER) == ("停用", "一(2)班教室")


def test_each_month_shows_what_held_at_its_end(warm: Book) -> None:
    change(warm, Standing("待修", "室"), date(2026, 9, 10))
    change(warm, Standing("正常", "邻"), date(2026, 10, 12))
    change(warm, SCRAPPED, date(2026, 11, 5))
    assert standing(warm, Month(2026, 8)) == ("正常", "一(1)班教室")
    assert standing(warm, Month(2026, 9)) == ("待修", "一(1)班教室")
    assert standing(warm, OCTOBER) == ("正常", "一(2)班教室")
    assert standing(warm, NOVEMBER) == ("报废", None)
    assert [step.after.state for step in histories(warm).steps(PIECE)] == ["待修", "正常", "报废"]


def test_rules_see_the_month_as_it_was(warm: Book) -> None:
    warm.put("room", "邻", heated_by="集中供暖")
    change(warm, Standing("报废", "室"), date(2026, 11, 5))
    assert warm.found("H02", OCTOBER) == warm.found("H05", OCTOBER) == []
    assert warm.one("H02", NOVEMBER).where == "一(1)班教室"
    fix = warm.one("H05", NOVEMBER).fix
    warm.do(fix)
    assert warm.found("H05", NOVEMBER) == []
    assert standing(warm, NOVEMBER) == ("报废", None)
    assert standing(warm, OCTOBER) == ("正常", "一(1)班教室")


def test_x07_adds_up_when_october_is_reported_after_the_piece_was_scrapped(warm: Book) -> None:
    change(warm, SCRAPPED, date(2026, 11, 5))
    warm.report(OCTOBER)
    assert warm.found("X07", NOVEMBER) == []


def test_what_completes_the_register_is_no_change(warm: Book) -> None:
    warm.put("equipment", PIECE, room_id=None)
    change(warm, WORKING, warm.today)
    assert histories(warm).events(PIECE) == ()
    assert standing(warm, OCTOBER.previous()) == ("正常", "一(1)班教室")


def test_what_is_taken_back_the_same_day_leaves_no_line(warm: Book) -> None:
    change(warm, Standing("待修", "室"), warm.today, "异响")
    change(warm, Standing("停用", "室"), warm.today)
    (step,) = histories(warm).steps(PIECE)
    assert (step.before, step.after, step.event["reason"]) == (WORKING, Standing("停用", "室"), "异响")
    change(warm, WORKING, warm.today)
    assert histories(warm).events(PIECE) == ()


def test_a_line_taken_away_leaves_the_piece_as_it_stands(warm: Book) -> None:
    change(warm, Standing("待修", "室"), date(2026, 11, 2))
    change(warm, SCRAPPED, date(2026, 11, 5))
    known = histories(warm)
    warm.apply(*known.without(known.events(PIECE)[-1]))
    assert standing(warm, NOVEMBER) == ("报废", None)
    assert standing(warm, OCTOBER) == ("正常", "一(1)班教室")
    known = histories(warm)
    warm.apply(*known.without(known.events(PIECE)[-1]))
    assert histories(warm).events(PIECE) == ()


def test_a_piece_without_purchase_date_or_bought_today_has_a_beginning(warm: Book) -> None:
    warm.put("equipment", PIECE, purchase_date=None)
    change(warm, SCRAPPED, date(2026, 11, 5))
    assert [event["day"] for event in histories(warm).events(PIECE)] == [date(2026, 11, 4), date(2026, 11, 5)]


def test_h10_a_change_to_come(warm: Book) -> None:
    change(warm, SCRAPPED, warm.today)
    assert warm.found("H10", NOVEMBER) == []
    newest = histories(warm).events(PIECE)[-1]["id"]
    warm.put("equipment_event", newest, day=date(2026, 11, 7))
    found = warm.one("H10", NOVEMBER)
    assert (found.table, found.record, found.field) == ("equipment_event", newest, "day")
    assert (found.where, found.message) == ("XC-0911 壁挂式空调", "日期 2026年11月7日还没有到")
