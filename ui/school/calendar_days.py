"""Each day of a school year with what it is and who says so (校历的一天): plain values for the page 校历."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from xcedu_desktop.periods import WEEKDAYS, Month, school_year_first, school_year_last, term_name
from xcedu_desktop.school.calendar import SchoolCalendar, is_published, usual_terms
from xcedu_desktop.school.tables import CalendarDay, Term
from xcedu_desktop.store.profiles import active, norms_in_force

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger


@dataclass(frozen=True)
class DayState:
    """A day. `word`: 上课, 休, 国庆节, 调休上课, 暑假…; `mark`: the small sign in its corner (休, 班, 停, 开 or none).

    `own`: the id of the school's own word on it (校历调整), with `reason`. `locked`: its month is reported.
    """

    day: date
    open: bool
    word: str
    mark: str = ""
    own: str | None = None
    reason: str = ""
    provisional: bool = False
    locked: bool = False

    @property
    def spoken(self) -> str:
        """10月10日 周六"""
        return f"{self.day.month}月{self.day.day}日 周{WEEKDAYS[self.day.weekday()]}"

    @property
    def sentence(self) -> str:
        """10月10日 周六　调休上课"""
        said = f"{self.spoken}　{self.word}" + (f"：{self.reason}" if self.reason else "")
        return (
            said
            + ("（放假安排未公布，暂定）" if self.provisional else "")
            + ("　已上报，锁定" if self.locked else "")
        )


@dataclass(frozen=True)
class TermDates:
    """A term's first and last day; `row`: the id of its row where the school has entered its own."""

    number: int
    first: date
    last: date
    row: str | None


@dataclass(frozen=True)
class SchoolYear:
    """A school year's days, terms, and the calendar years whose list of holidays is not published."""

    year: int
    days: Mapping[date, DayState]
    terms: Sequence[TermDates]
    unpublished: tuple[int, ...]

    @property
    def school_days(self) -> int:
        """How many days are open."""
        return sum(1 for state in self.days.values() if state.open)

    def in_month(self, month: Month) -> int:
        """How many days of a month are open."""
        return sum(1 for state in self.days.values() if state.open and month.contains(state.day))


def holiday_name(day: date) -> str:
    """国庆节; '' for a day that is no public holiday by name, or of an unpublished year."""
    import chinese_calendar

    try:
        _, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return ""
    if name is None:
        return ""
    return next((str(holiday.chinese) for holiday in chinese_calendar.Holiday if holiday.value == name), "")


def months_of(year: int) -> list[Month]:
    """The twelve months of a school year, September first."""
    return [Month(year, 9).plus(step) for step in range(12)]


def read_year(ledger: Ledger, year: int) -> SchoolYear:
    """The school year as the file says it today."""
    first, last = school_year_first(year), school_year_last(year)
    own = {
        row["day"]: row
        for row in ledger.rows(CalendarDay)
        if row["day"] is not None and row["open"] is not None
    }
    rows = {(row["school_year"], row["number"]): row for row in ledger.rows(Term)}
    terms = {
        key: (row["from_date"], row["to_date"])
        for key, row in rows.items()
        if row["from_date"] and row["to_date"]
    }
    overrides = {day: row["open"] for day, row in own.items()}
    locked = {month for month in months_of(year) if ledger.month_state(month).locked}
    with ledger.store.read() as session:
        today = active(session)
        norms = {month: norms_in_force(session, ledger.store.school_code, month) for month in locked}
    days = {}
    day = first
    while day <= last:
        month = Month.of(day)
        calendar = SchoolCalendar(overrides, terms, norms.get(month, today))
        days[day] = _state(day, calendar, own.get(day), month in locked)
        day += timedelta(days=1)
    spans = []
    for number in (1, 2):
        row = rows.get((year, number))
        usual = usual_terms(year)[number - 1]
        start = (row["from_date"] if row else None) or usual[0]
        end = (row["to_date"] if row else None) or usual[1]
        spans.append(TermDates(number, start, end, row["id"] if row else None))
    unpublished = tuple(each for each in (year, year + 1) if not is_published(each, today))
    return SchoolYear(year, days, spans, unpublished)


def _state(day: date, calendar: SchoolCalendar, own: Mapping[str, Any] | None, locked: bool) -> DayState:
    if own is not None:
        word, mark = ("本校上课", "开") if own["open"] else ("本校停课", "停")
        return DayState(day, own["open"], word, mark, own["id"], own["reason"] or "", False, locked)
    name = holiday_name(day)
    if calendar.term_of(day) is None:
        return DayState(day, False, "寒假" if day.month in (1, 2) else "暑假", locked=locked)
    workday = calendar.workday(day)
    if workday is None:
        is_open = day.weekday() < 5
        return DayState(day, is_open, "上课" if is_open else "休", provisional=True, locked=locked)
    if workday:
        made_up = day.weekday() >= 5
        return DayState(day, True, "调休上课" if made_up else "上课", "班" if made_up else "", locked=locked)
    if day.weekday() < 5 and not name:
        return DayState(day, False, "放假", "休", locked=locked)  # the bureau's word
    return DayState(day, False, name or "休", "休" if name else "", locked=locked)


def term_title(year: int, number: int) -> str:
    """第一学期 of 2026-2027学年第一学期."""
    return term_name(year, number)[-4:]
