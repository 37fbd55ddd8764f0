"""参加学生 and 参加教师: yes and no by Space, a whole class at one stroke, dates, a locked month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.clubs_desk import CLUBS_TODAY, ClubsDesk, open_clubs, open_reported
from ui.grid.filter_box import FilterBox

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, today_is: Callable[[date], None]) -> ClubsDesk:
    today_is(CLUBS_TODAY)
    found = open_clubs(qtbot, tmp_path)
    found.choose(found.page.tabs, "pupils")
    return found


def part(desk: ClubsDesk) -> dict[str, str]:
    """Name → 是 or 否 of the pupils shown."""
    return {cells[1]: cells[4] for cells in desk.rows(desk.pupils.grid)}


def test_classes_with_their_share(desk: ClubsDesk) -> None:
    assert desk.rows(desk.pupils.list) == [["全校", "4/6"], ["一(1)班", "3/3"], ["一(2)班", "1/3"]]
    assert part(desk) == {"李梓轩": "是", "张舒然": "是", "王欣怡": "是"}
    desk.at(desk.pupils.list, 2, "name")
    assert part(desk) == {"张思远": "否", "王欣怡": "是", "徐宇航": "否"}
    desk.at(desk.pupils.list, 0, "name")
    assert len(part(desk)) == 5 and len(desk.rows(desk.pupils.grid)) == 6  # two of one name


def test_space_says_yes_and_no(desk: ClubsDesk) -> None:
    desk.at(desk.pupils.list, 2, "name")
    grid = desk.pupils.grid
    desk.at(grid, 0, "part")
    desk.press(Key.Key_Space)
    assert part(desk)["张思远"] == "是"
    assert desk.stored("SELECT from_date, to_date FROM service_pupil WHERE pupil_id = 'p3'") == [
        ("2026-10-30", None)
    ]
    assert desk.rows(desk.pupils.list)[2] == ["一(2)班", "2/3"]
    assert desk.page.header.quiet.text().startswith("5 人参加课后服务（在校 6 人，83.3%）")
    assert desk.shell.status.act.text() == "张思远 参加课后服务"
    desk.press(Key.Key_Space)  # a slip: that pupil never took part
    assert desk.stored("SELECT count(*) FROM service_pupil WHERE pupil_id = 'p3'") == [(0,)]
    desk.at(grid, 1, "part")
    desk.press(Key.Key_Space)
    assert part(desk)["王欣怡"] == "否"
    assert desk.stored("SELECT from_date, to_date FROM service_pupil WHERE pupil_id = 'p4'") == [
        ("2026-09-01", "2026-10-29")
    ]
    assert desk.rows(desk.pupils.list)[2] == ["一(2)班", "0/3"]
    desk.press(Key.Key_Space)  # and back: as it was
    assert desk.stored("SELECT from_date, to_date FROM service_pupil WHERE pupil_id = 'p4'") == [
        ("2026-09-01", None)
    ]
    desk.press(Key.Key_Z, CTRL)
    assert part(desk)["王欣怡"] == "否"


def test_a_block_of_pupils_follows_the_first(desk: ClubsDesk) -> None:
    desk.at(desk.pupils.list, 2, "name")
    desk.at(desk.pupils.grid, 0, "part")
    desk.press(Key.Key_Down, SHIFT)
    desk.press(Key.Key_Down, SHIFT)
    desk.press(Key.Key_Space)
    assert set(part(desk).values()) == {"是"}
    assert len(desk.shell.history.done) == 1


def test_typing_yes_and_no(desk: ClubsDesk) -> None:
    desk.at(desk.pupils.list, 2, "name")
    desk.at(desk.pupils.grid, 0, "part")
    desk.type("是")
    desk.press(Key.Key_Return)
    assert part(desk)["张思远"] == "是"
    desk.at(desk.pupils.grid, 2, "part")
    desk.type("x7")
    desk.press(Key.Key_Return)
    assert part(desk)["徐宇航"] == "否"
    assert "没有改动" in desk.said()


def test_all_of_a_class_but_these(desk: ClubsDesk) -> None:
    desk.at(desk.pupils.list, 2, "name")
    desk.at(desk.pupils.grid, 1, "from_date")
    desk.type("10.30")
    desk.press(Key.Key_Return)
    desk.at(desk.pupils.grid, 1, "part")
    desk.press(Key.Key_Space)
    assert desk.stored("SELECT count(*) FROM service_pupil WHERE pupil_id IN ('p3', 'p4', 'p5')") == [(0,)]
    desk.click(desk.pupils.whole)
    assert set(part(desk).values()) == {"是"}
    found = desk.stored("SELECT DISTINCT from_date FROM service_pupil WHERE pupil_id IN ('p3', 'p4', 'p5')")
    assert found == [("2026-09-01",)]  # nobody of the class took part yet: since the term's first day
    done = len(desk.shell.history.done)
    desk.at(desk.pupils.grid, 2, "part")
    desk.press(Key.Key_Space)
    assert part(desk) == {"张思远": "是", "王欣怡": "是", "徐宇航": "否"}
    assert desk.stored("SELECT count(*) FROM service_pupil WHERE pupil_id = 'p5'") == [(0,)]
    assert len(desk.shell.history.done) == done + 1
    desk.press(Key.Key_Z, CTRL)
    desk.press(Key.Key_Z, CTRL)
    assert set(part(desk).values()) == {"否"}  # the whole class was one act


def test_all_but_these_passes_over_whom_the_search_hides(desk: ClubsDesk) -> None:
    desk.at(desk.pupils.list, 0, "name")  # the whole school, two pupils of one name found in it
    desk.pupils.findChild(FilterBox).setFocus()
    desk.type("wxy")
    assert len(desk.pupils.grid.model.ids) == 2
    before = desk.stored("SELECT count(*) FROM service_pupil")
    desk.at(desk.pupils.grid, 0, "part")
    desk.press(Key.Key_Return, CTRL)
    assert desk.shell.status.act.text() == "全校查到的 1 人参加课后服务，1 人不参加"
    ended = desk.stored("SELECT pupil_id FROM service_pupil WHERE to_date IS NOT NULL")
    assert ended == [("p2",)] and desk.stored("SELECT count(*) FROM service_pupil") == before


def test_dates_and_consent(desk: ClubsDesk) -> None:
    grid = desk.pupils.grid
    desk.at(grid, 0, "consent_date")
    desk.type("8.30")
    desk.press(Key.Key_Return)
    assert desk.stored("SELECT consent_date FROM service_pupil WHERE id = 'd0'") == [("2026-08-30",)]
    desk.at(grid, 0, "to_date")
    desk.type("10.16")
    desk.press(Key.Key_Return)
    assert part(desk)["李梓轩"] == "否"
    assert desk.rows(desk.pupils.list)[1] == ["一(1)班", "2/3"]
    desk.at(grid, 1, "from_date")
    desk.type("abc")
    desk.press(Key.Key_Return)
    assert grid.source.is_draft("p1", "from_date")
    assert desk.cells(grid, 1)[5] == "abc"


def test_a_finding_leads_to_the_pupil(desk: ClubsDesk, qtbot: QtBot) -> None:
    desk.at(desk.pupils.list, 2, "name")
    desk.at(desk.pupils.grid, 1, "from_date")
    desk.type("abc")
    desk.press(Key.Key_Return)
    desk.at(desk.pupils.list, 1, "name")
    desk.choose(desk.page.tabs, "clubs")
    desk.settle(qtbot)
    finding = next(f for f in desk.mine() if f.table == "service_pupil" and f.rule == "G08")
    assert desk.shell.go_to(finding)
    assert desk.here() == ("p4", "from_date")


def test_staff_own_and_from_outside(desk: ClubsDesk, qtbot: QtBot) -> None:
    desk.choose(desk.page.tabs, "staff")
    staff = desk.page.staff.grid
    staff.new_row()
    desk.type("lq")
    assert desk.offered() == [("李强", "体育", "")]
    desk.press(Key.Key_Return)
    desk.at(staff, 2, "outside_name")
    desk.type("孙老师")
    desk.press(Key.Key_Return)
    assert desk.rows(staff) == [
        ["1", "赵敏", "", "2026-09-01", ""],
        ["2", "李强", "", "2026-10-30", ""],
        ["3", "", "孙老师", "2026-10-30", ""],
    ]
    assert desk.tabs(desk.page.tabs)[2] == "参加教师 3"
    desk.at(staff, 1, "to_date")
    desk.type("13.40")
    desk.press(Key.Key_Return)
    desk.settle(qtbot)
    finding = next(f for f in desk.mine() if f.table == "service_staff")
    desk.choose(desk.page.tabs, "clubs")
    assert desk.shell.go_to(finding)
    assert desk.here() == (staff.model.ids[1], "to_date")


def test_nobody_of_the_staff_takes_part_twice(desk: ClubsDesk) -> None:
    desk.choose(desk.page.tabs, "staff")
    staff = desk.page.staff.grid
    staff.new_row()
    desk.press(Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [line[::2] for line in desk.offered()] == [("李强", ""), ("赵敏", "已参加")]
    desk.press(Key.Key_Escape)
    staff.new_row()
    desk.type("zm")
    desk.press(Key.Key_Return)
    assert desk.said() == "赵敏已经参加，没有重复登记"
    QApplication.clipboard().setText("赵敏")
    staff.new_row()
    desk.press(Key.Key_Escape)
    desk.press(Key.Key_V, CTRL)
    assert desk.stored("SELECT count(*) FROM service_staff") == [(1,)]
    desk.shell.say("")
    desk.at(staff, 0, "staff_id")  # one's own row is none beside it
    desk.type("zm")
    desk.press(Key.Key_Return)
    assert desk.said() == "" and desk.rows(staff)[0][1] == "赵敏"


def test_all_the_staff_at_one_stroke_but_who_is_deleted(desk: ClubsDesk) -> None:
    desk.choose(desk.page.tabs, "staff")
    panel = desk.page.staff
    assert panel.rest.text() == "其余 1 名教职工都参加"
    desk.click(panel.rest)
    assert [row[:4] for row in desk.rows(panel.grid)] == [
        ["1", "赵敏", "", "2026-09-01"],
        ["2", "李强", "", "2026-10-30"],
    ]
    assert desk.shell.status.act.text() == "1 名教职工参加课后服务，从 10月30日起"
    assert panel.rest.isHidden() and desk.tabs(desk.page.tabs)[2] == "参加教师 2"
    desk.at(panel.grid, 1, "staff_id")
    desk.press(Key.Key_Minus, CTRL)
    assert panel.rest.isVisible() and desk.stored("SELECT count(*) FROM service_staff") == [(1,)]
    desk.press(Key.Key_Z, CTRL)
    assert desk.stored("SELECT count(*) FROM service_staff") == [(2,)] and panel.rest.isHidden()
    desk.press(Key.Key_Z, CTRL)
    assert desk.stored("SELECT count(*) FROM service_staff") == [(1,)] and panel.rest.isVisible()


def test_where_nobody_takes_part_the_finding_leads_here(desk: ClubsDesk, qtbot: QtBot) -> None:
    desk.at(desk.pupils.list, 0, "name")
    desk.at(desk.pupils.grid, 0, "part")
    for _ in range(5):
        desk.press(Key.Key_Down, SHIFT)
    desk.press(Key.Key_Space)
    assert desk.page.header.quiet.text().startswith("0 人参加课后服务（在校 6 人，0.0%）")
    desk.choose(desk.page.tabs, "clubs")
    desk.settle(qtbot)
    finding = next(f for f in desk.mine() if f.rule == "C10")
    assert desk.shell.go_to(finding)
    assert desk.page.tabs.key() == "pupils"


def test_in_a_reported_month_memberships_stay_editable(
    qtbot: QtBot, tmp_path: Path, today_is: Callable[[date], None]
) -> None:
    today_is(CLUBS_TODAY)
    desk = open_reported(qtbot, tmp_path)
    said = desk.page.header.quiet.text()
    assert said.endswith(" 个社团 · 第 1 次上报的数字")
    grid = desk.panel.side.member_grid
    member = grid.model.ids[0]
    desk.at(grid, 0, "to_date")
    desk.type("9.30")
    desk.press(Key.Key_Return)
    assert desk.stored(f"SELECT to_date FROM club_member WHERE id = '{member}'") == [("2026-09-30",)]
    desk.choose(desk.page.tabs, "pupils")
    desk.at(desk.pupils.grid, 0, "part")
    desk.press(Key.Key_Space)
    assert desk.page.header.quiet.text() == said  # the reported figures stand
