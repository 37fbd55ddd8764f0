"""The line that says a month has a receipt (回执), on the overview and on 校验与上报, with the way to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import GRID, SPACE_3, SPACE_4
from ui.widgets.buttons import LinkLabel
from ui.widgets.cards import Card
from ui.widgets.chips import Chip
from ui.widgets.text import Text

if TYPE_CHECKING:
    from ui.shell import Shell

_HIGH = 38


class ReceiptLine(Card):
    """Hidden while the month has no receipt, or none of the revision that stands and nothing of it is open."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(margins=(SPACE_4, 0, SPACE_4, 0), parent=parent)
        self.shell = shell
        self.chip = Chip("plain", "回执", parent=self)
        self.words = Text("", GRID, elide=True, parent=self)
        self.link = LinkLabel("看回执 ›", self._open, parent=self)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(self.chip)
        row.addWidget(self.words, 1)
        row.addWidget(self.link)
        self.body.addLayout(row)
        self.setFixedHeight(_HIGH)
        self.hide()

    def show_receipt(self, said: Mapping[str, Any] | None, able: bool = True) -> None:
        """`said`: the month's newest receipt as ui/receipts/told.py has it; None: there is none."""
        self.setVisible(said is not None)
        if said is None:
            return
        left = said["questions"] - said["answered"]
        accepted = said["word"] == "已接收"
        self.chip.set("rejected" if not accepted else "ask" if left else "explained", f"回执 {said['word']}")
        parts = [f"第 {said['revision']} 次上报"]
        if said["questions"]:
            parts.append(
                f"{said['questions']} 处要核对"
                + (f"，已答复 {said['answered']} 处" if said["answered"] else "")
            )
        if said["reason"]:
            parts.append(said["reason"])
        self.words.setText("：".join((parts[0], "；".join(parts[1:]) or "没有要核对的")))
        self.link.setEnabled(able)

    def _open(self) -> None:
        from ui.receipts.page import ReceiptPage

        page = self.shell.page()
        if page is None or page.leave():
            self.shell.lay_over(ReceiptPage(self.shell))
