"""取暖设备: the register by room and circuit, copies of a piece, remedies of one step, a reported month as it was sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.grid_desk import answer_paste
from tests.ui.heating_desk import (
    WITH_PAGE,
    act_on,
    click_cell,
    equipment,
    open_tab,
    page_of,
    press,
    rows,
    type_keys,
    type_row,
)
from tests.ui.month_school import (
    MONTH,
    click,
    open_window,
    service,
    settle,
    spoil,
)
from ui.forms.heating.copies import next_tags
from ui.forms.heating.stock import load_text
from ui.grid.view import Grid
from ui.month.overview import OverviewPage
from ui.shell import Shell
from ui.theme import GRID, Theme
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.forms.heating.tables import Circuit, Equipment, Room, RoomTemperature
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.periods import Month


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> Shell:
    """The window on the page; one piece is scrapped and still in its room, one has watts for kilowatts."""
    spoil(path)
    with Ledger.open(path) as ledger:
        pieces = ledger.rows(Equipment)
        heater = next(piece for piece in pieces[1:] if piece["kind"] == "壁挂式空调")
        ledger.edit([CellEdit("equipment", heater["id"], "power_w", "1240")])
    return open_window(qtbot, path, "heating", WITH_PAGE)


def test_the_register_fits_the_office_screen(window: Shell) -> None:
    page = page_of(window)
    grid = page.grids["equipment"]
    shown = [column.title for column in grid.model.columns[:10]]
    assert shown == [
        "资产编号", "名称", "品牌", "型号", "所在房间", "功率 kW", "购置日期", "金额（元）", "资金来源", "状态",
    ]  # fmt: skip
    right = grid.table.columnViewportPosition(9) + grid.table.columnWidth(9)
    assert right <= grid.table.viewport().width()
    assert page.list.table.horizontalScrollBar().maximum() == 0
    footer = grid.footer
    assert footer is not None
    words = footer.model.source.text("total", "kind")
    assert words.startswith(f"{len(equipment(window))} 台（套）：正常 ") and "报废 2" in words
    at = footer.model.column_of("kind")
    assert footer.table.columnSpan(0, at) == 4
    room = footer.table.visualRect(footer.model.index(0, at)).width()
    assert QFontMetricsF(Theme.current().font(GRID)).horizontalAdvance(words) < room
    assert (
        page.side.tabRect(0).width() + page.side.tabRect(1).width() == page.side.width() == page.list.width()
    )


def test_a_new_row_of_a_chosen_room_gets_that_room(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    assert window.ledger is not None
    room = window.ledger.rows(Room)[1]
    before = len(equipment(window))
    click_cell(page.list, page.list.model.row_of(room["id"]), "name")
    here = page.grids["equipment"].source.row_ids()
    assert here and all(page.grids["equipment"].source.value(i, "room_id") == room["id"] for i in here)
    assert page.header.main is not None
    click(qtbot, page.header.main)
    type_keys("XC-900")
    press(Qt.Key.Key_Return)
    made = equipment(window)[-1]
    assert len(equipment(window)) == before + 1
    assert (made["tag"], made["room_id"], made["state"]) == ("XC-900", room["id"], "正常")
    qtbot.waitUntil(lambda: page.tabs.tabText(0) == f"设备 {len(here) + 1}")


def test_another_list_starts_with_everything(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    click_cell(page.list, 2, "name")
    assert page.place != "all"
    click(qtbot, page.side, page.side.tabRect(1).center())
    assert page.place == "all" and page.list.current()[0] == "all"
    assert page.tabs.tabText(0) == f"设备 {len(equipment(window))}"
    click_cell(page.list, 1, "name")
    assert page.place in page.stock.circuits
    assert len(page.grids["equipment"].source.row_ids()) < len(equipment(window))


def test_remedies_are_done_from_the_pages_own_list(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    before = len(page.finding_list.findings())
    assert page.still.text() == f"本页 {before} 项"
    act_on(qtbot, page, "H05")
    settle(qtbot, window)
    assert equipment(window)[0]["room_id"] is None
    act_on(qtbot, page, "H11")
    settle(qtbot, window)
    assert max(int(str(row["power_w"] or 0)) for row in equipment(window)) < 20_000
    assert not {"H05", "H11"} & {finding.rule for finding in page.finding_list.findings()}
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert "H11" in {finding.rule for finding in page.finding_list.findings()}


def test_more_of_the_same_with_the_next_tags_in_one_act(qtbot: QtBot, window: Shell) -> None:
    page, grid = page_of(window), page_of(window).grids["equipment"]
    there = equipment(window)
    last = there[-1]
    stem, number = str(last["tag"]).rsplit("-", 1)
    click_cell(grid, grid.model.row_of(str(last["id"])), "brand")
    click(qtbot, page.again.ask)
    assert page.again.count.hasFocus() and not page.again.ask.isVisible()
    type_keys("3")
    press(Qt.Key.Key_Return)
    made = equipment(window)[len(there) :]
    assert [row["tag"] for row in made] == [f"{stem}-{int(number) + n:0{len(number)}d}" for n in (1, 2, 3)]
    for key in ("kind", "brand", "model", "power_w", "room_id", "purchase_date", "cost_fen", "funding"):
        assert {row[key] for row in made} == {last[key]}
    assert {(row["state"], row["serial"]) for row in made} == {("正常", None)}
    assert grid.current() == (made[0]["id"], "room_id")
    assert window.status.act.text().startswith("已再登记 3 台")
    window.undo()
    assert equipment(window) == there
    settle(qtbot, window)


def test_escape_makes_no_copies(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    before = len(equipment(window))
    click_cell(page.grids["equipment"], 0, "tag")
    click(qtbot, page.again.ask)
    press(Qt.Key.Key_Escape)
    assert page.again.ask.isVisible() and len(equipment(window)) == before


def test_tags_are_counted_on_past_those_in_use() -> None:
    tags = next_tags("XC-0098", {"XC-0099", "XC-0101"})
    assert [next(tags) for _ in range(3)] == ["XC-0100", "XC-0102", "XC-0103"]
    assert next(next_tags("风机", set())) == "风机-2"


def test_loads_are_said_with_one_decimal_unless_that_hides_an_overload() -> None:
    assert load_text(12_440, 20_000) == "12.4 / 20 kW　62%"
    assert load_text(4_650, 10_000) == "4.7 / 10 kW　46%"
    assert load_text(20_040, 20_000) == "20.04 / 20 kW　100%"
    assert load_text(3_000, None) == "3 / — kW　—"


def test_a_low_window_keeps_the_findings_as_a_tab(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    window.resize(1092, 600)
    qtbot.waitUntil(lambda: not page.below.isVisible())
    assert page.tabs.tabText(page.tabs.count() - 1) == f"本页 {len(page.finding_list.findings())} 项"
    qtbot.waitUntil(lambda: page.tabs.width() >= page.tabs.sizeHint().width())
    click(qtbot, page.tabs, page.tabs.tabRect(page.tabs.count() - 1).center())
    assert page.finding_list.isVisible()
    window.resize(1366, 728)
    qtbot.waitUntil(page.below.isVisible)
    assert page.finding_list.isVisible() and page.grids["equipment"].isVisible()


def reported_september(path: Path, out: Path) -> Month:
    """September exported, and with it locked."""
    month = MONTH.previous()
    with Ledger.open(path) as ledger:
        for finding in ledger.findings(month):
            if finding.blocks:
                ledger.explain(month, finding.rule, finding.record, "看过了")
        ledger.export(month, out)
    return month


def test_a_reported_month_is_said_to_be_moved_and_shows_what_was_sent(
    qtbot: QtBot, path: Path, tmp_path: Path
) -> None:
    month = reported_september(path, tmp_path / "out")
    window = open_window(qtbot, path, "heating", WITH_PAGE)
    page, watch = page_of(window), service(window).affected
    assert watch.months == []
    grid = page.grids["equipment"]
    brand = grid.source.text(grid.model.ids[0], "brand")
    click_cell(grid, 0, "brand")
    type_keys("Gree")
    press(Qt.Key.Key_Return)
    assert equipment(window)[0]["brand"] == "Gree"
    settle(qtbot, window)
    assert watch.months == []  # a piece's brand is no figure of September
    assert window.ledger is not None
    late = {
        "kind": "购置",
        "name": "电暖器",
        "day": date(month.year, month.month, 10),
        "quantity": 1,
        "cost_fen": 39800,
    }
    window.wrote(window.ledger.insert("heating_work", late)[1])
    qtbot.waitUntil(lambda: watch.months == [month])
    assert window.status.middle.text() == "影响已上报的 2026年9月，需更正"

    assert window.open_page("overview")
    overview = window.page()
    assert isinstance(overview, OverviewPage)
    assert (
        overview.affected.isVisible() and overview.affected.words.text() == "影响已上报的 2026年9月，需更正"
    )
    click(qtbot, overview.affected.links[0])
    assert window.current == "check" and window.month == month
    settle(qtbot, window)

    assert window.open_page("heating")
    assert grid.source.text(grid.model.ids[0], "brand") == "Gree" != brand  # the register, as it is now
    assert page.header.quiet.text().startswith("已上报：在用 ")  # the figures, as they were sent
    assert "投入 0.00 元" in page.header.quiet.text() and "下面是现在的" in page.header.quiet.text()

    window.top.months.step(1)
    settle(qtbot, window)
    window.undo()
    qtbot.waitUntil(lambda: watch.months == [])
    assert window.open_page("overview")
    assert not overview.affected.isVisible()


def test_the_registers_of_a_reported_month_take_what_is_typed(
    qtbot: QtBot, path: Path, tmp_path: Path
) -> None:
    """The month is reported before the next one has begun: a heater delivered that day has no other page."""
    reported_september(path, tmp_path / "out")
    window = open_window(qtbot, path, "heating", WITH_PAGE)
    window.top.months.step(-1)
    settle(qtbot, window)
    page, count = page_of(window), len(equipment(window))
    assert page.header.main is not None
    click(qtbot, page.header.main)
    type_row("XC-900", "", "Gree")
    assert len(equipment(window)) == count + 1 and equipment(window)[-1]["tag"] == "XC-900"
    assert page.again.isVisible() and page.register.line.isVisible()

    for key, model, typed in (("room", Room, "Lab 9"), ("circuit", Circuit, "L 9")):
        grid = open_tab(qtbot, page, key)
        grid.new_row()
        type_row(typed)
        assert rows(window, model)[-1]["name"] == typed
    grid = open_tab(qtbot, page, "works")
    assert grid.source.hint
    grid = open_tab(qtbot, page, "temperature")
    before = rows(window, RoomTemperature)
    first = next(at for at, row_id in enumerate(grid.model.ids) if row_id in page.stock.rooms)
    if len(grid.model.columns) > 2:
        click_cell(grid, first, grid.model.columns[-1].key)
        type_keys("18")
        assert "已上报并锁定" in window.status.middle.text()
    assert rows(window, RoomTemperature) == before


def test_what_moves_no_reported_month_says_nothing(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    reported_september(path, tmp_path / "out")
    window = open_window(qtbot, path, "heating", WITH_PAGE)
    grid = page_of(window).grids["equipment"]
    click_cell(grid, 0, "note")
    type_keys("abc")
    press(Qt.Key.Key_Return)
    settle(qtbot, window)
    assert service(window).affected.months == []
    assert "影响" not in window.status.middle.text()


def test_a_paste_with_a_mistake_is_asked_about(qtbot: QtBot, window: Shell) -> None:
    grid = next(g for g in page_of(window).findChildren(Grid) if g.model.source.table == "equipment")
    grid.setFocus()
    at = next(at for at, column in enumerate(grid.model.columns) if column.key == "power_w")
    grid.table.go_to(1, at)
    QApplication.clipboard().setText("1.8\n很大\n2.2\n")
    seen: list[str] = []
    answer_paste(True, seen)
    QTest.keyClick(grid.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(seen) == 1 and "很大" in seen[0]
    shown = [grid.model.text_at(row, grid.model.columns[at]) for row in (1, 3)]
    assert shown == ["1.80", "2.20"]
