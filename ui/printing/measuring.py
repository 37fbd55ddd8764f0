"""How a printed sheet lies on its pages: the size of type, the columns' widths, the rows' heights, where pages end.

All lengths that come out are dots of the device; those written here are millimetres.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPagedPaintDevice, QTextLayout, QTextOption

from xcedu_desktop.printing import Align, PrintSheet

TITLE_FAMILIES = ["方正小标宋简体", "FZXiaoBiaoSong-B05S", "SimSun", "Noto Serif CJK SC", "Noto Sans CJK SC"]
BODY_FAMILIES = ["SimSun", "宋体", "FangSong", "Noto Serif CJK SC", "Noto Sans CJK SC"]
TITLE, SUBTITLE, LINE, BODY, SMALLEST = 18.0, 13.0, 11.0, 11.0, 6.5
"""Points: title, subtitle, the lines over and under, the table at best and at least."""
SMALLEST_LINE = 9.0
"""Points under which words over and under the table do not shrink: they go into a line more."""
LINE_HEIGHT, FOOT_HEIGHT, NUMBER_HEIGHT, AGAIN_HEIGHT = 7.0, 9.0, 6.0, 7.0
"""Of a line over the table, one under it, the page number, and the title where a page goes on with a table."""
TITLE_HEIGHT, SUBTITLE_HEIGHT, FOOT_GAP = 13.0, 8.0, 3.0
_PAD, _NARROW_PAD = 1.2, 0.6
"""Blank at both sides of a cell's words, mm, at full size of type; in a closed day's narrow column."""
_SLACK = 0.5
"""Room beyond what a text measures, mm: painted, it may come out a little wider than measured."""
_SHORT = 6
"""Characters of a word that is never broken."""
_LATIN, _LONGEST_LATIN = re.compile(r"[!-~]+"), 16
"""Model names and numbers within a text; longer ones may be broken."""
Lines = tuple[tuple[str, ...], ...]


@dataclass
class Measured:
    """A sheet measured for one device. `dot`: dots a millimetre. `head_lines`, `foot_lines`: as they are painted. `words`: the
    rows, one that is taller than a page in several. `pages`: the rows of each page."""

    dot: float
    area: QSizeF
    font: QFont
    head_lines: Lines
    foot_lines: Lines
    pads: list[float]
    widths: list[float]
    head: float
    words: list[tuple[str, ...]]
    rows: list[float]
    total: float
    pages: list[range]


def font_of(points: float, families: list[str], bold: bool = False) -> QFont:
    font = QFont()
    font.setFamilies(families)
    font.setPointSizeF(points)
    font.setBold(bold)
    return font


def measure(sheet: PrintSheet, device: QPagedPaintDevice, paper: QSizeF) -> Measured:
    """`paper`: what may be painted on, mm."""
    dot = device.logicalDpiX() / 25.4
    area = QSizeF(paper.width() * dot, paper.height() * dot)
    notes = (sheet.notes,) if sheet.notes else ()
    over, under = (
        tuple(part for line in lines for part in _fitting(line, device, area.width()))
        for lines in ((*sheet.head, *notes), sheet.foot)
    )
    points, widths = _fit(sheet, device, dot, area.width())
    font, bold = font_of(points, BODY_FAMILIES), font_of(points, BODY_FAMILIES, bold=True)
    metrics, thick = QFontMetricsF(font, device), QFontMetricsF(bold, device)
    pads = _pads(sheet, dot, points)
    inner = [width - 2 * pad for width, pad in zip(widths, pads, strict=True)]
    gap = 2 * _PAD * dot * points / BODY

    def tall(words: Sequence[str], used: QFontMetricsF, least: float) -> float:
        return max(
            [least * dot, *(_height(text, room, used) + gap for text, room in zip(words, inner, strict=True))]
        )

    head = tall([column.title for column in sheet.columns], thick, 8.0)
    total = tall(sheet.total, thick, 8.0) if sheet.total else 0.0
    top = (TITLE_HEIGHT + (SUBTITLE_HEIGHT if sheet.subtitle else 0.0) + len(over) * LINE_HEIGHT) * dot
    bottom = (FOOT_GAP + len(under) * FOOT_HEIGHT) * dot + total
    room = area.height() - head - NUMBER_HEIGHT * dot
    words: list[tuple[str, ...]] = []
    rows: list[float] = []
    highest = room - max(top, AGAIN_HEIGHT * dot) - bottom
    for row in sheet.rows:
        height = tall(row, metrics, sheet.row_height)
        pieces = [row] if height <= highest else _pieces(row, inner, font, device, highest - gap)
        words += pieces
        rows += [height] if len(pieces) == 1 else [tall(p, metrics, sheet.row_height) for p in pieces]
    pages = _break(rows, room, top, AGAIN_HEIGHT * dot, bottom)
    return Measured(dot, area, font, over, under, pads, widths, head, words, rows, total, pages)


def _fitting(parts: tuple[str, ...], device: QPagedPaintDevice, width: float) -> Lines:
    """A line's words in as few lines as hold them at a size that can be read; one that is longer than a line is wrapped."""
    font = font_of(SMALLEST_LINE, BODY_FAMILIES)
    metrics = QFontMetricsF(font, device)
    for number in range(1, len(parts) + 1):
        each = math.ceil(len(parts) / number)
        lines = tuple(parts[first : first + each] for first in range(0, len(parts), each))
        if all(line_width(line, metrics) <= width for line in lines):
            return lines
    return tuple((line,) for part in parts for line in _broken(part, width, font, device))


def line_width(parts: Sequence[str], metrics: QFontMetricsF) -> float:
    """Words side by side, each held apart from the next by a character at least."""
    apart = (len(parts) - 1) * metrics.horizontalAdvance("国")
    return sum(metrics.horizontalAdvance(part) for part in parts) + apart


