"""Days, months and times of day, as people and spreadsheets write them."""

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta

from xcedu_desktop.periods import FIRST_YEAR, LAST_YEAR, Month
from xcedu_desktop.values.masks import shown
from xcedu_desktop.values.numerals import IN_DIGITS, NUMERAL, chinese_number
from xcedu_desktop.values.parsed import (
    Notice,
    Parsed,
    blank_mark,
    error_cell,
    failed,
    fold,
    is_blank,
    is_blank_mark,
    is_error_cell,
)
from xcedu_desktop.values.pattern import late

_TIME_AFTER = late(r"(?:T|\s+|(?<=日))\d{1,2}:\d{2}(?::\d{2})?.*$", re.IGNORECASE)
_WEEKDAY = late(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_SEPARATORS = str.maketrans({c: "-" for c in "./、。年月‐‑‒–—―−\\"} | {"日": "", "号": "", "份": ""})
_YMD = late(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SHORT_YMD = late(r"(\d{2})-(\d{1,2})-(\d{1,2})")
_YM = late(r"(\d{4})-(\d{1,2})")
_MD = late(r"(\d{1,2})-(\d{1,2})")
_SPOKEN = late(
    rf"(?:(?P<year>[〇零○一二三四五六七八九]{{4}})年)?(?P<month>{NUMERAL}{{1,2}})月(?:(?P<day>{NUMERAL}{{1,3}})[日号])?"
)
_SERIAL = range(20000, 80001)
_MAC_OFFSET = 1462


def _not_a_date(raw: object) -> Parsed[date]:
    return failed("not_a_date", f"「{shown(raw)}」不是日期，请写成 2026-09-01 这样")


def _made(raw: object, year: int, month: int, day: int, *warnings: Notice) -> Parsed[date]:
    try:
        made = date(year, month, day)
    except ValueError:
        return _not_a_date(raw)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return failed("year_out", f"「{shown(raw)}」的年份 {year} 不对")
    return Parsed(made, warnings=warnings)


def _nearest(raw: object, month: int, day: int, anchor: date, *warnings: Notice) -> Parsed[date]:
    """The day without a year, in the year that brings it nearest to the anchor."""
    candidates = []
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        try:
            candidates.append(date(year, month, day))
        except ValueError:
            continue
    if not candidates:
        return _not_a_date(raw)
    best = min(candidates, key=lambda c: abs((c - anchor).days))
    return _made(raw, best.year, best.month, best.day, *warnings)


def _serial(raw: object, days: int, epoch1904: bool, *warnings: Notice) -> Parsed[date]:
    made = date(1899, 12, 30) + timedelta(days=days + (_MAC_OFFSET if epoch1904 else 0))
    return _made(raw, made.year, made.month, made.day, *warnings)


def _month_only(raw: object, year: int, month: int) -> Parsed[date]:
    return _made(
        raw, year, month, 1, Notice("month_only", f"「{shown(raw)}」只有年月，按 {year}-{month:02d}-01 读入")
    )


def _two_digits(raw: object, year: int, month: int, day: int, today: date) -> Parsed[date]:
    full = 2000 + year if 2000 + year <= today.year + 10 else 1900 + year
    return _made(
        raw, full, month, day, Notice("two_digit_year", f"「{shown(raw)}」的年份按 {full} 读入，请核对")
    )


def _from_digits(raw: object, text: str, today: date, anchor: date, epoch1904: bool) -> Parsed[date]:
    if len(text) == 8:
        return _made(raw, int(text[:4]), int(text[4:6]), int(text[6:]))
    if len(text) == 6:
        if FIRST_YEAR <= int(text[:4]) <= LAST_YEAR and 1 <= int(text[4:]) <= 12:
            return _month_only(raw, int(text[:4]), int(text[4:]))
        return _two_digits(raw, int(text[:2]), int(text[2:4]), int(text[4:]), today)
    if len(text) == 5 and int(text) in _SERIAL:
        return _serial(
            raw, int(text), epoch1904, Notice("serial_text", f"「{shown(raw)}」按表格的日期序号读入，请核对")
        )
    if len(text) == 4:
        return _nearest(raw, int(text[:2]), int(text[2:]), anchor)
    return _not_a_date(raw)


def _folded(raw: str) -> str:
    text = unicodedata.normalize("NFKC", raw).strip().lstrip("'‘’`")
    plain = fold(_WEEKDAY.sub("", _TIME_AFTER.sub("", text)))
    return _in_digits(plain).translate(_SEPARATORS).rstrip("-")


def _in_digits(text: str) -> str:
    """二〇一五年九月一日 as 2015年9月1日; any other text as it is."""
    found = _SPOKEN.fullmatch(text)
    if found is None:
        return text
    month, day = chinese_number(found["month"]), chinese_number(found["day"]) if found["day"] else None
    if month is None or (found["day"] and day is None):
        return text
    year = f"{found['year'].translate(IN_DIGITS)}年" if found["year"] else ""
    return f"{year}{month}月" + (f"{day}日" if day else "")


def _from_number(raw: int | float, today: date, anchor: date, epoch1904: bool) -> Parsed[date]:
    if not 0 < raw < 10**8:
        return _not_a_date(raw)
    whole = int(raw)
    if whole in _SERIAL:
        return _serial(raw, whole, epoch1904)
    if raw == whole:
        return _from_digits(raw, str(whole), today, anchor, epoch1904) if whole > 10**5 else _not_a_date(raw)
    # 2015.9 and 9.1 typed into a cell that Excel kept as a number; a last zero is lost there.
    text = format(raw, ".15g").replace(".", "-")
    for pattern in (_YM, _MD):
        found = pattern.fullmatch(text)
        if found and pattern is _YM:
            return _month_only(raw, int(found[1]), int(found[2]))
        if found:
            warning = Notice("maybe_tenth", f"「{shown(raw)}」按 {found[1]}月{found[2]}日 读入，请核对")
            return _nearest(raw, int(found[1]), int(found[2]), anchor, warning)
    return _not_a_date(raw)


def parse_day(
    raw: object, *, today: date, near: Month | None = None, epoch1904: bool = False
) -> Parsed[date]:
    """A day. One typed without a year lies nearest to the month `near`, else to today.

    Errors: not_a_date, year_out. Warnings: month_only, two_digit_year, serial_text, maybe_tenth, blank_mark.
    """
    if is_blank(raw):
        return Parsed()
    anchor = near.first.replace(day=15) if near else today
    if isinstance(raw, datetime):
        return _made(raw, raw.year, raw.month, raw.day)
    if isinstance(raw, date):
        return _made(raw, raw.year, raw.month, raw.day)
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
        return _not_a_date(raw)
    if not isinstance(raw, str):
        return _from_number(raw, today, anchor, epoch1904)
    if is_error_cell(raw):
        return error_cell(raw)
    if is_blank_mark(raw):
        return blank_mark(raw)
    # No date is longer, and a longer text would only cost time.
    text = _folded(raw) if len(raw) <= 80 else "…"
    if not text.isascii():
        return _not_a_date(raw)
    if text.isdigit():
        return _from_digits(raw, text, today, anchor, epoch1904)
    if found := _YMD.fullmatch(text):
        return _made(raw, int(found[1]), int(found[2]), int(found[3]))
    if found := _SHORT_YMD.fullmatch(text):
        return _two_digits(raw, int(found[1]), int(found[2]), int(found[3]), today)
    if found := _YM.fullmatch(text):
        return _month_only(raw, int(found[1]), int(found[2]))
    if found := _MD.fullmatch(text):
        return _nearest(raw, int(found[1]), int(found[2]), anchor)
    return _not_a_date(raw)


def parse_month(raw: object, *, today: date, near: Month | None = None) -> Parsed[Month]:
    """A month: 2026-11, 2026年11月, 202611, a day in it, or 11月 nearest to `near`, else to today.

    Error: not_a_month.
    """
    wrong: Parsed[Month] = failed("not_a_month", f"「{shown(raw)}」不是月份，请写成 2026-11 这样")
    if is_blank(raw):
        return Parsed()
    if is_error_cell(raw):
        return error_cell(raw)
    if is_blank_mark(raw):
        return blank_mark(raw)
    if isinstance(raw, str):
        alone = re.fullmatch(rf"(\d{{1,2}}|{NUMERAL}{{1,2}})月(?:份)?", fold(raw))
        if alone:
            month = int(alone[1]) if alone[1].isdigit() else chinese_number(alone[1])
            day = _nearest(raw, month or 0, 15, near.first.replace(day=15) if near else today)
            return Parsed(Month.of(day.value)) if day.value else wrong
    day = parse_day(raw, today=today, near=near)
    return wrong if day.value is None else Parsed(Month.of(day.value))


_EARLY, _LATE = "上午|早上|早晨|早|凌晨|am", "下午|傍晚|晚上|晚|中午|pm"
_HOUR = rf"(\d{{1,2}}|{NUMERAL}{{1,3}})"
_CLOCK = late(
    rf"(?P<part>{_EARLY}|{_LATE})?(?P<hour>{_HOUR})(?:[:.](?P<minute>\d{{2}})(?::\d{{2}}(?:\.\d+)?)?"
    rf"|[点时](?:(?P<half>半)|(?P<quarter>[一三]刻)|(?P<spoken>{_HOUR})分?|整|钟)?)(?P<after>am|pm)?"
)
_DIGITS = late(r"(?P<hour>\d{1,2})(?P<minute>\d{2})")


def _not_a_time(raw: object) -> Parsed[time]:
    return failed("not_a_time", f"「{shown(raw)}」不是时间，请写成 16:30 这样")


def _clock(raw: object, hour: int, minute: int, part: str) -> Parsed[time]:
    if part and (part in _LATE.split("|")):
        if hour < 12 and (part != "中午" or hour <= 6):
            hour += 12
    elif part in ("凌晨", "am") and hour == 12:
        hour = 0
    if not (0 <= hour <= 23 and 0 <= minute <= 59):
        return _not_a_time(raw)
    if not part and 1 <= hour <= 5 and isinstance(raw, str):
        warning = Notice(
            "maybe_afternoon",
            f"「{shown(raw)}」按 {hour:02d}:{minute:02d} 读入；下午请写 {hour + 12}:{minute:02d}",
        )
        return Parsed(time(hour, minute), warnings=(warning,))
    return Parsed(time(hour, minute))


def _of_seconds(raw: object, seconds: float) -> Parsed[time]:
    minutes = math.floor(seconds / 60 + 0.5)
    return Parsed(time(minutes // 60, minutes % 60)) if 0 <= minutes < 24 * 60 else _not_a_time(raw)


def parse_time(raw: object) -> Parsed[time]:
    """A time of day, to the minute.

    Error: not_a_time. Warnings: maybe_afternoon (4:30, and nobody says which), blank_mark.
    """
    if is_blank(raw):
        return Parsed()
    if isinstance(raw, (time, datetime)):
        return Parsed(time(raw.hour, raw.minute))
    if isinstance(raw, timedelta):
        return _of_seconds(raw, raw.total_seconds())
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
        return _not_a_time(raw)
    if isinstance(raw, (int, float)):
        if 0 <= raw < 1:
            return _of_seconds(raw, raw * 86400)
        if 100 <= raw < 2400 and raw == int(raw):
            return _clock(raw, int(raw) // 100, int(raw) % 100, "")
        return _clock(raw, int(raw), 0, "") if raw in range(1, 24) else _not_a_time(raw)
    if is_error_cell(raw):
        return error_cell(raw)
    if is_blank_mark(raw):
        return blank_mark(raw)
    text = fold(raw).casefold().lstrip("'‘’`")
    found = _CLOCK.fullmatch(text)
    if found:
        hour = _clock_number(found["hour"])
        minute = _clock_number(found["minute"] or found["spoken"] or "0")
        minute = 30 if found["half"] else {"一刻": 15, "三刻": 45}.get(found["quarter"] or "", minute)
        return _clock(raw, hour, minute, found["part"] or found["after"] or "")
    found = _DIGITS.fullmatch(text)
    return _clock(raw, int(found["hour"]), int(found["minute"]), "") if found else _not_a_time(raw)


def _clock_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    number = chinese_number(text)
    return 99 if number is None else number
