"""The figures of 课后服务·社团 as the screen shows them: plain values, by the same functions as rules and report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.clubs.joining import month_term
from xcedu_desktop.forms.clubs.reported import (
    active_members,
    clubs_of_month,
    derive_service_staff,
    leader_names,
    service_pupils_on,
    slot_words,
)
from xcedu_desktop.forms.clubs.rules_sessions import meetings_of_month
from xcedu_desktop.forms.clubs.slots import slots_of_month
from xcedu_desktop.forms.clubs.tables import ClubAttendance, ClubLeader, ClubSession
from xcedu_desktop.school.ground import Ground, ground


@dataclass(frozen=True)
class ClubFigures:
    """One club. `members`: persons on the reference day; `due`, `taken`: meetings and those with attendance."""

    members: int
    capacity: int | None
    due: int
    taken: int
    leaders: str
    places: str
    slots: str


@dataclass(frozen=True)
class ClassPart:
    """A class: who takes part in after-school service, of the enrolled; persons on the reference day."""

    name: str
    taking_part: int
    enrolled: int


@dataclass(frozen=True)
class Person:
    """A pupil as lists show one: class of the reference day, else the last one before."""

    name: str
    sex: str
    class_id: str
    class_name: str
    in_school: bool


@dataclass(frozen=True)
class ClubsSummary:
    """The page's figures on `day` (the reference day). `term`: (school year, 1 or 2) of the clubs shown."""

    day: date
    term: tuple[int, int]
    pupils: int
    enrolled: int
    staff: int
    clubs: Mapping[str, ClubFigures]
    classes: Mapping[str, ClassPart]
    people: Mapping[str, Person]


def summary(view: MonthView) -> ClubsSummary:
    """Reads what the page shows of a month."""
    g = ground(view)
    day = g.reference_day
    part = service_pupils_on(view, day)
    by_class: Counter[str] = Counter(class_id for pupil, class_id in g.pupils.items() if pupil in part)
    enrolled = Counter(g.pupils.values())
    classes = {
        row.id: ClassPart(g.class_name(row.id), by_class[row.id], enrolled[row.id]) for row in g.classes
    }
    staff = sum(getattr(row, "persons", 0) or 0 for row in derive_service_staff(view))
    return ClubsSummary(
        day, month_term(view), by_class.total(), len(g.pupils), staff, _clubs(view, g), classes, _people(g)
    )


def _clubs(view: MonthView, g: Ground) -> dict[str, ClubFigures]:
    leaders: dict[str, list[ClubLeader]] = defaultdict(list)
    for leader in view.rows(ClubLeader):
        leaders[leader.club_id or ""].append(leader)
    meetings, slots = meetings_of_month(view), slots_of_month(view)
    found = {}
    for club in clubs_of_month(view):
        mine = slots.get(club.id, ())
        found[club.id] = ClubFigures(
            len({m.pupil_id for m in active_members(view, club.id, g.reference_day)}), club.capacity,
            meetings[club.id].due, meetings[club.id].taken, "、".join(leader_names(g, leaders[club.id])),
            "、".join(dict.fromkeys(s.place for s in mine if s.place)), slot_words(mine),
        )  # fmt: skip
    return found


def _people(g: Ground) -> dict[str, Person]:
    found = {}
    for pupil_id, pupil in g.pupil_by_id.items():
        class_id = g.pupils.get(pupil_id)
        if class_id is None:
            before = [p for p in g.places_by_pupil.get(pupil_id, ()) if p.first <= g.reference_day]
            class_id = max(before, key=lambda p: p.first).class_id if before else ""
        name = g.class_name(class_id)
        found[pupil_id] = Person(pupil.name or "", pupil.sex or "", class_id, name, pupil_id in g.pupils)
    return found


def attended(view: MonthView, club_id: str) -> dict[str, tuple[int, int]]:
    """Pupil id → (came, marked) at a club's meetings of the month: 本月出勤."""
    statement = (
        select(ClubAttendance.pupil_id, ClubAttendance.mark, func.count(ClubAttendance.session_id.distinct()))
        .join(ClubSession, ClubSession.id == ClubAttendance.session_id)
        .where(
            ClubSession.club_id == club_id,
            ClubAttendance.day.between(view.month.first, view.month.last),
            ClubAttendance.mark.is_not(None),
        )
        .group_by(ClubAttendance.pupil_id, ClubAttendance.mark)
    )
    came: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    for pupil_id, mark, count in view.session.execute(statement).all():
        marked[pupil_id or ""] += count
        if mark == "到":
            came[pupil_id or ""] += count
    return {pupil_id: (came[pupil_id], total) for pupil_id, total in marked.items()}
