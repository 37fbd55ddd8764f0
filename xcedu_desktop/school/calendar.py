"""The school calendar (校历): which days are school days.

The school's own word wins, then its terms, then the bureau's word (区级参数), then the state's list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from xcedu_desktop.periods import Month, school_year_of
from xcedu_desktop.store.norms import OWN, Norms


def usual_terms(school_year: int) -> tuple[tuple[date, date], tuple[date, date]]:
    """The district's usual terms of a school year, used where the school has not entered its own (inclusive days)."""
    return (
        (date(school_year, 9, 1), date(school_year + 1, 1, 22)),
        (date(school_year + 1, 2, 22), date(school_year + 1, 7, 3)),
    )


@lru_cache(maxsize=4096)
def state_workday(day: date) -> bool | None:
    """Whether the state's list (`chinesecalendar`: holidays and make-up workdays) has work on a day; None: no list yet."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def is_published(year: int, norms: Norms = OWN) -> bool:
    """Whether the holidays of a year are known: by the state's list in this program, or by the bureau's."""
    return year in norms.years or state_workday(date(year, 6, 1)) is not None


@dataclass(frozen=True)
class SchoolCalendar:
    """The days of one school. `overrides`: day → open; `terms`: (school year, 1 or 2) → inclusive first and last day.

    `norms`: where the bureau's word on days stands.
    """

    overrides: Mapping[date, bool]
    terms: Mapping[tuple[int, int], tuple[date, date]]
    norms: Norms = field(default=OWN, compare=False)

    def term_of(self, day: date) -> tuple[int, int] | None:
        """The term whose days hold this one, else None (a holiday between terms)."""
        year = school_year_of(day)
        for school_year in (year, year - 1):
            usual = usual_terms(school_year)
            for number in (1, 2):
                first, last = self.terms.get((school_year, number), usual[number - 1])
                if first <= day <= last:
                    return school_year, number
        return None

    def term_days(self, school_year: int, number: int) -> tuple[date, date]:
        """First and last day of a term."""
        return self.terms.get((school_year, number), usual_terms(school_year)[number - 1])

    def is_open(self, day: date) -> bool:
        """Whether the day is a school day."""
        if day in self.overrides:
            return self.overrides[day]
        if self.term_of(day) is None:
            return False
        workday = self.workday(day)
        return day.weekday() < 5 if workday is None else workday

    def workday(self, day: date) -> bool | None:
        """Whether bureau or state have work on a day; None: neither has said yet."""
        said = self.norms.workday(day)
        return state_workday(day) if said is None else said

    def is_provisional(self, day: date) -> bool:
        """No list of that year is known yet and the school has not said: findings about the day are warnings."""
        return day not in self.overrides and self.workday(day) is None

    def school_days(self, month: Month, until: date | None = None) -> list[date]:
        """The school days of a month, up to `until` where given (inclusive)."""
        return [day for day in month.days() if self.is_open(day) and (until is None or day <= until)]

    def last_school_day(self, month: Month, until: date) -> date | None:
        """The reference day: the month's last school day up to `until`; without one, the last before the month; None: no one within two years."""
        days = self.school_days(month, until)
        if days:
            return days[-1]
        earlier = month
        for _ in range(24):
            earlier = earlier.previous()
            days = self.school_days(earlier)
            if days:
                return days[-1]
        return None
