"""The box in which a school is found (找学校): by its name, its code or pinyin initials, in the district's list."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
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
        self.textEdited.connect(self._offer)

    @cached_property
    def popup(self) -> Popup:
        """The list."""
        popup = Popup(self)
        popup.picked.connect(self._pick)
        return popup

    def _offer(self, typed: str) -> None:
        self.popup.offer(fitting(self._options, typed), 0 if typed.strip() else -1)

    def _pick(self, option: Option) -> None:
        self.popup.hide()
        self.setText(option.text)
        self.picked.emit(option.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.popup.offer(fitting(self._options, self.text()), 0)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.popup.option is not None:
            self._pick(self.popup.option)  # the step goes on with the next Enter
        else:
            super().keyPressEvent(event)
