"""What a form is: live tables, reported tables with their sheets, rules, totals, intake kinds. Forms declare; others read."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from xcedu_desktop.periods import Month
from xcedu_desktop.picture import Picture
from xcedu_desktop.printing import PrintSheet
from xcedu_desktop.store.base import Live, ReportedRow, table_of
from xcedu_desktop.store.changes import ChangeSet
from xcedu_desktop.store.norms import OWN, Norms
from xcedu_desktop.store.profiles import norms_in_force

if TYPE_CHECKING:  # importer and demo are loaded when first used
    from xcedu_desktop.demo_school import DemoRows
    from xcedu_desktop.workbook.intake.kind import IntakeKind

L = TypeVar("L", bound=Live)
R = TypeVar("R", bound=ReportedRow)
T = TypeVar("T")


class Severity(StrEnum):
    """错误 blocks the export; 须说明 blocks it until explained once; 提醒 does not block."""

    ERROR = "error"
    EXPLAIN = "explain"
    WARNING = "warning"

    @property
    def word(self) -> str:
        """错误, 须说明 or 提醒."""
        return {"error": "错误", "explain": "须说明", "warning": "提醒"}[self.value]

    @property
    def rank(self) -> int:
        """0 for the worst; findings are sorted by it."""
        return list(Severity).index(self)


@dataclass
class MonthView:
    """A school's live rows as a month sees them; what is read once is kept for as long as the view lives."""

    session: Session
    school_code: str
    month: Month
    today: date
    kept: dict[object, Any] = dataclasses.field(default_factory=dict)

    def once(self, key: object, make: Callable[[], T]) -> T:
        """The value made by the first call with this key."""
        if key not in self.kept:
            self.kept[key] = make()
        return cast(T, self.kept[key])

    @property
    def norms(self) -> Norms:
        """What the month is judged by: the limits and the calendar in force, or of a locked month those of its revision."""
        return self.once(Norms, lambda: norms_in_force(self.session, self.school_code, self.month))

    def rows(self, model: type[L]) -> Sequence[L]:
        """All live rows of a table, in the order of entry."""
        return self.once(model, lambda: self._read(model))

    def rows_of_month(self, model: type[L], month: Month | None = None) -> Sequence[L]:
        """The live rows of a dated table whose month is `month` (default: the view's)."""
        month = month or self.month
        return self.once((model, month), lambda: self._read(model, month))

    def rows_so_far(self, model: type[L]) -> Sequence[L]:
        """Those of the month up to today, of a table whose rows have a day: what is written of a day to come is no figure."""
        return [row for row in self.rows_of_month(model) if getattr(row, str(model.month_key)) <= self.today]

    def _read(self, model: type[L], month: Month | None = None) -> Sequence[L]:
        # Plain rows with the same attributes, not mapped objects: quicker for the ten thousand rows of a big school's month.
        # And CPython 3.11 crashed on thousands of mapped objects that the collector freed (a view and its Ground are a
        # cycle) while their session closed.
        # The words are put together here: SQLAlchemy takes a millisecond for each table's, at every start.
        table = table_of(model)
        columns = ", ".join(f'"{column.key}"' for column in table.c)
        words, values = f"SELECT {columns} FROM {table.name}", []
        if month is not None:
            column = table.c[str(model.month_key)]
            is_month = "month" in str(model.month_key)
            low, high = (month, month) if is_month else (month.first, month.last)
            words += f' WHERE "{column.key}" BETWEEN :low AND :high'
            values = [bindparam("low", low, column.type), bindparam("high", high, column.type)]
        statement = text(f"{words} ORDER BY position, id").bindparams(*values).columns(*table.c)
        return cast(Sequence[L], self.session.execute(statement).all())


@dataclass
class ReportedView:
    """The reported rows of one school, month and revision: what reported rules and totals read, at both ends."""

    school_code: str
    month: Month
    today: date
    tables: Mapping[type[ReportedRow], Sequence[ReportedRow]]
    previous: ReportedView | None = None
    """Last month's newest revision, where there is one."""
    norms: Norms = OWN
    """What it is judged by; at both ends the same, where the bureau judges by the file that it gave out."""
    kept: dict[object, Any] = dataclasses.field(default_factory=dict, compare=False, repr=False)

    def once(self, key: object, make: Callable[[], T]) -> T:
        """The value made by the first call with this key; for what several rules compute from the same rows."""
        if key not in self.kept:
            self.kept[key] = make()
        return cast(T, self.kept[key])

    def rows(self, model: type[R]) -> Sequence[R]:
        return cast(Sequence[R], self.tables.get(model, ()))


@dataclass(frozen=True)
class Hit:
    """What a rule found, before it is told whose it is. `table`, `record`, `field`: the live cell to jump to.

    `where`: the place in words (二(1)班 · 20日). `cells`: how many cells of a run lack the same thing. `verb`: the link.
    `fix`: the remedy of one step, where there is one; then `verb` names it (移出, 改为 2.2).
    """

    table: str
    record: str
    field: str
    where: str
    message: str
    severity: Severity | None = None
    cells: int = 1
    verb: str = "去改"
    fix: ChangeSet | None = None


