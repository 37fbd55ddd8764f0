"""The figures of 课后服务·社团 as the screen shows them: plain values, by the same functions as rules and report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import func, select

from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.clubs.joining import Roster, month_term, roster
from xcedu_desktop.forms.clubs.kept_clubs import TAKING_PART
from xcedu_desktop.forms.clubs.reported import (
    active_members,
    clubs_of_month,
    derive_service_staff,
    leader_names,
    slot_words,
)
from xcedu_desktop.forms.clubs.rules_sessions import meetings_of_month
from xcedu_desktop.forms.clubs.slots import slots_of_month
from xcedu_desktop.forms.clubs.tables import ClubAttendance, ClubLeader, ClubSession, ServicePupil
from xcedu_desktop.school.ground import Ground, ground
from xcedu_desktop.school.tables import Pupil
from xcedu_desktop.store.base import table_of
from xcedu_desktop.thresholds import ATTENDANCE_LOWEST, FEE_CAP, FEE_CAP_VILLAGE


@dataclass(frozen=True)
class ClubFigures:
    """One club. `name`: as lists show it; `members`: persons on the reference day; `due`, `taken`: meetings and those with attendance."""

    name: str
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
    people: People
    fee_cap: int
    """The highest fee a pupil and lesson, fen."""
    attendance_lowest: int
    """The lowest rate of attendance that nobody asks about, %."""


class People:
    """Pupil id → Person, each made when first asked for: a page shows a club or a class of three thousand."""

    def __init__(self, g: Ground) -> None:
        self.ground = g
        self._made: dict[str, Person] = {}

    def get(self, pupil_id: str | None) -> Person | None:
        """None for somebody whom the school does not know."""
        found = self._made.get(pupil_id or "")
        if found is None:
            pupil = self.ground.pupil_by_id.get(pupil_id or "")
            if pupil is None:
                return None
            found = self._made[pupil.id] = self._make(pupil)
        return found

    def _make(self, pupil: Pupil) -> Person:
        g = self.ground
        class_id = g.pupils.get(pupil.id)
        if class_id is None:
            before = [p for p in g.places_by_pupil.get(pupil.id, ()) if p.first <= g.reference_day]
            class_id = max(before, key=lambda p: p.first).class_id if before else ""
        name = g.class_name(class_id)
        return Person(pupil.name or "", pupil.sex or "", class_id, name, pupil.id in g.pupils)

    def of_class(self, class_id: str) -> list[str]:
        """Ids of the pupils of a class on the reference day."""
        return self._by_class.get(class_id, [])

    def in_school(self) -> list[str]:
        """Ids of everybody in school on the reference day, by class."""
        return [pupil_id for ids in self._by_class.values() for pupil_id in ids]

    @cached_property
    def roster(self) -> Roster:
        """Everybody in school on the reference day, by class, as choosing shows them."""
        return roster(self.ground)

    @cached_property
    def _by_class(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {row.id: [] for row in self.ground.classes}
        for pupil_id, class_id in self.ground.pupils.items():
            found.setdefault(class_id, []).append(pupil_id)
        return found


def summary(view: MonthView, people: People | None = None) -> ClubsSummary:
    """Reads what the page shows of a month. `people`: those of an earlier summary, used again where nothing moved."""
    g = ground(view)
    day = g.reference_day
    by_class = Counter(g.pupils[p] for p in _taking_part(view, day) if p in g.pupils)
    enrolled = Counter(g.pupils.values())
    classes = {
        row.id: ClassPart(g.class_name(row.id), by_class[row.id], enrolled[row.id]) for row in g.classes
    }
    staff = sum(getattr(row, "persons", 0) or 0 for row in derive_service_staff(view))
    if people is None or people.ground is not g:
        people = People(g)
    return ClubsSummary(
        day, month_term(view), by_class.total(), len(g.pupils), staff, _clubs(view, g), classes, people,
        view.norms.limit(FEE_CAP_VILLAGE if g.school.village else FEE_CAP), view.norms.limit(ATTENDANCE_LOWEST),
    )  # fmt: skip


def _taking_part(view: MonthView, day: date) -> set[str]:
    """Pupil ids with a row that covers a day: what `service_pupils_on` looks at, found by the database."""

    def find() -> set[str]:
        table = table_of(ServicePupil)
        statement = select(table.c.pupil_id).where(
            table.c.from_date <= day, (table.c.to_date.is_(None)) | (table.c.to_date >= day)
        )
        return {pupil_id for pupil_id in view.session.execute(statement).scalars() if pupil_id}

    return view.once(TAKING_PART, find)


def _clubs(view: MonthView, g: Ground) -> dict[str, ClubFigures]:
    leaders: dict[str, list[ClubLeader]] = defaultdict(list)
    for leader in view.rows(ClubLeader):
        leaders[leader.club_id or ""].append(leader)
    meetings, slots = meetings_of_month(view), slots_of_month(view)
    found = {}
    for club in clubs_of_month(view):
        mine = slots.get(club.id, ())
        found[club.id] = ClubFigures(
            club.name or "（未填名称）", len({m.pupil_id for m in active_members(view, club.id, g.reference_day)}), club.capacity,
            meetings[club.id].due, meetings[club.id].taken, "、".join(leader_names(g, leaders[club.id])),
            "、".join(dict.fromkeys(s.place for s in mine if s.place)), slot_words(mine),
        )  # fmt: skip
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