def _pads(sheet: PrintSheet, dot: float, points: float) -> list[float]:
    return [(_NARROW_PAD if column.shaded else _PAD) * dot * points / BODY for column in sheet.columns]


def _fit(sheet: PrintSheet, device: QPagedPaintDevice, dot: float, room: float) -> tuple[float, list[float]]:
    """The largest type (points) in which no number and no short word is broken, and the columns' widths."""
    points = BODY
    cells = [_cells(sheet, at) for at in range(len(sheet.columns))]
    while True:
        bold = QFontMetricsF(font_of(points, BODY_FAMILIES, bold=True), device)
        pads = _pads(sheet, dot, points)
        least = [_least(sheet, at, cells[at], bold) + 2 * pads[at] + _SLACK * dot for at in range(len(cells))]
        if sum(least) <= room or points <= SMALLEST:
            break
        points -= 0.5
    if sum(least) > room:
        return points, [width * room / sum(least) for width in least]
    whole = [
        max(
            least[at],
            _SLACK * dot + 2 * pads[at] + max(bold.horizontalAdvance(line) for line in _lines(cells[at])),
        )
        for at in range(len(cells))
    ]
    declared = [0.0 if column.shaded else column.width for column in sheet.columns]
    return points, _shared(least, whole, declared, room)


def _shared(least: list[float], whole: list[float], declared: list[float], room: float) -> list[float]:
    """Widths that fill the room: each column at least `least`; no text wraps where all find room (`whole`), and what is then
    left over goes by the declared widths. Else long texts share by the declared widths what short ones do not need."""
    share = sum(declared) or 1.0
    spare = room - sum(whole)
    if spare >= 0:
        return [width + spare * part / share for width, part in zip(whole, declared, strict=True)]

    def widths(unit: float) -> list[float]:
        return [
            max(low, min(high, unit * part)) for low, high, part in zip(least, whole, declared, strict=True)
        ]

    low, high = 0.0, room
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(widths(middle)) <= room else (low, middle)
    return widths(low)


def _cells(sheet: PrintSheet, at: int) -> set[str]:
    """The different texts of a column."""
    rows = (*sheet.rows, *([sheet.total] if sheet.total else ()))
    return {row[at] for row in rows}


def _lines(texts: set[str]) -> list[str]:
    return [line for text in texts for line in text.split("\n")] or [""]


def _least(sheet: PrintSheet, at: int, cells: set[str], metrics: QFontMetricsF) -> float:
    """The width under which a column would break what must stand whole."""
    column = sheet.columns[at]
    titles = column.title.split("\n")
    # a long title over short cells stands in two lines, not in one of a character's width
    whole = [part if len(part) <= _SHORT else part[: math.ceil(len(part) / 2)] for part in titles]
    for text in cells:
        if column.align is not Align.LEFT or len(text) <= _SHORT:
            whole.append(text)
        else:
            whole += [word for word in _LATIN.findall(text) if len(word) <= _LONGEST_LATIN]
    return max((metrics.horizontalAdvance(text) for text in whole), default=metrics.horizontalAdvance("国国"))


def _height(text: str, room: float, metrics: QFontMetricsF) -> float:
    if "\n" not in text and metrics.horizontalAdvance(text) <= room:
        return metrics.height()
    return metrics.boundingRect(QRectF(0, 0, room, 100_000), wrap(text), text).height()


def wrap(text: str) -> int:
    """Lines break by the rules of Chinese punctuation; anywhere only where a Latin word is too long for them."""
    if any(len(word) > _LONGEST_LATIN for word in _LATIN.findall(text)):
        return int(Qt.TextFlag.TextWrapAnywhere)
    return int(Qt.TextFlag.TextWordWrap)


def _pieces(
    row: tuple[str, ...], inner: Sequence[float], font: QFont, device: QPagedPaintDevice, room: float
) -> list[tuple[str, ...]]:
    """A row that no page holds, as several one under the other, each of so many lines as fit the room."""
    most = max(1, int(room / QFontMetricsF(font, device).lineSpacing()))
    columns = [_broken(text, width, font, device) for text, width in zip(row, inner, strict=True)]
    return [
        tuple("\n".join(lines[first : first + most]) for lines in columns)
        for first in range(0, max(map(len, columns)), most)
    ]


def _broken(text: str, width: float, font: QFont, device: QPagedPaintDevice) -> list[str]:
    """A text in the lines in which a column of this width shows it."""
    found = []
    for paragraph in text.split("\n"):
        layout = QTextLayout(paragraph, font, device)
        anywhere = wrap(paragraph) == int(Qt.TextFlag.TextWrapAnywhere)
        mode = QTextOption.WrapMode.WrapAnywhere if anywhere else QTextOption.WrapMode.WordWrap
        layout.setTextOption(_option(mode))
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            found.append(paragraph[line.textStart() : line.textStart() + line.textLength()])
        layout.endLayout()
    return found


def _option(mode: QTextOption.WrapMode) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(mode)
    return option


def _break(rows: Sequence[float], room: float, top: float, again: float, bottom: float) -> list[range]:
    """The rows of each page. The first page holds the title too (`top`), others a short one (`again`), the last the sums and
    signatures (`bottom`)."""
    pages: list[range] = []
    first, used = 0, top
    for at, height in enumerate(rows):
        if used + height > room and at > first:
            pages.append(range(first, at))
            first, used = at, again
        used += height
    if used + bottom > room and len(rows) - first > 1:
        pages.append(range(first, len(rows) - 1))  # the signatures never stand alone on a page
        first = len(rows) - 1
    pages.append(range(first, len(rows)))
    return pages
