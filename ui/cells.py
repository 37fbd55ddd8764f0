"""What every drawn cell shares, in the data grid and in the import's preview: alignment and the corner of a mark."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
"""A column's word for its alignment to Qt's."""
_CORNER = 9


def paint_corner(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """The triangle in a cell's top left corner that says: something is wrong here."""
    left, top = float(rect.left()), float(rect.top())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(
        QPolygonF([QPointF(left, top), QPointF(left + _CORNER, top), QPointF(left, top + _CORNER)])
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
