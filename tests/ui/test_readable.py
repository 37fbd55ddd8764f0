"""What is drawn by hand on a coloured ground can be read: measured on the pixels, at least 4.5:1."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.month_school import open_window
from ui import theme
from ui.forms.registry import PAGES
from ui.handouts.page import HandoutsPage
from ui.school.calendar_page import CalendarPage
from ui.shell import Shell


@pytest.fixture(params=["light", "dark"])
def window(
    request: pytest.FixtureRequest,
    qtbot: QtBot,
    qapp: QApplication,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    today_is: Callable[[date], None],
) -> Iterator[Shell]:
    monkeypatch.setenv("XCEDU_THEME", request.param)
    theme.apply(qapp)
    yield open_window(qtbot, path, "calendar", PAGES)
    monkeypatch.setenv("XCEDU_THEME", "light")
    theme.apply(qapp)


def luminance(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(picture: QImage, area: QRect) -> float:
    """How much the darkest and the lightest pixel of an area differ: its ink and its ground."""
    seen = [
        luminance(picture.pixelColor(x, y))
        for x in range(area.left(), area.right() + 1)
        for y in range(area.top(), area.bottom() + 1)
    ]
    return (max(seen) + 0.05) / (min(seen) + 0.05)


def test_the_number_of_a_closed_day(window: Shell) -> None:
    page = window.page()
    assert isinstance(page, CalendarPage)
    QTest.qWait(20)
    picture = page.grid.grab().toImage()
    for day in (date(2026, 10, 18), date(2026, 10, 25), date(2026, 8, 31)):
        if day in page.grid.days:
            assert contrast(picture, page.grid._cell(day).toAlignedRect().adjusted(4, 4, -4, -4)) >= 4.5, day


def test_a_quiet_word_in_the_chosen_row(window: Shell) -> None:
    page = HandoutsPage(window)
    window.lay_over(page)
    table = page.list.table
    QTest.qWait(20)
    assert table.hasFocus() and table.currentIndex().row() == 0
    state = table.grid_model.column_of("state")
    area = table.visualRect(table.grid_model.index(table.currentIndex().row(), state)).adjusted(4, 5, -4, -5)
    assert table.grid_model.text_at(0, table.grid_model.columns[state]) == "未发出"
    assert contrast(table.viewport().grab().toImage(), area) >= 4.5
