"""Notes on cells (批注): Shift+F2, a mark at the corner, words on hover; kept, undone, refused, and sent to the bureau."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.ui.grid_desk import CTRL, SHIFT, Desk, open_desk
from tests.ui.meals_desk import MealsDesk, without_a_day
from ui.grid.note_editor import NoteEditor
from ui.theme import Theme
from xcedu_desktop.form import Severity
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.periods import Month
from xcedu_desktop.store.tables import MonthState

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, school_file: Path, ledger: Ledger, today_is: Callable[[date], None]) -> Desk:
    today_is(date(2026, 10, 30))
    return open_desk(qtbot, school_file, ledger)


def note(desk: Desk, row: int, key: str, text: str) -> None:
    """Types a note and keeps it."""
    desk.at(row, key)
    desk.press(Key.Key_F2, SHIFT)
    editor = desk.focus()
    assert isinstance(editor, QPlainTextEdit)
    editor.selectAll()
    for at, line in enumerate(text.split("\n")):
        if at:
            desk.press(Key.Key_Return, SHIFT)
        desk.type(line)
    desk.press(Key.Key_Return)


def shown(desk: Desk, row: int, key: str) -> str:
    """The cell's words on hover."""
    index = desk.grid.model.index(row, desk.grid.model.column_of(key))
    return str(index.data(Qt.ItemDataRole.ToolTipRole) or "")


def corner(desk: Desk, row: int, key: str) -> QColor:
    """The colour near the cell's right upper corner."""
    table = desk.grid.table
    rect = table.visualRect(desk.grid.model.index(row, desk.grid.model.column_of(key)))
    picture = table.viewport().grab().toImage()
    ratio = picture.devicePixelRatio()
    return QColor(picture.pixelColor(round((rect.right() - 2) * ratio), round((rect.top() + 1) * ratio)))


def test_a_note_is_typed_kept_marked_and_read(desk: Desk) -> None:
    note(desk, 0, "post", "产假\n由李老师代")
    assert desk.stored("SELECT table_name, row_id, key, text, month FROM cell_note") == [
        ("staff", "s0", "post", "产假\n由李老师代", None)
    ]
    assert desk.grid.table.hasFocus() and desk.here == (0, "post")
    assert shown(desk, 0, "post") == "批注：产假\n由李老师代"
    assert corner(desk, 0, "post") == Theme.current().accent
    assert corner(desk, 0, "subject") != Theme.current().accent
    assert desk.shell.status.act.text() == "已写批注"
    assert not desk.stored("SELECT post FROM staff WHERE post IS NOT NULL")


def test_undo_and_redo_reach_notes_too(desk: Desk) -> None:
    note(desk, 0, "post", "one")
    note(desk, 0, "post", "two")
    desk.press(Key.Key_Z, CTRL)
    assert shown(desk, 0, "post") == "批注：one"
    desk.press(Key.Key_Z, CTRL)
    assert shown(desk, 0, "post") == ""
    desk.press(Key.Key_Y, CTRL, 2)
    assert shown(desk, 0, "post") == "批注：two"


def test_escape_leaves_it_and_a_click_elsewhere_keeps_it(desk: Desk) -> None:
    desk.at(0, "post")
    desk.press(Key.Key_F2, SHIFT)
    desk.type("abc")
    desk.press(Key.Key_Escape)
    assert desk.stored("SELECT text FROM cell_note") == []
    desk.press(Key.Key_F2, SHIFT)
    desk.type("abc")
    editor = desk.focus().window()
    editor.close()  # what Qt does when the mouse is pressed outside of a popup
    assert desk.stored("SELECT text FROM cell_note") == [("abc",)]


def test_a_note_is_taken_away(desk: Desk) -> None:
    note(desk, 0, "post", "abc")
    desk.press(Key.Key_F2, SHIFT)
    editor = desk.focus().window()
    assert isinstance(editor, NoteEditor) and editor.remove.isVisible()
    QTest.mouseClick(editor.remove, Qt.MouseButton.LeftButton)
    assert desk.stored("SELECT text FROM cell_note") == []
    assert shown(desk, 0, "post") == "" and desk.shell.status.act.text() == "已删除批注"


