"""问题反馈 as a page of the help: everything that will be packed is read before it is saved."""

from __future__ import annotations

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme import FAMILIES, Theme
from xcedu_desktop.feedback import Feedback


def of_screen(window: QWidget) -> list[str]:
    """What only the window knows: Qt, screens, scale, fonts, light or dark."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    screens = [
        f"{screen.size().width()}×{screen.size().height()}，缩放 {screen.devicePixelRatio() * 100:.0f}%"
        for screen in app.screens()
    ]
    family = Theme.current().font().families()
    return [
        f"Qt：{qVersion()}，{app.platformName()}，字体 {(family or FAMILIES)[0]}，{'深色' if Theme.current().dark else '浅色'}",
        f"屏幕：{'；'.join(screens)}；窗口 {window.width()}×{window.height()}",
    ]


def feedback_text(feedback: Feedback) -> str:
    """The page as Markdown."""
    lines = [
        "# 问题反馈",
        "程序出了问题，或者有地方不对、不好用：点右上角 **存成压缩包**（`Ctrl+Enter`），选好放在哪里，"
        "再把这个文件交给电教站，并说一说当时在做什么。程序自己不会发送任何东西。",
        "压缩包里只有下面这些，没有姓名、证件号码和电话，也没有填写的内容。",
        "## 电脑和文件.txt",
        *(f"- {_plain(line)}" for line in feedback.facts),
        "## 出错记录",
    ]
    lines += [f"- {path.name}" for path in feedback.reports] or ["没有出过错，这一部分是空的。"]
    return "\n\n".join(lines) + "\n"


def _plain(line: str) -> str:
    return "".join(f"\\{mark}" if mark in "*_`[]<>~#" else mark for mark in line)
