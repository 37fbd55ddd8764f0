"""The month grid: classes (or the staff's one line) down, days across; and its foot 合计, 陪餐, 留样."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ui.forms.meals.last_month import LastMonth
from ui.forms.meals.month_data import COUNT, HEADS, SIGNUP, STAFF, STAFF_COUNT, SUBSIDISED, MealMonth
from ui.grid.cell_notes import CellNotes, Spot
from ui.grid.source import Cell, Column, GridSource, Mark
from xcedu_desktop.clock import today
from xcedu_desktop.editing import CellEdit, Edited
from xcedu_desktop.fields import Field, Kind, Reading
from xcedu_desktop.form import Severity
from xcedu_desktop.forms.meals.rules_heads import heads_above, signup_above, subsidised_above
from xcedu_desktop.forms.meals.tables import (
    MealCount,
    MealSignup,
    signup_id,
)
from xcedu_desktop.store.base import fields_of

if TYPE_CHECKING:
    from xcedu_desktop.form import Finding
    from xcedu_desktop.store.changes import ChangeSet

LINE, THERE, PERSONS, TOTAL = "line", "there", "persons", "total"
_THERE = Field("在校", Kind.INTEGER, unit="人")
_WEEKDAYS = "一二三四五六日"
_CLOSED_WIDTH, _LEAST, _MOST, _SPARE = 15, 26, 40, 32
_WIDE, _NARROW = (82, 50, 50, 64), (66, 42, 42, 54)
"""Widths of 班级, 在校, 登记, 合计 where there is room, and where there is not."""
_WIDE_FROM = 1100
_RANK = {Severity.ERROR: 0, Severity.EXPLAIN: 1, Severity.WARNING: 2}


class HeadsSource(GridSource):
    """`key`: heads or subsidised; `staff`: the staff's line instead of the classes. Column keys of days are ISO dates."""

    def __init__(
        self, data: MealMonth, meal: str, key: str = HEADS, staff: bool = False, width: int = 1156
    ) -> None:
        self.data, self.meal, self.key, self.staff = data, meal, key, staff
        self.field = fields_of(MealCount)[key]
        self.width = width
        self.by_key: dict[str, date] = {day.isoformat(): day for day in data.days}
        self._spots: dict[tuple[str, str], Spot | None] = {}
        self._marks: dict[tuple[str, str], Mark] = {}
        self._notes: dict[tuple[str, str], str] = {}
        self._last = LastMonth(data.ledger, data.month)
        self.cell_notes = CellNotes(data.ledger, (COUNT, STAFF_COUNT, SIGNUP))
        self.arrange()

    # -- columns -----------------------------------------------------------------------------------------------------

    def fit(self, width: int) -> None:
        """The month in a room of so many logical pixels."""
        self.width = width
        self.arrange()

    def arrange(self) -> None:
        """Columns with their titles: what lacks on a day stands in its header."""
        line, there, persons, total = _WIDE if self.width >= _WIDE_FROM else _NARROW
        closed = len(self.data.days) - len(self.data.open)
        room = self.width - line - there - persons - total - closed * _CLOSED_WIDTH
        wide = min(_MOST, max(_LEAST, room // max(1, len(self.data.open))))
        # what a whole number of pixels a day leaves over goes to the sum
        total += max(0, min(_SPARE, room - wide * len(self.data.open)))
        first = [
            Column(LINE, "班级", width=line, editable=False, frozen=True),
            Column(THERE, "在校", _THERE, width=there, editable=False, frozen=True),
            Column(PERSONS, "登记", fields_of(MealSignup)["persons"], width=persons, frozen=True),
        ]
        if self.staff:
            first = [Column(LINE, "", width=line + there + persons, editable=False, frozen=True)]
        days = [
            Column(
                day.isoformat(), f"{day.day}\n{self._word(day, wide)}", self.field,
                width=wide if day in self.data.open else _CLOSED_WIDTH, align="right",
                tooltip=f"{day.month}月{day.day}日 周{_WEEKDAYS[day.weekday()]}",
            )
            for day in self.data.days
        ]  # fmt: skip
        last = Column(TOTAL, "合计", self.field, width=total, editable=False)
        self.columns = (*first, *days, last)

    def _word(self, day: date, width: int) -> str:
        if day not in self.data.open:
            return "休"
        if self.is_unfilled(day):
            return "未填"
        if self._has_copied(day):
            return "待确认" if width >= 36 else "照抄"
        name = _WEEKDAYS[day.weekday()]
        return f"{name}班" if day.weekday() >= 5 else name

    def is_unfilled(self, day: date) -> bool:
        """Whether a past school day lacks every count."""
        return (
            self._counts_here(day)
            and self.data.is_served(day, self.meal)
            and all(self.data.count(line, day, self.meal) is None for line in self.data.lines)
        )

    def _counts_here(self, day: date) -> bool:
        """Whether a blank of the day is something to fill: heads of classes, on school days up to today."""
        return not self.staff and self.key == HEADS and day in self.data.open and day <= self.data.today

    def _has_copied(self, day: date) -> bool:
        return any(self.is_copied(line, day.isoformat()) for line in self.row_ids())

    # -- reading -----------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        self.data.reload()
        self.arrange()

    def row_ids(self) -> Sequence[str]:
        return [STAFF] if self.staff else list(self.data.lines)

    def spot(self, row_id: str, key: str) -> Spot | None:
        """The live cell of a cell; None for what is computed."""
        found = self._spots.get((row_id, key), False)
        if found is False:
            found = self._spots[row_id, key] = self._spot(row_id, key)
        return found or None

    def _spot(self, row_id: str, key: str) -> Spot | None:
        day = self.by_key.get(key)
        if day is not None:
            return Spot(
                STAFF_COUNT if self.staff else COUNT, self.data.count_id(row_id, day, self.meal), self.key
            )
        return Spot(SIGNUP, signup_id(row_id, self.data.month), "persons") if key == PERSONS else None

    def make_of(self, row_id: str, key: str) -> dict[str, Any] | None:
        spot = self.spot(row_id, key)
        there = spot is None or spot.row_id in self.data.rows[spot.table]
        return None if there else self._make(row_id, key)

    def beside(self, row_id: str, key: str) -> str:
        if key == PERSONS:
            persons = self._last.persons(row_id)
            return "" if persons is None else f"上月 {persons} 人"
        if key not in self.by_key:
            return ""
        mean = self._last.mean(row_id, self.meal, self.key)
        return f"上月每天平均 {mean}" if mean else ""

    def cell_of(self, table: str, record: str) -> tuple[str, str, str] | None:
        """Row id, column key and meal of a live row; the meal "" where it has none. None where it is not of this month."""
        if table == SIGNUP and record in self.data.signup_lines:
            return self.data.signup_lines[record], PERSONS, ""
        if table in (COUNT, STAFF_COUNT) and record in self.data.spots:
            line, day, meal = self.data.spots[record]
            return line, day.isoformat(), meal
        return None

    def value(self, row_id: str, key: str) -> Any:
        if key == THERE:
            return self.data.there.get(row_id)
        if key == TOTAL:
            return self.row_total(row_id)
        spot = self.spot(row_id, key)
        row = self.data.rows[spot.table].get(spot.row_id) if spot is not None else None
        return row.get(spot.key) if row is not None and spot is not None else None

    def text(self, row_id: str, key: str) -> str:
        if key == LINE:
            return "教职工" if row_id == STAFF else self.data.lines.get(row_id, "")
        spot = self.spot(row_id, key)
        draft = self.data.drafts.get(spot) if spot is not None else None
        if draft is not None:
            return draft[0]
        value = self.value(row_id, key)
        if value is None:
            return ""
        return f"{value:,}" if key == TOTAL else str(value)

    def row_total(self, row_id: str) -> int | None:
        """The sum of a line; None where all of it is blank."""
        found = [n for key in self.by_key if isinstance(n := self.value(row_id, key), int)]
        return sum(found) if found else None

    def day_total(self, key: str) -> int | None:
        """The sum of a column."""
        found = [n for row_id in self.row_ids() if isinstance(n := self.value(row_id, key), int)]
        return sum(found) if found else None

    # -- what a total lacks --------------------------------------------------------------------------------------------

    def lacks(self, cells: Iterable[tuple[str, str]] | None = None) -> tuple[int, int, int]:
        """Errors, cells to be confirmed, and cells not filled, among cells (all where not given)."""
        wrong = copied = blank = 0
        for row_id, key in self.day_cells() if cells is None else cells:
            value = self.value(row_id, key)
            if value is None:
                blank += self.is_to_fill(row_id, key)
                continue
            mark = self.mark(row_id, key)
            wrong += mark is not None and mark.severity is Severity.ERROR
            copied += self.is_copied(row_id, key)
        return wrong, copied, blank

    def day_cells(self) -> Iterator[tuple[str, str]]:
        """Every cell of a day."""
        return ((row_id, key) for row_id in self.row_ids() for key in self.by_key)

    def is_to_fill(self, row_id: str, key: str) -> bool:
        """A blank that is to be filled: the meal was served to the class on a day up to today."""
        day = self.by_key.get(key)
        return (
            day is not None
            and self._counts_here(day)
            and (row_id, day, self.meal) in self.data.served
            and self.value(row_id, key) is None
        )

    def state_words(self) -> str:
        """合计未定：含 1 处错误、10 格待确认，缺 21 格; "" where the month is whole."""
        wrong, copied, blank = self.lacks()
        held = "、".join(
            words for count, words in ((wrong, f"{wrong} 处错误"), (copied, f"{copied} 格待确认")) if count
        )
        parts = [part for part in (f"含 {held}" if held else "", f"缺 {blank} 格" if blank else "") if part]
        return "合计未定：" + "，".join(parts) if parts else ""

    # -- looks -------------------------------------------------------------------------------------------------------

    def set_findings(self, findings: Iterable[Finding]) -> None:
        """Marks what the month's findings name. What is to fill or to confirm has its ground and no mark beside it."""
        self._marks, self._notes = {}, {}
        for finding in findings:
            cell = self.cell_of(finding.table, finding.record)
            if cell is None or cell[2] not in ("", self.meal) or finding.cells > 1:
                continue
            here = self.spot(cell[0], cell[1])
            if here != (finding.table, finding.record, finding.field):
                continue
            spot = cell[:2]
            if finding.explained:
                self._notes[spot] = f"已说明：{finding.reason}"
            old = self._marks.get(spot)
            if old is None or _RANK[finding.severity] < _RANK[old.severity]:
                self._marks[spot] = Mark(finding.severity, finding.message)

    def mark(self, row_id: str, key: str) -> Mark | None:
        spot = self.spot(row_id, key)
        if spot is None:
            return None
        draft = self.data.drafts.get(spot)
        if draft is not None:
            return Mark(Severity.ERROR, draft[1])
        wrong = self.wrong(row_id, key)
        if wrong:
            return Mark(Severity.ERROR, wrong)
        value = self.value(row_id, key)
        found = self._marks.get((row_id, key))
        if found is None or value is None:
            return None
        return None if self.is_copied(row_id, key) and found.severity is Severity.WARNING else found

    def wrong(self, row_id: str, key: str) -> str:
        """What is wrong with a value as it stands, told before the month is checked again; "" where nothing is."""
        value = self.value(row_id, key)
        day = self.by_key.get(key)
        if value is None or self.staff:
            return ""
        if key == PERSONS:
            return signup_above(value, self.data.persons_of_month.get(row_id, 0))
        if day is None or day > self.data.today:
            return ""
        if self.key == SUBSIDISED:
            return subsidised_above(day, self.meal, value, self.data.count(row_id, day, self.meal))
        return heads_above(day, self.meal, value, self.data.enrolled.get((row_id, day)))

    def note(self, row_id: str, key: str) -> str:
        return self._notes.get((row_id, key), "")

    def is_draft(self, row_id: str, key: str) -> bool:
        return self.spot(row_id, key) in self.data.drafts

    def is_closed(self, row_id: str, key: str) -> bool:
        day = self.by_key.get(key)
        return day is not None and day not in self.data.open

    def is_copied(self, row_id: str, key: str) -> bool:
        day = self.by_key.get(key)
        return (
            day is not None
            and not self.staff
            and self.data.is_copied(row_id, day, self.meal)
            and self.value(row_id, key) is not None
        )

    def ground(self, row_id: str, key: str) -> str:
        if key == TOTAL:
            return "window"
        return "to_fill" if self.is_to_fill(row_id, key) else ""

    def header_ground(self, key: str) -> str:
        day = self.by_key.get(key)
        if day is None:
            return ""
        if day not in self.data.open:
            return "closed"
        if self.is_unfilled(day):
            return "to_fill"
        return "to_confirm" if self._has_copied(day) else ""

    def ink(self, row_id: str, key: str) -> str:
        return "ink" if key == LINE else "ink3" if key == TOTAL and self._is_open(row_id) else ""

    def _is_open(self, row_id: str) -> bool:
        return any(self.lacks((row_id, key) for key in self.by_key))

    def tooltip(self, row_id: str, key: str) -> str:
        if key == LINE:
            return self.data.full.get(row_id, "")
        if self.is_copied(row_id, key):
            return "照抄的，待确认；重新输入，或按「确认无误」"
        return ""

    # -- writing -----------------------------------------------------------------------------------------------------

    def refusal(self, row_id: str, key: str) -> str:
        return self.data.locked or super().refusal(row_id, key)

    def place(self, row_id: str, key: str) -> str:
        day = self.by_key.get(key)
        return f"{self.text(row_id, self.columns[0].key)} {day.day}日" if day is not None else ""

    def check(self, cells: Sequence[Cell]) -> dict[tuple[str, str], str]:
        reading = Reading(today=today(), month=self.data.month)
        wrong = {}
        for cell in cells:
            column = self.column(cell.key)
            if column is not None and column.field is not None:
                error = column.field.parse(cell.text, reading).error
                if error is not None:
                    wrong[cell.row_id, cell.key] = error.message
        return wrong

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        edits: list[CellEdit] = []
        places: dict[tuple[str, str], tuple[str, str]] = {}
        for cell in cells:
            spot = self.spot(cell.row_id, cell.key)
            if spot is None:
                continue
            row = self.data.rows[spot.table].get(spot.row_id)
            if row is None and spot not in self.data.drafts and not cell.text.strip():
                continue
            make = None if row is not None else self._make(cell.row_id, cell.key)
            edits.append(CellEdit(spot.table, spot.row_id, spot.key, cell.text, make))
            places[spot.row_id, spot.key] = (cell.row_id, cell.key)
            if row is not None and row.get("copied"):
                # what a person types, or clears, is no copy any more
                edits.append(CellEdit(spot.table, spot.row_id, "copied", "否"))
        return self.data.ledger.edit(edits, month=self.data.month, title=title)

    def _make(self, row_id: str, key: str) -> dict[str, Any]:
        day = self.by_key.get(key)
        if day is None:
            return {"class_id": row_id, "month": self.data.month}
        place: dict[str, Any] = {"day": day, "meal": self.meal}
        return place if self.staff else {"class_id": row_id, **place}

    def touched(self, change_set: ChangeSet) -> set[str] | None:
        cells = [
            self.cell_of(change.table, change.row_id)
            for change in change_set.changes
            if change.table != "draft"
        ]
        drafted = any(change.table == "draft" for change in change_set.changes)
        return None if drafted or None in cells else {cell[0] for cell in cells if cell is not None}

    def absorb(self, change_set: ChangeSet) -> None:
        if not self.data.absorb(change_set):
            self.data.reload()
        for change in change_set.changes:
            cell = self.cell_of(change.table, change.row_id)
            if cell is not None:
                # found of the old value; the check that follows says anew what holds
                self._marks.pop(cell[:2], None)
                self._notes.pop(cell[:2], None)
        self.arrange()
