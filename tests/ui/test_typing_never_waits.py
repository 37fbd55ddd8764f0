"""Typing never waits: a key draws what it concerns, the worker lets its answer go first, no check runs under the hands."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from tests.ui.meals_desk import MealsDesk
from tests.ui.month_school import service
from ui.grid.delegate import CellDelegate
from ui.quiet import Hands
from ui.work import Progress, Worker


@pytest.fixture
def desk(qtbot: QtBot, path: Path) -> MealsDesk:
    return MealsDesk(qtbot, path)


def test_a_value_draws_its_row_and_its_sums_not_the_month(
    desk: MealsDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.settle()
    desk.at(1, 27)
    drawn: set[tuple[str, int, int]] = set()
    draw = CellDelegate.paint

    def noting(
        self: CellDelegate,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        drawn.add((self.table.accessibleName(), index.row(), index.column()))
        draw(self, painter, option, index)

    monkeypatch.setattr(CellDelegate, "paint", noting)
    old = int(desk.shown(27)[1])
    desk.type(str(old - 1))
    qtbot.wait(50)
    drawn.clear()
    total = int(desk.foot("sum", 27))
    desk.press(Qt.Key.Key_Return)
    qtbot.wait(50)
    assert int(desk.foot("sum", 27)) == total - 1
    at = desk.page.grid.model.column_of("2026-10-27")
    above, foot = desk.page.grid.table.accessibleName(), desk.page.grid.foot.accessibleName()
    assert {(above, 1, at), (above, 2, at), (foot, 0, at)} <= drawn
    # below the row: the new current cell and what its fill handle touches
    assert len({(row, column) for name, row, column in drawn if name == above and row != 1}) <= 5
    assert len([1 for name, *_ in drawn if name == foot]) <= 2


def test_no_check_begins_while_keys_come(desk: MealsDesk, qtbot: QtBot) -> None:
    desk.settle()
    soon = service(desk.shell)._soon
    soon.setInterval(3000)  # long enough for a machine that is busy with other things
    desk.at(1, 27)
    desk.enter(str(int(desk.shown(27)[1]) - 1))
    assert soon.isActive()
    qtbot.waitUntil(lambda: soon.remainingTime() < 2500)
    before = soon.remainingTime()
    QTest.keyClick(desk.shell.windowHandle(), Qt.Key.Key_Down)  # as the window system brings it
    assert soon.remainingTime() > before


def test_the_worker_lets_the_answer_to_a_key_go_first(desk: MealsDesk, qtbot: QtBot) -> None:
    worker = Worker()
    went_on: list[float] = []

    def work(progress: Progress) -> None:
        progress.check()
        went_on.append(time.monotonic())

    before = Hands.answered
    QTest.keyClick(desk.shell.windowHandle(), Qt.Key.Key_Down)
    answered = Hands.answered
    worker.run(work)
    qtbot.waitUntil(lambda: not worker.busy)
    worker.stop()
    assert before < answered <= went_on[0]
