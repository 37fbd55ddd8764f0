"""A card (卡片): a white ground with a hair-line edge and round corners; a title where it has one."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import GRID, RADIUS_CARD, SPACE_1, SPACE_2, SPACE_4, TITLE, Theme
from ui.widgets.text import Text


class Card(QWidget):
    """Fill `body`. `radius` 8, or 0 for what holds a grid."""

    def __init__(
        self,
        title: str = "",
        margins: tuple[int, int, int, int] = (SPACE_4, 10, SPACE_4, 10),
        radius: int = RADIUS_CARD,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._radius = radius
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(SPACE_1)
        self.title: Text | None = None
        if title:
            self.title = Text(title, GRID, bold=True, parent=self)
            self.body.addWidget(self.title)
            self.setAccessibleName(title)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(theme.surface)
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self._radius, self._radius
        )
        painter.end()


class FigureHead(QWidget):
    """A card's head: its name at the left; one big figure and what it measures at the right (369 人登记就餐)."""

    def __init__(self, name: str, figure: str = "", measure: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = Text(name, GRID, bold=True, parent=self)
        self.figure = Text(figure, TITLE, bold=True, parent=self)
        self.measure = Text(measure, GRID, tone="ink2", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(self.name)
        row.addStretch(1)
        row.addWidget(self.figure)
        row.addWidget(self.measure)
        self.setFixedHeight(22)

    def set_figure(self, figure: str, measure: str) -> None:
        """The figure as shown, and its measure; a figure never stands without one."""
        self.figure.setText(figure)
        self.measure.setText(measure)
        self.setAccessibleName(f"{self.name.text()} {figure} {measure}")
