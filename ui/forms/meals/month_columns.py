"""The columns of the month's grid: 班级, 在校, 登记, a day each, 合计; the whole month in the width that there is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ui.grid.source import Column
from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.forms.meals.tables import MealSignup
from xcedu_desktop.periods import WEEKDAYS
from xcedu_desktop.store.base import fields_of

LINE, THERE, PERSONS, TOTAL = "line", "there", "persons", "total"
_THERE = Field("在校", Kind.INTEGER, unit="人")
_CLOSED_WIDTH, _LEAST, _MOST, _SPARE = 15, 26, 40, 32
_WIDE, _NARROW = (82, 50, 50, 64), (66, 42, 42, 54)
"""Widths of 班级, 在校, 登记, 合计 where there is room, and where there is not."""
_WIDE_FROM = 1100
_WORD_FITS = 36
"""From this width on 待确认 stands in a header; under it 照抄."""


class Widths:
    """What each column gets of `width` logical pixels: `open_days` wide ones, `closed` that hold nothing, `stray` closed
    ones in which something stands all the same, so that it can be read."""

    def __init__(self, width: int, open_days: int, closed: int, stray: int) -> None:
        self.line, self.there, self.persons, self.total = _WIDE if width >= _WIDE_FROM else _NARROW
        room = width - self.line - self.there - self.persons - self.total
        room -= closed * _CLOSED_WIDTH + stray * _LEAST
        self.day = min(_MOST, max(_LEAST, room // max(1, open_days)))
        # what is left over goes to closed days where there are many (July), else to the sum
        room = max(0, room - self.day * open_days)
        more = min(_LEAST - _CLOSED_WIDTH, room // closed) if closed and room > _SPARE else 0
        self.closed = _CLOSED_WIDTH + more
        self.total += room - more * closed


def copied_word(width: int) -> str:
    """What the header of a column says that holds what is copied."""
    return "待确认" if width >= _WORD_FITS else "照抄"


def weekday_word(day: date) -> str:
    """四; 六班 where a Saturday is a school day."""
    name = WEEKDAYS[day.weekday()]
    return f"{name}班" if day.weekday() >= 5 else name


def month_columns(
    widths: Widths,
    staff: bool,
    field: Field,
    words: Mapping[date, str],
    open_days: frozenset[date],
    stray: frozenset[date],
    persons: str,
) -> tuple[Column, ...]:
    """`words`: the second line of each day's header; `stray`: closed days that hold something; `persons`: the second
    line of 登记, "" for none."""
    first = [
        Column(LINE, "班级", width=widths.line, editable=False, frozen=True),
        Column(THERE, "在校", _THERE, width=widths.there, editable=False, frozen=True),
        Column(
            PERSONS, f"登记\n{persons}" if persons else "登记", fields_of(MealSignup)["persons"], width=widths.persons,
            frozen=True, tooltip="登记人数：本月报名吃饭的人，一人只算一次",
        ),
    ]  # fmt: skip
    if staff:
        first = [
            Column(LINE, "", width=widths.line + widths.there + widths.persons, editable=False, frozen=True)
        ]
    days = [
        Column(
            day.isoformat(), f"{day.day}\n{word}", field,
            width=widths.day if day in open_days else _LEAST if day in stray else widths.closed,
            align="right", tooltip=f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}",
        )
        for day, word in words.items()
    ]  # fmt: skip
    return (*first, *days, Column(TOTAL, "合计", field, width=widths.total, editable=False))
