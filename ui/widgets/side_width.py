"""The width of what stands at the left of a page (侧栏宽度): a list of classes, clubs or rooms; less in a narrow window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from ui.theme import SIDE_NARROW_BELOW


class SideWidth(QObject):
    """Keeps `widget` at `wide` logical pixels, in a narrow window at `narrow`."""

    def __init__(self, widget: QWidget, wide: int, narrow: int) -> None:
        super().__init__(widget)
        self._widget, self._wide, self._narrow = widget, wide, narrow
        self._window: QWidget | None = None
        widget.setFixedWidth(wide)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._widget and event.type() == QEvent.Type.Show:
            window = self._widget.window()
            if window is not self._window:
                self._window = window
                window.installEventFilter(self)
            self._fit()
        elif watched is self._window and event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        if self._window is not None:
            narrow = self._window.width() < SIDE_NARROW_BELOW
            self._widget.setFixedWidth(self._narrow if narrow else self._wide)
