"""The lines of the change log as the grid shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ui.grid.source import Column, GridSource
from xcedu_desktop.change_log import LogLine

_INNER = frozenset({("explanation", "rule"), ("explanation", "record")})


class LogSource(GridSource):
    """A row a line, newest first; nothing can be typed."""

    columns = (
        Column("at", "时间", width=140, editable=False),
        Column("who", "填表人", width=72, editable=False),
        Column("place", "位置", width=210, editable=False, stretch=True),
        Column("column", "栏目", width=104, editable=False),
        Column("old", "原来", width=140, editable=False, stretch=True),
        Column("new", "现在", width=140, editable=False, stretch=True),
        Column("act", "做了什么", width=170, editable=False, stretch=True),
    )

    def __init__(self) -> None:
        self.lines: Mapping[str, LogLine] = {}

    def show(self, lines: Sequence[LogLine]) -> None:
        """Shows other lines; not those of columns that say nothing to a person (rule ids, row ids, check sums)."""
        told = [line for line in lines if (line.table, line.key) not in _INNER]
        self.lines = {str(number): line for number, line in enumerate(told)}

    def row_ids(self) -> Sequence[str]:
        return list(self.lines)

    def text(self, row_id: str, key: str) -> str:
        line = self.lines.get(row_id)
        return str(getattr(line, key)) if line is not None else ""

    def ink(self, row_id: str, key: str) -> str:
        line = self.lines.get(row_id)
        if line is not None and line.gone and key == "place":
            return "ink3"
        return "ink" if key in ("place", "new") else "ink2"

    def tooltip(self, row_id: str, key: str) -> str:
        return self.text(row_id, key) if key in ("place", "old", "new", "act") else ""
