"""Import of the month grid: classes down, days across, the month and the meal in the title or the sheet's name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from xcedu_desktop.fields import Field
from xcedu_desktop.forms.meals.intake_counts import DAYS
from xcedu_desktop.forms.meals.intake_labels import (
    AS_HEADS,
    DayRoles,
    Meaning,
    meal_of,
    meaning_of,
    roles_of,
)
from xcedu_desktop.forms.meals.intake_said import nearest_month, say_assumed
from xcedu_desktop.forms.meals.intake_sexes import add_up
from xcedu_desktop.forms.meals.intake_write import (
    DEFAULT_MEAL,
    STAFF_LINE,
    Counts,
    Part,
    says_aided,
)
from xcedu_desktop.forms.meals.tables import HEADS, MEALS
from xcedu_desktop.periods import Month
from xcedu_desktop.school.intake_job import IntakeJob
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.found import FoundRow
from xcedu_desktop.workbook.intake.kind import KindColumn, Shape
from xcedu_desktop.workbook.intake.month_grid import GridRow, MonthGrid
from xcedu_desktop.workbook.intake.month_title import contradiction, span_contradiction, span_in
from xcedu_desktop.workbook.intake.plan_rows import Row, RowReader

_CLOSED = frozenset(
    [
        "休",
        "休息",
        "放假",
        "周末",
        "假",
        "节假日",
        "国庆",
        "国庆节",
        "国庆放假",
        "停课",
        "不供餐",
        "休假",
        "周六",
        "周日",
        "中秋",
    ]
)
"""Words in a day's cell that say that nothing was served."""

_WHAT = Field("项目", synonyms=("类别", "内容", "人数类别", "统计项目"))
BESIDE = Shape(
    "grid",
    (
        *(c for c in DAYS.columns if c.key in ("class_id", "grade", "meal", "persons")),
        KindColumn("what", _WHAT),
    ),
    ("class_id",),
)
"""The columns beside the days."""


def read_grid(job: IntakeJob, counts: Counts, grid: MonthGrid) -> list[Callable[[], None]]:
    """The lines of a grid, read and checked; what each writes is done when the whole file is known."""
    return _Grid(job, counts, grid).read()


def _unread(labels: Sequence[str]) -> str:
    return f"日期下面的「{'、'.join(label[:12] for label in labels[:6])}」不是学生的就餐人数，没有读"


def _refusal(grid: MonthGrid, labels: DayRoles) -> tuple[str, str] | None:
    """Code and sentence of a grid whose header does not say what its columns are."""
    if grid.falls is not None:
        one, other = grid.falls
        days = f"{one.day}日后面是{other.day}日"
        return "days_fall", f"表头的日期没有从小到大（{days}），没有导入；请改正表头，跨月的日期写上月份"
    if labels.twice:
        twice = "、".join(labels.twice[:6])
        return (
            "day_twice",
            f"表头里「{twice}」有两列，不知道以哪一列为准，没有导入；请改正日期，或写明各列的餐次",
        )
    if labels.unclear:
        unclear = "、".join(labels.unclear)[:40]
        return (
            "unclear_columns",
            f"日期下面有「{unclear}」，不知道哪一列是就餐人数，没有导入；请写明「就餐人数」",
        )
    return None


