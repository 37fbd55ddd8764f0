"""A column of ticks (选): a click ticks its row or takes the tick away, dragging does the same to all rows passed over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QMouseEvent

from ui.grid.beyond_edge import BeyondEdge, row_towards

if TYPE_CHECKING:
    from ui.grid.table import GridTable

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class TickColumn(QObject):
    """Watches the viewport's mouse. `is_ticked(row id)`; `put(row ids, ticked)` ticks rows or takes their ticks away.

    A row that the drag leaves again is as it was before.
    """

    def __init__(
        self,
        table: GridTable,
        key: str,
        is_ticked: Callable[[str], bool],
        put: Callable[[Sequence[str], bool], object],
    ) -> None:
        super().__init__(table)
        self._table, self._key = table, key
        self._is_ticked, self._put = is_ticked, put
        self._from = -1
        """The row where the drag began; -1 while there is none."""
        self._ticks = False
        self._flipped: list[str] = []
        self._edge = BeyondEdge(table, self._drag)
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        place, kind = event.position().toPoint(), event.type()
        if self._from >= 0:
            if kind == QEvent.Type.MouseMove:
                self._edge.follow(place)
            elif kind == QEvent.Type.MouseButtonRelease:
                self._from = -1
                self._edge.stop()
            return True
        if kind in _PRESSES and event.button() == Qt.MouseButton.LeftButton and self._is_here(event, place):
            self._begin(row_towards(self._table, place))
            return True
        return False

    def _is_here(self, event: QMouseEvent, place: QPoint) -> bool:
        index = self._table.indexAt(place)
        mine = index.isValid() and self._table.grid_model.columns[index.column()].key == self._key
        return mine and event.modifiers() == Qt.KeyboardModifier.NoModifier

    def _drag(self, place: QPoint) -> None:
        self._reach(row_towards(self._table, place))

    def _begin(self, row: int) -> None:
        self._from, self._flipped = row, []
        self._ticks = not self._is_ticked(self._table.grid_model.id_at(row))
        self._reach(row)

    def _reach(self, row: int) -> None:
        """All rows from where the drag began to this one bear the same; those that it left are put back."""
        model = self._table.grid_model
        passed = model.ids[min(self._from, row) : max(self._from, row) + 1]
        inside = set(passed)
        left = [row_id for row_id in self._flipped if row_id not in inside]
        fresh = [row_id for row_id in passed if self._is_ticked(row_id) != self._ticks]
        self._flipped = [row_id for row_id in self._flipped if row_id in inside] + fresh
        self._put(left, not self._ticks)
        self._put(fresh, self._ticks)
        self._table.go_to(row, model.column_of(self._key))
