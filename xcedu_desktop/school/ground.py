"""What a month knows of its school: calendar, reference day, classes of the day, who is in which class on which day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from xcedu_desktop.form import MonthView
from xcedu_desktop.periods import school_year_of
from xcedu_desktop.school.calendar import SchoolCalendar
from xcedu_desktop.school.tables import (
    CalendarDay,
    ClassMembership,
    Pupil,
    School,
    SchoolClass,
    Staff,
    Term,
)
from xcedu_desktop.store.norms import Norms
from xcedu_desktop.values.class_names import ClassKey, full_name, grade_of, in_range, spoken

TABLES = (School, CalendarDay, Term, SchoolClass, Pupil, ClassMembership, Staff)
"""What a ground reads."""


class Place(NamedTuple):
    """A pupil's place in a class over inclusive days, cut to the pupil's time in school; None: open end."""

    pupil_id: str
    class_id: str
    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


class Ground:
    """Answers over the live ground rows of one month view; computed once, when first asked."""

    def __init__(self, view: MonthView) -> None:
        self._view = view
        self.month = view.month
        self.today = view.today
        self._names: dict[tuple[str | None, date | None], str] = {}
        self._classes_on: dict[date, list[SchoolClass]] = {}

    def detach(self) -> dict[object, Any]:
        """Stands on the rows of its own tables from now on, so that it may outlive its view; returns them."""
        rows: dict[object, Any] = {model: self._view.rows(model) for model in TABLES}
        view = self._view
        kept = {**rows, Norms: view.norms}
        self._view = MonthView(view.session, view.school_code, view.month, view.today, kept)
        return rows

    @cached_property
    def school(self) -> School:
        """The profile row."""
        rows = self._view.rows(School)
        return rows[0] if rows else School(id="", school_code=self._view.school_code)

    @cached_property
    def stage(self) -> str:
        return self.school.stage or "小学"

    @cached_property
    def calendar(self) -> SchoolCalendar:
        overrides = {
            r.day: r.open for r in self._view.rows(CalendarDay) if r.day is not None and r.open is not None
        }
        terms = {
            (r.school_year, r.number): (r.from_date, r.to_date)
            for r in self._view.rows(Term)
            if r.school_year and r.number and r.from_date and r.to_date
        }
        return SchoolCalendar(overrides, terms, self._view.norms)

    @cached_property
    def school_days(self) -> list[date]:
        """All school days of the month."""
        return self.calendar.school_days(self.month)

    @cached_property
    def past_school_days(self) -> list[date]:
        """The month's school days up to today: those that rules about single days look at."""
        return [day for day in self.school_days if day <= self.today]

    @cached_property
    def reference_day(self) -> date:
        """人数统计日: the day on which persons are counted (DOMAIN: Time)."""
        found = self.calendar.last_school_day(self.month, min(self.month.last, self.today))
        return found or min(self.month.last, self.today)

    # -- classes ---------------------------------------------------------------------------------------------------

    @cached_property
    def class_by_id(self) -> Mapping[str, SchoolClass]:
        return {row.id: row for row in self._view.rows(SchoolClass)}

    def class_key(self, class_id: str | None) -> ClassKey | None:
        """The class's key, None where the class is not there or half typed."""
        return self._keys.get(class_id or "")

    @cached_property
    def _keys(self) -> Mapping[str, ClassKey | None]:
        return {row.id: key_of(row) for row in self._view.rows(SchoolClass)}

    @cached_property
    def classes(self) -> list[SchoolClass]:
        """The classes that exist on the reference day, by grade and number."""
        return self.classes_on(self.reference_day)

    def classes_on(self, day: date) -> list[SchoolClass]:
        """The classes that exist on a day (their grade is one of their stage's, not merged away), by grade and number."""
        there = self._classes_on.get(day)
        if there is None:
            found = []
            for row in self._view.rows(SchoolClass):
                key = self._keys[row.id]
                if key is not None and in_range(key, day) and (row.to_date is None or day <= row.to_date):
                    found.append((class_order(key, day), row))
            there = self._classes_on[day] = [row for _, row in sorted(found, key=lambda pair: pair[0])]
        return list(there)

    def class_name(self, class_id: str | None, day: date | None = None) -> str:
        """四(2)班, as the school says it on a day (default: the reference day)."""
        name = self._names.get((class_id, day))
        if name is None:
            key = self.class_key(class_id)
            name = spoken(key, day or self.reference_day) if key else ""
            self._names[class_id, day] = name
        return name

    def class_full(self, class_id: str | None) -> str:
        """2023级2班, or 初2023级2班 in a school of two stages."""
        key = self.class_key(class_id)
        return full_name(key, self.stage) if key else ""

    # -- pupils -----------------------------------------------------------------------------------------------------

    @cached_property
    def pupil_by_id(self) -> Mapping[str, Pupil]:
        return {row.id: row for row in self._view.rows(Pupil)}

    @cached_property
    def staff_by_id(self) -> Mapping[str, Staff]:
        return {row.id: row for row in self._view.rows(Staff)}

    @cached_property
    def places(self) -> Sequence[Place]:
        """Every membership with both ends, cut to the pupil's time in school."""
        pupils = self.pupil_by_id
        found = []
        for row in self._view.rows(ClassMembership):
            pupil = pupils.get(row.pupil_id or "")
            class_id, first, last = row.class_id, row.from_date, row.to_date
            if pupil is None or class_id is None or first is None:
                continue
            entry, left = pupil.from_date, pupil.to_date
            if entry is not None and entry > first:
                first = entry
            if left is not None and (last is None or left < last):
                last = left
            if last is None or last >= first:
                found.append(Place(pupil.id, class_id, first, last))
        return found

    @cached_property
    def places_by_pupil(self) -> Mapping[str, Sequence[Place]]:
        found: dict[str, list[Place]] = defaultdict(list)
        for place in self.places:
            found[place.pupil_id].append(place)
        return found

    def class_of(self, pupil_id: str | None, day: date) -> str | None:
        """The class id of a pupil on a day; None: not in school, or without class."""
        for place in self.places_by_pupil.get(pupil_id or "", ()):
            if place.holds(day):
                return place.class_id
        return None

    def in_school(self, pupil_id: str | None, day: date) -> bool:
        """Whether the pupil is enrolled (在校) on a day, whether or not in a class."""
        pupil = self.pupil_by_id.get(pupil_id or "")
        if pupil is None:
            return False
        first = pupil.from_date or min(
            (p.first for p in self.places_by_pupil.get(pupil.id, ())), default=None
        )
        return first is not None and first <= day and (pupil.to_date is None or day <= pupil.to_date)

    def pupils_on(self, day: date) -> Mapping[str, str]:
        """Pupil id → class id of everyone enrolled in an existing class on a day."""
        existing = {row.id for row in self.classes_on(day)}
        return {
            pupil_id: class_id
            for pupil_id, class_id, first, last in self.places
            if first <= day and (last is None or day <= last) and class_id in existing
        }

    @cached_property
    def pupils(self) -> Mapping[str, str]:
        """Pupil id → class id on the reference day."""
        return self.pupils_on(self.reference_day)

    def enrolment(self, class_id: str, day: date) -> int:
        """在校人数: pupils of a class on a day of the month (or of any day, more slowly)."""
        if self.month.contains(day):
            return self._daily.get(class_id, {}).get(day, 0)
        return sum(1 for p in self.places if p.class_id == class_id and p.holds(day))

    @cached_property
    def _daily(self) -> Mapping[str, Mapping[date, int]]:
        first, last = self.month.first, self.month.last
        moves: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
        for place in self.places:
            if place.first > last or (place.last is not None and place.last < first):
                continue
            moves[place.class_id][max(place.first, first)] += 1
            if place.last is not None and place.last < last:
                moves[place.class_id][place.last + timedelta(days=1)] -= 1
        counts: dict[str, dict[date, int]] = {}
        for class_id, steps in moves.items():
            running, days = 0, {}
            for day in self.month.days():
                running += steps.get(day, 0)
                days[day] = running
            counts[class_id] = days
        return counts

    def persons_of_month(self, class_id: str) -> int:
        """Pupils who were in the class on any day of the month: the ceiling of 登记人数."""
        return len(self._persons.get(class_id, ()))

    @cached_property
    def _persons(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for place in self.places:
            if place.first <= self.month.last and (place.last is None or place.last >= self.month.first):
                found[place.class_id].add(place.pupil_id)
        return found


def ground(view: MonthView) -> Ground:
    """The ground of a month view, made once for each view."""
    return view.once(Ground, lambda: Ground(view))


def key_of(row: SchoolClass) -> ClassKey | None:
    """The class key of a row; None where it is half typed."""
    if row.stage and row.entry_year and row.number:
        return ClassKey(row.stage, row.entry_year, row.number)
    return None


def class_order(key: ClassKey, day: date) -> tuple[int, int]:
    """Sort key of classes on a day: grade, then number."""
    return grade_of(key, school_year_of(day)), key.number
