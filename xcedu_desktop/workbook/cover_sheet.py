"""The cover (封面): the school's facts, one figure a row with its measure, signatures and the check code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from xcedu_desktop.workbook.canonical import canonical_text
from xcedu_desktop.workbook.cells import cut, to_cell
from xcedu_desktop.workbook.list_sheet import write_cell
from xcedu_desktop.workbook.marks import BLANK_SIGNATURE, OWN, facts_mark, table_mark
from xcedu_desktop.workbook.page import merged, set_paper
from xcedu_desktop.workbook.plan import COVER_TABLE, Book, Row, field_in_row
from xcedu_desktop.workbook.style import Styles, height_of, lines_in

TITLE = "薛城区中小学课后服务、配餐、取暖情况月报表"
_KEY, _ITEM, _ITEM_END, _NUMBER, _MEASURE = 1, 2, 3, 4, 5
_WIDTHS = {_ITEM: 20.0, _ITEM_END: 20.0, _NUMBER: 30.0, _MEASURE: 22.0}
_Place = tuple[str, int, int, str]
"""Key of a fact, first and last column of its cell, alignment."""
_TOP: tuple[tuple[_Place, ...], ...] = (
    (("name", _ITEM, _NUMBER, "left"), ("code", _MEASURE, _MEASURE, "right")),
    (
        ("stage", _ITEM, _ITEM, "left"),
        ("township", _ITEM_END, _ITEM_END, "left"),
        ("reference_day", _NUMBER, _MEASURE, "right"),
    ),
)
_REASON: tuple[_Place, ...] = (("reason", _ITEM, _MEASURE, "left"),)
_BOTTOM: tuple[tuple[_Place, ...], ...] = (
    (
        ("head", _ITEM, _ITEM_END, "left"),
        ("principal", _NUMBER, _NUMBER, "center"),
        ("clerk", _MEASURE, _MEASURE, "right"),
    ),
    (("phone", _ITEM, _ITEM_END, "left"), ("date", _NUMBER, _NUMBER, "center")),
)


def write_cover(sheet: Worksheet, styles: Styles, book: Book, check_code: str) -> None:
    """Draw the cover. A row of facts says their ids in column A, in the order of its cells."""
    sheet.set_column(0, _KEY, 10, None, {"hidden": True})
    for column, width in _WIDTHS.items():
        sheet.set_column(column, column, width)
    sheet.set_row(0, 12, None, {"hidden": True})
    keys = {
        0: table_mark(COVER_TABLE, ""),
        _KEY: "key",
        _ITEM: "title",
        _ITEM_END: OWN,
        _NUMBER: "amount",
        _MEASURE: "unit",
    }
    for column, key in keys.items():
        sheet.write_string(0, column, key)
    sheet.write_string(1, 0, OWN)
    merged(sheet, 1, _ITEM, _MEASURE, TITLE, styles.title())
    sheet.set_row(1, 52)
    facts = {str(row.values.get("key")): row for row in book.facts.rows}
    at = 2
    if (period := facts.get("period")) is not None:
        sheet.write_string(at, 0, facts_mark([period.id]))
        style = styles.get(align="center", font_size=13)
        merged(sheet, at, _ITEM, _MEASURE, str(period.values.get("text", "")), style)
        sheet.set_row(at, 30)
        at += 1
    for places in _TOP:
        at = _write_facts(sheet, styles, facts, places, at)
    at = _write_figures(sheet, styles, book, at)
    sheet.set_row(at, 14)
    at += 1
    if "reason" in facts:
        at = _write_facts(sheet, styles, facts, _REASON, at)
    for places in _BOTTOM:
        at = _write_facts(sheet, styles, facts, places, at)
    sheet.write_string(at - 1, _MEASURE, f"校验码：{check_code}", styles.line("right"))
    set_paper(sheet, landscape=False)


def _said(row: Row) -> str:
    text = canonical_text(str(row.values.get("text") or "")) or BLANK_SIGNATURE
    return f"{row.values.get('title', '')}：{text}"


def _write_facts(
    sheet: Worksheet, styles: Styles, facts: Mapping[str, Row], places: Sequence[_Place], at: int
) -> int:
    """Facts side by side. Gives the next row."""
    drawn = [(facts[key], first, last, align) for key, first, last, align in places if key in facts]
    sheet.write_string(at, 0, facts_mark([row.id for row, *_ in drawn]))
    lines = 1
    for row, first, last, align in drawn:
        text = cut(_said(row))
        merged(sheet, at, first, last, text, styles.get(align=align, text_wrap=True))
        width = sum(_WIDTHS[column] for column in range(first, last + 1))
        lines = max(lines, lines_in(text, width + 1))
    sheet.set_row(at, height_of(lines, least=24.0))
    return at + 1


def _write_figures(sheet: Worksheet, styles: Styles, book: Book, at: int) -> int:
    sheet.write_string(at, 0, OWN)
    merged(sheet, at, _ITEM, _ITEM_END, "项目", styles.header())
    sheet.write_string(at, _NUMBER, "数量", styles.header())
    sheet.write_string(at, _MEASURE, "单位", styles.header())
    sheet.set_row(at, 27)
    at += 1
    fields = book.figures.fields
    for row in book.figures.rows:
        sheet.write_string(at, 0, row.id)
        sheet.write_string(at, _KEY, str(row.values.get("key", "")))
        merged(sheet, at, _ITEM, _ITEM_END, str(row.values.get("title", "")), styles.body(indent=1))
        amount = field_in_row(COVER_TABLE, "amount", fields["amount"], row.values)
        number_format = "#,##0.00" if amount.stored_scale else "#,##0"
        style = styles.body(align="right", num_format=number_format, indent=1)
        write_cell(sheet, at, _NUMBER, to_cell(amount, row.values.get("amount")), style)
        sheet.write_string(at, _MEASURE, str(row.values.get("unit", "")), styles.body(indent=1))
        sheet.set_row(at, 25)
        at += 1
    return at
