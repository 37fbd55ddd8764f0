"""将要上报: every figure of the cover, each named by its measure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ui.theme import GRID, SPACE_2, SPACE_4
from ui.widgets.cards import Card
from ui.widgets.text import ROLES, Text
from xcedu_desktop.picture import NOTHING

_COLUMNS = (6, 4, 3, 2)
"""How many figures may stand in a row: the most for which there is room."""
Figure = tuple[str, int | None, str, bool]
"""Title, amount (None: nothing was filled in yet, which is not 0), unit, whether the amount is fen."""


def figure_words(figure: Figure) -> tuple[str, str]:
    """('本取暖季投入', '12,340.50 元')."""
    title, amount, unit, money = figure
    if amount is None:
        return title, NOTHING
    return title, f"{amount / 100:,.2f} {unit}" if money else f"{amount:,} {unit}"


class TotalsCard(Card):
    """The figures in rows, each as a whole; before they are known, a quiet line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(margins=(SPACE_4, SPACE_2, SPACE_4, SPACE_2), parent=parent)
        self.name = Text("将要上报", GRID, bold=True, parent=self)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(SPACE_4)
        self.grid.setVerticalSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(self.name)
        row.addLayout(self.grid, 1)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self.cells: list[Text] = []
        self._columns = _COLUMNS[0]
        self.setAccessibleName("将要上报")

    def show_totals(self, totals: Sequence[Figure], name: str = "将要上报") -> None:
        """Replaces the figures; `name` is 已上报 for a locked month."""
        self.name.setText(name)
        words = [figure_words(figure) for figure in totals]
        while len(self.cells) < len(words):
            cell = Text("", GRID, elide=True, parent=self)
            self.cells.append(cell)
        for at, cell in enumerate(self.cells):
            cell.setVisible(at < len(words))
            if at < len(words):
                cell.setText(f"{words[at][0]} {words[at][1]}")
                cell.setForegroundRole(ROLES["ink3" if totals[at][1] is None else "ink"])
        self._place()

    def _place(self) -> None:
        """Columns as wide as their longest figure asks for, as many as there is room for."""
        for column in range(self._columns):
            self.grid.setColumnStretch(column, 0)
        self._columns = self._fitting()
        for at, cell in enumerate(self.cells):
            self.grid.addWidget(cell, at // self._columns, at % self._columns)
        for column in range(self._columns):
            self.grid.setColumnStretch(column, self._longest(column, self._columns) + 8)

    def _fitting(self) -> int:
        margins = self.body.contentsMargins()
        beside = margins.left() + margins.right() + self.name.sizeHint().width() + SPACE_4
        for columns in _COLUMNS:
            wanted = sum(self._longest(column, columns) for column in range(columns))
            if beside + wanted + (columns - 1) * SPACE_4 <= self.width():
                return columns
        return _COLUMNS[-1]

    def _longest(self, column: int, columns: int) -> int:
        return max((cell.sizeHint().width() for cell in self.cells[column::columns]), default=1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitting() != self._columns:
            self._place()
