"""Weekly slots (活动时间) of the month's clubs, and which of them meet. Rules and the screen ask the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from itertools import combinations

from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.clubs.reported import clubs_of_month
from xcedu_desktop.periods import WEEKDAYS
from xcedu_desktop.school.tables import PlaceUse


def slots_of_month(view: MonthView) -> Mapping[str, list[PlaceUse]]:
    """Club id → its weekly slots, of the clubs of the month's term."""

    def find() -> dict[str, list[PlaceUse]]:
        clubs = {club.id for club in clubs_of_month(view)}
        found: dict[str, list[PlaceUse]] = defaultdict(list)
        for use in view.rows(PlaceUse):
            if use.owner_table == "club" and use.owner_id in clubs and use.weekday is not None:
                found[use.owner_id].append(use)
        return found

    return view.once("slots_of_month", find)


def slots_meet(one: PlaceUse, other: PlaceUse) -> bool:
    """Whether two slots share a moment; slots that only touch do not. Of a slot without an end its beginning is known."""
    if one.weekday != other.weekday or one.weekday is None:
        return False
    if one.from_time is None or other.from_time is None:
        return False
    if one.from_time == other.from_time:
        return True
    first, second = (one, other) if one.from_time < other.from_time else (other, one)
    return first.to_time is not None and second.from_time is not None and second.from_time < first.to_time


def slot_said(slot: PlaceUse) -> str:
    """周三 16:30."""
    day = "周" + WEEKDAYS[slot.weekday - 1] if slot.weekday else ""
    return f"{day} {slot.from_time:%H:%M}" if slot.from_time else day


def meeting_slots(view: MonthView) -> Mapping[tuple[str, str], list[PlaceUse]]:
    """Pairs of club ids (both orders) that meet at one time → the slots of the pair's first club at which they do."""

    def find() -> dict[tuple[str, str], list[PlaceUse]]:
        found: dict[tuple[str, str], list[PlaceUse]] = defaultdict(list)
        every = [(club, slot) for club, slots in slots_of_month(view).items() for slot in slots]
        for (one, slot), (other, other_slot) in combinations(every, 2):
            if one != other and slots_meet(slot, other_slot):
                found[one, other].append(slot)
                found[other, one].append(other_slot)
        return dict(found)

    return view.once("meeting_slots", find)


def meets_within(slot: PlaceUse, first: date, last: date) -> bool:
    """Whether a slot's weekday comes on a day from first to last (inclusive)."""
    if slot.weekday is None or first > last:
        return False
    return (slot.weekday - first.isoweekday()) % 7 <= (last - first).days
