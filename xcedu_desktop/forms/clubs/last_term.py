"""Last term's clubs copied into the month's term (复制上学期社团): slots, places, leaders, capacity, fees; members as a choice.

Whoever left the school since is left out and named. An outside leader's agreement is of its term: its date stays blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.clubs.joining import day_in_term, day_of_pupil, month_term
from xcedu_desktop.forms.clubs.reported import members_by_club
from xcedu_desktop.forms.clubs.tables import Club, ClubLeader, ClubMember
from xcedu_desktop.forms.clubs.waiting import IN
from xcedu_desktop.periods import term_name
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.tables import PlaceUse
from xcedu_desktop.store.base import Live, new_id
from xcedu_desktop.store.changes import Change, ChangeSet

_Term = tuple[int, int]


@dataclass(frozen=True)
class LastTerm:
    """What would be copied. `left`: leaders who are no more at the school; `members`: pupils still in school, memberships."""

    term: _Term
    clubs: Sequence[Club]
    slots: Sequence[PlaceUse]
    leaders: Sequence[ClubLeader]
    members: Sequence[ClubMember]
    left: Sequence[str]
    members_left: int

    @property
    def name(self) -> str:
        """2025-2026学年第二学期."""
        return term_name(*self.term)

    def left_said(self) -> str:
        """Who is left out, as a sentence; "" for nobody."""
        return f"{'、'.join(self.left)}已离校，没有复制" if self.left else ""


def last_term(view: MonthView) -> LastTerm | None:
    """The clubs of the newest term before the month's that the month's term lacks (by name); None: there are none."""
    term = month_term(view)
    by_term: dict[_Term, list[Club]] = {}
    for club in view.rows(Club):
        if club.school_year is not None and club.term_number is not None:
            by_term.setdefault((club.school_year, club.term_number), []).append(club)
    before = max((found for found in by_term if found < term), default=None)
    if before is None:
        return None
    there = {club.name for club in by_term.get(term, ())}
    clubs = [club for club in by_term[before] if club.name and club.name not in there]
    if not clubs:
        return None
    return _contents(view, before, clubs)


def _contents(view: MonthView, term: _Term, clubs: Sequence[Club]) -> LastTerm:
    g = ground(view)
    day = g.reference_day
    ids = {club.id for club in clubs}
    leaders, left = [], []
    for leader in view.rows(ClubLeader):
        if leader.club_id not in ids:
            continue
        staff = g.staff_by_id.get(leader.staff_id or "")
        if staff is not None and staff.to_date is not None and staff.to_date < day:
            left.append(staff.name or "")
        else:
            leaders.append(leader)
    last = g.calendar.term_days(*term)[1]
    by_club = view.once("members_by_club", lambda: members_by_club(view))
    stayed = [
        member
        for club in clubs
        for member in by_club.get(club.id, ())
        if member.status == IN and (member.to_date is None or member.to_date >= last)
    ]
    members = [member for member in stayed if member.pupil_id in g.pupils]
    slots = [use for use in view.rows(PlaceUse) if use.owner_table == "club" and use.owner_id in ids]
    return LastTerm(
        term, clubs, slots, leaders, members, tuple(dict.fromkeys(left)), len(stayed) - len(members)
    )


def copied(view: MonthView, found: LastTerm, members: bool) -> ChangeSet:
    """The rows of the month's term, in one change."""
    term = month_term(view)
    new = {club.id: new_id() for club in found.clubs}
    day = day_in_term(view, term, none_yet=True)
    changes = [
        _made(
            Club, new[club.id],
            {
                "name": club.name, "category": club.category, "capacity": club.capacity, "fee_fen": club.fee_fen,
                "note": club.note, "school_year": term[0], "term_number": term[1],
            },
        )
        for club in found.clubs
    ]  # fmt: skip
    for use in found.slots:
        values = {key: getattr(use, key) for key in ("place", "weekday", "from_time", "to_time")}
        values |= {"owner_table": "club", "owner_id": new[use.owner_id or ""]}
        changes.append(_made(PlaceUse, new_id(), values))
    for leader in found.leaders:
        values = {key: getattr(leader, key) for key in ("staff_id", "outside_name", "outside_phone")}
        changes.append(_made(ClubLeader, new_id(), {"club_id": new[leader.club_id or ""], **values}))
    if members:
        changes += [_member(view, new[m.club_id or ""], m.pupil_id or "", day) for m in found.members]
    more = f"，成员 {len(found.members)} 人次" if members else ""
    return ChangeSet(f"复制上学期社团 {len(found.clubs)} 个{more}", tuple(changes))


def _member(view: MonthView, club_id: str, pupil_id: str, day: date) -> Change:
    since = day_of_pupil(view, pupil_id, day)
    return _made(
        ClubMember,
        new_id(),
        {"club_id": club_id, "pupil_id": pupil_id, "status": IN, "from_date": since},
    )


def _made(model: type[Live], row_id: str, values: Mapping[str, Any]) -> Change:
    return Change(model.__tablename__, row_id, None, values)
