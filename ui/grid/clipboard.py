"""The clipboard as spreadsheets use it: tab-separated text with quoted cells, and an HTML table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser

from PySide6.QtCore import QMimeData, QStringListModel

Block = list[list[str]]
"""Rows of texts; all rows of one length."""

_MOST_SPAN = 1000
_BLANKS = re.compile(r"\s+")
_BREAK = re.compile(r"[^>\s]\s*<br", re.IGNORECASE)
"""A line break after text; LibreOffice puts one into every empty cell too."""


def to_mime(block: Sequence[Sequence[str]], as_text: Sequence[bool]) -> QMimeData:
    """What is put on the clipboard. `as_text`: by column, whether a spreadsheet must keep it as text (009 stays 009)."""
    mime = blank_mime()
    mime.setText(to_tsv(block))
    mime.setHtml(to_html(block, as_text))
    return mime


def blank_mime() -> QMimeData:
    """Empty data born in C++: such as is made in Python crashes the program's end when it is still on the clipboard."""
    model = QStringListModel([""])
    mime = model.mimeData([model.index(0, 0)])
    for name in mime.formats():
        mime.removeFormat(name)
    return mime


def to_tsv(block: Sequence[Sequence[str]]) -> str:
    """Tab-separated text; one cell alone stands without a line end, so that it fits into any text field."""
    lines = ["\t".join(map(_quoted, row)) for row in block]
    if len(lines) == 1 and len(block[0]) == 1:
        return lines[0]
    return "".join(line + "\n" for line in lines)


def _quoted(text: str) -> str:
    if any(c in text for c in '\t\n\r"'):
        return '"' + text.replace('"', '""') + '"'
    return text


_AS_TEXT = ' style="mso-number-format:\'\\@\'" sdnum="1033;0;@"'
"""Keeps 009 and =1+2 as they are: the style for Excel and WPS, sdnum for LibreOffice."""
_SAME_CELL = '<br style="mso-data-placement:same-cell">'
"""Excel would begin another row at a plain <br>."""


def to_html(block: Sequence[Sequence[str]], as_text: Sequence[bool]) -> str:
    """An HTML table as Excel, WPS and LibreOffice read it."""
    rows = []
    for row in block:
        cells = []
        for at, text in enumerate(row):
            style = _AS_TEXT if at < len(as_text) and as_text[at] else ""
            cells.append(f"<td{style}>{escape(text).replace(chr(10), _SAME_CELL)}</td>")
        rows.append("<tr>" + "".join(cells) + "</tr>")
    return "<html><body><table>" + "".join(rows) + "</table></body></html>"


def from_mime(mime: QMimeData | None) -> Block:
    """The block on a clipboard; empty where there is no text.

    LibreOffice's text has a blank for a line break within a cell, or no quotes around a cell alone; its table has it all.
    """
    if mime is None:
        return []
    if not (mime.hasText() and mime.text().strip("\r\n")):
        return from_html(mime.html()) if mime.hasHtml() else []
    block = from_tsv(mime.text())
    if mime.hasHtml() and _BREAK.search(html := mime.html()):
        table = from_html(html)
        if len(table) == 1 and len(table[0]) == 1 and table[0][0].split() == mime.text().split():
            return table
        if [len(row) for row in table] == [len(row) for row in block]:
            pairs = (zip(*rows, strict=True) for rows in zip(block, table, strict=True))
            block = [[_with_breaks(text, cell) for text, cell in row] for row in pairs]
    return block


def _with_breaks(text: str, cell: str) -> str:
    """A text of the table's cell where only its line breaks are lost in the text."""
    return cell if "\n" in cell and text.split() == cell.split() else text


def from_tsv(text: str) -> Block:
    """Read tab-separated text. A cell that begins with a quote and ends with one before a tab or line end is unquoted."""
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    rows: Block = [[]]
    at = 0
    while True:
        cell, at = _cell(text, at)
        rows[-1].append(cell)
        if at >= len(text):
            return _squared(rows)
        if text[at] == "\n":
            rows.append([])
        at += 1


def _cell(text: str, start: int) -> tuple[str, int]:
    """The cell that begins at `start`, and where the tab or line end after it is."""
    if start < len(text) and text[start] == '"':
        at = start + 1
        while (at := text.find('"', at)) >= 0:
            if text[at + 1 : at + 2] == '"':
                at += 2
                continue
            if at + 1 == len(text) or text[at + 1] in "\t\n":
                return text[start + 1 : at].replace('""', '"'), at + 1
            break
    ends = [found for sign in "\t\n" if (found := text.find(sign, start)) >= 0]
    end = min(ends, default=len(text))
    return text[start:end], end


def from_html(html: str) -> Block:
    """The first table of an HTML text; merged cells are blank after the first, as a spreadsheet has them."""
    reader = _TableReader()
    reader.feed(html)
    reader.close()
    return _squared(reader.rows)


class _TableReader(HTMLParser):
    """Cells of the first table. White space is collapsed, <br> and paragraphs are line ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: Block = []
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._below: dict[int, int] = {}
        self._depth = 0
        self._done = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._done:
            return
        if tag == "table":
            self._depth += 1
        elif tag == "tr" and self._depth == 1:
            self._end_cell()
            self.rows.append([])
            self._skip_covered()
        elif tag in ("td", "th") and self._depth == 1:
            self._end_cell()
            if not self.rows:
                self.rows.append([])
            given = dict(attrs)
            self._span = (_number(given.get("colspan")), _number(given.get("rowspan")))
            self._cell = []
        elif (
            tag in ("br", "p", "div")
            and self._cell is not None
            and (tag == "br" or "".join(self._cell).strip())
        ):
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._done:
            return
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table":
            self._end_cell()
            self._depth -= 1
            self._done = self._depth <= 0

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            # A line end in HTML source is a blank; only <br> breaks a line.
            self._cell.append(_BLANKS.sub(" ", data))

    def _skip_covered(self) -> None:
        """Blanks where a cell of a row above reaches down."""
        row = self.rows[-1]
        while self._below.get(len(row), 0) > 0:
            self._below[len(row)] -= 1
            row.append("")

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        text = "".join(self._cell)
        self._cell = None
        row, (across, down) = self.rows[-1], self._span
        for extra in range(across):
            if down > 1:
                self._below[len(row)] = down - 1
            row.append("\n".join(line.strip() for line in text.split("\n")).strip() if extra == 0 else "")
        self._skip_covered()


def _number(text: str | None) -> int:
    return min(int(text), _MOST_SPAN) if text and text.isascii() and text.isdigit() and int(text) > 0 else 1


def _squared(rows: Block) -> Block:
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows if width]
