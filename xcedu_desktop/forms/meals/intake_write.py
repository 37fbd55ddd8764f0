"""Meal counts on their way into the school file: one row a class, day and meal; checked against the file and the lock."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from xcedu_desktop.forms.meals.intake_said import FileName, say_assumed
from xcedu_desktop.forms.meals.tables import (
    COPIED,
    MealCount,
    MealSignup,
    MealStaffCount,
    count_id,
    signup_id,
    staff_count_id,
)
from xcedu_desktop.periods import Month
from xcedu_desktop.school.intake_job import IntakeJob, ListIn
from xcedu_desktop.store.base import Live
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.found import FoundRow
from xcedu_desktop.workbook.intake.month_days import day_of
from xcedu_desktop.workbook.intake.plan import RowState
from xcedu_desktop.workbook.intake.plan_changes import Entry
from xcedu_desktop.workbook.intake.plan_rows import Row
from xcedu_desktop.workbook.intake.raw import Cell

DEFAULT_MEAL = "午餐"
STAFF_LINE = frozenset(
    [
        "教职工",
        "教师",
        "老师",
        "教职员工",
        "教工",
        "教职员",
        "教师就餐",
        "教职工就餐",
        "教职工人数",
        "教师人数",
    ]
)
"""What stands in the class column of the line of the staff (教职工)."""


@dataclass(frozen=True)
class Part:
    """One row of a table that a row of the file says: its id, key columns and values; `column` is the file's column."""

    model: type[Live]
    row_id: str
    key: dict[str, Any]
    values: dict[str, Any]
    column: str

    @property
    def month(self) -> Month:
        """The month by which the row is locked."""
        return self.key["month"] if "month" in self.key else Month.of(self.key["day"])


_AIDED = re.compile(r"资助|受助|贫困|困难学生|困难生|补助(人|学生)")
_AMONG = re.compile(r"^其中[:,，]?")
_BOTH = re.compile(r"[及和含与]|其中")


def says_aided(text: str) -> bool:
    """Whether a title, header or line names the subsidised heads (受资助学生就餐人数), and not both kinds at once."""
    return bool(_AIDED.search(text)) and not _BOTH.search(_AMONG.sub("", fold(text)))