@dataclass(frozen=True)
class Finding:
    """One rule on one record and field; counted, explained, exported and asked about in this unit."""

    rule: str
    severity: Severity
    form: str
    form_title: str
    table: str
    record: str
    field: str
    where: str
    message: str
    cells: int = 1
    verb: str = "去改"
    fix: ChangeSet | None = dataclasses.field(default=None, compare=False)
    reason: str | None = None
    """The explanation (说明), where it was given and still fits."""
    stale_reason: str | None = None
    """An explanation given when the numbers were others: it does not count any more."""

    @classmethod
    def place(cls, table: str, record: str, field: str, where: str = "") -> Finding:
        """No finding of a rule: a place that the window goes to by the same way."""
        return cls("", Severity.WARNING, "", "", table, record, field, where, "")

    @property
    def explained(self) -> bool:
        return self.reason is not None

    @property
    def open(self) -> bool:
        """Counts in 还差: an error, or a 须说明 or 提醒 without explanation."""
        return self.severity is Severity.ERROR or not self.explained

    @property
    def blocks(self) -> bool:
        """Blocks the export."""
        return self.severity is Severity.ERROR or (self.severity is Severity.EXPLAIN and not self.explained)


@dataclass(frozen=True)
class LiveRule:
    """A rule over live rows; runs at the school."""

    id: str
    severity: Severity
    title: str
    check: Callable[[MonthView], Iterable[Hit]]
    reasons: tuple[str, ...] = ()
    """Explanations that are often true, to be picked instead of typed."""


@dataclass(frozen=True)
class ReportedRule:
    """A rule over reported rows; runs at the school and at the bureau."""

    id: str
    severity: Severity
    title: str
    check: Callable[[ReportedView], Iterable[Hit]]
    reasons: tuple[str, ...] = ()
    """Explanations that are often true, to be picked instead of typed."""


Rule = LiveRule | ReportedRule


@dataclass(frozen=True)
class ListSheet:
    """A row a line; the columns are the table's Fields in order."""


@dataclass(frozen=True)
class GridSheet:
    """A month grid: a line a class (`line` column), a column a day, a sheet for each value of `split`.

    `labels` gives line id → shown name, in sheet order, also of lines without any value. `beside` gives the titles of
    the copied columns beside the name and line id → their values; they stand outside the seal. `row_id` makes the
    row's id from (line id, day, split value), since a day cell bears none.
    """

    line: str
    day: str
    value: str
    labels: Callable[[ReportedView], Mapping[str, str]]
    row_id: Callable[[str, date, str], str]
    open_days: Callable[[ReportedView], frozenset[date]]
    split: str | None = None
    splits: tuple[str, ...] = ("",)
    """All values of `split`; a sheet is written for each that has rows, and for the first always."""
    beside: Callable[[ReportedView], tuple[tuple[str, ...], Mapping[str, Sequence[int | None]]]] | None = None
    spanner: str = ""
    """The words over the day columns (就餐人次（— 为不供餐日）)."""


@dataclass(frozen=True)
class ReportedTable:
    """One reported table: its class, its sheet, and how its rows are derived from the live ones.

    `derive` gives rows in sheet order with id and values set; school, month, revision and position are set by the month.
    `heading` is the sheet's big title with {month} for 2026年10月 and {split}; `unit` the words after 单位：.
    """

    model: type[ReportedRow]
    title: str
    heading: str
    unit: str
    layout: ListSheet | GridSheet
    derive: Callable[[MonthView], list[ReportedRow]]
    figures: tuple[str, ...] = ()
    """Keys of the columns that are figures of the month, so that a later change which moves one needs a correction.

    A register's own columns are none: a brand put right in October is no mistake of September's report.
    """
    dated: tuple[str, ...] = ()
    """Keys of the columns of a register whose changes are dated, so that each month has its own: a heater scrapped on 25
    September moves September's report, one scrapped on 5 October does not. Rows put down or taken away later, and blanks
    filled in, only complete the register.
    """
    live: type[Live] | None = None
    """The live table whose rows' ids its rows bear, for the way from a reported cell to where it is entered; None: its
    rows are counted from many."""
    live_keys: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)
    """Reported column → live column, where their keys differ."""


@dataclass(frozen=True)
class Total:
    """One figure of a school's month, computed from reported rows; a line of the cover, a key of the bureau's totals.

    `filled`: whether anything stands that the figure follows from; where not, screens say — and no 0, and the cover is blank.
    """

    key: str
    title: str
    unit: str
    of: Callable[[ReportedView], int]
    money: bool = False
    """The figure is fen, shown in yuan."""
    cover: bool = True
    filled: Callable[[ReportedView], bool] = lambda view: True
    to_grade_nine: bool = False
    """It is counted of grades 1–9 only, as the district's totals are; a school with more says so beside it."""


@dataclass(frozen=True)
class PrintKind:
    """A sheet that can be printed (打印件). `make` reads the month's live rows and its reported ones (a locked month's are
    those of its stored revision): what was reported is printed from the latter, blanks to be filled from the former."""

    key: str
    title: str
    make: Callable[[MonthView, ReportedView], list[PrintSheet]]


@dataclass(frozen=True)
class Form:
    """One form (表). `figure` gives the quiet line of the page's title, from the reported view."""

    key: str
    title: str
    live: tuple[type[Live], ...]
    reported: tuple[ReportedTable, ...]
    rules: tuple[Rule, ...]
    totals: tuple[Total, ...] = ()
    kinds: Callable[[], tuple[IntakeKind, ...]] = tuple
    """Loads and gives `intake`; the importer costs a start 0.1 s, and most starts import nothing."""
    demo: DemoRows | None = None
    """The form's rows of a made-up school; loads what it needs when called."""
    prints: Callable[[], tuple[PrintKind, ...]] = tuple
    """Loads and gives what can be printed of it."""
    picture: Callable[[ReportedView, Sequence[Finding]], Picture] | None = None
    """Its small picture on the overview, of a month's rows and findings; None: it has none."""

    @property
    def intake(self) -> tuple[IntakeKind, ...]:
        """The kinds of list that can be imported into it."""
        return self.kinds()
