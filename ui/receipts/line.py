"""The line that says a month has a receipt (回执), on the overview and on 校验与上报, with the way to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from ui.widgets.buttons import LinkLabel
from ui.widgets.notice import NoticeLine

if TYPE_CHECKING:
    from ui.shell import Shell


class ReceiptLine(NoticeLine):
    """Hidden while the month has no receipt; else the newest one."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__("plain", "回执", parent)
        self.shell = shell
        self.link = LinkLabel("看回执 ›", self._open, parent=self)
        self.row.addWidget(self.link)

    def show_receipt(self, said: Mapping[str, Any] | None, able: bool = True) -> None:
        """`said`: the month's newest receipt as an overview has it; None: there is none."""
        self.setVisible(said is not None)
        if said is None:
            return
        asked, left = said["questions"], said["left"]
        kind = "rejected" if said["word"] != "已接收" else "ask" if left else "explained"
        self.chip.set(kind, f"回执 {said['word']}")
        parts = [f"第 {said['revision']} 次上报"]
        if asked:
            parts.append(
                f"{asked} 处要核对"
                + (f"，还剩 {left} 处" if 0 < left < asked else "" if left else "，都已改动或答复")
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
