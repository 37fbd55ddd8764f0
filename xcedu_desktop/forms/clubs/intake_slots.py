"""Weekly slots (活动时间) as schools write them: 周三、周五16:30-17:30; 每周一下午4:30—5:30; 周一至周五."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from xcedu_desktop.periods import WEEKDAYS
from xcedu_desktop.values.dates import parse_time
from xcedu_desktop.values.masks import shown
from xcedu_desktop.values.parsed import Notice as Notice
from xcedu_desktop.values.parsed import Parsed, failed, fold

_DASH = r"(?:[-~]|至|到|—|--)"
_HALVES = r"(?:半|[一三]刻|\d{1,2}分?|[一二三四五]?十[一二三四五六七八九]?分?)"
_CLOCK = (
    r"(?:(?:上午|下午|中午|傍晚|晚上|晚)?"
    rf"(?:\d{{1,2}}(?:[:.]\d{{2}}|[点时]{_HALVES}?)|[一二三四五六七八九十]{{1,2}}[点时]{_HALVES}?))"
)
_TIMES = re.compile(rf"(?P<from>{_CLOCK})(?:{_DASH}(?P<to>{_CLOCK}))?")
_DAYS = re.compile(
    rf"(?:每?(?:周|星期|礼拜))(?P<first>[一二三四五六日天1-7])(?:{_DASH}(?:周|星期|礼拜)?(?P<last>[一二三四五六日天](?![点时])|[1-7](?![\d:.点时])))?"
)
_FURTHER = re.compile(r"[、,，/和及]?(?P<day>[一二三四五六日天])(?![点时十])")
_PART = re.compile(r"上午|下午|中午|傍晚|晚上|晚")
_BARE_DAYS = re.compile(r"(?=[一二三四五六日天](?:[、,，/和及]?[一二三四五六日天])*(?:上午|下午|中午)?\d)")
"""二、四16:30: the days without 周 before them."""
_EACH_DAY = re.compile(r"每个?(?:天|日|工作日|上学日|教学日|在校日)|天天")
_NOT_EACH_WEEK = re.compile(
    r"(?<!单)双周|单周|隔周|隔(?:一|两|1|2)周|[每隔](?:两|二|2|半个?)(?:个)?(?:周|星期|月)|每月|单双周轮"
)
"""A club that does not meet each week: slots know weeks only."""
_WEEKDAY = {c: n for n, c in enumerate(WEEKDAYS, 1)} | {"天": 7} | {str(n): n for n in range(1, 8)}
_DASHES = str.maketrans({c: "-" for c in "‐‑‒–—―−~～"} | {"：": ":"})


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One weekly slot: weekday 1 (Monday) to 7, from and to (None where not said)."""

    weekday: int
    start: time | None
    end: time | None


def parse_slots(raw: object) -> Parsed[tuple[Slot, ...]]:
    """The slots that a text names, in its order. Error: not_a_slot (no weekday). Warnings: maybe_afternoon, no_time, each_day, not_each_week."""
    if not isinstance(raw, str):
        return (
            Parsed()
            if raw is None
            else failed("not_a_slot", f"「{shown(raw)}」不是活动时间，请写成 周三 16:30-17:30")
        )
    text = fold(raw).translate(_DASHES)
    if _BARE_DAYS.match(text):
        text = f"周{text}"
    slots: list[Slot] = []
    warnings: list[Notice] = []
    days: list[int] = []
    part = ""
    at = 0
    timed = False
    while at < len(text):
        if found := _DAYS.match(text, at) or _EACH_DAY.match(text, at):
            if timed:
                days, timed = [], False
            if found.re.groups:
                days += _range(found["first"], found["last"])
            else:
                days += range(1, 6)
                warnings.append(Notice("each_day", f"「{found[0]}」按周一至周五读入"))
        elif days and not timed and (found := _FURTHER.match(text, at)):
            days.append(_WEEKDAY[found["day"]])
        elif found := _TIMES.match(text, at):
            if not days:
                at = found.end()
                continue
            start, end, notices = _times(found["from"], found["to"], part)
            if start is None:
                return failed("not_a_slot", f"「{shown(raw)}」里的时间认不出，请写成 周三 16:30-17:30")
            warnings += notices
            slots += [Slot(day, start, end) for day in days]
            timed, part = True, ""
        elif found := _PART.match(text, at):
            part = found[0]
        else:
            at += 1
            continue
        at = found.end()
    if days and not timed:
        last = slots[-1] if slots else None
        slots += [Slot(day, last.start if last else None, last.end if last else None) for day in days]
        if last is None:
            warnings.append(Notice("no_time", f"「{shown(raw)}」没有写几点到几点"))
    if _NOT_EACH_WEEK.search(text):
        warnings.append(
            Notice(
                "not_each_week",
                f"「{shown(raw)}」不是每周都有，按每周读入；不活动的那几次请在考勤里标「停开」",
            )
        )
    if not slots:
        return failed("not_a_slot", f"「{shown(raw)}」里没有星期几，请写成 周三 16:30-17:30")
    return Parsed(tuple(dict.fromkeys(slots)), warnings=tuple(dict.fromkeys(warnings)))


def _range(first: str, last: str | None) -> list[int]:
    start = _WEEKDAY[first]
    end = _WEEKDAY[last] if last else start
    return list(range(start, end + 1)) if end >= start else [start, end]


def _times(first: str, last: str | None, part: str) -> tuple[time | None, time | None, list[Notice]]:
    start, notices = _clock(first, part)
    if start is None or last is None:
        return start, None, notices
    said = _PART.match(first)
    end, more = _clock(last, part or (said[0] if said else ""))
    return (start, end, notices + more) if end is not None else (None, None, [])


def _clock(text: str, part: str) -> tuple[time | None, list[Notice]]:
    """A time of day. Clubs meet after lessons: 4:30 without 上午 or 下午 is the afternoon, and that is said."""
    own = bool(_PART.match(text))
    parsed = parse_time(text if own or not part else part + text)
    value = parsed.value
    if value is None:
        return None, []
    if not own and not part and 1 <= value.hour <= 6:
        later = time(value.hour + 12, value.minute)
        return later, [Notice("maybe_afternoon", f"「{text}」按下午 {later:%H:%M} 读入，请核对")]
    return value, []
