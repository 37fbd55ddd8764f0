"""登记人数 of the month before, carried forward (沿用): what a new month begins with, to be confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.meals.tables import MealSignup, signup_id
from xcedu_desktop.periods import Month
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.rules_drafts import drafted_cells
from xcedu_desktop.store.base import table_of
from xcedu_desktop.store.changes import Change, ChangeSet, altered

_BACK = 12
"""How many months before the last 登记人数 are looked for: the summer has none."""


@dataclass(frozen=True)
class Carried:
    """What could be carried from `month`: class id → persons, in the order of the classes; empty where nothing lacks.

    `before`: the same of every class that had one then, whether it lacks now or not.
    """

    month: Month | None
    before: dict[str, int]
    persons: dict[str, int]
    change_set: ChangeSet


def signups_to_carry(view: MonthView) -> Carried:
    """The classes that have no 登记人数 in the month and had one in the last month that has any."""
    columns = table_of(MealSignup).c
    before = select(func.max(columns.month)).where(
        columns.month < view.month, columns.month >= view.month.plus(-_BACK), columns.persons.is_not(None)
    )
    month = view.session.execute(before).scalar()
    if month is None:
        return Carried(None, {}, {}, ChangeSet("沿用登记人数", ()))
    earlier = {r.class_id: r.persons for r in view.rows_of_month(MealSignup, month)}
    there = {r.class_id: r for r in view.rows_of_month(MealSignup)}
    drafted = drafted_cells(view, "persons")
    classes = [row.id for row in ground(view).classes]
    persons_before = {line: number for line in classes if (number := earlier.get(line)) is not None}
    persons: dict[str, int] = {}
    changes: list[Change] = []
    for line, number in persons_before.items():
        now, row_id = there.get(line), signup_id(line, view.month)
        if (now is not None and now.persons is not None) or row_id in drafted:
            continue
        persons[line] = number
        new = {"persons": number, "copied": True}
        if now is None:
            changes.append(
                Change("meal_signup", row_id, None, {"class_id": line, "month": view.month, **new})
            )
        elif (
            change := altered("meal_signup", now.id, {"persons": None, "copied": now.copied}, new)
        ) is not None:
            changes.append(change)
    return Carried(month, persons_before, persons, ChangeSet(f"沿用{month.month}月登记人数", tuple(changes)))
