"""取暖设备 typed on the real screen, table by table: rooms, circuit, equipment, works, inspections, temperatures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

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
    undo,
)
from tests.ui.month_school import TODAY, click, open_window, settle
from ui.forms.heating.page import HeatingPage
from ui.shell import Shell
from xcedu_desktop.forms.heating.tables import (
    Circuit,
    EquipmentEvent,
    HeatingWork,
    Inspection,
    Room,
    RoomTemperature,
)
from xcedu_desktop.ledger import Ledger

_TAB, _ENTER, _DOWN = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Down
_CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot, school_file: Path, today_is: Callable[..., None]) -> Shell:
    """A new school, the page open."""
    today_is(TODAY)
    return open_window(qtbot, school_file, "heating", WITH_PAGE)


@pytest.fixture
def furnished(qtbot: QtBot, school_file: Path, today_is: Callable[..., None]) -> Shell:
    """A school with a circuit, two classrooms in a building and a canteen that is not heated."""
    today_is(TODAY)
    with Ledger.open(school_file) as ledger:
        line, _ = ledger.insert("circuit", {"name": "一号线路", "capacity_w": 20_000})
        for name, building, use, heated in (
            ("一(1)班教室", "教学楼", "教室", "设备取暖"), ("一(2)班教室", "教学楼", "教室", "设备取暖"),
            ("操作间", "食堂", "食堂", "不取暖"),
        ):  # fmt: skip
            ledger.insert(
                "room",
                {"name": name, "building": building, "use": use, "heated_by": heated, "circuit_id": line},
            )
    return open_window(qtbot, school_file, "heating", WITH_PAGE)


def test_nothing_is_there_yet_and_the_page_says_what_to_do(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    assert set(page.grids) == {"equipment"}  # the other tabs are made when they are first shown
    assert "还没有供电线路" in page.below.empty.text() and not page.below.bars.isVisible()
    at = next(n for n in range(page.tabs.count()) if page.tabs.tabData(n) == "temperature")
    click(qtbot, page.tabs, page.tabs.tabRect(at).center())
    assert page.no_rooms.isVisible() and not page.measured.isVisible()
    assert not page.again.ask.isEnabled()


def test_circuit_rooms_and_equipment_by_keys_alone(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    open_tab(qtbot, page, "circuit")
    type_row("一号线路", "20")
    assert [(row["name"], row["capacity_w"]) for row in rows(window, Circuit)] == [("一号线路", 20_000)]
    open_tab(qtbot, page, "room")
    type_row("一(1)班教室", "教学楼", "js", "54.5", "sb", "yh", "")
    type_row("餐厅", "食堂", "st", "240", "sb", "", "")
    found = rows(window, Room)
    assert [(r["name"], r["building"], r["use"], r["area"], r["heated_by"]) for r in found] == [
        ("一(1)班教室", "教学楼", "教室", 5450, "设备取暖"), ("餐厅", "食堂", "食堂", 24_000, "设备取暖"),
    ]  # fmt: skip
    assert found[0]["circuit_id"] == rows(window, Circuit)[0]["id"]
    click(qtbot, page.header.main)
    type_row("XC-0001", "bg", "格力", "KFR-35", "(1)", "1.24", "10.20", "2860", "zx", "")
    (piece,) = equipment(window)
    assert (piece["tag"], piece["kind"], piece["power_w"], piece["cost_fen"], piece["state"]) == (
        "XC-0001", "壁挂式空调", 1240, 286_000, "正常",
    )  # fmt: skip
    assert (piece["room_id"], piece["purchase_date"]) == (found[0]["id"], date(2026, 10, 20))
    assert rows(window, EquipmentEvent) == []
    settle(qtbot, window)
    assert page.header.quiet.text().startswith("在用 1 台（套）")
    assert [row.figure for row in page.below.bars.rows] == ["1.2 / 20 kW　6%"]
    open_tab(qtbot, page, "room")
    assert [(row.name, row.figure) for row in page.below.bars.rows] == [
        ("教室", "1/1 间已有"), ("食堂", "! 0/1 间已有"),
    ]  # fmt: skip
    footer = page.grids["room"].footer
    assert footer is not None
    assert footer.model.source.text("total", "name") == "2 间，要取暖 2 间，已有 1 间：教室 1/1 · 食堂 0/1"


def test_a_delivery_of_twenty(qtbot: QtBot, furnished: Shell) -> None:
    """One piece typed, nineteen more of it by F7, their rooms down the column; no change of any piece is noted."""
    window, page = furnished, page_of(furnished)
    click(qtbot, page.header.main)
    type_row("XC-0001", "dn", "先锋", "DF1113", "(1)", "2.2", "10.20", "398", "gy", "")
    press(Qt.Key.Key_F7)
    type_keys("19")
    press(_ENTER)
    made = equipment(window)
    assert [row["tag"] for row in made] == [f"XC-{n:04d}" for n in range(1, 21)]
    assert page.grids["equipment"].current() == (made[1]["id"], "room_id")
    type_keys("(2)")
    press(_ENTER)
    second = rows(window, Room)[1]["id"]
    assert equipment(window)[1]["room_id"] == second
    assert page.grids["equipment"].current() == (made[2]["id"], "room_id")
    assert rows(window, EquipmentEvent) == []
    settle(qtbot, window)


def test_the_purchase_of_a_delivery_is_filled_in(qtbot: QtBot, furnished: Shell) -> None:
    window, page = furnished, page_of(furnished)
    click(qtbot, page.header.main)
    type_row("XC-0001", "dn", "先锋", "DF1113", "(1)", "2.2", "10.20", "398", "gy", "")
    press(Qt.Key.Key_F7)
    type_keys("2")
    press(_ENTER)
    assert "点「登记工程」" in window.status.middle.text()
    click(qtbot, page.new_work)
    (work,) = rows(window, HeatingWork)
    assert (work["kind"], work["name"], work["day"]) == ("购置", "电暖器 先锋 DF1113", date(2026, 10, 20))
    assert (work["quantity"], work["unit_price_fen"], work["cost_fen"]) == (3, 39_800, 119_400)
    assert page.tab == "works" and page.grids["works"].current() == (work["id"], "quantity")
    assert "本取暖季新购 3 台（套）" in page.header.quiet.text()
    open_tab(qtbot, page, "equipment")
    click(qtbot, page.new_work)
    assert len(rows(window, HeatingWork)) == 1 and page.grids["works"].current()[0] == ""
    settle(qtbot, window)
    window.undo()
    assert rows(window, HeatingWork) == []
    settle(qtbot, window)


def test_works_and_the_cost_that_follows(qtbot: QtBot, furnished: Shell) -> None:
    window, page = furnished, page_of(furnished)
    grid = open_tab(qtbot, page, "works")
    type_row("gz", "电暖器 20 台", "10.20", "20", "398", "", "")
    (work,) = rows(window, HeatingWork)
    assert (work["kind"], work["day"], work["quantity"]) == ("购置", date(2026, 10, 20), 20)
    assert (work["unit_price_fen"], work["cost_fen"]) == (39_800, 796_000)
    qtbot.waitUntil(lambda: "本取暖季新购 20 台（套）、投入 7,960.00 元" in page.header.quiet.text())
    click_cell(grid, 0, "quantity")
    type_keys("10")
    press(_ENTER)
    assert rows(window, HeatingWork)[0]["cost_fen"] == 398_000
    undo(qtbot, window)
    work = rows(window, HeatingWork)[0]
    assert (work["quantity"], work["cost_fen"]) == (20, 796_000)
    click_cell(grid, 0, "cost_fen")
    type_keys("7900")
    press(_ENTER)
    click_cell(grid, 0, "unit_price_fen")
    type_keys("399")
    press(_ENTER)
    assert rows(window, HeatingWork)[0]["cost_fen"] == 790_000  # what was typed otherwise stays
    settle(qtbot, window)
    (finding,) = [f for f in page.finding_list.findings() if f.rule == "H14"]
    assert finding.verb == "改为 7,980.00"
    act_on(qtbot, page, "H14")
    settle(qtbot, window)
    assert rows(window, HeatingWork)[0]["cost_fen"] == 798_000


def test_an_inspection_from_finding_to_closing(qtbot: QtBot, furnished: Shell) -> None:
    window, page = furnished, page_of(furnished)
    grid = open_tab(qtbot, page, "inspection")
    type_row("10.9", "(1)", "插座松动", "换插座", "10.28", "")
    type_row("10.30")
    first, second = rows(window, Inspection)
    assert (first["day"], first["room_id"]) == (date(2026, 10, 9), rows(window, Room)[0]["id"])
    assert (first["finding"], first["measure"], first["deadline"]) == (
        "插座松动",
        "换插座",
        date(2026, 10, 28),
    )
    assert [grid.source.text(row["id"], "left") for row in (first, second)] == ["✕ 过期 2 天", "没有问题"]
    qtbot.waitUntil(lambda: page.tabs.tabText(4) == "自查与整改 1")
    click_cell(grid, 1, "day")
    assert not page.close_found.isEnabled()
    click_cell(grid, 0, "finding")
    press(Qt.Key.Key_F9)
    assert rows(window, Inspection)[0]["closed_on"] == TODAY
    assert (
        grid.source.text(first["id"], "left") == "✓ 已销号" and grid.source.ink(first["id"], "day") == "ink3"
    )
    assert page.tabs.tabText(4) == "自查与整改"
    assert window.status.act.text().startswith("已销号 1 条")
    undo(qtbot, window)
    assert rows(window, Inspection)[0]["closed_on"] is None


def test_an_inspection_that_is_due_opens_the_row_to_type(
    qtbot: QtBot, school_file: Path, today_is: Callable[..., None]
) -> None:
    today_is(date(2026, 12, 1))
    with Ledger.open(school_file) as ledger:
        ledger.insert("room", {"name": "办公室", "use": "办公", "heated_by": "不取暖"})
    window = open_window(qtbot, school_file, "heating", WITH_PAGE)
    page = page_of(window)
    window.top.months.choose(window.top.months.last)
    settle(qtbot, window)
    act_on(qtbot, page, "H06")
    assert page.tab == "inspection"
    type_row("12.1")
    assert [row["day"] for row in rows(window, Inspection)] == [date(2026, 12, 1)]
    settle(qtbot, window)
    assert "H06" not in {f.rule for f in page.finding_list.findings()}


def test_temperatures_down_a_day_and_another_day(qtbot: QtBot, furnished: Shell) -> None:
    window, page = furnished, page_of(furnished)
    grid = open_tab(qtbot, page, "temperature")
    source = grid.source
    assert [grid.model.text_at(row, grid.model.columns[0]) for row in range(3)] == [
        "教学楼", "　一(1)班教室", "　一(2)班教室",
    ]  # fmt: skip
    first, second = (room["id"] for room in rows(window, Room)[:2])
    assert grid.current() == (first, "2026-10-30")
    type_keys("18.5")
    press(_ENTER)
    type_keys("17.5")
    press(_ENTER)
    found = {row["room_id"]: (row["day"], row["temperature"]) for row in rows(window, RoomTemperature)}
    assert found == {first: (TODAY, 185), second: (TODAY, 175)}
    click(qtbot, page.measured.day)
    page.measured.day.selectAll()
    type_keys("10.9")
    press(_ENTER)
    assert grid.current() == (first, "2026-10-09")
    type_keys("16")
    press(_ENTER)
    source = grid.source
    assert source.text(first, "lowest") == "16.0" and source.text(second, "lowest") == "17.5"
    press(Qt.Key.Key_Up, Qt.Key.Key_Delete)
    assert [row["day"] for row in rows(window, RoomTemperature)] == [TODAY, TODAY]
    assert "2026-10-09" in [column.key for column in grid.model.columns]
    type_keys("about20")
    press(_ENTER)
    assert grid.source.is_draft(first, "2026-10-09")
    settle(qtbot, window)
    press(Qt.Key.Key_Up, Qt.Key.Key_Delete)
    settle(qtbot, window)
    assert len(rows(window, RoomTemperature)) == 2 and page.finding_list.findings() == [
        f for f in page.finding_list.findings() if f.rule != "G08"
    ]


@pytest.mark.parametrize("typed", ["11.2", "9.30", "abc"])
def test_a_day_that_cannot_be_measured_is_said(qtbot: QtBot, furnished: Shell, typed: str) -> None:
    page = page_of(furnished)
    open_tab(qtbot, page, "temperature")
    click(qtbot, page.measured.day)
    page.measured.day.selectAll()
    type_keys(typed)
    press(_ENTER)
    assert furnished.status.middle.text() in ("请填10月里的一天，如 10.9", "这一天还没有到")
    assert page.measured.day.hasFocus()


def test_another_tab_right_after_a_key(qtbot: QtBot, furnished: Shell) -> None:
    """The figures, which wait until the hands rest, are read before the other tab is made."""
    page = page_of(furnished)
    grid = open_tab(qtbot, page, "room")
    click_cell(grid, 0, "heated_by")
    type_keys("集中供暖")
    press(_ENTER)
    page.tabs.setCurrentIndex(page.tabs.count() - 2)
    assert page.tab == "temperature"
    assert page.header.quiet.text().endswith("1/2 间已有取暖")
    open_tab(qtbot, page, "room")
    footer = page.grids["room"].footer
    assert footer is not None and "已有 1 间" in footer.model.source.text("total", "name")


def test_the_total_of_the_rooms_follows_what_is_typed(qtbot: QtBot, furnished: Shell) -> None:
    page = page_of(furnished)
    grid = open_tab(qtbot, page, "room")
    footer = grid.footer
    assert footer is not None
    assert "已有 0 间" in footer.model.source.text("total", "name")
    click_cell(grid, 0, "heated_by")
    type_keys("集中供暖")
    press(_ENTER)
    qtbot.waitUntil(lambda: "已有 1 间" in footer.model.source.text("total", "name"))


def with_two_pieces(qtbot: QtBot, window: Shell) -> HeatingPage:
    """The page, on which two pieces were registered; the keyboard is on the row for a third."""
    page = page_of(window)
    click(qtbot, page.header.main)
    for tag in ("XC-0001", "XC-0002"):
        type_row(tag, "bg", "格力", "KFR-35", "(1)", "1.24")
        click(qtbot, page.header.main)
    return page


def test_a_row_is_opened_right_after_a_key(qtbot: QtBot, furnished: Shell) -> None:
    """What was typed is added up while the row that was put in is still empty."""
    page = with_two_pieces(qtbot, furnished)
    grid = page.grids["equipment"]
    click_cell(grid, 1, "cost_fen")
    type_keys("300")
    press(_ENTER)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Plus, modifier=_CTRL_SHIFT)
    assert grid.model.opened
    footer = grid.footer
    assert footer is not None
    qtbot.waitUntil(lambda: footer.model.source.text("total", "cost_fen") == "300.00")
    assert grid.model.opened and footer.model.source.tooltip("total", "cost_fen") == "1 格没有填"


def test_a_row_put_in_stays_there_though_others_change_their_state(qtbot: QtBot, furnished: Shell) -> None:
    page = with_two_pieces(qtbot, furnished)
    page.fresh.clear()  # as after another start
    grid = page.grids["equipment"]
    click_cell(grid, 1, "state")
    press(Qt.Key.Key_Plus, modifier=_CTRL_SHIFT)
    click_cell(grid, 1, "state")
    press(Qt.Key.Key_Down, modifier=Qt.KeyboardModifier.ShiftModifier)
    type_keys("待修")
    press(_ENTER, modifier=Qt.KeyboardModifier.ControlModifier)
    furnished.refresh()
    assert [row["tag"] for row in sorted(equipment(furnished), key=lambda row: row["position"])] == [
        "XC-0001",
        None,
        "XC-0002",
    ]
    assert len(rows(furnished, EquipmentEvent)) > 0
