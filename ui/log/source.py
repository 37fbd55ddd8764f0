"""The lines of the change log as the grid shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ui.grid.source import Column, GridSource
from ui.log.folding import folded
from xcedu_desktop.change_log import LogLine


class LogSource(GridSource):
    """A row a line, newest first; nothing can be typed."""

    columns = (
        Column("at", "时间", width=170, editable=False),
        Column("who", "填表人", width=72, editable=False),
        Column("place", "位置", width=210, editable=False, stretch=True),
        Column("column", "栏目", width=104, editable=False),
        Column("old", "原来", width=140, editable=False, stretch=True),
        Column("new", "现在", width=140, editable=False, stretch=True),
        Column("act", "做了什么", width=170, editable=False, stretch=True),
    )

    def __init__(self) -> None:
        self.lines: Mapping[str, LogLine] = {}
        self.parts: Mapping[str, tuple[LogLine, ...]] = {}
        """Of each row the lines of the log that it stands for: all of them are saved."""

    def show(self, lines: Sequence[LogLine]) -> None:
        """Shows other lines, folded to what a person did."""
        told = folded(lines)
        self.lines = {str(number): one.line for number, one in enumerate(told)}
        self.parts = {str(number): one.parts for number, one in enumerate(told)}

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
        line = self.lines.get(row_id)
        if line is None or key not in ("at", "place", "old", "new", "act"):
            return ""
        return "\n".join(
            part for part in (self.text(row_id, key), line.hint if key == "place" else "") if part
        )
