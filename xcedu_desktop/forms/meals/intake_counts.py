"""Import of meal counts as a list: a line a class and day (日期, 班级, 餐次, 用餐人数, 登记人数, 受资助), or 登记人数 only."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.forms.meals.intake_write import DEFAULT_MEAL, STAFF_LINE, Counts, Part, said_month
from xcedu_desktop.forms.meals.tables import DAY, HEADS, MEAL, PERSONS, SUBSIDISED
from xcedu_desktop.periods import Month
from xcedu_desktop.school.intake_classes import WholeClass
from xcedu_desktop.school.intake_job import IntakeJob, ListIn
from xcedu_desktop.school.intake_students import CLASS, GRADE
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.kind import KindColumn, Shape
from xcedu_desktop.workbook.intake.month_title import meal_in
from xcedu_desktop.workbook.intake.plan_rows import Row

_MONTH = Field("月份", Kind.MONTH, synonyms=("所属月份", "年月"))
_COUNTS = ("heads", "persons", "subsidised")

DAYS = Shape(
    "days",
    (
        KindColumn("day", DAY, ("用餐时间", "就餐时间")),
        KindColumn("month", _MONTH),
        KindColumn("class_id", CLASS, ("用餐班级", "就餐班级", "订餐班级", "供餐班级")),
        KindColumn("grade", GRADE),
        KindColumn("meal", MEAL, ("餐类", "用餐类型")),
        KindColumn("heads", HEADS, ("用餐数", "就餐数", "实际人数", "实到人数", "用餐学生数", "就餐学生数")),
        KindColumn("persons", PERSONS, ("登记用餐人数", "就餐登记数", "订餐登记人数", "登记就餐人数", "报名就餐人数")),
        KindColumn("subsidised", SUBSIDISED, ("资助", "受助", "贫困生", "困难学生", "受资助就餐人数")),
    ),
    ("day", "class_id"),
    proof=_COUNTS,
)  # fmt: skip
SIGNUPS = DAYS.needing("signups", "class_id", "persons")


def read_list(job: IntakeJob, counts: Counts, listed: ListIn) -> list[Callable[[], None]]:
    """The rows of a list, read and checked; what each writes is done when the whole file is known."""
    section, title, sheet = listed.texts
    month = said_month(job, title) or said_month(job, sheet)
    said = meal_in(section) or meal_in(title) or meal_in(sheet)
    columns = set(listed.found.columns.values())
    of_meal = bool(columns & {"heads", "subsidised"})
    if of_meal and "meal" not in columns and said is None:
        job.note_sheet(listed.found.sheet, "meal_assumed", f"没有写餐次，全部按{DEFAULT_MEAL}读入")
    whole = job.classes.whole(listed, make=False)
    pending: list[Callable[[], None]] = []
    for row in job.read(listed, month=month):
        if of_meal and row.get("meal") is None and "meal" not in row.bad:
            row.values["meal"] = said or DEFAULT_MEAL
            if "meal" in columns:
                row.warn("meal", "meal_assumed", f"没有写餐次，按{row.values['meal']}读入")
        if row.get("day") is None and "day" not in row.bad and _eaten(row):
            row.reject("day", "required", "没有写日期")
        day = row.get("day")
        of = Month.of(day) if day else row.get("month") or month or job.view.month
        pending += _row(job, counts, row, whole, of)
    return pending


def _eaten(row: Row) -> bool:
    return row.get("heads") is not None or row.get("subsidised") is not None


def _row(
    job: IntakeJob, counts: Counts, row: Row, whole: WholeClass, month: Month
) -> list[Callable[[], None]]:
    day = row.get("day")
    if fold(row.cell("class_id").text) in STAFF_LINE:
        row.shown["class_id"] = "教职工"
        heads = row.get("heads")
        parts = [] if day is None or heads is None else [counts.staff(day, row.get("meal"), heads, "heads")]
        return [partial(counts.write, row, parts)]
    class_id = job.classes.read(row, day or month.first, whole, make=False)
    if class_id is None:
        if row.alive():
            row.reject("class_id", "no_class", "没有写班级")
        return []
    # A rejected row still contradicts the others of its class.
    counts.say(row, class_id, month)
    own: list[Part] = []
    if day is not None and _eaten(row):
        values = {"heads": row.get("heads"), "subsidised": row.get("subsidised")}
        own.append(counts.heads(class_id, day, row.get("meal"), values, "heads"))
    if row.get("persons") is not None:
        own.append(counts.signup(class_id, month, row.get("persons")))
    return [partial(counts.write, row, own)]
