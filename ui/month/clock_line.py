"""The overview's line that the PC's date cannot be right: deadlines, reference days and the log all hang on it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import GRID, SPACE_3, SPACE_4
from ui.widgets.cards import Card
from ui.widgets.chips import Chip
from ui.widgets.text import Text

_HIGH = 38


class ClockLine(Card):
    """Hidden while the date is right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(margins=(SPACE_4, 0, SPACE_4, 0), parent=parent)
        self.words = Text("", GRID, elide=True, parent=self)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(Chip("warning", "日期不对", parent=self))
        row.addWidget(self.words, 1)
        self.body.addLayout(row)
        self.setFixedHeight(_HIGH)
        self.hide()

    def show_words(self, words: str) -> None:
        """What is wrong; '' hides the line."""
        self.words.setText(words)
        self.setVisible(bool(words))
