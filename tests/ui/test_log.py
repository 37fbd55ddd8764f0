"""修改记录 on the screen: filters, one cell's history, Enter to the cell, saved as a workbook."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.month_school import MONTH, click, open_window
from ui.forms.heating.page import HeatingPage
from ui.forms.registry import PAGES
from ui.grid.table import GridTable
from ui.log.page import LogPage
from ui.shell import Shell
from ui.theme import SPACE_2
from ui.widgets.buttons import Button
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.forms.heating.tables import Equipment
from xcedu_desktop.forms.meals.reported import count_id
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.school.tables import Pupil, SchoolClass
from xcedu_desktop.store.base import new_id


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> Shell:
    """The log of a demo school in which a heater's brand and a pupil's name were changed today."""
    with Ledger.open(path) as ledger:
        piece, pupil = ledger.rows(Equipment)[3], ledger.rows(Pupil)[0]
        ledger.edit([CellEdit("equipment", piece["id"], "brand", "暖风牌")], month=MONTH)
        ledger.edit([CellEdit("pupil", pupil["id"], "name", "欧阳明月")], month=MONTH)
    shell = open_window(qtbot, path, "log", PAGES)
    qtbot.waitUntil(lambda: page_of(shell).source.lines != {})
    return shell


def page_of(window: Shell) -> LogPage:
    page = window.page()
    assert isinstance(page, LogPage)
    return page


def test_the_newest_line_is_chosen_and_the_keyboard_is_in_it(window: Shell) -> None:
    table = page_of(window).grid.table
    assert table.hasFocus() and table.currentIndex().row() == 0
    assert table.accessibleName() == "修改记录"  # not its first column


def test_newest_first_and_filtered_by_form_day_and_pinyin(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    assert page.source.text("0", "new") == "欧阳明月"
    page.forms.choose("heating")
    qtbot.waitUntil(lambda: page.source.text("0", "new") == "暖风牌")
    assert page.source.text("0", "place").startswith("设备 · ")
    page.forms.choose("meals")
    page.days.choose("day")
    qtbot.waitUntil(lambda: "设备" not in page.source.text("0", "place"))
    page.forms.choose("all")
    qtbot.waitUntil(lambda: page.source.text("0", "new") == "欧阳明月")
    QTest.keyClicks(page.box, "oymy")
    qtbot.waitUntil(lambda: page.grid.model.rowCount() < 10)
    shown = [page.source.text(row_id, "place") for row_id in page.grid.model.ids]
    assert shown and all("欧阳明月" in place for place in shown)


def test_enter_goes_to_the_cell(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    page.forms.choose("heating")
    qtbot.waitUntil(lambda: page.source.text("0", "new") == "暖风牌")
    page.grid.table.setFocus()
    page.grid.table.go_to(0, 0)
    QTest.keyClick(page.grid.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.current == "heating")


def test_one_cells_history_and_back(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    page.forms.choose("heating")
    qtbot.waitUntil(lambda: page.source.text("0", "new") == "暖风牌")
    line = page.source.lines["0"]
    page.show_cell(line.table, line.row_id, line.key, line.place)
    qtbot.waitUntil(lambda: len({row.row_id for row in page.source.lines.values()}) == 1)
    assert page.only.text() == f"只看：{line.place}" and not page.forms.isVisible()
    click(qtbot, page.whole)
    qtbot.waitUntil(lambda: len({row.row_id for row in page.source.lines.values()}) > 1)


def test_what_is_shown_is_saved(
    qtbot: QtBot, window: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(window)
    page.forms.choose("heating")
    qtbot.waitUntil(lambda: page.source.text("0", "new") == "暖风牌")
    out = tmp_path / "记录.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    click(qtbot, next(b for b in page.header.findChildren(Button) if b.text() == "另存为表格"))
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    assert len(rows) == sum(len(parts) for parts in page.source.parts.values()) + 1
    assert rows[1][6] == "暖风牌"
    assert "已存为 记录.xlsx" in window.status.middle.text()


def test_a_cells_history_is_in_its_menu_and_escape_goes_back(qtbot: QtBot, window: Shell) -> None:
    assert window.open_page("heating")
    page = window.page()
    assert isinstance(page, HeatingPage)
    grid = next(
        found for found in page.findChildren(GridTable)
        if not found.row_mode and found.grid_model.source.table == "equipment"
    )  # fmt: skip
    model = grid.grid_model
    brand = next(at for at, column in enumerate(model.columns) if column.key == "brand")
    row = next(row for row in range(len(model.ids)) if model.text_at(row, model.columns[brand]) == "暖风牌")
    grid.setFocus()
    grid.go_to(row, brand)
    grid.contextMenuEvent(
        QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), grid.mapToGlobal(QPoint(0, 0)))
    )
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(action for action in menu.actions() if action.text() == "这一格的修改记录")
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    history = window.page()
    assert isinstance(history, LogPage)
    qtbot.waitUntil(lambda: history.source.lines != {})
    assert history.source.text("0", "new") == "暖风牌" and history.only.text().endswith("品牌")
    QTest.keyClick(history, Qt.Key.Key_Escape)
    assert window.page() is page


def test_what_says_nothing_to_a_person_is_left_out(qtbot: QtBot, window: Shell) -> None:
    assert window.ledger is not None
    page = page_of(window)
    found = next(f for f in window.ledger.findings(MONTH) if f.open)
    window.ledger.explain(MONTH, found.rule, found.record, "已经报修")
    page.refresh()
    qtbot.waitUntil(lambda: "已经报修" in [line.new for line in page.source.lines.values()])
    shown = {line.new for line in page.source.lines.values()}
    assert found.rule not in shown and found.record not in shown


def told(page: LogPage) -> list[tuple[str, str, str, str]]:
    return [(line.place, line.column, line.old, line.new) for line in page.source.lines.values()]


def test_one_typed_count_is_one_line_also_when_it_is_taken_back(qtbot: QtBot, window: Shell) -> None:
    """The columns by which the file finds the cell are its place, not lines of their own; the workbook keeps them."""
    assert window.ledger is not None
    class_id = window.ledger.rows(SchoolClass)[0]["id"]
    row = count_id(class_id, date(2026, 10, 30), "晚餐")
    place = {"class_id": class_id, "day": date(2026, 10, 30), "meal": "晚餐"}
    typed = window.ledger.edit([CellEdit("meal_count", row, "heads", "36", place)], month=MONTH)
    page = page_of(window)
    page.refresh()
    where = "就餐人数 · 一(1)班 · 10月30日 · 晚餐"
    qtbot.waitUntil(lambda: told(page)[0] == (where, "就餐人数", "", "36"))
    assert told(page)[1][0] != where
    assert [part.key for part in page.source.parts["0"]] == ["heads", "meal", "day", "class_id"]
    window.ledger.undo(typed.change_set)
    page.refresh()
    qtbot.waitUntil(lambda: told(page)[0] == (where, "就餐人数", "36", ""))
    assert told(page)[1] == (where, "就餐人数", "", "36")


def test_a_row_of_one_cell_is_one_line_when_it_is_taken_back(qtbot: QtBot, window: Shell) -> None:
    assert window.ledger is not None
    typed = window.ledger.edit([CellEdit("staff", new_id(), "name", "周小雨", {})], month=MONTH)
    window.ledger.undo(typed.change_set)
    page = page_of(window)
    page.refresh()
    qtbot.waitUntil(lambda: told(page)[0][1:] == ("姓名", "周小雨", ""))
    assert told(page)[1][1:] == ("姓名", "", "周小雨")
    assert [part.key for part in page.source.parts["0"]] == ["-", "name"]


def test_an_explanation_names_what_it_explains_and_the_rule_stands_in_the_tooltip(
    qtbot: QtBot, window: Shell
) -> None:
    assert window.ledger is not None
    page = page_of(window)
    found = next(f for f in window.ledger.findings(MONTH) if f.open)
    window.ledger.explain(MONTH, found.rule, found.record, "已经报修")
    page.refresh()
    qtbot.waitUntil(lambda: told(page)[0][3] == "已经报修")
    where, column, old, _ = told(page)[0]
    assert where.startswith(f"说明 · {found.where.split()[0]}") and where.endswith(
        f"：{found.message} · 2026年10月"
    )
    assert (column, old) == ("说明", "")
    assert len(page.source.parts["0"]) == 5
    assert found.rule in page.source.tooltip("0", "place")


def test_a_check_sum_is_only_in_the_saved_workbook(
    qtbot: QtBot, window: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.ledger is not None
    result = window.ledger.export(MONTH, tmp_path / "上报")
    page = page_of(window)
    page.refresh()
    qtbot.waitUntil(lambda: told(page)[0] == ("上报 2026-10", "上报表", "", "已导出"))
    assert not [line for line in told(page) if result.sha256 in line]
    out = tmp_path / "记录.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    click(qtbot, next(b for b in page.header.findChildren(Button) if b.text() == "另存为表格"))
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    assert len(rows) == sum(len(parts) for parts in page.source.parts.values()) + 1


def test_the_time_of_the_row_one_is_on_is_not_cut(window: Shell) -> None:
    table = page_of(window).grid.table
    font = table.font()
    font.setBold(True)
    needed = QFontMetrics(font).horizontalAdvance("2026-10-30 17:43:28")
    assert table.columnWidth(0) >= needed + 2 * SPACE_2
