"""What a page read of the clubs kept from one view to the next: after a member joins, slots and attendance are as they were.

Asked for by the change log, as the view's own snapshot shows it (school/kept_ground.py does so for what lies under it).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.clubs.tables import (
    Club,
    ClubAttendance,
    ClubLeader,
    ClubMember,
    ClubSession,
    ServicePupil,
    ServiceStaff,
)
from xcedu_desktop.school.tables import PlaceUse
from xcedu_desktop.store.base import Live
from xcedu_desktop.store.norms import Norms
from xcedu_desktop.store.tables import LogEntry

TAKING_PART = "taking_part"
"""Key of the pupils in after-school service on the reference day."""
_OF: dict[object, tuple[type[Live], ...]] = {
    Club: (Club,),
    ClubLeader: (ClubLeader,),
    ClubMember: (ClubMember,),
    ServiceStaff: (ServiceStaff,),
    PlaceUse: (PlaceUse,),
    "members_by_club": (ClubMember,),
    "memberships_by_pupil": (ClubMember, Club),
    "slots_of_month": (PlaceUse, Club),
    "meeting_slots": (PlaceUse, Club),
    "marks_of_month": (ClubAttendance,),
    TAKING_PART: (ServicePupil,),
    Norms: (),
}
"""Key in a view → the tables that it was read from. All stand on one ground, which the caller keeps."""


class KeptClubs:
    """For one month, as long as nothing of the ground is written."""

    def __init__(self) -> None:
        self._end = 0
        self._kept: dict[object, Any] = {}

    def lend(self, view: MonthView) -> None:
        """Gives a fresh view what is still true."""
        view.kept.update(self._true(view))

    def keep(self, view: MonthView) -> None:
        """Takes over what a view read; the view is done with."""
        still = self._true(view)
        self._end = view.session.execute(select(func.max(LogEntry.seq))).scalar() or 0
        sessions = (ClubSession, view.month)
        self._kept = {**still, **{key: view.kept[key] for key in (*_OF, sessions) if key in view.kept}}

    def _true(self, view: MonthView) -> dict[object, Any]:
        if not self._kept:
            return {}
        touched = set(
            view.session.execute(
                select(LogEntry.table_name).where(LogEntry.seq > self._end).distinct()
            ).scalars()
        )
        return {
            key: value
            for key, value in self._kept.items()
            if not any(model.__tablename__ in touched for model in _OF.get(key, (ClubSession,)))
        }