class _Grid:
    """One grid. A day's column is the row's key `day:<column>`; a day can have a column a meal, or one of 受资助."""

    def __init__(self, job: IntakeJob, counts: Counts, grid: MonthGrid) -> None:
        self._job, self._counts, self._grid = job, counts, grid
        named = counts.file_name.month() if grid.month is None and grid.two_months is None else None
        self.month = nearest_month(job, grid.year, grid.month) if grid.month else named or job.view.month
        if named is not None:
            counts.file_name.say_month(grid.sheet, named)
        elif grid.month is None:
            say_assumed(job, grid.sheet, self.month)
        self._aided = says_aided(grid.title_text) or says_aided(grid.sheet)
        if self._aided:
            job.note_sheet(grid.sheet, "aided", "标题或表名写的是受资助，读作受资助学生的就餐人数")
        labels = roles_of(grid.day_columns)
        self._roles = labels.roles
        self._refused = _refusal(grid, labels)
        if labels.unread:
            job.note_sheet(grid.sheet, "columns_unread", _unread(labels.unread))
        meals = {column: role.meal for column, role in labels.roles.items() if role.meal in (None, *MEALS)}
        self._meals = meals
        if len(meals) < len(labels.roles):
            job.note_sheet(grid.sheet, "other_meal", f"早餐没有读：只记{'、'.join(MEALS)}")
        self._usual = grid.meal or counts.file_name.meal or DEFAULT_MEAL
        what = [line.cells["what"].text for line in grid.rows if "what" in line.cells]
        lines_say = "meal" in grid.columns.values() or any(map(meal_of, what))
        if (grid.meal or counts.file_name.meal) is None and not lines_say and not any(meals.values()):
            job.note_sheet(grid.sheet, "meal_assumed", f"标题和表名里没有餐次，全部按{DEFAULT_MEAL}读入")
        said = {meaning_of(text) for text in what}
        self._line_means = next((meaning for meaning in AS_HEADS if meaning in said), None)
        says_meal = (bool(meals) and all(meals.values())) or lines_say
        both = grid.two_months or (None if says_meal else grid.two_meals)
        self._contradiction = contradiction(both) if both else None
        undated = not any(day.month for day in grid.day_columns.values())
        if undated and (span := span_in(grid.title_text) or span_in(grid.sheet)):
            self._contradiction = span_contradiction(span)
        self._days = {column: self._date(column) for column in meals}
        self._keys = {column: f"day:{column}" for column in meals}
        self._girls = {
            role.other: f"day:{role.other}"
            for column, role in labels.roles.items()
            if role.other is not None and column in meals
        }
        self._fields = dict(BESIDE.fields) | {
            key: self._field(column) for column, key in (self._keys | self._girls).items()
        }
        job.titles.update({key: self._fields[key].title for key in self._keys.values()})

    def _date(self, column: int) -> date | None:
        day = self._grid.day_columns[column]
        if day.on is not None:
            return day.on
        month = self.month
        if day.month is not None and day.month != month.month:
            # A week over two months (9.30, 10.8) or years (12.31, 1.4).
            apart = day.month - month.month
            month = Month(month.year + (apart < -6) - (apart > 6), day.month)
        return month.first.replace(day=day.day) if day.day <= month.last.day else None

    def _field(self, column: int) -> Field:
        day, shown = self._date(column), self._grid.day_columns[column]
        title = f"{day.month}月{day.day}日" if day else f"{shown.day}日"
        return Field(title + shown.label, HEADS.kind, unit=HEADS.unit, low=HEADS.low, high=HEADS.high)

    def read(self) -> list[Callable[[], None]]:
        """Read every line."""
        grid = self._grid
        reader = RowReader(
            self._fields, ("class_id",), self._job.reading, self._job.answers,
            sheet=grid.sheet, units={}, epoch1904=grid.epoch1904,
        )  # fmt: skip
        pending: list[Callable[[], None]] = []
        for line in grid.rows:
            row = reader.read(self._found(line))
            self._job.rows.append(row)
            if self._contradiction is not None:
                row.reject("class_id", "title_contradiction", self._contradiction)
                continue
            if self._refused is not None:
                row.reject("class_id", *self._refused)
                continue
            pending += self._line(row)
        return pending

    def _found(self, line: GridRow) -> FoundRow:
        cells, keys = dict(line.cells), self._keys | self._girls
        for column, cell in line.days.items():
            if column in keys and not (isinstance(cell.value, str) and fold(cell.value) in _CLOSED):
                cells[keys[column]] = cell
        return FoundRow(line.number, cells)

    def _line(self, row: Row) -> list[Callable[[], None]]:
        what = fold(row.get("what") or "")
        if what and (meaning := meaning_of(what)) not in (self._line_means, Meaning.AIDED):
            row.remark(f"「{what[:12]}」不是就餐人数，没有读")
            return []
        if what and meaning is Meaning.PART:
            row.reject("what", "unclear_lines", f"「{what[:12]}」只是一部分人，不能当作全班的就餐人数")
            return []
        if "meal" in self._grid.columns.values() and row.get("meal") is None and "meal" not in row.bad:
            meal = self._usual
            if not all(self._meals.values()):
                row.warn("meal", "meal_assumed", f"没有写餐次，按{meal}读入")
        counted: list[tuple[int, date, str]] = []
        for column, key in self._keys.items():
            if (girls := self._roles[column].other) is not None:
                add_up(row, key, key, self._girls[girls])
            if row.get(key) is None:
                continue
            day = self._days[column]
            if day is None:
                row.reject(
                    key, "no_such_day", f"{self.month.spoken}没有 {self._grid.day_columns[column].day} 日"
                )
            elif self._meal(row, column) not in MEALS:
                row.reject(
                    key, "not_a_choice", f"餐次「{self._meal(row, column)}」不在可选项内：{'、'.join(MEALS)}"
                )
            else:
                counted.append((column, day, key))
        if fold(row.cell("class_id").text) in STAFF_LINE:
            row.shown["class_id"] = "教职工"
            parts = [
                self._counts.staff(day, self._meal(row, c), row.get(key), key) for c, day, key in counted
            ]
            return [partial(self._counts.write, row, parts)]
        if row.cell("class_id").blank:
            row.reject("class_id", "no_class", "没有写班级")
            return []
        class_id = self._job.classes.read(row, self.month.first, None, make=False)
        if class_id is None:
            if row.alive():
                row.reject("class_id", "no_class", "没有写班级")
            return []
        self._counts.say(row, class_id, self.month)
        parts = [self._part(row, class_id, *place) for place in counted]
        if row.get("persons") is not None:
            parts.append(self._counts.signup(class_id, self.month, row.get("persons")))
        return [partial(self._counts.write, row, parts)]

    def _part(self, row: Row, class_id: str, column: int, day: date, key: str) -> Part:
        label, what = self._grid.day_columns[column].label, row.get("what") or ""
        named = self._meals[column] is None and bool(label + what)
        value = self._roles[column].value
        if says_aided(what) or (self._aided and not named):
            value = "subsidised"
        return self._counts.heads(class_id, day, self._meal(row, column), {value: row.get(key)}, key)

    def _meal(self, row: Row, column: int) -> str:
        """What the column says, else the row (a line a meal, in a column of its own or as its 项目), else the title."""
        own = self._meals[column] or row.get("meal") or meal_of(row.get("what") or "")
        return own or self._usual
