"""Small boxes of a line of work: a date, and a text with a list to pick from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.grid.popup import Popup, fitting
from ui.grid.source import Option
from ui.theme import GRID, ROW, Theme

_LEAST = 96
"""Pixels to which a box shrinks where there is little room."""


class Box(QLineEdit):
    """One line, `width` pixels wide. `done(text)` at Enter; `left` at Esc, the text is then as it was shown."""

    done = Signal(str)
    left = Signal()

    def __init__(self, name: str, width: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.shown = ""
        self.setFont(Theme.current().font(GRID))
        self.setFixedHeight(ROW)
        self.setMaximumWidth(width)
        self.setMinimumWidth(min(width, _LEAST))
        self.setAccessibleName(name)

    def show_text(self, text: str) -> None:
        """What stands in the box."""
        self.shown = text
        self.setText(text)
        self.setModified(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.show_text(self.shown)
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.done.emit(self.text())
            case _:
                super().keyPressEvent(event)


class DayBox(Box):
    """A date, typed as in a grid (11.5, 1105); no input method."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, 96, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)


class PickBox(Box):
    """A text with a list under it that narrows while typing, by pinyin initials too; Down or a click shows all of it.

    Enter takes the highlighted line, else the text as it is typed.
    """

    def __init__(self, name: str, width: int, offer: Callable[[], Sequence[Option]], parent: QWidget) -> None:
        super().__init__(name, width, parent)
        self._offer = offer
        self.textEdited.connect(self._show_list)

    @cached_property
    def popup(self) -> Popup:
        """The list."""
        popup = Popup(self)
        popup.picked.connect(self._take)
        return popup

    def option(self) -> Option | None:
        """The line whose text stands in the box; None where there is none, or several."""
        found = [option for option in self._offer() if option.text == self.text().strip()]
        return found[0] if len(found) == 1 else None

    def _show_list(self, typed: str) -> None:
        self.popup.offer(fitting(self._offer(), typed), 0 if typed.strip() else -1)

    def _take(self, option: Option) -> None:
        self.popup.hide()
        self.setText(option.text)
        self.setModified(True)
        self.done.emit(option.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Down:
            self._show_list("")
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.popup.option is not None:
            self._take(self.popup.option)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if not self.popup.isVisible():
            self._show_list("")
