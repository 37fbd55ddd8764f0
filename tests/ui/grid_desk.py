"""A grid in the real window on a real school file, driven by keys, clicks and the clipboard."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.rosters import when_dialog
from ui.forms.registry import PageSpec
from ui.grid.clipboard import blank_mime
from ui.grid.paste import PasteQuestion
from ui.grid.table_source import TableSource
from ui.grid.view import Grid
from ui.page import Page
from ui.shell import Shell
from xcedu_desktop.forms.heating.tables import Room
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.school.tables import Staff
from xcedu_desktop.store.changes import Change, ChangeSet
from xcedu_desktop.store.peek import peek

CTRL, SHIFT, ALT, PLAIN = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)
SPECS = (
    PageSpec("staff", "教职工", "教职工", "基础资料", "tests.ui.grid_desk:StaffGrid", ("staff",)),
    PageSpec("rooms", "房间", "房间", "本月填报", "tests.ui.grid_desk:RoomGrid", ("room",)),
)
STAFF = ("张舒然", "单雄信", "李强", "曾国藩")


class StaffGrid(Page):
    """A page that holds nothing but a grid of the staff."""

    def __init__(self, shell: Shell, spec: PageSpec) -> None:
        super().__init__(shell, spec)
        self.grid = Grid(shell, self.source(shell), totals=True, parent=self)
        self.body.addWidget(self.grid.filter_box())
        self.body.addWidget(self.grid, 1)

    def source(self, shell: Shell) -> TableSource:
        assert shell.ledger is not None
        keys = ["name", "sex", "post", "subject", "phone", "from_date", "to_date", "note"]
        return TableSource(shell.ledger, Staff, keys, month=shell.month, hint="输入姓名，新增一行")

    def refresh(self) -> None:
        self.grid.refresh()

    def leave(self) -> bool:
        self.grid.commit()
        return True


class RoomGrid(StaffGrid):
    """The same of rooms: numbers, choices, a reference."""

    def source(self, shell: Shell) -> TableSource:
        assert shell.ledger is not None
        keys = ["name", "building", "use", "area", "heated_by", "circuit_id", "note"]
        return TableSource(shell.ledger, Room, keys, month=shell.month, hint="输入名称，新增房间")


def open_desk(qtbot: QtBot, path: Path, ledger: Ledger) -> Desk:
    """The window on a filled file, the staff's grid before the clerk."""
    fill(ledger)
    window = Shell(peek(path), SPECS)
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    window.set_ledger(ledger)
    return Desk(window, path)


def fill(ledger: Ledger) -> None:
    """Four members of the staff, two circuits, three rooms."""
    rows: list[Change] = []
    for at, name in enumerate(STAFF):
        values = {
            "name": name,
            "sex": "男女"[at % 2],
            "phone": f"1380632123{at}",
            "from_date": date(2020, 9, 1 + at),
        }
        rows.append(Change("staff", f"s{at}", None, values))
    for at, name in enumerate(("一号线路", "二号线路")):
        rows.append(Change("circuit", f"c{at}", None, {"name": name, "capacity_w": 20000}))
    for at, name in enumerate(("一(1)班教室", "图书室", "餐厅")):
        values = {"name": name, "use": "教室", "area": 5400 + 100 * at, "circuit_id": "c0"}
        rows.append(Change("room", f"r{at}", None, values))
    ledger.apply(ChangeSet("准备", tuple(rows)))


class Desk:
    """Hands, eyes and a second pair of eyes that read the file by themselves."""

    def __init__(self, shell: Shell, path: Path) -> None:
        self.shell, self.path = shell, path
        shell.activateWindow()
        QTest.qWaitForWindowActive(shell)
        self.open("staff")

    def open(self, key: str) -> None:
        self.shell.open_page(key)
        page = self.shell.page()
        assert isinstance(page, StaffGrid)
        self.page = page
        self.grid.setFocus()

    @property
    def grid(self) -> Grid:
        return self.page.grid

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
                compose = QInputMethodEvent("x", [])
                QApplication.sendEvent(self.focus(), compose)
                done = QInputMethodEvent("", [])
                done.setCommitString(character)
                QApplication.sendEvent(self.focus(), done)

    def enter(self, text: str) -> None:
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def at(self, row: int, key: str) -> None:
        """Clicks a cell."""
        table = self.grid.table
        index = self.grid.model.index(row, self.grid.model.column_of(key))
        table.scrollTo(index)
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())

    def select(self, row: int, key: str, down: int, across: int) -> None:
        """A block from a cell on, by Shift and arrows."""
        self.at(row, key)
        self.press(Qt.Key.Key_Down, SHIFT, down)
        self.press(Qt.Key.Key_Right, SHIFT, across)

    def middle(self, row: int, key: str) -> QPoint:
        """The middle of a cell, in the viewport."""
        return self.grid.table.visualRect(self.grid.model.index(row, self.grid.model.column_of(key))).center()

    def drag_corner(self, to_row: int, to_key: str) -> None:
        """Draws the selection's corner (填充柄) to a cell."""
        table = self.grid.table
        start = table.handle.corner()
        assert start is not None
        end = self.middle(to_row, to_key)
        QTest.mousePress(table.viewport(), Qt.MouseButton.LeftButton, pos=start)
        for part in (1, 2, 3):
            QTest.mouseMove(table.viewport(), start + (end - start) * (part / 3))
        QTest.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=end)

    def header(self, key: str) -> None:
        """Clicks a column's header."""
        header = self.grid.table.horizontalHeader()
        at = self.grid.model.column_of(key)
        where = QPoint(header.sectionViewportPosition(at) + 10, header.height() // 2)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=where)

    def clip(self, text: str | None = None, html: str | None = None) -> None:
        """Puts on the clipboard what another program would."""
        mime = blank_mime()
        if text is not None:
            mime.setText(text)
        if html is not None:
            mime.setHtml(html)
        QGuiApplication.clipboard().setMimeData(mime)

    def paste(self) -> None:
        self.press(Qt.Key.Key_V, CTRL)
        # without a window manager nobody makes the window the active one again after a question
        self.shell.activateWindow()
        QTest.qWaitForWindowActive(self.shell)

    # -- eyes

    @property
    def here(self) -> tuple[int, str]:
        index = self.grid.table.currentIndex()
        return index.row(), self.grid.model.columns[index.column()].key

    def column(self, key: str) -> list[str]:
        """What the column shows, without the empty last row."""
        model = self.grid.model
        column = model.columns[model.column_of(key)]
        return [model.text_at(row, column) for row in range(len(model.ids))]

    def said(self) -> str:
        return self.shell.status.middle.text()

    def stored(self, sql: str) -> list[tuple[object, ...]]:
        """Asks the file itself, past the program."""
        connection = sqlite3.connect(self.path)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()


def answer_paste(accept: bool, seen: list[str]) -> None:
    """Presses a button of the question that paste is about to ask."""

    def answer(question: QDialog) -> None:
        assert isinstance(question, PasteQuestion)
        seen.extend(question.list.item(at).text() for at in range(question.list.count()))
        button = question.rest if accept else question.none
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    when_dialog(PasteQuestion, answer)
