"""A 合计 compared with the sum of the rows above it."""

import re
from collections.abc import Mapping

from xcedu_desktop.values.parsed import fold, is_blank_mark
from xcedu_desktop.workbook.intake.found import TotalMismatch
from xcedu_desktop.workbook.intake.raw import Cell

_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)(人|名|元|台|间|个|件|kW|W|千瓦|瓦)?", re.IGNORECASE)
_SCALES = frozenset(["kw", "w", "千瓦", "瓦", "元"])
_LARGEST = 1e10
"""Above that it is an ID number or a phone, nothing that is summed."""


def number_in(cell: Cell) -> float | None:
    """The number that a cell holds or plainly says (`1,200 `, `35人`)."""
    return _measured(cell)[0]


def _measured(cell: Cell) -> tuple[float | None, str]:
    """The number of a cell, and the unit of power or money behind it; blank where it bears none of these."""
    value, unit = cell.value, ""
    if isinstance(value, bool) or cell.error is not None:
        return None, ""
    if isinstance(value, str):
        found = _NUMBER.fullmatch(fold(value).replace(",", ""))
        value, unit = (float(found[1]), (found[2] or "").casefold()) if found else (None, "")
    if isinstance(value, int | float) and abs(value) < _LARGEST:
        return float(value), unit if unit in _SCALES else ""
    return None, ""


class Sums:
    """Running sums of the imported columns: since the list's beginning, and since its last total row.

    A column in which a cell says a number that cannot be added as it stands (12.5万元 below 5.72, 1.5kW below 2200) has no sum.
    """

    def __init__(self, columns: Mapping[int, str], headers: Mapping[int, str]) -> None:
        self._columns = columns
        self._headers = headers
        self._all: dict[int, float] = {}
        self._part: dict[int, float] = {}
        self._units: dict[int, str] = {}
        self._mixed: set[int] = set()

    def add(self, cells: Mapping[int, Cell]) -> None:
        """Counts a data row in."""
        for column in self._columns:
            cell = cells.get(column)
            if cell is None:
                continue
            number, unit = _measured(cell)
            if number is None:
                if isinstance(cell.value, str) and not is_blank_mark(cell.value):
                    self._mixed.add(column)
                continue
            if self._units.setdefault(column, unit) != unit:
                self._mixed.add(column)
            self._all[column] = self._all.get(column, 0.0) + number
            self._part[column] = self._part.get(column, 0.0) + number

    def compare(self, row: int, cells: Mapping[int, Cell]) -> list[TotalMismatch]:
        """What a total row (1-based) says wrongly: neither the sum of all rows nor of those since the last total."""
        wrong: list[TotalMismatch] = []
        for column, key in self._columns.items():
            cell = cells.get(column)
            stated = number_in(cell) if cell is not None else None
            if stated is None or column not in self._all or column in self._mixed:
                continue
            whole, part = self._all[column], self._part.get(column, 0.0)
            if min(abs(stated - whole), abs(stated - part)) > 0.005:
                wrong.append(TotalMismatch(row, column, key, self._headers.get(column, key), stated, whole))
        self._part.clear()
        return wrong
