"""What every printed sheet has around its table: title, unit line, signatures, paper, footer, repeated titles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from xcedu_desktop.workbook.cells import CellValue
from xcedu_desktop.workbook.marks import BLANK_SIGNATURE, OWN
from xcedu_desktop.workbook.plan import Book
from xcedu_desktop.workbook.style import LANDSCAPE, PORTRAIT, Styles, height_of, lines_in, text_units

_FOOTER = "&C&10第 &P 页　共 &N 页"


@dataclass(frozen=True)
class Span:
    """The visible columns of a sheet: first, last, and the width of each by column number."""

    first: int
    last: int
    widths: dict[int, float]

    def width(self, first: int, last: int) -> float:
        return sum(self.widths.get(column, 8.43) for column in range(first, last + 1))


def merged(sheet: Worksheet, row: int, first: int, last: int, text: str, style: object) -> None:
    """Text over columns `first` to `last` of a row; typed text stays text."""
    if last > first:
        sheet.merge_range(row, first, row, last, "", style)
    sheet.write_string(row, first, text, style)


_NO_SUM = "\u3000"
"""Looks blank; an empty text beside a formula reads as a formula that nobody has computed."""


def sum_of(values: Iterable[int | None]) -> int | None:
    """The sum of what is filled in; None where nothing is, since nobody said zero."""
    found = [value for value in values if value is not None]
    return sum(found) if found else None


def write_sum(sheet: Worksheet, row: int, column: int, span: str, style: object, value: CellValue) -> None:
    """A sum with its value (sum_of) beside the formula; None looks blank, and a number typed below it shows up."""
    if value is not None:
        sheet.write_formula(row, column, f"=SUM({span})", style, value)
    else:
        sheet.write_formula(row, column, f'=IF(COUNT({span})=0,"{_NO_SUM}",SUM({span}))', style, _NO_SUM)


def set_paper(sheet: Worksheet, *, landscape: bool) -> None:
    """A4, one page wide, page x of y."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    sheet.set_margins(left=0.55, right=0.55, top=0.7, bottom=0.7)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(_FOOTER, {"margin": 0.35})
    sheet.hide_gridlines(2)


def write_title(sheet: Worksheet, styles: Styles, span: Span, row: int, heading: str) -> None:
    """The big title over the whole table."""
    sheet.write_string(row, 0, OWN)
    merged(sheet, row, span.first, span.last, heading, styles.title())
    lines = 1 if text_units(heading) * 1.7 <= span.width(span.first, span.last) else 2
    sheet.set_row(row, 34.0 * lines)


def write_unit_line(sheet: Worksheet, styles: Styles, span: Span, row: int, book: Book, unit: str) -> None:
    """填报单位（盖章） left, 填报月份 in the middle, 单位 right."""
    texts = [f"填报单位（盖章）：{book.fact('name')}", f"填报月份：{book.month.spoken}", f"单位：{unit}"]
    _spread(sheet, styles, span, row, texts)


def write_signatures(sheet: Worksheet, styles: Styles, span: Span, row: int, book: Book) -> int:
    """The last line: 单位负责人, 审核人, 填表人, 联系电话, 填报日期. Gives the first row after it."""
    texts = [
        f"单位负责人：{book.fact('head') or BLANK_SIGNATURE}",
        f"审核人：{book.fact('principal') or BLANK_SIGNATURE}",
        f"填表人：{book.fact('clerk')}",
        f"联系电话：{book.fact('phone')}",
        f"填报日期：{book.fact('date')}",
    ]
    if places_of(span, texts):
        _spread(sheet, styles, span, row, texts)
        return row + 1
    _spread(sheet, styles, span, row, texts[:3])
    _spread(sheet, styles, span, row + 1, texts[3:])
    return row + 2


def _spread(sheet: Worksheet, styles: Styles, span: Span, row: int, texts: Sequence[str]) -> None:
    """Texts side by side over the table, the first left, the last right; one under the other where they do not fit."""
    sheet.write_string(row, 0, OWN)
    places = places_of(span, texts)
    if not places and len(texts) > 2:
        # Few, wide columns: all but the last go into one cell, held apart by spaces.
        for spaces in range(_spaces(span, texts), 0, -1):
            joined = [("　" * spaces).join(texts[:-1]), texts[-1]]
            if places := places_of(span, joined):
                texts = joined
                break
    if not places:
        lines = _packed(texts, span.width(span.first, span.last))
        merged(sheet, row, span.first, span.last, "\n".join(lines), styles.get(align="left", text_wrap=True))
        needed = sum(lines_in(line, span.width(span.first, span.last)) for line in lines)
        sheet.set_row(row, height_of(needed, least=24.0))
        return
    for (column, align), text in zip(places, texts, strict=True):
        # Not merged: a text flows over the empty cells beside it, so that columns need not fit the texts.
        sheet.write_string(row, column, text, styles.line(align))
    sheet.set_row(row, 24.0)


def _packed(texts: Sequence[str], width: float) -> list[str]:
    """Texts in as few lines as they come to, some blanks between those of one line."""
    lines = [texts[0]]
    for text in texts[1:]:
        joined = f"{lines[-1]}　　{text}"
        if lines_in(joined, width) == 1:
            lines[-1] = joined
        else:
            lines.append(text)
    return lines


def _spaces(span: Span, texts: Sequence[str]) -> int:
    """How many full-width spaces (as wide as a character in every font) hold the texts evenly apart; 0: no room."""
    left = span.width(span.first, span.last) - 4.0 - sum(map(text_units, texts))
    return max(0, int(left / text_units("　") / max(len(texts) - 1, 1)))


def places_of(span: Span, texts: Sequence[str]) -> list[tuple[int, str]]:
    """Column and alignment of each text, as evenly apart as they come; empty where they do not fit side by side."""
    needs = [text_units(text) + 2.0 for text in texts]
    edges = [0.0]
    for column in range(span.first, span.last + 1):
        edges.append(edges[-1] + span.widths.get(column, 8.43))
    total, gap = edges[-1], (edges[-1] - sum(needs)) / max(len(needs) - 1, 1)
    if gap < 0 or len(edges) <= len(needs):
        return []
    places, reached = [(span.first, "left")], needs[0]
    ideal = needs[0] + gap
    for index, need in enumerate(needs[1:-1], start=1):
        latest = total - sum(needs[index:])
        starts = [
            (abs(start - ideal), start, column, align)
            for column in range(1, len(edges) - 2)
            for align, start in (
                ("left", edges[column]),
                ("center", (edges[column] + edges[column + 1] - need) / 2),
            )
            # A text is clipped at the next cell that holds one, on either side.
            if reached <= min(start, edges[column])
            and edges[places[-1][0] - span.first + 1] <= start <= latest
        ]
        if not starts:
            return []
        _, start, column, align = min(starts)
        places.append((span.first + column, align))
        reached = start + need
        ideal += need + gap
    last_free = edges[places[-1][0] - span.first + 1]
    return [*places, (span.last, "right")] if total - needs[-1] >= last_free and reached <= edges[-2] else []


def page_width(landscape: bool) -> float:
    """The column widths that fill a page."""
    return LANDSCAPE if landscape else PORTRAIT
