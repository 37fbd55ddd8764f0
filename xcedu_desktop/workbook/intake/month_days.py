"""The days of a month as the headers of a grid say them: of a cell, and of a row."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from xcedu_desktop.values.numerals import NUMERAL, chinese_number
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.merges import MergeMap
from xcedu_desktop.workbook.intake.raw import Cell, RawSheet

_DAY = re.compile(r"(\d{1,2})[日号]?")
_SPOKEN_DAY = re.compile(rf"({NUMERAL}{{1,3}})[日号]")
_WHOLE = re.compile(r"(20\d\d)(0[1-9]|1[0-2])([0-3]\d)")
_REMARK = re.compile(
    r"(?<=\d)[日号]?[(\[]?[^\d()\[\]餐人数元]{0,4}(?:休|补|假|节|停|调|周末|国庆|中秋|元旦|上课|上班|开学|考试)[^\d()\[\]餐人数元]{0,4}[)\]]?$"
)
"""What is said of a day behind it: 10日（补班）, 11(休)."""
_MONTH_DAY = re.compile(r"(?:(20\d\d)[-年./])?(\d{1,2})[月./-](\d{1,2})[日号]?")
_WEEKDAY_TAIL = re.compile(
    r"(?:[(\[]?(星期|周|礼拜)[一二三四五六日天][)\]]?|(?<=[\d日号])(?:[(\[][一二三四五六日天][)\]]|(?<!\d日)[一二三四五六日天]))$"
)
_WEEKDAY_HEAD = re.compile(r"^(?:星期|周|礼拜)?[一二三四五六日天][)\]]?(?=\d)")
_LABELLED = re.compile(
    r"(?P<day>(?:\d{1,2}月)?\d{1,2}[日号])(?P<label>[^\d日号月周星一二三四五六~至到—–-][^\d日号月周星~至到—–-]{0,7})"
)
SERIALS = range(36526, 73051)
"""Serial numbers of the days of 2000 to 2099: a date whose cell has lost its date format."""


@dataclass(frozen=True, slots=True)
class DayColumn:
    """A column of the grid, 0-based: the day of the month, the date (`on`) or the `month` where the header says one, and
    what stands under the day where a day has several columns (午餐, 晚餐)."""

    column: int
    day: int
    on: date | None = None
    month: int | None = None
    label: str = ""


def day_of(cell: Cell, epoch1904: bool) -> tuple[int, date | None, int | None] | None:
    """The day that a header cell means: 1 to 31, and the date or the month where it says one."""
    value = cell.value
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.day, value, value.month
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        if _WHOLE.fullmatch(str(value)):
            return day_of(Cell(str(value)), epoch1904)
        if value in SERIALS:
            day = (date(1904, 1, 1) if epoch1904 else date(1899, 12, 30)) + timedelta(days=value)
            return day.day, day, day.month
        return (value, None, None) if 1 <= value <= 31 else None
    if isinstance(value, float):
        value = repr(value)  # 10.12 typed as a number
    if not isinstance(value, str):
        return None
    text = _plain_day(fold(value))
    found = _WHOLE.fullmatch(text)
    if found:
        text = "-".join(found.groups())
    spoken = _SPOKEN_DAY.fullmatch(text)
    if spoken and (number := chinese_number(spoken[1])):
        text = str(number)
    found = _DAY.fullmatch(text)
    if found:
        return (int(found[1]), None, None) if 1 <= int(found[1]) <= 31 else None
    found = _MONTH_DAY.fullmatch(text)
    if not found or not 1 <= int(found[2]) <= 12 or not 1 <= int(found[3]) <= 31:
        return None
    try:
        exact = date(int(found[1]), int(found[2]), int(found[3])) if found[1] else None
    except ValueError:
        return None
    return int(found[3]), exact, int(found[2])


def _plain_day(text: str) -> str:
    """A day's header without the weekday before or behind it, and without what is said of the day."""
    if _DAY.fullmatch(text):
        return text
    bare = _WEEKDAY_HEAD.sub("", _WEEKDAY_TAIL.sub("", text))
    return bare if _DAY.fullmatch(bare) or _MONTH_DAY.fullmatch(bare) else _REMARK.sub("日", bare)


@dataclass(frozen=True, slots=True)
class DayRow:
    """The days in a row, by column. `broken`: they do not rise, as counts would not (a day again, an earlier one);
    `falls`: two days of which the second is earlier, and no month says where it belongs."""

    days: dict[int, DayColumn]
    broken: bool = False
    falls: tuple[DayColumn, DayColumn] | None = None


_NONE = DayRow({})


def read_days(sheet: RawSheet, merges: MergeMap, row: int) -> DayRow:
    """The days in a row; a day merged over columns counts for each. Counts rise by chance for a while, but a row of days holds
    no other number."""
    days: dict[int, DayColumn] = {}
    last: DayColumn | None = None
    broken, falls = False, None
    for column in range(sheet.width):
        merge = merges.at(row, column)
        if merge is not None and merge[1] != column and merge[1] in days:
            days[column] = replace(days[merge[1]], column=column)
            continue
        label = ""
        found = day_of(sheet.cell(row, column), sheet.epoch1904)
        if found is None:
            found, label = _labelled_day(sheet.cell(row, column))
        if found is None:
            if isinstance(sheet.cell(row, column).value, int | float):
                return _NONE
            continue
        day = DayColumn(column, *found, label=label)
        if last is not None and not _follows(last, day):
            tenth = replace(day, day=day.day * 10)  # 10.20 typed as a number is 10.2
            if _same(last, day):
                broken = True
            elif (
                isinstance(sheet.cell(row, column).value, float) and tenth.day <= 31 and _follows(last, tenth)
            ):
                day = tenth
            else:
                broken = True
                falls = falls or (None if last.month and day.month else (last, day))
        days[column] = last = day
    return DayRow(days, broken, falls)


def _labelled_day(cell: Cell) -> tuple[tuple[int, date | None, int | None] | None, str]:
    """The day of a header that says what is counted too, and that label (8日午餐, 10月8日人数)."""
    found = _LABELLED.fullmatch(fold(cell.value)) if isinstance(cell.value, str) else None
    if found is None:
        return None, ""
    return day_of(Cell(found["day"]), False), found["label"]


def _same(one: DayColumn, other: DayColumn) -> bool:
    return (one.day, one.month, one.on) == (other.day, other.month, other.on)


def _follows(before: DayColumn, after: DayColumn) -> bool:
    if before.label != after.label and _same(before, after):
        return True  # 8日午餐, 8日晚餐
    if before.on is not None and after.on is not None:
        return before.on < after.on
    if before.month is not None and after.month is not None and before.month != after.month:
        return (after.month - before.month) % 12 == 1
    return before.day < after.day


def spread(sheet: RawSheet, row: int, below: int, days: dict[int, DayColumn]) -> None:
    """A day that stands over the first of its columns only, without a merge (12日, blank; below 午餐, 晚餐), counts for each that
    says below what it holds."""
    columns = sorted(days)
    widest = max((after - before for before, after in pairwise(columns)), default=1)
    for column, end in zip(columns, [*columns[1:], columns[-1] + widest], strict=True):
        said = {fold(sheet.cell(below, column).text)}
        for further in range(column + 1, min(end, sheet.width)):
            label = sheet.cell(below, further).value
            if not sheet.cell(row, further).blank or not isinstance(label, str) or fold(label) in said:
                break
            said.add(fold(label))
            days[further] = replace(days[column], column=further)
