"""The column header: one or two quiet lines on the ground that the source names, with the arrow of the sorting."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.cells import ALIGN
from ui.grid.delegate import PADDING
from ui.grid.model import GridModel
from ui.theme import GRID, ROW, SMALL, Theme

_TWO_LINES = 38


class GridHeader(QHeaderView):
    """Clicks sort where `sortable`: up, down, own order."""

    def __init__(self, parent: QWidget, sortable: bool) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.sortable = sortable
        self.setSectionsClickable(sortable)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(12)
        self.sectionClicked.connect(self._sort)

    def _sort(self, section: int) -> None:
        model = self.model()
        if not self.sortable or not isinstance(model, GridModel):
            return
        key = model.columns[section].key
        if model.sorted_by == (key, False):
            model.sort_by(key, True)
        elif model.sorted_by == (key, True):
            model.sort_by(None)
        else:
            model.sort_by(key)

    def sizeHint(self) -> QSize:
        model = self.model()
        two = isinstance(model, GridModel) and any("\n" in column.title for column in model.columns)
        return QSize(super().sizeHint().width(), _TWO_LINES if two else ROW)

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
        padding = PADDING if rect.width() > 3 * PADDING else 0
        box = rect.adjusted(padding, 0, -padding - (12 if sorted_here else 0), 0)
        title = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        first, _, second = title.partition("\n")
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
            _arrow(painter, rect, down=model.sorted_by[1])
        painter.restore()


def _arrow(painter: QPainter, rect: QRect, down: bool) -> None:
    x, y, sign = rect.right() - 9.0, rect.center().y() + 0.5, 1 if down else -1
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Theme.current().accent)
    painter.drawPolygon(
        QPolygonF([QPointF(x - 4, y - 2 * sign), QPointF(x + 4, y - 2 * sign), QPointF(x, y + 3 * sign)])
    )
