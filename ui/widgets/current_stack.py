"""A stack of widgets (叠放) that asks for the room of the one that is seen, not of the largest that it holds."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget


class CurrentStack(QStackedWidget):
    """What stands behind does not make a small window's page wider or higher."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _at: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        if shown is None:
            return QSize(0, 0)
        return shown.minimumSizeHint().expandedTo(shown.minimumSize())
