"""The official look: fonts, borders, number formats, and how wide and high a text is."""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from xcedu_desktop.fields import Field, Kind

FONT = "宋体"
BODY, TITLE = 11, 18
GREY = "#8C8C8C"
PORTRAIT, LANDSCAPE = 92.0, 138.0
"""Column widths that fill a page of A4 within its margins, in units of the default font's digit."""
LINE = 15.5
"""Height of a line of body text, in points."""
OFF_THE_LINE = "_ "
"""Ends a number format: a blank as wide as a space. (An indent is lost by LibreOffice in some columns.)"""
HIGHEST = 409.0
"""Spreadsheets make no row higher."""
MOST_LINES = int((HIGHEST - 6) / LINE)
"""Lines of body text that the highest row shows."""


class Styles:
    """Formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **said: Any) -> Format:
        """A format: body font, middle of the cell, and what is said."""
        whole = {"font_name": FONT, "font_size": BODY, "valign": "vcenter", **said}
        key = tuple(sorted(whole.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(whole)
        return self._made[key]

    def title(self) -> Format:
        return self.get(font_size=TITLE, bold=True, align="center", text_wrap=True)

    def line(self, align: str) -> Format:
        """Text outside the table: unit line, signatures."""
        return self.get(align=align)

    def header(self, **said: Any) -> Format:
        return self.get(bold=True, border=1, align="center", text_wrap=True, **said)

    def body(self, **said: Any) -> Format:
        return self.get(border=1, **said)

    def of(self, declared: Field, **said: Any) -> Format:
        """The format of a column's cells."""
        shape = {**cell_shape(declared), **said}
        return self.body(**shape)


def cell_shape(declared: Field) -> dict[str, Any]:
    """Alignment and number format of a column: numbers right, a little off the text that may follow, days and short words
    in the middle, texts left and wrapped."""
    if declared.numeric:
        return {"align": "right", "num_format": number_format(declared) + OFF_THE_LINE}
    if declared.kind is Kind.DAY:
        return {"align": "center", "num_format": "yyyy-mm-dd"}
    return {"align": "center" if declared.width <= 10 else "left", "text_wrap": True, "num_format": "@"}


def number_format(declared: Field, *, grouped: bool = False) -> str:
    """The number format of a numeric column; `grouped`: thousands apart, as in totals."""
    whole = "#,##0" if grouped or declared.kind is Kind.MONEY else "0"
    match declared.kind:
        case Kind.INTEGER:
            return whole
        case Kind.MONEY:
            return "#,##0.00"
        case Kind.POWER:
            return "0.00#"
        case _ if declared.places:
            return "0." + "0" * declared.places + "#" * (declared.scale - declared.places)
        case _:
            return "General"


@lru_cache(maxsize=8192)
def text_units(text: str) -> float:
    """How wide the longest line of a text is, in column width units (body font)."""
    return max((sum(map(_units, line)) for line in text.split("\n")), default=0.0)


def lines_in(text: str, width: float) -> int:
    """How many lines a text takes in a column of this width."""
    room = max(width - 1.2, 2.0)
    return sum(max(1, math.ceil(text_units(line) / room)) for line in text.split("\n"))


def height_of(lines: int, *, least: float = 21.0) -> float:
    """Row height for so many lines of body text, in points."""
    return min(HIGHEST, max(least, lines * LINE + 6))


def _units(character: str) -> float:
    return 2.15 if unicodedata.east_asian_width(character) in "WFA" else 1.1
