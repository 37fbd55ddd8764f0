"""A button that offers a list (按班级加入): a click or Down opens it, arrows and Enter pick, Esc leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.grid.popup import Popup
from ui.grid.source import Option
from ui.widgets.buttons import Button


class PickButton(Button):
    """`offer` gives the lines when the list opens; `take` gets the one that was picked."""

    def __init__(
        self,
        text: str,
        offer: Callable[[], Sequence[Option]],
        take: Callable[[Option], object],
        parent: QWidget,
    ) -> None:
        super().__init__(text, parent=parent)
        self._offer, self._take = offer, take
        self._popup: Popup | None = None
        self.clicked.connect(self._toggle)

    @property
    def popup(self) -> Popup:
        """The list; made when it first opens, since it belongs to the window."""
        if self._popup is None:
            self._popup = Popup(self)
            self._popup.picked.connect(self._pick)
            self.destroyed.connect(self._popup.deleteLater)
        return self._popup

    def _toggle(self) -> None:
        if self._popup is not None and self._popup.isVisible():
            self._popup.hide()
            return
        self.setFocus()
        self.popup.offer(list(self._offer()))

    def _pick(self, option: Option) -> None:
        self.popup.hide()
        self._take(option)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        listed = self._popup is not None and self._popup.isVisible()
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up if listed:
                self.popup.move_by(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Down:
                self._toggle()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if listed:
                option = self.popup.option
                if option is not None:
                    self._pick(option)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._toggle()
            case Qt.Key.Key_Escape if listed:
                self.popup.hide()
            case _:
                super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self._popup is not None:
            self._popup.hide()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        if self._popup is not None:
            self._popup.hide()
        super().hideEvent(event)
