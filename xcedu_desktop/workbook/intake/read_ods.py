"""Reader of .ods: values by calamine, what is hidden, merged or an error by a pass over the XML."""

import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO

from xcedu_desktop.workbook.intake.calamine_values import (
    CalamineTrouble,
    calm,
    open_calamine,
    read_cells,
    sheet_names,
)
from xcedu_desktop.workbook.intake.failure import damaged, locked_by_password, too_big
from xcedu_desktop.workbook.intake.raw import BLANK, MAX_CELLS, MAX_COLUMNS, Cell, Merge, RawSheet, make_sheet
from xcedu_desktop.workbook.intake.two_places import mark_zeros
from xcedu_desktop.workbook.intake.xml_parts import Attributes, Pass, XmlTrouble, local, run_pass

_LAST_ZERO = re.compile(r"\d{1,2}\.\d0")


@dataclass(slots=True)
class _Table:
    """One table's layout, 0-based; `last_*` are of the last cell with content."""

    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[range] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    two_places: list[tuple[int, int]] = field(default_factory=list)
    filtered: bool = False
    last_row: int = -1
    last_column: int = -1


class _ContentPass(Pass):
    """Walks content.xml, counting rows, columns and cells with their repeats."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, _Table] = {}
        self._table = _Table()
        self._row = self._column = self._columns = 0
        self._row_repeat = self._cell_repeat = 1
        self._error = self._number = False
        self._depth = 0

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "table":
            self._depth += 1
            if self._depth == 1:
                self._table = _Table()
                self.tables[local(attributes, "name") or ""] = self._table
                self._row = self._columns = 0
        elif name == "table-column":
            repeat = int(local(attributes, "number-columns-repeated") or 1)
            if local(attributes, "visibility") in ("collapse", "filter"):
                self._table.hidden_columns.append(range(self._columns, self._columns + repeat))
            self._columns += repeat
        elif name == "table-row":
            self._row_repeat = int(local(attributes, "number-rows-repeated") or 1)
            self._column = 0
            visibility = local(attributes, "visibility")
            if visibility in ("collapse", "filter"):
                self._table.hidden_rows.append(range(self._row, self._row + self._row_repeat))
                self._table.filtered |= visibility == "filter"
        elif name in ("table-cell", "covered-table-cell"):
            self._open_cell(attributes)
        elif name == "p" and (self._error or self._number):
            self.collect()

    def _open_cell(self, attributes: Attributes) -> None:
        self._cell_repeat = int(local(attributes, "number-columns-repeated") or 1)
        rows = int(local(attributes, "number-rows-spanned") or 1)
        columns = int(local(attributes, "number-columns-spanned") or 1)
        if rows * columns > 1:
            self._table.merges.append(
                (self._row, self._column, self._row + rows - 1, self._column + columns - 1)
            )
        # `office:value-type` says string for an error too; only LibreOffice's own attribute tells.
        kinds = [attributes[key] for key in attributes.keys() if key.endswith(":value-type")]  # noqa: SIM118
        self._error = "error" in kinds
        self._number = "float" in kinds
        if kinds:
            self._table.last_row = max(self._table.last_row, self._row + self._row_repeat - 1)
            self._table.last_column = max(self._table.last_column, self._column + self._cell_repeat - 1)

    def closed(self, name: str, text: str) -> None:
        if name == "p" and self._error:
            for column in range(self._column, self._column + min(self._cell_repeat, MAX_COLUMNS)):
                self._table.errors[self._row, column] = text.strip() or "#VALUE!"
            self._error = False
        elif name == "p" and self._number:
            if _LAST_ZERO.fullmatch(text.strip()):
                self._table.two_places.append((self._row, self._column))
            self._number = False
        elif name in ("table-cell", "covered-table-cell"):
            self._column += self._cell_repeat
            self._error = self._number = False
        elif name == "table-row":
            self._row += self._row_repeat
        elif name == "table":
            self._depth -= 1


def read_ods(data: bytes, name: str) -> tuple[list[RawSheet], list[str]]:
    """Sheets and notes of an .ods. `name` is for messages. Raises IntakeFileError."""
    tables = _tables(data, name)
    for title, table in tables.items():
        if (table.last_row + 1) * (table.last_column + 1) > MAX_CELLS:
            raise too_big(name, f"的工作表「{title}」用到了很远的行或列，读不完")
    sheets: list[RawSheet] = []
    try:
        with calm():
            workbook = open_calamine(data)
            for title, hidden in sheet_names(workbook):
                rows, _ = read_cells(workbook, title)
                sheets.append(_make(title, rows, hidden, tables.get(title, _Table())))
    except CalamineTrouble as error:
        raise damaged(name) from error
    return sheets, []


def _tables(data: bytes, name: str) -> dict[str, _Table]:
    handler = _ContentPass()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if "META-INF/manifest.xml" in archive.namelist():
                with archive.open("META-INF/manifest.xml") as stream:
                    # The manifest of a file with password names the cipher of each member.
                    if b"encryption-data" in stream.read():
                        raise locked_by_password(name)
            with archive.open("content.xml") as stream:
                run_pass(stream, handler)
    except XmlTrouble as error:
        raise damaged(name) from error
    return handler.tables


def _make(title: str, rows: list[list[Cell]], hidden: bool, table: _Table) -> RawSheet:
    for (row, column), code in table.errors.items():
        while len(rows) <= row:
            rows.append([])
        line = rows[row]
        line.extend([BLANK] * (column + 1 - len(line)))
        line[column] = Cell(None, code)
    mark_zeros(rows, table.two_places)
    return make_sheet(
        title,
        rows,
        merges=table.merges,
        hidden_rows=(row for span in table.hidden_rows for row in span[: len(rows)]),
        hidden_columns=(column for span in table.hidden_columns for column in span[:MAX_COLUMNS]),
        hidden=hidden,
        filtered=table.filtered,
    )
