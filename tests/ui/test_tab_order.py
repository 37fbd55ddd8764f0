"""Tab and Shift+Tab reach every control of every page, in an order that is seen, and go round."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui.forms.clubs.page import ClubsPage
from ui.forms.registry import PAGES
from ui.grid.table import GridTable
from ui.month.check_page import CheckPage
from ui.page import Page
from ui.shell import Shell

CTRL = Qt.KeyboardModifier.ControlModifier
MOST = 80


def tab(widget: QWidget, back: bool = False) -> QWidget:
    """Presses Tab where the keyboard is (Ctrl+Tab in a grid, whose cells have Tab for themselves); where it is then."""
    cells = isinstance(widget, GridTable) and not widget.row_mode
    key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
    modifier = CTRL if cells else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(widget, key, modifier | (Qt.KeyboardModifier.ShiftModifier if back else modifier))
    now = QApplication.focusWidget()
    assert now is not None
    return now


def round_of(start: QWidget, back: bool = False) -> list[QWidget]:
    start.setFocus(Qt.FocusReason.TabFocusReason)
    walked = [start]
    while (now := tab(walked[-1], back)) is not start:
        walked.append(now)
        assert len(walked) < MOST, (
            f"{[spoken(w) for w in walked[-6:]]}: Tab goes round without coming back to where it began"
        )
    return walked


def opened(window: Shell, key: str) -> Page:
    """A page, filled."""
    assert window.open_page(key)
    page = window.page()
    assert page is not None
    if isinstance(page, ClubsPage):
        _ = page.clubs.side  # else it is filled step by step
    QTest.qWait(20)
    return page


def stops_of(page: Page) -> set[QWidget]:
    """What can take the keyboard by Tab."""
    return {
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    }


def spoken(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@pytest.mark.parametrize("key", [spec.key for spec in PAGES])
def test_tab_goes_round_through_all_of_a_page(window: Shell, key: str) -> None:
    page = opened(window, key)
    walked = round_of(window.top.months)
    assert stops_of(page) <= set(walked), [spoken(widget) for widget in stops_of(page) - set(walked)]
    back = round_of(window.top.months, back=True)
    assert back[1:] == walked[:0:-1]
    assert all(spoken(widget) for widget in walked), "a control without a name"


@pytest.mark.parametrize("key", [spec.key for spec in PAGES])
def test_where_the_keyboard_is_can_be_seen(window: Shell, key: str) -> None:
    opened(window, key)
    unseen = []
    for widget in round_of(window.top.months):
        window.stack.setFocus()
        QTest.qWait(0)
        without = window.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.qWait(0)
        if window.grab().toImage() == without:
            unseen.append(spoken(widget))
    assert not unseen


def test_the_header_comes_before_the_bar_and_the_bar_before_the_table(window: Shell) -> None:
    assert window.open_page("check")
    page = window.page()
    assert isinstance(page, CheckPage) and page.print_button is not None and page.header.main is not None
    walked = round_of(window.top.months)
    wanted = [page.print_button, page.tabs, page.table]
    assert [widget for widget in walked if widget in wanted] == wanted
    places = [widget.x() for widget in walked if widget.parent() is page.header]
    assert places == sorted(places)
