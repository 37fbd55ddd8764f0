"""Where a selected block was begun (活动单元格): typing goes there, as in a spreadsheet. Qt's current cell is where it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex

if TYPE_CHECKING:
    from ui.grid.selecting import SelectingTable


class Anchor:
    """The active cell of one table: the first of a block that was just selected, else the current one."""

    def __init__(self, table: SelectingTable) -> None:
        self._table = table
        self._first = QPersistentModelIndex()
        self._block = False
        """A block was selected from `_first`, and nobody typed or stepped in it since."""

    def follow(self) -> None:
        """The selection changed."""
        parts = self._table.selectionModel().selection()
        single = parts[0] if len(parts) == 1 else None
        if single is not None and single.width() == single.height() == 1:
            self._first = QPersistentModelIndex(single.topLeft())
            self._block = False
        else:  # cells picked one by one: the last of them is the current one
            self._block = single is not None and single.contains(QModelIndex(self._first))

    def begin_at(self, cell: QModelIndex) -> None:
        """The block that is selected was begun at a cell."""
        self._first, self._block = QPersistentModelIndex(cell), True

    def cell(self) -> QModelIndex:
        """The active cell."""
        return (
            QModelIndex(self._first) if self._block and self._first.isValid() else self._table.currentIndex()
        )

    def take(self) -> None:
        """Makes the active cell the current one; the block stays selected."""
        here, wanted = self._table.currentIndex(), self.cell()
        self._block = False
        if wanted != here:
            self._table.selectionModel().setCurrentIndex(wanted, QItemSelectionModel.SelectionFlag.NoUpdate)
