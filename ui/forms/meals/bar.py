"""The bar over the month's grid: meal and measure; what can be done at the current cell; what is still open."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.folding import FoldingRow
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import Text


@dataclass(frozen=True)
class Offer:
    """What the bar offers at a place. `carry`: month whose 登记人数 can be carried over, 0 away from that column;
    `stray`: the cell holds what must not stand in a closed day; `confirm`: what the column is called whose copies can be
    confirmed, "" for none; `more`: other columns hold copies too."""

    locked: bool = False
    carry: int = 0
    may_carry: bool = False
    stray: bool = False
    confirm: str = ""
    more: bool = False


class Bar(FoldingRow):
    """The buttons; the page connects them. Their words follow the current cell, and lose their keys where it is narrow."""

    def __init__(
        self, meals: list[tuple[str, str]], measures: list[tuple[str, str]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.meals = SegmentedControl(meals, self)
        self.measures = SegmentedControl(measures, self)
        self.same = Button("", parent=self)
        self.fill = Button("", parent=self)
        self.confirm = Button("", parent=self)
        self.confirm_all = Button("", parent=self)
        self.still = Text("", GRID, tone="ink2", parent=self)
        self.next = Button("下一处　F8", parent=self)
        for button in (self.same, self.fill, self.confirm, self.confirm_all):
            # the current cell stays where it is: a button that acts on it does not take the keys away
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.add(self.meals)
        self.add(self.measures)
        for order, button in ((4, self.same), (2, self.fill), (5, self.confirm), (3, self.confirm_all)):
            self.add(button, folds=order)
        self.row.addStretch(1)
        self.add(self.still)
        self.add(self.next, folds=1)

    def show_offer(self, offer: Offer, narrow: bool) -> None:
        """Names the buttons."""
        if offer.stray:
            self._name(self.same, "清除这一格", "Delete", narrow)
            self._name(self.fill, "改校历", "", narrow)
        else:
            if offer.carry:
                self._name(self.same, f"沿用{offer.carry}月登记", "Ctrl+R", narrow)
            else:
                self._name(self.same, "同上一供餐日", "Ctrl+R", narrow)
            self._name(self.fill, "向下填充", "Ctrl+D", narrow)
        self.same.setEnabled(not offer.locked and (not offer.carry or offer.may_carry))
        self.fill.setEnabled(not offer.locked or offer.stray)
        self.confirm.setVisible(bool(offer.confirm))
        self.confirm_all.setVisible(bool(offer.confirm) and offer.more)
        if offer.confirm:
            whole = (
                f"{offer.confirm}确认无误" if narrow or offer.more else f"{offer.confirm}是照抄的，确认无误"
            )
            self._name(self.confirm, whole, "Ctrl+Enter", narrow)
            self._name(self.confirm_all, "全部确认", "Ctrl+Shift+Enter", True)

    @staticmethod
    def _name(button: Button, text: str, key: str, narrow: bool) -> None:
        button.setText(text if narrow or not key else f"{text}　{key}")
        button.setToolTip(key)
        button.updateGeometry()

    def show_count(self, count: int) -> None:
        """How many findings of the page are open."""
        self.still.setText(f"本页 {count} 项" if count else "")
        self.next.setVisible(bool(count))
