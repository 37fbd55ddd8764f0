"""本月考勤 as a clerk takes it: one key a pupil, all here, heads, a meeting called off or added, marks on the spot, undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.clubs_desk import CLUBS_TODAY, ClubsDesk, open_clubs, open_reported
from ui.forms.clubs.attendance_panel import AttendancePanel
from xcedu_desktop.store.changes import Change

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
_MEMBERS = [
    Change(
        "club_member",
        f"n{at}",
        None,
        {"club_id": "c1", "pupil_id": f"p{at}", "status": "正式", "from_date": since},
    )
    for at, since in ((1, date(2026, 9, 7)), (2, date(2026, 10, 15)))
]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, today_is: Callable[[date], None]) -> ClubsDesk:
    """李梓轩 and 张舒然 in 剪纸社 since September, 王欣怡 since 15 October; meetings on Wednesdays and Fridays."""
    today_is(CLUBS_TODAY)
    found = open_clubs(qtbot, tmp_path, *_MEMBERS)
    main = found.page.header.main
    assert main is not None and main.text() == "记考勤"
    found.click(main)
    return found


def panel(desk: ClubsDesk) -> AttendancePanel:
    return desk.page.attendance


def heads(desk: ClubsDesk) -> list[str]:
    """The words of the meetings' headers."""
    return [c.title.replace("\n", "") for c in panel(desk).grid.model.columns[4:]]


def foot(desk: ClubsDesk) -> list[list[str]]:
    footer = panel(desk).grid.footer
    assert footer is not None
    model = footer.model
    return [[model.text_at(row, column) for column in model.columns[3:]] for row in range(2)]


def column(desk: ClubsDesk, day: int) -> list[str]:
    """The marks of a day's meeting."""
    model = panel(desk).grid.model
    at = next(c for c in model.columns[4:] if c.title.startswith(f"{day}\n"))
    return [model.text_at(row, at) for row in range(len(model.ids))]


def here(desk: ClubsDesk) -> tuple[str, str]:
    """Name and day of the current cell."""
    row_id, key = panel(desk).grid.current()
    source = panel(desk).source
    return source.text(row_id, "name"), str(source.meetings[key].day.day)


def test_the_planned_meetings_stand_there_and_work_begins_at_the_first(desk: ClubsDesk) -> None:
    # 1–7 October are holidays; the 10th is a Saturday of work, without a slot
    assert heads(desk) == ["9未记", "14未记", "16未记", "21未记", "23未记", "28未记", "30五"]
    assert [cells[1:4] for cells in desk.rows(panel(desk).grid)] == [
        ["李梓轩", "一(1)班", ""],
        ["张舒然", "一(1)班", ""],
        ["王欣怡", "一(1)班", ""],
    ]
    assert here(desk) == ("李梓轩", "9")
    assert panel(desk).grid.table.hasFocus()
    assert foot(desk)[0] == ["", "2", "2", "3", "3", "3", "3", "3"]
    assert desk.stored("SELECT count(*) FROM club_session") == [(0,)]  # nothing is made before a mark


def test_one_key_a_pupil(desk: ClubsDesk) -> None:
    desk.press(Key.Key_1)
    assert here(desk) == ("张舒然", "9")
    desk.press(Key.Key_Q)
    assert column(desk, 9) == ["✓", "缺", ""]
    assert desk.said() == "10月9日到末行了，实到 1 人；Enter 到下一次"
    assert heads(desk)[0] == "9五"
    assert desk.rows(panel(desk).list)[0] == ["剪纸社", "1/6"]
    assert desk.stored("SELECT day, from_time, present FROM club_session") == [("2026-10-09", "16:30", None)]
    assert desk.stored("SELECT pupil_id, day, mark FROM club_attendance ORDER BY pupil_id") == [
        ("p0", "2026-10-09", "到"),
        ("p1", "2026-10-09", "缺"),
    ]
    desk.press(Key.Key_Return)
    assert here(desk) == ("李梓轩", "14")
    desk.press(Key.Key_Space)
    desk.press(Key.Key_J)
    assert column(desk, 14) == ["✓", "假", ""]
    assert desk.rows(panel(desk).grid)[1][3] == "0/2"
    for _ in range(4):
        desk.press(Key.Key_Z, CTRL)
    assert desk.stored(
        "SELECT (SELECT count(*) FROM club_session) + (SELECT count(*) FROM club_attendance)"
    ) == [(0,)]
    assert heads(desk)[0] == "9未记"


