"""The leading columns that stay while the others scroll (冻结列): a second view laid over the table's left edge.

It is there only while the table is scrolled sideways. Cells are edited in the table itself, which scrolls back for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame

from ui.grid.beyond_edge import BeyondEdge, column_towards, row_towards
from ui.grid.delegate import CellDelegate
from ui.grid.drawn import DrawnTable
from ui.grid.header import GridHeader
from ui.theme import GRID, ROW, Theme

if TYPE_CHECKING:
    from ui.grid.table import GridTable

_SELECT = QItemSelectionModel.SelectionFlag


class FrozenColumns(DrawnTable):
    """Shares model and selection with its table; takes no focus and no keys."""

    def __init__(self, table: GridTable) -> None:
        super().__init__(table)
        self._table = table
        header = GridHeader(self, table.horizontalHeader().sectionsClickable())
        header.wanted.connect(table.open_ticks_of)
        header.sorted.connect(table.sort_by)
        self.setHorizontalHeader(header)
        self.setModel(table.grid_model)
        self.setSelectionModel(table.selectionModel())
        # a delegate of its own: a shared one would tell both views of each other's editors
        self.setItemDelegate(CellDelegate(table, self.drawn))
        self.setFont(Theme.current().font(GRID))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(table.verticalScrollMode())
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(self.verticalHeader().ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        table.horizontalScrollBar().valueChanged.connect(lambda _: self.fit())
        table.verticalScrollBar().valueChanged.connect(lambda _: self._follow())
        table.verticalScrollBar().rangeChanged.connect(lambda *_: self._follow())
        table.horizontalHeader().sectionResized.connect(lambda *_: self.fit())
        table.grid_model.modelReset.connect(self.fit)
        self._edge = BeyondEdge(table, self._drag)
        self.hide()

    @property
    def count(self) -> int:
        """How many leading columns are frozen."""
        columns = self._table.grid_model.columns
        return next((at for at, column in enumerate(columns) if not column.frozen), len(columns))

    def covered(self) -> int:
        """The width that it takes from the left of the table's cells; 0 while it is not there."""
        return sum(map(self._table.columnWidth, range(self.count))) if self.isVisible() else 0

    def fit(self) -> None:
        """Over the table's frozen columns, header and all; hidden while the table shows them itself."""
        frozen = self.count
        if not frozen or self._table.horizontalScrollBar().value() == 0:
            self.hide()
            return
        width = 0
        for at in range(self._table.grid_model.columnCount()):
            hidden = at >= frozen or self._table.isColumnHidden(at)
            self.setColumnHidden(at, hidden)
            if not hidden:
                self.setColumnWidth(at, self._table.columnWidth(at))
                width += self._table.columnWidth(at)
        header = self._table.horizontalHeader().height()
        self.horizontalHeader().setFixedHeight(header)
        self.setGeometry(0, 0, width, header + self._table.viewport().height())
        self.show()
        self.raise_()
        self._follow()

    def _follow(self) -> None:
        bar, wanted = self.verticalScrollBar(), self._table.verticalScrollBar()
        bar.setRange(wanted.minimum(), wanted.maximum())
        bar.setValue(wanted.value())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click makes the cell the current one, Shift extends, as in the table."""
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        self._table.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._table.extend_to(index)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._table.selectionModel().setCurrentIndex(index, _SELECT.Toggle)
        else:
            self._table.go_to(index.row(), index.column(), scroll=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging selects, over the other columns and beyond the edge too."""
        event.accept()
        if event.buttons() == Qt.MouseButton.LeftButton:
            self._edge.follow(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._edge.stop()
        event.accept()

    def _drag(self, place: QPoint) -> None:
        """Selects up to a place, which is the same in the table's viewport."""
        table = self._table
        mine = place.x() < self.width()
        at = self.columnAt(max(0, place.x())) if mine else column_towards(table, place)
        index = table.grid_model.index(row_towards(table, place), at)
        if index.isValid() and index != table.currentIndex():
            table.extend_to(index)
            table.scrollTo(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._table.open_menu_of(self.indexAt(event.pos()), event.globalPos())
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).isValid():
            self._table.open_editor(typing=False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._table.wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setPen(Theme.current().ink3)
        painter.drawLine(self.viewport().rect().topRight(), self.viewport().rect().bottomRight())
        painter.end()
