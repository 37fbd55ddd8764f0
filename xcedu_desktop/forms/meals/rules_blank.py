"""Rules about counts that are not there yet: they ask what is served to whom, so they read live rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial

from sqlalchemy import select

from xcedu_desktop.form import Hit, LiveRule, MonthView, Rule, Severity
from xcedu_desktop.forms.meals.reported import in_force, suppliers_of_month
from xcedu_desktop.forms.meals.rules_heads import dinner
from xcedu_desktop.forms.meals.tables import (
    MEALS,
    MealCount,
    MealService,
    MealSignup,
    MealSupplier,
    count_id,
)
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.place_words import days_place, days_said, place, runs
from xcedu_desktop.school.rules_drafts import drafted_cells
from xcedu_desktop.store.base import key_id


def counted(view: MonthView) -> Mapping[tuple[str, date, str], MealCount]:
    """(class id, day, meal) → the month's row with heads in it; zero is a number, blank is not."""
    return view.once(
        "counted",
        lambda: {
            (r.class_id, r.day, r.meal): r
            for r in view.rows_of_month(MealCount)
            if r.heads is not None and r.class_id and r.day and r.meal
        },
    )


class Served:
    """Which meal is served to which class on which day (供餐安排).

    Where a meal has no row there, the month says it: lunch goes to classes with 登记人数 or any count of it, dinner only to
    those with counts of it.
    """

    def __init__(self, view: MonthView, held: Iterable[tuple[str, str]] | None = None) -> None:
        """`held`: class id and meal of each count with heads in it, where the caller has read them already."""
        self._services: dict[str, list[MealService]] = defaultdict(list)
        for row in view.rows(MealService):
            if row.meal and row.from_date:
                self._services[row.meal].append(row)
        pairs = ((class_id, meal) for class_id, _, meal in counted(view)) if held is None else held
        signed = (r.class_id for r in view.rows_of_month(MealSignup) if r.class_id and r.persons)
        self.hold(pairs, signed)

    def hold(self, held: Iterable[tuple[str, str]], signed: Iterable[str]) -> None:
        """What the month says: `held` as above, and the classes with 登记人数."""
        self._classes: dict[str, set[str]] = defaultdict(set)
        for class_id, meal in held:
            self._classes[meal].add(class_id)
        self._classes[MEALS[0]].update(signed)

    def to(self, class_id: str, day: date, meal: str) -> bool:
        """Whether a meal is served to a class on a day."""
        rows = self._services.get(meal)
        if not rows:
            return class_id in self._classes[meal]
        return any(
            row.class_id in (None, class_id)
            and row.from_date is not None
            and row.from_date <= day
            and (row.to_date is None or day <= row.to_date)
            for row in rows
        )


def _begun(view: MonthView) -> bool:
    """Whether a day of the month up to today has a count; those of days to come do not begin it."""
    return any(day <= view.today for _, day, _ in counted(view))


def check_blank_days(view: MonthView) -> Iterator[Hit]:
    """M03: every school day up to today has a count of each meal for each class that it is served to.

    One finding for neighbouring days that lack the same classes. A cell with a draft is G08's; a month without any
    count is M13's; a class without pupils that day eats nothing.
    """
    g = ground(view)
    there = counted(view)
    if not _begun(view):
        return
    served = Served(view)
    drafts = drafted_cells(view, "heads")

    def lacking(meal: str, day: date) -> tuple[str, ...] | None:
        found = [
            row.id
            for row in g.classes_on(day)
            if (row.id, day, meal) not in there
            and served.to(row.id, day, meal)
            and g.enrolment(row.id, day) > 0
            and count_id(row.id, day, meal) not in drafts
        ]
        return tuple(found) or None

    for meal in MEALS:
        for classes, run in runs(g.past_school_days, partial(lacking, meal)):
            alone = g.class_name(classes[0], run[0]) if len(classes) == 1 else ""
            how_many = "" if alone else f" {len(classes)} 个班"
            yield Hit(
                "meal_count", count_id(classes[0], run[0], meal), "heads", place(alone, days_place(run)),
                f"{days_said(run)}{dinner(meal)}{how_many}还没填", cells=len(classes) * len(run), verb="去填",
            )  # fmt: skip


def serves_meals(view: MonthView) -> bool:
    """Whether the school has meal service in the month: a supplier, service rows, sign-ups, or counts earlier on.

    Where suppliers or service rows are kept, their dates decide; else any count or sign-up up to the month does.
    """
    suppliers, services = view.rows(MealSupplier), view.rows(MealService)
    if suppliers_of_month(view) or any(in_force(s.from_date, s.to_date, view) for s in services):
        return True
    if any(r.persons for r in view.rows_of_month(MealSignup)):
        return True
    if suppliers or services:
        return False
    counts = select(MealCount.id).where(MealCount.heads.is_not(None), MealCount.day < view.month.first)
    signups = select(MealSignup.id).where(MealSignup.persons > 0, MealSignup.month < view.month)
    return any(view.session.execute(s.limit(1)).first() is not None for s in (counts, signups))


def check_whole_month_blank(view: MonthView) -> Iterator[Hit]:
    """M13: a month with school days behind it, of a school with meal service, has some count."""
    g = ground(view)
    days = g.past_school_days
    if not days or _begun(view) or not serves_meals(view):
        return
    classes = g.classes_on(days[0])
    record = count_id(classes[0].id, days[0], MEALS[0]) if classes else key_id("M13", view.school_code)
    message = f"{view.month.spoken}已上课 {len(days)} 天，一个就餐人数也没有"
    yield Hit("meal_count", record, "heads", days_place(days), message, cells=len(days), verb="去填")


BLANK_RULES: tuple[Rule, ...] = (
    LiveRule(
        "M03",
        Severity.WARNING,
        "上课日没有填就餐人数",
        check_blank_days,
        reasons=("当天学校组织活动，没有供餐", "停电停水，没有供餐"),
    ),
    LiveRule("M13", Severity.ERROR, "全月没有就餐人数", check_whole_month_blank),
)
