"""A printed sheet on paper: A4, the official look of DOMAIN.md, the header repeated on each page, 第 1 页　共 3 页 at the foot.

The same code paints the preview, the printer and the PDF; all lengths are millimetres, turned into the device's dots here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPen,
)

from xcedu_desktop.printing import Align, PrintSheet

MARGINS = QMarginsF(14, 14, 14, 16)
"""Left, top, right and bottom of the page, mm."""
TITLE_FAMILIES = ["方正小标宋简体", "FZXiaoBiaoSong-B05S", "SimSun", "Noto Serif CJK SC", "Noto Sans CJK SC"]
BODY_FAMILIES = ["SimSun", "宋体", "FangSong", "Noto Serif CJK SC", "Noto Sans CJK SC"]
TITLE, SUBTITLE, LINE, BODY, SMALLEST = 18.0, 13.0, 11.0, 11.0, 6.5
"""Points: title, subtitle, the lines over and under, the table at best and at least."""
_PAD, _NARROW_PAD = 1.2, 0.3
"""Blank at both sides of a cell's words, mm, at full size of type; in a closed day's narrow column."""
_SHORT = 6
"""Characters of a word that is never broken."""
_LATIN, _LONGEST_LATIN = re.compile(r"[!-~]+"), 16
"""Model names and numbers within a text; longer ones may be broken."""
_LINE_HEIGHT, _FOOT_HEIGHT, _NUMBER_HEIGHT = 7.0, 9.0, 6.0
_INK, _SHADE = QColor(0, 0, 0), QColor(225, 225, 225)
_FLAGS = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft,
    Align.CENTRE: Qt.AlignmentFlag.AlignHCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight,
}


def layout_of(sheets: Sequence[PrintSheet]) -> QPageLayout:
    """A4; across where one of the sheets is wide: a printer does not turn its paper within one job."""
    across = any(sheet.landscape for sheet in sheets)
    way = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    paper = QPageSize(QPageSize.PageSizeId.A4)
    return QPageLayout(paper, way, MARGINS, QPageLayout.Unit.Millimeter, QMarginsF(0, 0, 0, 0))


@dataclass
class _Measured:
    """A sheet measured for one device: dots a millimetre, font of the table, widths and heights in dots."""

    dot: float
    area: QSizeF
    font: QFont
    pads: list[float]
    widths: list[float]
    head: float
    rows: list[float]
    total: float
    pages: list[range]


class Printout:
    """Sheets measured for one device. `pages`: how many there are, over all sheets."""

    def __init__(self, sheets: Sequence[PrintSheet], device: QPagedPaintDevice) -> None:
        self.sheets = tuple(sheets)
        self._device = device
        paper = layout_of(self.sheets).paintRect(QPageLayout.Unit.Millimeter).size()
        self._measured = [_measure(sheet, device, paper) for sheet in self.sheets]
        self.pages = sum(len(measured.pages) for measured in self._measured)

    def paint(self) -> None:
        """Every page of every sheet on the device, which has the page layout of `layout_of`."""
        painter = QPainter(self._device)
        number = 0
        for sheet, measured in zip(self.sheets, self._measured, strict=True):
            for at in range(len(measured.pages)):
                if number:
                    self._device.newPage()
                number += 1
                _paint_page(painter, sheet, measured, at, f"第 {number} 页　共 {self.pages} 页")
        painter.end()


def _font(points: float, families: list[str], bold: bool = False) -> QFont:
    font = QFont()
    font.setFamilies(families)
    font.setPointSizeF(points)
    font.setBold(bold)
    return font


def _measure(sheet: PrintSheet, device: QPagedPaintDevice, paper: QSizeF) -> _Measured:
    dot = device.logicalDpiX() / 25.4
    area = QSizeF(paper.width() * dot, paper.height() * dot)
    points, widths = _fit(sheet, device, dot, area.width())
    font, bold = _font(points, BODY_FAMILIES), _font(points, BODY_FAMILIES, bold=True)
    metrics, thick = QFontMetricsF(font, device), QFontMetricsF(bold, device)
    pads = _pads(sheet, dot, points)
    inner = [width - 2 * pad for width, pad in zip(widths, pads, strict=True)]
    gap = 2 * _PAD * dot * points / BODY

    def tall(words: Sequence[str], used: QFontMetricsF, least: float) -> float:
        return max(
            [least * dot, *(_height(text, room, used) + gap for text, room in zip(words, inner, strict=True))]
        )

    head = tall([column.title for column in sheet.columns], thick, 8.0)
    rows = [tall(row, metrics, sheet.row_height) for row in sheet.rows]
    total = tall(sheet.total, thick, 8.0) if sheet.total else 0.0
    pages = _break(rows, area.height() - head, _top(sheet) * dot, _bottom(sheet) * dot + total, dot)
    return _Measured(dot, area, font, pads, widths, head, rows, total, pages)


def _pads(sheet: PrintSheet, dot: float, points: float) -> list[float]:
    return [(_NARROW_PAD if column.shaded else _PAD) * dot * points / BODY for column in sheet.columns]


def _fit(sheet: PrintSheet, device: QPagedPaintDevice, dot: float, room: float) -> tuple[float, list[float]]:
    """The largest type (points) in which no number and no short word is broken, and the columns' widths.

    What is left over goes to the columns by their declared widths; closed days get none of it.
    """
    points = BODY
    while True:
        bold = QFontMetricsF(_font(points, BODY_FAMILIES, bold=True), device)
        pads = _pads(sheet, dot, points)
        least = [_least(sheet, at, bold) + 2 * pads[at] for at in range(len(sheet.columns))]
        if sum(least) <= room or points <= SMALLEST:
            break
        points -= 0.5
    spare = room - sum(least)
    if spare < 0:
        return points, [width * room / sum(least) for width in least]
    declared = [0.0 if column.shaded else column.width for column in sheet.columns]
    share = sum(declared) or 1.0
    return points, [width + spare * part / share for width, part in zip(least, declared, strict=True)]


def _least(sheet: PrintSheet, at: int, metrics: QFontMetricsF) -> float:
    """The width under which a column would break what must stand whole."""
    column = sheet.columns[at]
    rows = (*sheet.rows, *([sheet.total] if sheet.total else ()))
    whole = [part for part in column.title.split("\n") if len(part) <= _SHORT]
    for row in rows:
        if column.align is not Align.LEFT or len(row[at]) <= _SHORT:
            whole.append(row[at])
        else:
            whole += [word for word in _LATIN.findall(row[at]) if len(word) <= _LONGEST_LATIN]
    return 2 + max(
        (metrics.horizontalAdvance(text) for text in whole), default=metrics.horizontalAdvance("国国")
    )


def _height(text: str, room: float, metrics: QFontMetricsF) -> float:
    if "\n" not in text and metrics.horizontalAdvance(text) <= room:
        return metrics.height()
    return metrics.boundingRect(QRectF(0, 0, room, 100_000), _wrap(text), text).height()


def _wrap(text: str) -> int:
    """Lines break by the rules of Chinese punctuation; anywhere only where a Latin word is too long for them."""
    if any(len(word) > _LONGEST_LATIN for word in _LATIN.findall(text)):
        return int(Qt.TextFlag.TextWrapAnywhere)
    return int(Qt.TextFlag.TextWordWrap)


def _top(sheet: PrintSheet) -> float:
    """Height of title and lines over the table on a sheet's first page, mm."""
    lines = len(sheet.head) + bool(sheet.notes)
    return 13.0 + (8.0 if sheet.subtitle else 0.0) + lines * _LINE_HEIGHT


