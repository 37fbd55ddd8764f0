"""The box in which a school is found (找学校): by its name, its code or pinyin initials, in the district's list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.grid.popup import Popup, fitting
from ui.grid.source import Option
from ui.theme import CONTROL
from ui.wizard.schools import ListedSchool


class SchoolBox(QLineEdit):
    """`picked(ListedSchool)` when a school was chosen: Enter on the highlighted line, or a click."""

    picked = Signal(object)

    def __init__(self, schools: list[ListedSchool], parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(CONTROL)
        self.setPlaceholderText("输入校名或拼音首字母，例如 bch；名单里没有就在下面自己填")
        self.setAccessibleName("找学校")
        self._options = [Option(s.name, f"{s.township} · {s.stage} · {s.code}", value=s) for s in schools]
        self.popup: Popup | None = None
        self.textEdited.connect(self._offer)

    def _list(self) -> Popup:
        if self.popup is None:
            self.popup = Popup(self)
            self.popup.picked.connect(self._pick)
        return self.popup

    def _offer(self, typed: str) -> None:
        self._list().offer(fitting(self._options, typed), 0 if typed.strip() else -1)

    def _pick(self, option: Option) -> None:
        self._list().hide()
        self.setText(option.text)
        self.picked.emit(option.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self.popup
        listed = popup is not None and popup.isVisible()
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if not listed:
                self._list().offer(fitting(self._options, self.text()), 0)
            else:
                self._list().move_by(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and listed and self._list().option is not None:
            self._pick(self._list().option)  # the step goes on with the next Enter
        elif key == Qt.Key.Key_Escape and listed:
            self._list().hide()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.popup is not None:
            self.popup.hide()
