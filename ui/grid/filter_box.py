"""The box that filters a grid while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.widgets.side_width import SideWidth

if TYPE_CHECKING:
    from ui.grid.view import Grid


class FilterBox(QLineEdit):
    """Esc empties it and leaves it, Down and Enter go to the first row that was found."""

    def __init__(self, grid: Grid, words: str) -> None:
        super().__init__()
        self._grid = grid
        self.setObjectName("search")
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        SideWidth(self, 220, 150)
        self.textChanged.connect(grid.filter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._grid.leave_box()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._grid.go_to_found()
        else:
            super().keyPressEvent(event)
