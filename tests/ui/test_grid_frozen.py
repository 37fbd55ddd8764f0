"""What is out of sight or under the frozen columns: the mouse works there as elsewhere, an editor never opens unseen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.grid_desk import CTRL, PLAIN, SHIFT, STAFF, Desk, open_desk
from ui.grid.frozen import FrozenColumns
from xcedu_desktop.ledger import Ledger

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, school_file: Path, ledger: Ledger, today_is: Callable[[date], None]) -> Desk:
    """The names frozen, the table scrolled to its last column."""
    today_is(date(2026, 10, 30))
    found = open_desk(qtbot, school_file, ledger)
    source = found.grid.source
    source.columns = (replace(source.columns[0], frozen=True), *source.columns[1:])
    found.grid.set_source(source)
    found.shell.resize(620, 600)
    found.at(0, "name")
    found.press(Key.Key_End)
    assert found.grid.table.frozen.isVisible()
    return found


def frozen(desk: Desk) -> FrozenColumns:
    return desk.grid.table.frozen


def middle(desk: Desk, row: int) -> QPoint:
    """The middle of a name, in the frozen columns."""
    return frozen(desk).visualRect(desk.grid.model.index(row, 0)).center()


def click(desk: Desk, row: int, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.mouseClick(frozen(desk).viewport(), Qt.MouseButton.LeftButton, modifiers, middle(desk, row))


def compose(desk: Desk, text: str) -> None:
    QApplication.sendEvent(desk.focus(), QInputMethodEvent(text, []))


def test_the_first_key_of_an_input_method_is_seen_in_a_frozen_column(desk: Desk) -> None:
    click(desk, 2)
    assert desk.grid.table.horizontalScrollBar().value() > 0
    desk.type("吴")
    assert desk.grid.table.is_editing()
    assert desk.grid.table.horizontalScrollBar().value() == 0 and not frozen(desk).isVisible()
    desk.press(Key.Key_Return)
    assert desk.column("name")[2] == "吴"


def test_and_in_a_row_that_was_scrolled_away(desk: Desk) -> None:
    desk.clip("".join(f"甲{at}\n" for at in range(60)))
    desk.at(4, "name")
    desk.paste()
    desk.at(2, "note")
    bar = desk.grid.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    compose(desk, "x")
    assert desk.grid.table.is_editing()
    assert desk.grid.table.visualRect(desk.grid.table.currentIndex()).top() >= 0 and bar.value() <= 2


def test_an_input_method_is_told_why_not(desk: Desk) -> None:
    source = desk.grid.source
    source.columns = (*source.columns[:-1], replace(source.columns[-1], editable=False))
    desk.grid.set_source(source)
    desk.at(1, "note")
    compose(desk, "x")
    assert not desk.grid.table.is_editing()
    assert desk.said() == "这一格是算出来的，不能填写"


def test_dragging_over_frozen_cells_selects_them(desk: Desk) -> None:
    table, view = desk.grid.table, frozen(desk).viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=middle(desk, 0))
    QTest.mouseMove(view, middle(desk, 1))
    QTest.mouseMove(view, middle(desk, 2))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle(desk, 2))
    assert table.acts.spots() == [(0, 0), (1, 0), (2, 0)]
    desk.press(Key.Key_Delete)
    assert desk.column("name") == ["", "", "", STAFF[3]]


def test_a_drag_goes_on_over_the_other_columns(desk: Desk) -> None:
    table, view = desk.grid.table, frozen(desk).viewport()
    end = view.mapFrom(table.window(), table.viewport().mapTo(table.window(), desk.middle(1, "note")))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=middle(desk, 0))
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    assert table.acts.spots() == [(row, at) for row in (0, 1) for at in range(8)]


def test_a_drag_held_below_goes_on(desk: Desk, qtbot: QtBot) -> None:
    desk.clip("".join(f"甲{at}\n" for at in range(60)))
    desk.at(4, "name")
    desk.paste()
    desk.at(0, "name")
    desk.press(Key.Key_End)
    table, view = desk.grid.table, frozen(desk).viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=middle(desk, 0))
    below = QPoint(middle(desk, 0).x(), view.height() + 5)
    QTest.mouseMove(view, below)
    qtbot.waitUntil(lambda: table.verticalScrollBar().value() >= 3)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=below)
    chosen = table.acts.spots()
    assert chosen[0] == (0, 0) and {at for _, at in chosen} == {0} and len(chosen) > 3


def test_shift_and_ctrl_pick_frozen_cells(desk: Desk) -> None:
    click(desk, 0)
    click(desk, 2, SHIFT)
    assert desk.grid.table.acts.spots() == [(0, 0), (1, 0), (2, 0)]
    click(desk, 0)
    click(desk, 3, CTRL)
    assert desk.grid.table.acts.spots() == [(0, 0), (3, 0)]
    click(desk, 3, CTRL)
    assert desk.grid.table.acts.spots() == [(0, 0)]


def test_a_frozen_cell_has_its_menu(desk: Desk) -> None:
    view = frozen(desk).viewport()
    place = middle(desk, 2)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.mapToGlobal(place))
    QApplication.sendEvent(view, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and desk.here == (2, "name")
    menu.close()


def test_a_second_click_opens_the_cell_that_it_hits(desk: Desk) -> None:
    desk.shell.resize(1366, 728)
    desk.at(1, "note")
    place = desk.middle(1, "note")
    desk.enter("memo")  # and on to the next row, quicker than a double click
    assert desk.here == (2, "note")
    QTest.mouseDClick(desk.grid.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.here == (1, "note") and desk.grid.table.is_editing()


def test_shift_and_the_wheel_scroll_the_columns(desk: Desk) -> None:
    bar = desk.grid.table.horizontalScrollBar()
    for view, turns in ((desk.grid.table.viewport(), 120), (frozen(desk).viewport(), 120)):
        before = bar.value()
        place = view.rect().center()
        event = QWheelEvent(
            QPointF(place), QPointF(view.mapToGlobal(place)), QPoint(), QPoint(0, turns),
            Qt.MouseButton.NoButton, SHIFT, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view, event)
        assert 0 < bar.value() < before
