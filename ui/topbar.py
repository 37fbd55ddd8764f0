"""The bar over everything (顶栏): school, month, its state, the deadline, the search box."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import GRID, NAME, SIDE_NARROW_BELOW, SPACE_2, SPACE_4, TOP_BAR, TOP_BAR_SMALL, Theme
from ui.widgets.chips import Chip
from ui.widgets.months import MonthChooser
from ui.widgets.text import Text
from xcedu_desktop.periods import Month
from xcedu_desktop.thresholds import DEADLINE_DAY

if TYPE_CHECKING:
    from ui.search import SearchBox


def deadline_of(month: Month, day: int = DEADLINE_DAY) -> date:
    """The last day to report a month."""
    return month.next().first.replace(day=day)


def deadline_text(deadline: date, today: date) -> str:
    """How long there is still, in words."""
    left = (deadline - today).days
    day = f"{deadline.month}月{deadline.day}日"
    if left > 0:
        return f"{day}截止，还有 {left} 天"
    return "今天截止" if left == 0 else f"{day}已截止，过了 {-left} 天"


class TopBar(QWidget):
    """52 px: school name, month chooser, state chip, deadline; a search box once there is something to search."""

    def __init__(self, school: str, month: Month, last_month: Month, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(TOP_BAR)
        self.school = Text(school, NAME, bold=True, elide=True, parent=self)
        self.months = MonthChooser(month, last_month, self)
        self.state = Chip("open", parent=self)
        self.state.set_height(24)
        self.deadline = Text("", GRID, tone="ink2", elide=True, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_4, 0, SPACE_4, 1)
        row.setSpacing(SPACE_4)
        for part in (self.school, self.months, self.state, self.deadline):
            row.addWidget(part)
        row.addStretch(1)
        self._row = row
        self._search: SearchBox | None = None

    def set_search(self, box: SearchBox) -> None:
        """Puts the search box at the right edge."""
        self._search = box
        self._row.addWidget(box)
        box.fit(self.window().width() < SIDE_NARROW_BELOW)

    def say_deadline(self, text: str) -> None:
        """How long there is still."""
        self.deadline.setText(text)
        self._keep_deadline()

    def _keep_deadline(self) -> None:
        """Beside a long school name the days that are left stay whole: the window's title bears the name too."""
        wanted = self.deadline.sizeHint().width() if self.school.isVisibleTo(self) else 0
        self.deadline.setMinimumWidth(wanted)

    def fit(self, small: bool) -> None:
        """In a small window lower, and without the school's name, which the window's title bears."""
        self.setFixedHeight(TOP_BAR_SMALL if small else TOP_BAR)
        self.school.setVisible(not small)
        self._keep_deadline()
        side = SPACE_2 if small else SPACE_4
        self._row.setContentsMargins(side, 0, side, 1)
        self._row.setSpacing(side)
        if self._search is not None:
            self._search.fit(self.window().width() < SIDE_NARROW_BELOW)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.surface)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.line)
        painter.end()
