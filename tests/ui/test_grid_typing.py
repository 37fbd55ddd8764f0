"""Typing into cells: what is painted is in the file. Chinese through the input method, dates, choices, masks, drafts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.grid_desk import ALT, CTRL, STAFF, Desk, open_desk
from ui.grid.editor import CellEditor
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.periods import Month
from xcedu_desktop.store.tables import MonthState

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, school_file: Path, ledger: Ledger, today_is: Callable[[date], None]) -> Desk:
    today_is(date(2026, 10, 30))
    return open_desk(qtbot, school_file, ledger)


def test_typing_replaces_and_is_saved_at_once(desk: Desk) -> None:
    desk.at(0, "note")
    desk.enter("abc")
    assert desk.stored("SELECT note FROM staff WHERE id = 's0'") == [("abc",)]
    assert desk.here == (1, "note")
    assert desk.shell.status.saved.text().startswith("已保存")
    desk.at(0, "note")
    desk.enter("x")
    assert desk.column("note")[0] == "x"


def test_chinese_comes_from_the_input_method(desk: Desk) -> None:
    desk.at(1, "name")
    desk.enter("王小明")
    assert desk.column("name")[1] == "王小明"
    assert desk.stored("SELECT name FROM staff WHERE id = 's1'") == [("王小明",)]


def test_f2_keeps_what_is_there(desk: Desk) -> None:
    desk.at(0, "note")
    desk.enter("one")
    desk.at(0, "note")
    desk.press(Key.Key_F2)
    desk.type(" two")
    desk.press(Key.Key_Home)
    desk.press(Key.Key_Right)
    desk.enter("0")
    assert desk.column("note")[0] == "o0ne two"


def test_escape_leaves_the_cell_as_it_was(desk: Desk) -> None:
    desk.at(0, "note")
    desk.type("abc")
    desk.press(Key.Key_Escape)
    assert desk.column("note")[0] == ""
    assert desk.stored("SELECT note FROM staff WHERE id = 's0'") == [(None,)]
    assert desk.here == (0, "note")


def test_leaving_by_click_saves(desk: Desk) -> None:
    desk.at(0, "note")
    desk.type("abc")
    desk.at(2, "name")
    assert desk.stored("SELECT note FROM staff WHERE id = 's0'") == [("abc",)]


def test_digits_are_typed_without_input_method(desk: Desk) -> None:
    table = desk.grid.table
    enabled = Qt.WidgetAttribute.WA_InputMethodEnabled
    desk.at(0, "name")
    assert table.testAttribute(enabled)
    desk.at(0, "from_date")
    assert not table.testAttribute(enabled)
    desk.type("9")
    assert not desk.focus().testAttribute(enabled)
    desk.press(Key.Key_Escape)
    desk.at(0, "note")
    assert table.testAttribute(enabled)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("9.1", "2026-09-01"), ("0901", "2026-09-01"), ("2021-3-4", "2021-03-04"), ("20210304", "2021-03-04")],
)
def test_dates_as_people_type_them(desk: Desk, typed: str, shown: str) -> None:
    desk.at(0, "to_date")
    desk.enter(typed)
    assert desk.column("to_date")[0] == shown
    assert desk.stored("SELECT to_date FROM staff WHERE id = 's0'") == [(shown,)]


def test_text_that_is_no_date_stays_as_a_marked_draft(desk: Desk) -> None:
    desk.at(0, "to_date")
    desk.enter("soon")
    source = desk.grid.source
    assert desk.column("to_date")[0] == "soon"
    assert source.is_draft("s0", "to_date")
    mark = source.mark("s0", "to_date")
    assert mark is not None and "soon" in mark.message
    assert "soon" in desk.said()
    assert desk.stored("SELECT to_date FROM staff WHERE id = 's0'") == [(None,)]
    assert desk.stored("SELECT text FROM draft") == [("soon",)]
    assert desk.here == (1, "to_date")  # a mark blocks nothing
    desk.at(0, "to_date")
    desk.enter("9.1")
    assert desk.stored("SELECT text FROM draft") == []
    assert source.mark("s0", "to_date") is None


def test_a_choice_by_its_first_letters(desk: Desk) -> None:
    desk.open("rooms")
    desk.at(0, "use")
    desk.type("gn")  # 功能室
    editor = desk.focus()
    assert isinstance(editor, CellEditor) and editor.popup is not None and editor.popup.isVisible()
    desk.press(Key.Key_Return)
    assert desk.column("use")[0] == "功能室"
    desk.at(1, "use")
    desk.press(Key.Key_F2)
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Tab)
    assert desk.column("use")[1] == "宿舍"
    assert desk.here == (1, "area")


def test_a_reference_is_picked_by_click(desk: Desk) -> None:
    desk.open("rooms")
    desk.at(0, "circuit_id")
    desk.press(Key.Key_F2)
    editor = desk.focus()
    assert isinstance(editor, CellEditor) and editor.popup is not None
    popup = editor.popup
    where = popup.visualRect(popup.model().index(1, 0)).center()
    QTest.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert desk.column("circuit_id")[0] == "二号线路"
    assert desk.stored("SELECT circuit_id FROM room WHERE id = 'r0'") == [("c1",)]


def test_two_of_one_name_are_told_apart_by_picking(desk: Desk, ledger: Ledger) -> None:
    ledger.insert("circuit", {"id": "c2", "name": "二号线路"})
    desk.open("rooms")
    desk.at(0, "circuit_id")
    desk.type("二号线路")
    desk.at(1, "name")  # leaving must not guess
    assert desk.grid.source.is_draft("r0", "circuit_id")
    desk.at(0, "circuit_id")
    desk.type("二号线路")
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    assert desk.stored("SELECT circuit_id FROM room WHERE id = 'r0'") == [("c2",)]
    assert desk.stored("SELECT text FROM draft") == []


def test_half_typed_letters_that_fit_several_choose_none_when_the_cell_is_left(desk: Desk) -> None:
    desk.open("rooms")
    desk.at(0, "circuit_id")
    desk.type("hxl")  # 一号线路 and 二号线路
    desk.at(1, "note")
    assert desk.grid.source.is_draft("r0", "circuit_id") and desk.column("circuit_id")[0] == "hxl"
    desk.press(Key.Key_Z, CTRL)
    desk.at(0, "circuit_id")
    desk.type("eh")  # one alone
    desk.at(1, "note")
    assert desk.column("circuit_id")[0] == "二号线路"
    desk.at(1, "circuit_id")
    desk.type("hxl")
    desk.press(Key.Key_Down)  # what was gone to by the arrows was meant
    desk.shell.open_page("staff")
    assert desk.stored("SELECT circuit_id FROM room WHERE id = 'r1'") == [("c1",)]


def test_a_masked_cell_is_replaced_by_typing_and_shown_by_f2(desk: Desk) -> None:
    desk.at(0, "phone")
    desk.press(Key.Key_F2)
    editor = desk.focus()
    assert isinstance(editor, QLineEdit) and editor.text() == "13806321230"
    desk.press(Key.Key_Return)
    assert desk.stored("SELECT phone FROM staff WHERE id = 's0'") == [("13806321230",)]
    shown = desk.stored("SELECT act, field, old, new FROM change_log WHERE act = '显示号码'")
    assert shown == [("显示号码", "phone", "138****1230", None)]
    desk.at(0, "phone")
    desk.enter("13912345678")
    assert desk.column("phone")[0] == "139****5678"
    desk.at(0, "phone")
    desk.enter("139****5678")
    assert "遮住" in desk.said()
    assert desk.stored("SELECT phone FROM staff WHERE id = 's0'") == [("13912345678",)]


def test_a_locked_month_refuses_and_the_cell_stays(desk: Desk, ledger: Ledger) -> None:
    from ui.grid.table_source import TableSource
    from xcedu_desktop.forms.heating.tables import RoomTemperature

    ledger.insert(
        "room_temperature", {"id": "t", "room_id": "r0", "day": date(2026, 9, 20), "temperature": 180}
    )
    with ledger.store.write("锁定") as unit:
        unit.session.add(
            MonthState(school_code="2137040123", month=Month(2026, 9), locked=True, revision=1, reason=None)
        )
    desk.grid.set_source(TableSource(ledger, RoomTemperature, ["day", "temperature"], month=Month(2026, 9)))
    desk.at(0, "temperature")
    before = desk.column("temperature")
    desk.enter("21")
    assert "2026年9月" in desk.said() and "锁定" in desk.said()
    assert desk.column("temperature") == before
    assert desk.stored("SELECT temperature FROM room_temperature") == [(180,)]


def test_nothing_refreshes_under_an_open_editor(desk: Desk, ledger: Ledger, qtbot: QtBot) -> None:
    desk.at(0, "note")
    desk.type("ab")
    ledger.insert("staff", {"name": "后来的"})
    desk.grid.refresh()
    assert isinstance(desk.focus(), CellEditor)
    desk.type("c")
    desk.press(Key.Key_Return)
    assert desk.column("note")[0] == "abc"
    qtbot.waitUntil(lambda: "后来的" in desk.column("name"))


def test_leaving_the_page_saves_what_is_typed(desk: Desk) -> None:
    desk.at(0, "note")
    desk.type("abc")
    desk.shell.open_page("rooms")
    assert desk.stored("SELECT note FROM staff WHERE id = 's0'") == [("abc",)]


@pytest.mark.parametrize("key", [Key.Key_Minus, Key.Key_R, Key.Key_Apostrophe, Key.Key_Semicolon])
def test_keys_that_write_cells_wait_until_the_cell_is_typed(desk: Desk, key: Qt.Key) -> None:
    desk.at(1, "note")
    desk.type("abc")
    desk.press(key, CTRL)
    assert isinstance(desk.focus(), CellEditor) and not desk.shell.history.done
    desk.press(Key.Key_Return)
    assert desk.column("note") == ["", "abc", "", ""] and desk.column("name") == list(STAFF)


def test_alt_and_enter_break_the_line(desk: Desk) -> None:
    desk.at(1, "note")
    desk.type("ab")
    desk.press(Key.Key_Return, ALT)
    desk.enter("cd")
    assert desk.column("note")[1] == "ab\ncd" and desk.here == (2, "note")
    desk.at(1, "from_date")
    desk.type("9.1")
    desk.press(Key.Key_Return, ALT)  # a date has one line
    assert desk.column("from_date")[1] == "2026-09-01"
