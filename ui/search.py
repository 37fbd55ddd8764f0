"""The search box (查找) in the top bar: type a name or its pinyin initials, Enter goes there.

It stands there once a provider is set: a box that finds nothing would only mislead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QWidget
from shiboken6 import isValid

from ui.theme import CONTROL, GRID, ROW, Theme

_QUIET = 120
"""Milliseconds without a key before the search runs."""
_MOST = 8
_WIDE, _NARROW = 300, 200


class Hit(NamedTuple):
    """One thing found: its name, where it is (三(2)班), and what going there does."""

    name: str
    where: str
    go: Callable[[], object]


Provider = Callable[[str], list[Hit]]
"""Text → what is found, the best first."""


class SearchBox(QLineEdit):
    """Down and Up choose among what was found, Enter goes there, Esc goes back to where the keyboard was."""

    def __init__(self, provider: Provider, parent: QWidget) -> None:
        super().__init__(parent)
        self._provider = provider
        self._hits: list[Hit] = []
        self._came_from: QWidget | None = None
        self.setObjectName("search")
        self.setPlaceholderText("找学生、社团、设备，可输拼音首字母 Ctrl+F")
        self.setAccessibleName("查找")
        self.setFont(Theme.current().font(GRID))
        self.setFixedHeight(CONTROL)
        self.setMinimumWidth(140)
        self.fit(narrow=False)
        self._list = QListWidget(self.window())
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.setObjectName("found")
        self._list.hide()
        self._list.itemClicked.connect(lambda _: self._go())
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_QUIET)
        self._soon.timeout.connect(self._find)
        self.textEdited.connect(lambda _: self._soon.start())

    def fit(self, narrow: bool) -> None:
        """In a narrow window the words about the month come first."""
        self.setMaximumWidth(_NARROW if narrow else _WIDE)

    def enter(self) -> None:
        """Ctrl+F: takes the keyboard, and knows from where."""
        if not self.hasFocus():
            self._came_from = self.window().focusWidget()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def sizeHint(self) -> QSize:
        return QSize(300, CONTROL)

    def _find(self) -> None:
        text = self.text().strip()
        self._hits = self._provider(text)[:_MOST] if text else []
        self._list.clear()
        for hit in self._hits:
            self._list.addItem(f"{hit.name}　{hit.where}".strip())
        if text and not self._hits:
            self._list.addItem("没有找到")
        for row in range(self._list.count()):
            self._list.item(row).setSizeHint(QSize(0, ROW))
        if not text:
            self._list.hide()
            return
        self._list.setCurrentRow(0)
        self._list.resize(max(self.width(), 300), ROW * self._list.count() + 4)
        corner = self.mapTo(self.window(), QPoint(self.width() - self._list.width(), self.height() + 4))
        self._list.move(corner)
        self._list.show()
        self._list.raise_()

    def _go(self) -> None:
        if self._soon.isActive():
            self._soon.stop()
            self._find()
        row = self._list.currentRow()
        if 0 <= row < len(self._hits):
            hit = self._hits[row]
            self._leave()
            hit.go()

    def _leave(self) -> None:
        self._soon.stop()
        self._list.hide()
        self.setText("")  # which, unlike clear(), leaves nothing for Ctrl+Z to bring back

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._list.setCurrentRow(max(0, min(self._list.count() - 1, self._list.currentRow() + step)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go()
        elif event.key() == Qt.Key.Key_Escape:
            came_from = self._came_from
            self._leave()
            if came_from is not None and isValid(came_from) and came_from.isVisible():
                came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._list.hide()