def test_who_was_no_member_that_day_cannot_be_marked(desk: ClubsDesk) -> None:
    grid = panel(desk).grid
    desk.at(grid, 2, grid.model.columns[4].key)
    desk.press(Key.Key_1)
    assert desk.said() == "王欣怡这一天不在社团里，不用记"
    assert desk.stored("SELECT count(*) FROM club_attendance") == [(0,)]


def test_all_here_but_those_marked_already(desk: ClubsDesk) -> None:
    grid = panel(desk).grid
    desk.at(grid, 1, grid.model.columns[6].key)  # the 16th
    desk.press(Key.Key_3)
    desk.press(Key.Key_A)
    assert column(desk, 16) == ["✓", "假", "✓"]
    assert desk.shell.status.act.text() == "16日其余 2 人全到"
    assert foot(desk)[1][3] == "2"
    desk.press(Key.Key_A)
    assert desk.said() == "16日已经都记过了"
    desk.press(Key.Key_Z, CTRL)
    assert column(desk, 16) == ["", "假", ""]


def test_a_block_takes_one_key_and_delete_empties_it(desk: ClubsDesk) -> None:
    for _ in range(2):
        desk.press(Key.Key_Right, SHIFT)
    desk.press(Key.Key_Down, SHIFT)
    desk.press(Key.Key_1)
    assert [column(desk, day) for day in (9, 14, 16)] == [["✓", "✓", ""]] * 3
    desk.press(Key.Key_Delete)
    assert desk.stored("SELECT count(*) FROM club_attendance") == [(0,)]
    assert len(desk.shell.history.done) == 2


def test_the_last_mark_taken_away_leaves_no_head_count(
    qtbot: QtBot, tmp_path: Path, today_is: Callable[[date], None]
) -> None:
    today_is(CLUBS_TODAY)
    day = date(2026, 10, 28)
    session = {"club_id": "c1", "day": day, "present": 1}  # as a file holds it in which both were written
    mark = {"session_id": "x1", "pupil_id": "p0", "day": day, "mark": "到"}
    rows = (Change("club_session", "x1", None, session), Change("club_attendance", "a1", None, mark))
    desk = open_clubs(qtbot, tmp_path, *_MEMBERS, *rows)
    assert desk.page.header.main is not None
    desk.click(desk.page.header.main)
    grid = panel(desk).grid
    desk.at(grid, 0, "x1")
    taken, column_of_28 = desk.rows(panel(desk).list)[0][1], grid.model.column_of("x1") - 3
    desk.press(Key.Key_Delete)
    assert foot(desk)[1][column_of_28] == ""
    assert (taken[:2], desk.rows(panel(desk).list)[0][1][:2]) == ("1/", "0/")
    assert desk.stored("SELECT present FROM club_session WHERE id = 'x1'") == [(None,)]
    desk.press(Key.Key_Z, CTRL)
    assert column(desk, 28)[0] == "✓" and desk.rows(panel(desk).list)[0][1] == taken
    assert desk.stored("SELECT present FROM club_session WHERE id = 'x1'") == [(1,)]


def test_marks_pasted_from_a_paper_list(desk: ClubsDesk) -> None:
    QApplication.clipboard().setText("√\t缺勤\n×\t请假")
    desk.press(Key.Key_V, CTRL)
    assert column(desk, 9)[:2] == ["✓", "缺"]
    assert column(desk, 14)[:2] == ["缺", "假"]


def test_heads_only_where_no_names_are_taken(desk: ClubsDesk) -> None:
    desk.press(Key.Key_N)
    desk.type("2")
    desk.press(Key.Key_Return)
    assert desk.stored("SELECT day, present FROM club_session") == [("2026-10-09", 2)]
    footer = panel(desk).grid.footer
    assert footer is not None and footer.table.hasFocus()
    assert heads(desk)[0] == "9五"
    desk.press(Key.Key_Up)
    desk.at(panel(desk).grid, 0, panel(desk).grid.model.columns[4].key)
    desk.press(Key.Key_1)  # names after all: the mere count goes, in the same change
    assert desk.stored("SELECT present FROM club_session") == [(None,)]
    desk.press(Key.Key_N)
    assert desk.said() == "这一次已经点名，实到是数出来的"


