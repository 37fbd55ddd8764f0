"""A dialog that nobody answers fails its test by its name, instead of waiting for a person for ever.

While `exec()` of a dialog waits in C++, no Python runs, so that not even pytest's time limit is felt. The watch's timer
runs there: it writes the dialog down, sends it away, and the test goes on to its end and fails.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

PATIENCE = 15.0
"""Seconds that one dialog may stand; the tests' own answers come within one."""
WAITING = "waits for a dialog"
"""The name of a test's own timer that answers the next dialog: one that still runs at the end waited in vain."""


class ModalWatch:
    """`left`: the dialogs that were sent away, each by class, title and words."""

    def __init__(self, app: QApplication, patience: float = PATIENCE) -> None:
        self.left: list[str] = []
        self._app, self._patience = app, patience
        self._seen: tuple[QWidget | None, float] = (None, 0.0)
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(100)

    def end(self) -> None:
        """Ends the watch: what still stands is sent away, what still waits is stopped; both are written down."""
        self._timer.stop()
        standing = QApplication.activeModalWidget()
        if standing is not None:
            self._send_away(standing)
        for timer in self._app.findChildren(QTimer, WAITING, Qt.FindChildOption.FindDirectChildrenOnly):
            if timer.isActive():
                timer.stop()
                self.left.append("no dialog came that the test wanted to answer")

    def _look(self) -> None:
        standing = QApplication.activeModalWidget()
        known, since = self._seen
        if standing is None or standing is not known:
            self._seen = (standing, time.monotonic())
        elif time.monotonic() - since > self._patience:
            self._seen = (None, 0.0)
            self._send_away(standing)

    def _send_away(self, dialog: QWidget) -> None:
        words = dialog.text() if isinstance(dialog, QMessageBox) else ""
        self.left.append(f"{type(dialog).__name__} 「{dialog.windowTitle()}」 {words}".rstrip())
        if isinstance(dialog, QDialog):
            QDialog.done(dialog, 0)  # past what a dialog of its own says to `reject`
        else:
            dialog.close()


def answering(app: QObject) -> QTimer:
    """A timer for a test that answers the next dialog; the watch knows it by its name."""
    timer = QTimer(app)
    timer.setObjectName(WAITING)
    return timer
