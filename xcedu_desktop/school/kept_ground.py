"""The ground of a month kept from one view to the next, for as long as nothing was written into its tables.

Every page and every check stands on the same classes, pupils and calendar; in a school of thousands reading them is
most of the work. What is kept is asked for by the change log as the view's own snapshot shows it, so that a view never
mixes two states of the file.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, func, select

from xcedu_desktop.form import MonthView
from xcedu_desktop.school.ground import TABLES, Ground
from xcedu_desktop.store.tables import LogEntry

_KEEP = 3
"""Months kept: the one on the screen and those it was compared with."""
_NAMES = [model.__tablename__ for model in TABLES]


class KeptGround:
    """For one open file. Used by the window's thread and the worker at once: every step is one look or one assignment."""

    def __init__(self) -> None:
        self._kept: dict[object, tuple[int, dict[object, Any]]] = {}

    def lend(self, view: MonthView) -> int:
        """Gives a fresh view what is kept for it; returns where the change log of its snapshot ends."""
        end = view.session.execute(select(func.max(LogEntry.seq))).scalar() or 0
        kept = self._kept.get((view.month, view.today))
        if kept is not None and _untouched(view, kept[0], end):
            view.kept.update(kept[1])
        return end

    def keep(self, view: MonthView, end: int) -> None:
        """Keeps what a view read of its ground, if it did; the view is done with."""
        found = view.kept.get(Ground)
        if not isinstance(found, Ground):
            return
        key = (view.month, view.today)
        before = self._kept.get(key)
        rows = before[1] if before is not None and before[1][Ground] is found else found.detach()
        others = {k: v for k, v in self._kept.items() if k != key}
        self._kept = {**dict(list(others.items())[1 - _KEEP :]), key: (end, {**rows, Ground: found})}


def _untouched(view: MonthView, since: int, end: int) -> bool:
    """Whether the log names none of the tables between two of its ends."""
    if since == end:
        return True
    later = select(LogEntry.seq).where(LogEntry.seq > since, LogEntry.table_name.in_(_NAMES)).limit(1)
    touched: Row[tuple[int]] | None = view.session.execute(later).first()
    return since < end and touched is None
