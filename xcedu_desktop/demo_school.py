"""What a form is told of a made-up school (演示学校), so that it can add rows of its own to it."""

from __future__ import annotations

import random
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from xcedu_desktop.periods import Month
from xcedu_desktop.store.base import Live
from xcedu_desktop.store.changes import Change


@dataclass
class DemoStaff:
    """A member of the staff; `since`: first day at the school."""

    id: str
    name: str
    sex: str
    post: str
    subject: str | None
    phone: str
    since: date


@dataclass
class DemoPlace:
    """A pupil's time in a class, both days inclusive; None: still there."""

    class_id: str
    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass
class DemoPupil:
    """A pupil with the classes of this pupil over time; `last`: the last day in school, None: still there."""

    id: str
    name: str
    sex: str
    birth: date
    id_number: str | None
    student_number: str | None
    first: date
    last: date | None = None
    leaving: str | None = None
    note: str | None = None
    places: list[DemoPlace] = field(default_factory=list)

    def class_on(self, day: date) -> str | None:
        """The class id on a day; None: not in school."""
        return next((place.class_id for place in self.places if place.holds(day)), None)


@dataclass
class DemoClass:
    """A class with its grade (1–12) of the month, its name as said then (四(2)班) and its pupils of the reference day."""

    id: str
    stage: str
    entry_year: int
    number: int
    grade: int
    name: str
    head_teacher: DemoStaff
    pupils: list[DemoPupil] = field(default_factory=list)


@dataclass(frozen=True)
class Blemish:
    """A finding that a form put in on purpose, with the explanation (说明) that a clerk would give; None: left open."""

    rule: str
    record: str
    reason: str | None


@dataclass
class DemoSchool:
    """A made-up school in a month. Everything random comes from `rng(name)`: equal seeds give equal schools.

    `days`: the school days that have records, oldest first, none after today; `month_days`: those of the month itself.
    `term`: the term of the reference day, with its first day. `targets`: figures that the rows must give (key of a Total →
    amount), where somebody asks for them. Forms note in `blemishes` what they left for the rules to find.
    """

    code: str
    name: str
    stage: str
    township: str
    village: bool
    month: Month
    today: date
    seed: int
    reference_day: date
    days: Sequence[date]
    school_year: int
    term: tuple[int, int]
    term_first: date
    targets: Mapping[str, int] = field(default_factory=dict)
    canteen_licence: str = ""
    canteen_until: date = date.max
    classes: list[DemoClass] = field(default_factory=list)
    pupils: list[DemoPupil] = field(default_factory=list)
    staff: list[DemoStaff] = field(default_factory=list)
    blemishes: list[Blemish] = field(default_factory=list)
    id_numbers: set[str] = field(default_factory=set)
    """Those given out, so that none is given twice. Only ever asked, never listed: a set has no order."""

    def rng(self, name: str) -> random.Random:
        """A source of chance of its own for each subject, so that a change in one leaves the others as they were."""
        return random.Random(f"{self.seed}/{self.code}/{self.month}/{name}")

    @cached_property
    def month_days(self) -> list[date]:
        return [day for day in self.days if self.month.contains(day)]

    @cached_property
    def last_day(self) -> date:
        """The last day about which the month can say anything: its end, or today while it runs."""
        return min(self.month.last, self.today)

    @cached_property
    def compulsory(self) -> list[DemoClass]:
        """The classes of grades 1–9, about which the district counts."""
        return [c for c in self.classes if c.grade <= 9]

    @cached_property
    def _enrolled(self) -> Mapping[tuple[str, date], int]:
        found: dict[tuple[str, date], int] = defaultdict(int)
        for pupil in self.pupils:
            for place in pupil.places:
                for day in self.days:
                    if place.holds(day):
                        found[place.class_id, day] += 1
        return found

    def enrolment(self, class_id: str, day: date) -> int:
        """Pupils of a class on one of `days`."""
        return self._enrolled[class_id, day]

    @cached_property
    def flu(self) -> tuple[str, date] | None:
        """The class that had the flu, and its day: most of it stayed at home. None in a month without days."""
        rng, days = self.rng("flu"), self.month_days
        large = [c for c in self.compulsory if len(c.pupils) >= 8]
        if len(days) < 5 or not large:
            return None
        return rng.choice(large).id, days[rng.randrange(len(days) // 2, len(days) - 1)]

    @cached_property
    def cold_day(self) -> date | None:
        """The day of bad weather, on which some more stayed at home."""
        days = [d for d in self.month_days if self.flu is None or d != self.flu[1]]
        return self.rng("weather").choice(days) if len(days) >= 5 else None

    @cached_property
    def absences(self) -> Mapping[str, frozenset[date]]:
        """Pupil id → the days on which that pupil was away: illness of one to four days, the flu, bad weather."""
        rng, days, found = self.rng("absence"), self.days, {}
        sick_chance = 0.009 * len(days)
        for pupil in self.pupils:
            away: set[date] = set()
            if rng.random() < sick_chance:
                start = rng.randrange(len(days))
                away.update(days[start : start + rng.choice((1, 1, 2, 2, 3, 4))])
            if self.cold_day and rng.random() < 0.04:
                away.add(self.cold_day)
            if self.flu and pupil.class_on(self.flu[1]) == self.flu[0] and rng.random() < 0.72:
                away.add(self.flu[1])
            if away:
                found[pupil.id] = frozenset(away)
        return found

    def away(self, pupil_id: str, day: date) -> bool:
        """Whether the pupil was absent on a day."""
        return day in self.absences.get(pupil_id, ())


DemoRows = Callable[[DemoSchool], list[Change]]
"""A form's own rows for a made-up school."""


def row_id(rng: random.Random) -> str:
    """A row id drawn from the seed."""
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def made(model: type[Live], row: str, /, **values: Any) -> Change:
    """The change that makes a row with this id."""
    return Change(model.__tablename__, row, None, values)


def apportion(total: int, weights: Sequence[float], caps: Sequence[int] | None = None) -> list[int]:
    """Whole shares of `total` by weight, by largest remainder, none above its cap. ValueError where the caps hold less."""
    shares = [0] * len(weights)
    limits = list(caps) if caps is not None else [total] * len(weights)
    if total and sum(limits) < total:
        raise ValueError(f"{total} do not fit into {sum(limits)}")
    left = total
    while left:
        free = [n for n in range(len(shares)) if shares[n] < limits[n]]
        weight = sum(weights[n] for n in free)
        exact = {n: left * (weights[n] / weight if weight else 1 / len(free)) for n in free}
        parts = {n: int(exact[n]) for n in free}
        rest = left - sum(parts.values())
        for n in sorted(free, key=lambda n: (parts[n] - exact[n], n))[:rest]:
            parts[n] += 1
        for n, part in parts.items():
            taken = min(part, limits[n] - shares[n])
            shares[n] += taken
            left -= taken
    return shares


def weekday_between(rng: random.Random, first: date, last: date) -> date:
    """A Monday–Friday between two days (inclusive); the last day itself where there is none."""
    span = (last - first).days
    for _ in range(20):
        day = first + timedelta(days=rng.randint(0, max(span, 0)))
        if day.weekday() < 5 and day <= last:
            return day
    return last
