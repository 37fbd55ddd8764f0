"""Changes of pieces: noted as they are typed, with date and reason; several at once; the month's end; history edited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.heating_desk import (
    WITH_PAGE,
    act_on,
    click_cell,
    equipment,
    focused,
    open_tab,
    page_of,
    press,
    rows,
    type_keys,
    undo,
)
from tests.ui.month_school import MONTH, TODAY, click, open_window, settle
from ui.shell import Shell
from xcedu_desktop.forms.heating.history import Histories, Step
from xcedu_desktop.forms.heating.reported import ReportedEquipment
from xcedu_desktop.forms.heating.tables import Equipment, EquipmentEvent, Room

_ENTER, _ESC, _F9 = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F9
_SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> Shell:
    return open_window(qtbot, path, "heating", WITH_PAGE)


def piece(window: Shell, row_id: str) -> dict[str, object]:
    return next(row for row in equipment(window) if row["id"] == row_id)


def steps(window: Shell, row_id: str) -> list[Step]:
    return Histories(rows(window, EquipmentEvent)).steps(row_id)


def retype(window: Shell, row: int, key: str, text: str) -> str:
    """Types into a cell of the register, Enter; the piece's id."""
    grid = page_of(window).grids["equipment"]
    click_cell(grid, row, key)
    row_id = grid.current()[0]
    type_keys(text)
    press(_ENTER)
    return row_id


def test_a_state_typed_is_saved_with_its_line_of_history_in_one_act(qtbot: QtBot, window: Shell) -> None:
    line, before = page_of(window).register.line, equipment(window)[0]
    row_id = retype(window, 0, "state", "dx")
    assert piece(window, row_id)["state"] == "待修"
    (step,) = steps(window, row_id)
    assert (step.before.state, step.after.state, step.event["day"], step.event["reason"]) == (
        "正常",
        "待修",
        TODAY,
        None,
    )
    assert line.face == "note" and line.history.text() == "正常 → 待修"
    press(_F9)
    assert focused() is line.reason
    type_keys("sh")
    press(_ENTER)
    assert steps(window, row_id)[0].event["reason"] == "损坏"
    assert focused() is page_of(window).grids["equipment"].table
    undo(qtbot, window)
    undo(qtbot, window)
    assert equipment(window)[0] == before and rows(window, EquipmentEvent) == []


def test_another_date_and_a_reason_of_ones_own(qtbot: QtBot, window: Shell) -> None:
    line = page_of(window).register.line
    row_id = retype(window, 0, "state", "ty")
    click(qtbot, line.day)
    line.day.selectAll()
    type_keys("10.12")
    press(_ENTER)
    assert focused() is line.reason
    type_keys("教室并班")
    press(_ENTER)
    (step,) = steps(window, row_id)
    assert (step.event["day"], step.event["reason"]) == (date(2026, 10, 12), "教室并班")
    click_cell(page_of(window).grids["equipment"], 0, "tag")
    assert line.face == "look" and line.history.text() == "10月12日 正常 → 停用（教室并班）"


@pytest.mark.parametrize("typed", ["11.2", "xx"])
def test_a_date_that_is_none_or_to_come_is_not_written(qtbot: QtBot, window: Shell, typed: str) -> None:
    line = page_of(window).register.line
    row_id = retype(window, 0, "state", "ty")
    click(qtbot, line.day)
    line.day.selectAll()
    type_keys(typed)
    press(_ENTER)
    assert steps(window, row_id)[0].event["day"] == TODAY
    assert window.status.middle.text()


def test_what_was_only_put_right_is_no_change(qtbot: QtBot, window: Shell) -> None:
    line = page_of(window).register.line
    row_id = retype(window, 0, "state", "ty")
    click(qtbot, line.mistake)
    assert piece(window, row_id)["state"] == "停用" and rows(window, EquipmentEvent) == []
    undo(qtbot, window)
    assert len(steps(window, row_id)) == 1


def test_what_is_scrapped_leaves_its_room_and_stands_grey_at_the_end(qtbot: QtBot, window: Shell) -> None:
    grid = page_of(window).grids["equipment"]
    row_id = retype(window, 0, "state", "bf")
    assert (piece(window, row_id)["state"], piece(window, row_id)["room_id"]) == ("报废", None)
    assert page_of(window).register.line.history.text().startswith("正常 → 报废，移出")
    settle(qtbot, window)
    assert "H05" not in {f.rule for f in window.findings}
    window.refresh()
    assert grid.model.row_of(row_id) > grid.model.row_of(equipment(window)[1]["id"])
    assert grid.model.ids[-1] in (row_id, *(r["id"] for r in equipment(window) if r["state"] == "报废"))
    assert grid.source.ink(row_id, "tag") == "ink3"


