"""Where the keys of a grid lead: steps of Tab and Enter over closed cells, jumps of Ctrl and arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView

from ui.grid.source import NUMBER

if TYPE_CHECKING:
    from ui.grid.model import GridModel
    from ui.grid.table import GridTable

Index = QModelIndex | QPersistentModelIndex
_ACTION = QAbstractItemView.CursorAction
_STEPS = {
    _ACTION.MoveLeft: (-1, 0),
    _ACTION.MoveRight: (1, 0),
    _ACTION.MoveUp: (0, -1),
    _ACTION.MoveDown: (0, 1),
}
_CTRL = Qt.KeyboardModifier.ControlModifier


class Moves:
    """The steps of one table. Within a block that is selected, Tab and Enter go round in it, as in a spreadsheet."""

    def __init__(self, table: GridTable) -> None:
        self.table = table
        self._tab_from: int | None = None

    @property
    def model(self) -> GridModel:
        return self.table.grid_model

    def forget(self) -> None:
        """A run of Tabs is over."""
        self._tab_from = None

    def step(self, across: int, down: int) -> None:
        """Tab and Enter: to the next cell that can be filled; after a run of Tabs Enter returns to where it began."""
        self.table.anchor.take()
        current = self.table.currentIndex()
        if not current.isValid() or self._step_in_block(current, across, down):
            return
        if across:
            if self._tab_from is None:
                self._tab_from = current.column()
            row, column = self.next_across(current.row(), current.column(), across)
        else:
            begin = current.column() if self._tab_from is None or down < 0 else self._tab_from
            self._tab_from = None
            row, column = self.next_down(current.row(), begin, down)
        kept = self._tab_from
        self.table.go_to(row, column)
        self._tab_from = kept

    def _step_in_block(self, current: Index, across: int, down: int) -> bool:
        """To the next cell of the selected block that can be filled; the block stays selected."""
        spots = self.table.acts.spots()
        here = (current.row(), current.column())
        if len(spots) < 2 or here not in spots:
            return False
        order = spots if across else sorted(spots, key=lambda spot: (spot[1], spot[0]))
        at = order.index(here)
        step = across or down
        for turn in range(1, len(order) + 1):
            row, column = order[(at + turn * step) % len(order)]
            if self.can_stop(row, column):
                index = self.model.index(row, column)
                no_change = QItemSelectionModel.SelectionFlag.NoUpdate
                self.table.selectionModel().setCurrentIndex(index, no_change)
                self.table.scrollTo(index)
                break
        return True

    def step_plain(self, across: int, down: int) -> None:
        """An arrow: the neighbouring cell, closed or not."""
        self.table.anchor.take()
        current = self.table.currentIndex()
        row = max(0, min(self.model.rowCount() - 1, current.row() + down))
        column = max(0, min(self.model.columnCount() - 1, current.column() + across))
        self._tab_from = None
        self.table.go_to(row, column)

    def of_cursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex | None:
        """Where a cursor key leads otherwise than in Qt's own tables; None: as there."""
        if modifiers & _CTRL and action in _STEPS:
            return self.edge(self.table.currentIndex(), *_STEPS[action])
        if self.table.row_mode or action not in (_ACTION.MoveHome, _ACTION.MoveEnd):
            return None
        first, row = self.model.first_editable(), self.table.currentIndex().row()
        if modifiers & _CTRL:
            if action == _ACTION.MoveHome:
                return self.model.index(self.model.first_row(), first)
            return self.model.index(max(0, len(self.model.ids) - 1), self.last_column())
        return self.model.index(row, first if action == _ACTION.MoveHome else self.last_column())

    def last_column(self) -> int:
        """The last column that is shown."""
        shown = [at for at in range(len(self.model.columns)) if not self.table.isColumnHidden(at)]
        return shown[-1] if shown else 0

    def can_stop(self, row: int, column: int) -> bool:
        """Whether Tab and Enter stop at a cell: it can be filled."""
        if self.table.isColumnHidden(column) or self.model.source.is_heading(self.model.id_at(row)):
            return False
        return not self.model.refusal(self.model.index(row, column))

    def next_across(self, row: int, column: int, step: int) -> tuple[int, int]:
        """The next cell to fill at the right (left), over the row's end into the next row; stays at the grid's end."""
        rows, columns = self.model.rowCount(), len(self.model.columns)
        at_row, at = row, column
        for _ in range(2 * columns):
            at += step
            if not 0 <= at < columns:
                at_row, at = at_row + step, 0 if step > 0 else columns - 1
            if not 0 <= at_row < rows:
                break
            if self.can_stop(at_row, at):
                return at_row, at
        return row, column

    def next_down(self, row: int, column: int, step: int) -> tuple[int, int]:
        """The next cell to fill below (above); where there is none, the neighbour."""
        at = row + step
        while 0 <= at < self.model.rowCount():
            if self.can_stop(at, column):
                return at, column
            at += step
        return max(0, min(self.model.rowCount() - 1, row + step)), column

    def edge(self, index: Index, across: int, down: int) -> QModelIndex:
        """Ctrl+arrow: the edge of the filled run, else the next filled cell, else the grid's edge."""
        model = self.model
        rows, columns = max(1, len(model.ids)), len(model.columns)

        def filled(r: int, c: int) -> bool:
            return bool(model.text_at(r, model.columns[c]))

        def inside(r: int, c: int) -> bool:
            return 0 <= r < rows and 0 <= c < columns

        row, column = min(index.row(), rows - 1), index.column()
        if not inside(row + down, column + across):
            return model.index(row, column)
        row, column = row + down, column + across
        run = filled(index.row(), index.column()) and filled(row, column)
        while inside(row + down, column + across):
            if run and not filled(row + down, column + across):
                break
            if not run and filled(row, column):
                break
            row, column = row + down, column + across
        return model.index(row, column)

    def select_lines(self, rows: bool) -> None:
        """Shift+Space: the whole rows of the selection; Ctrl+Space: the whole columns, without the running numbers."""
        from PySide6.QtCore import QItemSelection

        spots = self.table.acts.spots()
        if not spots:
            return
        first = 1 if self.model.columns and self.model.columns[0].key == NUMBER else 0
        top, left = (spots[0][0], first) if rows else (0, min(column for _, column in spots))
        bottom = spots[-1][0] if rows else max(0, len(self.model.ids) - 1)
        right = self.last_column() if rows else max(column for _, column in spots)
        area = QItemSelection(self.model.index(top, left), self.model.index(bottom, right))
        self.table.selectionModel().select(area, QItemSelectionModel.SelectionFlag.ClearAndSelect)
