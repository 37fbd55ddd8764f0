"""A button that offers a list (按班级加入): a click or Down opens it, arrows and Enter pick, Esc leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
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
        self.clicked.connect(self._toggle)

    @cached_property
    def popup(self) -> Popup:
        """The list."""
        popup = Popup(self)
        popup.picked.connect(self._pick)
        return popup

    def _toggle(self) -> None:
        if self.popup.isVisible():
            self.popup.hide()
            return
        self.setFocus()
        self.popup.offer(list(self._offer()))

    def _pick(self, option: Option) -> None:
        self.popup.hide()
        self._take(option)

    def choices(self) -> list[tuple[str, Callable[[], object]]]:
        return [
            (f"{option.text}\t{option.detail}", lambda option=option: self._take(option))
            for option in self._offer()
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        listed = self.popup.isVisible()
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if listed:
                option = self.popup.option
                if option is not None:
                    self._pick(option)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Down:
                self._toggle()
            case _:
                super().keyPressEvent(event)