def test_several_are_moved_at_once(qtbot: QtBot, window: Shell) -> None:
    page, before = page_of(window), equipment(window)
    grid, line = page.grids["equipment"], page.register.line
    click_cell(grid, 0, "brand")
    press(Qt.Key.Key_Down, Qt.Key.Key_Down, modifier=_SHIFT)
    chosen = grid.selected_rows()
    assert line.what.text() == "已选 3 台"
    press(_F9, _ENTER)
    assert focused() is line.room
    room = next(row for row in rows(window, Room) if row["name"] == "图书室")
    type_keys("tss")
    press(_ENTER)
    type_keys("集中存放")
    press(_ENTER)
    assert {piece(window, row_id)["room_id"] for row_id in chosen} == {room["id"]}
    assert {step.event["reason"] for row_id in chosen for step in steps(window, row_id)} == {"集中存放"}
    moved = sum(row["room_id"] != room["id"] for row in before if row["id"] in chosen)
    assert window.status.act.text().startswith(f"已把 {moved} 台调到图书室")
    undo(qtbot, window)
    assert equipment(window) == before and rows(window, EquipmentEvent) == []


def test_several_are_scrapped_at_once_on_a_day_before(qtbot: QtBot, window: Shell) -> None:
    page, before = page_of(window), equipment(window)
    grid, line = page.grids["equipment"], page.register.line
    click_cell(grid, 0, "tag")
    press(Qt.Key.Key_Down, modifier=_SHIFT)
    chosen = grid.selected_rows()
    click(qtbot, line.buttons[1])
    assert line.what.text() == "2 台 报废" and not line.room.isVisible()
    click(qtbot, line.day)
    line.day.selectAll()
    type_keys("10.8")
    press(_ENTER)
    type_keys("d")
    press(_ENTER)
    for row_id in chosen:
        (step,) = steps(window, row_id)
        assert (step.after.state, step.after.room_id, step.event["day"]) == ("报废", None, date(2026, 10, 8))
        assert step.event["reason"] == "到年限"
    undo(qtbot, window)
    assert equipment(window) == before


def test_escape_and_an_unknown_room_move_nothing(qtbot: QtBot, window: Shell) -> None:
    page, before = page_of(window), equipment(window)
    line = page.register.line
    click_cell(page.grids["equipment"], 0, "tag")
    click(qtbot, line.buttons[0])
    type_keys("zzz")
    press(_ENTER)
    press(_ENTER)
    assert "没有认出房间「zzz」" in window.status.middle.text() and focused() is line.room
    press(_ESC)
    assert line.face == "look" and focused() is page.grids["equipment"].table
    assert equipment(window) == before


