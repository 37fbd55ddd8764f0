"""What is filtered (筛选), said above the grid for as long as rows are left out, with the way back."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.grid.table import GridTable
from ui.grid.ticks import BLANK
from ui.theme import SMALL, SPACE_2, Theme
from ui.widgets.buttons import LinkLabel
from ui.widgets.text import Text

_NAMED = 3


class TicksLine(QWidget):
    """筛选：班级 三(1)班、三(2)班　显示 84 行，共 413 行　取消筛选."""

    def __init__(self, table: GridTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_2, 3, SPACE_2, 3)
        row.setSpacing(SPACE_2)
        self.words = Text("", SMALL, elide=True, parent=self)
        row.addWidget(self.words, 1)
        self.clear = LinkLabel("取消筛选 Ctrl+Shift+L", table.untick_all, points=SMALL, parent=self)
        row.addWidget(self.clear)
        self.renew()

    def renew(self) -> None:
        """Says it anew; nothing is filtered: away."""
        model = self._table.grid_model
        parts = [
            f"{self._title(key)} {self._said(key, texts)}" for key, texts in model.arrangement.ticked.items()
        ]
        count = sum(not model.source.is_heading(row_id) for row_id in model.source.row_ids())
        self.words.setText(f"筛选：{'；'.join(parts)}　显示 {len(model.ids)} 行，共 {count} 行")
        self.setVisible(bool(parts))

    def _title(self, key: str) -> str:
        column = self._table.grid_model.source.column(key)
        return column.title.replace("\n", " ") if column is not None else key

    def _said(self, key: str, texts: frozenset[str]) -> str:
        """The values shown; where only a few are not, those."""
        if len(texts) > _NAMED:
            model = self._table.grid_model
            rest = set(model.arrangement.values(model.source, key)) - texts
            if 0 < len(rest) <= _NAMED:
                return f"不含 {_listed(rest)}"
        return _listed(texts)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.accent_soft)
        painter.setPen(theme.line)
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
        painter.end()


def _listed(texts: Iterable[str]) -> str:
    named = [text.replace("\n", " ") or BLANK for text in sorted(texts)]
    return "、".join(named[:_NAMED]) + (f"等 {len(named)} 种" if len(named) > _NAMED else "")
