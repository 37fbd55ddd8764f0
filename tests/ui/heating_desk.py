"""The page 取暖设备 in the window, and the keys and clicks of a clerk on it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.month_school import PAGES, click, settle
from ui.forms.heating.page import HeatingPage
from ui.forms.registry import PageSpec
from ui.grid.view import Grid
from ui.shell import Shell
from xcedu_desktop.forms.heating.tables import Equipment
from xcedu_desktop.store.base import Live

REAL = PageSpec(
    "heating", "取暖设备", "取暖", "本月填报", "ui.forms.heating.page:HeatingPage",
    ("heating", "room", "circuit", "equipment", "heating_work", "inspection", "room_temperature", "equipment_event"),
    "own", picture=True,
)  # fmt: skip
WITH_PAGE = tuple(REAL if page.key == "heating" else page for page in PAGES)
NO_KEY = Qt.KeyboardModifier.NoModifier


def page_of(window: Shell) -> HeatingPage:
    page = window.page()
    assert isinstance(page, HeatingPage)
    return page


def rows(window: Shell, model: type[Live]) -> list[dict[str, Any]]:
    assert window.ledger is not None
    return window.ledger.rows(model)


def equipment(window: Shell) -> list[dict[str, Any]]:
    return rows(window, Equipment)


def click_cell(grid: Grid, row: int, key: str) -> None:
    table = grid.table
    index = grid.model.index(row, grid.model.column_of(key))
    table.scrollTo(index)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())


def focused() -> QWidget:
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


def press(*keys: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
    for key in keys:
        QTest.keyClick(focused(), key, modifier)


def type_keys(text: str) -> None:
    """ASCII by its keys, Chinese as an input method hands it over."""
    for character in text:
        if character.isascii():
            QTest.keyClick(focused(), character)
        else:
            event = QInputMethodEvent()
            event.setCommitString(character)
            QApplication.sendEvent(focused(), event)


def type_row(*texts: str) -> None:
    """Texts from cell to cell with Tab, Enter at the end; "" leaves a cell as it is."""
    for at, text in enumerate(texts):
        type_keys(text)
        press(Qt.Key.Key_Return if at == len(texts) - 1 else Qt.Key.Key_Tab)


def open_tab(qtbot: QtBot, page: HeatingPage, key: str) -> Grid:
    """Clicks a tab; its grid."""
    at = next(n for n in range(page.tabs.count()) if page.tabs.tabData(n) == key)
    click(qtbot, page.tabs, page.tabs.tabRect(at).center())
    return page.grids[key]


def act_on(qtbot: QtBot, page: HeatingPage, rule: str) -> None:
    """Clicks a finding in the page's own list."""
    view = page.finding_list
    at = next(n for n, finding in enumerate(view.findings()) if finding.rule == rule)
    index = view.model().index(at, 0)
    view.scrollTo(index)
    click(qtbot, view.viewport(), view.visualRect(index).center())


def undo(qtbot: QtBot, window: Shell) -> None:
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
