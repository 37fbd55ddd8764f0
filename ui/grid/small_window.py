"""The small window beside a cell or under a header: the grid's own ground and a quiet line around it; a click elsewhere
closes it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme


class SmallWindow(QWidget):
    """A popup that is gone once it is closed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.surface)
        painter.setPen(theme.ink3)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
