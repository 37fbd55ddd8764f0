"""A made-up school's meals (演示数据): sign-ups, heads that follow who was ill, the day's log, supplier and prices."""

from __future__ import annotations

import random
from datetime import date

from xcedu_desktop.demo_school import Blemish, DemoClass, DemoSchool, apportion, made, row_id
from xcedu_desktop.forms.meals.tables import (
    MODES,
    MealCount,
    MealDayLog,
    MealPrice,
    MealService,
    MealSignup,
    MealStaffCount,
    MealSupplier,
    count_id,
    day_log_id,
    signup_id,
    staff_count_id,
)
from xcedu_desktop.periods import Month, school_year_first
from xcedu_desktop.school.demo_people import phone
from xcedu_desktop.store.changes import Change

LUNCH, DINNER = "午餐", "晚餐"
PRICES = {LUNCH: 600, DINNER: 550}
USUALLY_AWAY_AT_MOST = 4
"""Heads below the sign-ups on a day like any other: what goes beyond is the flu, and is explained."""
_CATERERS = ("枣庄市鲁南营养配餐有限公司", "薛城区康源餐饮服务有限公司", "山东惠民中央厨房有限公司")
_NOTES = ("", "", "", "", "", "", "", "餐后组织光盘检查", "当日加供水果", "食材验收合格", "家长代表到校陪餐")


def meals_demo(school: DemoSchool) -> list[Change]:
    """The rows of the form; none for a school that serves no meals (asked for by a target of 0)."""
    if school.targets.get("meal_students") == 0:
        return []
    rng = school.rng("meals")
    signups = _signups(school, rng)
    dinner = {c.id for c in school.compulsory if c.stage == "初中"}
    first = school_year_first(school.school_year)
    supplier, rows = _supplier(school, rng, first)
    meals = (LUNCH, DINNER) if dinner else (LUNCH,)
    rows += [
        made(MealPrice, row_id(rng), supplier_id=supplier, meal=meal, price_fen=PRICES[meal], from_date=first)
        for meal in meals
    ]
    # Grades 10–12 eat too, but are none of the district's: where there are some, the meals are served by class.
    everyone = len(school.compulsory) == len(school.classes)
    lunch_classes: list[str | None] = [None] if everyone else [c.id for c in school.compulsory]
    served = [(LUNCH, class_id) for class_id in lunch_classes]
    served += [(DINNER, class_id) for class_id in sorted(dinner)]
    rows += [
        made(MealService, row_id(rng), meal=meal, class_id=class_id, from_date=first)
        for meal, class_id in served
    ]
    months = _months(school)
    rows += [
        made(MealSignup, signup_id(c.id, month), class_id=c.id, month=month, persons=signups[c.id])
        for c in school.compulsory
        for month in months
    ]
    for c in school.compulsory:
        rows += _counts(school, rng, c, signups[c.id], LUNCH)
        if c.id in dinner:
            rows += _counts(school, rng, c, signups[c.id], DINNER)
    return rows + _staff_and_log(school, rng, meals)


def _months(school: DemoSchool) -> list[Month]:
    """The months of the school year up to the demo month, in which sign-ups were taken; only those that have a school day."""
    recorded = {Month.of(day) for day in school.days}
    return sorted(recorded | {school.month})


def _signups(school: DemoSchool, rng: random.Random) -> dict[str, int]:
    """Class id → persons signed up: the asked number, else about 88% of the pupils."""
    classes = school.compulsory
    sizes = [len(c.pupils) for c in classes]
    wanted = school.targets.get("meal_students", round(sum(sizes) * rng.uniform(0.86, 0.9)))
    shares = apportion(wanted, [size * rng.uniform(0.95, 1.04) for size in sizes], sizes)
    return dict(zip([c.id for c in classes], shares, strict=True))


def _supplier(school: DemoSchool, rng: random.Random, first: date) -> tuple[str, list[Change]]:
    mode = rng.choices(MODES, (60, 30, 10))[0]
    name = "学校食堂" if mode == MODES[0] else rng.choice(_CATERERS)
    licence, until = school.canteen_licence, school.canteen_until
    if mode != MODES[0]:
        licence = f"JY13704030{rng.randrange(1, 9999):06d}{rng.randrange(10)}"
        until = date(school.month.year + 2, rng.randint(1, 12), rng.randint(1, 28))
    supplier = row_id(rng)
    row = made(
        MealSupplier, supplier, name=name, mode=mode, licence=licence, licence_until=until, phone=phone(rng),
        from_date=first,
    )  # fmt: skip
    return supplier, [row]


def _counts(school: DemoSchool, rng: random.Random, c: DemoClass, persons: int, meal: str) -> list[Change]:
    """A class's heads at a meal: the eaters that were not away. At dinner only those who board."""
    eaters = rng.sample(c.pupils, persons)
    if meal == DINNER:
        eaters = eaters[: max(1, persons * 2 // 5)]
    subsidised = {p.id for p in eaters[: round(len(eaters) * 0.06)]}
    heads: dict[date, int] = {}
    helped: dict[date, int] = {}
    for day in school.days:
        away = {p.id for p in eaters if school.away(p.id, day)}
        gone = len(away) + (rng.random() < 0.15) + (day.isoweekday() == 5 and rng.random() < 0.5)
        flu = meal == LUNCH and school.flu == (c.id, day)
        if not flu:
            gone = min(gone, USUALLY_AWAY_AT_MOST)
        heads[day] = max(0, min(len(eaters) - gone, school.enrolment(c.id, day)))
        helped[day] = min(len(subsidised - away), heads[day])
        if flu:
            row = count_id(c.id, day, meal)
            school.blemishes.append(Blemish("M04", row, "班里多名学生感冒，居家休息一天，已报学校卫生室"))
    _no_copied_look(heads, persons)
    return [
        made(
            MealCount, count_id(c.id, day, meal), class_id=c.id, day=day, meal=meal, heads=number,
            subsidised=min(helped[day], number), copied=False,
        )
        for day, number in heads.items()
    ]  # fmt: skip


def _no_copied_look(heads: dict[date, int], persons: int) -> None:
    """A week in which every day has the same number looks copied, unless it is everybody: one day gets one fewer."""
    weeks: dict[tuple[int, int], list[date]] = {}
    for day in heads:
        weeks.setdefault(day.isocalendar()[:2], []).append(day)
    for days in weeks.values():
        numbers = {heads[day] for day in days}
        if len(days) > 1 and len(numbers) == 1 and numbers != {persons}:
            heads[days[-1]] += -1 if heads[days[-1]] > 1 else 1


def _staff_and_log(school: DemoSchool, rng: random.Random, meals: tuple[str, ...]) -> list[Change]:
    leaders = [s for s in school.staff if s.post not in ("教师", "班主任", "食堂管理员")]
    eating = round(len(school.staff) * 0.6)
    heads: list[Change] = []
    log: list[Change] = []
    for n, day in enumerate(school.days):
        for meal in meals:
            number = eating - rng.randint(0, max(1, eating // 8))
            number = number if meal == LUNCH else max(1, number // 3)
            heads.append(
                made(MealStaffCount, staff_count_id(school.code, day, meal), day=day, meal=meal, heads=number)
            )
            companion = leaders[(n + (meal == DINNER)) % len(leaders)].name
            log.append(
                made(
                    MealDayLog, day_log_id(school.code, day, meal), day=day, meal=meal, companion=companion,
                    sample_grams=rng.choice((125, 130, 130, 135, 140, 150)), note=rng.choice(_NOTES) or None,
                )
            )  # fmt: skip
    return heads + log
