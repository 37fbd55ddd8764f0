"""Import of meal counts with a line a day and a column a class; month and meal in title, sheet name or header."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from xcedu_desktop.forms.meals.intake_said import said_month, without_day
from xcedu_desktop.forms.meals.intake_write import (
    DEFAULT_MEAL,
    STAFF_LINE,
    Counts,
    Part,
    says_aided,
    whole_days,
)
from xcedu_desktop.forms.meals.tables import DAY, HEADS, MEAL, MEALS
from xcedu_desktop.school.intake_job import IntakeJob, ListIn
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.classes_across import class_of
from xcedu_desktop.workbook.intake.kind import Across, KindColumn, Shape
from xcedu_desktop.workbook.intake.month_title import (
    contradiction,
    meal_in,
    span_contradiction,
    span_in,
    two_meals,
    two_months,
)
from xcedu_desktop.workbook.intake.plan_rows import Row

ACROSS = Across(
    Shape(
        "by_class",
        (KindColumn("day", DAY, ("用餐时间", "就餐时间", "日")), KindColumn("meal", MEAL)),
        ("day",),
    ),
    replace(HEADS, required=False),
    STAFF_LINE,
)


def read_across(job: IntakeJob, counts: Counts, listed: ListIn) -> list[Callable[[], None]]:
    """The lines of a list, read and checked; what each writes is done when the whole file is known."""
    section, title, sheet = listed.texts
    found = listed.found
    of_list = said_month(job, title) or said_month(job, sheet)
    said = of_list or counts.file_name.month()
    month = said or job.view.month
    meal = meal_in(section) or meal_in(title) or meal_in(sheet) or counts.file_name.meal
    columns = {key: own for key in found.columns.values() if (own := class_of(found, key)) is not None}
    if (
        meal is None
        and "meal" not in found.columns.values()
        and not all(said for _, said in columns.values())
    ):
        job.note_sheet(found.sheet, "meal_assumed", f"标题和表名里没有餐次，全部按{DEFAULT_MEAL}读入")
    if all(_is_staff(name) for name, _ in columns.values()):
        for header in found.unknown_headers.values():
            if fold(header).startswith("学生"):
                words = f"「{header[:20]}」没有分班，没有读；请每个班一列，或加上「班级」列"
                job.note_sheet(found.sheet, "not_by_class", words)
    value = "subsidised" if says_aided(title) or says_aided(sheet) else "heads"
    if value == "subsidised":
        job.note_sheet(found.sheet, "aided", "标题或表名写的是受资助，读作受资助学生的就餐人数")
    dated = whole_days(job, listed, said)
    if dated is not listed and of_list is None and said is not None:
        counts.file_name.say_month(found.sheet, said)
    pending: list[Callable[[], None]] = []
    job.titles.update({key: listed.shape.fields[key].title for key in columns})
    months = two_months(title, sheet) if dated is not listed else None
    says_meal = (
        "meal" in found.columns.values() or all(own for _, own in columns.values()) or meal_in(section)
    )
    both = months or (None if says_meal else two_meals(title, sheet))
    why = contradiction(both) if both is not None else None
    if dated is not listed and (span := span_in(title) or span_in(sheet)):
        why = span_contradiction(span)
    for row in job.read(dated, month=month):
        if why is not None:
            row.reject("day", "title_contradiction", why)
            continue
        without_day(row, counted=True)
        day = row.get("day")
        if day is None and "day" not in row.bad:
            row.reject("day", "required", "没有写日期")
        if day is None:
            continue
        parts: list[Part] = []
        for key, (name, own_meal) in columns.items():
            heads = row.get(key)
            if heads is None:
                continue
            at = own_meal or row.get("meal") or meal or DEFAULT_MEAL
            if at not in MEALS:
                row.reject(key, "not_a_choice", f"餐次「{at}」不在可选项内：{'、'.join(MEALS)}")
            elif _is_staff(name):
                parts.append(counts.staff(day, at, heads, key))
            elif (class_id := _class(job, row, key, name)) is not None:
                parts.append(counts.heads(class_id, day, at, {value: heads}, key))
        pending.append(partial(counts.write, row, parts))
    return pending


def _is_staff(name: str) -> bool:
    return fold(name.removesuffix("人数")) in STAFF_LINE


def _class(job: IntakeJob, row: Row, key: str, name: str) -> str | None:
    """The class of a column, by the line's day; None: the line is rejected."""
    parsed = job.classes.parse(name.removesuffix("人数"), None, job.classes.day_of(row.get("day")))
    class_id = job.classes.find(parsed.value, make=False) if parsed.value is not None else None
    if class_id is None:
        message = parsed.error.message if parsed.error else f"学校没有{name}，请先导入班级或学生"
        row.reject(key, "no_such_class", message)
    return class_id
