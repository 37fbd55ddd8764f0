"""Notes (批注) and undo where a grid's rows are not the table's own: attendance, who takes part, temperatures, classes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.ui.clubs_desk import CLUBS_TODAY, ClubsDesk, open_clubs
from tests.ui.heating_desk import click_cell, focused, open_tab, page_of, press, type_keys, undo
from tests.ui.month_school import open_window
from ui.forms.clubs.participants import PART
from ui.forms.registry import PAGES
from ui.grid.view import Grid
from ui.school.pupils_page import PupilsPage
from ui.shell import Shell
from xcedu_desktop.periods import Month

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_NOTES = "SELECT table_name, key, text FROM cell_note"


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, today_is: Callable[[date], None]) -> ClubsDesk:
    today_is(CLUBS_TODAY)
    return open_clubs(qtbot, tmp_path)


def note(text: str) -> None:
    """Types a note on the current cell."""
    window = focused().window()
    press(Key.Key_F2, modifier=SHIFT)
    assert isinstance(focused(), QPlainTextEdit)
    type_keys(text)
    press(Key.Key_Return)
    # without a window manager nobody makes the window the active one again
    window.activateWindow()
    QTest.qWaitForWindowActive(window)


def shown(grid: Grid, row: int, key: str) -> str:
    """The cell's words on hover."""
    index = grid.model.index(row, grid.model.column_of(key))
    return str(index.data(Qt.ItemDataRole.ToolTipRole) or "")


def sent(window: Shell) -> list[str]:
    """Where the notes that go to the bureau say that they belong."""
    from xcedu_desktop.month.notes import reported_notes

    assert window.ledger is not None
    with window.ledger.view(Month(2026, 10)) as view:
        return [str(getattr(row, "place", "")) for row in reported_notes(view)]


def test_on_a_mark_of_attendance(desk: ClubsDesk) -> None:
    main = desk.page.header.main
    assert main is not None
    desk.click(main)
    grid = desk.page.attendance.grid
    row, key = grid.table.currentIndex().row(), grid.current()[1]
    press(Key.Key_F2, modifier=SHIFT)
    assert desk.said() == "先填写这一格，再写批注"
    desk.press(Key.Key_2)
    desk.at(grid, row, key)
    note("病假条后补")
    assert desk.stored(_NOTES) == [("club_attendance", "mark", "病假条后补")]
    assert "批注：病假条后补" in shown(grid, row, key)
    day = desk.page.attendance.source.meetings[key].day.day
    assert sent(desk.shell) == [f"李同学 · 剪纸社 · {day}日 · 考勤"]


def test_on_who_takes_part(desk: ClubsDesk) -> None:
    desk.choose(desk.page.tabs, "pupils")
    grid = desk.pupils.grid
    desk.at(grid, 0, PART)
    note("家长口头同意")
    desk.at(grid, 0, "from_date")
    note("补登")
    assert sorted(desk.stored(_NOTES)) == [
        ("service_pupil", "from_date", "补登"),
        ("service_pupil", "pupil_id", "家长口头同意"),
    ]
    assert "批注：家长口头同意" in shown(grid, 0, PART) and "批注：补登" in shown(grid, 0, "from_date")
    assert "批注" not in shown(grid, 0, "to_date")
    desk.at(grid, 1, PART)
    desk.press(Key.Key_Space)
    desk.at(grid, 0, "from_date")
    desk.press(Key.Key_Z, CTRL)
    assert grid.current()[0] == grid.model.ids[1]


def test_on_a_temperature(qtbot: QtBot, path: Path) -> None:
    window = open_window(qtbot, path, "heating", PAGES)
    grid = open_tab(qtbot, page_of(window), "temperature")
    key = grid.model.columns[-1].key
    row = grid.model.first_row()
    click_cell(grid, row, key)
    type_keys("18.5")
    press(Key.Key_Return)
    click_cell(grid, row, key)
    note("刚通暖")
    assert shown(grid, row, key) == "批注：刚通暖"
    room = grid.model.text_at(row, grid.model.columns[0]).strip()
    assert sent(window)[-1] == f"{room} · {date.fromisoformat(key).day}日 · 室温"
    click_cell(grid, row + 1, key)
    undo(qtbot, window)
    undo(qtbot, window)
    assert grid.table.currentIndex().row() == row


def test_on_a_class(qtbot: QtBot, path: Path) -> None:
    window = open_window(qtbot, path, "pupils", PAGES)
    page = window.page()
    assert isinstance(page, PupilsPage)
    page.tabs.choose("classes")
    click_cell(page.classes, 0, "name")
    note("借用三楼教室")
    assert shown(page.classes, 0, "name").startswith("批注：借用三楼教室")
    assert sent(window)[-1] == page.classes.model.text_at(0, page.classes.model.columns[0])
