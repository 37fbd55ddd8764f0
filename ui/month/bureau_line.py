"""What the bureau tells all schools by its profile file (区级参数): its message and its phone, on the overview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.theme import GRID
from ui.widgets.notice import NoticeLine
from ui.widgets.text import Text


class BureauLine(NoticeLine):
    """Hidden while the bureau says nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("info", "区里通知", parent, wraps=True)
        self.phone = Text("", GRID, tone="ink2", parent=self)
        self.row.addWidget(self.phone)

    def show_texts(self, said: Mapping[str, Any]) -> None:
        """`message` and `phone`, each may be blank."""
        phone = str(said.get("phone") or "")
        self.words.setText(str(said.get("message") or ""))
        self.phone.setText(f"电话 {phone}" if phone else "")
        self.setVisible(bool(self.words.text() or phone))
