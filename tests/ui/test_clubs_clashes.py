"""Clashes of leaders, rooms, hours and fees, said as they are typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.clubs_desk import CLUBS_TODAY, ClubsDesk, open_clubs

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, today_is: Callable[[date], None]) -> ClubsDesk:
    today_is(CLUBS_TODAY)
    return open_clubs(qtbot, tmp_path)


def test_a_leader_who_is_busy_then(desk: ClubsDesk, qtbot: QtBot) -> None:
    desk.at(desk.panel.list, 1, "name")
    side = desk.panel.side
    desk.choose(side.tabs, "about")
    side.leaders.new_row()
    desk.type("zm")
    assert desk.offered() == [("赵敏", "美术", "✕ 周三 16:30 已在剪纸社指导")]
    desk.press(Key.Key_Return)
    assert desk.said() == "周三 16:30 已在剪纸社指导"
    desk.settle(qtbot)
    assert any(f.rule == "C03" for f in desk.mine())


def test_nobody_leads_a_club_twice(desk: ClubsDesk) -> None:
    side = desk.panel.side
    desk.choose(side.tabs, "about")
    side.leaders.new_row()
    desk.type("zm")
    desk.press(Key.Key_Return)
    assert desk.said() == "赵敏已经在指导这个社团，没有重复登记"
    assert desk.stored("SELECT count(*) FROM club_leader WHERE club_id = 'c1'") == [(1,)]


def test_a_room_that_is_taken_then(desk: ClubsDesk) -> None:
    desk.at(desk.panel.list, 1, "name")
    side = desk.panel.side
    desk.choose(side.tabs, "slots")
    desk.at(side.slots, 0, "place")
    desk.press(Key.Key_F2)
    assert desk.offered() == [("美术室", "", "✕ 周三 16:30 已有剪纸社"), ("机房", "", "✓ 空着")]
    desk.press(Key.Key_Up)
    desk.press(Key.Key_Return)
    assert desk.said() == "周三 16:30 美术室已有剪纸社"


def test_a_clash_is_said_at_once_by_the_club_that_stands_first(desk: ClubsDesk) -> None:
    side = desk.panel.side  # 剪纸社, whose rows are older than those of 编程社
    desk.choose(side.tabs, "slots")
    desk.at(side.slots, 0, "place")
    desk.type("机房")
    desk.press(Key.Key_Return)
    assert desk.said() == "周三 16:30 机房已有编程社"
    desk.choose(side.tabs, "about")
    desk.at(side.leaders, 0, "staff_id")
    desk.press(Key.Key_Delete)
    desk.at(side.leaders, 0, "outside_name")
    desk.type("周老师")
    desk.press(Key.Key_Return)
    assert desk.said() == "周三 16:30 已在编程社指导"


def test_an_hour_too_late_is_said_at_once(desk: ClubsDesk) -> None:
    side = desk.panel.side
    desk.choose(side.tabs, "slots")
    desk.at(side.slots, 0, "to_time")
    desk.type("18:30")
    desk.press(Key.Key_Return)
    assert desk.said() == "周三 18:30 结束，冬季晚于 18:00"


def test_a_fee_above_the_cap_is_said_and_marked(desk: ClubsDesk) -> None:
    side = desk.panel.side
    desk.choose(side.tabs, "about")
    desk.at(side.basics, 0, "fee_fen")
    desk.type("4")
    desk.press(Key.Key_Return)
    said = "收费 4 元/课时，高于上限 3.5 元"
    assert desk.said() == said
    mark = side.basics.source.mark("c1", "fee_fen")
    assert mark is not None and mark.message == said
    assert side.head.chip.isVisible()
