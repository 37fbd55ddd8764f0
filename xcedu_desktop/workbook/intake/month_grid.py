"""The month grid (配餐人数): classes down, days across, the month and the meal in the title or the sheet's name."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake import row_kinds as kinds
from xcedu_desktop.workbook.intake.found import SkippedRow, TotalMismatch
from xcedu_desktop.workbook.intake.header import IntakeColumn, Vocabulary
from xcedu_desktop.workbook.intake.layout import SCAN_ROWS
from xcedu_desktop.workbook.intake.merges import MergeMap
from xcedu_desktop.workbook.intake.month_beside import cut_apart
from xcedu_desktop.workbook.intake.month_days import DayColumn
from xcedu_desktop.workbook.intake.month_header import MonthHeader, find_month_header
from xcedu_desktop.workbook.intake.month_title import (
    meal_in,
    month_in,
    two_meals,
    two_months,
)
from xcedu_desktop.workbook.intake.raw import Cell, RawSheet
from xcedu_desktop.workbook.intake.titles import is_title_line, new_lines, title_lines
from xcedu_desktop.workbook.intake.totals import Sums, number_in

_KINDS_OF_LINE = frozenset(["meal", "what"])
"""Columns that say what a line counts: a 合计 is of the lines of its kind."""
_TITLE_ROWS = 6
"""A title with its lines of 填报单位 and 单位 is no deeper."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A line of the grid. `number` is 1-based; `cells` by key (class, 登记人数), `days` by 0-based column."""

    number: int
    cells: dict[str, Cell]
    days: dict[int, Cell]


@dataclass(slots=True)
class MonthGrid:
    """A month grid on a sheet. `year`, `month` and `meal` are None where neither title nor name says them.

    `header_rows`, `columns` and `day_columns` are 0-based; a day without a cell in a row is blank, not zero.
    """

    sheet: str
    header_rows: tuple[int, int]
    columns: dict[int, str]
    source_headers: dict[int, str]
    day_columns: dict[int, DayColumn]
    title_text: str
    year: int | None
    month: int | None
    meal: str | None
    rows: list[GridRow] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    totals: list[TotalMismatch] = field(default_factory=list)
    hidden_rows_read: int = 0
    epoch1904: bool = False
    two_months: tuple[str, str] | None = None
    two_meals: tuple[str, str] | None = None
    """What title and sheet name say where they contradict each other: then neither is taken."""
    falls: tuple[DayColumn, DayColumn] | None = None
    """Two of the days, the second earlier than the first, of which nobody can tell the month."""


def find_month_grid(sheet: RawSheet, columns: Sequence[IntakeColumn]) -> MonthGrid | None:
    """The sheet's first month grid; None where it has none."""
    grids = find_month_grids(sheet, columns)
    return grids[0] if grids else None


def find_month_grids(sheet: RawSheet, columns: Sequence[IntakeColumn]) -> list[MonthGrid]:
    """The month grids one below another (午餐 above, 晚餐 below) or side by side. `columns` are those beside the days."""
    vocabulary = Vocabulary(columns)
    return [grid for part in cut_apart(sheet, vocabulary) for grid in _one_below_another(part, vocabulary)]