def _bottom(sheet: PrintSheet) -> float:
    """Height of the signature lines under the table on its last page, mm."""
    return 3.0 + len(sheet.foot) * _FOOT_HEIGHT


def _break(rows: Sequence[float], room: float, top: float, bottom: float, dot: float) -> list[range]:
    """The rows of each page. The first page holds the title too, the last the sums and signatures."""
    room -= _NUMBER_HEIGHT * dot
    pages: list[range] = []
    first, used = 0, top
    for at, height in enumerate(rows):
        if used + height > room and at > first:
            pages.append(range(first, at))
            first, used = at, 0.0
        used += height
    if used + bottom > room and len(rows) - first > 1:
        pages.append(range(first, len(rows) - 1))  # the signatures never stand alone on a page
        first = len(rows) - 1
    pages.append(range(first, len(rows)))
    return pages


def _paint_page(painter: QPainter, sheet: PrintSheet, measured: _Measured, at: int, number: str) -> None:
    dot, width = measured.dot, measured.area.width()
    y = _paint_top(painter, sheet, measured) if at == 0 else 0.0
    painter.setPen(QPen(_INK, max(1.0, 0.18 * dot)))
    bold = QFont(measured.font)
    bold.setBold(True)
    y = _paint_row(
        painter, sheet, measured, [c.title for c in sheet.columns], y, measured.head, bold, centred=True
    )
    for row in measured.pages[at]:
        y = _paint_row(painter, sheet, measured, sheet.rows[row], y, measured.rows[row], measured.font)
    if at == len(measured.pages) - 1:
        if sheet.total:
            y = _paint_row(painter, sheet, measured, sheet.total, y, measured.total, bold)
        y += 3.0 * dot
        for line in sheet.foot:
            _paint_line(painter, line, y, width, _FOOT_HEIGHT * dot)
            y += _FOOT_HEIGHT * dot
    painter.setFont(_font(9.0, BODY_FAMILIES))
    box = QRectF(0, measured.area.height() - _NUMBER_HEIGHT * dot, width, _NUMBER_HEIGHT * dot)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number)


