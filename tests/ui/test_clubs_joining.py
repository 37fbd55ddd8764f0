"""Who joins, waits and moves up; several pupils at once; last term's clubs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.clubs_desk import CLUBS_TODAY, ClubsDesk, open_clubs
from ui.forms.clubs.page import ClubsPage
from ui.forms.clubs.picker import Picker
from xcedu_desktop.store.changes import Change

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, today_is: Callable[[date], None]) -> ClubsDesk:
    today_is(CLUBS_TODAY)
    return open_clubs(qtbot, tmp_path)


def join(desk: ClubsDesk, *letters: str) -> None:
    desk.click(desk.panel.side.join_button)
    for typed in letters:
        desk.type(typed)
        desk.press(Key.Key_Return)


def members(desk: ClubsDesk) -> list[list[str]]:
    """Number, name, status of the rows."""
    return [[cells[0], cells[1], cells[4]] for cells in desk.rows(desk.panel.side.member_grid)]


def test_over_the_capacity_is_said_before_enter_and_waits_in_order(desk: ClubsDesk) -> None:
    join(desk, "zsr")
    desk.type("xyh")
    assert desk.offered() == [("徐宇航", "一(2)班", "! 名额已满，进候补第 1 位")]
    desk.press(Key.Key_Return)
    assert desk.said() == "徐宇航：名额已满，进了候补"
    join(desk, "王欣怡")
    assert members(desk) == [
        ["1", "李梓轩", "正式"],
        ["2", "张舒然", "正式"],
        ["候1", "徐宇航", "候补"],
        ["候2", "王欣怡", "候补"],
    ]
    assert desk.tabs(desk.panel.side.tabs)[0] == "在册 2 · 候补 2"
    assert desk.rows(desk.panel.list)[0][2] == "2/2"
    assert not desk.panel.side.head.up.isVisible()
    desk.press(Key.Key_Return, CTRL)
    assert desk.said() == "没有空出的名额，不能递补"


def test_a_place_that_frees_goes_to_the_first_who_waits(desk: ClubsDesk) -> None:
    join(desk, "zsr", "xyh", "王欣怡")
    grid = desk.panel.side.member_grid
    desk.at(grid, 0, "status")
    desk.type("退出")
    desk.press(Key.Key_Return)
    head = desk.panel.side.head
    assert head.up.isVisible() and head.up.text() == "递补 徐宇航　Ctrl+Enter"
    desk.press(Key.Key_Return, CTRL)
    assert desk.shell.status.act.text() == "递补 徐宇航"
    assert members(desk) == [
        ["1", "张舒然", "正式"],
        ["2", "徐宇航", "正式"],
        ["候1", "王欣怡", "候补"],
        ["—", "李梓轩", "退出"],
    ]
    desk.press(Key.Key_Z, CTRL)
    assert [row[:2] for row in members(desk)][1:3] == [["候1", "徐宇航"], ["候2", "王欣怡"]]


def test_the_place_of_who_leaves_today_is_free_tomorrow(desk: ClubsDesk, qtbot: QtBot) -> None:
    join(desk, "zsr", "xyh")
    grid = desk.panel.side.member_grid
    desk.at(grid, 0, "status")
    desk.type("退出")
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Return, CTRL)
    assert desk.said() == "名额从 10月31日起空出，从这天起为正式成员"
    found = "SELECT status, from_date, to_date FROM club_member WHERE club_id = 'c1' ORDER BY from_date"
    assert desk.stored(found) == [
        ("退出", "2026-09-07", "2026-10-30"),
        ("正式", "2026-10-30", None),
        ("正式", "2026-10-31", None),
    ]
    assert desk.rows(desk.panel.list)[0][2] == "2/2"  # today, not three
    desk.settle(qtbot)
    assert not [f for f in desk.mine() if f.table == "club" and f.record == "c1" and "超出名额" in f.message]
    desk.press(Key.Key_Z, CTRL)
    assert desk.stored(found)[1:] == [("正式", "2026-10-30", None), ("候补", "2026-10-30", None)]


def test_who_joins_by_name_in_the_place_of_who_leaves_today(desk: ClubsDesk) -> None:
    join(desk, "zsr")
    desk.at(desk.panel.side.member_grid, 0, "status")
    desk.type("退出")
    desk.press(Key.Key_Return)
    join(desk, "xyh", "王欣怡")
    found = "SELECT status, from_date FROM club_member WHERE club_id = 'c1' AND to_date IS NULL ORDER BY from_date DESC"
    assert desk.stored(found) == [("正式", "2026-10-31"), ("正式", "2026-10-30"), ("候补", "2026-10-30")]
    assert desk.rows(desk.panel.list)[0][2] == "2/2"


def test_a_raised_capacity_frees_places_for_several(desk: ClubsDesk) -> None:
    join(desk, "zsr", "xyh", "王欣怡")
    side = desk.panel.side
    desk.choose(side.tabs, "about")
    desk.at(side.basics, 0, "capacity")
    desk.type("9")
    desk.press(Key.Key_Return)
    assert side.head.up.text() == "递补 徐宇航等 2 人　Ctrl+Enter"
    desk.click(side.head.up)
    assert desk.tabs(side.tabs)[0] == "在册 4"
    assert len(desk.shell.history.done) == 5  # three joined, the capacity, one act for both


def test_who_waited_is_a_member_from_the_day_of_moving_up(
    qtbot: QtBot, tmp_path: Path, today_is: Callable[[date], None]
) -> None:
    today_is(CLUBS_TODAY)
    waiting = {"club_id": "c1", "pupil_id": "p1", "status": "候补", "from_date": date(2026, 9, 7)}
    desk = open_clubs(qtbot, tmp_path, Change("club_member", "w1", None, waiting))
    assert desk.panel.side.head.up.isVisible()
    desk.click(desk.panel.side.head.up)
    found = "SELECT status, from_date, note FROM club_member WHERE id = 'w1'"
    assert desk.stored(found) == [("正式", "2026-10-30", "9月7日起候补")]
    desk.press(Key.Key_Z, CTRL)
    assert desk.stored(found) == [("候补", "2026-09-07", None)]
    grid = desk.panel.side.member_grid
    desk.at(grid, 1, "status")
    desk.type("正式")
    desk.press(Key.Key_Return)
    assert desk.stored(found) == [("正式", "2026-10-30", "9月7日起候补")]
    assert desk.said() == "从 10月30日起为正式成员"


def picker(desk: ClubsDesk) -> Picker:
    found = desk.panel.side.stack.currentWidget()
    assert isinstance(found, Picker)
    return found


def test_several_pupils_by_letters_in_one_act(desk: ClubsDesk) -> None:
    desk.at(desk.panel.side.member_grid, 0, "status")
    desk.press(Key.Key_Insert, SHIFT)
    assert [cells[1:] for cells in desk.rows(picker(desk).grid)] == [
        ["张舒然", "女", "一(1)班", "✓ 周三、周五有空"],
        ["王欣怡", "女", "一(1)班", "✓ 周三、周五有空"],
        ["张思远", "男", "一(2)班", "✕ 周三 16:30 已在编程社"],
        ["王欣怡", "女", "一(2)班", "✓ 周三、周五有空"],
        ["徐宇航", "男", "一(2)班", "✓ 周三、周五有空"],
    ]
    for letters in ("xyh", "zsr"):
        desk.type(letters)
        desk.press(Key.Key_Return)
    assert desk.said() == "已选 一(1)班 张舒然"
    assert picker(desk).say.text() == "已选 2 人，名额剩 1，1 人候补"
    desk.press(Key.Key_Return, CTRL)
    assert members(desk) == [["1", "李梓轩", "正式"], ["2", "徐宇航", "正式"], ["候1", "张舒然", "候补"]]
    assert desk.shell.status.act.text() == "2 人已加入，其中 1 人进候补"
    desk.press(Key.Key_Z, CTRL)
    assert members(desk) == [["1", "李梓轩", "正式"]]


def test_enter_in_the_box_takes_the_first_who_is_free(desk: ClubsDesk) -> None:
    desk.click(desk.panel.side.several)
    desk.type("一(2)")
    assert desk.rows(picker(desk).grid)[0][1] == "张思远"  # busy then
    desk.press(Key.Key_Return)
    assert desk.said() == "已选 一(2)班 王欣怡"
    desk.press(Key.Key_Return)
    assert desk.said() == "不选 一(2)班 王欣怡"
    desk.type("zsy")
    desk.press(Key.Key_Return)
    assert desk.said() == "已选 一(2)班 张思远：周三 16:30 已在编程社"  # nobody else is meant


def test_several_pupils_of_a_class_by_space(desk: ClubsDesk) -> None:
    desk.click(desk.panel.side.several)
    desk.click(picker(desk).by_class)
    for _ in range(2):
        desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    assert [cells[1] for cells in desk.rows(picker(desk).grid)] == ["张思远", "王欣怡", "徐宇航"]
    desk.press(Key.Key_Down, SHIFT)
    desk.press(Key.Key_Space)
    assert picker(desk).say.text() == "已选 2 人，1 人冲突，名额剩 1，1 人候补"
    desk.press(Key.Key_Space)
    assert not picker(desk).join.isEnabled()
    desk.press(Key.Key_Escape)
    desk.press(Key.Key_Escape)
    assert desk.panel.side.stack.currentWidget() is desk.panel.side.member_grid
    assert desk.stored("SELECT count(*) FROM club_member") == [(2,)]


def test_several_pupils_by_the_mouse(desk: ClubsDesk) -> None:
    desk.click(desk.panel.side.several)
    table = picker(desk).grid.table

    def box(row: int) -> QPoint:
        return table.visualRect(picker(desk).grid.model.index(row, 0)).center()

    def ticks() -> str:
        return "".join(cells[0] for cells in desk.rows(picker(desk).grid))

    assert ticks() == "☐☐☐☐☐"
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box(4))
    assert ticks() == "☐☐☐☐✓"
    QTest.mousePress(table.viewport(), Qt.MouseButton.LeftButton, pos=box(1))
    QTest.mouseMove(table.viewport(), box(4))
    assert ticks() == "☐✓✓✓✓"
    QTest.mouseMove(table.viewport(), box(2))  # too far: what is left again is as it was
    QTest.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=box(2))
    assert ticks() == "☐✓✓☐✓"
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box(2))
    assert ticks() == "☐✓☐☐✓"
    assert picker(desk).say.text() == "已选 2 人，名额剩 1，1 人候补"
    desk.press(Key.Key_Space)
    assert ticks() == "☐✓✓☐✓"


def test_who_left_the_school_is_said_before_enter(
    qtbot: QtBot, tmp_path: Path, today_is: Callable[[date], None]
) -> None:
    today_is(CLUBS_TODAY)
    gone = {"name": "赵六", "sex": "男", "from_date": date(2026, 9, 1), "to_date": date(2026, 10, 12)}
    place = {"pupil_id": "g1", "class_id": "k1", "from_date": date(2026, 9, 1)}
    desk = open_clubs(
        qtbot, tmp_path, Change("pupil", "g1", None, gone), Change("class_membership", "gb", None, place)
    )
    desk.click(desk.panel.side.join_button)
    desk.type("zl")
    assert desk.offered() == [("赵六", "一(1)班", "✕ 10月12日已离校")]
    desk.press(Key.Key_Return)
    assert desk.said() == "赵六 10月12日已离校"
    assert members(desk)[1][0] == "—"
    desk.settle(qtbot)
    assert any(f.rule == "C01" for f in desk.mine())


def test_a_new_term_begins_with_last_terms_clubs(
    qtbot: QtBot, tmp_path: Path, today_is: Callable[[date], None]
) -> None:
    today_is(date(2027, 3, 10))
    left = Change("staff", "s9", None, {"name": "孙老", "to_date": date(2027, 2, 1)})
    leads = Change("club_leader", "l9", None, {"club_id": "c2", "staff_id": "s9"})
    desk = open_clubs(qtbot, tmp_path, left, leads)
    empty = desk.panel.empty
    assert empty is not None and empty.isVisible()
    assert empty.lines[0].text().startswith("2026-2027学年第一学期有 2 个社团")
    assert empty.lines[2].text() == "孙老已离校，没有复制；校外教师的协议日期要重新填写"
    assert empty.with_members.text() == "复制 2 个社团和 2 名成员"
    desk.click(empty.with_members)
    assert desk.shell.status.act.text() == "复制上学期社团 2 个，成员 2 人次"
    assert desk.said() == "孙老已离校，没有复制"
    assert [cells[:3] for cells in desk.rows(desk.panel.list)] == [
        ["剪纸社", "美术", "1/2"],
        ["编程社", "科技", "1/20"],
    ]
    assert desk.panel.side.head.about.text() == "赵敏 · 美术室 · 周三、周五 16:30–17:30 · 免费"
    assert desk.cells(desk.panel.side.member_grid, 0)[1:6] == [
        "李梓轩",
        "男",
        "一(1)班",
        "正式",
        "2027-02-22",
    ]
    assert not desk.page.copy.isVisible()  # nothing is left to copy
    desk.press(Key.Key_Z, CTRL)
    assert desk.rows(desk.panel.list) == []
    assert empty.isVisible()


def test_clubs_of_last_term_that_are_lacking_without_their_members(
    qtbot: QtBot, tmp_path: Path, today_is: Callable[[date], None]
) -> None:
    today_is(date(2027, 3, 10))
    club = Change("club", "c3", None, {"name": "剪纸社", "school_year": 2026, "term_number": 2})
    desk = open_clubs(qtbot, tmp_path, club)
    assert desk.page.copy.isVisible()
    desk.click(desk.page.copy)
    offered = desk.page.copy.popup._options.options
    assert [option.text for option in offered] == ["1 个社团，不带成员", "1 个社团和成员 1 人次"]
    desk.press(Key.Key_Return)
    assert [cells[0] for cells in desk.rows(desk.panel.list)] == ["剪纸社", "编程社"]
    assert desk.stored("SELECT count(*) FROM club_member") == [(2,)]


def test_all_of_a_class_but_the_selected(desk: ClubsDesk) -> None:
    desk.choose(desk.page.tabs, "pupils")
    desk.at(desk.pupils.list, 2, "name")
    grid = desk.pupils.grid
    desk.at(grid, 1, "part")
    desk.press(Key.Key_Down, SHIFT)
    assert desk.pupils.but.text() == "除选中 2 人外都参加"
    desk.press(Key.Key_Return, CTRL)
    assert [(cells[1], cells[4]) for cells in desk.rows(grid)] == [
        ("张思远", "是"),
        ("王欣怡", "否"),
        ("徐宇航", "否"),
    ]
    assert desk.shell.status.act.text() == "一(2)班 1 人参加课后服务，2 人不参加"
    desk.press(Key.Key_Z, CTRL)
    assert [cells[4] for cells in desk.rows(grid)] == ["否", "是", "否"]


def test_a_tab_chosen_before_the_page_is_filled(
    qtbot: QtBot, tmp_path: Path, today_is: Callable[[date], None]
) -> None:
    today_is(CLUBS_TODAY)
    desk = open_clubs(qtbot, tmp_path)
    shell = desk.shell
    page = ClubsPage(shell, desk.page.spec)  # as the shell makes it
    page.tabs.choose("pupils")
    qtbot.waitUntil(lambda: page.header.quiet.text() != "")
    assert page.stack.currentWidget() is page.pupils
    assert page.focusProxy() is page.pupils.grid
    page.deleteLater()


def test_ins_in_the_list_of_clubs_does_what_the_button_says(desk: ClubsDesk) -> None:
    desk.panel.side.tabs.choose("slots")
    desk.at(desk.panel.list, 0, "name")
    desk.press(Key.Key_Insert)
    assert desk.panel.side.tabs.key() == "members"
    assert QApplication.focusWidget() is desk.panel.side.member_grid.table
    assert desk.panel.side.member_grid.current()[0] not in desk.panel.side.members.rows
