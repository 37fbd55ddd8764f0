"""Rows made, put between, cleared, deleted; undo and redo through the session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.grid_desk import CTRL, SHIFT, STAFF, Desk, open_desk
from xcedu_desktop.ledger import Ledger

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, school_file: Path, ledger: Ledger, today_is: Callable[[date], None]) -> Desk:
    today_is(date(2026, 10, 30))
    return open_desk(qtbot, school_file, ledger)


def test_the_last_row_makes_a_row(desk: Desk) -> None:
    desk.at(4, "name")
    desk.type("Wu")
    desk.press(Key.Key_Tab)
    desk.enter("男")
    assert desk.column("name") == [*STAFF, "Wu"]
    assert desk.here == (5, "name")
    assert desk.stored("SELECT name, sex FROM staff ORDER BY position") == [
        *[(name, "男女"[at % 2]) for at, name in enumerate(STAFF)],
        ("Wu", "男"),
    ]
    desk.press(Key.Key_Up, times=3)
    desk.press(Key.Key_Insert)
    assert desk.here == (5, "name")


def test_delete_clears_the_selection(desk: Desk) -> None:
    desk.select(0, "phone", 1, 1)
    desk.press(Key.Key_Delete)
    assert desk.column("phone")[:3] == ["", "", "138****1232"]
    assert desk.column("from_date")[:3] == ["", "", "2020-09-03"]
    assert desk.shell.status.act.text() == "已清除 4 格"
    desk.press(Key.Key_Z, CTRL)
    assert desk.column("phone")[0] == "138****1230"
    assert desk.stored("SELECT phone FROM staff WHERE id = 's0'") == [("13806321230",)]


def test_undo_and_redo_through_the_session(desk: Desk) -> None:
    desk.at(0, "note")
    desk.enter("one")
    desk.enter("two")
    desk.at(4, "name")
    desk.enter("Wu")
    desk.press(Key.Key_Z, CTRL, 2)
    assert desk.column("name") == list(STAFF)
    assert desk.column("note")[:2] == ["one", ""]
    desk.press(Key.Key_Y, CTRL, 2)
    assert desk.column("name") == [*STAFF, "Wu"]
    assert desk.column("note")[:2] == ["one", "two"]
    desk.press(Key.Key_Z, CTRL, 4)
    assert desk.said().startswith("没有可撤销的了")
    assert desk.stored("SELECT count(*) FROM staff WHERE note IS NOT NULL") == [(0,)]


def test_undo_and_redo_go_to_what_they_changed(desk: Desk) -> None:
    desk.at(2, "note")
    desk.enter("x")
    desk.at(0, "name")
    desk.press(Key.Key_Z, CTRL)
    assert desk.here == (2, "note")
    desk.at(0, "sex")
    desk.press(Key.Key_Y, CTRL)
    assert desk.here == (2, "note")


def test_undo_of_a_draft_goes_to_its_cell(desk: Desk) -> None:
    desk.at(1, "from_date")
    desk.enter("soon")
    desk.at(3, "name")
    desk.press(Key.Key_Z, CTRL)
    assert desk.here == (1, "from_date")


def test_a_row_that_vanished_leaves_the_nearest_one_in_the_same_column(desk: Desk) -> None:
    desk.at(4, "name")
    desk.enter("Wu")
    desk.at(0, "sex")
    desk.press(Key.Key_Z, CTRL)
    assert desk.here == (4, "sex")  # the empty last row, where the new one stood
    desk.press(Key.Key_Up)
    assert desk.here == (3, "sex")
    desk.press(Key.Key_Y, CTRL)
    assert desk.here == (4, "sex")
    desk.press(Key.Key_Minus, CTRL)
    desk.at(1, "phone")
    desk.press(Key.Key_Z, CTRL)
    assert desk.here == (4, "phone") and desk.column("name")[4] == "Wu"


def test_undo_from_the_row_that_it_takes_away_keeps_a_cell_current(desk: Desk) -> None:
    desk.at(4, "name")
    desk.type("Wu")
    desk.press(Key.Key_Tab)
    desk.press(Key.Key_Z, CTRL)
    assert desk.column("name") == list(STAFF)
    assert desk.here[0] == 4
    desk.press(Key.Key_Up)
    assert desk.here[0] == 3


def test_rows_are_deleted_and_come_back(desk: Desk) -> None:
    desk.select(1, "name", 1, 0)
    desk.press(Key.Key_Minus, CTRL)
    assert desk.column("name") == [STAFF[0], STAFF[3]]
    assert desk.shell.status.act.text() == "已删除 2 行"
    assert desk.here == (1, "name")
    desk.press(Key.Key_Z, CTRL)
    assert desk.column("name") == list(STAFF)


def test_a_row_that_others_need_stays(desk: Desk) -> None:
    desk.open("rooms")
    source = desk.grid.source
    desk.shell.ledger.insert("equipment", {"tag": "XC-1", "room_id": "r1"})
    desk.at(1, "name")
    desk.press(Key.Key_Minus, CTRL)
    assert list(source.row_ids()) == ["r0", "r1", "r2"]
    assert "设备" in desk.said()


def test_a_row_between_two_others(desk: Desk) -> None:
    desk.at(2, "sex")
    desk.press(Key.Key_Plus, CTRL | SHIFT)
    assert desk.here == (2, "name")
    assert desk.column("name") == [*STAFF[:2], "", *STAFF[2:]]
    assert desk.stored("SELECT count(*) FROM staff") == [(4,)]
    desk.type("Wu")
    desk.press(Key.Key_Tab)
    desk.enter("女")
    order = [*STAFF[:2], "Wu", *STAFF[2:]]
    assert desk.column("name") == order
    assert desk.stored("SELECT name, sex FROM staff ORDER BY position")[2] == ("Wu", "女")
    assert [row[0] for row in desk.stored("SELECT name FROM staff ORDER BY position")] == order
    desk.shell.open_page("rooms")
    desk.open("staff")
    assert desk.column("name") == order
    desk.press(Key.Key_Z, CTRL, 2)
    assert desk.column("name") == list(STAFF)
    assert [row[0] for row in desk.stored("SELECT name FROM staff ORDER BY position")] == list(STAFF)
    desk.press(Key.Key_Y, CTRL, 2)
    assert desk.column("name") == order


def test_a_row_opened_and_left_empty_goes_away(desk: Desk, qtbot: QtBot) -> None:
    desk.at(1, "name")
    desk.press(Key.Key_Plus, CTRL | SHIFT)
    assert len(desk.column("name")) == 5
    desk.press(Key.Key_Down)
    qtbot.waitUntil(lambda: desk.column("name") == list(STAFF))
    assert desk.here == (1, "name")
    assert not desk.shell.history.done


def test_a_row_opened_and_deleted_goes_away_at_once(desk: Desk) -> None:
    desk.at(1, "name")
    desk.press(Key.Key_Plus, CTRL | SHIFT)
    desk.press(Key.Key_Minus, CTRL)
    assert desk.column("name") == list(STAFF) and desk.here == (1, "name")
    assert not desk.shell.history.done
    desk.press(Key.Key_Plus, CTRL | SHIFT)
    desk.press(Key.Key_Down, SHIFT)
    desk.press(Key.Key_Minus, CTRL)
    assert desk.column("name") == [STAFF[0], *STAFF[2:]]
    assert "已删除 1 行" in desk.shell.status.act.text()
    desk.press(Key.Key_Z, CTRL)
    assert desk.column("name") == list(STAFF)


def test_a_block_begins_in_the_row_that_was_put_in(desk: Desk) -> None:
    desk.at(1, "name")
    desk.press(Key.Key_Plus, CTRL | SHIFT)
    desk.press(Key.Key_Right, SHIFT)
    assert desk.grid.table.acts.spots() == [(1, 0), (1, 1)]
    desk.press(Key.Key_Down, SHIFT)
    assert desk.grid.table.acts.spots() == [(1, 0), (1, 1), (2, 0), (2, 1)]
    desk.press(Key.Key_Left, SHIFT)
    assert desk.grid.table.acts.spots() == [(1, 0), (2, 0)]


def test_no_row_between_sorted_ones(desk: Desk) -> None:
    desk.header("name")
    desk.at(1, "name")
    desk.press(Key.Key_Plus, CTRL | SHIFT)
    assert desk.here == (4, "name")
    assert desk.said() == "先取消排序和筛选，才能在中间插入行"


def menu_of(qtbot: QtBot, desk: Desk) -> QMenu:
    """The menu that the menu key opens at the current cell."""
    table = desk.grid.table
    table.contextMenuEvent(
        QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), table.mapToGlobal(QPoint(0, 0)))
    )
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(menu: QMenu, words: str) -> None:
    action = next(action for action in menu.actions() if action.text().split("\t")[0] == words)
    menu.setActiveAction(action)
    QTest.keyClick(menu, Key.Key_Return)


def test_the_menu_deletes_and_puts_in_rows(qtbot: QtBot, desk: Desk) -> None:
    desk.select(1, "name", 1, 0)
    choose(menu_of(qtbot, desk), "删除所选行")
    assert desk.column("name") == [STAFF[0], STAFF[3]]
    choose(menu_of(qtbot, desk), "插入一行")
    assert desk.column("name") == [STAFF[0], "", STAFF[3]]
    desk.enter("Wu")
    assert desk.column("name") == [STAFF[0], "Wu", STAFF[3]]


def test_the_menu_of_the_empty_last_row_deletes_nothing(qtbot: QtBot, desk: Desk) -> None:
    desk.at(4, "name")
    menu = menu_of(qtbot, desk)
    words = [action.text().split("\t")[0] for action in menu.actions()]
    assert "插入一行" in words and "删除所选行" not in words
    menu.close()
