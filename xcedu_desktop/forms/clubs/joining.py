"""Who can join a club (加入社团): busy or free at its times, member already, since when. The rule C02 asks the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.clubs.reported import clubs_of_month, holds, members_by_club
from xcedu_desktop.forms.clubs.slots import meeting_slots, meets_within, slot_said, slots_of_month
from xcedu_desktop.forms.clubs.tables import Club, ClubMember
from xcedu_desktop.periods import WEEKDAYS, term_of
from xcedu_desktop.school.ground import Ground, class_order, ground
from xcedu_desktop.school.place_words import label_of


@dataclass(frozen=True)
class Clash:
    """A club that meets at the same time. `said`: 周三 16:30 已在编程社."""

    club_id: str
    said: str


class Candidate(NamedTuple):
    """A pupil who could join. `member`: is in already; `clash`: why not, in words, "" where free; `left`: left the school
    in this term, on that day."""

    pupil_id: str
    name: str
    class_id: str
    class_name: str
    member: bool
    clash: str
    left: date | None = None

    @property
    def free(self) -> bool:
        """Neither in, nor busy, nor gone."""
        return not (self.member or self.clash or self.left)


Roster = Sequence[tuple[str, str, str, str]]
"""(id, name, class id, class name) of pupils."""


@dataclass(frozen=True)
class Joining:
    """All pupils in school, by class, as one club sees them. `days`: the club's weekdays (周三、周五), "" without slots."""

    days: str
    candidates: Sequence[Candidate]

    def free_of_class(self, class_id: str) -> list[str]:
        """Ids of the pupils of a class who are neither in nor busy."""
        return [c.pupil_id for c in self.candidates if c.class_id == class_id and c.free]


def month_term(view: MonthView) -> tuple[int, int]:
    """(School year, 1 or 2) of the clubs that the month shows."""
    g = ground(view)
    return g.calendar.term_of(g.reference_day) or term_of(view.month.first)


def memberships_by_pupil(view: MonthView) -> Mapping[str, list[ClubMember]]:
    """Pupil id → full memberships (正式, or 退出 with a day) in clubs of the month's term, by day of entry."""

    def find() -> dict[str, list[ClubMember]]:
        by_club = view.once("members_by_club", lambda: members_by_club(view))
        found: dict[str, list[ClubMember]] = defaultdict(list)
        for club in clubs_of_month(view):
            for member in by_club.get(club.id, ()):
                if member.status == "正式" or (member.status == "退出" and member.to_date is not None):
                    found[member.pupil_id or ""].append(member)
        for members in found.values():
            members.sort(key=lambda member: member.from_date or date.min)
        return found

    return view.once("memberships_by_pupil", find)


def first_clash(
    view: MonthView, others: Sequence[ClubMember], club_id: str, first: date, last: date
) -> Clash | None:
    """The first of a pupil's other memberships whose club meets at a time of `club_id`, on a day from first to last.

    Who leaves one club and joins the other on a day on which neither meets is never in two places.
    """
    meeting = meeting_slots(view)
    for other in others:
        if other.from_date is None:
            continue
        begins, ends = max(other.from_date, first), min(other.to_date or date.max, last)
        for slot in meeting.get((other.club_id or "", club_id), ()):
            if meets_within(slot, begins, ends):
                said = f"{slot_said(slot)} 已在{label_of(view, 'club', other.club_id)}"
                return Clash(other.club_id or "", said)
    return None


def joining_day(view: MonthView, club_id: str) -> date:
    """Since when a new member is in: the term's first day for a club without members, else the reference day."""
    by_club = view.once("members_by_club", lambda: members_by_club(view))
    club = next((row for row in view.rows(Club) if row.id == club_id), None)
    term = month_term(view)
    if club is not None and club.school_year and club.term_number in (1, 2):
        term = (club.school_year, club.term_number)
    return day_in_term(view, term, none_yet=not by_club.get(club_id))


def day_in_term(view: MonthView, term: tuple[int, int], none_yet: bool) -> date:
    """The term's first day where there is nobody yet, else the reference day, kept within the term."""
    first, last = ground(view).calendar.term_days(*term)
    return first if none_yet else max(first, min(last, ground(view).reference_day))


def day_of_pupil(view: MonthView, pupil_id: str, day: date) -> date:
    """`day`, or the pupil's first day in school where that is later."""
    g = ground(view)
    pupil = g.pupil_by_id.get(pupil_id)
    entered = (pupil.from_date if pupil is not None else None) or min(
        (place.first for place in g.places_by_pupil.get(pupil_id, ())), default=day
    )
    return max(day, entered)


def joining(view: MonthView, club_id: str, everybody: Roster | None = None) -> Joining:
    """Everybody in school on the reference day, free or busy for a club from that day on; who left in the term last."""
    g = ground(view)
    day = g.reference_day
    by_club = view.once("members_by_club", lambda: members_by_club(view))
    within = {m.pupil_id for m in by_club.get(club_id, ()) if m.status != "退出" and holds(m, day)}
    memberships = memberships_by_pupil(view)
    found = []
    for pupil_id, name, class_id, class_name in roster(g) if everybody is None else everybody:
        others = memberships.get(pupil_id)
        clash = None
        if others:
            others = [m for m in others if m.club_id != club_id]
            clash = first_clash(view, others, club_id, day, date.max) if others else None
        found.append(
            Candidate(pupil_id, name, class_id, class_name, pupil_id in within, clash.said if clash else "")
        )
    found += _gone(view, within)
    weekdays = sorted({slot.weekday for slot in slots_of_month(view).get(club_id, ()) if slot.weekday})
    return Joining("、".join("周" + WEEKDAYS[n - 1] for n in weekdays), found)


def roster(g: Ground) -> Roster:
    """Everybody in school on the reference day, by class."""
    rank = {
        row.id: class_order(key, g.reference_day)
        for row in g.classes
        if (key := g.class_key(row.id)) is not None
    }
    names = {row.id: g.class_name(row.id) for row in g.classes}
    ordered = sorted(g.pupils.items(), key=lambda pair: rank.get(pair[1], (99, 0)))
    return [(i, g.pupil_by_id[i].name or "", class_id, names.get(class_id, "")) for i, class_id in ordered]


def _gone(view: MonthView, within: set[str | None]) -> list[Candidate]:
    """Who left the school since the term began: named to whoever types the name, with the day."""
    g = ground(view)
    first = g.calendar.term_days(*month_term(view))[0]
    found = []
    for pupil in g.pupil_by_id.values():
        last = pupil.to_date
        if last is None or last < first or pupil.id in g.pupils:
            continue
        class_id = g.class_of(pupil.id, last) or ""
        found.append(
            Candidate(
                pupil.id, pupil.name or "", class_id, g.class_name(class_id), pupil.id in within, "", last
            )
        )
    return found
