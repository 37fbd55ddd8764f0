"""Spans of time in reports: the month, the school year (学年), the term (学期), the heating season."""

import calendar
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from xcedu_desktop.errors import UserError

FIRST_YEAR, LAST_YEAR = 1900, 2100
WEEKDAYS = "一二三四五六日"
"""What stands after 周, by `date.weekday()`."""
_MONTH_TEXT = re.compile(r"(\d{4})(?:[-./年])(\d{1,2})月?(?:份)?|(\d{4})(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month; ordered in time. ValueError for a month that does not exist."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (FIRST_YEAR <= self.year <= LAST_YEAR and 1 <= self.month <= 12):
            raise ValueError(f"no month: {self.year}-{self.month}")

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month in which the day lies."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read 2026-11, 2026年11月, 2026/11, 2026.11 or 202611; UserError for anything else."""
        folded = "".join(unicodedata.normalize("NFKC", text).split())
        found = _MONTH_TEXT.fullmatch(folded)
        if found:
            try:
                return cls(int(found[1] or found[3]), int(found[2] or found[4]))
            except ValueError:
                pass
        raise UserError(f"「{text[:20]}」不是月份，应写成 2026-11 这样")

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def spoken(self) -> str:
        """As people say it: 2026年11月."""
        return f"{self.year}年{self.month}月"

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def days(self) -> list[date]:
        """Every day of the month, in order."""
        return [self.first + timedelta(days=n) for n in range(self.last.day)]

    def plus(self, months: int) -> "Month":
        """The month so many months later (earlier where negative)."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def next(self) -> "Month":
        return self.plus(1)

    def previous(self) -> "Month":
        return self.plus(-1)

    def contains(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.month)


def school_year_of(day: date) -> int:
    """The year in which the day's school year (学年) began: it runs from 1 September to 31 August."""
    return day.year if day.month >= 9 else day.year - 1


def school_year_first(school_year: int) -> date:
    """1 September, the school year's first day."""
    return date(school_year, 9, 1)


def school_year_last(school_year: int) -> date:
    """31 August, the school year's last day."""
    return date(school_year + 1, 8, 31)


def school_year_name(school_year: int) -> str:
    """2026 -> 2026-2027学年."""
    return f"{school_year}-{school_year + 1}学年"


def term_of(day: date) -> tuple[int, int]:
    """(school year, 1 or 2): the first term (第一学期) is September to January, the second the rest."""
    return school_year_of(day), 2 if 2 <= day.month <= 8 else 1


def term_name(school_year: int, term: int) -> str:
    """(2026, 1) -> 2026-2027学年第一学期."""
    return f"{school_year_name(school_year)}第{'一' if term == 1 else '二'}学期"


def heating_season_of(day: date) -> int:
    """The year in whose winter the season's works end: they run from 1 April before it to 31 March after."""
    return day.year if day.month >= 4 else day.year - 1


def month_at_start(today: date, deadline_day: int, reported: Collection[Month] = ()) -> Month:
    """The month that a clerk most likely works on: up to the deadline the one before, unless it is reported already."""
    running = Month.of(today)
    last = running.previous()
    return last if today.day <= deadline_day and last not in reported else running
