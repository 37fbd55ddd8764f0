"""What rows and stacks (行) ask of the widgets in them, and when a row arranges itself anew."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


def least(widget: QWidget) -> QSize:
    """How small a layout can make a widget."""
    return widget.minimumSizeHint().expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize())


class FittingRow(QWidget):
    """A row that is laid out by the room that it has: `fit` is called when that or what it holds changed."""

    def fit(self) -> None:
        """Arranges the row for its present width."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
