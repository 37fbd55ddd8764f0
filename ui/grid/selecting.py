"""What is current and what is selected in a table, whatever happens to its rows; said in the status line, drawn anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

from ui.grid.anchor import Anchor
from ui.grid.drawn import DrawnTable
from ui.grid.keys import ARROWS
from ui.grid.model import GridModel
from ui.grid.summary import summary
from ui.theme import GRID, ROW, Theme

if TYPE_CHECKING:
    from ui.grid.fill_handle import FillHandle
    from ui.grid.frozen import FrozenColumns

Index = QModelIndex | QPersistentModelIndex
_SELECT = QItemSelectionModel.SelectionFlag
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class SelectingTable(DrawnTable):
    """The base of GridTable, which makes `frozen` and `handle` and knows keys and editors."""

    moved = Signal(str, str)
    """Another cell is the current one: row id, column key."""
    frozen: FrozenColumns
    handle: FillHandle

    def __init__(self, model: GridModel, row_mode: bool, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.grid_model, self.row_mode = model, row_mode
        self.anchor = Anchor(self)
        self._summed = False
        self._place = ("", "")
        self.setFont(Theme.current().font(GRID))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(self.verticalHeader().ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(not row_mode)
        self.setMouseTracking(True)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.SingleSelection if row_mode else mode.ExtendedSelection)
        behaviour = QAbstractItemView.SelectionBehavior
        self.setSelectionBehavior(behaviour.SelectRows if row_mode else behaviour.SelectItems)

    def follow_model(self) -> None:
        """From now on the place is kept when the rows are put anew, and the selection's sum follows what is written."""
        model = self.grid_model
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._take_place)
        model.changed.connect(lambda: self._say_summary() if self._summed else None)

    # -- where we are ----------------------------------------------------------------------------------------------

    def shows_current(self) -> bool:
        """Whether the current cell, or the chosen row of a list, bears its frame: the grid has the focus or an editor is open."""
        return self.hasFocus() or self.state() == QAbstractItemView.State.EditingState

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        model = self.grid_model
        if not current.isValid() or current.column() >= len(model.columns):
            return
        column = model.columns[current.column()]
        if model.opened and model.row_of(model.opened) != current.row():
            QTimer.singleShot(0, self, self._close_row)  # not while Qt is at work with the rows
        self._switch_input_method()
        self.repaint_cells(previous, current)
        self.moved.emit(model.id_at(current.row()), column.key)

    def _close_row(self) -> None:
        if (
            self.grid_model.opened
            and self.grid_model.row_of(self.grid_model.opened) != self.currentIndex().row()
        ):
            self.grid_model.close_row()

    def _switch_input_method(self) -> None:
        """A Chinese input method would catch digits: off in number columns, and on again in the next."""
        at, columns = self.currentIndex().column(), self.grid_model.columns
        digits = 0 <= at < len(columns) and columns[at].digits
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, not (digits or self.row_mode))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.anchor.follow()
        if self.row_mode:
            return
        self.handle.redraw()
        self._say_summary()

    def _say_summary(self) -> None:
        """The selection's sum, or what stands beside the one cell (上月 31). What was just said of an act stays for a move."""
        model, here = self.grid_model, self.currentIndex()
        said = summary(model, self.selectionModel().selection())
        if not said and model.told:
            model.told = False
            return
        if not said and here.isValid() and here.row() < len(model.ids) and here.column() < len(model.columns):
            said = model.source.beside(model.ids[here.row()], model.columns[here.column()].key)
        if said or self._summed:
            model.host.say(said)
        self._summed = bool(said)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        bar = self.horizontalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        if index.column() < self.frozen.count:
            bar.setValue(before)  # it is seen in the frozen columns
        elif (hidden := self.frozen.covered() - self.visualRect(index).left()) > 0:
            bar.setValue(bar.value() - hidden)

    def go_to(self, row: int, column: int, scroll: bool = True) -> None:
        """Makes a cell the current one, alone selected."""
        index = self.grid_model.index(row, column)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, self._flags(False))
            if scroll:
                self.scrollTo(index)

    def has_block(self) -> bool:
        """Whether more than one cell is selected."""
        return sum(part.width() * part.height() for part in self.selectionModel().selection()) > 1

    def extend_to(self, index: Index) -> None:
        """Selects from the active cell to another one, which becomes the current one."""
        area = self._area(self.anchor.cell(), index)
        self.selectionModel().setCurrentIndex(index, _SELECT.NoUpdate)
        self.selectionModel().select(area, _SELECT.ClearAndSelect)

    def extend_from(self, begin: QModelIndex) -> None:
        """A key selected as far as the current cell. Qt keeps a beginning of its own, which moves away with its row when
        one is put in above it: Delete would then hit a row that nobody meant."""
        parts, here = self.selectionModel().selection(), self.currentIndex()
        if len(parts) > 1 or not begin.isValid() or here == begin:
            return  # cells picked one by one are extended by Qt
        area = self._area(begin, here)
        if parts != area:
            self.selectionModel().select(area, _SELECT.ClearAndSelect)
            self.anchor.begin_at(begin)

    def _area(self, begin: Index, end: Index) -> QItemSelection:
        """The block between two cells."""
        rows, columns = sorted((begin.row(), end.row())), sorted((begin.column(), end.column()))
        model = self.grid_model
        return QItemSelection(model.index(rows[0], columns[0]), model.index(rows[1], columns[1]))

    def _flags(self, extend: bool) -> QItemSelectionModel.SelectionFlag:
        if self.row_mode:
            return _SELECT.ClearAndSelect | _SELECT.Rows
        return _SELECT.SelectCurrent if extend else _SELECT.ClearAndSelect

    def selectionCommand(
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """A key with Ctrl moves the selection along with the cell; Qt would leave it behind, for Delete to hit."""
        if isinstance(event, QKeyEvent) and event.modifiers() & _CTRL and event.key() in ARROWS:
            return self._flags(bool(event.modifiers() & _SHIFT))
        return super().selectionCommand(index, event)

    def _keep_place(self) -> None:
        here, model = self.currentIndex(), self.grid_model
        there = here.isValid() and here.column() < len(model.columns)
        self._place = (model.id_at(here.row()), model.columns[here.column()].key) if there else ("", "")

    def _take_place(self) -> None:
        """The rows stand otherwise now: the current cell is that of the same row, where it is still shown."""
        row_id, key = self._place
        row, column = self.grid_model.row_of(row_id), self.grid_model.column_of(key)
        if row >= 0 and column >= 0 and not self.currentIndex().isValid():
            self.go_to(row, column, scroll=False)

    # -- focus -----------------------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        # a click chooses its own cell; scrolling to the first one before would make it hit another
        by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        if not by_mouse and not self.currentIndex().isValid() and self.grid_model.rowCount():
            self.go_to(self.grid_model.first_row(), 0 if self.row_mode else self.grid_model.first_editable())
        # The view's own method would draw every cell again and switch the input method on in number columns.
        QWidget.focusInEvent(self, event)
        self._switch_input_method()
        self._show_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        QWidget.focusOutEvent(self, event)  # the view's own method would draw every cell again
        self._show_focus()

    def _show_focus(self) -> None:
        """The frame of the active cell and the fill handle are there only with the focus."""
        self.repaint_cells(self.anchor.cell())
        self.handle.redraw()

    def repaint_cells(self, *indexes: Index) -> None:
        """Draws these cells again, whole rows where rows are chosen or a row's hint stands: a month has hundreds of cells."""
        model = self.grid_model
        for index in indexes:
            if not index.isValid():
                continue
            row = index.row()
            rect = self.visualRect(index)
            if self.row_mode or model.is_new(row):
                rect = QRect(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))
            self.viewport().update(rect)