def test_history_is_a_tab_that_can_be_edited(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    at = next(n for n in range(page.tabs.count()) if page.tabs.tabData(n) == "changes")
    click(qtbot, page.tabs, page.tabs.tabRect(at).center())
    assert page.no_changes.isVisible()
    open_tab(qtbot, page, "equipment")
    row_id = retype(window, 0, "state", "ty")
    grid = open_tab(qtbot, page, "changes")
    assert page.register.line.face == "look"
    assert [grid.model.text_at(0, column) for column in grid.model.columns[2:3]] == ["正常 → 停用"]
    click_cell(grid, 0, "day")
    type_keys("10.20")
    press(Qt.Key.Key_Tab)
    type_keys("不用了")
    press(_ENTER)
    (step,) = steps(window, row_id)
    assert (step.event["day"], step.event["reason"]) == (date(2026, 10, 20), "不用了")
    QTest.keyClick(grid.table, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert rows(window, EquipmentEvent) == [] and piece(window, row_id)["state"] == "停用"
    qtbot.waitUntil(page.no_changes.isVisible)  # not an empty grid
    undo(qtbot, window)
    assert len(steps(window, row_id)) == 1 and grid.isVisible() and not page.no_changes.isVisible()


def test_a_change_without_a_day_stays_in_sight_and_can_be_put_right(qtbot: QtBot, window: Shell) -> None:
    page, row_id = page_of(window), retype(window, 0, "state", "ty")
    grid = open_tab(qtbot, page, "changes")
    for text in ("没记", ""):
        click_cell(grid, 0, "day")
        if text:
            type_keys(text)
            press(_ENTER)
        else:
            press(Qt.Key.Key_Delete)
        settle(qtbot, window)
        qtbot.waitUntil(lambda text=text: grid.model.text_at(0, grid.model.columns[0]) == text)
        assert [grid.model.text_at(0, column) for column in grid.model.columns[2:3]] == ["停用"]
        open_tab(qtbot, page, "equipment")
        act_on(qtbot, page, "G08")  # its finding leads to the cell
        assert page.tab == "changes" and grid.current() == (grid.model.ids[0], "day")
    QTest.keyClick(grid.table, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert rows(window, EquipmentEvent) == []
    undo(qtbot, window)
    click_cell(grid, 0, "day")
    type_keys("10.20")
    press(_ENTER)
    qtbot.waitUntil(lambda: grid.model.text_at(0, grid.model.columns[2]) == "正常 → 停用")
    press(Qt.Key.Key_Up, Qt.Key.Key_Delete)
    open_tab(qtbot, page, "equipment")
    click_cell(page.grids["equipment"], [row["id"] for row in equipment(window)].index(row_id), "tag")
    QTest.keyClick(page.grids["equipment"].table, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert rows(window, EquipmentEvent) == []


def test_a_change_moved_before_the_purchase_is_still_the_change(qtbot: QtBot, window: Shell) -> None:
    page, row_id = page_of(window), retype(window, 0, "state", "ty")
    grid = open_tab(qtbot, page, "changes")
    click_cell(grid, 0, "day")
    type_keys("2001-10-20")
    press(_ENTER)
    (step,) = steps(window, row_id)
    assert (step.before.state, step.after.state) == ("正常", "停用")
    qtbot.waitUntil(lambda: grid.model.text_at(0, grid.model.columns[0]) == "2001-10-20")
    assert [grid.model.text_at(0, column) for column in grid.model.columns[2:3]] == ["正常 → 停用"]


def test_a_piece_moved_out_of_the_room_shown_goes_once_its_reason_is_not_asked(
    qtbot: QtBot, window: Shell
) -> None:
    page = page_of(window)
    grid, here, there = page.grids["equipment"], *list(page.stock.rooms)[:2]
    click_cell(page.list, page.list.model.row_of(here), "name")
    before = list(grid.model.ids)
    assert before and page.place == here
    name = page.stock.rooms[there]["name"]
    row_id = retype(window, 0, "room_id", name)
    assert piece(window, row_id)["room_id"] == there
    assert grid.model.ids == before and page.register.line.face == "note"  # F9 still leads to its reason
    press(Qt.Key.Key_Up, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: grid.model.ids == [one for one in before if one != row_id])
    assert page.tabs.tabText(0) == f"设备 {len(before) - 1}"
    footer = grid.footer
    assert footer is not None
    assert footer.model.source.text("total", "kind").startswith(f"{len(before) - 1} 台（套）")
    settle(qtbot, window)


def test_october_is_reported_as_its_end_left_it(
    qtbot: QtBot, path: Path, today_is: Callable[..., None]
) -> None:
    today_is(date(2026, 11, 6))
    window = open_window(qtbot, path, "heating", WITH_PAGE)
    window.top.months.choose(MONTH)
    settle(qtbot, window)
    page = page_of(window)
    quiet, loads = page.header.quiet.text(), [row.figure for row in page.below.bars.rows]
    footer = page.grids["equipment"].footer
    assert footer is not None
    states = footer.model.source.text("total", "kind")
    row_id = retype(window, 0, "state", "bf")
    line = page.register.line
    assert line.history.text().startswith("10月仍按原状上报 · 正常 → 报废")
    assert page.header.quiet.text() == quiet and footer.model.source.text("total", "kind") == states
    assert [row.figure for row in page.below.bars.rows] == loads
    assert "10月31日时：正常" in page.grids["equipment"].source.note(row_id, "state")
    assert window.ledger is not None
    (sent,) = [r for r in window.ledger.reported(MONTH).rows(ReportedEquipment) if r.id == row_id]
    assert sent.state == "正常" and sent.room
    click(qtbot, line.day)
    line.day.selectAll()
    type_keys("10.31")
    press(_ENTER)
    (sent,) = [r for r in window.ledger.reported(MONTH).rows(ReportedEquipment) if r.id == row_id]
    assert (sent.state, sent.room) == ("报废", None)
    assert page.header.quiet.text() != quiet
    settle(qtbot, window)


def test_a_piece_is_deleted_with_its_history(qtbot: QtBot, window: Shell) -> None:
    row_id = retype(window, 0, "state", "ty")
    grid = page_of(window).grids["equipment"]
    click_cell(grid, 0, "tag")
    QTest.keyClick(grid.table, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert row_id not in [row["id"] for row in rows(window, Equipment)] and rows(window, EquipmentEvent) == []
    undo(qtbot, window)
    assert len(steps(window, row_id)) == 1


def test_the_first_change_moves_no_tab_and_no_button_to_another_place(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    window.resize(1366, 728)
    settle(qtbot, window)
    line, tabs = page.register.line, page.tabs
    places = [tabs.tabRect(n).center() for n in range(tabs.count())]
    pressed = [button.mapToGlobal(button.rect().center()) for button in line.buttons]
    retype(window, 0, "state", "ty")
    assert line.face == "note" and line.mistake.isVisible()
    assert [tabs.tabAt(place) for place in places] == list(range(tabs.count()))
    for spot in pressed:  # who presses 报废… by habit takes no change away
        assert not line.mistake.rect().contains(line.mistake.mapFromGlobal(spot))
