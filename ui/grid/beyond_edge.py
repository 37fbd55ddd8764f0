"""A drag that is held beyond the edge of a table goes on by itself, as Qt's own selecting does (自动滚动)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer

if TYPE_CHECKING:
    from ui.grid.table import GridTable

_EVERY = 60
"""Milliseconds for a row."""


class BeyondEdge(QTimer):
    """`go_on(place)`: does what moving the mouse to a place of the viewport does, and scrolls there.

    Tell it of every move by `follow`, and `stop` it when the button is let go.
    """

    def __init__(self, table: GridTable, go_on: Callable[[QPoint], object]) -> None:
        super().__init__(table)
        self._table, self._place = table, QPoint()
        self.setInterval(_EVERY)
        self._go_on = go_on
        self.timeout.connect(lambda: go_on(self._place))

    def follow(self, place: QPoint) -> None:
        """The mouse is here now, its button down."""
        self._place = place
        self._go_on(place)
        if self._table.viewport().rect().contains(place):
            self.stop()
        elif not self.isActive():
            self.start()


def row_towards(table: GridTable, place: QPoint) -> int:
    """The row at a place, the next one that is not in sight where the place is above or below; the last where there is
    none."""
    last = len(table.grid_model.ids) - 1
    row = table.rowAt(max(0, min(place.y(), table.viewport().height())))
    return max(0, last if row < 0 else min(row - (place.y() < 0), last))


def column_towards(table: GridTable, place: QPoint) -> int:
    """The same of columns; those that are frozen hide the next one at the left. -1 at the right of the last column."""
    left = table.frozen.covered()
    column = table.columnAt(max(left, min(place.x(), table.viewport().width())))
    return max(0, column - (place.x() < left)) if column >= 0 else -1
