"""A small school whose 29 October has no counts yet, and the clerk's hands and eyes on the page 配餐人数."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import month_school
from ui.forms.meals.grid_source import HeadsSource
from ui.forms.meals.page import MealsPage
from ui.forms.registry import PAGES
from ui.shell import Shell
from ui.widgets.segmented import SegmentedControl
from xcedu_desktop.form import Severity
from xcedu_desktop.forms.meals.tables import MealCount, MealDayLog
from xcedu_desktop.ledger import Ledger

CTRL, SHIFT, PLAIN = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
EMPTY_DAY = date(2026, 10, 29)


def without_a_day(path: Path) -> None:
    """29 October has neither counts nor a log."""
    with Ledger.open(path) as ledger:
        for model in (MealCount, MealDayLog):
            rows = ledger.rows(model, model.day == EMPTY_DAY)
            ledger.delete(model.__tablename__, [row["id"] for row in rows])


class MealsDesk:
    """The page in the window, and a second pair of eyes on the file."""

    def __init__(self, qtbot: QtBot, path: Path) -> None:
        self.qtbot, self.path = qtbot, path
        self.shell: Shell = month_school.open_window(qtbot, path, "meals", PAGES)
        page = self.shell.page()
        assert isinstance(page, MealsPage)
        self.page = page

    @property
    def source(self) -> HeadsSource:
        return self.page.grid.heads

    @property
    def classes(self) -> list[str]:
        """Ids of the lines."""
        return list(self.source.row_ids())

    # -- hands

    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN, times: int = 1) -> None:
        for _ in range(times):
            QTest.keyClick(self.focus(), key, modifiers)

    def type(self, text: str) -> None:
        """Digits and letters by keys, Chinese as an input method gives it."""
        for character in text:
            if character.isascii():
                QTest.keyClick(self.focus(), character)
            else:
                done = QInputMethodEvent("", [])
                done.setCommitString(character)
                QApplication.sendEvent(self.focus(), done)

    def enter(self, text: str) -> None:
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def at(self, row: int, day: int | str) -> None:
        """Clicks a cell: of a day of October, or of a column by key."""
        table, key = self.page.grid.table, self.key(day)
        index = self.page.grid.model.index(row, self.page.grid.model.column_of(key))
        table.scrollTo(index)
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())

    def click(self, button: QAbstractButton) -> None:
        assert button.isVisible() and button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def segment(self, control: SegmentedControl, key: str) -> None:
        at = next(at for at in range(control.count()) if control.tabData(at) == key)
        QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=control.tabRect(at).center())

    def paste(self, text: str) -> None:
        """A block as a spreadsheet puts it on the clipboard."""
        mime = QMimeData()
        mime.setText(text)
        QGuiApplication.clipboard().setMimeData(mime)
        self.press(Qt.Key.Key_V, CTRL)

    def undo(self) -> None:
        QTest.keyClick(self.shell, Qt.Key.Key_Z, CTRL)

    def settle(self) -> None:
        month_school.settle(self.qtbot, self.shell)

    # -- eyes

    @staticmethod
    def key(day: int | str) -> str:
        return day if isinstance(day, str) else date(2026, 10, day).isoformat()

    @property
    def here(self) -> tuple[int, str]:
        index = self.page.grid.table.currentIndex()
        return index.row(), self.page.grid.model.columns[index.column()].key

    def shown(self, day: int | str) -> list[str]:
        """The column as it is shown."""
        return [self.source.text(row_id, self.key(day)) for row_id in self.source.row_ids()]

    def title(self, day: int) -> str:
        """A column's header, second line."""
        column = self.page.grid.model.columns[self.page.grid.model.column_of(self.key(day))]
        return column.title.split("\n")[1]

    def mark(self, row: int, day: int | str) -> tuple[Severity, str] | None:
        found = self.source.mark(self.classes[row], self.key(day))
        return (found.severity, found.message) if found is not None else None

    def foot(self, row: str, day: int | str) -> str:
        assert self.page.grid.footer is not None
        return self.page.grid.footer.model.source.text(row, self.key(day))

    def said(self) -> str:
        return self.shell.status.middle.text()

    def stored(self, day: int, what: str = "heads", table: str = "meal_count") -> list[object]:
        """A day's column as the file has it, lunch, in the order of entry of the lines that have a row."""
        connection = sqlite3.connect(self.path)
        try:
            sql = f"SELECT class_id, {what} FROM {table} WHERE day = ? AND meal = '午餐'"
            found = dict(connection.execute(sql, (self.key(day),)).fetchall())
        finally:
            connection.close()
        return [found.get(row_id) for row_id in self.classes]

    def asked(self, sql: str) -> list[tuple[object, ...]]:
        """Asks the file itself."""
        connection = sqlite3.connect(self.path)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()
