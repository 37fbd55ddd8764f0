"""The column header: one or two quiet lines on the ground that the source names, with the arrow of the sorting."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetrics, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.cells import ALIGN
from ui.grid.delegate import PADDING
from ui.grid.model import GridModel
from ui.grid.source import NUMBER
from ui.theme import GRID, ROW, SMALL, Theme

_TWO_LINES = 38
_ARROW_WIDTH, _ARROW_FROM = 18, 64
"""The arrow of a column's list, and from which width on a header has room for it."""
_SPARED = 4
"""How far the title of a narrow column may come nearer to the arrow of the sorting."""


class GridHeader(QHeaderView):
    """Clicks sort where `sortable`: up, down, own order. The arrow at a header's right, or the other mouse button, asks
    for the column's list of values."""

    wanted = Signal(int)
    """The list of a column's values (筛选) is asked for."""
    sorted = Signal(object, bool)
    """A column's key, None for the rows' own order; whether descending."""
    let_go = Signal()
    """The mouse button was let go: a width that was dragged can be kept."""

    def __init__(self, parent: QWidget, sortable: bool) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.sortable = sortable
        self._over = -1
        self._pressed = QPoint()
        self.setSectionsClickable(sortable)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(12)
        self.setMouseTracking(True)
        self.sectionClicked.connect(self._clicked)

    def _clicked(self, section: int) -> None:
        model = self.model()
        if not self.sortable or not isinstance(model, GridModel):
            return
        if self._has_arrow(section) and self._arrow(section).contains(self._pressed):
            self.wanted.emit(section)
            return
        key = model.columns[section].key
        descending = model.sorted_by == (key, False)
        self.sorted.emit(None if model.sorted_by == (key, True) else key, descending)

    def _has_arrow(self, section: int) -> bool:
        model = self.model()
        if not self.sortable or not isinstance(model, GridModel) or not 0 <= section < len(model.columns):
            return False
        column = model.columns[section]
        wide = self.sectionSize(section) >= _ARROW_FROM
        return column.key in model.arrangement.ticked or (wide and column.key != NUMBER)

    def _arrow(self, section: int) -> QRect:
        """Where a click asks for the list."""
        right = self.sectionViewportPosition(section) + self.sectionSize(section)
        return QRect(right - _ARROW_WIDTH, 0, _ARROW_WIDTH, self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.logicalIndexAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, section: int) -> None:
        if section != self._over:
            self._over = section
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.let_go.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        section, model = self.logicalIndexAt(event.pos()), self.model()
        if not self.sortable or not isinstance(model, GridModel) or not 0 <= section < len(model.columns):
            return
        if model.columns[section].key != NUMBER:
            self.wanted.emit(section)

    def sizeHint(self) -> QSize:
        model = self.model()
        two = isinstance(model, GridModel) and any("\n" in column.title for column in model.columns)
        return QSize(
            self.length(), _TWO_LINES if two else ROW
        )  # Qt would measure every section for the width

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        if not isinstance(model, GridModel) or not rect.isValid() or section >= len(model.columns):
            return
        theme, column = Theme.current(), model.columns[section]
        name = model.source.header_ground(column.key)
        painter.save()
        painter.fillRect(rect, getattr(theme, name) if name else theme.window)
        painter.setPen(theme.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        sorted_here = model.sorted_by is not None and model.sorted_by[0] == column.key
        ticked = column.key in model.arrangement.ticked
        drops = ticked or (section == self._over and self._has_arrow(section))
        padding = PADDING if rect.width() > 3 * PADDING else 0
        title = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        first, _, second = title.partition("\n")
        taken = 12 * sorted_here + (_ARROW_WIDTH - padding if drops else 0)
        if sorted_here and not drops:
            # where the title has no room beside the arrow, that stands in the padding
            words = QFontMetrics(theme.font(GRID)).horizontalAdvance(first)
            taken -= min(_SPARED, max(0, words - (rect.width() - 2 * padding - taken)))
        box = rect.adjusted(padding, 0, -padding - taken, 0)
        align = ALIGN["center"] if second else ALIGN[column.alignment]
        small = second and rect.width() < 28
        painter.setFont(theme.font(SMALL if small else GRID))
        painter.setPen(theme.ink if second and not small else theme.ink2)
        if second:
            middle = box.center().y()
            top, low = QRect(rect), QRect(rect)
            top.setBottom(middle + 1)
            low.setTop(middle + 1)
            painter.drawText(top, align | Qt.AlignmentFlag.AlignVCenter, first)
            painter.setFont(theme.font(SMALL - (0.5 if small else 0)))
            painter.setPen(theme.ink2)
            painter.drawText(low, align | Qt.AlignmentFlag.AlignVCenter, second)
        else:
            shown = painter.fontMetrics().elidedText(first, Qt.TextElideMode.ElideRight, max(box.width(), 12))
            painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, shown)
        if sorted_here and model.sorted_by is not None:
            _arrow(painter, rect.adjusted(0, 0, -_ARROW_WIDTH if drops else 0, 0), down=model.sorted_by[1])
        if drops:
            _funnel(painter, self._arrow(section).center(), theme.accent if ticked else theme.ink3, ticked)
        painter.restore()


def _funnel(painter: QPainter, middle: QPoint, colour: QColor, filled: bool) -> None:
    """A funnel where rows are left out, else the arrow that opens the list."""
    x, y = float(middle.x()), float(middle.y())
    if filled:
        shape = [(-5, -4), (5, -4), (1, 1), (1, 5), (-1, 4), (-1, 1)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in shape]))
        return
    painter.setPen(QPen(colour, 1.4))
    painter.drawPolyline([QPointF(x - 3.5, y - 1.5), QPointF(x, y + 2), QPointF(x + 3.5, y - 1.5)])


def _arrow(painter: QPainter, rect: QRect, down: bool) -> None:
    x, y, sign = rect.right() - 9.0, rect.center().y() + 0.5, 1 if down else -1
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Theme.current().accent)
    painter.drawPolygon(
        QPolygonF([QPointF(x - 4, y - 2 * sign), QPointF(x + 4, y - 2 * sign), QPointF(x, y + 3 * sign)])
    )
