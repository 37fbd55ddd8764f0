"""Many rows are made ready to be found in idle moments, before the first letter is typed."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ui.grid.model import GridModel

_MANY, _AT_ONCE, _REST = 500, 100, 20
"""From so many rows on, so many at once, every so many milliseconds."""


class Ready(QTimer):
    """Works while `grid` is seen; begins anew when other rows are shown."""

    def __init__(self, model: GridModel, grid: QWidget) -> None:
        super().__init__(grid)
        self._model, self._grid = model, grid
        self.timeout.connect(self._go_on)
        model.modelReset.connect(self.begin)

    def begin(self) -> None:
        """The grid is shown, or shows other rows."""
        if len(self._model.ids) >= _MANY and self._grid.isVisible():
            self.start(_REST)

    def _go_on(self) -> None:
        model = self._model
        more = model.arrangement.prepare(model.source, model.columns, model.ids, _AT_ONCE)
        if not more or not self._grid.isVisible():
            self.stop()
