"""Several blocks picked with Ctrl: nothing is written between them; and a selection that goes where the cursor goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.grid_desk import CTRL, STAFF, Desk, open_desk
from xcedu_desktop.ledger import Ledger

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, school_file: Path, ledger: Ledger, today_is: Callable[[date], None]) -> Desk:
    today_is(date(2026, 10, 30))
    return open_desk(qtbot, school_file, ledger)


def add(desk: Desk, row: int, key: str) -> None:
    """Picks one more cell, with Ctrl."""
    QTest.mouseClick(
        desk.grid.table.viewport(), Qt.MouseButton.LeftButton, CTRL, desk.middle(row, key)
    )  # fmt: skip


def test_one_cell_is_pasted_into_each_that_is_picked_and_none_between(desk: Desk) -> None:
    desk.clip("memo\r\n")
    desk.at(0, "note")
    add(desk, 2, "note")
    add(desk, 3, "post")
    desk.paste()
    assert desk.column("note") == ["memo", "", "memo", ""]
    assert desk.column("post") == ["", "", "", "memo"]
    assert desk.grid.table.acts.spots() == [(0, 7), (2, 7), (3, 2)]
    desk.press(Key.Key_Z, CTRL)
    assert desk.column("note") == [""] * 4


def test_a_block_is_not_pasted_into_several(desk: Desk) -> None:
    desk.clip("a\tb\r\n")
    desk.at(0, "post")
    add(desk, 2, "post")
    desk.paste()
    assert desk.column("post") == [""] * 4 and desk.column("subject") == [""] * 4
    assert desk.said() == "选中了几块，只能粘贴一格的内容；请先选一块，再粘贴"


def test_a_value_over_the_whole_column_makes_no_row(desk: Desk) -> None:
    desk.clip("memo\r\n")
    desk.at(0, "note")
    desk.press(Key.Key_Space, CTRL)
    desk.press(Key.Key_A, CTRL)
    desk.press(Key.Key_Home, CTRL)
    desk.select(0, "note", 4, 0)  # down to the empty last row
    desk.paste()
    assert desk.column("note") == ["memo"] * 4 and desk.column("name") == list(STAFF)


def test_fill_down_takes_the_first_picked_cell_of_each_column(desk: Desk) -> None:
    for row, key, text in ((0, "note", "wrong"), (0, "post", "head"), (1, "note", "memo")):
        desk.at(row, key)
        desk.enter(text)
    desk.at(0, "post")
    add(desk, 1, "post")
    add(desk, 1, "note")
    add(desk, 3, "note")
    desk.press(Key.Key_D, CTRL)
    assert desk.column("post") == ["head", "head", "", ""]
    assert desk.column("note") == ["wrong", "memo", "", "memo"]


def test_blocks_that_do_not_line_up_are_not_copied(desk: Desk) -> None:
    desk.clip("before")
    desk.at(0, "name")
    add(desk, 1, "sex")
    desk.press(Key.Key_C, CTRL)
    assert desk.said() == "选中的几块对不齐，不能一起复制；请一块一块地复制"
    desk.press(Key.Key_X, CTRL)
    assert QGuiApplication.clipboard().text() == "before" and desk.column("name") == list(STAFF)
    desk.at(0, "name")
    add(desk, 2, "name")
    desk.press(Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "张舒然\n李强\n"


def test_a_masked_number_is_not_cut(desk: Desk) -> None:
    desk.clip("before")
    desk.select(0, "subject", 0, 1)
    desk.press(Key.Key_X, CTRL)
    assert desk.said() == "号码复制出去是遮住的，剪切了就贴不回来，没有剪切；要清除请按 Delete"
    assert desk.column("phone")[0] == "138****1230"
    assert QGuiApplication.clipboard().text() == "before"
    assert not desk.shell.history.done


@pytest.mark.parametrize(
    ("key", "modifiers"), [(Key.Key_Home, CTRL), (Key.Key_Up, CTRL), (Key.Key_Home, None), (Key.Key_Up, None)]
)
def test_a_key_that_cannot_move_on_leaves_one_cell_selected(
    desk: Desk, key: Qt.Key, modifiers: Qt.KeyboardModifier | None
) -> None:
    desk.at(0, "name")
    desk.press(Key.Key_A, CTRL)
    desk.press(key, modifiers or Qt.KeyboardModifier.NoModifier)
    assert desk.grid.table.acts.spots() == [(0, 0)]
    desk.press(Key.Key_Delete)
    assert desk.column("sex") == ["男", "女", "男", "女"]
    assert desk.column("name") == ["", *STAFF[1:]]
