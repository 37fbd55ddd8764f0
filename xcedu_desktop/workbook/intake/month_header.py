"""The header of a month grid: a row of days, and the columns beside them."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from xcedu_desktop.values.numerals import NUMERAL, chinese_number
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.header import Vocabulary
from xcedu_desktop.workbook.intake.merges import MergeMap
from xcedu_desktop.workbook.intake.month_title import meal_in
from xcedu_desktop.workbook.intake.raw import Cell, RawSheet

FEWEST_DAYS = 4
_FEWEST_SPOKEN = 2
"""Days that say of themselves that they are days (10月8日, a date), or whose title says the month, need not be so many."""
_MONTH_SAID = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月|20\d\d[-.年/]\d{1,2}")
_OTHER_AXIS = re.compile(r"日期|星期|时间|日|号数")
_DAY = re.compile(r"(\d{1,2})[日号]?")
_SPOKEN_DAY = re.compile(rf"({NUMERAL}{{1,3}})[日号]")
_WHOLE = re.compile(r"(20\d\d)(0[1-9]|1[0-2])([0-3]\d)")
_REMARK = re.compile(
    r"(?<=\d)[日号]?[(\[]?[^\d()\[\]餐人数元]{0,4}(?:休|补|假|节|停|调|周末|国庆|中秋|元旦|上课|上班|开学|考试)[^\d()\[\]餐人数元]{0,4}[)\]]?$"
)
"""What is said of a day behind it: 10日（补班）, 11(休)."""
_MONTH_DAY = re.compile(r"(?:(20\d\d)[-年./])?(\d{1,2})[月./-](\d{1,2})[日号]?")
_WEEKDAY = re.compile(r"[(\[]?(星期|周|礼拜)?[一二三四五六日天][)\]]?")
_WEEKDAY_TAIL = re.compile(
    r"(?:[(\[]?(星期|周|礼拜)[一二三四五六日天][)\]]?|(?<=[\d日号])(?:[(\[][一二三四五六日天][)\]]|(?<!\d日)[一二三四五六日天]))$"
)
_WEEKDAY_HEAD = re.compile(r"^(?:星期|周|礼拜)?[一二三四五六日天][)\]]?(?=\d)")
_LABELLED = re.compile(
    r"(?P<day>(?:\d{1,2}月)?\d{1,2}[日号])(?P<label>[^\d日号月周星一二三四五六~至到—–-][^\d日号月周星~至到—–-]{0,7})"
)
_SERIALS = range(36526, 73051)
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


@dataclass(slots=True)
class MonthHeader:
    """A header as found: rows 0-based and inclusive, the days and the other columns by key."""

    first: int
    last: int
    days: dict[int, DayColumn]
    columns: dict[int, str] = field(default_factory=dict)
    headers: dict[int, str] = field(default_factory=dict)


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
        if value in _SERIALS:
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


def read_days(sheet: RawSheet, merges: MergeMap, row: int) -> dict[int, DayColumn]:
    """The days in a row, by column; a day merged over columns counts for each. Empty where they do not rise.

    Counts rise by chance for a while, but a row of days holds no number out of order.
    """
    days: dict[int, DayColumn] = {}
    last: DayColumn | None = None
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
                return {}
            continue
        day = DayColumn(column, *found, label=label)
        if last is not None and not _follows(last, day):
            # 10.20 typed as a number is 10.2.
            day = replace(day, day=day.day * 10)
            if (
                not isinstance(sheet.cell(row, column).value, float)
                or day.day > 31
                or not _follows(last, day)
            ):
                return {}
        days[column] = last = day
    return days


def _labelled_day(cell: Cell) -> tuple[tuple[int, date | None, int | None] | None, str]:
    """The day of a header that says what is counted too, and that label (8日午餐, 10月8日人数)."""
    found = _LABELLED.fullmatch(fold(cell.value)) if isinstance(cell.value, str) else None
    if found is None:
        return None, ""
    return day_of(Cell(found["day"]), False), found["label"]


def _follows(before: DayColumn, after: DayColumn) -> bool:
    if before.label != after.label and (before.day, before.month, before.on) == (
        after.day,
        after.month,
        after.on,
    ):
        return True  # 8日午餐, 8日晚餐
    if before.on is not None and after.on is not None:
        return before.on < after.on
    if before.month is not None and after.month is not None and before.month != after.month:
        return (after.month - before.month) % 12 == 1
    return before.day < after.day


def find_month_header(
    sheet: RawSheet, merges: MergeMap, vocabulary: Vocabulary, rows: range
) -> MonthHeader | None:
    """The first row of days with the needed columns beside it."""
    for row in rows:
        days = read_days(sheet, merges, row)
        count = len({day.day for day in days.values()})
        if count < _FEWEST_SPOKEN:
            continue
        spoken = all(_is_spoken(merges.value(row, column)) for column in days)
        if count < FEWEST_DAYS and not spoken and not _says_month(sheet, row):
            continue
        header = MonthHeader(row, row, days)
        _beside(sheet, merges, vocabulary, header)
        if not vocabulary.required <= set(header.columns.values()):
            continue
        needed = [column for column, key in header.columns.items() if key in vocabulary.required]
        if not all(_heads(merges, vocabulary, row, column) for column in needed):
            continue
        header.first = min(
            [row, *(at for at in range(max(row - 2, 0), row) if _is_group_row(merges, header, at))]
        )
        _extend(sheet, merges, header, needed)
        _name_meals(merges, header, row)
        return header
    return None


def _says_month(sheet: RawSheet, row: int) -> bool:
    """Whether the tab or a line above a row of numbers says a month: then they are its days."""
    above = [cell.value for line in sheet.rows[max(row - 5, 0) : row] for cell in line]
    return any(isinstance(text, str) and _MONTH_SAID.search(fold(text)) for text in (sheet.name, *above))


def _name_meals(merges: MergeMap, header: MonthHeader, row: int) -> None:
    """Labels the days with the meal that stands over all of them in the header (午餐 merged over its days)."""
    for column, day in header.days.items():
        for above in range(header.first, row):
            text = merges.value(above, column).value
            if (
                isinstance(text, str)
                and merges.width_of(above, column) > 1
                and meal_in(text)
                and not meal_in(day.label)
            ):
                header.days[column] = replace(day, label=fold(text) + day.label)


def _heads(merges: MergeMap, vocabulary: Vocabulary, row: int, column: int) -> bool:
    """Whether the cell in the class column is a header or empty: in a line of counts a class stands there, and a
    row of column numbers 1 2 3 runs through it."""
    cell = merges.value(row, column)
    if cell.blank:
        return True
    return isinstance(cell.value, str) and bool(
        vocabulary.match(cell.value)
        or _corner(vocabulary, cell.value)
        or _OTHER_AXIS.fullmatch(fold(cell.value))
    )


def _is_spoken(cell: Cell) -> bool:
    return isinstance(cell.value, date) or (isinstance(cell.value, str) and not fold(cell.value).isdecimal())


def _is_group_row(merges: MergeMap, header: MonthHeader, row: int) -> bool:
    """Whether a row above the days belongs to the header: one of its columns' own headers stands there."""
    return any(merges.value(row, column).text == header.headers.get(column) for column in header.columns)


