"""课后服务·社团 as a clerk works in it: joining by pinyin, leaving, slots, a new club, leaders, findings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.clubs_desk import CLUBS_TODAY, ClubsDesk, open_clubs
from xcedu_desktop.store.changes import Change

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, today_is: Callable[[date], None]) -> ClubsDesk:
    today_is(CLUBS_TODAY)
    return open_clubs(qtbot, tmp_path)


def test_the_figures_of_the_page(desk: ClubsDesk) -> None:
    assert desk.page.header.quiet.text() == "4 人参加课后服务（在校 6 人，66.7%） · 教师 1 人 · 2 个社团"
    assert desk.tabs(desk.page.tabs) == ["社团 2", "参加学生 4", "参加教师 1", "本月考勤"]
    assert desk.rows(desk.panel.list) == [["剪纸社", "美术", "1/2", "0/6"], ["编程社", "科技", "1/20", "0/7"]]
    assert desk.tabs(desk.panel.side.tabs) == ["在册 1", "时间地点", "收费与教师"]
    head = desk.panel.side.head
    assert (head.name.text(), head.category.text) == ("剪纸社", "美术")
    assert head.about.text() == "赵敏 · 美术室 · 周三、周五 16:30–17:30 · 免费"


def test_joining_by_two_letters_says_who_is_free(desk: ClubsDesk) -> None:
    grid = desk.panel.side.member_grid
    desk.click(desk.panel.side.join_button)
    desk.type("zs")
    assert desk.offered() == [
        ("张舒然", "一(1)班", "✓ 周三、周五有空"),
        ("张思远", "一(2)班", "✕ 周三 16:30 已在编程社"),
    ]
    desk.press(Key.Key_Return)
    assert desk.stored("SELECT pupil_id, status, from_date FROM club_member WHERE club_id = 'c1' AND pupil_id = 'p1'") == [
        ("p1", "正式", "2026-10-30")
    ]  # fmt: skip
    assert desk.cells(grid, 1)[1:6] == ["张舒然", "女", "一(1)班", "正式", "2026-10-30"]
    assert desk.rows(desk.panel.list)[0][2] == "2/2"
    assert desk.tabs(desk.panel.side.tabs)[0] == "在册 2"
    assert desk.shell.status.act.text() == "加入 张舒然"
    assert grid.table.currentIndex().row() == 2  # the empty row again, for the next one
    desk.press(Key.Key_Z, CTRL)
    assert desk.rows(desk.panel.list)[0][2] == "1/2"
    assert desk.stored("SELECT count(*) FROM club_member WHERE club_id = 'c1'") == [(1,)]


def test_a_busy_pupil_joins_all_the_same_and_it_is_said(desk: ClubsDesk, qtbot: QtBot) -> None:
    desk.click(desk.panel.side.join_button)
    desk.type("zsy")
    desk.press(Key.Key_Return)
    assert desk.said() == "张思远 周三 16:30 已在编程社，时间冲突"
    desk.settle(qtbot)
    grid = desk.panel.side.member_grid
    mark = grid.source.mark(grid.model.ids[1], "pupil_id")
    assert mark is not None and mark.message == "周三 16:30 已在编程社"
    assert desk.page.still.text().startswith("本页 ")


def test_two_of_one_name_are_told_apart_by_class(desk: ClubsDesk) -> None:
    desk.click(desk.panel.side.join_button)
    desk.type("王欣怡")
    assert [(name, said) for name, said, _ in desk.offered()] == [
        ("王欣怡", "一(1)班"),
        ("王欣怡", "一(2)班"),
    ]
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    assert desk.cells(desk.panel.side.member_grid, 1)[1:4] == ["王欣怡", "女", "一(2)班"]
    assert desk.stored("SELECT pupil_id FROM club_member WHERE club_id = 'c1' AND position IS NOT NULL") == [
        ("p0",), ("p4",),
    ]  # fmt: skip


def test_who_is_in_already_does_not_join_twice(desk: ClubsDesk) -> None:
    desk.click(desk.panel.side.join_button)
    desk.type("lzx")
    assert desk.offered() == [("李梓轩", "一(1)班", "已在册")]
    desk.press(Key.Key_Return)
    assert desk.said() == "李梓轩已经在册，没有重复加入"
    assert desk.stored("SELECT count(*) FROM club_member WHERE club_id = 'c1'") == [(1,)]


def test_a_name_that_nobody_has_stays_as_a_marked_draft(desk: ClubsDesk) -> None:
    desk.click(desk.panel.side.join_button)
    desk.type("赵钱孙")
    desk.press(Key.Key_Return)
    grid = desk.panel.side.member_grid
    assert desk.cells(grid, 1)[1] == "赵钱孙"
    assert grid.source.is_draft(grid.model.ids[1], "pupil_id")
    desk.at(grid, 1, "pupil_id")
    desk.type("zsr")
    desk.press(Key.Key_Return)
    assert not grid.source.is_draft(grid.model.ids[1], "pupil_id")
    assert desk.stored("SELECT count(*) FROM draft") == [(0,)]
    assert desk.cells(grid, 1)[1:4] == ["张舒然", "女", "一(1)班"]


def test_leaving_dates_itself_and_stands_grey_at_the_end(desk: ClubsDesk) -> None:
    desk.click(desk.panel.side.join_button)
    desk.type("zsr")
    desk.press(Key.Key_Return)
    grid = desk.panel.side.member_grid
    desk.at(grid, 0, "status")
    desk.type("退出")
    desk.press(Key.Key_Return)
    assert desk.stored(
        "SELECT status, to_date FROM club_member WHERE pupil_id = 'p0' AND club_id = 'c1'"
    ) == [("退出", "2026-10-30")]
    assert len(desk.shell.history.done[-1].changes) == 1  # one change of one row
    desk.shell.refresh()
    assert [desk.cells(grid, row)[:2] for row in range(2)] == [["1", "张舒然"], ["—", "李梓轩"]]
    assert grid.source.ink(grid.model.ids[1], "pupil_id") == "ink3"
    assert desk.tabs(desk.panel.side.tabs)[0] == "在册 1 · 退出 1"
    desk.at(grid, 1, "status")
    desk.type("正式")
    desk.press(Key.Key_Return)
    assert desk.stored("SELECT to_date FROM club_member WHERE pupil_id = 'p0' AND club_id = 'c1'") == [
        (None,)
    ]


def test_a_last_day_typed_makes_it_left_and_taken_away_a_member_again(desk: ClubsDesk) -> None:
    grid = desk.panel.side.member_grid
    asked = "SELECT status, to_date FROM club_member WHERE pupil_id = 'p0' AND club_id = 'c1'"
    for typed, stored in (
        ("10.23", ("退出", "2026-10-23")),
        ("", ("正式", None)),
        ("11.20", ("正式", "2026-11-20")),  # a day to come: a member until then
    ):
        desk.at(grid, 0, "to_date")
        desk.press(Key.Key_Delete)
        desk.type(typed)
        desk.press(Key.Key_Return)
        assert desk.stored(asked) == [stored]
    desk.at(grid, 0, "to_date")
    desk.type("十月")
    desk.press(Key.Key_Return)
    assert desk.stored(asked)[0][0] == "正式"  # no day: a marked draft


def test_a_class_joins_with_one_undo(desk: ClubsDesk) -> None:
    desk.click(desk.panel.side.by_class)
    lines = desk.panel.side.by_class.popup._options.options
    assert [(line.text, line.detail) for line in lines] == [
        ("一(1)班", "可加入 2 人"),
        ("一(2)班", "可加入 2 人"),
    ]
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    names = [desk.cells(desk.panel.side.member_grid, row)[1] for row in range(3)]
    assert names == ["李梓轩", "王欣怡", "徐宇航"]  # 一(2)班; the busy one is not among them
    status = [desk.cells(desk.panel.side.member_grid, row)[4] for row in range(3)]
    assert status == ["正式", "正式", "候补"]  # two places: the third waits, and it is said
    assert desk.shell.status.act.text() == "一(2)班 2 人已加入，其中 1 人进候补"
    assert desk.rows(desk.panel.list)[0][2] == "2/2"
    assert desk.panel.side.member_grid.table.hasFocus()  # the next key is a member's, not the button's
    desk.press(Key.Key_Z, CTRL)
    assert desk.stored("SELECT count(*) FROM club_member WHERE club_id = 'c1'") == [(1,)]


def test_a_new_club_from_the_first_key_to_its_first_member(desk: ClubsDesk) -> None:
    desk.at(desk.panel.list, 2, "name")  # the empty last row
    desk.type("足球社")
    desk.press(Key.Key_Tab)
    desk.type("体")
    desk.press(Key.Key_Return)
    assert desk.stored("SELECT name, category, school_year, term_number FROM club WHERE name = '足球社'") == [
        ("足球社", "体育", 2026, 1)
    ]
    assert desk.panel.side.head.name.text() == "足球社"
    assert desk.tabs(desk.page.tabs)[0] == "社团 3"
    desk.choose(desk.panel.side.tabs, "slots")
    desk.panel.side.slots.new_row()
    desk.type("周一、周二 16:30-17:30")
    desk.press(Key.Key_Return)
    assert desk.rows(desk.panel.side.slots) == [
        ["周一", "16:30", "17:30", ""],
        ["周二", "16:30", "17:30", ""],
    ]
    desk.at(desk.panel.side.slots, 0, "place")
    desk.type("操场")
    desk.press(Key.Key_Return)
    assert desk.panel.side.head.about.text() == "操场 · 周一、周二 16:30–17:30"
    desk.choose(desk.panel.side.tabs, "members")
    desk.click(desk.panel.side.join_button)
    desk.type("zsy")
    assert desk.offered() == [("张思远", "一(2)班", "✓ 周一、周二有空")]
    desk.press(Key.Key_Return)
    found = desk.stored(
        "SELECT m.from_date FROM club_member m JOIN club c ON c.id = m.club_id WHERE c.name = '足球社'"
    )
    assert found == [("2026-09-01",)]  # the club had nobody yet: since the term's first day


@pytest.mark.parametrize("typed", ["三", "周三", "星期三", "3"])
def test_weekdays_as_people_type_them(desk: ClubsDesk, typed: str) -> None:
    desk.choose(desk.panel.side.tabs, "slots")
    slots = desk.panel.side.slots
    desk.at(slots, 1, "weekday")
    desk.type(typed)
    desk.press(Key.Key_Return)
    assert desk.rows(slots)[1][0] == "周三"
    assert desk.stored("SELECT count(*) FROM place_use WHERE owner_id = 'c1' AND weekday = 3") == [(2,)]


def test_a_weekday_that_is_none_is_kept_and_marked(desk: ClubsDesk) -> None:
    desk.choose(desk.panel.side.tabs, "slots")
    slots = desk.panel.side.slots
    desk.at(slots, 0, "weekday")
    desk.type("八")
    desk.press(Key.Key_Return)
    assert desk.rows(slots)[0][0] == "八"
    assert slots.source.is_draft(slots.model.ids[0], "weekday")


def test_leaders_and_what_the_club_costs(desk: ClubsDesk) -> None:
    desk.choose(desk.panel.side.tabs, "about")
    leaders = desk.panel.side.leaders
    leaders.new_row()
    desk.type("lq")
    assert desk.offered() == [("李强", "体育", "✓ 周三、周五有空")]
    desk.press(Key.Key_Return)
    assert desk.panel.side.head.about.text().startswith("赵敏、李强 · ")
    desk.at(leaders, 2, "outside_name")
    desk.type("孙老师")
    desk.press(Key.Key_Tab)
    desk.type("13906321234")
    desk.press(Key.Key_Tab)
    desk.type("9.1")
    desk.press(Key.Key_Return)
    assert desk.rows(leaders)[2] == ["", "孙老师", "139****1234", "2026-09-01"]
    desk.at(desk.panel.side.basics, 0, "fee_fen")
    desk.type("2.5")
    desk.press(Key.Key_Return)
    assert desk.panel.side.head.about.text().endswith(" · 2.5 元/课时")


def test_over_capacity_is_marked_and_mended_from_the_card(desk: ClubsDesk, qtbot: QtBot) -> None:
    for letters in ("zsr", "xyh"):
        desk.click(desk.panel.side.join_button)
        desk.type(letters)
        desk.press(Key.Key_Return)
    grid = desk.panel.side.member_grid
    assert desk.cells(grid, 2)[4] == "候补"
    desk.at(grid, 2, "status")
    desk.type("正式")  # a clerk who means it
    desk.press(Key.Key_Return)
    desk.settle(qtbot)
    assert desk.panel.list.source.mark("c1", "capacity") is not None
    assert (
        desk.panel.side.head.chip.text is not None and "3 人，超出名额 1 人" in desk.panel.side.head.chip.text
    )
    desk.click(desk.panel.side.head.capacity)
    desk.type("30")
    desk.press(Key.Key_Return)
    desk.settle(qtbot)
    assert desk.rows(desk.panel.list)[0][2] == "3/30"
    assert desk.panel.list.source.mark("c1", "capacity") is None


def test_places_are_typed_where_they_are_shown(desk: ClubsDesk) -> None:
    listed = desk.panel.list
    desk.choose(desk.panel.side.tabs, "about")
    assert desk.rows(desk.panel.side.basics)[0][2] == "2"
    desk.at(listed, 0, "capacity")
    desk.type("3o")
    desk.press(Key.Key_Return)
    assert desk.rows(listed)[0][2] == "3o" and "不是" in desk.said()
    desk.at(listed, 0, "capacity")
    desk.type("30")
    desk.press(Key.Key_Return)
    assert desk.rows(listed)[0][2] == "1/30"
    desk.at(listed, 0, "capacity")  # Enter went on to the next club, which was shown
    assert desk.rows(desk.panel.side.basics)[0][2] == "30"
    desk.press(Key.Key_Delete)
    assert desk.rows(listed)[0][2] == "1" and desk.rows(desk.panel.side.basics)[0][2] == ""
    desk.shell.undo()
    assert desk.stored("SELECT capacity FROM club WHERE id = 'c1'") == [(30,)]
    # a new club, key after key along its line
    desk.panel.new_club()
    for text in ("象棋社", "体育", "20"):
        desk.type(text)
        desk.press(Key.Key_Tab)
    assert desk.stored("SELECT capacity FROM club WHERE name = '象棋社'") == [(20,)]
    assert desk.stored("SELECT count(*) FROM club") == [(3,)]


def test_a_club_with_members_is_not_deleted_an_empty_one_is(desk: ClubsDesk) -> None:
    desk.at(desk.panel.list, 0, "name")
    desk.press(Key.Key_Minus, CTRL)
    assert "社团成员" in desk.said()
    assert desk.stored("SELECT count(*) FROM club") == [(2,)]
    assert desk.stored("SELECT count(*) FROM place_use") == [(4,)]
    desk.at(desk.panel.side.member_grid, 0, "status")
    desk.press(Key.Key_Minus, CTRL)
    desk.at(desk.panel.list, 0, "name")
    desk.press(Key.Key_Minus, CTRL)
    assert desk.stored("SELECT name FROM club") == [("编程社",)]
    assert desk.stored("SELECT count(*) FROM place_use") == [(2,)]
    assert desk.panel.side.head.name.text() == "编程社"


def test_findings_lead_to_club_and_cell(desk: ClubsDesk, qtbot: QtBot) -> None:
    desk.settle(qtbot)
    seen = {}
    for finding in desk.mine():
        assert desk.shell.go_to(finding), finding
        seen[finding.rule, finding.record] = desk.here()
    assert seen["C10", "m2"] == ("m2", "pupil_id")
    assert desk.panel.club == "c2"
    assert seen["C07", "c1"][0] == "p0"  # the first pupil of the first meeting without attendance
    assert seen["C12", "l2"] == ("l2", "outside_phone")
    assert seen["C13", "u3"] == ("u3", "to_time")


def test_another_month_shows_its_own_term(desk: ClubsDesk) -> None:
    for _ in range(8):
        desk.press(Key.Key_Left, Qt.KeyboardModifier.AltModifier)  # back to February: the term before
    assert desk.rows(desk.panel.list) == []
    assert desk.tabs(desk.page.tabs)[0] == "社团 0"


def test_choosing_a_club_by_keys(desk: ClubsDesk) -> None:
    desk.at(desk.panel.list, 0, "name")
    desk.press(Key.Key_Down)
    assert desk.panel.side.head.name.text() == "编程社"
    assert desk.cells(desk.panel.side.member_grid, 0)[1] == "张思远"
    assert desk.panel.list.source.is_bold("c2", "name")
    desk.press(Key.Key_Down)  # the empty last row: the club stays
    assert desk.panel.side.head.name.text() == "编程社"


def test_names_pasted_from_a_list(desk: ClubsDesk) -> None:
    QApplication.clipboard().setText("张舒然\n徐宇航\n张舒然")
    desk.click(desk.panel.side.join_button)
    desk.press(Key.Key_V, CTRL)
    names = [cells[1] for cells in desk.rows(desk.panel.side.member_grid)]
    assert names == ["李梓轩", "张舒然", "徐宇航"]  # nobody twice
    desk.press(Key.Key_Z, CTRL)
    assert len(desk.rows(desk.panel.side.member_grid)) == 1


def test_a_meeting_on_a_closed_day_leads_to_its_club(
    qtbot: QtBot, tmp_path: Path, today_is: Callable[[date], None]
) -> None:
    today_is(CLUBS_TODAY)
    meeting = {"club_id": "c2", "day": date(2026, 10, 3), "present": 1}
    desk = open_clubs(qtbot, tmp_path, Change("club_session", "e1", None, meeting))
    finding = next(f for f in desk.mine() if f.rule == "C06")
    assert (finding.table, finding.record) == ("club_session", "e1")
    assert desk.shell.go_to(finding)
    attendance = desk.page.attendance
    assert (desk.page.tabs.key(), attendance.club) == ("attendance", "c2")
    assert attendance.grid.footer is not None
    assert attendance.grid.footer.table.hasFocus()
    mark = attendance.grid.footer.model.source.mark("present", "e1")
    assert mark is not None and mark.message.startswith("10月3日：这一天不上课")
    assert desk.rows(desk.panel.list)[1][3] == "1/7"
