"""The clubs with how much of the month's attendance is there (已记/应有)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ui.forms.clubs.board import Board
from ui.grid.source import Column, GridSource


class AttendanceList(GridSource):
    """`live`: club id → (taken, due) of clubs written to since the board was read."""

    columns = (
        Column("name", "社团", width=120, editable=False, stretch=True),
        Column("taken", "已记/应有", width=78, align="right", editable=False, tooltip="已记考勤的次数／到今天为止应有的次数"),
    )  # fmt: skip

    def __init__(self, board: Board, live: Mapping[str, tuple[int, int]]) -> None:
        self.board, self.live = board, live

    def row_ids(self) -> Sequence[str]:
        return list(self.board.summary.clubs)

    def counts(self, club_id: str) -> tuple[int, int]:
        """Taken and due."""
        figures = self.board.summary.clubs.get(club_id)
        known = (figures.taken, figures.due) if figures is not None else (0, 0)
        return self.live.get(club_id, known)

    def text(self, row_id: str, key: str) -> str:
        figures = self.board.summary.clubs.get(row_id)
        if figures is None:
            return ""
        taken, due = self.counts(row_id)
        return figures.name if key == "name" else f"{taken}/{due}" if due else "—"

    def ink(self, row_id: str, key: str) -> str:
        taken, due = self.counts(row_id)
        return "ink" if key == "name" else "warning" if taken < due else "ink2"

    def ground(self, row_id: str, key: str) -> str:
        taken, due = self.counts(row_id)
        return "to_fill" if key == "taken" and taken < due else ""
