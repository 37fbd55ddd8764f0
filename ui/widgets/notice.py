"""A line over a page that tells one thing (提示行): its kind as a chip, the words, and what leads on."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import GRID, SPACE_3, SPACE_4
from ui.widgets.cards import Card
from ui.widgets.chips import Chip
from ui.widgets.text import Text

_HIGH = 38


class NoticeLine(Card):
    """Hidden until there is something to tell. `wraps`: long words stand in several lines, else they are cut off."""

    def __init__(self, kind: str, mark: str, parent: QWidget, wraps: bool = False) -> None:
        super().__init__(margins=(SPACE_4, 0, SPACE_4, 0), parent=parent)
        self.chip = Chip(kind, mark, parent=self)
        self.words = Text("", GRID, elide=not wraps, parent=self)
        self.row = QHBoxLayout()
        self.row.setSpacing(SPACE_3)
        self.row.addWidget(self.chip)
        self.row.addWidget(self.words, 1)
        self.body.addLayout(self.row)
        if wraps:
            self.words.setWordWrap(True)
            self.setMinimumHeight(_HIGH)
        else:
            self.setFixedHeight(_HIGH)
        self.hide()
