"""Reader of HTML tables called .xls, as web systems export them. Cells stay text."""

from html.parser import HTMLParser

from xcedu_desktop.workbook.intake.decode import decode_markup
from xcedu_desktop.workbook.intake.failure import no_spreadsheet
from xcedu_desktop.workbook.intake.raw import BLANK, MAX_COLUMNS, Cell, Merge, RawSheet, make_cell, make_sheet

_CELLS = ("td", "th")
_SILENT = ("script", "style", "title")


class _Table:
    """A table being read: rows of cells by column, and what spans down from rows above."""

    def __init__(self) -> None:
        self.rows: list[dict[int, Cell]] = []
        self.merges: list[Merge] = []
        self.hidden: list[int] = []
        self.taken: set[tuple[int, int]] = set()
        self.text: list[str] | None = None
        self.span = (1, 1)

    def open_row(self, hidden: bool) -> None:
        self.close_cell()
        if hidden:
            self.hidden.append(len(self.rows))
        self.rows.append({})

    def open_cell(self, rows: int, columns: int) -> None:
        self.close_cell()
        if not self.rows:
            self.rows.append({})
        self.text = []
        self.span = (rows, columns)

    def close_cell(self) -> None:
        if self.text is None:
            return
        row = len(self.rows) - 1
        column = 0
        while column in self.rows[row] or (row, column) in self.taken:
            column += 1
        self.rows[row][column] = make_cell(_squeeze("".join(self.text)))
        self.text = None
        height, width = self.span
        if height * width > 1:
            self.merges.append((row, column, row + height - 1, column + width - 1))
            self.taken.update((row + down, column + over) for down in range(height) for over in range(width))


def _squeeze(text: str) -> str:
    """White space as a browser shows it: runs become one space, line breaks stay where `<br>` stood."""
    return "\n".join(" ".join(line.split()) for line in text.replace("\xa0", " ").split("\v")).strip()


class _TableParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[_Table] = []
        self._open: list[_Table] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._open.append(_Table())
        elif not self._open:
            return
        elif tag == "tr":
            style = (attributes.get("style") or "").replace(" ", "").lower()
            self._open[-1].open_row("display:none" in style)
        elif tag in _CELLS:
            self._open[-1].open_cell(_span(attributes.get("rowspan")), _span(attributes.get("colspan")))
        elif tag in ("br", "p", "div") and self._open[-1].text:
            self._open[-1].text.append("\v")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif not self._open:
            return
        elif tag in (*_CELLS, "tr"):
            self._open[-1].close_cell()
        elif tag == "table":
            self.finish_table()

    def handle_data(self, data: str) -> None:
        if self._open and not self._silent:
            text = self._open[-1].text
            if text is not None:
                text.append(data)

    def finish_table(self) -> None:
        """Ends the innermost table; one that was cut off is ended by the end of the file."""
        table = self._open.pop()
        table.close_cell()
        self.done.append(table)

    def finish(self) -> list[_Table]:
        """All tables, an inner one before the one around it."""
        self.close()
        while self._open:
            self.finish_table()
        return self.done


def _span(text: str | None) -> int:
    """A rowspan or colspan; nonsense counts as 1, a huge one is cut."""
    digits = (text or "").strip()
    return min(max(int(digits), 1), MAX_COLUMNS * 4) if digits.isdecimal() and len(digits) < 8 else 1


def read_html(data: bytes, name: str) -> tuple[list[RawSheet], list[str]]:
    """One sheet with all tables of the page, as Excel opens it, and notes. Raises IntakeFileError."""
    parser = _TableParser()
    parser.feed(decode_markup(data, name))
    tables = parser.finish()
    if not tables:
        raise no_spreadsheet(name, "没有表格的网页")
    rows: list[list[Cell]] = []
    merges: list[Merge] = []
    hidden: list[int] = []
    for table in tables:
        start = len(rows)
        for row in table.rows:
            width = min(max(row, default=-1) + 1, MAX_COLUMNS)
            rows.append([row.get(column, BLANK) for column in range(width)])
        merges.extend((top + start, left, bottom + start, right) for top, left, bottom, right in table.merges)
        hidden.extend(row + start for row in table.hidden)
    return [make_sheet(name.rpartition(".")[0] or name, rows, merges=merges, hidden_rows=hidden)], []
