"""Where the keys of a grid lead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.grid_desk import CTRL, SHIFT, STAFF, Desk, open_desk
from xcedu_desktop.ledger import Ledger

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, school_file: Path, ledger: Ledger, today_is: Callable[[date], None]) -> Desk:
    today_is(date(2026, 10, 30))
    return open_desk(qtbot, school_file, ledger)


def test_arrows_leave_a_cell_that_is_typed_into(desk: Desk) -> None:
    desk.at(0, "post")
    desk.type("abc")
    desk.press(Key.Key_Right)
    assert desk.here == (0, "subject")
    desk.type("def")
    desk.press(Key.Key_Down)
    assert desk.here == (1, "subject")
    assert (desk.column("post")[0], desk.column("subject")[0]) == ("abc", "def")


def test_enter_and_tab(desk: Desk) -> None:
    desk.at(1, "post")
    desk.press(Key.Key_Tab)
    desk.press(Key.Key_Tab)
    assert desk.here == (1, "phone")
    desk.press(Key.Key_Return)
    assert desk.here == (2, "post")  # back to where the Tabs began
    desk.press(Key.Key_Return, SHIFT)
    assert desk.here == (1, "post")
    desk.press(Key.Key_Backtab, SHIFT)
    assert desk.here == (1, "sex")
    desk.at(0, "note")
    desk.press(Key.Key_Tab)
    assert desk.here == (1, "name")


def test_home_end_and_jumps(desk: Desk) -> None:
    desk.at(1, "subject")
    desk.press(Key.Key_Home)
    assert desk.here == (1, "name")
    desk.press(Key.Key_End)
    assert desk.here == (1, "note")
    desk.at(0, "name")
    desk.press(Key.Key_Down, CTRL)
    assert desk.here == (3, "name")
    desk.press(Key.Key_Right, CTRL)
    assert desk.here == (3, "sex")
    desk.press(Key.Key_Right, CTRL)
    assert desk.here == (3, "phone")


def test_a_page_may_take_a_key(desk: Desk) -> None:
    pressed: list[str] = []
    desk.grid.on_key("Ctrl+R", lambda: pressed.append("R"))
    desk.at(0, "note")
    desk.press(Key.Key_R, CTRL)
    assert pressed == ["R"]


def test_ctrl_tab_leaves_the_grid(desk: Desk) -> None:
    desk.at(0, "name")
    desk.press(Key.Key_Tab, CTRL)
    assert desk.focus() is not desk.grid.table


def test_leading_columns_stay_while_the_others_scroll(desk: Desk) -> None:
    from dataclasses import replace

    source = desk.grid.source
    source.columns = (replace(source.columns[0], frozen=True), *source.columns[1:])
    desk.grid.set_source(source)
    desk.shell.resize(700, 600)
    table = desk.grid.table
    desk.at(1, "name")
    desk.press(Key.Key_End)
    frozen = table.frozen
    assert frozen.isVisible() and frozen.width() == table.columnWidth(0)
    desk.press(Key.Key_Left, times=6)
    here = table.visualRect(table.currentIndex())
    assert desk.here == (1, "sex") and here.left() >= frozen.covered()
    desk.press(Key.Key_End)
    QTest.mouseClick(
        frozen.viewport(),
        Qt.MouseButton.LeftButton,
        pos=frozen.visualRect(desk.grid.model.index(2, 0)).center(),
    )
    assert desk.here == (2, "name") and frozen.isVisible()
    desk.enter("Wu")
    assert desk.column("name")[2] == "Wu"
    assert not frozen.isVisible()


def test_after_a_jump_by_ctrl_and_arrow_the_cell_there_is_the_one_selected(desk: Desk) -> None:
    for row in (0, 3):
        desk.at(row, "note")
        desk.enter(f"n{row}")
    desk.at(0, "note")
    desk.press(Key.Key_Down, CTRL)
    assert desk.here == (3, "note")
    desk.press(Key.Key_Delete)
    assert desk.column("note")[0] == "n0" and desk.column("note")[3] == ""
    desk.press(Key.Key_Home, CTRL)
    assert desk.here == (0, "name")
    desk.press(Key.Key_Down, CTRL | SHIFT)
    assert desk.grid.table.acts.spots() == [(row, 0) for row in range(len(STAFF))]


def test_enter_and_tab_go_round_in_a_selected_block(desk: Desk) -> None:
    desk.select(1, "post", 1, 1)
    for text in "abcd":
        desk.enter(text)
    assert desk.column("post")[1:3] == ["b", "c"] or desk.column("post")[1:3] == ["a", "b"]
    assert sorted(desk.column("post")[1:3] + desk.column("subject")[1:3]) == ["a", "b", "c", "d"]
    assert len(desk.grid.table.acts.spots()) == 4
    desk.at(0, "name")
    desk.press(Key.Key_Return)
    assert desk.here == (1, "name")


def test_whole_rows_and_columns(desk: Desk) -> None:
    desk.at(1, "sex")
    desk.press(Key.Key_Space, SHIFT)
    assert desk.grid.table.acts.spots() == [(1, at) for at in range(8)]
    desk.at(1, "sex")
    desk.press(Key.Key_Space, CTRL)
    assert desk.grid.table.acts.spots() == [(row, 1) for row in range(4)]
    desk.press(Key.Key_A, CTRL)
    assert len(desk.grid.table.acts.spots()) >= 4 * 8
    desk.at(0, "name")
    desk.press(Key.Key_End, CTRL)
    assert desk.here == (3, "note")


def test_going_to_a_row_by_typing(desk: Desk) -> None:
    desk.grid._box = None  # a page without a box of its own
    desk.at(0, "post")
    desk.press(Key.Key_G, CTRL)
    desk.type("zgf")
    assert desk.here == (3, "name")
    assert len(desk.column("name")) == 4  # nothing is hidden
    desk.press(Key.Key_Return)
    assert desk.here == (3, "name")
    desk.press(Key.Key_Escape)
    assert desk.grid.table.hasFocus() and not desk.grid.find_line.isVisible()
    desk.at(0, "post")
    desk.press(Key.Key_F3)
    assert desk.here == (3, "name")
    desk.press(Key.Key_G, CTRL)
    desk.type("qq")
    assert desk.grid.find_line.said.text() == "没有找到"


def test_ctrl_g_goes_into_the_pages_own_box(desk: Desk) -> None:
    desk.at(0, "post")
    desk.press(Key.Key_G, CTRL)
    assert desk.focus() is desk.grid.filter_box()


def test_typing_in_a_list_jumps(desk: Desk, qtbot: QtBot) -> None:
    from ui.grid.view import Grid

    chosen: list[str] = []
    listed = Grid(desk.shell, desk.grid.source, row_mode=True)
    qtbot.addWidget(listed)
    listed.chosen.connect(chosen.append)
    listed.show()
    listed.activateWindow()
    listed.table.setFocus()
    QTest.keyClicks(listed.table, "zg")
    assert listed.current()[0] == "s3" and chosen[-1] == "s3"


def test_what_stands_beside_the_cell_is_said_quietly(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        type(desk.grid.source), "beside", lambda self, row, key: f"上月 {row}" if key == "note" else ""
    )
    desk.at(1, "note")
    assert desk.said() == "上月 s1"
    desk.at(1, "to_date")
    assert desk.said() == ""
    desk.enter("soon")
    wrong = desk.said()
    assert "soon" in wrong  # what is wrong stays while the cursor goes on
    desk.at(2, "note")
    assert desk.said() == "上月 s2"


def test_typing_into_a_block_begins_where_the_block_began(desk: Desk) -> None:
    desk.at(0, "post")
    for _ in range(2):
        desk.press(Key.Key_Down, SHIFT)
    for word in ("a", "b", "c"):
        desk.enter(word)
    assert desk.column("post") == ["a", "b", "c", ""]
    desk.at(2, "subject")
    desk.press(Key.Key_Up, SHIFT)
    for word in ("x", "y"):
        desk.enter(word)
    assert desk.column("subject") == ["", "y", "x", ""]


def test_enter_in_a_fresh_block_goes_on_from_where_it_began(desk: Desk) -> None:
    desk.at(0, "post")
    for _ in range(2):
        desk.press(Key.Key_Down, SHIFT)
    desk.press(Key.Key_Return)
    assert desk.here == (1, "post")
    desk.at(0, "post")
    desk.press(Key.Key_Down, SHIFT)
    desk.press(Key.Key_Right)
    assert desk.here == (0, "subject")


def test_a_block_to_the_sum_at_the_end_of_the_line_can_be_filled(desk: Desk) -> None:
    desk.at(1, "post")
    desk.press(Key.Key_Down, SHIFT)
    desk.press(Key.Key_Right, SHIFT)
    desk.type("x")
    desk.press(Key.Key_Return, CTRL)
    assert [desk.column("post")[1:3], desk.column("subject")[1:3]] == [["x", "x"], ["x", "x"]]
    assert desk.here == (1, "post")


def test_shift_goes_on_from_the_moving_end(desk: Desk) -> None:
    desk.at(1, "post")
    desk.press(Key.Key_Down, SHIFT)
    desk.press(Key.Key_Down, SHIFT)
    desk.press(Key.Key_Up, SHIFT)
    desk.press(Key.Key_Delete)
    desk.type("z")
    desk.press(Key.Key_Return, CTRL)
    assert desk.column("post") == ["", "z", "z", ""]
