"""How the cells on the screen look (画过的格子), so that of those that may have changed only the ones that did are drawn again.

Drawing a cell costs some twenty times what asking how it looks does, and after a key or a check hardly any looks otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtWidgets import QTableView, QWidget

from ui.grid.model import GridModel, Look
from ui.grid.rows import Index


class Drawn:
    """What the delegate drew last in a view of a GridModel, by row id and column key."""

    def __init__(self, table: QTableView) -> None:
        self._table = table
        self._looks: dict[tuple[str, str], Look] = {}
        self._region, self._whole = QRegion(), QRect()

    def begin(self, region: QRegion) -> None:
        """A paint of this region begins."""
        self._region, self._whole = region, region.boundingRect() if region.rectCount() == 1 else QRect()
        if self._whole.contains(self._table.viewport().rect()):
            self._looks.clear()  # all that is seen is drawn now; what was scrolled away is forgotten

    def drew(self, row_id: str, look: Look, rect: QRect) -> None:
        """A cell was drawn; one that was drawn in part only counts as not drawn."""
        spot = (row_id, look.column.key)
        if self._whole.contains(rect) or QRegion(rect).subtracted(self._region).isEmpty():
            self._looks[spot] = look
        else:
            self._looks.pop(spot, None)

    def stale(self, first: Index, last: Index) -> Iterator[Index]:
        """The cells on the screen, of those from `first` to `last`, that look otherwise than they were drawn."""
        table, model = self._table, self._table.model()
        assert isinstance(model, GridModel)
        view = table.viewport().rect()
        bottom = table.rowAt(view.bottom())
        low = min(last.row(), bottom if bottom >= 0 else last.row())
        columns = [
            (at, model.columns[at])
            for at in range(first.column(), last.column() + 1)
            if not table.isColumnHidden(at)
            and table.columnViewportPosition(at) <= view.right()
            and table.columnViewportPosition(at) + table.columnWidth(at) > 0
        ]
        for row in range(max(first.row(), table.rowAt(0)), low + 1):
            row_id = model.id_at(row)
            for at, column in columns:
                if self._looks.get((row_id, column.key)) != model.look(row_id, row, column):
                    yield model.index(row, at)


class DrawnTable(QTableView):
    """A view that draws of many cells those that look otherwise; Qt would draw them all, and those that touch them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawn = Drawn(self)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        if first == last or not self.isVisible():
            super().dataChanged(first, last, roles)
            return
        for index in self.drawn.stale(first, last):
            super().dataChanged(index, index, roles)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.drawn.begin(event.region())
        super().paintEvent(event)
