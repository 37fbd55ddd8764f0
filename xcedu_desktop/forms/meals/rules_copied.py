"""M11: what was copied (照抄, 沿用) is confirmed by somebody; one finding a run of days and figure, each with its remedy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from xcedu_desktop.form import Hit, LiveRule, MonthView, Rule, Severity
from xcedu_desktop.forms.meals.carry import signups_to_carry
from xcedu_desktop.forms.meals.rules_blank import serves_meals
from xcedu_desktop.forms.meals.rules_heads import dinner
from xcedu_desktop.forms.meals.tables import (
    COPIED,
    MEALS,
    MealCount,
    MealSignup,
    MealStaffCount,
    signup_id,
)
from xcedu_desktop.school.ground import Ground, ground
from xcedu_desktop.school.place_words import days_place, days_said, place, runs
from xcedu_desktop.store.changes import Change, ChangeSet

_STAFF = ""
"""The line of the staff among class ids."""


@dataclass(frozen=True)
class _Measure:
    """One figure that can be copied: where it stands, and what it is called beside a day."""

    model: type[MealCount] | type[MealStaffCount]
    key: str
    word: str

    @property
    def flag(self) -> str:
        return COPIED[self.model.__tablename__, self.key]


_MEASURES = (
    _Measure(MealCount, "heads", ""),
    _Measure(MealCount, "subsidised", "受资助"),
    _Measure(MealStaffCount, "heads", "教职工"),
)


def check_copied(view: MonthView) -> Iterator[Hit]:
    """M11: counts copied from the day before are confirmed, heads and subsidised each for themselves, and so is the
    登记人数 carried over from last month. One finding for neighbouring days of the same classes. A month of a school
    with meal service in which classes lack the 登记人数 that they had last month is told, and offered to carry it over.
    """
    g = ground(view)
    for measure in _MEASURES:
        yield from _days(view, g, measure)
    yield from _signups(view, g)


def _days(view: MonthView, g: Ground, measure: _Measure) -> Iterator[Hit]:
    table, key, flag = measure.model.__tablename__, measure.key, measure.flag
    copied: dict[tuple[str, date], dict[str, str]] = defaultdict(dict)
    for row in view.rows_of_month(measure.model):
        if getattr(row, flag) and getattr(row, key) is not None and row.day and row.meal:
            copied[row.meal, row.day][getattr(row, "class_id", None) or _STAFF] = row.id
    if not copied:
        return
    order = {row.id: n for n, row in enumerate(g.classes)}

    def unconfirmed(meal: str, day: date) -> tuple[str, ...] | None:
        classes = copied.get((meal, day), {})
        return tuple(sorted(classes, key=lambda c: (order.get(c, len(order)), c))) or None

    for meal in MEALS:
        for classes, run in runs(g.past_school_days, partial(unconfirmed, meal)):
            before = [day for day in g.school_days if day < run[0]]
            source = f"照抄 {before[-1].day} 日的" if before and len(run) == 1 else "照抄的"
            alone = g.class_name(classes[0], run[0]) if len(classes) == 1 else ""
            how_many = "" if len(classes) == 1 else f" {len(classes)} 个班"
            ids = [copied[meal, day][class_id] for day in run for class_id in classes]
            where = place(alone, days_place(run))
            yield Hit(
                table, ids[0], key, where, f"{days_said(run)}{dinner(meal)}{measure.word}{how_many}是{source}，还没确认",
                cells=len(ids), verb="确认",
                fix=ChangeSet(f"确认 {where}{measure.word or '就餐'}人数", confirmations(table, flag, ids)),
            )  # fmt: skip


def confirmations(table: str, flag: str, ids: list[str]) -> tuple[Change, ...]:
    """The change by which rows that were copied are confirmed."""
    return tuple(Change(table, row_id, {flag: True}, {flag: False}) for row_id in ids)


def _signups(view: MonthView, g: Ground) -> Iterator[Hit]:
    order = {row.id: n for n, row in enumerate(g.classes)}
    copied = [r for r in view.rows_of_month(MealSignup) if r.copied and r.persons is not None]
    copied.sort(key=lambda r: (order.get(r.class_id or "", len(order)), r.id))
    flag = COPIED["meal_signup", "persons"]
    if copied:
        alone = g.class_name(copied[0].class_id) if len(copied) == 1 else ""
        message = f"{'' if alone else f'{len(copied)} 个班的'}登记人数是沿用上月的，还没确认"
        yield Hit(
            "meal_signup", copied[0].id, "persons", place(alone, "登记"), message, cells=len(copied), verb="确认",
            fix=ChangeSet("确认登记人数", confirmations("meal_signup", flag, [r.id for r in copied])),
        )  # fmt: skip
    if not g.past_school_days or not serves_meals(view):
        return
    carried = signups_to_carry(view)
    if carried.month is not None and carried.persons:
        first = next(iter(carried.persons))
        alone = g.class_name(first) if len(carried.persons) == 1 else ""
        total = sum(carried.persons.values())
        said = f"{carried.month.month}月登记 {total} 人"
        message = f"{'' if alone else f'{len(carried.persons)} 个班'}还没有登记人数，{said}"
        yield Hit(
            "meal_signup", signup_id(first, view.month), "persons", place(alone, "登记"), message,
            cells=len(carried.persons), verb=f"沿用{carried.month.month}月", fix=carried.change_set,
        )  # fmt: skip


COPIED_RULES: tuple[Rule, ...] = (
    LiveRule("M11", Severity.WARNING, "照抄、沿用的人数还没确认", check_copied),
)
