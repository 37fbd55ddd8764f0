"""What follows a write but need not be seen with it (figures, lists, totals): done once the hands rest a moment."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_QUIET = 100
"""Milliseconds without a further write: less than between two keys of a practised hand."""


class Later(QTimer):
    """One act, put off by `start` anew each time."""

    def __init__(self, act: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setInterval(_QUIET)
        self.timeout.connect(act)
        self._act = act

    def now(self) -> None:
        """Does it at once where it is still to be done."""
        if self.isActive():
            self.stop()
            self._act()
