"""The editor of a cell: one line, with a list to choose from where the column has one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMoveEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.cells import ALIGN
from ui.grid.popup import Popup, fitting
from ui.grid.source import Column, Option
from ui.theme import GRID, Theme
from xcedu_desktop.fields import Kind


class CellEditor(QLineEdit):
    """`typing`: opened by typing, so that arrows leave the cell as in Excel; F2 and a double click open it for editing.

    `picked_one` when a line of the list was clicked.
    """

    picked_one = Signal()

    def __init__(self, parent: QWidget, column: Column, options: Sequence[Option], typing: bool) -> None:
        super().__init__(parent)
        self.setObjectName("cell")
        self.column, self.options, self.typing = column, options, typing
        self.original = ""
        self._clicked: Option | None = None
        self._guessed = False
        """Several lines fit what was typed, and the first of them is highlighted, which nobody asked for."""
        self.popup: Popup | None = None
        self.setFont(Theme.current().font(GRID))
        self.setAlignment(ALIGN[column.alignment] | Qt.AlignmentFlag.AlignVCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, not column.digits)
        self.setAccessibleName(column.title.replace("\n", " "))
        if options:
            self.popup = Popup(self, stays=True)
            self.popup.picked.connect(self._pick)
            self.textEdited.connect(self._offer)
        self.textChanged.connect(lambda _: self.fit())

    @property
    def holds_lines(self) -> bool:
        """Whether a text may have several lines (备注), for Alt+Enter."""
        field = self.column.field
        return field is not None and field.kind is Kind.TEXT and not self.options

    def start(self, text: str, masked: bool = False) -> None:
        """What stands in the editor at the start."""
        self.original = text
        self.setText(text)
        if masked:
            self.setPlaceholderText("输入新号码")
        if not self.typing:
            self.offer_all()

    def offer_all(self) -> None:
        """The whole list, what is in the cell highlighted."""
        if self.popup is not None:
            offered = fitting(self.options, "")
            texts = [option.text for option in offered]
            self.popup.offer(offered, texts.index(self.text()) if self.text() in texts else -1)

    def _offer(self, typed: str) -> None:
        assert self.popup is not None
        self._clicked = None
        found = fitting(self.options, typed)
        self._guessed = len(found) > 1 and found[0].text != typed.strip()
        self.popup.offer(found, 0 if typed.strip() else -1)

    def _pick(self, option: Option) -> None:
        self._clicked = option
        self.picked_one.emit()

    def chosen(self) -> Option | None:
        """What was clicked or is highlighted; None: the text counts as it is typed."""
        if self._clicked is not None:
            return self._clicked
        if self.popup is None or not self.popup.isVisible():
            return None
        option = self.popup.option
        if option is None or (option.text == self.original == self.text() and not self.isModified()):
            return None
        return option

    def highlight(self, step: int) -> None:
        """Up or Down in the list: what is highlighted then was asked for."""
        assert self.popup is not None
        self._guessed = False
        self.popup.move_by(step)

    def unclear(self) -> bool:
        """Whether several options bear the text or fit it, so that leaving the cell must not guess one."""
        if self._clicked is not None:
            return False
        return self._guessed or sum(option.text == self.text().strip() for option in self.options) > 1

    def fit(self) -> None:
        """Grows to the right while the text needs it."""
        wanted = round(QFontMetricsF(self.font()).horizontalAdvance(self.text())) + 20
        room = self.parentWidget().width() - self.x()
        if self.width() < wanted and self.width() < room:
            self.resize(min(wanted, room), self.height())

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        if self.popup is not None and self.popup.isVisible():
            self.popup.place()
