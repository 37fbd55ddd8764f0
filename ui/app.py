"""Start-up in order: the window with the last known state first, the core and the page right after its first paint.

Importing this module imports PySide6 and the standard library only (and the core's parts that do likewise).
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from ui import quiet, settings, theme
from ui.shell import Shell
from xcedu_desktop.errors import UserError
from xcedu_desktop.store.peek import Peek, peek


def make_application(arguments: list[str]) -> QApplication:
    """The QApplication with its name, icon and theme."""
    quiet.be_quiet()
    app = QApplication([*arguments[:1], "-style", "fusion", *arguments[1:]])
    app.setApplicationName("xcedu")
    app.setWindowIcon(QIcon(str(theme.RESOURCES / "icon.png")))
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    theme.apply(app, settings.theme_setting())
    return app


class Start(QObject):
    """One run of the program: opens a file in the window, then what cannot be done before the first paint."""

    def __init__(self, app: QApplication, path: Path | None, received: Path | None = None) -> None:
        super().__init__(app)
        self.app, self.path, self.received = app, path, received
        self.shell: Shell | None = None

    def show(self) -> None:
        """Shows the window with what a glance into the file gives; the rest follows its first paint."""
        glance = peek(self.path) if self.path is not None else None
        self.show_shell(glance)

    def show_shell(self, glance: Peek | None) -> None:
        """Makes the window and shows it as it was left."""
        self.shell = shell = Shell(glance)
        shell.closed.connect(self._closed)
        # the timer lets the painted window reach the screen before the imports begin
        shell.painted.connect(lambda: QTimer.singleShot(0, self._after_paint))
        settings.show_as_left(shell)

    def _after_paint(self) -> None:
        from ui import opening
        from ui.crash import Guard
        from ui.qt_words import speak_chinese

        assert self.shell is not None
        self.guard = Guard(self)
        self.guard.install()
        speak_chinese(self.app)
        self.opening = opening.Opening(self.shell, self.path, self.received)
        self.opening.begin()

    def _closed(self) -> None:
        if self.shell is not None:
            settings.remember_window(self.shell)


def run(db: Path | None, received: Path | None = None) -> int:
    """Opens the window on a school file (None: the last one, or the first-run wizard); the exit code.

    `received`: a file of the bureau (.xcr, .xcp) that was double-clicked.
    """
    app = make_application(sys.argv[:1])
    start = Start(app, db if db is not None else settings.last_file(), received)
    try:
        start.show()
    except UserError as trouble:
        from ui.crash import tell

        tell(trouble)
        return 2
    return app.exec()
