"""The status line (状态行): saved when, the last act with 撤销, what is selected; backup and clerk at the right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import SMALL, SPACE_2, SPACE_4, STATUS_LINE, STATUS_LINE_SMALL, Theme
from ui.widgets.buttons import LinkLabel
from ui.widgets.text import Text
from xcedu_desktop.clock import now


class StatusLine(QWidget):
    """28 px at the bottom of the window. Texts are small; an empty one takes no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(STATUS_LINE)
        self.saved = Text("", SMALL, parent=self)
        self.act = Text("", SMALL, parent=self)
        self.undo = LinkLabel("撤销", points=SMALL, tone="ink", underlined=True, parent=self)
        self.undo.clicked.connect(self._undo)
        self.undo.setToolTip("Ctrl+Z")
        self.middle = Text("", SMALL, elide=True, parent=self)
        self.backup = Text("", SMALL, parent=self)
        self.clerk = Text("", SMALL, parent=self)
        self._callback: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_4, 1, SPACE_4, 0)
        row.setSpacing(20)
        row.addWidget(self.saved)
        act = QHBoxLayout()  # of its own: 撤销 stands close to the act, and nothing moves where both are away
        act.setSpacing(SPACE_2)
        act.addWidget(self.act)
        act.addWidget(self.undo)
        row.addLayout(act)
        row.addWidget(self.middle, 1)
        row.addWidget(self.backup)
        row.addWidget(self.clerk)
        self.say_act("", None)
        for part in (self.saved, self.backup, self.clerk):
            part.hide()

    def fit(self, small: bool) -> None:
        """Lower in a small window."""
        self.setFixedHeight(STATUS_LINE_SMALL if small else STATUS_LINE)

    def say(self, part: Text, text: str) -> None:
        """Shows a text in one of the parts; an empty text hides it."""
        part.setText(text)
        part.setVisible(bool(text))

    def say_act(self, text: str, undo: Callable[[], object] | None) -> None:
        """The last act, with 撤销 where it can be undone."""
        self.act.setText(text)
        self.act.setVisible(bool(text))
        self._callback = undo
        self.undo.setVisible(bool(text) and undo is not None)

    def _undo(self) -> None:
        callback = self._callback
        self.say_act("", None)
        if callback is not None:
            callback()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.surface)
        painter.fillRect(0, 0, self.width(), 1, theme.line)
        painter.end()


def spoken_time(moment: str | None) -> str:
    """今天 08:01, 昨天 17:20, else 10月24日; '' for never. In: ISO."""
    if not moment:
        return ""
    at = datetime.fromisoformat(moment)
    days = (now().date() - at.date()).days
    if days <= 0:
        return f"今天 {at:%H:%M}"
    return f"昨天 {at:%H:%M}" if days == 1 else f"{at.month}月{at.day}日"
