"""A list sheet: a row a line, 序号 first, 合计 last."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.workbook.cells import to_cell
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
from xcedu_desktop.workbook.plan import Book, Sheet
from xcedu_desktop.workbook.style import (
    MOST_LINES,
    OFF_THE_LINE,
    PORTRAIT,
    Styles,
    cell_shape,
    height_of,
    lines_in,
    number_format,
    text_units,
)

_HEADER = 3
_MOST_PORTRAIT = 8
_WIDEST, _WIDEST_EVER = 46.0, 150.0
"""Of a column of texts as a rule; and of one whose texts would fill more than the highest row."""


def write_list(sheet: Worksheet, styles: Styles, book: Book, plan: Sheet) -> None:
    """Draw a list. Hidden: row 0 with the column keys, column A with the row ids, then the hidden columns."""
    hidden = [(key, field) for key, field in plan.fields.items() if field.hidden]
    shown = [(key, field) for key, field in plan.fields.items() if not field.hidden]
    number = 1 + len(hidden)  # the column of 序号
    columns = {key: 1 + index for index, (key, _) in enumerate(hidden)}
    columns.update({key: number + 1 + index for index, (key, _) in enumerate(shown)})
    note = number + 1 + len(shown) if _has_note(plan) else None
    last = note if note is not None else number + len(shown)
    wide = sum(field.width for _, field in shown) > PORTRAIT
    landscape = wide or last - number + 1 > _MOST_PORTRAIT
    widths = _widths(plan, shown, number, note, page_width(landscape))
    span = Span(number, last, widths)

    sheet.set_column(0, 0, 10, None, {"hidden": True})
    for index, _ in enumerate(hidden):
        sheet.set_column(1 + index, 1 + index, 10, None, {"hidden": True})
    for column, width in widths.items():
        sheet.set_column(column, column, width)
    _write_keys(sheet, plan, columns, number, note)
    write_title(sheet, styles, span, 1, plan.heading)
    write_unit_line(sheet, styles, span, 2, book, plan.unit)
    _write_header(sheet, styles, shown, number, note, widths)
    first = _HEADER + 1
    after = _write_rows(sheet, styles, plan, columns, number, note, widths)
    if plan.rows:
        after = _write_totals(sheet, styles, plan, shown, number, last, first, after)
    write_signatures(sheet, styles, span, after, book)
    sheet.freeze_panes(_HEADER + 1, number + 1)
    sheet.repeat_rows(0, _HEADER)
    set_paper(sheet, landscape=landscape)


def _has_note(plan: Sheet) -> bool:
    """备注 is for the pen; where the table has one of its own, or is for the most part text, there is none."""
    shown = [field for field in plan.fields.values() if not field.hidden]
    return len(shown) + 2 <= _MOST_PORTRAIT and sum(field.width for field in shown) <= 80


def _widths(
    plan: Sheet, shown: list[tuple[str, Field]], number: int, note: int | None, page: float
) -> dict[int, float]:
    """Widths that show every value, long texts wrapped; what the page has left goes to all but 序号."""
    widths = {}
    for index, (key, field) in enumerate(shown):
        texts = [_shown_text(field, row.values.get(key)) for row in plan.rows]
        longest = max((text_units(text) for text in texts), default=0.0)
        if field.numeric:
            longest = max(longest, text_units(_shown_text(field, _sum(plan, key))) if field.total else 0.0)
        else:
            longest = min(longest, max(_WIDEST, float(field.width)))
        header = text_units(header_text(field.title))
        room = 2.6 if field.numeric else 1.6  # a number stands off the line
        widths[number + 1 + index] = max(float(field.width), longest + room, header + 1.6)
    if note is not None:
        widths[note] = 12.0
    digits = 6.0
    left = page - digits - sum(widths.values())
    if left > 0:
        factor = 1 + left / sum(widths.values())
        widths = {column: width * factor for column, width in widths.items()}
    elif left < 0:
        # Too wide for the page at full size: long texts give way, down to the width they are declared with, and wrap.
        wrapped = {
            number + 1 + n: field for n, (_, field) in enumerate(shown) if cell_shape(field).get("text_wrap")
        }
        slack = {column: max(widths[column] - max(field.width, 8), 0.0) for column, field in wrapped.items()}
        share = min(1.0, -left / sum(slack.values())) if sum(slack.values()) else 0.0
        widths.update({column: widths[column] - share * slack[column] for column in slack})
    for index, (key, field) in enumerate(shown):
        if not field.numeric:
            column = number + 1 + index
            widths[column] = _held(
                [_shown_text(field, row.values.get(key)) for row in plan.rows], widths[column]
            )
    return {number: digits, **{column: round(width, 2) for column, width in widths.items()}}


def _held(texts: list[str], width: float) -> float:
    """A width at least this in which no text takes more lines than a row can show, so that the print cuts nothing off."""
    for text in texts:
        while lines_in(text, width) > MOST_LINES and width < _WIDEST_EVER:
            width = min(width * 1.1, _WIDEST_EVER)
    return width


def header_text(title: str) -> str:
    """A long header in two lines: before its bracket, else in the middle."""
    if "（" in title[1:]:
        return title.replace("（", "\n（", 1)
    if len(title) <= 5:
        return title
    middle = (len(title) + 1) // 2
    return f"{title[:middle]}\n{title[middle:]}"


def _shown_text(field: Field, value: Any) -> str:
    """The value as its number format shows it."""
    cell = to_cell(field, value)
    if cell is None:
        return ""
    if field.kind is Kind.MONEY and isinstance(cell, int | float):
        return f"{cell:,.2f}"
    if field.kind is Kind.INTEGER:
        return f"{cell:,}"
    return str(cell)


def _write_keys(
    sheet: Worksheet, plan: Sheet, columns: dict[str, int], number: int, note: int | None
) -> None:
    sheet.set_row(0, 12, None, {"hidden": True})
    sheet.write_string(0, 0, table_mark(plan.table, plan.split))
    sheet.write_string(0, number, OWN)
    for key, column in columns.items():
        sheet.write_string(0, column, key)
    if note is not None:
        sheet.write_string(0, note, OWN_NOTE)


def _write_header(
    sheet: Worksheet,
    styles: Styles,
    shown: list[tuple[str, Field]],
    number: int,
    note: int | None,
    widths: dict[int, float],
) -> None:
    sheet.write_string(_HEADER, 0, OWN)
    sheet.write_string(_HEADER, number, "序号", styles.header())
    lines = 1
    for index, (_, field) in enumerate(shown):
        column = number + 1 + index
        title = field.title
        if text_units(title) + 1.6 > widths[column]:
            title = header_text(title)
        sheet.write_string(_HEADER, column, title, styles.header())
        lines = max(lines, lines_in(title, widths[column]))
    if note is not None:
        sheet.write_string(_HEADER, note, "备注", styles.header())
    sheet.set_row(_HEADER, height_of(lines, least=26.0))


def _write_rows(
    sheet: Worksheet,
    styles: Styles,
    plan: Sheet,
    columns: dict[str, int],
    number: int,
    note: int | None,
    widths: dict[int, float],
) -> int:
    at = _HEADER + 1
    formats = {key: styles.of(field) for key, field in plan.fields.items()}
    centred, blank = styles.body(align="center"), styles.body()
    for order, row in enumerate(plan.rows, start=1):
        sheet.write_string(at, 0, row.id)
        sheet.write_number(at, number, order, centred)
        lines = 1
        for key, field in plan.fields.items():
            column = columns[key]
            cell = to_cell(field, row.values.get(key))
            write_cell(sheet, at, column, cell, formats[key])
            if isinstance(cell, str) and not field.hidden:
                lines = max(lines, lines_in(cell, widths[column]))
        if note is not None:
            sheet.write_blank(at, note, None, blank)
        sheet.set_row(at, height_of(lines))
        at += 1
    if not plan.rows:
        last = note if note is not None else max(columns.values())
        sheet.write_string(at, 0, OWN)
        merged(sheet, at, number, last, "无", centred)
        sheet.set_row(at, height_of(1))
        at += 1
    if plan.rows:
        sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(at, max(columns.values()))}"})
    return at


def _write_totals(
    sheet: Worksheet,
    styles: Styles,
    plan: Sheet,
    shown: list[tuple[str, Field]],
    number: int,
    last: int,
    first: int,
    at: int,
) -> int:
    """The 合计 row, where the table has anything to add up. Gives the next row."""
    summed = [index for index, (_, field) in enumerate(shown) if field.total]
    if not summed:
        return at
    sheet.write_string(at, 0, OWN)
    merged(sheet, at, number, number + summed[0], "合计", styles.body(bold=True, align="center"))
    for column in range(number + 1 + summed[0], last + 1):
        sheet.write_blank(at, column, None, styles.body(bold=True))
    for index in summed:
        key, field = shown[index]
        column = number + 1 + index
        style = styles.of(field, bold=True, num_format=number_format(field, grouped=True) + OFF_THE_LINE)
        span = f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(at - 1, column)}"
        write_sum(sheet, at, column, span, style, to_cell(field, _sum(plan, key)))
    sheet.set_row(at, height_of(1))
    return at + 1


def _sum(plan: Sheet, key: str) -> int | None:
    """The column's sum; None where every row of it is blank."""
    return sum_of(row.values.get(key) for row in plan.rows)


def write_cell(sheet: Worksheet, row: int, column: int, cell: object, style: object) -> None:
    """Write by the value's own type, so that nothing typed by a person can become a formula or a link."""
    if cell is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell, style)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell, style)
    else:
        sheet.write_datetime(row, column, cell, style)
