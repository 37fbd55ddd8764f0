"""The program's own window, started as `main.py --db F` starts it, shown page by page and grabbed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui import theme
from ui.app import Start, make_application
from ui.month.findings import Findings
from ui.shell import Shell
from ui.widgets.buttons import Button

_PATIENCE, _STEP = 60_000, 50
"""Milliseconds."""
_WIZARD = (1040, 640)


def pause(milliseconds: int) -> None:
    """Lets the program run on. An event loop of its own: QTest.qWait keeps the worker's thread from running."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _small(picture: QImage) -> QImage:
    """The picture in 256 colours, the theme's and then the commonest: a third of the bytes, no difference to be seen."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(plain.constBits()).cast("I"))
    ours = [QColor(f"#{rgb}").rgb() for pair in theme.TOKENS.values() for rgb in pair]
    palette = list(dict.fromkeys([*ours, *(colour for colour, _ in counted.most_common(256))]))
    return plain.convertToFormat(QImage.Format.Format_Indexed8, palette[:256])


class Camera:
    """One run of the program. Each shot puts something on the screen; `save` keeps what is there."""

    def __init__(self, school: Path, size: tuple[int, int]) -> None:
        instance = QApplication.instance()
        assert instance is None or isinstance(instance, QApplication)
        self.app = instance or make_application(["screenshots"])
        self._scheme("light")
        start = Start(self.app, school)
        start.show()
        assert start.shell is not None
        self.shell: Shell = start.shell
        self.shell.showNormal()
        self.shell.resize(*size)
        self.shell.activateWindow()
        self.shown: QWidget = self.shell
        self._until(self._settled)

    def _settled(self) -> bool:
        found = Findings.of(self.shell)
        return (
            found is not None
            and found.settled
            and self.shell.worker is not None
            and not self.shell.worker.busy
        )

    @staticmethod
    def _until(done: Callable[[], bool]) -> None:
        for _ in range(_PATIENCE // _STEP):
            pause(_STEP)
            if done():
                break
        else:
            raise SystemExit("the window did not come to rest")
        pause(300)

    def rest(self) -> None:
        """Waits until everything is written, checked and shown."""
        self._until(self._settled)

    def page(self, key: str, dark: bool = False, staged: bool = True) -> bool:
        """Shows a page, `staged`: with something half typed; False where the program has none of this name."""
        self.shown = self.shell
        self._scheme("dark" if dark else "light")
        if key not in [spec.key for spec in self.shell.pages]:
            return False
        assert self.shell.open_page(key)
        self._until(self._settled)
        stage = {"meals": self._type_a_count, "clubs": self._type_a_name}.get(key)
        if stage is not None and staged:
            stage()
        return True

    def push(self, text: str) -> bool:
        """Presses the button of this name; False where none is on the screen."""
        for button in self.shell.findChildren(Button):
            if button.isVisible() and button.text().startswith(text):
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                self.rest()
                return True
        return False

    def _scheme(self, scheme: str) -> None:
        os.environ["XCEDU_THEME"] = scheme
        theme.apply(self.app, scheme)

    def _press(self, *keys: Qt.Key | str) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.shell, key)
        pause(300)

    def _type_a_count(self) -> None:
        """A count half typed on the first empty day."""
        self._press(*[Qt.Key.Key_Down] * 4, "3")

    def _type_a_name(self) -> None:
        """Two letters in the last row of a club, the candidates shown."""
        joins = [
            b for b in self.shell.findChildren(Button) if b.isVisible() and b.text().startswith("加入学生")
        ]
        QTest.mouseClick(joins[0], Qt.MouseButton.LeftButton)
        pause(300)
        self._press("z", "s")

    def import_of(self, path: Path) -> bool:
        """The preview of a roster."""
        self.shown = self.shell
        self._scheme("light")
        self.shell.open_page("pupils")
        if not self.shell.open_import("students", path):
            return False
        self._until(self._settled)
        return True

    def wizard(self) -> bool:
        """The first-run wizard, its first step filled in."""
        from ui.wizard.window import Wizard

        wizard = Wizard(None)
        wizard.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        wizard.resize(*_WIZARD)
        wizard.show()
        wizard.activateWindow()
        pause(300)
        for letter in "bch":
            QTest.keyClick(QApplication.focusWidget() or wizard, letter)
        pause(500)
        self.shown = wizard
        return True

    def save(self, target: Path, leave: bool = True) -> None:
        """Keeps what was shown last, with what pops up over it; then `leave`s the cell that is being typed as it was."""
        picture = self.shown.grab()
        painter = QPainter(picture)
        for popup in self.app.topLevelWidgets():
            if popup.isVisible() and popup.windowType() in (Qt.WindowType.Popup, Qt.WindowType.ToolTip):
                painter.drawPixmap(self.shown.mapFromGlobal(popup.pos()), popup.grab())
        painter.end()
        _small(picture.toImage()).save(str(target))
        if leave:
            self._press(Qt.Key.Key_Escape, Qt.Key.Key_Escape)

    def close(self) -> None:
        """Ends the window, the file is let go of."""
        self.shell.close()