def test_a_persons_number_is_refused_and_the_words_stay(desk: Desk) -> None:
    desk.at(0, "post")
    desk.press(Key.Key_F2, SHIFT)
    desk.type("13906321234")
    desk.press(Key.Key_Return)
    editor = desk.focus().window()
    assert isinstance(editor, NoteEditor)
    assert "不要写身份证号" in editor.hint.text() and editor.text.toPlainText() == "13906321234"
    assert desk.stored("SELECT text FROM cell_note") == []
    desk.press(Key.Key_Escape)


def test_the_empty_last_row_bears_none(desk: Desk) -> None:
    desk.at(4, "name")
    desk.press(Key.Key_F2, SHIFT)
    assert desk.said() == "先填写这一行，再写批注"
    assert desk.grid.table.hasFocus()


def test_a_note_goes_with_its_row(desk: Desk) -> None:
    note(desk, 1, "post", "abc")
    desk.at(1, "name")
    desk.press(Key.Key_Minus, CTRL)
    assert desk.stored("SELECT text FROM cell_note") == []
    desk.press(Key.Key_Z, CTRL)
    assert shown(desk, 1, "post") == "批注：abc"


def test_a_locked_month_takes_none(desk: Desk, ledger: Ledger) -> None:
    from ui.grid.table_source import TableSource
    from xcedu_desktop.forms.heating.tables import RoomTemperature

    ledger.insert(
        "room_temperature", {"id": "t", "room_id": "r0", "day": date(2026, 9, 20), "temperature": 180}
    )
    desk.grid.set_source(TableSource(ledger, RoomTemperature, ["day", "temperature"], month=Month(2026, 9)))
    note(desk, 0, "temperature", "abc")
    assert desk.stored("SELECT text, month FROM cell_note") == [("abc", "2026-09")]
    with ledger.store.write("锁定") as unit:
        unit.session.add(
            MonthState(school_code="2137040123", month=Month(2026, 9), locked=True, revision=1, reason=None)
        )
    note(desk, 0, "temperature", "other")
    editor = desk.focus().window()
    assert isinstance(editor, NoteEditor) and "锁定" in editor.hint.text()
    desk.press(Key.Key_Escape)
    assert desk.stored("SELECT text FROM cell_note") == [("abc",)]


def test_from_the_month_grid_into_the_workbook(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    """Typed on a counted cell and on one that nobody filled: the exported workbook has both, and no finding more."""
    without_a_day(path)
    desk = MealsDesk(qtbot, path)
    ledger, month = desk.shell.ledger, desk.shell.month
    assert ledger is not None
    before = [f.message for f in ledger.findings(month)]
    for day, words in ((28, "abc"), (29, "def")):
        desk.at(0, day)
        desk.press(Key.Key_F2, SHIFT)
        desk.type(words)
        desk.press(Key.Key_Return)
        assert desk.shell.status.act.text() == "已写批注"
    assert [f.message for f in ledger.findings(month)] == before
    _mend(ledger, month)
    result = ledger.export(month, tmp_path)
    book = openpyxl.load_workbook(result.file, read_only=True)
    lines = [[str(cell.value) for cell in row] for row in book["说明"].iter_rows()]
    book.close()
    told = [line for line in lines if "批注" in line]
    assert [words in line for line, words in zip(told, ("abc", "def"), strict=True)] == [True, True]
    assert all(f"{day}日" in " ".join(line) for line, day in zip(told, (28, 29), strict=True))


def _mend(ledger: Ledger, month: Month) -> None:
    """All that blocks the export is put right or explained."""
    for finding in [f for f in ledger.findings(month) if f.blocks]:
        if finding.severity is Severity.EXPLAIN:
            ledger.explain(month, finding.rule, finding.record, "已安排")
        elif finding.table == "meal_count":
            ledger.delete("meal_count", [finding.record])
