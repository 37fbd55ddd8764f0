"""A printed sheet on paper: A4, the official look of DOMAIN.md, the header repeated on each page, 第 1 页　共 3 页 at the foot.

The same code paints the preview, the printer and the PDF; all lengths are millimetres, turned into the device's dots here.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMarginsF, QRectF, Qt
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

from ui.printing.measuring import (
    AGAIN_HEIGHT,
    BODY_FAMILIES,
    FOOT_GAP,
    FOOT_HEIGHT,
    LINE,
    LINE_HEIGHT,
    NUMBER_HEIGHT,
    SMALLEST,
    SMALLEST_LINE,
    SUBTITLE,
    SUBTITLE_HEIGHT,
    TITLE,
    TITLE_FAMILIES,
    TITLE_HEIGHT,
    Measured,
    font_of,
    line_width,
    measure,
    wrap,
)
from xcedu_desktop.printing import Align, PrintSheet

MARGINS = QMarginsF(14, 14, 14, 16)
"""Left, top, right and bottom of the page, mm."""
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


class Printout:
    """Sheets measured for one device. `pages`: how many there are, over all sheets."""

    def __init__(self, sheets: Sequence[PrintSheet], device: QPagedPaintDevice) -> None:
        self.sheets = tuple(sheets)
        self._device = device
        paper = layout_of(self.sheets).paintRect(QPageLayout.Unit.Millimeter).size()
        self._measured = [measure(sheet, device, paper) for sheet in self.sheets]
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


def _paint_page(painter: QPainter, sheet: PrintSheet, measured: Measured, at: int, number: str) -> None:
    dot, width = measured.dot, measured.area.width()
    # A pen that the painter has already is not recorded, and the preview would play the page with its window's ink.
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setPen(_INK)
    y = _paint_top(painter, sheet, measured) if at == 0 else _paint_again(painter, sheet, measured)
    painter.setPen(QPen(_INK, max(1.0, 0.18 * dot)))
    bold = QFont(measured.font)
    bold.setBold(True)
    y = _paint_row(
        painter, sheet, measured, [c.title for c in sheet.columns], y, measured.head, bold, centred=True
    )
    for row in measured.pages[at]:
        y = _paint_row(painter, sheet, measured, measured.words[row], y, measured.rows[row], measured.font)
    if at == len(measured.pages) - 1:
        if sheet.total:
            y = _paint_row(painter, sheet, measured, sheet.total, y, measured.total, bold)
        y += FOOT_GAP * dot
        for line in measured.foot_lines:
            _paint_line(painter, line, y, width, FOOT_HEIGHT * dot)
            y += FOOT_HEIGHT * dot
    painter.setFont(font_of(9.0, BODY_FAMILIES))
    box = QRectF(0, measured.area.height() - NUMBER_HEIGHT * dot, width, NUMBER_HEIGHT * dot)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number)


def _paint_top(painter: QPainter, sheet: PrintSheet, measured: Measured) -> float:
    dot, width = measured.dot, measured.area.width()
    points = TITLE
    while points > LINE and _advance(sheet.title, points, painter) > width:
        points -= 1.0
    painter.setFont(font_of(points, TITLE_FAMILIES, bold=True))
    painter.drawText(QRectF(0, 0, width, 11 * dot), Qt.AlignmentFlag.AlignCenter, sheet.title)
    y = TITLE_HEIGHT * dot
    if sheet.subtitle:
        painter.setFont(font_of(SUBTITLE, BODY_FAMILIES))
        painter.drawText(
            QRectF(0, y - 1.5 * dot, width, 7 * dot), Qt.AlignmentFlag.AlignCenter, sheet.subtitle
        )
        y += SUBTITLE_HEIGHT * dot
    for line in measured.head_lines:
        _paint_line(painter, line, y, width, LINE_HEIGHT * dot)
        y += LINE_HEIGHT * dot
    return y


def _advance(title: str, points: float, painter: QPainter) -> float:
    return QFontMetricsF(font_of(points, TITLE_FAMILIES, bold=True), painter.device()).horizontalAdvance(
        title
    )


def _paint_again(painter: QPainter, sheet: PrintSheet, measured: Measured) -> float:
    """Whose table goes on here: pages of many clubs lie in one heap."""
    painter.setFont(font_of(SMALLEST_LINE, BODY_FAMILIES))
    box = QRectF(0, 0, measured.area.width(), (AGAIN_HEIGHT - 1) * measured.dot)
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{sheet.title}（续）")
    return AGAIN_HEIGHT * measured.dot


def _paint_line(painter: QPainter, parts: Sequence[str], y: float, width: float, height: float) -> None:
    """Words spread over the width: the first left, the last right, those between with equal gaps; smaller where too long."""
    points = LINE
    while True:
        font = font_of(points, BODY_FAMILIES)
        metrics = QFontMetricsF(font, painter.device())
        if points <= SMALLEST or line_width(parts, metrics) <= width:
            break
        points -= 0.5
    painter.setFont(font)
    lengths = [metrics.horizontalAdvance(part) for part in parts]
    gap = (width - sum(lengths)) / (len(parts) - 1) if len(parts) > 1 else 0.0
    x = 0.0
    for part, length in zip(parts, lengths, strict=True):
        painter.drawText(
            QRectF(x, y, length + 2, height), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, part
        )
        x += length + gap


def _paint_row(
    painter: QPainter, sheet: PrintSheet, measured: Measured, words: Sequence[str], y: float, height: float, font: QFont,
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
            flags = int(align.value) | int(Qt.AlignmentFlag.AlignVCenter.value) | wrap(text)
            painter.drawText(inner, flags, text)
        x += width
    return y + height
