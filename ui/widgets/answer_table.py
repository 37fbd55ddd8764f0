"""A table of things to be answered (说明, 答复): rows are read, one column is typed into, the last is a link."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.theme import GRID, ROW, Theme

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
MARGIN = 6
"""Blank at both sides of a cell's words."""
_ROW = ROW + 4


class AnswerTable(QTableView):
    """Flat, one row chosen, no grid but hairs; what is typed is saved before another list is shown."""

    def __init__(self, rows: QAbstractTableModel, heads: Sequence[str], name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(rows)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setFont(Theme.current().font(GRID))
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.setHorizontalHeader(_Header(heads, self))

    @property
    def editing(self) -> bool:
        """Whether words are being typed."""
        return self.state() == QAbstractItemView.State.EditingState

    def commit(self) -> None:
        """Saves the words being typed."""
        if self.editing:
            editor = self.indexWidget(self.currentIndex())
            self.setFocus()
            if editor is not None and self.editing:
                self.commitData(editor)
                self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)


class _Header(QHeaderView):
    """The titles on quiet ground, as in the grids."""

    def __init__(self, heads: Sequence[str], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._heads = heads
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(40)
        self.setFixedHeight(ROW)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = Theme.current()
        painter.fillRect(rect, theme.window)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.line)
        if section < len(self._heads) - 1:
            painter.fillRect(rect.right(), rect.top(), 1, rect.height(), theme.line)
        painter.setFont(theme.font(GRID))
        painter.setPen(theme.ink2)
        inner = rect.adjusted(MARGIN, 0, -MARGIN, 0)
        metrics = QFontMetricsF(theme.font(GRID))
        words = metrics.elidedText(self._heads[section], Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, LEFT, words)
