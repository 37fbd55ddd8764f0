"""What the rules judge by (判定标准): the program's own limits, or those of the bureau's profile file (区级参数, .xcp).

The same value goes with a school's month and with the bureau's: rules ask their view, never a constant. The format is
said in docs/profile.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from xcedu_desktop.store.sealed_file import Part, Sealed, SealedKind, Spoilt, day_of, seal, spoilt, unseal
from xcedu_desktop.thresholds import ASCENDING, BY_KEY, DEADLINE_DAY, Threshold
from xcedu_desktop.values.masks import shown

PROFILE = SealedKind("xcedu-profile", 1, ".xcp", "区级参数文件")
_KEYS = ("version", "issued", "by", "thresholds", "calendar", "deadline_day", "schools", "texts")
_SCHOOL_KEYS = ("code", "name", "stage", "township")
_MOST_DAYS, _MOST_SCHOOLS, _LATEST_DEADLINE = 2_000, 20_000, 28


@dataclass(frozen=True)
class ListedSchool:
    """A line of the bureau's list of schools (学校名单)."""

    code: str
    name: str
    stage: str
    township: str


@dataclass(frozen=True)
class Norms:
    """What is in force. `version` 0: the program's own.

    `years`: calendar years whose list of holidays is whole in it; `days`: day → whether there is school, in any year.
    """

    version: int = 0
    issued: date | None = None
    by: str = ""
    thresholds: Mapping[str, int] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    days: Mapping[date, bool] = field(default_factory=dict)
    deadline_day: int = DEADLINE_DAY
    schools: tuple[ListedSchool, ...] = ()
    phone: str = ""
    message: str = ""

    def limit(self, threshold: Threshold) -> int:
        """The value in force of one limit, in its own unit."""
        return self.thresholds.get(threshold.key, threshold.value)

    def workday(self, day: date) -> bool | None:
        """The bureau's word on a day, in the place of the state's list; None: it says nothing."""
        if day in self.days:
            return self.days[day]
        return day.weekday() < 5 if day.year in self.years else None

    @property
    def spoken(self) -> str:
        """区级参数第 3 版, or that there is none."""
        return f"区级参数第 {self.version} 版" if self.version else "程序自带的标准"

    def changed(self) -> list[tuple[Threshold, int]]:
        """The limits that differ from the program's own, in the order of their declaration."""
        return [
            (limit, self.thresholds[key])
            for key, limit in BY_KEY.items()
            if self.thresholds.get(key, limit.value) != limit.value
        ]


OWN = Norms()
"""Where no profile file was taken in."""


def read_profile_file(path: Path) -> tuple[Sealed, Norms]:
    """Read a profile file. FileUnusable, one sentence: damaged, newer, an unknown or impossible limit."""
    sealed = unseal(path, PROFILE)
    try:
        return sealed, norms_of(sealed.content)
    except Spoilt as error:
        raise spoilt(sealed.name, PROFILE, error) from None


def write_profile_file(path: Path, content: Mapping[str, Any]) -> None:
    """Write a profile file (the bureau does). Spoilt where the content is none."""
    norms_of(content)
    path.write_bytes(seal(PROFILE, dict(content)))


def norms_of(content: object) -> Norms:
    """The norms that a profile's content says; Spoilt where it is not what docs/profile.md says."""
    part = Part(content, _KEYS)
    years, days = _calendar(part.part("calendar", ("years", "open", "closed")))
    texts = part.part("texts", ("phone", "message"))
    return Norms(
        version=part.whole("version", 1, 99_999),
        issued=part.day("issued"),
        by=part.text("by", 60),
        thresholds=_thresholds(part.mapping("thresholds")),
        years=years,
        days=days,
        deadline_day=part.whole("deadline_day", 1, _LATEST_DEADLINE)
        if "deadline_day" in part
        else DEADLINE_DAY,
        schools=_schools(part.items("schools", _MOST_SCHOOLS)),
        phone=texts.text_or_none("phone", 40) or "",
        message=texts.text_or_none("message", 200) or "",
    )


@lru_cache(maxsize=8)
def norms_kept(content: str) -> Norms:
    """The norms of a content kept in the school's file, as it was taken in.

    Its limits were checked then; one that this program does not know any more, or not yet, is passed over.
    """
    said = json.loads(content)
    given = said.pop("thresholds", {})
    limits = {key: value for key, value in given.items() if key in BY_KEY}
    return replace(norms_of(said), thresholds=limits)


def _thresholds(given: Mapping[str, Any]) -> dict[str, int]:
    for key, value in given.items():
        known = BY_KEY.get(key)
        if known is None:
            raise Spoilt(f"里有本程序不认得的限值「{shown(key, 20)}」")
        if type(value) is not int:
            raise Spoilt
        if not known.low <= value <= known.high or not _possible(known, value):
            raise Spoilt(
                f"里的{known.title}「{shown(value, 12)}」不合理（可从 {known.said(known.low)} 到 {known.said(known.high)}）"
            )
    for chain in ASCENDING:
        for low, high in pairwise(chain):
            one, other = (given.get(limit.key, limit.value) for limit in (low, high))
            if one >= other:
                raise Spoilt(f"里的{low.title}（{low.said(one)}）不小于{high.title}（{high.said(other)}）")
    return dict(given)


def _possible(limit: Threshold, value: int) -> bool:
    """Whether hhmm is a time and mmdd a day."""
    if limit.unit == "时分":
        return value % 100 < 60
    if limit.unit == "月日":
        return 1 <= value // 100 <= 12 and 1 <= value % 100 <= 28
    return True


def _calendar(part: Part) -> tuple[frozenset[int], dict[date, bool]]:
    years = part.items("years", 20)
    if any(type(year) is not int or not 2000 <= year <= 2100 for year in years):
        raise Spoilt
    days: dict[date, bool] = {}
    for key, is_open in (("open", True), ("closed", False)):
        for raw in part.items(key, _MOST_DAYS):
            day = day_of(raw)
            if days.setdefault(day, is_open) is not is_open:
                raise Spoilt(f"里的 {day} 既上课又放假")
    return frozenset(years), days


def _schools(items: list[Any]) -> tuple[ListedSchool, ...]:
    found: dict[str, ListedSchool] = {}
    for item in items:
        part = Part(item, _SCHOOL_KEYS)
        school = ListedSchool(*(part.text(key, 60) for key in _SCHOOL_KEYS))
        if found.setdefault(school.code, school) is not school:
            raise Spoilt(f"的学校名单里有两个 {shown(school.code, 12)}")
    return tuple(found.values())
