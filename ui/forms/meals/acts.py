"""What the page's buttons do: 同上一供餐日, 沿用上月登记, 确认无误, as change sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ui.forms.meals.month_data import COUNT, HEADS, STAFF, STAFF_COUNT, SUBSIDISED, MealMonth
from xcedu_desktop.errors import UserError
from xcedu_desktop.forms.meals.carry import signups_to_carry
from xcedu_desktop.forms.meals.rules_heads import heads_above, subsidised_above
from xcedu_desktop.forms.meals.tables import COPIED, MealCount, MealStaffCount
from xcedu_desktop.store.changes import Change, ChangeSet, altered

if TYPE_CHECKING:
    from ui.forms.meals.grid_source import HeadsSource
    from xcedu_desktop.store.base import Live

_BACK = 45
"""How many days before the month the last day with meals is looked for (the autumn holiday is shorter)."""


def same_as_before(data: MealMonth, meal: str, key: str, staff: bool, day: date) -> ChangeSet:
    """The counts of the last day with meals before `day`, for its blank cells; all are to be confirmed. What could not be
    true on the day (more than are in the class) is not carried on, and the title says so.

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
    changes, left = [], 0
    for line in lines:
        row_id = data.count_id(line, day, meal)
        value = values.get(line)
        drafted = (table, row_id, key) in data.drafts
        if value is None or drafted or data.count(line, day, meal, key) is not None:
            continue
        if not staff and _impossible(data, meal, key, line, day, value):
            left += 1
            continue
        new = {key: value, COPIED[table, key]: True}
        old = data.rows[table].get(row_id)
        if old is not None:
            change = altered(table, row_id, old, new)
            changes.extend([change] if change is not None else [])
        else:
            place = {"day": day, "meal": meal} if staff else {"class_id": line, "day": day, "meal": meal}
            changes.append(Change(table, row_id, None, {**place, **new}))
    if before is None:
        raise UserError(f"{name}以前没有{meal}人数可以照抄")
    if not changes and left:
        raise UserError(f"{before.day}日有 {left} 格的人数在{name}不可能，没有照抄；请直接填")
    if not changes:
        raise UserError(f"{name}没有空格要填，已填的不会被覆盖")
    without = f"（{left} 格人数不可能，没有照抄）" if left else ""
    of_month = f"{before.month} 月 " if before < data.month.first else ""
    return ChangeSet(f"{name}同 {of_month}{before.day} 日{without}", tuple(changes))


def _impossible(data: MealMonth, meal: str, key: str, line: str, day: date, value: int) -> bool:
    """Whether a count would be an error on the day at once: above the class, subsidised above those who ate."""
    if key == SUBSIDISED:
        return bool(subsidised_above(day, meal, value, data.count(line, day, meal)))
    return bool(heads_above(day, meal, value, data.enrolled.get((line, day))))


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


def confirm(source: HeadsSource, cells: Iterable[tuple[str, str]], title: str) -> ChangeSet:
    """What was copied is right: (row id, column key) of the grid's cells, those that are no copy are passed over."""
    changes = []
    for row_id, key in cells:
        row, spot = source.row(row_id, key), source.spot(row_id, key)
        if row is None or spot is None or not source.is_copied(row_id, key):
            continue
        change = altered(spot.table, row["id"], row, {COPIED[spot.table, spot.key]: False})
        changes.extend([change] if change is not None else [])
    return ChangeSet(title, tuple(changes))


def carry_signups(data: MealMonth) -> ChangeSet:
    """登记人数 of last month for the classes that have none. Raises UserError where there is nothing to carry."""
    if data.locked:
        raise UserError(data.locked)
    with data.ledger.view(data.month) as view:
        carried = signups_to_carry(view)
    if carried.month is None:
        raise UserError("以前没有登记人数可以沿用")
    if not carried.change_set:
        raise UserError(f"各班都有登记人数了，已填的不会被覆盖；{carried.month.month}月没有登记的班请直接填")
    return carried.change_set


def next_empty_day(data: MealMonth, meal: str, after: date = date.min) -> date | None:
    """The first past day later than `after` on which a meal that is served has no count at all."""
    for day in sorted(day for day in data.open if after < day <= data.today):
        if data.is_served(day, meal) and not _counted(data, meal, day):
            return day
    return None


def place_to_begin(data: MealMonth, meal: str) -> tuple[str, date]:
    """Where the page opens, line ("" for the first) and day: where the clerk stopped.

    That is the first past day without any count, or before it the last begun day where classes are still to be filled. An
    older gap (a class that never told its count) calls nobody back each morning: it is gone to where nothing else is left,
    and by F8 at any time. With no gap at all the last past day.
    """
    past = sorted(day for day in data.open if day <= data.today)
    empty = next_empty_day(data, meal)
    counted = [day for day in past if _counted(data, meal, day)]
    gaps = {
        day: line
        for day in counted
        for line in reversed(data.lines)
        if data.serves(line, day, meal) and data.count(line, day, meal, HEADS) is None
    }  # fmt: skip
    begun = counted[-1] if counted else None
    if begun is not None and begun in gaps and (empty is None or begun < empty):
        return gaps[begun], begun
    if empty is not None:
        return "", empty
    if gaps:
        first = min(gaps)
        return gaps[first], first
    return "", past[-1] if past else min(data.open, default=data.month.first)


def _counted(data: MealMonth, meal: str, day: date) -> bool:
    return any(data.count(line, day, meal, HEADS) is not None for line in data.lines)
