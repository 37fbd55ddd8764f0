"""The month grid: classes (or the staff's one line) down, days across; and its foot 合计, 陪餐, 留样."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ui.forms.meals.month_columns import (
    LINE,
    PERSONS,
    THERE,
    TOTAL,
    Widths,
    copied_word,
    month_columns,
    weekday_word,
)
from ui.forms.meals.month_data import COUNT, HEADS, SIGNUP, STAFF, STAFF_COUNT, SUBSIDISED, MealMonth
from ui.forms.meals.tally import Held, Tally
from ui.grid.cell_notes import CellNotes, Spot
from ui.grid.said import Said
from ui.grid.source import Cell, GridSource, Mark, changed
from xcedu_desktop.clock import today
from xcedu_desktop.editing import CellEdit, Edited
from xcedu_desktop.fields import Reading
from xcedu_desktop.form import Severity
from xcedu_desktop.forms.meals.averages import Mean
from xcedu_desktop.forms.meals.rules_heads import heads_above, signup_above, subsidised_above
from xcedu_desktop.forms.meals.tables import COPIED, MealCount, signup_id
from xcedu_desktop.store.base import fields_of

if TYPE_CHECKING:
    from xcedu_desktop.form import Finding
    from xcedu_desktop.store.changes import Change, ChangeSet


class HeadsSource(GridSource):
    """`key`: heads or subsidised; `staff`: the staff's line instead of the classes. Column keys of days are ISO dates."""

    def __init__(
        self, data: MealMonth, meal: str, key: str = HEADS, staff: bool = False, width: int = 1156
    ) -> None:
        self.data, self.meal, self.key, self.staff = data, meal, key, staff
        self.table_of_days = STAFF_COUNT if staff else COUNT
        self.flag = COPIED[self.table_of_days, key]
        self.field = fields_of(MealCount)[key]
        self.width = width
        self.by_key: dict[str, date] = {day.isoformat(): day for day in data.days}
        self._said = Said(self._named_here)
        self.cell_notes = CellNotes(data.ledger, (COUNT, STAFF_COUNT, SIGNUP))
        self._arranged: tuple[object, ...] = ()
        self.recount()

    # -- columns and sums --------------------------------------------------------------------------------------------

    def fit(self, width: int) -> None:
        """The month in a room of so many logical pixels."""
        self.width = width
        self.arrange()

    def arrange(self) -> None:
        """Columns with their titles: what lacks on a day stands in its header."""
        self._to_carry = frozenset(() if self.staff else self.data.to_carry())
        self.signed_copied = (
            0 if self.staff else sum(self.is_copied(line, PERSONS) for line in self.data.lines)
        )
        stray = frozenset(
            day
            for key, day in self.by_key.items()
            if day not in self.data.open and self.tally.days[key].of_day is not None
        )
        wide = len(self.data.open)
        widths = Widths(self.width, wide, len(self.data.days) - wide - len(stray), len(stray))
        words = {day: self._word(key, day, widths.day) for key, day in self.by_key.items()}
        persons = copied_word(widths.persons) if self.signed_copied else "未填" if self._to_carry else ""
        wanted = (self.width, tuple(words.values()), stray, persons)
        if wanted != self._arranged:
            self._arranged = wanted
            self.columns = month_columns(
                widths, self.staff, self.field, words, self.data.open, stray, persons
            )

    def _word(self, key: str, day: date, width: int) -> str:
        if day not in self.data.open:
            return "休"
        found = self.tally.days[key]
        if found.copied:
            return copied_word(width)
        return (
            "未填" if found.blank else weekday_word(day)
        )  # one word until the last class: it does not flicker

    def copied_columns(self) -> list[str]:
        """The columns that hold what is to be confirmed, 登记 first."""
        days = [key for key, found in self.tally.days.items() if found.copied]
        return [PERSONS, *days] if self.signed_copied else days

    def _counts_here(self, day: date) -> bool:
        """Whether a blank of the day is something to fill: heads of classes, on school days up to today."""
        return not self.staff and self.key == HEADS and day in self.data.open and day <= self.data.today

    def recount(self) -> None:
        """Every sum anew, after the month was read again."""
        self.tally = Tally(self.row_ids(), tuple(self.by_key), self._held)
        self._arranged = ()
        self.arrange()

    def _held(self, row_id: str, key: str) -> Held:
        day = self.by_key[key]
        row = self.data.cell(row_id, day, self.meal)
        value = row[self.key] if row is not None else None
        if row is None or value is None:
            return Held(blank=int(self.is_to_fill(row_id, key)))
        mark = self._said.mark(row_id, key)
        wrong = bool(self._wrong_on(row_id, day, value)) or (
            mark is not None and mark.severity is Severity.ERROR
        )
        return Held(value, int(wrong), int(bool(row[self.flag])), 0, int(day > self.data.today))

    # -- reading -----------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        self.data.reload()
        assert self.cell_notes is not None
        self.cell_notes.reload()
        self.recount()

    def row_ids(self) -> Sequence[str]:
        return [STAFF] if self.staff else list(self.data.lines)

    def spot(self, row_id: str, key: str) -> Spot | None:
        day = self.by_key.get(key)
        if day is not None:
            return Spot(self.table_of_days, self.data.count_id(row_id, day, self.meal), self.key)
        return Spot(SIGNUP, signup_id(row_id, self.data.month), "persons") if key == PERSONS else None

    def row(self, row_id: str, key: str) -> dict[str, Any] | None:
        """The live row behind a cell; None where nobody wrote it, or where it is computed."""
        day = self.by_key.get(key)
        if day is not None:
            return self.data.cell(row_id, day, self.meal)
        return self.data.signup(row_id) if key == PERSONS else None

    def _draft(self, row_id: str, key: str) -> tuple[str, str] | None:
        if not self.data.drafts:
            return None
        spot = self.spot(row_id, key)
        return self.data.drafts.get(spot) if spot is not None else None

    def make_of(self, row_id: str, key: str) -> dict[str, Any] | None:
        spot = self.spot(row_id, key)
        return None if spot is None or self.row(row_id, key) is not None else self._make(row_id, key)

    def beside(self, row_id: str, key: str) -> str:
        if key == PERSONS:
            persons = self.data.last.persons(row_id)
            return "" if persons is None else f"上月 {persons} 人"
        if key not in self.by_key:
            return ""
        mean = self.data.last.mean(row_id, self.meal, self.key, self.staff)
        return f"上月每上课日平均 {mean}" if mean else ""

    def cell_of(self, table: str, record: str) -> tuple[str, str, str] | None:
        """Row id, column key and meal of a live row; the meal "" where it has none. None where it is not of this month."""
        if table not in (COUNT, STAFF_COUNT, SIGNUP):
            return None
        found = self.data.place_of(table, record)
        if found is None:
            return None
        line, day, meal = found
        return line, day.isoformat() if day is not None else PERSONS, meal

    def cell_changed(self, change: Change) -> tuple[str, str] | None:
        table, record, keys = changed(change)
        found = self.cell_of(table, record) if keys & {PERSONS, self.key, self.flag} else None
        here = found is not None and found[2] in ("", self.meal) and (found[0] == STAFF) == self.staff
        return found[:2] if found is not None and here else None

    def value(self, row_id: str, key: str) -> Any:
        if key == THERE:
            return self.data.there.get(row_id)
        if key == TOTAL:
            return self.tally.lines[row_id].value
        row = self.row(row_id, key)
        return None if row is None else row[PERSONS if key == PERSONS else self.key]

    def text(self, row_id: str, key: str) -> str:
        if key == LINE:
            return "教职工" if row_id == STAFF else self.data.lines.get(row_id, "")
        draft = self._draft(row_id, key)
        if draft is not None:
            return draft[0]
        value = self.value(row_id, key)
        if value is None:
            return ""
        return f"{value:,}" if key == TOTAL else str(value)

    def is_to_fill(self, row_id: str, key: str) -> bool:
        """A blank that is to be filled: the meal was served to the class on a day up to today."""
        day = self.by_key.get(key)
        return (
            day is not None
            and self._counts_here(day)
            and self.data.serves(row_id, day, self.meal)
            and self.value(row_id, key) is None
        )

    # -- looks -------------------------------------------------------------------------------------------------------

    def set_findings(self, findings: Iterable[Finding]) -> bool:
        """Marks what the month's findings name; whether any cell looks otherwise now.

        What is to fill or to confirm has its ground and no mark beside it.
        """
        lines, looks = self._said.take(findings)
        self.tally.renew(lines & set(self.row_ids()))
        return looks

    def _named_here(self, finding: Finding) -> tuple[str, str] | None:
        """The cell that a finding of one cell names, where this grid shows it."""
        cell = self.cell_of(finding.table, finding.record) if finding.cells <= 1 else None
        if cell is None or cell[2] not in ("", self.meal) or (cell[0] == STAFF) != self.staff:
            return None
        return cell[:2] if finding.field == (PERSONS if cell[1] == PERSONS else self.key) else None

    def mark(self, row_id: str, key: str) -> Mark | None:
        draft = self._draft(row_id, key)
        if draft is not None:
            return Mark(Severity.ERROR, draft[1])
        wrong = self.wrong(row_id, key)
        if wrong:
            return Mark(Severity.ERROR, wrong)
        if self.value(row_id, key) is None:
            return None
        found = self._said.mark(row_id, key)
        if found is None:
            day = self.by_key.get(key)
            if day is None or day <= self.data.today:
                return None
            return Mark(Severity.WARNING, f"{day.month}月{day.day}日还没到，已有人数")
        return None if self.is_copied(row_id, key) and found.severity is Severity.WARNING else found

    def wrong(self, row_id: str, key: str) -> str:
        """What is wrong with a value as it stands, told before the month is checked again; "" where nothing is."""
        value = self.value(row_id, key)
        day = self.by_key.get(key)
        if value is None or self.staff:
            return ""
        if key == PERSONS:
            return signup_above(value, self.data.persons_of_month.get(row_id, 0))
        return "" if day is None else self._wrong_on(row_id, day, value)

    def _wrong_on(self, row_id: str, day: date, value: int) -> str:
        if self.staff or day > self.data.today:
            return ""
        if self.key == SUBSIDISED:
            return subsidised_above(day, self.meal, value, self.data.count(row_id, day, self.meal))
        return heads_above(day, self.meal, value, self.data.enrolled.get((row_id, day)))

    def note(self, row_id: str, key: str) -> str:
        return self._said.note(row_id, key)

    def is_draft(self, row_id: str, key: str) -> bool:
        return self._draft(row_id, key) is not None

    def is_closed(self, row_id: str, key: str) -> bool:
        day = self.by_key.get(key)
        return day is not None and day not in self.data.open

    def is_copied(self, row_id: str, key: str) -> bool:
        row = self.row(row_id, key)
        if row is None:
            return False
        flag, held = (COPIED[SIGNUP, PERSONS], PERSONS) if key == PERSONS else (self.flag, self.key)
        return bool(row[flag]) and row[held] is not None

    def ground(self, row_id: str, key: str) -> str:
        if key == TOTAL:
            return "window"
        if key == PERSONS:
            return "to_fill" if row_id in self._to_carry else ""
        return "to_fill" if self.is_to_fill(row_id, key) else ""

    def header_ground(self, key: str) -> str:
        if key == PERSONS:
            return "to_confirm" if self.signed_copied else "to_fill" if self._to_carry else ""
        day = self.by_key.get(key)
        if day is None:
            return ""
        if day not in self.data.open:
            return "closed"
        found = self.tally.days[key]
        return "to_confirm" if found.copied else "to_fill" if found.blank else ""

    def ink(self, row_id: str, key: str) -> str:
        if key == LINE:
            return "ink"
        return "ink3" if key == TOTAL and not self.tally.lines[row_id].whole else ""

    def tooltip(self, row_id: str, key: str) -> str:
        if key == LINE:
            return self.data.full.get(row_id, "")
        if key == TOTAL:
            return self._mean(row_id)
        if self.is_copied(row_id, key):
            whence = "沿用上月" if key == PERSONS else "照抄"
            return f"{whence}的，待确认；重新输入，或按空格确认这一格，Ctrl+Enter 确认这一列"
        return ""

    def _mean(self, row_id: str) -> str:
        """本月每上课日平均 29.4，上月 30.1."""
        found = self.tally.lines[row_id]
        if not found.counted:
            return ""
        now = Mean(found.total, found.counted).said
        before = self.data.last.mean(row_id, self.meal, self.key, self.staff)
        return f"本月每上课日平均 {now}" + (f"，上月 {before}" if before else "")

    # -- writing -----------------------------------------------------------------------------------------------------

    def refusal(self, row_id: str, key: str) -> str:
        return self.data.locked or super().refusal(row_id, key)

    def place(self, row_id: str, key: str) -> str:
        day = self.by_key.get(key)
        if key == PERSONS:
            return f"{self.text(row_id, LINE)} 登记"
        return f"{self.text(row_id, LINE)} {day.day}日" if day is not None else ""

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
        for cell in cells:
            spot = self.spot(cell.row_id, cell.key)
            if spot is None:
                continue
            row = self.row(cell.row_id, cell.key)
            if row is None and spot not in self.data.drafts and not cell.text.strip():
                continue
            make = None if row is not None else self._make(cell.row_id, cell.key)
            edits.append(CellEdit(spot.table, spot.row_id, spot.key, cell.text, make))
            flag = COPIED[spot.table, spot.key]
            if row is not None and row[flag]:
                # what a person types, or clears, is no copy any more
                edits.append(CellEdit(spot.table, spot.row_id, flag, "否"))
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
        assert self.cell_notes is not None
        self.cell_notes.absorb(change_set)
        if not self.data.absorb(change_set):
            self.data.reload()
            self.recount()
            return
        lines = set()
        for change in change_set.changes:
            cell = self.cell_of(change.table, change.row_id)
            if cell is not None:
                self._said.forget(*cell[:2])
                lines.add(cell[0])
        if not set(self.row_ids()) <= self.tally.lines.keys():
            self.recount()
            return
        self.tally.renew(lines & set(self.row_ids()))
        self.arrange()
