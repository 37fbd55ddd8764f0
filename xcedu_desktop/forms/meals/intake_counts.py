"""Import of meal counts as a list: a line a class and day (日期, 班级, 餐次, 用餐人数, 登记人数, 受资助), or 登记人数 only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.forms.meals.intake_said import nearest_month, said_month, say_assumed, without_day
from xcedu_desktop.forms.meals.intake_sexes import add_sexes, by_sex
from xcedu_desktop.forms.meals.intake_write import (
    DEFAULT_MEAL,
    STAFF_LINE,
    Counts,
    Part,
    says_aided,
    whole_days,
)
from xcedu_desktop.forms.meals.tables import DAY, HEADS, MEAL, MEALS, PERSONS, SUBSIDISED
from xcedu_desktop.periods import Month
from xcedu_desktop.school.intake_classes import WholeClass
from xcedu_desktop.school.intake_job import IntakeJob, ListIn
from xcedu_desktop.school.intake_students import CLASS, GRADE
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.kind import KindColumn, Shape
from xcedu_desktop.workbook.intake.month_days import day_of
from xcedu_desktop.workbook.intake.month_title import (
    contradiction,
    day_in,
    meal_in,
    span_contradiction,
    span_in,
    two_days,
    two_meals,
    two_months,
)
from xcedu_desktop.workbook.intake.plan_rows import Row

_MONTH = Field("月份", Kind.MONTH, synonyms=("所属月份", "年月"))
_LUNCH = replace(
    HEADS,
    title="午餐人数",
    synonyms=("午餐用餐人数", "午餐就餐人数", "中餐人数", "午饭人数", "午餐", "中餐", "午饭"),
)
_DINNER = replace(
    HEADS, title="晚餐人数", synonyms=("晚餐用餐人数", "晚餐就餐人数", "晚饭人数", "晚餐", "晚饭")
)
_BY_MEAL = {"lunch": "午餐", "dinner": "晚餐"}
_AIDED_BY_MEAL = {"lunch_aided": "午餐", "dinner_aided": "晚餐"}
_COUNTS = ("heads", "persons", "subsidised", *_BY_MEAL, *_AIDED_BY_MEAL)
_BY_SEX = ("heads_boys", "persons_boys", "lunch_boys", "dinner_boys")
_MEAL_WORDS = {"午餐": ("午餐", "中餐", "午饭"), "晚餐": ("晚餐", "晚饭")}
_LOOSE = ("人数",)
"""Words that say heads only where no other column does."""
_EATEN = replace(HEADS, synonyms=tuple(word for word in HEADS.synonyms if word not in _LOOSE))
_PRESENT = replace(
    HEADS, title="实到人数",
    synonyms=(
        *_LOOSE, "学生",
        "实际人数", "实到", "实到学生", "实到学生数", "实到学生人数", "实际到校人数", "到校人数", "出勤人数", "出勤", "实到人次",
    ),
)  # fmt: skip
"""Who was there: heads eaten only in a list without a column that says meals."""
_AIDED = (
    *(
        f"{who}{what}"
        for who in ("资助", "受资助", "受助", "困难", "贫困", "家庭经济困难", "经济困难")
        for what in ("学生", "生", "人数", "学生数", "学生人数", "生数", "生人数", "人次", "学生人次", "学生就餐人数", "就餐人数", "用餐人数", "对象")
    ),
    "享受资助人数", "享受补助人数", "享受资助学生数", "享受补助学生数",
    "资助", "受助", "补助人数", "补助学生", "补助学生数", "补助学生人数", "补助人次",
)  # fmt: skip


def _aided_of(meal: str) -> tuple[str, ...]:
    """Header words of the subsidised heads of one meal (午餐受资助人数)."""
    words = (SUBSIDISED.title, *SUBSIDISED.synonyms, *_AIDED)
    return tuple(f"{name}{word}" for name in _MEAL_WORDS[meal] for word in words)


_SIGNED_UP = tuple(
    f"{when}{what}"
    for when in ("", "当月", "本月", "该月", "全月", "月", "月初")
    for what in (
        "登记", "登记人数", "登记学生", "登记学生数", "登记学生人数", "登记总人数", "登记用餐人数", "登记就餐人数", "就餐登记", "就餐登记数",
        "就餐登记人数", "用餐登记", "用餐登记数", "用餐登记人数", "订餐人数", "订餐登记人数", "报餐人数", "报名人数", "报名学生数",
        "报名就餐人数", "报名用餐人数",
    )
)  # fmt: skip

_HEADS = KindColumn(
    "heads", _EATEN,
    (
        "用餐数", "就餐数", "实就餐", "实用餐", "实用餐人数", "用餐学生数", "就餐学生数", "用餐学生人数", "就餐学生人数", "用餐人次",
        "当日用餐人数", "当日就餐人数", "用餐总人数", "就餐总人数", "用餐份数", "就餐份数",
    ),
)  # fmt: skip
_PERSONS = KindColumn("persons", PERSONS, _SIGNED_UP)
_MEALS = (KindColumn("lunch", _LUNCH), KindColumn("dinner", _DINNER))

DAYS = Shape(
    "days",
    (
        KindColumn("day", DAY, ("用餐时间", "就餐时间")),
        KindColumn("month", _MONTH),
        KindColumn("class_id", CLASS, ("用餐班级", "就餐班级", "订餐班级", "供餐班级")),
        KindColumn("grade", GRADE),
        KindColumn("meal", MEAL, ("餐类", "用餐类型", "用餐类别", "就餐类型", "就餐类别", "供餐类型")),
        _HEADS,
        *by_sex(_HEADS, bare=True),
        KindColumn("present", _PRESENT),
        *(part for column in _MEALS for part in (column, *by_sex(column))),
        _PERSONS,
        *by_sex(_PERSONS),
        KindColumn("subsidised", SUBSIDISED, _AIDED),
        *(
            KindColumn(key, replace(SUBSIDISED, title=f"{meal}受资助", synonyms=_aided_of(meal)))
            for key, meal in _AIDED_BY_MEAL.items()
        ),
    ),
    ("day", "class_id"),
    proof=(*_COUNTS, "present", *_BY_SEX),
)  # fmt: skip
ONE_DAY = DAYS.needing("one_day", "class_id", "heads")
ONE_DAY_PRESENT = DAYS.needing("one_day_present", "class_id", "present")
"""The counts of the one day that the title or the sheet's name says."""
ONE_DAY_BY_SEX = DAYS.needing("one_day_by_sex", "class_id", "heads_boys", "heads_girls")
ONE_CLASS = DAYS.needing("one_class", "day", proof=(*_COUNTS, *_BY_SEX))
"""The days of the one class that the title or the sheet's name says."""
SIGNUPS = DAYS.needing("signups", "class_id", "persons")
SIGNUPS_BY_SEX = DAYS.needing("signups_by_sex", "class_id", "persons_boys", "persons_girls")
_OF_ONE_DAY = frozenset(shape.key for shape in (ONE_DAY, ONE_DAY_PRESENT, ONE_DAY_BY_SEX))
_OF_SIGNUPS = frozenset([SIGNUPS.key, SIGNUPS_BY_SEX.key])


