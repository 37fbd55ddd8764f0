"""The ground of a month kept from one view to the next, for as long as nothing was written into its tables.

Every page and every check stands on the same classes, pupils and calendar; in a school of thousands reading them is
most of the work. What is kept is asked for by the change log as the view's own snapshot shows it, so that a view never
mixes two states of the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from xcedu_desktop.form import MonthView
from xcedu_desktop.periods import Month
from xcedu_desktop.school.ground import TABLES, Ground
from xcedu_desktop.store.base import Live
from xcedu_desktop.store.profiles import LOG_NAME
from xcedu_desktop.store.tables import LogEntry

_KEEP = 3
"""Months kept: the one on the screen and those it was compared with."""
_NAMES = [*(model.__tablename__ for model in TABLES), LOG_NAME, "month_state", "revision"]
"""The ground's tables, and what says which norms judge a month: profiles taken in, months locked and reopened."""
_END = f"SELECT max(seq) FROM {LogEntry.__tablename__}"
_TOUCHED = (
    f"SELECT 1 FROM {LogEntry.__tablename__} WHERE seq > ? AND table_name IN ({', '.join('?' * len(_NAMES))})"
)


class KeptGround:
    """For one open file. Used by the window's thread and the worker at once: every step is one look or one assignment."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Month, date], tuple[int, dict[object, Any]]] = {}

    def lend(self, view: MonthView) -> int:
        """Gives a fresh view what is kept for it; returns where the change log of its snapshot ends."""
        end = _end(view.session)
        here = (view.month, view.today)
        # of another month the rows are the same, what was worked out of them is not
        for key in sorted(self._kept, key=lambda key: key != here):
            since, kept = self._kept[key]
            if _untouched(view.session, since, end):
                view.kept.update({k: v for k, v in kept.items() if k is not Ground or key == here})
                break
        return end

    def rows(self, session: Session, model: type[Live]) -> Sequence[Any] | None:
        """The rows of one of the ground's tables, where they are kept as this session would read them."""
        if model not in TABLES:
            return None
        end = _end(session)
        for since, kept in list(self._kept.values()):
            if _untouched(session, since, end):
                found: Sequence[Any] = kept[model]
                return found
        return None

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


def _end(session: Session) -> int:
    """Where the change log ends in a session's snapshot."""
    # asked at every list and page: as plain words it takes a tenth of the time
    return session.connection().exec_driver_sql(_END).scalar() or 0


def _untouched(session: Session, since: int, end: int) -> bool:
    """Whether the log names none of the tables between two of its ends."""
    if since == end:
        return True
    return since < end and session.connection().exec_driver_sql(_TOUCHED, (since, *_NAMES)).first() is None
