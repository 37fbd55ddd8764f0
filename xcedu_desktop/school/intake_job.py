"""One import under way: the lists found, the school as it is, the person's answers, and what the plan makes of them."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from xcedu_desktop.fields import Field, Kind, Reading
from xcedu_desktop.form import MonthView
from xcedu_desktop.periods import Month
from xcedu_desktop.school.ground import Ground, ground
from xcedu_desktop.store.base import Live, fields_of
from xcedu_desktop.store.changes import draft_id
from xcedu_desktop.store.tables import Draft, MonthState
from xcedu_desktop.values.parsed import fold, is_blank_mark
from xcedu_desktop.values.units import Measure, SaidUnit, of_measure, said_unit
from xcedu_desktop.workbook.intake.found import FoundList
from xcedu_desktop.workbook.intake.kind import IntakeKind, Shape
from xcedu_desktop.workbook.intake.month_grid import MonthGrid
from xcedu_desktop.workbook.intake.plan import Answers, IntakeFinding, Missing, RowState
from xcedu_desktop.workbook.intake.plan_changes import Entry, Staging
from xcedu_desktop.workbook.intake.plan_rows import Row, RowReader
from xcedu_desktop.workbook.intake.raw import Cell

if TYPE_CHECKING:
    from xcedu_desktop.school.intake_classes import ClassReader


@dataclass(frozen=True)
class ListIn:
    """A list of the file and the shape in which it is read."""

    shape: Shape
    found: FoundList

    @property
    def texts(self) -> tuple[str, str, str]:
        """Where a class, a club or a meal may be said for the whole list, the nearest first: section, title, sheet."""
        return self.found.section, self.found.title_text, self.found.sheet


_NOBODY = frozenset(["无", "空", "暂无", "不详", "未知", "未填"])
_NONE = frozenset(["/", "//", "\\", "无", "没有", "空"])


def says_none(cell: Cell) -> bool:
    """Whether a cell says that there is none (/, —, 无). A blank says nothing, nor does 不详: what stands there stays."""
    if cell.blank or cell.error is not None:
        return False
    text = fold(cell.text)
    return text in _NONE or not text.strip("‐‑‒–—―−─-")


def _without_marks(row: Row, shape: Shape) -> None:
    """A mark that stands for nothing (/, —, 无) is no text and no name: the cell counts as blank."""
    for key, value in list(row.values.items()):
        kind = shape.fields[key].kind
        if (kind is Kind.TEXT and is_blank_mark(value)) or (kind is Kind.NAME and value in _NOBODY):
            del row.values[key]


_NO_UNIT = re.compile(
    "税|制热|制冷|额定|使用|建筑|大写|小写|合计|总|单台|单价|预算|决算|实际|自筹|财政|每课时|每节|公办|民办"
)
"""What brackets in a header say beside a unit."""


_CLOCK_TIME = re.compile(
    r"(?:[上下]午)?\d{1,2}[:点时]\d{0,2}分?(?:[-~至到—]+(?:[上下]午)?\d{1,2}[:点时]\d{0,2}分?)?"
)


def _is_clock_time(cell: Cell) -> bool:
    """Whether a cell says hours and minutes (16:00, 16:00-17:00)."""
    return isinstance(cell.value, time) or bool(_CLOCK_TIME.fullmatch(fold(cell.text)))


def units_of(found: FoundList, fields: Mapping[str, Field]) -> dict[str, str]:
    """The unit of each column by its key: what the header says, else those of the line above the list that measure the same."""
    units: dict[str, str] = {}
    for column, key in found.columns.items():
        measure = fields[key].measure if key in fields else None
        own = found.units.get(column)
        if own is not None and (measure is None or said_unit(own, measure) != SaidUnit()):
            units[key] = own
        elif measure is not None and (line := of_measure(found.line_units, measure)):
            units[key] = "、".join(line)
    return units


class IntakeJob:
    """What a kind's plan works on. It reads rows, stages changes and sets each row's state; it writes nothing."""

    def __init__(
        self,
        view: MonthView,
        kind: IntakeKind,
        lists: Sequence[ListIn],
        grids: Sequence[MonthGrid],
        *,
        since: date | None,
        answers: Answers,
        file_stem: str,
    ) -> None:
        self.view = view
        self.kind = kind
        self.grids = grids
        self.since = since
        self.answers = answers
        self.file_stem = file_stem
        self.today = view.today
        self.staging = Staging()
        self.rows: list[Row] = []
        self.findings: list[IntakeFinding] = []
        self.missing: list[Missing] = []
        self.notes: list[str] = []
        self.lists = [self._without_clock_times(listed) for listed in lists]
        self.trouble: str | None = None
        self.titles: dict[str, str] = {}
        """Titles of shown columns that the kind does not name (the days of a grid)."""
        self.first_days: Counter[date] = Counter()
        """Since when the new rows without a date of their own hold: what the preview shows."""
        self._labels: dict[tuple[str, str], str] = {}

    # -- the school ------------------------------------------------------------------------------------------------

    @cached_property
    def ground(self) -> Ground:
        """Calendar, classes and pupils as they are."""
        return ground(self.view)

    @cached_property
    def locked(self) -> frozenset[Month]:
        """Months reported and not reopened: their dated rows cannot be written."""
        found = self.view.session.execute(
            select(MonthState.month).where(MonthState.locked.is_(True))
        ).scalars()
        return frozenset(found)

    @cached_property
    def classes(self) -> ClassReader:
        """Reads class names; one for the whole file, so that a name is asked once."""
        from xcedu_desktop.school.intake_classes import ClassReader

        return ClassReader(self)

    def entries(self, model: type[Live]) -> dict[str, Entry]:
        """The rows of a table by id, those that this import makes among them."""
        return self.staging.load(model, self.view.rows(model))

    @cached_property
    def reading(self) -> Reading:
        """How plain cells are read and values shown."""
        return Reading(
            today=self.today, month=self.view.month, stage_of=lambda: self.ground.stage, label=self.label,
        )  # fmt: skip

    def label(self, table: str, row_id: str) -> str:
        """What a row is called: a class as the school says it now, others by their naming column."""
        if table == "school_class":
            return self.classes.name(row_id)
        if (table, row_id) not in self._labels:
            for model, entries in self.staging.tables():
                if model.__tablename__ == table and row_id in entries:
                    self._labels[table, row_id] = str(entries[row_id].get(model.label_key) or "")
        return self._labels.get((table, row_id), "")

    def _without_clock_times(self, listed: ListIn) -> ListIn:
        """The list without columns that could be a day's and hold hours (开始时间 16:00): they are not read, and it is said."""
        found = listed.found
        for column, key in found.columns.items():
            declared = listed.shape.fields.get(key)
            header = found.source_headers.get(column, "")
            cells = [row.cells[key] for row in listed.found.rows if key in row.cells]
            if (
                declared is not None
                and declared.kind is Kind.DAY
                and "时间" in header
                and cells
                and all(_is_clock_time(cell) for cell in cells)
            ):
                self.notes.append(f"「{header[:20]}」一列是几点几分，不是日期，没有读。")
                listed = ListIn(listed.shape, listed.found.rekeyed(key, None))
        return listed

    # -- rows ------------------------------------------------------------------------------------------------------

    def read(self, listed: ListIn, *, month: Month | None = None) -> Iterator[Row]:
        """The list's rows, one after another; `month` is what the list's title says, for days without a year."""
        found = listed.found
        units = units_of(found, listed.shape.fields)
        self._say_usual_units(listed, units)
        reading = dataclasses.replace(self.reading, month=month) if month else self.reading
        reader = RowReader(
            listed.shape.fields, listed.shape.needs, reading, self.answers,
            sheet=found.sheet, units=units, epoch1904=found.epoch1904,
        )  # fmt: skip
        for raw in found.rows:
            row = reader.read(raw)
            _without_marks(row, listed.shape)
            self.rows.append(row)
            yield row

    def _say_usual_units(self, listed: ListIn, units: Mapping[str, str]) -> None:
        """Says of a header whose brackets hold something that is no unit by which unit its numbers are read."""
        found = listed.found
        for column, key in found.columns.items():
            declared = listed.shape.fields.get(key)
            said = found.units.get(column, "")
            if declared is None or declared.measure in (None, Measure.COUNT) or key in units:
                continue
            if said and not _NO_UNIT.search(said):
                header = found.source_headers.get(column, "")
                self.note_sheet(
                    found.sheet,
                    "unit_assumed",
                    f"「{header[:20]}」没有写单位，按{declared.unit.split('/')[0]}读入，请核对",
                )

    def note_sheet(self, sheet: str, code: str, message: str, *, row: int = 0) -> None:
        """A warning about a sheet as a whole."""
        self.findings.append(IntakeFinding(sheet, row, "", code, "warning", "", message))

    def note_file_name(self, named: str, read: str) -> None:
        """Says that the file's name names something else than all that was read."""
        sheet = self.rows[0].sheet if self.rows else ""
        words = f"文件名写的是{named}，表里是{read}，按表里的读入，请核对"
        self.note_sheet(sheet, "file_name_differs", words)

    def first_day(self, own: date | None, *, none_yet: bool, usual: date) -> date:
        """Since when a new member is in: the row's own day, else --from, else `usual` where there is none yet, else today."""
        if own is not None:
            return own
        day = self.since or (usual if none_yet else self.today)
        self.first_days[day] += 1
        return day

    def put(
        self,
        row: Row,
        model: type[Live],
        entry: Entry | None,
        values: Mapping[str, Any],
        *,
        main: bool = True,
    ) -> Entry:
        """Make the row's entry, or alter it where the file says something else; a blank of the file erases nothing.

        `main`: the row of the file stands for this entry, so that its state and old texts follow from it.
        """
        said = {key: value for key, value in values.items() if value is not None}
        if entry is None:
            if main:
                row.touch(RowState.NEW)
            return self.staging.make(model, said)
        old = entry.set(said)
        self._settle(entry, old)
        self._altered(row, entry, old, main=main)
        return entry

    def clear(self, row: Row, entry: Entry, key: str, *, main: bool = True) -> None:
        """Make a cell of a stored row blank: the file says that there is none (says_none), which a blank does not say."""
        self._altered(row, entry, entry.set({key: None}), main=main)

    def _altered(self, row: Row, entry: Entry, old: Mapping[str, Any], *, main: bool) -> None:
        """Says in the row what stood there before (`old`: by key, of the cells that are others now)."""
        if old:
            row.touch(RowState.CHANGED)
        fields = fields_of(entry.model)
        row.old.update({k: self.text(fields[k], value) for k, value in old.items() if main and k in fields})

    def clear_none(self, row: Row, entry: Entry, *keys: str) -> None:
        """Make blank the cells of which the row says that there is none."""
        for key in keys:
            if says_none(row.cell(key)):
                self.clear(row, entry, key)

    @cached_property
    def _drafts(self) -> dict[str, Entry]:
        """The drafts by id."""
        return self.entries(Draft)

    def draft(self, entry: Entry, key: str, text: str, message: str) -> bool:
        """Keep a text that is no value of its column as the marked draft of the cell (G08); False where it is that already."""
        row_id = draft_id(entry.model.__tablename__, entry.id, key)
        if row_id in self._drafts:
            return False
        values = {
            "table_name": entry.model.__tablename__, "row_id": entry.id, "key": key, "text": text, "message": message,
            "month": None,
        }  # fmt: skip
        self.staging.make(Draft, values, row_id)
        return True

    def _settle(self, entry: Entry, keys: Iterable[str]) -> None:
        """A cell that gets a value is no draft any more."""
        for key in keys if self._drafts else ():
            draft = self._drafts.get(draft_id(entry.model.__tablename__, entry.id, key))
            if draft is not None:
                draft.gone = True

    def text(self, declared: Field, value: Any) -> str:
        """A value as it is shown."""
        return declared.format(value, self.reading)

    def is_locked(self, row: Row, key: str, month: Month) -> bool:
        """Rejects a row that would write into a reported month."""
        if month not in self.locked:
            return False
        row.reject(key, "month_locked", f"{month.spoken}已上报并锁定，不能再写入；要改请先「更正」并写明原因")
        return True
