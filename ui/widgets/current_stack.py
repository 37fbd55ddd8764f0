"""A stack of widgets (叠放) that asks for the room of the one that is seen, not of the largest that it holds."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.widgets.fitting import least


class CurrentStack(QStackedWidget):
    """What stands behind does not make a small window's page wider or higher."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _at: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return least(shown) if shown is not None else QSize(0, 0)
