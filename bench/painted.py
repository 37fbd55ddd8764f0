"""Run in a process of its own: shows a window, prints the monotonic clock when it has painted what was asked for, ends.

usage: python -m bench.painted bare | glance F | overview F
glance: the overview's page with the figures kept in the file; overview: with this run's findings.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget


class Watch(QObject):
    """Says the time of the first paint of a window that comes after `ready`, then ends the program."""

    def __init__(self, app: QApplication, ready: Callable[[], QWidget | None]) -> None:
        super().__init__(app)
        self.app, self.ready, self.at = app, ready, 0.0
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and not self.at:
            window = self.ready()
            if window is not None and watched.window() is window:
                # the paint is done when the event loop comes round again
                self.at = -1.0
                QTimer.singleShot(0, self._say)
        return False

    def _say(self) -> None:
        self.at = time.monotonic()
        print(self.at, flush=True)
        QTimer.singleShot(400, self.app.quit)


def bare() -> int:
    """The peer."""
    app = QApplication(sys.argv)
    window = QMainWindow()
    window.resize(1000, 700)
    window.setCentralWidget(QLabel("薛城"))
    Watch(app, lambda: window)
    window.show()
    return app.exec()


def ours(school: Path, computed: bool) -> int:
    """The program; `computed`: this run's findings, not the kept ones."""
    from ui import app as program

    app = program.make_application(sys.argv[:1])
    start = program.Start(app, school)

    def ready() -> QWidget | None:
        shell = start.shell
        if shell is None or shell.page() is None:
            return None
        if computed:
            from ui.month.findings import Findings

            found = Findings.of(shell)
            if found is None or found.checked is None:
                return None
        elif not shell.remembered:  # nothing was kept: there are no figures yet
            return None
        return shell

    Watch(app, ready)
    start.show()
    result = app.exec()
    if start.shell is not None:
        start.shell.close()
    return result


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    sys.exit(bare() if what == "bare" else ours(Path(rest[0]), what == "overview"))
