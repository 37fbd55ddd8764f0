"""配餐人数, confirmed: what was copied or carried over waits until somebody says that it is so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui import month_school
from tests.ui.meals_desk import CTRL, SHIFT, MealsDesk
from xcedu_desktop.forms.meals.tables import MealCount, MealSignup
from xcedu_desktop.ledger import Ledger


def test_a_copied_day_is_confirmed_by_a_key(desk: MealsDesk) -> None:
    desk.at(0, 29)
    desk.press(Qt.Key.Key_R, CTRL)
    assert set(desk.stored(29, "copied")) == {1}
    desk.press(Qt.Key.Key_Return, CTRL)
    assert set(desk.stored(29, "copied")) <= {0, None}


def test_the_months_first_day_says_from_which_month_it_copies(qtbot: QtBot, path: Path) -> None:
    with Ledger.open(path) as ledger:
        rows = ledger.rows(MealCount, MealCount.day == date(2026, 10, 8))
        ledger.delete("meal_count", [row["id"] for row in rows])
    desk = MealsDesk(qtbot, path)
    assert desk.here == (0, desk.key(8))
    desk.press(Qt.Key.Key_R, CTRL)
    assert desk.shell.status.act.text().startswith("8日同 9 月 30 日：")


def test_heads_and_subsidised_are_confirmed_apart(desk: MealsDesk) -> None:
    desk.at(0, 29)
    desk.press(Qt.Key.Key_R, CTRL)
    desk.segment(desk.page.measures, "subsidised")
    desk.at(0, 29)
    desk.press(Qt.Key.Key_R, CTRL)
    assert set(desk.stored(29, "copied_subsidised")) == set(desk.stored(29, "copied")) == {1}
    desk.press(Qt.Key.Key_Return, CTRL)
    assert set(desk.stored(29, "copied_subsidised")) == {0}
    assert set(desk.stored(29, "copied")) == {1}
    desk.settle()
    found = [(f.field, f.verb) for f in desk.shell.findings if f.rule == "M11"]
    assert found == [("heads", "确认")]


def test_one_cell_is_confirmed_by_space_and_all_by_one_key(desk: MealsDesk) -> None:
    desk.at(0, 29)
    desk.press(Qt.Key.Key_R, CTRL)
    desk.at(0, 30)
    desk.press(Qt.Key.Key_Delete, times=1)
    for row in range(1, len(desk.classes)):
        desk.at(row, 30)
        desk.press(Qt.Key.Key_Delete)
    desk.at(0, 30)
    desk.press(Qt.Key.Key_R, CTRL)
    assert desk.page.bar.confirm_all.isVisible()
    desk.at(0, 29)
    desk.press(Qt.Key.Key_Space)
    assert desk.stored(29, "copied")[:2] == [0, 1]
    assert desk.here == (1, "2026-10-29")
    desk.press(Qt.Key.Key_Return, CTRL | SHIFT)
    assert set(desk.stored(29, "copied")) == set(desk.stored(30, "copied")) == {0}
    assert not desk.page.bar.confirm.isVisible()
    desk.undo()
    assert desk.title(30) == "待确认"


def test_the_staffs_copy_waits_to_be_confirmed_too(desk: MealsDesk) -> None:
    desk.segment(desk.page.measures, "staff")
    desk.at(0, 29)
    desk.press(Qt.Key.Key_Delete)
    desk.press(Qt.Key.Key_R, CTRL)
    assert desk.title(29) == "待确认"
    assert desk.asked("SELECT copied FROM meal_staff_count WHERE day = '2026-10-29'") == [(1,)]
    desk.press(Qt.Key.Key_Space)
    assert desk.title(29) == "四"


def test_last_months_signups_are_carried_over_in_one_stroke(qtbot: QtBot, path: Path) -> None:
    with Ledger.open(path) as ledger:
        rows = ledger.rows(MealSignup, MealSignup.month == month_school.MONTH)
        ledger.delete("meal_signup", [row["id"] for row in rows])
        before = {
            row["class_id"]: row["persons"]
            for row in ledger.rows(MealSignup, MealSignup.month == month_school.MONTH.previous())
        }
    assert before
    desk = MealsDesk(qtbot, path)
    count = len(desk.classes)
    assert any(f.verb == "沿用9月" and f.cells == count for f in desk.shell.findings)
    desk.at(0, "persons")
    assert desk.page.bar.same.text() == "沿用9月登记　Ctrl+R"
    desk.enter("3")
    desk.press(Qt.Key.Key_R, CTRL)
    held = dict(desk.asked("SELECT class_id, persons FROM meal_signup WHERE month = '2026-10'"))
    assert [held[line] for line in desk.classes] == [3, *(before[line] for line in desk.classes[1:])]
    assert f"登记 {count - 1} 格待确认" in desk.said() or desk.page.grid.heads.signed_copied == count - 1
    desk.at(1, "persons")
    desk.press(Qt.Key.Key_Space)
    assert desk.page.grid.heads.signed_copied == count - 2
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.page.grid.heads.signed_copied == 0
    assert not desk.page.bar.same.isEnabled()
    desk.settle()
    assert not any(f.rule == "M11" for f in desk.shell.findings)


def test_a_signup_that_is_deleted_is_to_be_filled_at_once(desk: MealsDesk) -> None:
    desk.at(0, "persons")
    assert desk.page.grid.heads.ground(desk.classes[0], "persons") == ""
    desk.press(Qt.Key.Key_Delete)
    assert desk.page.grid.heads.ground(desk.classes[0], "persons") == "to_fill"
    desk.press(Qt.Key.Key_Z, CTRL)
    assert desk.page.grid.heads.ground(desk.classes[0], "persons") == ""
