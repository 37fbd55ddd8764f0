"""What a spreadsheet file says, before anything is understood: cells from A1, what is hidden."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from xcedu_desktop.values.parsed import is_blank

Value = str | int | float | bool | date | datetime | time | None

MAX_COLUMNS = 512
MAX_CELLS = 4_000_000
"""Extent of a sheet that is read; what lies beyond (a stray cell in column XFD) is left out with a note."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its value (text as it stands, whole numbers as int), or the reason why it has none.

    `error` is the spreadsheet's own code (`#REF!`), `公式无结果` (a formula without cached value) or `乱码`;
    `last_zero`: the sheet shows 3.20 where the number is 3.2.
    """

    value: Value = None
    error: str | None = None
    last_zero: bool = False

    @property
    def blank(self) -> bool:
        """No value and no error."""
        return self.value is None and self.error is None

    @property
    def text(self) -> str:
        """The value as text for matching headers and for messages; an error gives its code."""
        if self.error is not None and self.value is None:
            return self.error
        if self.value is None:
            return ""
        if isinstance(self.value, bool):
            return "TRUE" if self.value else "FALSE"
        return str(self.value)


BLANK = Cell()

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged range: 0-based, inclusive."""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet. `rows` start at A1, each as long as its last cell with content; 0-based everywhere.

    `hidden_known` is False where the file did not tell which rows and columns are hidden; `epoch1904` tells from
    which day a date that is a bare serial number counts (dates proper come out right by themselves).
    """

    name: str
    rows: list[list[Cell]]
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    filtered: bool = False
    hidden_known: bool = True
    epoch1904: bool = False

    def cell(self, row: int, column: int) -> Cell:
        """The cell there, `BLANK` beyond the used extent."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return BLANK

    @property
    def width(self) -> int:
        """Number of columns of the longest row."""
        return max((len(row) for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file as read. `kind` is what its bytes say (xlsx, xls, ods, text, html, xml), not its extension.

    `notes` are Chinese sentences about the file as a whole: what could not be known, what was left out.
    """

    path: Path
    kind: str
    sheets: list[RawSheet]
    notes: list[str]


def make_cell(value: object) -> Cell:
    """The cell of a value as a reader gives it: blanks of any kind are `BLANK`, 3.0 is 3."""
    if value is None or value == "":
        return BLANK
    if isinstance(value, str):
        return BLANK if is_blank(value) else Cell(value)
    if isinstance(value, float):
        # By its shortest digits: an 18-digit number shows the zeros that Excel shows, not float noise.
        return Cell(int(Decimal(repr(value)))) if value.is_integer() else Cell(value)
    if isinstance(value, timedelta):
        # A duration under a day is how some programs store a time of day (起止时间).
        if timedelta(0) <= value < timedelta(days=1):
            return Cell((datetime.min + value).time())
        return Cell(str(value))
    if isinstance(value, datetime):
        return Cell(value.date()) if value.time() == time.min else Cell(value)
    if isinstance(value, bool | int | date | time):
        return Cell(value)
    return Cell(str(value))


def trim(rows: Iterable[Sequence[Cell]]) -> list[list[Cell]]:
    """The rows without blank cells at their ends and without blank rows at the bottom."""
    trimmed: list[list[Cell]] = []
    used = 0
    for row in rows:
        end = len(row)
        while end and row[end - 1].blank:
            end -= 1
        trimmed.append(list(row[:end]))
        if end:
            used = len(trimmed)
    del trimmed[used:]
    return trimmed


def make_sheet(
    name: str,
    rows: Iterable[Sequence[Cell]],
    *,
    merges: Iterable[Merge] = (),
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[int] = (),
    hidden: bool = False,
    filtered: bool = False,
    hidden_known: bool = True,
    epoch1904: bool = False,
) -> RawSheet:
    """A sheet with everything cut to the extent that has content (formats go down to row 1,048,576)."""
    kept = trim(rows)
    width = max((len(row) for row in kept), default=0)
    return RawSheet(
        name=name,
        rows=kept,
        merges=sorted(
            (top, left, bottom, right)
            for top, left, bottom, right in merges
            if top < len(kept) and left < width and (top, left) != (bottom, right)
        ),
        hidden_rows=frozenset(row for row in hidden_rows if row < len(kept)),
        hidden_columns=frozenset(column for column in hidden_columns if column < width),
        hidden=hidden,
        filtered=filtered,
        hidden_known=hidden_known,
        epoch1904=epoch1904,
    )
