"""The line that asks once before an export (确认导出): it locks the month, and a lock is not undone lightly."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import BODY, SPACE_2, SPACE_3, SPACE_4
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.text import Text
from xcedu_desktop.periods import Month

_HIGH = 48


class _Sure(Button):
    """Enter held down too long on the button before this one does not answer for the person."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            super().keyPressEvent(event)


class ConfirmLine(Card):
    """Hidden until `ask`. It stands under the main button, never in its place: a double click answers nothing."""

    def __init__(self, on_yes: Callable[[], object], on_no: Callable[[], object], parent: QWidget) -> None:
        super().__init__(margins=(SPACE_4, 0, SPACE_2, 0), parent=parent)
        self._on_yes, self._on_no = on_yes, on_no
        self.month: Month | None = None
        """The month that is asked about, None while hidden."""
        self.words = Text("", BODY, parent=self)
        self.words.setWordWrap(True)  # what cannot be undone is read whole, in a narrow window too
        self.no = Button("先不导出", parent=self)
        self.no.clicked.connect(self._refuse)
        self.yes = _Sure("导出并锁定", primary=True, parent=self)
        self.yes.clicked.connect(self._accept)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(self.words, 1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        self.body.addLayout(row)
        self.setMinimumHeight(_HIGH)
        escape = QShortcut(QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._refuse)
        self.hide()

    def ask(self, month: Month, revision: int, silent: int, blank: str = "") -> None:
        """Says what the export does; `revision`: the one to come, `silent`: 提醒 that nobody explained, `blank`: titles of
        the forms of which nothing stands in the month."""
        words = f"导出后 {month.spoken}锁定，不能再改；要改得先更正，成为第 {revision + 1} 次上报。"
        if silent:
            words = f"{silent} 个提醒会列为未说明。{words}"
        if blank:
            words = f"{blank}还空着。{words}"
        self.words.setText(words)
        self.month = month
        self.show()
        self.yes.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_away(self) -> None:
        """Nothing is asked any more."""
        self.month = None
        self.hide()

    def _accept(self) -> None:
        self.take_away()
        self._on_yes()

    def _refuse(self) -> None:
        self.take_away()
        self._on_no()
