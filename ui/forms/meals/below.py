"""Below the grid: the page's findings and the day's card, side by side; in a low window one line with tabs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ui.forms.meals.day_card import DayCard
from ui.theme import GRID, SPACE_2, SPACE_3, SPACE_4
from ui.widgets.cards import Card
from ui.widgets.finding_list import FindingList
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import Text
from ui.widgets.wrapping import WrappingRow

if TYPE_CHECKING:
    from ui.forms.meals.month_data import MealMonth
    from ui.shell import Shell
    from xcedu_desktop.form import Finding

_LIST, _DAY = "list", "day"
_MOST, _LOW, _LOW_WRAPPED = 196, 54, 94
_CARD_WIDTH, _INSET = 440, 10


class Below(QWidget):
    """`findings` and `card` are the same two widgets in both layouts."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.low = False
        self.findings = FindingList(("where", "message"), row_height=24, lines=False, parent=self)
        self.nothing = Text("本页没有要处理的", GRID, tone="ink2", parent=self)
        self.card = DayCard(shell, self)
        self.tabs = SegmentedControl([(_LIST, "本页"), (_DAY, "陪餐与留样")], self)
        self.tabs.chosen.connect(self._show_tab)
        self.left = Card(margins=(SPACE_4, 12, SPACE_4, 12), parent=self)  # two findings, none cut through
        self.right = Card(margins=(SPACE_4, 10, SPACE_4, 10), parent=self)
        self.line = Card(margins=(SPACE_3, 3, SPACE_3, 3), parent=self)
        self.stack = QStackedWidget(self.line)
        self.inside = WrappingRow(self.line, SPACE_2)
        self.inside.add(self.tabs)
        self.inside.add(self.stack, stretch=1)
        self.inside.wrapped.connect(self._set_height)
        self.line.body.addWidget(self.inside)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(self.left, 3)
        row.addWidget(self.right, 2)
        row.addWidget(self.line, 1)
        self.right.setMaximumWidth(_CARD_WIDTH)
        self._arrange()

    def set_low(self, low: bool) -> None:
        """One line with tabs where the window is low."""
        if low != self.low:
            self.low = low
            self._arrange()

    def _arrange(self) -> None:
        if self.low:
            self.stack.addWidget(self.findings)
            self.stack.addWidget(self.card)
        else:
            self.left.body.addWidget(self.findings)
            self.right.body.addWidget(self.card)
        self.left.setVisible(not self.low)
        self.right.setVisible(not self.low)
        self.line.setVisible(self.low)
        self.card.title.setVisible(not self.low)
        self.card.setContentsMargins(0, _INSET if self.low else 0, 0, 0)
        self._set_height()
        self._show_tab(self.tabs.key())
        self._show_list()

    def _set_height(self) -> None:
        """What the day's card needs and no more: the classes have the room, whether the list is empty or long, so that
        nothing moves while a finding comes or goes."""
        low = _LOW if self.inside.lines() < 2 else _LOW_WRAPPED
        self.setMinimumHeight(low if self.low else self.right.minimumSizeHint().height())
        self.setMaximumHeight(low if self.low else _MOST)

    def _show_tab(self, key: str) -> None:
        if self.low:
            shown = self.card if key == _DAY else self.findings
            self.stack.setCurrentWidget(shown)
        else:
            self.card.show()

    def show_card(self) -> None:
        """Before the card gets the keys."""
        self.tabs.choose(_DAY)

    def show_findings(self, findings: list[Finding]) -> None:
        """The page's open findings."""
        self.findings.set_findings(findings)
        self._name_tabs()
        self._show_list()

    def show_day(self, data: MealMonth, day: date, meal: str) -> None:
        """The day of the current cell."""
        self.card.show_day(data, day, meal)
        self._name_tabs()

    def _name_tabs(self) -> None:
        count = len(self.findings.findings())
        self.tabs.set_items(
            [(_LIST, f"本页 {count} 项" if count else "没有要处理的"), (_DAY, self.card.name())]
        )

    def _show_list(self) -> None:
        empty = not self.low and not self.findings.findings()
        self.nothing.setVisible(empty)
        if empty and self.left.body.indexOf(self.nothing) < 0:
            self.left.body.insertWidget(0, self.nothing)
        if not self.low:
            self.findings.setVisible(not empty)