def test_more_heads_than_members_are_marked_at_once(desk: ClubsDesk, qtbot: QtBot) -> None:
    desk.press(Key.Key_N)
    desk.type("5")
    desk.press(Key.Key_Return)
    footer = panel(desk).grid.footer
    assert footer is not None
    key = panel(desk).grid.model.columns[4].key
    mark = footer.model.source.mark("present", key)
    assert mark is not None and mark.message == "实到 5 人，多于当日成员 2 人"
    desk.settle(qtbot)
    finding = next(f for f in desk.mine() if f.rule == "C09")
    desk.choose(desk.page.tabs, "clubs")
    assert desk.shell.go_to(finding)
    assert footer.table.hasFocus()


def test_a_meeting_that_did_not_take_place_counts_nowhere(desk: ClubsDesk, qtbot: QtBot) -> None:
    desk.press(Key.Key_Minus, CTRL)
    assert heads(desk)[0] == "9停"
    assert desk.rows(panel(desk).list)[0] == ["剪纸社", "0/5"]
    assert desk.stored("SELECT day, called_off FROM club_session") == [("2026-10-09", 1)]
    desk.settle(qtbot)
    assert next(f for f in desk.mine() if f.rule == "C07" and f.record == "c1").cells == 5
    grid = panel(desk).grid
    desk.at(grid, 0, grid.model.columns[4].key)
    desk.press(Key.Key_1)
    assert "停开" in desk.said()
    assert panel(desk).off.text() == "9日恢复"
    desk.click(panel(desk).off)
    assert heads(desk)[0] == "9未记"


def test_one_more_meeting_and_away_again(desk: ClubsDesk) -> None:
    desk.press(Key.Key_Insert)
    offered = panel(desk).more.popup._options.options
    days = [option.text for option in offered]
    assert "10月10日" in days and "10月3日" not in days  # a Saturday of work, a holiday
    assert "10月14日" not in days
    while offered[panel(desk).more.popup.currentIndex().row()].text != "10月10日":
        desk.press(Key.Key_Down)
    desk.press(Key.Key_Return)
    assert heads(desk)[:2] == ["9未记", "10未记"]
    assert here(desk) == ("李梓轩", "10")
    desk.press(Key.Key_A)
    assert column(desk, 10) == ["✓", "✓", ""]
    desk.press(Key.Key_Minus, CTRL)
    assert heads(desk)[:2] == ["9未记", "14未记"]
    assert desk.stored("SELECT count(*) FROM club_attendance") == [(0,)]
    desk.press(Key.Key_Z, CTRL)
    assert desk.stored("SELECT count(*) FROM club_attendance") == [(2,)]


def test_the_attendance_shows_in_the_list_of_clubs(desk: ClubsDesk) -> None:
    desk.press(Key.Key_A)
    desk.choose(desk.page.tabs, "clubs")
    assert desk.rows(desk.panel.list)[0][3] == "1/6"
    assert desk.rows(desk.panel.side.member_grid)[0][7] == "1/1"


def test_a_low_rate_is_said_on_the_spot(desk: ClubsDesk) -> None:
    for _ in range(2):
        desk.press(Key.Key_2)
    assert "出勤率 0.0%，低于 60%（实到 0／应到 2 人次）" in panel(desk).about.text()


def test_days_to_come_wait(desk: ClubsDesk, today_is: Callable[[date], None]) -> None:
    today_is(date(2026, 10, 20))
    desk.shell.refresh()
    grid = panel(desk).grid
    desk.at(grid, 0, grid.model.columns[7].key)
    desk.press(Key.Key_1)
    assert desk.said() == "10月21日还没有到，不能记考勤"


def test_the_next_club_as_the_next_sheet(desk: ClubsDesk) -> None:
    desk.press(Key.Key_PageDown, ALT)
    assert panel(desk).club == "c2"
    assert here(desk) == ("张思远", "8")
    desk.press(Key.Key_1)
    assert desk.stored("SELECT pupil_id FROM club_attendance") == [("p3",)]
    desk.press(Key.Key_PageDown, ALT)
    assert desk.said() == "这是最后一个社团"
    desk.press(Key.Key_PageUp, ALT)
    assert panel(desk).club == "c1"