def _beside(sheet: RawSheet, merges: MergeMap, vocabulary: Vocabulary, header: MonthHeader) -> None:
    """Matches the columns that are no days, by the header cells up to two rows above and below the days."""
    best: dict[str, tuple[int, int]] = {}
    for column in range(sheet.width):
        if column in header.days:
            continue
        for row in (header.first, header.first - 1, header.first + 1, header.first - 2):
            cell = merges.value(row, column)
            if row < 0 or not isinstance(cell.value, str) or merges.width_of(row, column) > 4:
                continue
            found = vocabulary.match(cell.value) or _corner(vocabulary, cell.value)
            if found or row <= header.first:
                header.headers.setdefault(column, cell.value)
            if found and (found[0] not in best or found[1] > best[found[0]][1]):
                best[found[0]] = (column, found[1])
    header.columns = {column: key for key, (column, _) in best.items()}
    missing = set(vocabulary.required) - best.keys()
    if len(missing) == 1:
        # The corner is often empty, or names the days only: then the first column of texts left of them is the one.
        for column in range(min(header.days)):
            below = [sheet.cell(row, column) for row in range(header.first + 1, len(sheet.rows))]
            texts = sum(isinstance(cell.value, str) for cell in below)
            free = _OTHER_AXIS.fullmatch(fold(header.headers.get(column, "日期")))
            if column not in header.columns and free and texts * 2 > len(below):
                header.columns[column] = missing.pop()
                break


def _corner(vocabulary: Vocabulary, text: str) -> tuple[str, int] | None:
    """A divided corner cell says both axes: 班级\\日期."""
    parts = re.split(r"[\s\\/、|＼／｜]+", text)
    return next((found for part in parts if len(parts) > 1 and (found := vocabulary.match(part))), None)


def _own_value(sheet: RawSheet, merges: MergeMap, row: int, column: int) -> Cell:
    """A cell of a row under the days, or what is merged over it from the left."""
    merge = merges.at(row, column)
    return sheet.cell(row, merge[1] if merge is not None and merge[0] == row else column)


def _extend(sheet: RawSheet, merges: MergeMap, header: MonthHeader, needed: list[int]) -> None:
    """Takes the rows under the days into the header: weekdays, and 午餐 / 晚餐 under each day."""
    while header.last + 1 < len(sheet.rows):
        row = header.last + 1
        cells = {
            column: cell
            for column in header.days
            if not (cell := _own_value(sheet, merges, row, column)).blank
        }
        own = [
            sheet.cell(row, column)
            for column in needed
            if (merge := merges.at(row, column)) is None or merge[0] > header.last
        ]
        if any(not cell.blank for cell in own) or not cells:
            return
        texts = {column: fold(cell.value) for column, cell in cells.items() if isinstance(cell.value, str)}
        weekdays = sum(bool(_WEEKDAY.fullmatch(text)) for text in texts.values())
        dates = sum(
            isinstance(cell.value, date) or (isinstance(cell.value, int) and cell.value in _SERIALS)
            for cell in cells.values()
        )
        if (weekdays + dates) * 2 < len(cells):
            if len(texts) * 2 <= len(cells):
                return
            for column, text in texts.items():
                day = header.days[column]
                header.days[column] = replace(day, label=day.label + text)
        header.last = row
