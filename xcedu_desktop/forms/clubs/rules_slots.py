"""Rules about weekly slots (活动时间): who or what would be in two places at one time, and the hours of the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, time

from xcedu_desktop.form import Hit, LiveRule, MonthView, Rule, Severity
from xcedu_desktop.forms.clubs.clashes import room_of
from xcedu_desktop.forms.clubs.joining import first_clash, memberships_by_pupil
from xcedu_desktop.forms.clubs.slots import meeting_slots, slot_said, slots_meet, slots_of_month
from xcedu_desktop.forms.clubs.tables import ClubLeader
from xcedu_desktop.periods import WEEKDAYS
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.place_words import label_of, place
from xcedu_desktop.school.tables import PlaceUse
from xcedu_desktop.thresholds import SLOT_EARLIEST, SLOT_LATEST_WINTER

WINTER = (10, 11, 12, 1, 2, 3, 4)
"""Months of the winter timetable (冬季作息)."""


def check_two_clubs(view: MonthView) -> Iterator[Hit]:
    """C02: no pupil is a full member of two clubs that meet at one time, from some day of the month until they meet.
    One finding a membership.
    """
    g = ground(view)
    for pupil_id, members in memberships_by_pupil(view).items():
        for later, member in enumerate(members):
            if member.from_date is None:
                continue
            # who joins on the month's last day is in both from then on: the day on which they meet may come after it
            first, last = max(member.from_date, view.month.first), member.to_date or date.max
            clash = first_clash(view, members[:later], member.club_id or "", first, last)
            if clash is None:
                continue
            pupil = g.pupil_by_id.get(pupil_id)
            where = place(label_of(view, "club", member.club_id), pupil.name or "学生" if pupil else "")
            yield Hit("club_member", member.id, "pupil_id", where, clash.said)


def check_leaders(view: MonthView, typed: Collection[str] = ()) -> Iterator[Hit]:
    """C03: no leader is with two clubs at one time. The later of two rows is named; those just `typed` are the last."""
    g = ground(view)
    meeting = meeting_slots(view)
    seen: dict[str, list[ClubLeader]] = defaultdict(list)
    for leader in sorted(view.rows(ClubLeader), key=lambda row: row.id in typed):
        who = leader.staff_id or leader.outside_name
        if not who or leader.club_id is None:
            continue
        for other in seen[who]:
            clashes = meeting.get((other.club_id or "", leader.club_id))
            if clashes:
                staff = g.staff_by_id.get(leader.staff_id or "")
                name = (staff.name if staff else None) or leader.outside_name or "教师"
                field = "staff_id" if leader.staff_id else "outside_name"
                message = f"{slot_said(clashes[0])} 已在{label_of(view, 'club', other.club_id)}指导"
                where = place(label_of(view, "club", leader.club_id), name)
                yield Hit("club_leader", leader.id, field, where, message)
                break
        seen[who].append(leader)


def check_rooms(view: MonthView, typed: Collection[str] = ()) -> Iterator[Hit]:
    """C03: no room holds two owners at one time, whatever form the other owner is of; open grounds hold several."""
    clubs = slots_of_month(view)
    by_room: dict[str, list[PlaceUse]] = defaultdict(list)
    for use in sorted(view.rows(PlaceUse), key=lambda row: row.id in typed):
        room = room_of(use.place)
        if not room or (use.owner_table == "club" and use.owner_id not in clubs):
            continue
        for other in by_room[room]:
            if other.owner_id != use.owner_id and slots_meet(other, use):
                by_whom = label_of(view, other.owner_table or "club", other.owner_id)
                where = place(label_of(view, use.owner_table or "club", use.owner_id), use.place or "")
                yield Hit("place_use", use.id, "place", where, f"{slot_said(other)} {use.place}已有{by_whom}")
                break
        by_room[room].append(use)


def check_places(view: MonthView) -> Iterator[Hit]:
    """C03: neither leader nor room is in two places at one time."""
    yield from check_leaders(view)
    yield from check_rooms(view)


def _hhmm(value: time) -> int:
    return value.hour * 100 + value.minute


def told_at_once(view: MonthView, records: set[str]) -> dict[tuple[str, str], str]:
    """(row, field) → what C03 and C13 say of slots and leaders just typed, whichever of two rows that clash they are."""
    hits = (*check_leaders(view, records), *check_rooms(view, records), *check_hours(view))
    return {(hit.record, hit.field): hit.message for hit in hits if hit.record in records}


def check_hours(view: MonthView) -> Iterator[Hit]:
    """C13: on weekdays no slot begins before 15:30, nor in winter ends after 18:00. One finding for each end."""
    winter = view.month.month in WINTER
    earliest, latest = view.norms.limit(SLOT_EARLIEST), view.norms.limit(SLOT_LATEST_WINTER)
    for club_id, slots in slots_of_month(view).items():
        where = label_of(view, "club", club_id)
        for slot in slots:
            if slot.weekday is None or slot.weekday > 5:
                continue
            if slot.from_time is not None and _hhmm(slot.from_time) < earliest:
                message = f"{slot_said(slot)} 开始，早于 {_clock(earliest)}"
                yield Hit("place_use", slot.id, "from_time", where, message)
            if winter and slot.to_time is not None and _hhmm(slot.to_time) > latest:
                day, ends = WEEKDAYS[slot.weekday - 1], f"{slot.to_time:%H:%M}"
                message = f"周{day} {ends} 结束，冬季晚于 {_clock(latest)}"
                yield Hit("place_use", slot.id, "to_time", where, message)
            elif winter and slot.to_time is None and slot.from_time and _hhmm(slot.from_time) >= latest:
                message = f"{slot_said(slot)} 开始，冬季最晚 {_clock(latest)} 结束"
                yield Hit("place_use", slot.id, "from_time", where, message)


def _clock(hhmm: int) -> str:
    return f"{hhmm // 100}:{hhmm % 100:02d}"


SLOT_RULES: tuple[Rule, ...] = (
    LiveRule("C02", Severity.ERROR, "学生同一时间在两个社团", check_two_clubs),
    LiveRule("C03", Severity.WARNING, "教师或场地同一时间在两处", check_places),
    LiveRule(
        "C13", Severity.WARNING, "活动时间过早或过晚", check_hours, reasons=("校车时间安排", "学校作息如此")
    ),
)