def _paint_top(painter: QPainter, sheet: PrintSheet, measured: _Measured) -> float:
    dot, width = measured.dot, measured.area.width()
    painter.setPen(_INK)
    painter.setFont(_font(TITLE, TITLE_FAMILIES, bold=True))
    painter.drawText(QRectF(0, 0, width, 11 * dot), Qt.AlignmentFlag.AlignCenter, sheet.title)
    y = 13.0 * dot
    if sheet.subtitle:
        painter.setFont(_font(SUBTITLE, BODY_FAMILIES))
        painter.drawText(
            QRectF(0, y - 1.5 * dot, width, 7 * dot), Qt.AlignmentFlag.AlignCenter, sheet.subtitle
        )
        y += 8.0 * dot
    for line in (*sheet.head, *([sheet.notes] if sheet.notes else ())):
        _paint_line(painter, line, y, width, _LINE_HEIGHT * dot)
        y += _LINE_HEIGHT * dot
    return y


def _paint_line(painter: QPainter, parts: Sequence[str], y: float, width: float, height: float) -> None:
    """Words spread over the width: the first left, the last right, those between with equal gaps; smaller where too long."""
    points = LINE
    while True:
        font = _font(points, BODY_FAMILIES)
        metrics = QFontMetricsF(font, painter.device())
        lengths = [metrics.horizontalAdvance(part) for part in parts]
        if points <= SMALLEST or sum(lengths) + (len(parts) - 1) * metrics.horizontalAdvance("国") <= width:
            break
        points -= 0.5
    painter.setFont(font)
    gap = (width - sum(lengths)) / (len(parts) - 1) if len(parts) > 1 else 0.0
    x = 0.0
    for part, length in zip(parts, lengths, strict=True):
        painter.drawText(
            QRectF(x, y, length + 2, height), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, part
        )
        x += length + gap


def _paint_row(
    painter: QPainter, sheet: PrintSheet, measured: _Measured, words: Sequence[str], y: float, height: float, font: QFont,
    centred: bool = False,
) -> float:  # fmt: skip
    painter.setFont(font)
    x = 0.0
    for column, text, width, pad in zip(sheet.columns, words, measured.widths, measured.pads, strict=True):
        box = QRectF(x, y, width, height)
        if column.shaded:
            painter.fillRect(box, _SHADE)
        painter.drawRect(box)
        if text:
            align = Qt.AlignmentFlag.AlignHCenter if centred else _FLAGS[column.align]
            inner = box.adjusted(pad, 0, -pad, 0)
            flags = int(align.value) | int(Qt.AlignmentFlag.AlignVCenter.value) | _wrap(text)
            painter.drawText(inner, flags, text)
        x += width
    return y + height
