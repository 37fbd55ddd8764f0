"""The overview's line about reported months that later changes moved (需更正), with a link to each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.month.affected import sentence
from ui.widgets.buttons import LinkLabel
from ui.widgets.notice import NoticeLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from xcedu_desktop.periods import Month


class AffectedLine(NoticeLine):
    """Hidden while no month is affected."""

    def __init__(self, open_month: Callable[[Month], object], parent: QWidget) -> None:
        super().__init__("warning", "需更正", parent)
        self._open = open_month
        self.links: list[LinkLabel] = []

    def show_months(self, months: list[Month]) -> None:
        """One sentence for all, a link for each."""
        for link in self.links:
            self.row.removeWidget(link)
            link.deleteLater()
        self.words.setText(sentence(months) if months else "")
        self.links = []
        for month in months:
            words = "去更正 ›" if len(months) == 1 else f"去{month.month}月 ›"
            link = LinkLabel(words, partial(self._open, month), parent=self)
            link.setToolTip(f"打开 {month.spoken}的「校验与上报」")
            self.row.addWidget(link)
            self.links.append(link)
        self.setVisible(bool(months))
