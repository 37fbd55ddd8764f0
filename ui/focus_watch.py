"""A watcher on whichever field has the keyboard (有光标的框): installed there as an event filter, and nowhere else.

An event filter on the whole program would be asked of every event of every widget.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FocusWatch(QObject):
    """Subclasses say which widgets they want, and filter the events of the one that has the focus."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

    def wants(self, widget: QWidget) -> bool:
        """Whether a widget is to be watched while it has the focus."""
        raise NotImplementedError

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now if now is not None and self.wants(now) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)
