"""What every printed sheet has around its table: title, unit line, signatures, paper, footer, repeated titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from xcedu_desktop.workbook.marks import BLANK_SIGNATURE, OWN
from xcedu_desktop.workbook.plan import Book
from xcedu_desktop.workbook.style import LANDSCAPE, PORTRAIT, Styles, height_of, text_units

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
    if groups_of(span, texts):
        _spread(sheet, styles, span, row, texts)
        return row + 1
    _spread(sheet, styles, span, row, texts[:3])
    _spread(sheet, styles, span, row + 1, texts[3:])
    return row + 2


def _spread(sheet: Worksheet, styles: Styles, span: Span, row: int, texts: Sequence[str]) -> None:
    """Texts side by side over the table: the first left, the last right; one under the other where they do not fit."""
    sheet.write_string(row, 0, OWN)
    groups = groups_of(span, texts)
    if not groups:
        merged(sheet, row, span.first, span.last, "\n".join(texts), styles.get(align="left", text_wrap=True))
        sheet.set_row(row, height_of(len(texts), least=24.0))
        return
    for index, ((first, last), text) in enumerate(zip(groups, texts, strict=True)):
        align = "left" if index == 0 else "right" if index == len(texts) - 1 else "center"
        merged(sheet, row, first, last, text, styles.line(align))
    sheet.set_row(row, 24.0)


def groups_of(span: Span, texts: Sequence[str]) -> list[tuple[int, int]]:
    """The columns that each text takes, as even as they come; empty where the texts do not fit side by side."""
    needs = [text_units(text) + 1.5 for text in texts]
    columns = range(span.first, span.last + 1)
    edges = [0.0]
    for column in columns:
        edges.append(edges[-1] + span.widths.get(column, 8.43))
    spare = (edges[-1] - sum(needs)) / len(needs)
    if spare < 0 or len(columns) < len(needs):
        return []
    # best[e]: the least unevenness of the texts so far over the first e columns, and where each of them ends.
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    ideal = 0.0
    for need in needs:
        ideal += need + spare
        step: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, ends) in best.items():
            for end in range(start + 1, len(edges)):
                if edges[end] - edges[start] < need:
                    continue
                found = (cost + (edges[end] - ideal) ** 2, [*ends, end])
                if end not in step or found < step[end]:
                    step[end] = found
        best = step
    if len(edges) - 1 not in best:
        return []
    ends = best[len(edges) - 1][1]
    starts = [0, *ends[:-1]]
    return [(span.first + start, span.first + end - 1) for start, end in zip(starts, ends, strict=True)]


def page_width(landscape: bool) -> float:
    """The column widths that fill a page."""
    return LANDSCAPE if landscape else PORTRAIT