def read_list(job: IntakeJob, counts: Counts, listed: ListIn) -> list[Callable[[], None]]:
    """The rows of a list, read and checked; what each writes is done when the whole file is known."""
    listed = _eaten_column(listed)
    section, title, sheet = listed.texts
    of_list = said_month(job, title) or said_month(job, sheet)
    month = of_list or counts.file_name.month()
    months = two_months(title, sheet)
    columns = set(listed.found.columns.values())
    span = span_in(title) or span_in(sheet)
    dated = listed if months or span else whole_days(job, listed, month)
    undated = listed.shape.key in _OF_SIGNUPS and not columns & {"day", "month"}
    if of_list is None and month is not None and (undated or dated is not listed):
        counts.file_name.say_month(listed.found.sheet, month)
    elif undated and month is None:
        say_assumed(job, listed.found.sheet, job.view.month)
    listed = dated
    said = meal_in(section) or meal_in(title) or meal_in(sheet) or counts.file_name.meal
    one_day = None
    if (
        listed.shape.key in _OF_ONE_DAY
        and (one_day := _said_day(job, section) or _said_day(job, title) or _said_day(job, sheet)) is None
    ):
        job.note_sheet(listed.found.sheet, "no_day", "没有「日期」列，标题和表名里也没有日期，没有读")
        return []
    for text in listed.found.unknown_headers.values():
        if meal_in(text) not in (None, *MEALS):
            job.note_sheet(
                listed.found.sheet, "other_meal", f"「{text[:20]}」一列没有读：只记{'、'.join(MEALS)}"
            )
    of_meal = bool(columns & {"heads", "heads_boys", "subsidised"})
    if of_meal and "meal" not in columns and said is None:
        job.note_sheet(listed.found.sheet, "meal_assumed", f"没有写餐次，全部按{DEFAULT_MEAL}读入")
    aided = "subsidised" not in columns and (says_aided(title) or says_aided(sheet))
    if aided:
        job.note_sheet(listed.found.sheet, "aided", "标题或表名写的是受资助，读作受资助学生的就餐人数")
    whole = job.classes.whole(listed, make=False)
    if listed.shape.key == ONE_CLASS.key and whole.get() is None:
        job.note_sheet(listed.found.sheet, "no_class", "没有「班级」列，标题和表名里也没有班级，没有读")
        return []
    meals = None if meal_in(section) else two_meals(title, sheet)
    if one_day is not None and _said_day(job, section) is None and (days := two_days(title, sheet)):
        months = days
    pending: list[Callable[[], None]] = []
    for row in job.read(listed, month=month):
        for total in ("heads", "persons", *_BY_MEAL):
            add_sexes(row, columns, total)
        without_day(row, counted=_eaten(row))
        if months and (one_day is not None or not _says_month(row)):
            row.reject("class_id", "title_contradiction", contradiction(months))
        elif span and one_day is None and not _says_month(row):
            row.reject("class_id", "title_contradiction", span_contradiction(span))
        elif meals and of_meal and "meal" not in columns:
            row.reject("class_id", "title_contradiction", contradiction(meals))
        if of_meal and row.get("meal") is None and "meal" not in row.bad:
            row.values["meal"] = said or DEFAULT_MEAL
            if "meal" in columns:
                row.warn("meal", "meal_assumed", f"没有写餐次，按{row.values['meal']}读入")
        if aided and row.get("heads") is not None:
            row.values["subsidised"] = row.values.pop("heads")
        if one_day is not None:
            row.values["day"] = one_day
        if row.get("day") is None and "day" not in row.bad and _eaten(row):
            row.reject("day", "required", "没有写日期")
        day = row.get("day")
        of = Month.of(day) if day else row.get("month") or month or job.view.month
        pending += _row(job, counts, row, whole, of)
    return pending


