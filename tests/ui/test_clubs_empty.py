"""课后服务·社团 before there is anything: what comes first is said, and nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.clubs_desk import CLUBS_TODAY, ClubsDesk, open_clubs
from tests.ui.month_school import open_window
from ui.forms.registry import PAGES

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_school_without_clubs(qtbot: QtBot, school_file: Path, today_is: Callable[[date], None]) -> None:
    today_is(CLUBS_TODAY)
    desk = ClubsDesk(open_window(qtbot, school_file, "clubs", PAGES), school_file)
    assert desk.page.header.quiet.text() == "0 人参加课后服务（在校 0 人） · 教师 0 人 · 0 个社团"
    assert desk.panel.side.head.name.text() == "还没有社团"
    assert not desk.panel.side.join_button.isEnabled()
    desk.click(desk.page.header.main or desk.page)
    desk.type("剪纸社")
    desk.press(Key.Key_Return)
    assert desk.panel.side.head.name.text() == "剪纸社"
    assert desk.panel.side.join_button.isEnabled()
    desk.press(Key.Key_Z, CTRL)
    assert desk.panel.side.head.name.text() == "还没有社团"


def test_a_school_without_anything_says_what_comes_first(
    qtbot: QtBot, school_file: Path, today_is: Callable[[date], None]
) -> None:
    today_is(CLUBS_TODAY)
    desk = ClubsDesk(open_window(qtbot, school_file, "clubs", PAGES), school_file)
    desk.choose(desk.page.tabs, "pupils")
    assert desk.pupils.say.text().startswith("还没有学生：先在「班级与学生」里导入名单")
    assert not desk.pupils.whole.isEnabled() and not desk.pupils.but.isEnabled()
    desk.choose(desk.page.tabs, "staff")
    assert desk.page.staff.say.text().startswith("还没有人参加：本校教师先在「教职工」里登记")
    desk.choose(desk.page.tabs, "attendance")
    assert desk.page.attendance.about.text() == "还没有社团：先在「社团」里新建"
    assert desk.page.attendance.grid.isHidden() and not desk.page.attendance.legend.text()


def test_a_club_without_members_shows_the_whole_of_the_foot(
    qtbot: QtBot, tmp_path: Path, today_is: Callable[[date], None]
) -> None:
    today_is(CLUBS_TODAY)
    desk = open_clubs(qtbot, tmp_path)
    desk.at(desk.panel.list, 0, "name")
    grid = desk.panel.side.member_grid
    desk.at(grid, 0, "status")
    desk.press(Key.Key_Minus, CTRL)
    desk.choose(desk.page.tabs, "attendance")
    QApplication.processEvents()
    assert (
        desk.page.attendance.about.text() == "剪纸社　还没有成员：在「社团 · 在册」里加入"
    )  # it has its slots
    attendance = desk.page.attendance.grid
    assert attendance.footer is not None and not attendance.model.ids
    assert attendance.footer.geometry().bottom() <= attendance.rect().bottom()
