"""What the last check said of a grid's cells (已查出的): a mark each, or a note where it was explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ui.grid.source import Mark

if TYPE_CHECKING:
    from xcedu_desktop.form import Finding

_Spot = tuple[str, str]
"""Row id and column key."""


class Said:
    """`named` gives the cell that a finding names; None where it names none of this grid."""

    def __init__(self, named: Callable[[Finding], _Spot | None]) -> None:
        self._named = named
        self._marks: dict[_Spot, Mark] = {}
        self._notes: dict[_Spot, str] = {}

    def take(self, findings: Iterable[Finding]) -> tuple[set[str], bool]:
        """A check's findings instead of those before, the worst of a cell; the rows whose marks changed, and whether any
        cell looks otherwise."""
        marks, notes = self._marks, self._notes
        self._marks, self._notes = {}, {}
        for finding in findings:
            spot = self._named(finding)
            if spot is None:
                continue
            if not finding.open:
                self._notes[spot] = f"{finding.message}　已说明：{finding.reason}"
                continue
            old = self._marks.get(spot)
            if old is None or finding.severity.rank < old.severity.rank:
                self._marks[spot] = Mark(finding.severity, finding.message)
        changed = {
            spot[0] for spot in marks.keys() | self._marks.keys() if marks.get(spot) != self._marks.get(spot)
        }
        return changed, bool(changed) or notes != self._notes

    def mark(self, row_id: str, key: str) -> Mark | None:
        """The worst that was found of a cell and is open."""
        return self._marks.get((row_id, key))

    def note(self, row_id: str, key: str) -> str:
        """What was found of a cell and explained, with the reason; "" for nothing."""
        return self._notes.get((row_id, key), "")

    def forget(self, row_id: str, key: str) -> None:
        """The cell holds something else now; the check that follows says anew what is wrong."""
        self._marks.pop((row_id, key), None)
        self._notes.pop((row_id, key), None)
