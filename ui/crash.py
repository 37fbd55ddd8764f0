"""Trouble, told to a person (出错): a known one in its own sentence, anything else with a report that can be sent.

The report bears no personal data: of an exception only its kind, its ASCII words and the lines of our code it passed.
"""

from __future__ import annotations

import platform
import re
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

_NOT_PLAIN = re.compile(r"'[^']*'|\"[^\"]*\"|[^\x00-\x7f]+|\d{4,}")


def report(error: BaseException) -> str:
    """The text of a report: versions and the way of the error through the code, every value left out."""
    lines = [
        "薛城教体填报 出错报告",
        f"系统 {platform.platform()}",
        f"Python {platform.python_version()}　Qt {qVersion()}",
        "",
    ]
    chain: BaseException | None = error
    while chain is not None:
        # SQLAlchemy appends the statement's parameters: names and numbers of people
        message = str(chain).split("[parameters:")[0].split("[SQL:")[0]
        lines.append(
            f"{type(chain).__module__}.{type(chain).__qualname__}: {_NOT_PLAIN.sub('…', message).strip()}"
        )
        for frame in traceback.extract_tb(chain.__traceback__):
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}")
        chain = chain.__cause__ or chain.__context__
    return "\n".join(lines) + "\n"


def _short(filename: str) -> str:
    """The last three parts of a path: the rest holds the name of the person's account."""
    return "/".join(Path(filename).parts[-3:])


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
        self._before = (sys.excepthook, threading.excepthook)
        self._caught.connect(self._show)

    def install(self) -> None:
        """From now on nothing is printed: a person sees a dialog."""
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
            else:
                self._show_crash(error)
        finally:
            self._showing = False

    def _show_crash(self, error: BaseException) -> None:
        parent = QApplication.activeWindow()
        box = QMessageBox(
            QMessageBox.Icon.Critical, "薛城教体填报", "", QMessageBox.StandardButton.NoButton, parent
        )
        box.setText("程序出了意外的错误，这一步没有做成。")
        box.setInformativeText(
            "此前填写的内容都已保存。请把出错报告存成文件，交给电教站；报告里没有姓名和号码。"
        )
        save = box.addButton("保存出错报告", QMessageBox.ButtonRole.ActionRole)
        going_on = box.addButton("继续使用", QMessageBox.ButtonRole.AcceptRole)
        leaving = box.addButton("关闭程序", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(going_on)
        box.setEscapeButton(going_on)
        box.exec()
        if box.clickedButton() is save:
            save_report(report(error), parent)
        elif box.clickedButton() is leaving:
            QApplication.exit(1)


def save_report(text: str, parent: QWidget | None) -> None:
    """Asks where, and writes the report as UTF-8."""
    name, _ = QFileDialog.getSaveFileName(parent, "保存出错报告", "出错报告.txt", "文本文件 (*.txt)")
    if not name:
        return
    try:
        Path(name).write_text(text, encoding="utf-8")
    except OSError:
        tell(OSError("报告没能保存：这个文件夹不能写。请换一个文件夹再试。"), parent)
