"""A month grid: a line a class, a column a day, closed days narrow and grey; copies beside the name, sums at the edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from xcedu_desktop.periods import WEEKDAYS
from xcedu_desktop.workbook.cells import CLOSED_MARK
from xcedu_desktop.workbook.marks import OWN, OWN_NOTE, table_mark
from xcedu_desktop.workbook.page import (
    Span,
    merged,
    page_width,
    set_paper,
    sum_of,
    write_signatures,
    write_sum,
    write_title,
    write_unit_line,
)
from xcedu_desktop.workbook.plan import Book, Grid, Sheet
from xcedu_desktop.workbook.style import GREY, Styles, height_of, text_units

_TOP = 3
_FIRST = _TOP + 3
_NUMBER, _NAME = 1, 2


@dataclass(frozen=True)
class _Frame:
    """Where the columns of a grid lie, and the values by line and day."""

    grid: Grid
    values: Mapping[tuple[str, date], int]
    lines: Mapping[str, str]

    @property
    def day0(self) -> int:
        return _NAME + 1 + len(self.grid.beside_titles)

    @property
    def sum_column(self) -> int | None:
        return self.day0 + len(self.grid.days) if self.grid.sum_days else None

    @property
    def note(self) -> int:
        return self.day0 + len(self.grid.days) + (1 if self.grid.sum_days else 0)

    def on(self, day: date) -> list[int]:
        return [self.values[line, day] for line in self.lines if (line, day) in self.values]

    def of(self, line: str) -> list[int]:
        return [self.values[line, day] for day in self.grid.days if (line, day) in self.values]

    def beside(self, index: int) -> list[int]:
        """The copies of one column beside the names, as far as their lines are drawn."""
        copies = [v[index] for k, v in (self.grid.beside or {}).items() if k in self.lines and index < len(v)]
        return [copy for copy in copies if copy is not None]

    def is_shut(self, day: date) -> bool:
        """A closed day without any value: narrow, with the mark."""
        return day not in self.grid.open_days and not self.on(day)


def write_grid(sheet: Worksheet, styles: Styles, book: Book, plan: Sheet) -> None:
    """Draw a grid. Hidden: row 0 with the days as ISO keys, column A with the ids of the lines."""
    grid = plan.grid
    assert grid is not None
    values = {
        (row.values[grid.line], row.values[grid.day]): row.values[grid.value]
        for row in plan.rows
        if grid.value in row.values
    }
    # A line that nobody named is drawn all the same: its values must not be lost.
    lines = dict(grid.lines)
    for line, _ in values:
        lines.setdefault(line, "（其他）")
    frame = _Frame(grid, values, lines)
    widths = _widths(frame)
    span = Span(_NUMBER, frame.note, widths)
    sheet.set_column(0, 0, 10, None, {"hidden": True})
    for column, width in widths.items():
        sheet.set_column(column, column, width)
    _write_keys(sheet, plan, frame)
    write_title(sheet, styles, span, 1, plan.heading)
    write_unit_line(sheet, styles, span, 2, book, plan.unit)
    _write_header(sheet, styles, frame)
    after = _write_lines(sheet, styles, frame)
    if frame.lines:
        after = _write_sums(sheet, styles, frame, after)
    write_signatures(sheet, styles, span, after, book)
    sheet.freeze_panes(_FIRST, _NAME + 1)
    sheet.repeat_rows(0, _FIRST - 1)
    set_paper(sheet, landscape=True)


def _widths(frame: _Frame) -> dict[int, float]:
    grid = frame.grid
    names = max((text_units(name) for name in frame.lines.values()), default=0.0)
    widths = {_NUMBER: 4.6, _NAME: max(8.0, min(names + 1.2, 24.0))}
    for index, title in enumerate(grid.beside_titles):
        column = _NAME + 1 + index
        widths[column] = max(text_units(_in_two(title)) + 1.2, _digits(sum(frame.beside(index))) + 1.2)
    for index, day in enumerate(grid.days):
        widths[frame.day0 + index] = 2.8 if frame.is_shut(day) else max(3.6, _digits(sum(frame.on(day))))
    if frame.sum_column is not None:
        widths[frame.sum_column] = max(7.0, _digits(sum(frame.values.values())) + 1.6)
    widths[frame.note] = 7.0
    left = page_width(True) - sum(widths.values())
    if left > 0:
        for column in (_NAME, frame.note):
            widths[column] += left / 2
    return {column: round(width, 2) for column, width in widths.items()}


def _digits(number: int) -> float:
    """The width of a column that shows this number in bold: as narrow as can be, so that the page shrinks little."""
    return len(str(number)) * 1.2 + 0.8


def _in_two(title: str) -> str:
    """A title in two lines, broken in the middle."""
    middle = (len(title) + 1) // 2
    return f"{title[:middle]}\n{title[middle:]}"


def _write_keys(sheet: Worksheet, plan: Sheet, frame: _Frame) -> None:
    sheet.set_row(0, 12, None, {"hidden": True})
    sheet.write_string(0, 0, table_mark(plan.table, plan.split))
    for column in range(_NUMBER, frame.note):
        sheet.write_string(0, column, OWN)
    for index, day in enumerate(frame.grid.days):
        sheet.write_string(0, frame.day0 + index, day.isoformat())
    sheet.write_string(0, frame.note, OWN_NOTE)


def _write_header(sheet: Worksheet, styles: Styles, frame: _Frame) -> None:
    """Spanner, days, weekdays; the other titles reach over all three."""
    head, grid = styles.header(), frame.grid
    for row in range(_TOP, _FIRST):
        sheet.write_string(row, 0, OWN)
        sheet.set_row(row, 21)
    titles = {_NUMBER: "序号", _NAME: "班级", frame.note: "备注"}
    titles.update({_NAME + 1 + index: _in_two(title) for index, title in enumerate(grid.beside_titles)})
    if frame.sum_column is not None:
        titles[frame.sum_column] = "合计"
    for column, title in titles.items():
        sheet.merge_range(_TOP, column, _FIRST - 1, column, "", head)
        sheet.write_string(_TOP, column, title, head)
    merged(sheet, _TOP, frame.day0, frame.day0 + len(grid.days) - 1, grid.spanner, head)
    for index, day in enumerate(grid.days):
        column = frame.day0 + index
        said = {"font_color": GREY} if day not in grid.open_days else {}
        sheet.write_number(_TOP + 1, column, day.day, styles.header(**said))
        sheet.write_string(_TOP + 2, column, WEEKDAYS[day.weekday()], styles.body(align="center", **said))


def _write_lines(sheet: Worksheet, styles: Styles, frame: _Frame) -> int:
    grid, at = frame.grid, _FIRST
    number, name, figure = styles.body(align="center"), styles.body(align="left"), styles.body(align="right")
    shut = styles.body(align="center", font_color=GREY)
    total = styles.body(align="right", num_format="#,##0")
    for order, (line, label) in enumerate(frame.lines.items(), start=1):
        sheet.write_string(at, 0, line)
        sheet.write_number(at, _NUMBER, order, number)
        sheet.write_string(at, _NAME, label, name)
        beside = (grid.beside or {}).get(line, ())
        for index in range(len(grid.beside_titles)):
            copy = beside[index] if index < len(beside) else None
            if copy is None:
                sheet.write_blank(at, _NAME + 1 + index, None, figure)
            else:
                sheet.write_number(at, _NAME + 1 + index, copy, figure)
        for index, day in enumerate(grid.days):
            value = frame.values.get((line, day))
            if value is not None:
                sheet.write_number(at, frame.day0 + index, value, figure)
            elif day in grid.open_days:
                sheet.write_blank(at, frame.day0 + index, None, figure)
            else:
                sheet.write_string(at, frame.day0 + index, CLOSED_MARK, shut)
        if frame.sum_column is not None:
            days = f"{xl_rowcol_to_cell(at, frame.day0)}:{xl_rowcol_to_cell(at, frame.sum_column - 1)}"
            write_sum(sheet, at, frame.sum_column, days, total, sum_of(frame.of(line)))
        sheet.write_blank(at, frame.note, None, name)
        sheet.set_row(at, height_of(1))
        at += 1
    if not frame.lines:
        sheet.write_string(at, 0, OWN)
        merged(sheet, at, _NUMBER, frame.note, "无", number)
        at += 1
    return at


def _write_sums(sheet: Worksheet, styles: Styles, frame: _Frame, at: int) -> int:
    """The 合计 row. Gives the next row."""
    grid = frame.grid
    bold = styles.body(bold=True, align="right")
    grouped = styles.body(bold=True, align="right", num_format="#,##0")
    shut = styles.body(align="center", font_color=GREY)
    sheet.write_string(at, 0, OWN)
    merged(sheet, at, _NUMBER, _NAME, "合计", styles.body(bold=True, align="center"))
    sums: dict[int, list[int]] = {}
    for index in range(len(grid.beside_titles)):
        sums[_NAME + 1 + index] = frame.beside(index)
    for index, day in enumerate(grid.days):
        if frame.is_shut(day):
            sheet.write_string(at, frame.day0 + index, CLOSED_MARK, shut)
        else:
            sums[frame.day0 + index] = frame.on(day)
    if frame.sum_column is not None:
        sums[frame.sum_column] = list(frame.values.values())
    for column, found in sums.items():
        rows = f"{xl_rowcol_to_cell(_FIRST, column)}:{xl_rowcol_to_cell(at - 1, column)}"
        write_sum(sheet, at, column, rows, grouped if column == frame.sum_column else bold, sum_of(found))
    sheet.write_blank(at, frame.note, None, bold)
    sheet.set_row(at, height_of(1))
    return at + 1
