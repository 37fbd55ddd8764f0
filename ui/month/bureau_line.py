"""What the bureau tells all schools by its profile file (区级参数): its message and its phone, on the overview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import GRID, SPACE_3, SPACE_4
from ui.widgets.cards import Card
from ui.widgets.chips import Chip
from ui.widgets.text import Text

_HIGH = 38


class BureauLine(Card):
    """Hidden while the bureau says nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(margins=(SPACE_4, 0, SPACE_4, 0), parent=parent)
        self.words = Text("", GRID, parent=self)
        self.words.setWordWrap(True)
        self.phone = Text("", GRID, tone="ink2", parent=self)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(Chip("info", "区里通知", parent=self))
        row.addWidget(self.words, 1)
        row.addWidget(self.phone)
        self.body.addLayout(row)
        self.setMinimumHeight(_HIGH)
        self.hide()

    def show_texts(self, said: Mapping[str, Any]) -> None:
        """`message` and `phone`, each may be blank."""
        phone = str(said.get("phone") or "")
        self.words.setText(str(said.get("message") or ""))
        self.phone.setText(f"电话 {phone}" if phone else "")
        self.setVisible(bool(self.words.text() or phone))
