"""What the page's buttons do to a day: 同上一供餐日 and 确认无误, as change sets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ui.forms.meals.month_data import COUNT, HEADS, STAFF, STAFF_COUNT, MealMonth
from xcedu_desktop.errors import UserError
from xcedu_desktop.forms.meals.tables import MealCount, MealStaffCount
from xcedu_desktop.store.changes import Change, ChangeSet, altered

if TYPE_CHECKING:
    from xcedu_desktop.store.base import Live

_BACK = 45
"""How many days before the month the last day with meals is looked for (the autumn holiday is shorter)."""


def same_as_before(data: MealMonth, meal: str, key: str, staff: bool, day: date) -> ChangeSet:
    """The counts of the last day with meals before `day`, for its blank cells; a class's are to be confirmed.

    Raises UserError where nothing can be copied, and says why.
    """
    if data.locked:
        raise UserError(data.locked)
    name = f"{day.day}日"
    if day not in data.open:
        raise UserError(f"{name}是休息日，不能填写；要填请先改校历")
    if day > data.today:
        raise UserError(f"{name}还没到，不能照抄")
    lines = [STAFF] if staff else list(data.lines)
    before, values = _last_day(data, meal, key, lines, day)
    table = STAFF_COUNT if staff else COUNT
    changes = []
    for line in lines:
        row_id = data.count_id(line, day, meal)
        value = values.get(line)
        drafted = (table, row_id, key) in data.drafts
        if value is None or drafted or data.count(line, day, meal, key) is not None:
            continue
        new = {key: value} if staff else {key: value, "copied": True}
        old = data.rows[table].get(row_id)
        if old is not None:
            change = altered(table, row_id, old, new)
            changes.extend([change] if change is not None else [])
        else:
            place = {"day": day, "meal": meal} if staff else {"class_id": line, "day": day, "meal": meal}
            changes.append(Change(table, row_id, None, {**place, **new}))
    if before is None:
        raise UserError(f"{name}以前没有{meal}人数可以照抄")
    if not changes:
        raise UserError(f"{name}没有空格要填，已填的不会被覆盖")
    return ChangeSet(f"{name}同 {before.day} 日", tuple(changes))


def _last_day(
    data: MealMonth, meal: str, key: str, lines: list[str], day: date
) -> tuple[date | None, Mapping[str, int]]:
    """The last open day before with any count, and its counts by line; before the month the file is asked."""
    for earlier in sorted((d for d in data.open if d < day), reverse=True):
        found = {line: n for line in lines if (n := data.count(line, earlier, meal, key)) is not None}
        if found:
            return earlier, found
    model: type[Live] = MealStaffCount if lines == [STAFF] else MealCount
    columns = model.__table__.c
    first = data.month.first
    rows = data.ledger.rows(
        model, columns.day.between(first - timedelta(days=_BACK), first - timedelta(days=1)),
        columns.meal == meal, columns[key].is_not(None),
    )  # fmt: skip
    last = max((row["day"] for row in rows), default=None)
    return last, {row.get("class_id") or STAFF: row[key] for row in rows if row["day"] == last}


def confirm(data: MealMonth, meal: str, day: date) -> ChangeSet:
    """Everything copied on a day is confirmed."""
    rows = [r for r in data.rows[COUNT].values() if r["day"] == day and r["meal"] == meal and r["copied"]]
    changes = [altered(COUNT, row["id"], row, {"copied": False}) for row in rows]
    return ChangeSet(f"确认 {day.day} 日", tuple(change for change in changes if change is not None))


def day_to_begin(data: MealMonth, meal: str) -> date:
    """The day on which the page opens: the first past one without any count, else the last past one."""
    past = sorted(day for day in data.open if day <= data.today)
    for day in past:
        if data.is_served(day, meal) and all(data.count(x, day, meal, HEADS) is None for x in data.lines):
            return day
    return past[-1] if past else min(data.open, default=data.month.first)