def _one_below_another(sheet: RawSheet, vocabulary: Vocabulary) -> list[MonthGrid]:
    merges = MergeMap(sheet)
    headers: list[MonthHeader] = []
    start = 0
    while True:
        found = find_month_header(
            sheet, merges, vocabulary, range(start, min(start + SCAN_ROWS, len(sheet.rows)))
        )
        if found is None:
            break
        headers.append(found)
        start = found.last + 1
    grids: list[MonthGrid] = []
    for index, header in enumerate(headers):
        above = headers[index - 1].last + 1 if index else 0
        end = headers[index + 1].first if index + 1 < len(headers) else len(sheet.rows)
        top = _title_top(sheet, header, above)
        lines = title_lines(sheet, merges, range(top, header.first), 0, sheet.width)
        again = bool(grids) and not new_lines(lines, grids[-1].title_text)
        if again and (header.days, header.columns) == (grids[-1].day_columns, grids[-1].columns):
            # The header again, for the next printed page.
            grid = grids[-1]
        else:
            # The second half of the month below the first goes by the title above both.
            grid = _new_grid(sheet, header, grids[-1].title_text if again else "\n".join(lines))
            grids.append(grid)
        if index + 1 < len(headers):
            end = _title_top(sheet, headers[index + 1], header.last + 1)
        _read_rows(sheet, merges, vocabulary, header, grid, end)
    for grid in grids:
        grid.notes.extend(mismatch.message for mismatch in grid.totals)
        hidden = [
            f"{day.day}日{day.label}"
            for column, day in grid.day_columns.items()
            if column in sheet.hidden_columns
        ] + [
            grid.source_headers.get(column) or "班级"
            for column in grid.columns
            if column in sheet.hidden_columns
        ]
        if hidden:
            grid.notes.append(f"隐藏的 {len(hidden)} 列照读：{'、'.join(hidden)}。")
        if grid.hidden_rows_read:
            grid.notes.append(f"隐藏的 {grid.hidden_rows_read} 行照读。")
    return grids


def _title_top(sheet: RawSheet, header: MonthHeader, above: int) -> int:
    """The first of the title rows above a header: up to the sheet's top, or to the rows of the grid above.

    A signature under the rows above is theirs; a line 填报单位 below a title belongs to the title.
    """
    if above == 0:
        return 0
    row = header.first
    while row > above and header.first - row < _TITLE_ROWS and _may_be_title(sheet, row - 1):
        row -= 1
    while row < header.first and _is_footer(sheet, row):
        row += 1
    return row


def _may_be_title(sheet: RawSheet, row: int) -> bool:
    cells = [cell for cell in sheet.rows[row] if not cell.blank]
    texts = kinds.folded_texts(dict(enumerate(sheet.rows[row])))
    return not cells or (
        is_title_line(sheet, row, 0, sheet.width)
        and not any(kinds.total_kind(text) for text in texts.values())
    )


def _is_footer(sheet: RawSheet, row: int) -> bool:
    cells = {column: cell for column, cell in enumerate(sheet.rows[row]) if not cell.blank}
    return not cells or kinds.is_footer(kinds.folded_texts(cells), cells, frozenset())


def _new_grid(sheet: RawSheet, header: MonthHeader, title: str) -> MonthGrid:
    dates = [day.on for day in header.days.values() if day.on is not None]
    year, month = (dates[0].year, dates[0].month) if dates else (None, None)
    if not dates:
        month = next((day.month for day in header.days.values() if day.month is not None), None)
    own_month = month is not None
    for text in (title, sheet.name):
        said_year, said_month = month_in(text)
        if month is None:
            year, month = said_year, said_month
        elif year is None and said_year is not None and said_month in (None, month):
            year = said_year
    return MonthGrid(
        sheet=sheet.name,
        header_rows=(header.first, header.last),
        columns=header.columns,
        source_headers=header.headers,
        day_columns=header.days,
        title_text=title,
        year=year,
        month=month,
        meal=meal_in(title) or meal_in(sheet.name),
        two_months=None if own_month else two_months(title, sheet.name),
        two_meals=two_meals(title, sheet.name),
        epoch1904=sheet.epoch1904,
        falls=header.falls,
    )


