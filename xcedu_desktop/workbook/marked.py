"""A sheet as a reader sees it: columns by key, rows by id, strangers apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xcedu_desktop.workbook.marks import FACTS, OWN, OWN_NOTE, PREFIX, table_of_mark

Cells = tuple[Any, ...]


@dataclass(frozen=True)
class MarkedRow:
    """A row with an id: its number on the sheet (from 1) and its cells."""

    id: str
    number: int
    cells: Cells


@dataclass(frozen=True)
class MarkedSheet:
    """`columns`: key → column index; `rows`: those with an id, from the top; `facts`: cover lines with their fact ids.

    `strangers`: row numbers with content and no mark; `notes`: row numbers with something in 备注.
    """

    title: str
    mark: tuple[str, str]
    columns: dict[str, int]
    rows: list[MarkedRow]
    facts: list[tuple[list[str], list[str]]]
    strangers: list[int]
    notes: list[int]
    strange_columns: list[int]

    def cell(self, row: MarkedRow, key: str) -> Any:
        """A cell by its column's key; None where it is blank."""
        column = self.columns[key]
        return row.cells[column] if column < len(row.cells) else None


def marked(title: str, rows: Sequence[Cells]) -> MarkedSheet | None:
    """The sheet by its marks; None for one that bears none."""
    corner = _corner(rows)
    if corner is None:
        return None
    key_row, id_column = corner
    keys = rows[key_row]
    columns: dict[str, int] = {}
    note = None
    for index, key in enumerate(keys):
        if index == id_column or not isinstance(key, str):
            continue
        if key == OWN_NOTE:
            note = index
        elif key != OWN:
            columns.setdefault(key, index)
    sheet = MarkedSheet(title, table_of_mark(str(keys[id_column])), columns, [], [], [], [], [])
    known = {id_column, *(index for index, key in enumerate(keys) if isinstance(key, str))}
    strange: set[int] = set()
    for index, cells in enumerate(rows):
        if index == key_row:
            continue
        mark = cells[id_column] if id_column < len(cells) else None
        filled = {column for column, cell in enumerate(cells) if cell not in (None, "")}
        if not isinstance(mark, str) or not mark:
            if filled:
                sheet.strangers.append(index + 1)
            continue
        if mark == OWN:
            continue
        if mark.startswith(FACTS + "|"):
            texts = [
                str(cell) for column, cell in enumerate(cells) if column != id_column and cell is not None
            ]
            sheet.facts.append((mark.split("|")[1:], texts))
            continue
        sheet.rows.append(MarkedRow(mark, index + 1, cells))
        strange |= filled - known
        if note is not None and note in filled:
            sheet.notes.append(index + 1)
    sheet.strange_columns.extend(sorted(strange))
    return sheet


def _corner(rows: Sequence[Cells]) -> tuple[int, int] | None:
    """Row and column of the sheet's mark, also where rows or columns were inserted before it."""
    for index, cells in enumerate(rows[:200]):
        for column, cell in enumerate(cells[:200]):
            if isinstance(cell, str) and cell.startswith(PREFIX):
                return index, column
    return None
