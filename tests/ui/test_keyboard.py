"""The keyboard is where the work is: on every page that is opened, between the parts of a page, in tabs and lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import month_school
from ui.forms.clubs.page import ClubsPage
from ui.forms.heating.page import HeatingPage
from ui.forms.meals.page import MealsPage
from ui.forms.registry import PAGES
from ui.grid.table import GridTable
from ui.month.overview import OverviewPage
from ui.shell import Shell
from ui.widgets.buttons import Button, LinkLabel
from ui.widgets.segmented import SegmentedControl

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TODAY = month_school.TODAY


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school with something left to do, made once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XCEDU_TODAY", TODAY.isoformat())
        path = month_school.make_school(tmp_path_factory.mktemp("school"))
        month_school.spoil(path)
    return path


@pytest.fixture
def window(qtbot: QtBot, school: Path, tmp_path: Path, today_is: Callable[[date], None]) -> Shell:
    today_is(TODAY)
    return month_school.open_window(qtbot, month_school.copy_of(school, tmp_path), "overview", PAGES)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key where the keyboard is."""
    QTest.keyClick(focus(), key, modifier)


def focus() -> QWidget:
    """Where the keyboard is."""
    widget = QApplication.focusWidget()
    assert isinstance(widget, QWidget)
    return widget


def test_a_page_opened_by_its_number_has_the_keyboard_in_its_work(window: Shell) -> None:
    for number, item in enumerate(window.navigation.items()[:9], start=1):
        press(Key(Key.Key_0 + number), CTRL)
        page = window.page()
        assert page is not None and page.spec.key == window.pages[number - 1].key == item.spec.key
        assert page.isAncestorOf(focus()), page.spec.key
        assert (focus().isVisible() and focus() is page.focusProxy()) or page.focusProxy().isAncestorOf(
            focus()
        )


def test_enter_on_the_overview_goes_to_the_first_line(window: Shell) -> None:
    page = window.page()
    assert isinstance(page, OverviewPage) and focus() is page.list
    first = page.shown[0]
    press(Key.Key_Return)
    opened = window.page_of(first)
    assert opened is not None and window.current == opened.key


def test_f6_walks_over_the_parts_of_a_page_and_back(qtbot: QtBot, window: Shell) -> None:
    assert window.open_page("clubs")
    page = window.page()
    assert isinstance(page, ClubsPage) and focus() is page.tabs  # in the page while its list is being read
    qtbot.waitUntil(lambda: len(page.findChildren(SegmentedControl)) == 2)
    begun = focus()
    assert begun is page.clubs.list.table
    seen = [begun]
    for _ in range(20):
        press(Key.Key_F6)
        if focus() is begun:
            break
        seen.append(focus())
    assert focus() is begun and len(seen) == len(set(seen)) >= 4
    assert sum(isinstance(part, QTabBar) for part in seen) == 2
    press(Key.Key_F6, SHIFT)
    assert focus() is seen[-1]


def test_keys_typed_ahead_find_the_page_whole(window: Shell) -> None:
    assert window.open_page("clubs")
    page = window.page()
    assert isinstance(page, ClubsPage) and focus() is page.tabs
    press(Key.Key_F6)
    assert focus() is page.clubs.side.tabs
    press(Key.Key_F6, SHIFT)
    assert focus() is page.clubs.list.table


def test_a_file_closed_while_a_page_is_being_filled_is_not_asked_again(window: Shell) -> None:
    assert window.open_page("clubs")
    window.let_go()
    QApplication.processEvents()
    assert window.page() is None


def test_arrows_walk_over_tabs_and_enter_goes_in(window: Shell) -> None:
    assert window.open_page("heating")
    page = window.page()
    assert isinstance(page, HeatingPage)
    page.tabs.setFocus(Qt.FocusReason.TabFocusReason)
    press(Key.Key_Right)
    press(Key.Key_Right)
    assert focus() is page.tabs and page.tabs.key() == "room"
    press(Key.Key_Return)
    assert focus() is page.grids["room"].table
    press(Key.Key_1, CTRL)
    press(Key.Key_7, CTRL)
    assert focus() is page.grids["room"].table


def test_a_view_turned_by_its_button_has_the_keyboard_and_esc_leaves_it(qtbot: QtBot, window: Shell) -> None:
    assert window.open_page("meals")
    page = window.page()
    assert isinstance(page, MealsPage)
    for name in ("compare", "suppliers"):
        button = page.views.buttons[name]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: isinstance(focus(), GridTable))
        assert page.views.shown == name and page.stack.currentWidget().isAncestorOf(focus())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert page.views.shown == "" and focus() is page.grid.table
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        press(Key.Key_Escape)
        assert page.views.shown == "" and focus() is page.grid.table


def test_arrows_do_not_walk_from_a_button_out_of_the_page(window: Shell) -> None:
    month = window.month
    assert window.open_page("meals")
    page = window.page()
    assert page is not None
    for button in page.findChildren(Button) + page.findChildren(LinkLabel):
        if not (button.isVisible() and button.isEnabled()):
            continue
        button.setFocus()
        for key in (Key.Key_Down, Key.Key_Right, Key.Key_Left, Key.Key_Up):
            press(key)
            assert focus() is button
    window.top.months.step(-1)
    window.top.months.setFocus()
    for key in (Key.Key_Right, Key.Key_Left, Key.Key_Up):
        press(key)
        assert window.month == month.previous()
    press(Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.month == month
