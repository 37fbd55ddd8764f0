"""Numbers that a sheet shows with two decimals: a class written 3.20 is kept as the number 3.2, and only the look tells."""

import re
import zipfile
from collections.abc import Iterable
from dataclasses import replace

from xcedu_desktop.workbook.intake.raw import Cell
from xcedu_desktop.workbook.intake.xml_parts import Attributes, Pass, XmlTrouble, run_pass

_TWO_PLACES = re.compile(r"(?:#,##)?[0#]\.00(?![0#?])")
_BUILT_IN = frozenset([2, 4])
"""The numbers that 0.00 and #,##0.00 have in every workbook."""


def shows_two_places(number_format: str) -> bool:
    """Whether a number format shows two decimals."""
    return bool(_TWO_PLACES.match(number_format))


def may_hide_zero(value: object) -> bool:
    """Whether a number has one decimal, so that two places show a zero that it does not hold."""
    return isinstance(value, float) and round(value, 1) == value and 0 < value < 100


class _StylesPass(Pass):
    """Walks styles.xml: the number formats, and which of them each cell style has."""

    def __init__(self) -> None:
        super().__init__()
        self.styles: set[int] = set()
        self._formats = set(_BUILT_IN)
        self._cell_styles = False
        self._index = -1

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt" and shows_two_places(attributes.get("formatCode", "")):
            self._formats.add(int(attributes["numFmtId"]))
        elif name == "cellXfs":
            self._cell_styles = True
        elif name == "xf" and self._cell_styles:
            self._index += 1
            if int(attributes.get("numFmtId", "0")) in self._formats:
                self.styles.add(self._index)

    def closed(self, name: str, text: str) -> None:
        if name == "cellXfs":
            self._cell_styles = False


def two_place_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The cell styles of an .xlsx that show two decimals; none where its table of styles is missing or flawed."""
    handler = _StylesPass()
    try:
        with archive.open("xl/styles.xml") as stream:
            run_pass(stream, handler)
    except XmlTrouble:
        return frozenset()
    return frozenset(handler.styles)


def mark_zeros(rows: list[list[Cell]], places: Iterable[tuple[int, int]]) -> None:
    """Marks, of the cells at these places, the numbers that are shown with a last zero that they do not hold."""
    for row, column in places:
        if row < len(rows) and column < len(rows[row]) and may_hide_zero(rows[row][column].value):
            rows[row][column] = replace(rows[row][column], last_zero=True)
