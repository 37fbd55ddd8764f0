"""The overview's line about reported months that later changes moved (需更正), with a link to each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.month.affected import sentence
from ui.theme import GRID, SPACE_3, SPACE_4
from ui.widgets.buttons import LinkLabel
from ui.widgets.cards import Card
from ui.widgets.chips import Chip
from ui.widgets.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from xcedu_desktop.periods import Month

_HIGH = 38


class AffectedLine(Card):
    """Hidden while no month is affected."""

    def __init__(self, open_month: Callable[[Month], object], parent: QWidget) -> None:
        super().__init__(margins=(SPACE_4, 0, SPACE_4, 0), parent=parent)
        self._open = open_month
        self.words = Text("", GRID, elide=True, parent=self)
        self.links: list[LinkLabel] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(SPACE_3)
        self._row.addWidget(Chip("warning", "需更正", parent=self))
        self._row.addWidget(self.words, 1)
        self.body.addLayout(self._row)
        self.setFixedHeight(_HIGH)
        self.hide()

    def show_months(self, months: list[Month]) -> None:
        """One sentence for all, a link for each."""
        for link in self.links:
            self._row.removeWidget(link)
            link.deleteLater()
        self.words.setText(sentence(months) if months else "")
        self.links = []
        for month in months:
            words = "去更正 ›" if len(months) == 1 else f"去{month.month}月 ›"
            link = LinkLabel(words, partial(self._open, month), parent=self)
            link.setToolTip(f"打开 {month.spoken}的「校验与上报」")
            self._row.addWidget(link)
            self.links.append(link)
        self.setVisible(bool(months))