def _read_rows(
    sheet: RawSheet, merges: MergeMap, vocabulary: Vocabulary, header: MonthHeader, grid: MonthGrid, end: int
) -> None:
    needed = frozenset(column for column, key in header.columns.items() if key in vocabulary.required)
    needed_keys = vocabulary.required
    wanted = header.columns.keys() | header.days.keys()
    titles = {column: f"{day.day}日{day.label}" for column, day in header.days.items()}
    by_kind: dict[str, Sums] = {}
    tells = [column for column, key in header.columns.items() if key in _KINDS_OF_LINE]
    edge = [column for column, text in header.headers.items() if kinds.total_kind(text) == kinds.TOTAL]
    for row in range(header.last + 1, end):
        cells = {column: cell for column, cell in enumerate(sheet.rows[row]) if not cell.blank}
        if not cells:
            continue
        beside = {
            column: cell
            for column in header.columns
            if (cell := cells.get(column) or _from_merge(sheet, merges, header, row, column)) is not None
        }
        named = {column: beside[column] for column in needed if column in beside}
        reason = _reason(cells, named, wanted, row - header.last)
        kind = "".join(fold(beside[column].text) for column in tells if column in beside)
        if reason is not None:
            grid.skipped.append(SkippedRow(row + 1, reason))
            if reason == kinds.TOTAL and kind in by_kind:
                grid.totals.extend(by_kind[kind].compare(row + 1, cells))
            continue
        if kind not in by_kind:
            by_kind[kind] = Sums({column: str(column) for column in header.days}, titles)
        by_kind[kind].add(cells)
        grid.rows.append(_row(sheet, merges, header, row, cells, beside, needed_keys))
        grid.hidden_rows_read += row in sheet.hidden_rows
        if len(edge) == 1:
            grid.totals.extend(_edge(row, edge[0], header, cells))


def _reason(cells: dict[int, Cell], named: dict[int, Cell], wanted: set[int], below: int) -> str | None:
    """Why a row is no line of the grid; None for a line. `named` are the cells of the needed columns, merged ones too: a
    合计 over 午餐 and 晚餐 is the name of both lines."""
    texts, names = kinds.folded_texts(cells), kinds.folded_texts(named)
    if texts and kinds.is_sample(texts):
        return kinds.SAMPLE
    if below <= kinds.NEAR_HEADER and (kinds.is_codes(cells, texts) or kinds.is_instruction(cells, texts)):
        return kinds.CODES if kinds.is_codes(cells, texts) else kinds.INSTRUCTION
    for text in (texts.get(min(texts, default=-1), ""), *names.values()):
        total = kinds.total_kind(text)
        if total:
            return total
    if kinds.is_footer(texts, cells, frozenset(named)):
        return kinds.FOOTER
    if not cells.keys() & wanted:
        return kinds.SERIAL_ONLY if not texts else kinds.REMARK
    if len(cells) == 1 and texts and max(map(len, texts.values())) > 20:
        return kinds.REMARK
    return None


def _row(
    sheet: RawSheet,
    merges: MergeMap,
    header: MonthHeader,
    row: int,
    cells: dict[int, Cell],
    beside: dict[int, Cell],
    needed: frozenset[str],
) -> GridRow:
    own = {header.columns[column]: cell for column, cell in beside.items() if not cell.blank}
    if not any(key in own for key in needed):
        # A line that is no class (教师) often stands in the 序号 column.
        label = next(
            (
                cell
                for at, cell in sorted(cells.items())
                if at < min(header.days) and isinstance(cell.value, str) and at not in header.columns
            ),
            None,
        )
        own |= dict.fromkeys(needed, label) if label is not None and len(needed) == 1 else {}
    days: dict[int, Cell] = {}
    for column in header.days:
        cell = cells.get(column)
        if cell is None:
            # A word over several days (国庆放假) holds for each; a number merged over days is no count of each.
            merged = _from_merge(sheet, merges, header, row, column)
            cell = merged if merged is not None and isinstance(merged.value, str) else None
        if cell is not None and not cell.blank:
            days[column] = cell
    return GridRow(row + 1, own, days)


def _from_merge(sheet: RawSheet, merges: MergeMap, header: MonthHeader, row: int, column: int) -> Cell | None:
    merge = merges.at(row, column)
    if merge is None or merge[0] <= header.last:
        return None
    return sheet.cell(merge[0], merge[1])


def _edge(row: int, column: int, header: MonthHeader, cells: dict[int, Cell]) -> list[TotalMismatch]:
    """The 合计 at the end of a line, where it is not the sum of the line's days."""
    stated = number_in(cells[column]) if column in cells else None
    counts = [number for day in header.days if day in cells and (number := number_in(cells[day])) is not None]
    if stated is None or not counts or abs(stated - sum(counts)) < 0.005:
        return []
    return [TotalMismatch(row + 1, column, "", "全月", stated, sum(counts), across=True)]
