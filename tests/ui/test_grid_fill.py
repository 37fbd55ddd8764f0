"""Filling: Ctrl+D, Ctrl+R, Ctrl+', Ctrl+;, Ctrl+Enter and the handle at the selection's corner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.grid_desk import CTRL, Desk, open_desk
from xcedu_desktop.ledger import Ledger

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, school_file: Path, ledger: Ledger, today_is: Callable[[date], None]) -> Desk:
    today_is(date(2026, 10, 30))
    return open_desk(qtbot, school_file, ledger)


def test_fill_down_and_right(desk: Desk) -> None:
    desk.open("rooms")
    desk.at(0, "note")
    desk.enter("memo")
    desk.select(0, "note", 2, 0)
    desk.press(Key.Key_D, CTRL)
    assert desk.column("note") == ["memo"] * 3
    desk.at(1, "area")
    desk.enter("61.5")
    desk.at(2, "area")
    desk.press(Key.Key_D, CTRL)  # one cell takes the one above
    assert desk.column("area") == ["54", "61.5", "61.5"]
    desk.select(0, "building", 0, 0)
    desk.press(Key.Key_R, CTRL)
    assert desk.column("building")[0] == "一(1)班教室"


def test_masked_cells_are_not_filled(desk: Desk) -> None:
    desk.select(0, "phone", 3, 0)
    desk.press(Key.Key_D, CTRL)
    assert desk.stored("SELECT phone FROM staff ORDER BY position") == [
        (f"1380632123{at}",) for at in range(4)
    ]


def test_the_corner_drawn_down_copies_and_counts_days_on(desk: Desk) -> None:
    desk.at(0, "note")
    desk.enter("memo")
    desk.at(0, "note")
    desk.drag_corner(2, "note")
    assert desk.column("note") == ["memo", "memo", "memo", ""]
    assert desk.shell.status.act.text() == "已填充 2 格"
    assert desk.grid.table.acts.spots() == [(row, 7) for row in range(3)]
    desk.press(Key.Key_Z, CTRL)
    assert desk.column("note") == ["memo", "", "", ""]
    desk.at(0, "from_date")
    desk.drag_corner(3, "from_date")
    assert desk.column("from_date") == ["2020-09-01", "2020-09-02", "2020-09-03", "2020-09-04"]


def test_days_go_on_as_the_last_two_differ(desk: Desk) -> None:
    desk.at(0, "to_date")
    desk.enter("2026-9-1")
    desk.enter("2026-9-8")
    desk.select(0, "to_date", 1, 0)
    desk.drag_corner(3, "to_date")
    assert desk.column("to_date") == ["2026-09-01", "2026-09-08", "2026-09-15", "2026-09-22"]
    assert desk.stored("SELECT to_date FROM staff WHERE id = 's3'") == [("2026-09-22",)]


def test_numbers_are_copied_and_a_block_repeats(desk: Desk) -> None:
    desk.open("rooms")
    desk.select(0, "area", 1, 0)
    desk.drag_corner(2, "area")
    assert desk.column("area") == ["54", "55", "54"]
    desk.at(2, "name")
    desk.drag_corner(2, "building")
    assert desk.column("building")[2] == "餐厅"


def test_the_corner_drawn_up_and_over_what_is_closed(desk: Desk) -> None:
    desk.at(2, "phone")
    desk.drag_corner(0, "phone")
    assert desk.said() == "这里没有可以填充的格"
    assert desk.column("phone")[0] == "138****1230"
    desk.at(2, "post")
    desk.enter("teacher")
    desk.at(2, "post")
    desk.drag_corner(0, "post")
    assert desk.column("post") == ["teacher", "teacher", "teacher", ""]


def test_a_day_drawn_up_is_counted_down(desk: Desk) -> None:
    desk.at(2, "from_date")
    desk.drag_corner(0, "from_date")
    assert desk.column("from_date") == ["2020-09-01", "2020-09-02", "2020-09-03", "2020-09-04"]
    desk.at(3, "from_date")
    desk.enter("2021-1-1")
    desk.at(3, "from_date")
    desk.drag_corner(2, "from_date")
    assert desk.column("from_date")[2:] == ["2020-12-31", "2021-01-01"]


def test_the_numbers_of_rows_are_counted_on(desk: Desk) -> None:
    desk.open("rooms")
    desk.grid.source.numbered = "name"
    desk.at(0, "name")
    desk.enter("A-098")
    desk.at(0, "name")
    desk.drag_corner(2, "name")
    assert desk.column("name") == ["A-098", "A-099", "A-100"]
    desk.at(1, "name")
    desk.enter("A-096")
    desk.select(0, "name", 1, 0)
    desk.drag_corner(2, "name")
    assert desk.column("name") == ["A-098", "A-096", "A-094"]
    desk.at(0, "building")
    desk.enter("B1")
    desk.at(0, "building")
    desk.drag_corner(2, "building")
    assert desk.column("building") == ["B1"] * 3  # as are the other texts: copied


def test_a_drag_held_below_the_table_goes_on(desk: Desk, qtbot: QtBot) -> None:
    desk.clip("".join(f"甲{at}\n" for at in range(60)))
    desk.at(4, "name")
    desk.paste()
    desk.at(0, "post")
    desk.enter("teacher")
    desk.at(0, "post")
    table = desk.grid.table
    start = table.handle.corner()
    assert start is not None
    below = QPoint(start.x(), table.viewport().height() + 8)
    QTest.mousePress(table.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(table.viewport(), below)
    qtbot.waitUntil(lambda: table.verticalScrollBar().value() >= 4)
    above = QPoint(start.x(), -8)
    QTest.mouseMove(table.viewport(), above)
    qtbot.waitUntil(lambda: table.verticalScrollBar().value() == 0)
    end = desk.middle(3, "post")
    QTest.mouseMove(table.viewport(), end)
    QTest.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert desk.column("post")[:5] == ["teacher"] * 4 + [""]


def test_a_double_click_on_the_corner_fills_to_the_end(desk: Desk) -> None:
    desk.at(0, "post")
    desk.enter("teacher")
    desk.at(0, "post")
    corner = desk.grid.table.handle.corner()
    assert corner is not None
    QTest.mouseDClick(desk.grid.table.viewport(), Qt.MouseButton.LeftButton, pos=corner)
    assert desk.column("post") == ["teacher"] * 4


def test_a_drag_that_ends_where_it_began_writes_nothing(desk: Desk) -> None:
    desk.at(0, "name")
    desk.drag_corner(0, "name")
    assert not desk.shell.history.done
    desk.at(4, "name")  # the empty last row has no corner
    assert desk.grid.table.handle.corner() is None


def test_one_key_repeats_the_row_above(desk: Desk) -> None:
    desk.at(3, "sex")
    desk.enter("男")
    desk.at(4, "name")
    desk.type("Wu")
    desk.press(Key.Key_Tab)
    desk.press(Key.Key_Apostrophe, CTRL, 3)
    assert desk.column("sex")[4] == "男"
    assert desk.here == (4, "phone")
    desk.press(Key.Key_Apostrophe, CTRL)
    assert desk.said() == "这一栏的号码不能照抄上一行"
    assert desk.here == (4, "from_date") and desk.column("phone")[4] == ""
    desk.press(Key.Key_Apostrophe, CTRL)
    assert desk.column("from_date")[4] == "2020-09-04"


def test_the_row_above_makes_a_row(desk: Desk) -> None:
    desk.at(4, "sex")
    desk.press(Key.Key_Apostrophe, CTRL)
    assert desk.stored("SELECT sex FROM staff ORDER BY position DESC LIMIT 1") == [("女",)]
    desk.press(Key.Key_Z, CTRL)
    desk.at(4, "sex")
    desk.press(Key.Key_D, CTRL)
    assert desk.stored("SELECT count(*) FROM staff") == [(5,)]


def test_today_by_one_key(desk: Desk) -> None:
    desk.at(0, "to_date")
    desk.press(Key.Key_Semicolon, CTRL)
    assert desk.column("to_date")[0] == "2026-10-30"
    desk.press(Key.Key_Right)
    desk.press(Key.Key_Semicolon, CTRL)
    assert desk.said() == "这一栏不是日期"


def test_ctrl_enter_fills_the_selection(desk: Desk) -> None:
    desk.select(0, "post", 2, 1)
    desk.type("x")
    desk.press(Key.Key_Return, CTRL)
    assert desk.column("post") == ["x", "x", "x", ""] and desk.column("subject") == ["x", "x", "x", ""]
    assert desk.shell.status.act.text() == "已填入 6 格"
    desk.press(Key.Key_Z, CTRL)
    assert desk.column("post") == [""] * 4