def test_undo_and_redo_go_to_the_mark(desk: ClubsDesk) -> None:
    for _ in range(2):
        desk.press(Key.Key_Right)
    desk.press(Key.Key_1)
    assert here(desk) == ("张舒然", "16")
    for key in (Key.Key_Z, Key.Key_Y):
        desk.press(Key.Key_End)
        desk.press(key, CTRL)
        assert here(desk) == ("李梓轩", "16")


def test_the_digits_of_a_refused_head_count_mark_nobody(desk: ClubsDesk) -> None:
    grid = panel(desk).grid
    desk.press(Key.Key_1)  # names are taken: the count is counted
    before, place = foot(desk), here(desk)
    marks = [column(desk, int(c.title.split("\n")[0])) for c in grid.model.columns[4:]]
    desk.press(Key.Key_N)
    assert desk.said() == "这一次已经点名，实到是数出来的"
    for key in (Key.Key_1, Key.Key_2, Key.Key_7, Key.Key_Return):
        desk.press(key)
        assert desk.said() == "这一次已经点名，实到是数出来的"
    assert foot(desk) == before and here(desk) == place and not grid.table.is_editing()
    assert [column(desk, int(c.title.split("\n")[0])) for c in grid.model.columns[4:]] == marks
    desk.press(Key.Key_2)  # after Enter the keys are the pupils' again
    assert [column(desk, int(c.title.split("\n")[0])) for c in grid.model.columns[4:]] != marks


def test_an_arrow_or_a_click_ends_the_refusal(desk: ClubsDesk) -> None:
    desk.press(Key.Key_1)
    before = foot(desk)
    for end in (Key.Key_Up, Key.Key_Escape):
        desk.press(Key.Key_N)
        desk.press(Key.Key_3)
        assert foot(desk) == before
        desk.press(end)
    desk.press(Key.Key_2)
    assert "改为 缺" in desk.said()


def test_a_reported_month_greys_what_takes_attendance_and_says_why(
    qtbot: QtBot, tmp_path: Path, today_is: Callable[[date], None]
) -> None:
    today_is(CLUBS_TODAY)
    desk = open_reported(qtbot, tmp_path)
    main, board = desk.page.header.main, panel(desk)
    assert main is not None and main.text() == "记考勤" and not main.isEnabled()
    assert "已上报" in desk.page.header.reason.text()
    for button in (board.all_here, board.off, board.more):
        assert not button.isEnabled() and "已上报并锁定" in button.toolTip()
    assert "已上报并锁定" in board.legend.text()
    desk.choose(desk.page.tabs, "attendance")
    before = desk.stored("SELECT count(*) FROM club_session")
    desk.press(Key.Key_Insert)
    assert "已上报并锁定" in desk.said()
    desk.press(Key.Key_Minus, CTRL)
    assert "已上报并锁定" in desk.said() and desk.stored("SELECT count(*) FROM club_session") == before


def test_the_meetings_stand_by_day_however_a_header_is_dragged(desk: ClubsDesk) -> None:
    before = heads(desk)
    header = panel(desk).grid.table.horizontalHeader()
    start, end = (QPoint(header.sectionViewportPosition(at) + 20, header.height() // 2) for at in (4, 7))
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=start)
    for part in (1, 2, 3):
        QTest.mouseMove(header.viewport(), start + (end - start) * (part / 3))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert heads(desk) == before


def test_a_day_on_which_somebody_was_not_in_yet_empties_no_other(desk: ClubsDesk) -> None:
    grid = panel(desk).grid
    row = next(at for at, cells in enumerate(desk.rows(grid)) if cells[1] == "王欣怡")
    closed = next(at for at in range(4, 12) if grid.source.is_closed(grid.model.ids[row], _key(desk, at)))
    opened = next(at for at in range(closed, 12) if not grid.model.refusal(grid.model.index(row, at)))
    desk.at(grid, row, _key(desk, opened))
    desk.press(Key.Key_Space)
    desk.at(grid, row, _key(desk, closed))
    for _ in range(opened - closed):
        desk.press(Key.Key_Right, SHIFT)
    desk.press(Key.Key_R, CTRL)
    assert grid.model.text_at(row, grid.model.columns[opened]) == "✓"


def _key(desk: ClubsDesk, at: int) -> str:
    return panel(desk).grid.model.columns[at].key
