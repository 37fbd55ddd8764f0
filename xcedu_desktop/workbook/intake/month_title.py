"""Month and meal as titles and sheet names say them (2026年10月午餐就餐人数统计表)."""

import re
from collections.abc import Sequence

from xcedu_desktop.values.numerals import IN_DIGITS, chinese_number
from xcedu_desktop.values.parsed import fold

_NUMERAL = "〇零○一二三四五六七八九十"
_YEAR_MONTH = (
    re.compile(r"(20\d\d)年度?(\d{1,2})月"),
    re.compile(r"(?<!\d)(20\d\d)[-./_](0?[1-9]|1[0-2])(?![\d学])"),
    re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(?!\d)"),
)
_WHOLE_DAY = re.compile(
    r"(?:(?P<year>20\d\d)[-./年])?(?<!\d)(?P<month>0?[1-9]|1[0-2])月(?P<day>3[01]|[12]\d|0?[1-9])[日号]"
    r"|(?<!\d)(?P<year_>20\d\d)[-./](?P<month_>0?[1-9]|1[0-2])[-./](?P<day_>3[01]|[12]\d|0?[1-9])(?!\d)"
)
_FILLED_IN = re.compile(
    r"(填|制表|上报|打印|导出|审核|报送)[^\n]{0,4}(日期|时间)?:?$|(填|制表|打印|导出)[^\n]{0,3}(日期|时间)[^\n]?\n$"
)
_FILL_DAY = re.compile(
    r"(?:填|制表|上报|打印|导出|审核|报送)[^\n]{0,6}?[:：]?[\s　]*(?:20\d\d[-年./])\d{1,2}[-月./]\d{1,2}[日号]?"
)
_SPAN = re.compile(r"[至到~—–-]+\d")
_SPOKEN = re.compile(rf"([{_NUMERAL}]{{4}})年([{_NUMERAL}]{{1,3}})月")
_MONTH = re.compile(rf"(?<!\d)(\d{{1,2}}|[{_NUMERAL}]{{1,3}})月")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?!度?第)")
MEAL_WORDS = {
    "早餐": "早餐",
    "早饭": "早餐",
    "午餐": "午餐",
    "中餐": "午餐",
    "午饭": "午餐",
    "中饭": "午餐",
    "晚餐": "晚餐",
    "晚饭": "晚餐",
}


def month_in(text: str) -> tuple[int | None, int | None]:
    """Year and month that a title names; None for what it does not say (`10月份` has no year).

    The day on which the list was filled in or printed is not meant: it says nothing of the counts.
    """
    plain = fold(_FILL_DAY.sub("", text))
    for pattern in _YEAR_MONTH:
        found = pattern.search(plain)
        if found and 1 <= int(found[2]) <= 12:
            return int(found[1]), int(found[2])
    spoken = _SPOKEN.search(plain)
    if spoken:
        month = chinese_number(spoken[2])
        if month and month <= 12:
            return int(spoken[1].translate(IN_DIGITS)), month
    year = _YEAR.search(plain)
    for found in _MONTH.finditer(plain):
        month = int(found[1]) if found[1].isdecimal() else chinese_number(found[1])
        if month and 1 <= month <= 12:
            return (int(year[1]) if year else None), month
    return (int(year[1]) if year else None), None


_TO = "[-~—–至到、和及]"
_DIGITS, _NUMERALS = r"\d{1,2}", rf"[{_NUMERAL}]{{1,3}}"
_MONTH_SPANS = (
    *(
        # 附件1、10月 and 三年级2-10月 are numbered; 一、10月 and 1、2026年10月 are, too, and name no second month
        re.compile(
            rf"(?<![\d{_NUMERAL}])(?:(?:{_DIGITS}|{_NUMERALS})月份?{_TO}(?:20\d\d年)?|(?<![件表附第级]){n}份?{_TO}){n}月(?!\d)"
        )
        for n in (_DIGITS, _NUMERALS)
    ),
    re.compile(rf"(?<!\d)20\d\d[-./]{_DIGITS}{_TO}20\d\d[-./]{_DIGITS}(?![\d./-])"),
)


def span_in(text: str) -> str | None:
    """The months that a title names as a span or together (9月-10月, 9、10月); None where it names one, or days."""
    plain = fold(_FILL_DAY.sub("", text))
    found = (pattern.search(plain) for pattern in _MONTH_SPANS)
    return next((span[0] for span in found if span), None)


def names_one_month(text: str) -> bool:
    """Whether a text names no more than one month (9月-10月 and 9-10月 name two)."""
    return span_in(text) is None and len({found[0] for found in _MONTH.finditer(fold(text))}) < 2


def two_months(title: str, sheet: str) -> tuple[str, str] | None:
    """The months that title and sheet name say, where they contradict each other (2026年10月, 11月)."""
    one, other = (month_in(text) for text in (title, sheet))
    if None in (one[1], other[1]) or not _apart(one, other):
        return None
    return _spoken(*one), _spoken(*other)


def two_days(title: str, sheet: str) -> tuple[str, str] | None:
    """The days that title and sheet name say, where they contradict each other."""
    one, other = day_in(title), day_in(sheet)
    if one is None or other is None or not _apart(one, other):
        return None
    return f"{one[1]}月{one[2]}日", f"{other[1]}月{other[2]}日"


def _apart(one: Sequence[int | None], other: Sequence[int | None]) -> bool:
    """Whether two dates, the year first, differ: a year that one of them does not say contradicts nothing."""
    return one[1:] != other[1:] or (None not in (one[0], other[0]) and one[0] != other[0])


def two_meals(title: str, sheet: str) -> tuple[str, str] | None:
    """The meals that title and sheet name say, where they contradict each other."""
    said = meal_in(title), meal_in(sheet)
    return (said[0], said[1]) if said[0] and said[1] and said[0] != said[1] else None


def contradiction(both: tuple[str, str]) -> str:
    """The sentence of a list that is not read because its title and its sheet's name say different things."""
    return f"标题写的是{both[0]}，表名写的是{both[1]}，不知道以哪个为准，没有导入；请把两处改成一致"


def span_contradiction(span: str) -> str:
    """The sentence of a list whose title names several months and whose days say none."""
    return f"标题写的是「{span}」，不知道各天是哪个月的，没有导入；请每月一张表，或在日期里写上月份"


def _spoken(year: int | None, month: int | None) -> str:
    return (f"{year}年" if year else "") + f"{month}月"


def day_in(text: str) -> tuple[int | None, int, int] | None:
    """The one day that a title names, as year (None: not said), month and day; None where it names none, several or a
    span. The day on which a list was filled in or printed is not meant."""
    plain = "\n".join(fold(line) for line in re.split(r"[\s　]+", text))
    days: set[tuple[int | None, int, int]] = set()
    for found in _WHOLE_DAY.finditer(plain):
        year, month, day = (
            found["year"] or found["year_"],
            found["month"] or found["month_"],
            found["day"] or found["day_"],
        )
        if _SPAN.match(plain, found.end()):
            return None
        if not _FILLED_IN.search(plain[: found.start()]):
            days.add((int(year) if year else None, int(month), int(day)))
    return days.pop() if len(days) == 1 else None


def meal_in(text: str) -> str | None:
    """The meal (餐次) that a title names: 早餐, 午餐 or 晚餐; None where it names none or several."""
    plain = fold(text)
    meals = {meal for word, meal in MEAL_WORDS.items() if word in plain}
    return meals.pop() if len(meals) == 1 else None
