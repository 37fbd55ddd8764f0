"""Filling: what the cells of a block bring into those beside it. Values are copied, dates are counted on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from ui.grid.source import NUMBER, Cell

if TYPE_CHECKING:
    from ui.grid.model import GridModel

Spot = tuple[int, int]
"""Row and column."""
Area = tuple[range, range]
"""Rows and columns of a rectangle."""


def copies(model: GridModel, moves: Sequence[tuple[Spot, Spot]]) -> list[Cell]:
    """The cells of (to, from) pairs, where they may be written; what is masked is neither taken nor overwritten."""
    cells = []
    for (row, at), (from_row, from_at) in moves:
        text = model.source.edit_text(model.id_at(from_row), model.columns[from_at].key)
        if may_fill(model, row, at) and may_take(model, from_at):
            cells.append(Cell(model.id_at(row), model.columns[at].key, text))
    return cells


def may_fill(model: GridModel, row: int, at: int) -> bool:
    """Whether a fill may write the cell."""
    column = model.columns[at]
    return not (column.masked or column.key == NUMBER or model.refusal(model.index(row, at)))


def may_take(model: GridModel, at: int) -> bool:
    """Whether a fill may take from a column."""
    return not (model.columns[at].masked or model.columns[at].key == NUMBER)


def series(model: GridModel, line: Sequence[Spot], count: int) -> list[str]:
    """What goes on after the cells of a line: days are counted on (one day a cell, or as the last two differ), all else
    is repeated in turn."""
    keys = [(model.id_at(row), model.columns[at].key) for row, at in line]
    days = [model.source.value(row_id, key) for row_id, key in keys]
    if all(isinstance(day, date) for day in days):
        step = days[-1] - days[-2] if len(days) > 1 else timedelta(days=1)
        if all(later - earlier == step for earlier, later in pairwise(days)):
            return [_counted(days[-1], step, turn + 1) for turn in range(count)]
    texts = [model.source.edit_text(row_id, key) for row_id, key in keys]
    return [texts[turn % len(texts)] for turn in range(count)]


def _counted(day: date, step: timedelta, times: int) -> str:
    try:
        return (day + step * times).isoformat()
    except OverflowError:
        return ""


def drawn(model: GridModel, block: Area, to: Area) -> list[Cell]:
    """The cells that dragging the corner of a block fills, in one direction. `to`: all of the area after the drag."""
    (rows, columns), (to_rows, to_columns) = block, to
    cells: list[Cell] = []
    if to_rows != rows:
        up = to_rows.start < rows.start
        targets = range(rows.start - 1, to_rows.start - 1, -1) if up else range(rows.stop, to_rows.stop)
        for at in columns:
            line = [(row, at) for row in (reversed(rows) if up else rows)]
            cells += _line(model, line, [(row, at) for row in targets])
    else:
        back = to_columns.start < columns.start
        beside = (
            range(columns.start - 1, to_columns.start - 1, -1)
            if back
            else range(columns.stop, to_columns.stop)
        )
        for row in rows:
            line = [(row, at) for at in (reversed(columns) if back else columns)]
            cells += _line(model, line, [(row, at) for at in beside])
    return cells


def _line(model: GridModel, line: Sequence[Spot], targets: Sequence[Spot]) -> list[Cell]:
    if not all(may_take(model, at) for _, at in line):
        return []
    texts = series(model, line, len(targets))
    return [
        Cell(model.id_at(row), model.columns[at].key, text)
        for (row, at), text in zip(targets, texts, strict=True)
        if may_fill(model, row, at)
    ]
