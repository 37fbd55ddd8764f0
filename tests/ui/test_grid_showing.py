"""What a grid shows: sums, sorting, filters, finding, widths and order of columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.grid_desk import ALT, CTRL, SHIFT, STAFF, Desk, open_desk
from ui import settings
from ui.grid.delegate import PADDING
from ui.grid.table_source import TableSource
from ui.grid.ticks import TicksPopup
from ui.grid.view import Grid
from ui.theme import GRID, Theme
from ui.widgets.buttons import LinkLabel
from xcedu_desktop.forms.heating.tables import Equipment
from xcedu_desktop.ledger import Ledger

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, school_file: Path, ledger: Ledger, today_is: Callable[[date], None]) -> Desk:
    today_is(date(2026, 10, 30))
    return open_desk(qtbot, school_file, ledger)


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


def test_enter_in_the_filter_goes_to_the_first_that_was_found(desk: Desk) -> None:
    desk.at(2, "post")
    box = desk.grid.filter_box()
    box.setFocus()
    QTest.keyClicks(box, "zsr")
    QTest.keyClick(box, Key.Key_Return)
    assert desk.grid.table.hasFocus()
    assert desk.here == (0, "name")
    desk.enter("张舒兰")  # the person, not a new one
    box.clear()
    assert desk.column("name") == ["张舒兰", *STAFF[1:]]
    box.setFocus()
    QTest.keyClicks(box, "qqq")
    QTest.keyClick(box, Key.Key_Down)
    assert box.hasFocus()
    assert desk.said() == "没有找到「qqq」"


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


def test_a_double_click_on_a_headers_edge_makes_room_for_all_that_is_there(desk: Desk) -> None:
    desk.at(1, "post")
    desk.enter("教务处副主任兼年级主任")
    header = desk.grid.table.horizontalHeader()
    at = desk.grid.model.column_of("post")
    edge = QPoint(header.sectionViewportPosition(at) + header.sectionSize(at) - 1, 10)
    QTest.mouseDClick(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    text = QFontMetricsF(Theme.current().font(GRID)).horizontalAdvance("教务处副主任兼年级主任")
    assert text + 2 * PADDING < header.sectionSize(at) < text + 4 * PADDING


def ticks(desk: Desk) -> TicksPopup:
    found = desk.focus().window()
    assert isinstance(found, TicksPopup)
    return found


def test_a_column_is_filtered_by_typing_and_shown_again_by_one_key(desk: Desk) -> None:
    desk.at(0, "sex")
    desk.press(Key.Key_L, CTRL | SHIFT)
    assert [ticks(desk).values.index(row, 0).data() for row in range(3)] == [
        "（全选）　2 种",
        "男　2",
        "女　2",
    ]
    desk.type("女")
    desk.press(Key.Key_Return)
    assert desk.column("name") == ["单雄信", "曾国藩"]
    line = desk.grid.ticks_line
    assert line.isVisible() and line.words.text() == "筛选：性别 女　显示 2 行，共 4 行"
    assert desk.grid.table.hasFocus()
    desk.press(Key.Key_L, CTRL | SHIFT)
    assert desk.column("name") == list(STAFF) and not line.isVisible()


def test_ticks_by_keys_and_by_mouse(desk: Desk) -> None:
    desk.at(0, "name")
    desk.press(Key.Key_Up, ALT)
    popup = ticks(desk)
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Space)  # the first name's tick goes: 曾国藩 by sound
    desk.press(Key.Key_Return)
    assert desk.column("name") == [name for name in STAFF if name != "曾国藩"]
    desk.at(0, "sex")
    desk.press(Key.Key_Up, ALT)
    popup = ticks(desk)
    where = popup.list.visualRect(popup.values.index(1, 0)).center()
    QTest.mouseClick(popup.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    QTest.mouseClick(popup.apply_button, Qt.MouseButton.LeftButton)
    assert desk.column("name") == ["单雄信"]
    assert desk.grid.ticks_line.words.text().startswith("筛选：姓名 单雄信、张舒然、李强；性别 女　显示 1 行")
    desk.press(Key.Key_Up, ALT)
    QTest.mouseClick(ticks(desk).all, Qt.MouseButton.LeftButton)
    assert len(desk.column("name")) == 3
    QTest.mouseClick(desk.grid.ticks_line.clear, Qt.MouseButton.LeftButton)
    assert desk.column("name") == list(STAFF)


def test_the_list_sorts_and_escape_leaves_it(desk: Desk) -> None:
    desk.at(2, "name")
    desk.press(Key.Key_Up, ALT)
    popup = ticks(desk)
    links = {link.text(): link for link in popup.findChildren(LinkLabel)}
    QTest.mouseClick(links["降序"], Qt.MouseButton.LeftButton)
    assert desk.column("name")[0] == "张舒然"
    desk.press(Key.Key_Up, ALT)
    desk.type("abc")
    desk.press(Key.Key_Escape)
    assert len(desk.column("name")) == 4 and desk.grid.table.hasFocus()


def test_of_masked_numbers_only_whether_they_are_there(desk: Desk) -> None:
    desk.at(1, "phone")
    desk.press(Key.Key_Delete)
    desk.at(0, "phone")
    desk.press(Key.Key_Up, ALT)
    assert [ticks(desk).values.index(row, 0).data() for row in range(3)] == [
        "（全选）　2 种",
        "（已填写）　3",
        "（空白）",
    ]
    desk.type("空")
    desk.press(Key.Key_Return)
    assert desk.column("name") == ["单雄信"]


def test_few_values_left_out_are_named(desk: Desk) -> None:
    for at in range(5):
        desk.at(4 + at, "name")
        desk.enter(f"X{at}")
    desk.at(0, "name")
    desk.press(Key.Key_Up, ALT)
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Space)
    desk.press(Key.Key_Return)
    assert desk.grid.ticks_line.words.text() == "筛选：姓名 不含 曾国藩　显示 8 行，共 9 行"


def test_nothing_ticked_hides_nothing(desk: Desk) -> None:
    desk.at(2, "name")
    desk.press(Key.Key_Up, ALT)
    desk.type("qqq")
    desk.press(Key.Key_Return)
    assert len(desk.column("name")) == 4
    desk.press(Key.Key_Escape)


def test_the_arrow_of_a_header_opens_the_list(desk: Desk) -> None:
    header = desk.grid.table.horizontalHeader()
    at = desk.grid.model.column_of("name")
    right = header.sectionViewportPosition(at) + header.sectionSize(at) - 8
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(right, 10))
    assert ticks(desk).key == "name"
    desk.press(Key.Key_Escape)
    assert desk.grid.model.sorted_by is None
    assert len(desk.grid.table.acts.spots()) <= 1  # no column is selected by the way


def test_the_current_row_stays_current_when_rows_move(desk: Desk) -> None:
    desk.at(0, "note")
    desk.header("name")
    assert desk.column("name")[3] == "张舒然" and desk.here == (3, "note")
    desk.enter("x")
    assert desk.stored("SELECT note FROM staff WHERE id = 's0'") == [("x",)]


def test_a_jump_takes_the_ticks_away_too(desk: Desk) -> None:
    desk.at(0, "sex")
    desk.press(Key.Key_Up, ALT)
    desk.type("女")
    desk.press(Key.Key_Return)
    assert desk.grid.show_cell("s0", "note")
    assert desk.column("name") == list(STAFF)


def test_what_a_total_lacks_is_said(desk: Desk, ledger: Ledger) -> None:
    for at, power in enumerate((2000, 1500, None)):
        ledger.insert("equipment", {"id": f"e{at}", "tag": f"XC-{at}", "cost_fen": power})
    desk.grid.set_source(TableSource(ledger, Equipment, ["tag", "cost_fen"], hint="编号"))
    assert desk.grid.footer is not None
    foot = desk.grid.footer.model
    first, power = foot.index(0, 0), foot.index(0, 1)
    assert (first.data(), power.data()) == ("合计（不全）", "35.00")
    assert power.data(Qt.ItemDataRole.ToolTipRole) == "1 格没有填"
    desk.at(2, "cost_fen")
    desk.enter("many")
    assert power.data(Qt.ItemDataRole.ToolTipRole) == "1 格不是数字"
    desk.at(2, "cost_fen")
    desk.enter("1")
    assert (first.data(), power.data()) == ("合计", "36.00")


def test_columns_are_remembered_and_the_way_back(desk: Desk, qtbot: QtBot) -> None:
    def drag(start: QPoint, end: QPoint) -> None:
        view = desk.grid.table.horizontalHeader().viewport()
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
        for part in (1, 2, 3, 4):
            QTest.mouseMove(view, start + (end - start) * (part / 4))
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)

    header = desk.grid.table.horizontalHeader()
    keys = [column.key for column in desk.grid.model.columns]
    post, sex = (header.sectionViewportPosition(keys.index(key)) for key in ("post", "sex"))
    drag(QPoint(post + 20, 10), QPoint(sex + 10, 10))
    moved = [column.key for column in desk.grid.model.columns]
    assert moved[:3] == ["name", "post", "sex"]
    desk.at(0, "name")
    desk.press(Key.Key_Tab)
    assert desk.here == (0, "post")
    edge = header.sectionViewportPosition(1) - 1
    drag(QPoint(edge, 10), QPoint(edge + 50, 10))
    width = header.sectionSize(0)
    again = Grid(desk.shell, desk.grid.source)
    qtbot.addWidget(again)
    again.resize(900, 300)
    assert [column.key for column in again.model.columns] == moved
    again.table.fit_columns()
    assert again.table.columnWidth(0) == width
    desk.press(Key.Key_Up, ALT)
    links = {link.text(): link for link in ticks(desk).findChildren(LinkLabel)}
    QTest.mouseClick(links["恢复列宽和列序"], Qt.MouseButton.LeftButton)
    assert [column.key for column in desk.grid.model.columns] == keys
    assert header.sectionSize(0) != width
    assert settings.grid_layout("TableSource-staff") == {}
