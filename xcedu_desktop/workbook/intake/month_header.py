"""The header of a month grid: a row of days, and the columns beside them."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.header import Vocabulary
from xcedu_desktop.workbook.intake.merges import MergeMap
from xcedu_desktop.workbook.intake.month_days import SERIALS, DayColumn, read_days, spread
from xcedu_desktop.workbook.intake.month_title import meal_in
from xcedu_desktop.workbook.intake.raw import Cell, RawSheet

FEWEST_DAYS = 4
_FEWEST_SPOKEN = 2
"""Days that say of themselves that they are days (10月8日, a date), or whose title says the month, need not be so many."""
_MONTH_SAID = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月|20\d\d[-.年/]\d{1,2}")
_OTHER_AXIS = re.compile(r"日期|星期|时间|日|号数")
_WEEKDAY = re.compile(r"[(\[]?(星期|周|礼拜)?[一二三四五六日天][)\]]?")


@dataclass(slots=True)
class MonthHeader:
    """A header as found: rows 0-based and inclusive, the days and the other columns by key."""

    first: int
    last: int
    days: dict[int, DayColumn]
    columns: dict[int, str] = field(default_factory=dict)
    headers: dict[int, str] = field(default_factory=dict)
    falls: tuple[DayColumn, DayColumn] | None = None
    """Two of the days of which nobody can tell the month."""


def find_month_header(
    sheet: RawSheet, merges: MergeMap, vocabulary: Vocabulary, rows: range
) -> MonthHeader | None:
    """The first row of days with the needed columns beside it."""
    for row in rows:
        found = read_days(sheet, merges, row)
        days = found.days
        count = len({day.day for day in days.values()})
        if count < _FEWEST_SPOKEN:
            continue
        spoken = all(_is_spoken(merges.value(row, column)) for column in days)
        if count < FEWEST_DAYS and not spoken and not _says_month(sheet, row):
            continue
        header = MonthHeader(row, row, days, falls=found.falls)
        _beside(sheet, merges, vocabulary, header)
        if not vocabulary.required <= set(header.columns.values()):
            continue
        needed = [column for column, key in header.columns.items() if key in vocabulary.required]
        if not all(_heads(merges, vocabulary, row, column) for column in needed):
            continue
        if found.broken and not any(_names(merges, vocabulary, row, column) for column in needed):
            continue
        header.first = min(
            [row, *(at for at in range(max(row - 2, 0), row) if _is_group_row(merges, header, at))]
        )
        _extend(sheet, merges, header, needed, row)
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


def _names(merges: MergeMap, vocabulary: Vocabulary, row: int, column: int) -> bool:
    """Whether the class column's header itself stands in the row, or in the one below: then it is no line of counts."""
    return any(
        not merges.value(at, column).blank and _heads(merges, vocabulary, at, column) for at in (row, row + 1)
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


def _extend(sheet: RawSheet, merges: MergeMap, header: MonthHeader, needed: list[int], days: int) -> None:
    """Takes the rows under that of the days (`days`) into the header: weekdays, and 午餐 / 晚餐 under each day."""
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
            isinstance(cell.value, date) or (isinstance(cell.value, int) and cell.value in SERIALS)
            for cell in cells.values()
        )
        if (weekdays + dates) * 2 < len(cells):
            if len(texts) * 2 <= len(cells):
                return
            spread(sheet, days, row, header.days)
            for column in header.days.keys() & header.columns.keys():
                del header.columns[column]
            for column, day in header.days.items():
                label = _own_value(sheet, merges, row, column).value
                if isinstance(label, str):
                    header.days[column] = replace(day, label=day.label + fold(label))
        header.last = row
