"""Who or what is busy at a club's times (冲突): leaders and rooms, asked while somebody types. The rule C03 asks the same."""

from __future__ import annotations

from collections.abc import Mapping

from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.clubs.reported import clubs_of_month
from xcedu_desktop.forms.clubs.slots import meeting_slots, slot_said, slots_meet, slots_of_month
from xcedu_desktop.forms.clubs.tables import ClubLeader
from xcedu_desktop.school.place_words import label_of
from xcedu_desktop.school.tables import PlaceUse

OPEN_PLACES = frozenset({"操场", "运动场", "田径场", "足球场"})
"""Open grounds that hold several clubs at once: no room in the sense of C03."""


def room_of(place: str | None) -> str:
    """The room as it is compared: without blanks; "" for an open ground."""
    room = "".join((place or "").split())
    return "" if room in OPEN_PLACES else room


def busy_leaders(view: MonthView, club_id: str) -> Mapping[str, str]:
    """Staff id, or an outside leader's name → 周三 16:30 已在编程社指导: those who are with another club then."""
    meeting = meeting_slots(view)
    names = {club.id for club in clubs_of_month(view)}
    found: dict[str, str] = {}
    for leader in view.rows(ClubLeader):
        who = leader.staff_id or leader.outside_name
        slots = meeting.get((leader.club_id or "", club_id))
        if who and slots and leader.club_id in names:
            found.setdefault(who, f"{slot_said(slots[0])} 已在{label_of(view, 'club', leader.club_id)}指导")
    return found


def busy_rooms(view: MonthView, slot_id: str) -> Mapping[str, str]:
    """Room → 周三 16:30 已有编程社: those that hold somebody else at the time of one slot."""
    mine = next((use for use in view.rows(PlaceUse) if use.id == slot_id), None)
    if mine is None:
        return {}
    clubs = slots_of_month(view)
    found: dict[str, str] = {}
    for use in view.rows(PlaceUse):
        old_club = use.owner_table == "club" and use.owner_id not in clubs
        if use.owner_id == mine.owner_id or old_club or not slots_meet(use, mine):
            continue
        room = room_of(use.place)
        if room:
            by_whom = label_of(view, use.owner_table or "club", use.owner_id)
            found.setdefault(room, f"{slot_said(use)} 已有{by_whom}")
    return found
