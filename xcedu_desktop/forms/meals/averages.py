"""The mean of a line's counted days in a month (每上课日平均), summed by the file; what last month is compared by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.meals.tables import MealCount, MealStaffCount
from xcedu_desktop.store.base import table_of

STAFF_LINE = ""
"""The line of the staff (教职工) among class ids."""


@dataclass(frozen=True)
class Mean:
    """Heads (人次) on so many days that were counted; a day of zero is one, a blank is none."""

    total: int
    days: int

    @property
    def said(self) -> str:
        """31.2; 31."""
        return f"{self.total / self.days:.1f}".removesuffix(".0")

    def moved(self, before: Mean) -> float | None:
        """By how many percent it differs from an earlier one; None where that was nothing."""
        if not before.total:
            return None
        return (self.total * before.days / (self.days * before.total) - 1) * 100


def means(view: MonthView) -> dict[tuple[str, str, str], Mean]:
    """(class id, meal, heads or subsidised) → the mean of the month's counted days up to today."""
    last = min(view.month.last, view.today)
    found: dict[tuple[str, str, str], Mean] = {}
    for model, keys in ((MealCount, ("heads", "subsidised")), (MealStaffCount, ("heads",))):
        columns = table_of(model).c
        line: list[Any] = [columns.class_id] if model is MealCount else []
        figures = [f(columns[key]) for key in keys for f in (func.sum, func.count)]
        statement = (
            select(columns.meal, *line, *figures)
            .where(columns.day.between(view.month.first, last))
            .group_by(columns.meal, *line)
        )
        for meal, *rest in view.session.execute(statement):
            class_id = rest.pop(0) if line else STAFF_LINE
            for at, key in enumerate(keys):
                total, days = rest[2 * at], rest[2 * at + 1]
                if days:
                    found[class_id or STAFF_LINE, meal or "", key] = Mean(total, days)
    return found


def school_means(view: MonthView) -> dict[str, Mean]:
    """Meal → heads of all classes, and on how many days of the month up to today there is a count: as M12 has it."""
    columns = table_of(MealCount).c
    statement = (
        select(columns.meal, func.sum(columns.heads), func.count(columns.day.distinct()))
        .where(
            columns.day.between(view.month.first, min(view.month.last, view.today)),
            columns.heads.is_not(None),
        )
        .group_by(columns.meal)
    )
    return {meal or "": Mean(total, days) for meal, total, days in view.session.execute(statement) if days}
