"""The handle at the corner of the selection (填充柄): dragged, it fills; double-clicked, it fills down to the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen

from ui.grid.beyond_edge import BeyondEdge, column_towards, row_towards
from ui.grid.fills import Area, drawn
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.grid.table import GridTable

_SIDE, _REACH = 6, 5
"""Pixels: the square's side, and how near to its middle the mouse takes it."""


class FillHandle(QObject):
    """Watches the viewport's mouse. A closed cell that the drag passes over is left out."""

    def __init__(self, table: GridTable) -> None:
        super().__init__(table)
        self._table = table
        self._from: Area | None = None
        """The block whose corner is being dragged."""
        self._drawn: QPoint | None = None
        self._to: Area = (range(0), range(0))
        self._edge = BeyondEdge(table, self._drag)
        table.viewport().installEventFilter(self)

    def block(self) -> Area | None:
        """The selection where it is one rectangle of rows that are there, and something of it can be filled."""
        table, model = self._table, self._table.grid_model
        parts = table.selectionModel().selection()
        if table.row_mode or table.follows or len(parts) != 1 or table.is_editing():
            return None
        part = parts[0]
        bottom = min(part.bottom(), len(model.ids) - 1)
        columns = range(part.left(), part.right() + 1)
        if bottom < part.top() or not any(model.columns[at].editable for at in columns):
            return None
        return range(part.top(), bottom + 1), columns

    def corner(self) -> QPoint | None:
        """Where the handle's middle is, in the viewport; None where there is none."""
        table = self._table
        block = self._from or (self.block() if table.hasFocus() else None)
        if block is None:
            return None
        rect = table.visualRect(table.grid_model.index(block[0][-1], block[1][-1]))
        if not rect.isValid() or rect.right() < table.frozen.covered():
            return None
        return QPoint(rect.right() - 1, rect.bottom() - 1)

    def redraw(self) -> None:
        """The selection changed: the corner is drawn where it is now, and no more where it was."""
        for corner in (self._drawn, self.corner()):
            if corner is not None:
                self._table.viewport().update(
                    QRect(corner.x() - _SIDE, corner.y() - _SIDE, 2 * _SIDE, 2 * _SIDE)
                )

    def _is_at(self, place: QPoint) -> bool:
        corner = self.corner()
        return corner is not None and (place - corner).manhattanLength() <= 2 * _REACH - 2

    # -- mouse -----------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        place, kind = event.position().toPoint(), event.type()
        if self._from is not None:
            if kind == QEvent.Type.MouseMove:
                self._edge.follow(place)
            elif kind == QEvent.Type.MouseButtonRelease:
                self._let_go(self._from)
            return True
        if kind == QEvent.Type.MouseMove and event.buttons() == Qt.MouseButton.NoButton:
            cross = Qt.CursorShape.CrossCursor if self._is_at(place) else Qt.CursorShape.ArrowCursor
            if self._table.viewport().cursor().shape() != cross:
                self._table.viewport().setCursor(cross)
        elif event.button() == Qt.MouseButton.LeftButton and self._is_at(place):
            if kind == QEvent.Type.MouseButtonDblClick:
                self._to_the_end()
                return True
            if kind == QEvent.Type.MouseButtonPress and (block := self.block()) is not None:
                self._from = self._to = block
                return True
        return False

    def _drag(self, place: QPoint) -> None:
        """Along the rows or along the columns, whichever is farther."""
        if self._from is None:
            return
        table, model = self._table, self._table.grid_model
        block = rows, columns = self._from
        row, at = row_towards(table, place), column_towards(table, place)
        at = columns[-1] if at < 0 else at
        down = max(0, rows.start - row, row - rows[-1])
        across = max(0, columns.start - at, at - columns[-1])
        if down and down >= across:
            self._to = range(min(rows.start, row), max(rows.stop, row + 1)), columns
        elif across:
            self._to = rows, range(min(columns.start, at), max(columns.stop, at + 1))
        else:
            self._to = block
        table.scrollTo(model.index(row, at))
        table.viewport().update()

    def _let_go(self, block: Area) -> None:
        self._from = None
        self._edge.stop()
        if self._to != block:
            self._fill(block, self._to)
        self._table.viewport().update()

    def _to_the_end(self) -> None:
        """Down to the last row, as far as the column beside is filled where it is."""
        block, model = self.block(), self._table.grid_model
        if block is None:
            return
        rows, columns = block
        last = len(model.ids) - 1
        if columns.start > 0:
            beside, row = model.columns[columns.start - 1], rows[-1]
            while row < last and model.text_at(row + 1, beside):
                row += 1
            last = row if row > rows[-1] else last
        if last >= rows.stop:
            self._fill(block, (range(rows.start, last + 1), columns))

    def _fill(self, block: Area, to: Area) -> None:
        model = self._table.grid_model
        cells = drawn(model, block, to)
        if not cells:
            model.say("这里没有可以填充的格")
        elif model.write(cells, "填充", f"已填充 {len(cells)} 格"):
            rows, columns = to
            self._table.acts.select(rows.start, columns.start, len(rows), len(columns))

    # -- drawing ---------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter) -> None:
        """The square, and while it is dragged the frame of what it will fill."""
        corner = self._drawn = self.corner()
        theme, table = Theme.current(), self._table
        if self._from is not None:
            rows, columns = self._to
            first = table.visualRect(table.grid_model.index(rows[0], columns[0]))
            last = table.visualRect(table.grid_model.index(rows[-1], columns[-1]))
            painter.setPen(QPen(theme.accent, 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(first.united(last).adjusted(0, 0, -1, -1))
        if corner is not None:
            half = _SIDE // 2
            square = QRect(corner.x() - half, corner.y() - half, _SIDE, _SIDE)
            painter.fillRect(square.adjusted(-1, -1, 1, 1), theme.surface)
            painter.fillRect(square, theme.accent)
