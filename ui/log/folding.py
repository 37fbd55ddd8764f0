"""The change log as a person reads it: one typed cell is one line, whatever columns the file needed to keep its row.

On disk, and in the workbook that is saved, every column has its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from xcedu_desktop.change_log import DELETED, MADE, LogLine

_SAID = frozenset({("explanation", "basis")})
"""Further columns that the place says already."""
_DIGEST = ("revision", "sha256")
_NEW, _GONE, _AGAIN, _WRITTEN = "新增", "删除", "重新确认", "已导出"


@dataclass(frozen=True)
class Told:
    """A line on the screen, and the lines of the log that it stands for."""

    line: LogLine
    parts: tuple[LogLine, ...]


def folded(lines: Sequence[LogLine]) -> list[Told]:
    """What is told of the log's lines, newest first; every one of them is a part of exactly one line told."""
    found: list[Told] = []
    for _, group in groupby(lines, key=lambda line: (line.table, line.row_id, line.at, line.act)):
        found.extend(_of_one_row(list(group)))
    return found


def _of_one_row(parts: list[LogLine]) -> Iterable[Told]:
    """What one act did to one row."""
    made = [p for p in parts if p.only_place and (not p.old or not p.new)]
    silent = [p for p in parts if p in made or (p.table, p.key) in _SAID]
    values = [p for p in parts if p not in silent]
    ends = [p for p in values if p.key in (MADE, DELETED)]
    cells = len(values) - len(ends)
    if ends and (cells == 1 or (cells and made)):
        # a cell that was emptied by its row's end: its own line says so
        silent, values = silent + ends, [p for p in values if p not in ends]
    if not values and len(made) == 1 == len(silent):
        return [Told(silent[0], tuple(parts))]
    if not values:
        word = _AGAIN if not made else _NEW if any(p.new for p in silent) else _GONE
        return [Told(replace(silent[0], key="", column=word, old="", new=""), tuple(parts))]
    told = [Told(_plain(value), (value,)) for value in values]
    told[0] = Told(told[0].line, tuple(p for p in parts if p is values[0] or p in silent))
    return told


def _plain(line: LogLine) -> LogLine:
    """An export by its fact: its check sum is for machines."""
    return replace(line, column="上报表", new=_WRITTEN) if (line.table, line.key) == _DIGEST else line