def _eaten_column(listed: ListIn) -> ListIn:
    """The list with 实到 read as the heads where no column says meals, else without it."""
    columns = set(listed.found.columns.values())
    if "present" not in columns:
        return listed
    meant = None if columns & {"heads", *_BY_MEAL} else "heads"
    return ListIn(listed.shape, listed.found.rekeyed("present", meant))


def _says_month(row: Row) -> bool:
    """Whether a row says its own month, with its day or without."""
    said = day_of(row.cell("day"), False) if row.get("day") is not None else None
    return row.get("month") is not None or (
        row.get("day") is not None and (said is None or said[2] is not None)
    )


def _said_day(job: IntakeJob, text: str) -> date | None:
    """The day that a title or sheet name says; without a year the one nearest to the month on the screen."""
    said = day_in(text)
    if said is None:
        return None
    month = nearest_month(job, said[0], said[1])
    return month.first.replace(day=said[2]) if said[2] <= month.last.day else None


def _eaten(row: Row) -> bool:
    return any(row.get(key) is not None for key in _COUNTS if key != "persons")


def _row(
    job: IntakeJob, counts: Counts, row: Row, whole: WholeClass, month: Month
) -> list[Callable[[], None]]:
    day = row.get("day")
    if fold(row.cell("class_id").text) in STAFF_LINE:
        row.shown["class_id"] = "教职工"
        meals = {"heads": row.get("meal"), **_BY_MEAL}
        parts = [
            counts.staff(day, meal, row.get(key), key)
            for key, meal in meals.items()
            if day is not None and row.get(key) is not None
        ]
        return [partial(counts.write, row, parts)]
    class_id = job.classes.read(row, day or month.first, whole, make=False)
    if class_id is None:
        if row.alive():
            row.reject("class_id", "no_class", "没有写班级")
        return []
    # A rejected row still contradicts the others of its class.
    counts.say(row, class_id, month)
    own: list[Part] = []
    if day is not None:
        own += [
            counts.heads(class_id, day, meal, {value: row.get(key)}, key)
            for by_meal, value in ((_BY_MEAL, "heads"), (_AIDED_BY_MEAL, "subsidised"))
            for key, meal in by_meal.items()
            if row.get(key) is not None
        ]
    if day is not None and (row.get("heads") is not None or row.get("subsidised") is not None):
        values = {"heads": row.get("heads"), "subsidised": row.get("subsidised")}
        own.append(counts.heads(class_id, day, row.get("meal"), values, "heads"))
    if row.get("persons") is not None:
        own.append(counts.signup(class_id, month, row.get("persons")))
    return [partial(counts.write, row, own)]
