"""Trouble, told to a person (出错): a known one in its own sentence, anything else with a report that can be sent.

The report (xcedu_desktop/trouble.py) bears no personal data; a copy is left in the clerk's folder 出错记录 by itself.
"""

from __future__ import annotations

import faulthandler
import sys
import threading
from contextlib import suppress
from pathlib import Path
from time import monotonic
from traceback import extract_tb
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from ui import settings
from ui.begin_at import begin_at
from ui.frame import Frame
from xcedu_desktop import trouble

_ONCE = 3.0
"""Seconds after the dialog was closed in which the same trouble is not told again, where no status line can say it."""
_AGAIN = "同样的意外错误又出了一次，这一步没有做成；报告请交给电教站"


def report(error: BaseException) -> str:
    """The text of a report, Qt's version in it."""
    return trouble.report(error, f"Qt {qVersion()}")


def take_last_words(path: Path) -> Path | None:
    """What the run before left in its last words becomes a report in 出错记录; where it lies, None where there was nothing."""
    try:
        words = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return trouble.leave(trouble.of_last_words(words)) if words.strip() else None


def _keep_last_words(path: Path) -> None:
    """A crash below Python (of Qt, of a driver) ends the program at once: the file gets the way through our code, no values."""
    take_last_words(path)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        faulthandler.enable(path.open("w", encoding="utf-8"))


def tell(error: Exception, parent: QWidget | None = None, title: str = "薛城教体填报") -> None:
    """Says one sentence about a known trouble (UserError), modally."""
    box = QMessageBox(QMessageBox.Icon.Warning, title, "", QMessageBox.StandardButton.NoButton, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(str(getattr(error, "message", error)))
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.exec()


class Guard(QObject):
    """Takes over sys.excepthook and threading.excepthook; shows each trouble on the main thread, one at a time."""

    _caught = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._showing = False
        self._told: dict[str, float] = {}
        """Where something broke, and when the dialog about it was closed."""
        self._before = (sys.excepthook, threading.excepthook)
        self._caught.connect(self._show)

    def install(self) -> None:
        """From now on nothing is printed: a person sees a dialog."""
        if getattr(sys, "frozen", False):  # no console would show it
            _keep_last_words(Path(settings.settings().fileName()).with_name("last_words.txt"))
        sys.excepthook = self._hook
        threading.excepthook = lambda args: self._caught.emit(args.exc_value)

    def remove(self) -> None:
        """Puts back what was there."""
        sys.excepthook, threading.excepthook = self._before

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            QApplication.quit()
            return
        self._caught.emit(error)

    def _show(self, error: BaseException) -> None:
        if self._showing:
            return
        self._showing = True
        try:
            from xcedu_desktop.errors import UserError

            if isinstance(error, UserError):
                tell(error, QApplication.activeWindow())
            elif not self._just_told(error):
                self._show_crash(error)
                self._told[_place(error)] = monotonic()
        finally:
            self._showing = False

    def _just_told(self, error: BaseException) -> bool:
        """What breaks at each paint or in each check breaks again as soon as the dialog is closed.

        A dialog tells it once; then the window's status line says it, so that the clerk can work on elsewhere.
        """
        at = self._told.get(_place(error))
        if at is None:
            return False
        frames = [w for w in QApplication.topLevelWidgets() if isinstance(w, Frame) and w.isVisible()]
        if frames and QApplication.activeModalWidget() is None:
            frames[0].say(_AGAIN)
            return True
        return monotonic() - at < _ONCE

    def _show_crash(self, error: BaseException) -> None:
        parent = QApplication.activeWindow()
        text = report(error)
        left = trouble.leave(text)
        box = QMessageBox(
            QMessageBox.Icon.Critical, "薛城教体填报", "", QMessageBox.StandardButton.NoButton, parent
        )
        box.setText("程序出了意外的错误，这一步没有做成。")
        place = f"报告已经放在「{left.parent}」里，" if left is not None else ""
        box.setInformativeText(
            f"此前填写的内容都已保存。{place}请把出错报告交给电教站；报告里没有姓名和号码。"
        )
        save = box.addButton("另存出错报告", QMessageBox.ButtonRole.ActionRole)
        going_on = box.addButton("继续使用", QMessageBox.ButtonRole.AcceptRole)
        leaving = box.addButton("关闭程序", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(going_on)
        box.setEscapeButton(going_on)
        box.exec()
        if box.clickedButton() is save:
            save_report(text, parent)
        elif box.clickedButton() is leaving:
            QApplication.exit(1)


def _place(error: BaseException) -> str:
    """Where an exception was raised: its kind, file and line."""
    steps = extract_tb(error.__traceback__)
    return (
        f"{type(error).__name__} {steps[-1].filename}:{steps[-1].lineno}" if steps else type(error).__name__
    )


def save_report(text: str, parent: QWidget | None) -> None:
    """Asks where, and writes the report as UTF-8."""
    start = str(begin_at() / "出错报告.txt")
    name, _ = QFileDialog.getSaveFileName(parent, "保存出错报告", start, "文本文件 (*.txt)")
    if not name:
        return
    try:
        Path(name).write_text(text, encoding="utf-8")
    except OSError:
        tell(OSError("报告没能保存：这个文件夹不能写。请换一个文件夹再试。"), parent)
