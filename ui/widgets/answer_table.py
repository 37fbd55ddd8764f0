"""A table of things to be answered (说明, 答复): rows are read, one column is typed into, the last is a link."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.theme import GRID, ROW, Theme
from ui.widgets.empty_focus import paint_empty_focus

Index = QModelIndex | QPersistentModelIndex
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
MARGIN = 6
"""Blank at both sides of a cell's words."""
LONGEST = 300
"""Characters of an answer."""
_ROW = ROW + 4


class AnswerModel(QAbstractTableModel):
    """The rows of such a table. `writable`: whether anything can be answered now."""

    def __init__(self, heads: Sequence[str], answer: int, parent: QWidget) -> None:
        """`answer`: the column that is typed into."""
        super().__init__(parent)
        self.heads, self.answer_column = heads, answer
        self.writable = True

    def takes_answer(self, row: int) -> bool:
        """Whether the row is one to be answered."""
        raise NotImplementedError

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.heads):
            if role == Qt.ItemDataRole.DisplayRole:
                return self.heads[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return LEFT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == self.answer_column and self.writable and self.takes_answer(index.row()):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags


class AnswerDelegate(QStyledItemDelegate):
    """Opens a line to type into; subclasses paint the cells."""

    hint = ""
    """What the empty line says."""

    def new_editor(self, row: int, parent: QWidget) -> QLineEdit:
        """The line for the answer of a row."""
        return QLineEdit(parent)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = self.new_editor(index.row(), parent)
        editor.setFont(Theme.current().font(GRID))
        editor.setPlaceholderText(self.hint)
        editor.setMaxLength(LONGEST)
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(0, 0, 0, -1))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractTableModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        model.setData(index, editor.text())


class AnswerTable(QTableView):
    """Flat, one row chosen, no grid but hairs; what is typed is saved before another list is shown."""

    def __init__(self, rows: AnswerModel, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._answers, self._empty = rows, ""
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
        self.setHorizontalHeader(_Header(rows.heads, self))

    @property
    def editing(self) -> bool:
        """Whether words are being typed."""
        return self.state() == QAbstractItemView.State.EditingState

    def say_empty(self, words: str) -> None:
        """What stands there while there are no rows."""
        self._empty = words
        self.setAccessibleDescription("" if self._answers.rowCount() else words)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._answers.rowCount():
            return
        theme, painter, box = Theme.current(), QPainter(self.viewport()), self.viewport().rect()
        painter.setFont(theme.font(GRID))
        painter.setPen(theme.ink2)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._empty)
        paint_empty_focus(painter, self)
        painter.end()

    def commit(self) -> None:
        """Saves the words being typed."""
        if self.editing:
            editor = self.indexWidget(self.currentIndex())
            self.setFocus()
            if editor is not None and self.editing:
                self.commitData(editor)
                self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def follow(self, row: int) -> None:
        """Does what the link of a row says."""
        raise NotImplementedError

    def lay_out(self) -> None:
        """Gives the columns their widths."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter answers a row, or follows the link of one that takes no answer."""
        index = self.currentIndex()
        if index.isValid() and not self.editing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            answer = self._answers.index(index.row(), self._answers.answer_column)
            is_link = index.column() == len(self._answers.heads) - 1
            if not is_link and self._answers.flags(answer) & Qt.ItemFlag.ItemIsEditable:
                self.setCurrentIndex(answer)
                self.edit(answer)
            else:
                self.follow(index.row())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()


def wanted_width(metrics: QFontMetricsF, texts: Sequence[str], least: int, most: int) -> int:
    """The width of a column that shows the longest text, kept within bounds."""
    longest = max((metrics.horizontalAdvance(text) for text in texts), default=0.0)
    return min(max(least, round(longest) + 2 * MARGIN + 4), max(least, most))


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
        metrics = theme.metrics(GRID)
        words = metrics.elidedText(self._heads[section], Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, LEFT, words)
