"""What stands on the screen is what the grid would draw anew, though a key draws hardly any of its cells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.grid_desk import CTRL, Desk, open_desk
from tests.ui.meals_desk import MealsDesk, without_a_day
from tests.ui.month_school import settle
from ui.grid.table import GridTable
from xcedu_desktop.ledger import Ledger

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, school_file: Path, ledger: Ledger, today_is: Callable[[date], None]) -> Desk:
    today_is(date(2026, 10, 30))
    return open_desk(qtbot, school_file, ledger)


class Area(QObject):
    """Pixels of a table's cells that are painted while it looks."""

    def __init__(self, table: GridTable) -> None:
        super().__init__(table)
        self.pixels = 0
        self._viewport = table.viewport()
        QApplication.processEvents()
        self._viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent) and watched is self._viewport:
            self.pixels += sum(rect.width() * rect.height() for rect in event.region())
        return False

    def share(self) -> float:
        """Of all that is seen of the table."""
        QApplication.processEvents()
        self._viewport.removeEventFilter(self)
        return self.pixels / (self._viewport.width() * self._viewport.height())


def screen(table: GridTable) -> QImage:
    """What the screen shows of the table's cells."""
    QApplication.processEvents()
    viewport, window = table.viewport(), table.window()
    at = viewport.mapTo(window, viewport.rect().topLeft())
    shown = window.screen().grabWindow(window.winId(), at.x(), at.y(), viewport.width(), viewport.height())
    return shown.toImage()


def assert_true_to_the_file(table: GridTable) -> None:
    """Drawing everything anew changes nothing on the screen."""
    before = screen(table)
    assert not before.isNull() and before.width() >= table.viewport().width()
    table.viewport().update()
    assert screen(table) == before


def test_the_screen_is_read(desk: Desk) -> None:
    """The eye itself: what is typed is seen."""
    table = desk.grid.table
    before = screen(table)
    desk.at(1, "note")
    desk.enter("jj")
    assert screen(table) != before


def test_typing_undo_and_redo_in_a_register(desk: Desk) -> None:
    table = desk.grid.table
    desk.at(0, "phone")
    desk.enter("13806320001")
    assert_true_to_the_file(table)
    desk.enter("138")  # no phone: marked
    assert_true_to_the_file(table)
    desk.at(len(desk.grid.model.ids), "name")
    desk.enter("王小明")
    assert_true_to_the_file(table)
    for _ in range(3):
        desk.press(Key.Key_Z, CTRL)
        assert_true_to_the_file(table)
    desk.press(Key.Key_Y, CTRL)
    assert_true_to_the_file(table)


def test_sorting_filtering_and_a_narrow_column(desk: Desk) -> None:
    table = desk.grid.table
    desk.header("name")
    assert_true_to_the_file(table)
    desk.at(2, "note")
    desk.enter("abc")
    desk.grid.model.set_filter("zs")
    assert_true_to_the_file(table)
    desk.grid.model.set_filter("")
    table.setColumnWidth(desk.grid.model.column_of("note"), 24)
    desk.at(1, "note")
    desk.enter("12345")
    assert_true_to_the_file(table)


def test_an_enter_in_a_register_draws_little(desk: Desk) -> None:
    desk.at(0, "phone")
    desk.type("13806320001")
    area = Area(desk.grid.table)
    desk.press(Key.Key_Return)
    assert 0 < area.share() < 0.1


def test_meals_typed_checked_and_undone(qtbot: QtBot, path: Path) -> None:
    without_a_day(path)
    desk = MealsDesk(qtbot, path)
    settle(qtbot, desk.shell)
    table, foot = desk.page.grid.table, desk.page.grid.footer
    assert foot is not None
    desk.at(0, 29)
    desk.type("9")
    area = Area(table)
    desk.press(Key.Key_Return)
    assert 0 < area.share() < 0.1
    desk.enter("99")  # more than are enrolled
    for each in (table, foot.table):
        assert_true_to_the_file(each)
    settle(qtbot, desk.shell)  # the check marks what it finds
    for each in (table, foot.table):
        assert_true_to_the_file(each)
    desk.press(Key.Key_Z, CTRL)
    settle(qtbot, desk.shell)
    for each in (table, foot.table):
        assert_true_to_the_file(each)
