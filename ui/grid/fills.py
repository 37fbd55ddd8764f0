"""Filling: what the cells of a block bring into those beside it. Values are copied; dates and numbers of rows (资产编号) are
counted on."""

from __future__ import annotations

import re
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


_NUMBERED = re.compile(r"(.*?)(\d+)", re.ASCII | re.DOTALL)


def copies(model: GridModel, moves: Sequence[tuple[Spot, Spot]]) -> list[Cell]:
    """The cells of (to, from) pairs, where they may be written; what is masked is neither taken nor overwritten."""
    cells = []
    for (row, at), (from_row, from_at) in moves:
        text = model.source.edit_text(model.id_at(from_row), model.columns[from_at].key)
        if may_fill(model, row, at) and may_take(model, from_row, from_at):
            cells.append(Cell(model.id_at(row), model.columns[at].key, text))
    return cells


def may_fill(model: GridModel, row: int, at: int) -> bool:
    """Whether a fill may write the cell."""
    column = model.columns[at]
    return not (column.masked or column.key == NUMBER or model.refusal(model.index(row, at)))


def may_take(model: GridModel, row: int, at: int) -> bool:
    """Whether a fill may take from a cell; a closed one is blank because nothing was there to enter, and empties no other."""
    column = model.columns[at]
    if column.masked or column.key == NUMBER:
        return False
    row_id = model.id_at(row)
    return not model.source.is_closed(row_id, column.key) or bool(model.source.text(row_id, column.key))


def series(model: GridModel, line: Sequence[Spot], count: int, back: bool = False) -> list[str | None]:
    """What goes on after the cells of a line: days are counted on (one day a cell, or as the last two differ), so are
    the numbers of rows (XC-0001, XC-0002); all else is repeated in turn, None where nothing is taken. `back`: one cell
    alone is counted down."""
    keys = [(model.id_at(row), model.columns[at].key) for row, at in line]
    days = [model.source.value(row_id, key) for row_id, key in keys]
    if all(isinstance(day, date) for day in days):
        step = days[-1] - days[-2] if len(days) > 1 else timedelta(days=-1 if back else 1)
        if all(later - earlier == step for earlier, later in pairwise(days)):
            return [_counted(days[-1], step, turn + 1) for turn in range(count)]
    texts = [model.source.edit_text(row_id, key) for row_id, key in keys]
    if all(key == model.source.numbered for _, key in keys):
        names = _names_after(texts, count, -1 if back else 1)
        if names:
            return list(names)
    taken = [text if may_take(model, *spot) else None for spot, text in zip(line, texts, strict=True)]
    return [taken[turn % len(taken)] for turn in range(count)]


def _names_after(texts: Sequence[str], count: int, step: int) -> list[str]:
    """XC-0007 → XC-0008…; [] where the texts do not end in numbers that are evenly apart."""
    found = [_NUMBERED.fullmatch(text) for text in texts]
    parts = [(match[1], match[2]) for match in found if match is not None]
    if len(parts) < len(texts) or len({stem for stem, _ in parts}) != 1:
        return []
    numbers = [int(number) for _, number in parts]
    steps = {later - earlier for earlier, later in pairwise(numbers)} or {step}
    last, (stem, digits) = numbers[-1], parts[-1]
    step = steps.pop()
    if steps or last + step * count < 0:
        return []
    return [f"{stem}{last + step * (turn + 1):0{len(digits)}d}" for turn in range(count)]


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
            cells += _line(model, line, [(row, at) for row in targets], up)
    else:
        back = to_columns.start < columns.start
        beside = (
            range(columns.start - 1, to_columns.start - 1, -1)
            if back
            else range(columns.stop, to_columns.stop)
        )
        for row in rows:
            line = [(row, at) for at in (reversed(columns) if back else columns)]
            cells += _line(model, line, [(row, at) for at in beside], back)
    return cells


def _line(model: GridModel, line: Sequence[Spot], targets: Sequence[Spot], back: bool) -> list[Cell]:
    if not any(may_take(model, *spot) for spot in line):
        return []
    texts = series(model, line, len(targets), back)
    return [
        Cell(model.id_at(row), model.columns[at].key, text)
        for (row, at), text in zip(targets, texts, strict=True)
        if text is not None and may_fill(model, row, at)
    ]
