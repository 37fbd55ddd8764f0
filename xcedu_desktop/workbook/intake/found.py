"""What intake finds on a sheet: lists of rows with named columns, and what was passed over, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from xcedu_desktop.workbook.intake.raw import Cell


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One data row. `number` is the sheet's own row number (1-based); `cells` by column key, blanks left out; `rest` by 0-based
    column, of the columns whose header says none of the keys."""

    number: int
    cells: dict[str, Cell]
    filled_from_merge: frozenset[str] = frozenset()
    rest: Mapping[int, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is no data (1-based), and why, in Chinese."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class TotalMismatch:
    """A 合计 that is not the sum of the rows above (`across`: of its own row). Row 1-based, column 0-based."""

    row: int
    column: int
    key: str
    header: str
    stated: float
    summed: float
    across: bool = False

    @property
    def message(self) -> str:
        """The Chinese sentence for the preview."""
        where = "这一行各天" if self.across else "上面各行"
        return f"第 {self.row} 行：{self.header}的合计写的是 {self.stated:.12g}，{where}加起来是 {self.summed:.12g}；合计不导入。"


@dataclass(slots=True)
class FoundList:
    """A list on a sheet. Columns and `header_rows` are 0-based, rows' numbers 1-based.

    `columns` is what is imported (column to key), `source_headers` every header text as written (a header of
    two rows joined by ` · `), `unknown_headers` those without a key (序号 not among them), `units` the unit that a
    header names, `line_units`
    those of a line 单位：台/万元 above it, `title_text` all text above the header (class and month may stand in it), `section` a line within the
    list that names the class of the rows below it: it goes before the title; `above` all that stands above the header on
    the sheet, beside the list's own columns too (the title over two panels).
    """

    sheet: str
    header_rows: tuple[int, int]
    columns: dict[int, str]
    source_headers: dict[int, str]
    units: dict[int, str]
    unknown_headers: dict[int, str]
    title_text: str
    section: str = ""
    above: str = ""
    rows: list[FoundRow] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    totals: list[TotalMismatch] = field(default_factory=list)
    hidden_rows_read: int = 0
    epoch1904: bool = False
    new_group: bool = False
    """Begun by a line that nobody knows how to read, with another group of persons below: no class of the title holds here."""
    line_units: tuple[str, ...] = ()

    def column_of(self, key: str) -> int | None:
        """The 0-based column that gives this key."""
        return next((column for column, own in self.columns.items() if own == key), None)

    def rekeyed(self, key: str, to: str | None) -> FoundList:
        """The list with a column read under another key; None: without it."""
        names = {own: (to if own == key else own) for own in (key, *self.columns.values())}
        rows = [
            replace(row, cells={new: c for k, c in row.cells.items() if (new := names.get(k, k)) is not None})
            for row in self.rows
        ]
        columns = {at: new for at, own in self.columns.items() if (new := names[own]) is not None}
        return replace(self, rows=rows, columns=columns)