class Counts:
    """The meal counts of one import."""

    def __init__(self, job: IntakeJob) -> None:
        self._job = job
        self._months: set[Month] = set()
        self._said: dict[tuple[str, Month], list[Row]] = defaultdict(list)
        self._seen: dict[str, Row] = {}
        self._told: dict[tuple[str, str], tuple[Any, Row]] = {}
        """What rows of this file that are taken in say, by row id and column, and the first that says it."""
        self._meals: set[str] = set()
        self.file_name = FileName(job)

    # -- 登记人数 --------------------------------------------------------------------------------------------------

    def say(self, row: Row, class_id: str, month: Month) -> None:
        """Note the 登记人数 (`persons`) that a row says of a class and month."""
        if row.get("persons") is not None:
            self._said[class_id, month].append(row)

    def reject_disagreeing(self) -> None:
        """Two different 登记人数 of a class and month in one file: none is taken, nor are the rows that say them."""
        for (class_id, month), rows in self._said.items():
            values = {row.get("persons") for row in rows}
            if len(values) > 1:
                name = self._job.classes.name(class_id, month.first)
                words = "、".join(str(value) for value in sorted(values))
                for row in rows:
                    row.reject(
                        "persons", "signups_disagree",
                        f"{name}{month.spoken}的登记人数有几个说法（{words}），请改成一个",
                    )  # fmt: skip

    def compare_with_file_name(self) -> None:
        """Say it where the file's name names another month or meal than every count in it."""
        self.file_name.compare(self._months, self._meals)

    # -- parts -----------------------------------------------------------------------------------------------------

    def heads(self, class_id: str, day: date, meal: str, values: dict[str, Any], column: str) -> Part:
        """A class's heads, and subsidised heads among them, at a meal."""
        key = {"class_id": class_id, "day": day, "meal": meal}
        return Part(MealCount, count_id(class_id, day, meal), key, values, column)

    def signup(self, class_id: str, month: Month, persons: int) -> Part:
        """A class's 登记人数 of a month."""
        key = {"class_id": class_id, "month": month}
        return Part(MealSignup, signup_id(class_id, month), key, {"persons": persons}, "persons")

    def staff(self, day: date, meal: str, heads: int, column: str) -> Part:
        """The staff's heads at a meal."""
        row_id = staff_count_id(self._job.view.school_code, day, meal)
        return Part(MealStaffCount, row_id, {"day": day, "meal": meal}, {"heads": heads}, column)

    def write(self, row: Row, parts: list[Part]) -> None:
        """Stage what a row says, unless another row of the file says otherwise or a month of it is locked."""
        if not row.alive():
            return
        if not parts:
            row.warn("heads", "nothing", "这一行没有人数，没有可写入的")
            return
        self._load({part.month for part in parts})
        self._meals |= {part.key["meal"] for part in parts if "meal" in part.key}
        if self._contradicted(row, parts) or self._locked(row, parts):
            return
        self._say_to_come(row, parts)
        for part in parts:
            self._put(row, part)

    def _say_to_come(self, row: Row, parts: list[Part]) -> None:
        """Rules about days look at days up to today: of a day to come nobody but this line would say anything."""
        ahead = sorted(
            {
                (part.key["day"], part.column)
                for part in parts
                if part.key.get("day", date.min) > self._job.today
            }
        )
        if ahead:
            days = sorted({day for day, _ in ahead})
            first = f"{days[0].month}月{days[0].day}日"
            words = first if len(days) == 1 else f"{first}起的 {len(days)} 天"
            row.warn(ahead[0][1], "day_to_come", f"{words}还没到，人数已读入，到那天请核对")

    def _load(self, months: set[Month]) -> None:
        for month in months - self._months:
            self._months.add(month)
            for model in (MealCount, MealSignup, MealStaffCount):
                self._job.staging.add(model, self._job.view.rows_of_month(model, month))

    def _entry(self, part: Part) -> Entry | None:
        return self._job.staging.entry(part.model, part.row_id)

    def _contradicted(self, row: Row, parts: list[Part]) -> bool:
        for part in parts:
            if part.model is MealSignup:
                continue
            for key, value in part.values.items():
                told, first = self._told.get((part.row_id, key), (value, row))
                if value is not None and told != value:
                    where = (
                        f"第 {first.number} 行"
                        if first.sheet == row.sheet
                        else f"表「{first.sheet}」第 {first.number} 行"
                    )
                    words = f"与{where}是同一班、同一天、同一餐，人数不同（{told}、{value}），只读了{where}的，请核对"
                    row.reject(part.column, "twice_in_file", words)
                    return True
        return False

    def _locked(self, row: Row, parts: list[Part]) -> bool:
        for part in parts:
            entry = self._entry(part)
            differs = entry is None or any(
                value is not None and entry.get(key) != value for key, value in part.values.items()
            )
            if differs and self._job.is_locked(row, "day" if row.get("day") else part.column, part.month):
                return True
        return False

    def _put(self, row: Row, part: Part) -> None:
        first = self._seen.setdefault(part.row_id, row)
        entry = self._entry(part)
        said = {key: value for key, value in part.values.items() if value is not None}
        for key, value in said.items():
            self._told.setdefault((part.row_id, key), (value, row))
        if entry is None:
            self._job.staging.make(part.model, part.key | said, part.row_id)
            row.touch(RowState.NEW)
            return
        fills = any(entry.get(key) is None for key in said)
        old = entry.set(said)
        for key in old:
            flag = COPIED[part.model.__tablename__, key]
            if entry.get(flag):
                entry.set({flag: None})
        for key, value in old.items():
            row.touch(RowState.CHANGED)
            if value is not None:
                row.old[part.column if key == "heads" else key] = str(value)
        if first is not row and part.model is not MealSignup:
            row.remark(f"与第 {first.number} 行{'合为一条' if fills else '重复'}")


def whole_days(job: IntakeJob, listed: ListIn, said: Month | None) -> ListIn:
    """The list with days that are a number only (2, 3日) as days of its month; the same list where there are none."""
    found, month = listed.found, said or job.view.month
    rows = [_whole_day(row, month, epoch1904=found.epoch1904) for row in found.rows]
    if rows == found.rows:
        return listed
    if said is None:
        say_assumed(job, found.sheet, month)
    return ListIn(listed.shape, replace(found, rows=rows))


def _whole_day(row: FoundRow, month: Month, *, epoch1904: bool) -> FoundRow:
    """A line whose day is a number only (8, 8日) with the day of the list's month."""
    cell = row.cells.get("day")
    said = None if cell is None or cell.error is not None else day_of(cell, epoch1904)
    if said is None or said[2] is not None or said[0] > month.last.day:
        return row
    return replace(row, cells={**row.cells, "day": Cell(month.first.replace(day=said[0]))})
