"""What is drawn is seen whole: a grid's frame at 125%, the title of a sorted column, the figures to be sent in a small
window, a printed page before a dark window; what stands in brackets goes before a line is cut off."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtPrintSupport import QPrintPreviewWidget
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsView, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.grid_desk import Desk, open_desk
from tests.ui.month_school import click, open_window
from ui import theme
from ui.forms.registry import PAGES
from ui.month.check_page import CheckPage
from ui.printing.preview import Preview
from ui.school.calendar_page import CalendarPage
from ui.theme import Theme
from xcedu_desktop.ledger import Ledger

AT_125, AT_200 = (1093, 560), (683, 373)


@pytest.fixture
def desk(qtbot: QtBot, school_file: Path, ledger: Ledger, today_is: Callable[[date], None]) -> Desk:
    today_is(date(2026, 10, 30))
    return open_desk(qtbot, school_file, ledger)


@pytest.fixture
def dark(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XCEDU_THEME", "dark")
    theme.apply(qapp)
    yield
    monkeypatch.setenv("XCEDU_THEME", "light")
    theme.apply(qapp)


def drawn(widget: QWidget, scale: float) -> QImage:
    """A widget as it is drawn on a screen of this scale."""
    picture = QImage(widget.size() * scale, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(scale)
    widget.render(picture)
    return picture


def inked(picture: QImage, area: QRect) -> int:
    """How many pixels are much darker than paper."""
    return sum(
        picture.pixelColor(x, y).lightness() < 150
        for x in range(area.left(), area.right() + 1)
        for y in range(area.top(), area.bottom() + 1)
    )


@pytest.mark.parametrize("lower", range(4))
def test_the_frame_of_a_grid_is_whole_at_125_percent(desk: Desk, lower: int) -> None:
    """Wherever its edge comes to lie between the pixels of the screen."""
    grid, around = desk.grid, desk.shell
    page = grid.parentWidget()
    assert page is not None and page.layout() is not None
    page.layout().setContentsMargins(lower, lower, lower, lower)
    QTest.qWait(20)
    picture, line = drawn(around, 1.25), Theme.current().line
    place = QRect(grid.mapTo(around, QPoint(0, 0)), grid.size())
    middle = place.center() * 1.25
    for edge, step in (
        (place.topLeft() * 1.25, QPoint(0, 1)),
        (place.topLeft() * 1.25, QPoint(1, 0)),
        (place.bottomRight() * 1.25, QPoint(0, 1)),
        (place.bottomRight() * 1.25, QPoint(1, 0)),
    ):
        across = QPoint(middle.x(), edge.y()) if step.y() else QPoint(edge.x(), middle.y() + 20)
        found = [picture.pixelColor(across + step * n) for n in range(-2, 4)]
        assert line in found, (step, [c.name() for c in found])


def test_the_title_of_a_sorted_narrow_column_is_read_whole(desk: Desk) -> None:
    table = desk.grid.table
    header = table.horizontalHeader()
    at = desk.grid.model.column_of("sex")
    table.setColumnWidth(at, 48)
    area = QRect(header.sectionViewportPosition(at) + 2, 2, 44, header.height() - 6)

    def dark_ink() -> int:
        picture = header.viewport().grab().toImage()
        accent = Theme.current().accent
        for x in range(picture.width()):
            for y in range(picture.height()):
                if picture.pixelColor(x, y) == accent:
                    picture.setPixelColor(x, y, QColor("white"))
        return inked(picture, area)

    header.viewport().update()
    before = dark_ink()
    desk.header("sex")
    QTest.mouseMove(table.viewport())
    assert desk.grid.model.sorted_by == ("sex", False)
    assert before > 20 and dark_ink() > 0.8 * before


def test_a_printed_page_is_black_in_a_dark_window(qtbot: QtBot, path: Path, dark: None) -> None:
    window = open_window(qtbot, path, "clubs", PAGES)
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Preview))
    preview = QApplication.activeModalWidget()
    assert isinstance(preview, Preview)
    qtbot.waitUntil(lambda: preview.pages.text() != "")
    paper = preview.findChild(QPrintPreviewWidget)
    assert paper is not None
    view = paper.findChild(QGraphicsView)
    assert view is not None
    QTest.qWait(50)
    picture = view.viewport().grab().toImage()
    white = [
        y for y in range(picture.height()) if picture.pixelColor(picture.width() // 2, y).lightness() > 250
    ]
    top, height = white[0], white[-1] - white[0]
    title = QRect(picture.width() // 2 - 60, top + height // 25, 120, height // 20)
    assert inked(picture, title) > 30
    preview.reject()


def test_every_figure_to_be_sent_is_whole_in_a_small_window(qtbot: QtBot, path: Path) -> None:
    window = open_window(qtbot, path, "check", PAGES)
    window.resize(*AT_200)
    page = window.page()
    assert isinstance(page, CheckPage)
    QTest.qWait(20)
    at = next(n for n in range(page.tabs.count()) if page.tabs.tabText(n) == "将要上报")
    QTest.mouseClick(page.tabs, Qt.MouseButton.LeftButton, pos=page.tabs.tabRect(at).center())
    QTest.qWait(20)
    cells = [cell for cell in page.totals.cells if cell.isVisible()]
    assert len(cells) > 6
    assert [cell.text() for cell in cells if cell.shown_words() != cell.text()] == []
    assert page.totals.geometry().top() - page.tabs.parentWidget().geometry().bottom() < 20


def test_at_125_percent_the_figures_of_a_page_are_said_to_their_end(qtbot: QtBot, path: Path) -> None:
    window = open_window(qtbot, path, "heating", PAGES)
    window.resize(*AT_125)
    QTest.qWait(20)
    page = window.page()
    assert page is not None
    quiet = page.header.quiet
    assert "（" in quiet.text() and "（" not in quiet.shown_words()
    assert quiet.shown_words().endswith("间已有取暖")
    assert window.open_page("check")
    check = window.page()
    assert isinstance(check, CheckPage)
    QTest.qWait(20)
    said = [*check.steps.after, *check.steps.lefts]
    assert [text.text() for text in said if text.isVisible() and text.shown_words() != text.text()] == []
    click(qtbot, window.navigation.items()[0])
    window.resize(1366, 728)


def test_where_the_scroll_bars_meet_nothing_is_drawn(desk: Desk) -> None:
    grid = desk.grid
    desk.shell.resize(500, 220)
    QTest.qWait(20)
    assert grid.table.verticalScrollBar().isVisible() and grid.table.horizontalScrollBar().isVisible()
    picture = grid.grab().toImage()
    places = [(grid.width() - x, grid.height() - y) for x in range(3, 11) for y in range(3, 11)]
    assert {picture.pixelColor(x, y).name() for x, y in places} == {Theme.current().window.name()}


def test_the_number_of_a_day_with_a_sign_stands_within_its_box(qtbot: QtBot, path: Path) -> None:
    window = open_window(qtbot, path, "calendar", PAGES)
    window.resize(1366, 728)
    QTest.qWait(20)
    page = window.page()
    assert isinstance(page, CalendarPage)
    picture = page.grid.grab().toImage()
    for day in (date(2026, 9, 20), date(2026, 10, 10), date(2026, 9, 21)):
        cell = page.grid._cell(day).toAlignedRect()
        left, right = (
            QRect(cell.left() + at, cell.top() + 13, 2, cell.height() - 16) for at in (3, cell.width() - 6)
        )
        assert inked(picture, left) == 0 and inked(picture, right) == 0, day
