"""校历: days opened and closed with a reason, by mouse and by keys; terms' dates; locked months."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.month_school import TODAY, click, copy_of, make_school, open_window, settle, type_text
from ui.school.calendar_page import CalendarPage
from ui.shell import Shell
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.periods import Month
from xcedu_desktop.school.tables import CalendarDay, Term


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XCEDU_TODAY", TODAY.isoformat())
        return make_school(tmp_path_factory.mktemp("school"))


@pytest.fixture
def window(qtbot: QtBot, school: Path, tmp_path: Path, today_is: Callable[[date], None]) -> Shell:
    today_is(TODAY)
    return open_window(qtbot, copy_of(school, tmp_path), "calendar")


def page_of(window: Shell) -> CalendarPage:
    page = window.page()
    assert isinstance(page, CalendarPage)
    return page


def own_days(window: Shell) -> dict[date, tuple[bool, str]]:
    assert window.ledger is not None
    rows = window.ledger.rows(CalendarDay)
    return {row["day"]: (row["open"], row["reason"]) for row in rows if row["day"].month >= 10}


def test_each_day_says_what_it_is_and_who_says_so(window: Shell) -> None:
    shown = page_of(window).shown
    assert shown is not None
    words = {day: shown.days[date(2026, 10, day)].word for day in (1, 8, 10, 11)}
    assert words == {1: "国庆节", 8: "上课", 10: "调休上课", 11: "休"}
    assert shown.days[date(2027, 2, 1)].word == "寒假"
    assert shown.days[date(2027, 7, 20)].word == "暑假"
    assert page_of(window).header.quiet.text().startswith("10月上课 18 天")


def test_a_day_is_closed_by_a_click_and_a_typed_reason_and_comes_back_by_undo(
    qtbot: QtBot, window: Shell
) -> None:
    page = page_of(window)
    click(qtbot, page.grid, page.grid.cell_centre(date(2026, 10, 15)))
    assert page.bar.day.text() == "10月15日 周四"
    assert page.bar.button.text() == "改为停课"
    type_text(page.bar.reason, "运动会")
    qtbot.keyClick(page.bar.reason, Qt.Key.Key_Return)
    assert own_days(window) == {date(2026, 10, 15): (False, "运动会")}
    assert page.bar.chip.text == "本校停课"
    assert page.header.quiet.text().startswith("10月上课 17 天")
    assert window.status.act.text() == "10月15日 改为停课"
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert own_days(window) == {}
    assert page.header.quiet.text().startswith("10月上课 18 天")


def test_the_keys_reach_a_day_and_space_asks_for_the_reason(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    page.grid.choose(date(2026, 10, 10))
    page.grid.setFocus()
    qtbot.keyClick(page.grid, Qt.Key.Key_Right)
    qtbot.keyClick(page.grid, Qt.Key.Key_Space)
    assert page.bar.to_open
    type_text(page.bar.reason, "补 9 月 30 日的课")
    qtbot.keyClick(page.bar.reason, Qt.Key.Key_Return)
    assert own_days(window) == {date(2026, 10, 11): (True, "补 9 月 30 日的课")}
    # the same key takes it back
    qtbot.keyClick(page.grid, Qt.Key.Key_Space)
    assert own_days(window) == {}


def test_without_a_reason_nothing_is_written(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    click(qtbot, page.grid, page.grid.cell_centre(date(2026, 10, 15)))
    click(qtbot, page.bar.button)
    assert own_days(window) == {}
    assert window.status.middle.text() == "先写明原因，再改这一天"
    type_text(page.bar.reason, "停")
    qtbot.keyClick(page.bar.reason, Qt.Key.Key_Escape)
    assert own_days(window) == {}
    assert page.bar.reason.text() == ""


def test_several_days_are_one_act(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    page.grid.choose(date(2026, 11, 11))
    for _ in range(4):
        qtbot.keyClick(page.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert page.bar.day.text() == "11月11日至15日 共 5 天"
    qtbot.keyClick(page.grid, Qt.Key.Key_Space)
    type_text(page.bar.reason, "流感停课")
    qtbot.keyClick(page.bar.reason, Qt.Key.Key_Return)
    # the weekend is closed anyway
    assert sorted(own_days(window)) == [date(2026, 11, day) for day in (11, 12, 13)]
    window.undo()
    assert own_days(window) == {}


def test_a_reason_is_changed_and_the_change_taken_back_by_the_button(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    click(qtbot, page.grid, page.grid.cell_centre(date(2026, 10, 15)))
    type_text(page.bar.reason, "运动会")
    qtbot.keyClick(page.bar.reason, Qt.Key.Key_Return)
    click(qtbot, page.bar.reason)
    page.bar.reason.selectAll()
    type_text(page.bar.reason, "秋季运动会")
    qtbot.keyClick(page.bar.reason, Qt.Key.Key_Return)
    assert own_days(window) == {date(2026, 10, 15): (False, "秋季运动会")}
    assert page.bar.button.text() == "撤回调整"
    click(qtbot, page.bar.button)
    assert own_days(window) == {}


def test_term_dates_are_saved_as_typed(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    edit = page.terms.edits[1, "to_date"]
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "2027.1.15")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert window.ledger is not None
    rows = [row for row in window.ledger.rows(Term) if (row["school_year"], row["number"]) == (2026, 1)]
    assert [row["to_date"] for row in rows] == [date(2027, 1, 15)]
    assert edit.text() == "2027-01-15"
    assert page.shown is not None and page.shown.days[date(2027, 1, 18)].word == "寒假"
    window.undo()
    assert page.shown.days[date(2027, 1, 18)].word == "上课"


def test_a_text_that_is_no_date_stays_as_typed_and_is_said(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    edit = page.terms.edits[2, "from_date"]
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "2-30")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert window.status.middle.text()
    edit.clearFocus()
    page.refresh()
    assert edit.text() == "2-30"
    assert edit.toolTip()
    assert page.shown is not None and page.shown.days[date(2027, 2, 22)].open


def test_the_banner_says_which_year_has_no_list_yet(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    assert page.banner.isVisible()
    assert page.banner.words.text().startswith("2027年的放假安排还没有公布")
    click(qtbot, page.terms.earlier)
    assert page.terms.name.text() == "2025-2026学年"
    assert not page.banner.isVisible()


def test_a_reported_month_is_read_only(
    qtbot: QtBot, school: Path, tmp_path: Path, today_is: Callable[[date], None]
) -> None:
    today_is(TODAY)
    path = copy_of(school, tmp_path)
    with Ledger.open(path) as ledger:
        ledger.export(Month(2026, 10), tmp_path / "out")
    window = open_window(qtbot, path, "calendar")
    page = page_of(window)
    click(qtbot, page.grid, page.grid.cell_centre(date(2026, 10, 15)))
    assert not page.bar.reason.isEnabled() and not page.bar.button.isEnabled()
    assert page.bar.words.text() == "已上报，锁定；要改先更正那个月"
    qtbot.keyClick(page.grid, Qt.Key.Key_Space)
    assert own_days(window) == {}
    click(qtbot, page.grid, page.grid.cell_centre(date(2026, 11, 10)))
    assert page.bar.reason.isEnabled()
    settle(qtbot, window)
