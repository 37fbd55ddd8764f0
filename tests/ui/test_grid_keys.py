"""The grid as a clerk uses it: typing, moving, filling, clearing, undoing. What is painted is in the file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.grid_desk import CTRL, SHIFT, STAFF, Desk, open_desk
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
    assert desk.said() == "没有可撤销的了"
    assert desk.stored("SELECT count(*) FROM staff WHERE note IS NOT NULL") == [(0,)]


def test_the_place_is_kept_over_undo(desk: Desk) -> None:
    desk.at(2, "note")
    desk.enter("x")
    assert desk.here == (3, "note")
    desk.press(Key.Key_Z, CTRL)
    assert desk.here == (3, "note")


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


def test_sums_are_said_of_a_selection(desk: Desk) -> None:
    desk.open("rooms")
    desk.select(0, "area", 2, 0)
    assert desk.said() == "选中 3 格　和 165　平均 55.00"
    desk.at(0, "area")
    assert desk.said() == ""


def test_headers_sort_and_the_third_click_takes_it_back(desk: Desk) -> None:
    desk.header("name")
    assert desk.column("name") == ["曾国藩", "单雄信", "李强", "张舒然"]  # by sound: ceng, dan, li, zhang
    desk.header("name")
    assert desk.column("name") == ["张舒然", "李强", "单雄信", "曾国藩"]
    desk.header("name")
    assert desk.column("name") == list(STAFF)


def test_an_edit_does_not_move_a_sorted_row(desk: Desk) -> None:
    desk.header("name")
    desk.at(0, "name")
    desk.enter("赵一")
    assert desk.column("name")[0] == "赵一"


def test_the_filter_takes_initials_of_any_reading(desk: Desk) -> None:
    box = desk.grid.filter_box()
    box.setFocus()
    QTest.keyClicks(box, "sxx")  # 单 is shan as a name, dan otherwise
    assert desk.column("name") == ["单雄信"]
    QTest.keyClick(box, Key.Key_Escape)
    assert desk.column("name") == list(STAFF)
    QTest.keyClicks(box, "2020-09-03")
    assert desk.column("name") == ["李强"]


def test_a_row_added_under_a_filter_is_seen(desk: Desk) -> None:
    desk.grid.filter_box().setText("张")
    desk.at(1, "name")
    desk.enter("Wu")
    assert desk.column("name") == ["张舒然", "Wu"]


def test_jumping_to_a_cell_takes_the_filter_away(desk: Desk) -> None:
    desk.grid.filter_box().setText("张")
    assert desk.grid.show_cell("s2", "note")
    assert desk.here == (2, "note")
    assert desk.grid.filter_box().text() == ""
    assert not desk.grid.show_cell("nobody", "note")


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


def test_a_page_may_take_a_key(desk: Desk) -> None:
    pressed: list[str] = []
    desk.grid.on_key("Ctrl+R", lambda: pressed.append("R"))
    desk.at(0, "note")
    desk.press(Key.Key_R, CTRL)
    assert pressed == ["R"]


def test_copy_gives_text_and_table_with_masks(desk: Desk) -> None:
    desk.select(0, "phone", 1, 1)
    desk.press(Key.Key_C, CTRL)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.text() == "138****1230\t2020-09-01\n138****1231\t2020-09-02\n"
    assert "<td style=\"mso-number-format:'\\@'\">138****1230</td>" in mime.html()
    assert "13806321230" not in mime.html()


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


def test_a_dragged_width_stays(desk: Desk) -> None:
    header = desk.grid.table.horizontalHeader()
    edge = header.sectionViewportPosition(1) - 1
    start = header.viewport().rect().topLeft() + QPoint(edge, 10)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(header.viewport(), start + QPoint(60, 0))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(60, 0))
    width = header.sectionSize(0)
    assert width > desk.grid.model.columns[0].pixels + 40
    desk.at(0, "name")
    desk.press(Key.Key_Minus, CTRL)
    desk.shell.resize(1200, 700)
    assert header.sectionSize(0) == width


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
