"""Where 配餐人数 opens: where the clerk stopped yesterday, not at a class that told nothing weeks ago."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.ui.meals_desk import EMPTY_DAY, MealsDesk
from tests.ui.month_school import MONTH
from xcedu_desktop.forms.meals.tables import MealCount
from xcedu_desktop.ledger import Ledger


def blank(path: Path, day: int, *lines: int) -> None:
    """A day of October has no lunch of these lines of the grid."""
    with Ledger.open(path) as ledger:
        order = [state.class_id for state in ledger.handouts(MONTH)]
        rows = ledger.rows(MealCount, MealCount.day == date(2026, 10, day), MealCount.meal == "午餐")
        gone = [row["id"] for row in rows if order.index(row["class_id"]) in lines]
        assert len(gone) == len(lines)
        ledger.delete("meal_count", gone)


def fill_the_empty_day(path: Path) -> None:
    with Ledger.open(path) as ledger:
        for state in ledger.handouts(MONTH):
            ledger.insert(
                "meal_count", {"class_id": state.class_id, "day": EMPTY_DAY, "meal": "午餐", "heads": 10}
            )


def test_the_first_day_without_counts_before_an_old_gap(qtbot: QtBot, path: Path) -> None:
    blank(path, 13, 2)
    desk = MealsDesk(qtbot, path)
    assert desk.here == (0, desk.key(29))


def test_a_day_that_was_begun_goes_on_at_its_first_class_left(qtbot: QtBot, path: Path) -> None:
    blank(path, 28, 3, 4)
    blank(path, 30, 0, 1, 2, 3, 4, 5)
    desk = MealsDesk(qtbot, path)
    assert desk.here == (3, desk.key(28))
    desk.enter("11")
    desk.enter("12")
    assert desk.shown(28)[3:5] == ["11", "12"]


def test_an_old_gap_is_gone_to_where_nothing_else_is_left(qtbot: QtBot, path: Path) -> None:
    fill_the_empty_day(path)
    blank(path, 13, 2)
    desk = MealsDesk(qtbot, path)
    assert desk.here == (2, desk.key(13))


def test_a_whole_month_opens_on_its_last_day(qtbot: QtBot, path: Path) -> None:
    fill_the_empty_day(path)
    assert MealsDesk(qtbot, path).here == (0, MealsDesk.key(30))
