"""Reader of SpreadsheetML 2003, the XML that older exporters call .xls."""

from datetime import datetime
from io import BytesIO

from xcedu_desktop.workbook.intake.failure import damaged
from xcedu_desktop.workbook.intake.raw import (
    BLANK,
    MAX_CELLS,
    MAX_COLUMNS,
    Cell,
    Merge,
    RawSheet,
    make_cell,
    make_sheet,
)
from xcedu_desktop.workbook.intake.xml_parts import Attributes, Pass, XmlTrouble, local, run_pass


class _WorkbookPass(Pass):
    """Walks Workbook / Worksheet / Table / Row / Cell / Data; `Index` attributes are 1-based and skip."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[RawSheet] = []
        self._name = ""
        self._hidden = self._filtered = False
        self._rows: dict[int, dict[int, Cell]] = {}
        self._merges: list[Merge] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._row = self._column = self._columns = -1
        self._row_span = 0
        self._type = ""
        self._across = 0

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "Worksheet":
            self._name = local(attributes, "Name") or ""
            self._hidden = self._filtered = False
            self._rows, self._merges = {}, []
            self._hidden_rows, self._hidden_columns = set(), set()
            self._row, self._columns, self._row_span = -1, -1, 0
        elif name == "Column":
            self._open_column(attributes)
        elif name == "Row":
            self._row = _index(attributes, self._row + 1 + self._row_span)
            self._row_span = int(local(attributes, "Span") or 0)
            self._column, self._across = -1, 0
            if local(attributes, "Hidden") == "1":
                self._hidden_rows.update(range(self._row, self._row + self._row_span + 1))
        elif name == "Cell":
            self._column = _index(attributes, self._column + 1 + self._across)
            self._across = int(local(attributes, "MergeAcross") or 0)
            down = int(local(attributes, "MergeDown") or 0)
            if self._across or down:
                self._merges.append((self._row, self._column, self._row + down, self._column + self._across))
        elif name == "Data":
            self._type = local(attributes, "Type") or "String"
            self.collect()
        elif name == "Visible":
            self.collect()
        elif name == "AutoFilterColumn":
            self._filtered = True

    def _open_column(self, attributes: Attributes) -> None:
        first = _index(attributes, self._columns + 1)
        self._columns = first + int(local(attributes, "Span") or 0)
        if local(attributes, "Hidden") == "1":
            self._hidden_columns.update(range(first, min(self._columns, MAX_COLUMNS) + 1))

    def closed(self, name: str, text: str) -> None:
        if name == "Data" and self._column < MAX_COLUMNS and self._row < MAX_CELLS:
            self._rows.setdefault(self._row, {})[self._column] = _cell(self._type, text)
        elif name == "Visible":
            self._hidden = text.strip() in ("SheetHidden", "SheetVeryHidden")
        elif name == "Worksheet":
            self.sheets.append(self._make())

    def _make(self) -> RawSheet:
        height = max(self._rows, default=-1) + 1
        rows: list[list[Cell]] = []
        for row in range(height):
            cells = self._rows.get(row, {})
            rows.append([cells.get(column, BLANK) for column in range(max(cells, default=-1) + 1)])
        return make_sheet(
            self._name,
            rows,
            merges=self._merges,
            hidden_rows=self._hidden_rows,
            hidden_columns=self._hidden_columns,
            hidden=self._hidden,
            filtered=self._filtered and bool(self._hidden_rows),
        )


def _index(attributes: Attributes, following: int) -> int:
    """0-based index of a row, column or cell: its own `Index`, else the one after the last."""
    own = local(attributes, "Index")
    return int(own) - 1 if own else following


def _cell(kind: str, text: str) -> Cell:
    """The cell of a `Data` element; a value that is not of its declared type stays text."""
    try:
        if kind == "Number":
            return make_cell(float(text))
        if kind == "DateTime":
            return make_cell(datetime.fromisoformat(text))
    except ValueError:
        return make_cell(text)
    if kind == "Boolean":
        return Cell(text.strip() in ("1", "true"))
    if kind == "Error":
        return Cell(None, text.strip() or "#VALUE!")
    return make_cell(text)


def read_spreadsheetml(data: bytes, name: str) -> tuple[list[RawSheet], list[str]]:
    """Sheets and notes of a SpreadsheetML 2003 file. `name` is for messages. Raises IntakeFileError."""
    handler = _WorkbookPass()
    try:
        run_pass(BytesIO(data), handler)
    except XmlTrouble as error:
        raise damaged(name) from error
    if not handler.sheets:
        raise damaged(name)
    return handler.sheets, []
