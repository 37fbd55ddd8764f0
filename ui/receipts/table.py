"""The table of a receipt (回执): arrows move, typing or Enter answers, Enter on the last column jumps to the cell."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)

from ui.receipts.model import ANSWER, CHIP, NOW, PLACE, SAID, SHEET, VERB, ReceiptModel
from ui.theme import GRID, Theme
from ui.widgets.answer_table import LEFT, MARGIN, AnswerDelegate, AnswerTable, Index, wanted_width
from ui.widgets.chips import paint_chip


class _Delegate(AnswerDelegate):
    hint = "写明核对的结果，回车保存"

    def __init__(self, view: ReceiptTable) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect, model = Theme.current(), option.rect, self._view.rows
        row, column = index.row(), index.column()
        current = row == self._view.currentIndex().row() and self._view.hasFocus()
        painter.fillRect(rect, theme.accent_soft if current and column != ANSWER else theme.surface)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.hair)
        if column < VERB:
            painter.fillRect(rect.right(), rect.top(), 1, rect.height(), theme.hair)
        inner: QRect = rect.adjusted(MARGIN, 0, -MARGIN, 0)
        if column == CHIP:
            paint_chip(painter, inner.left(), rect.top() + rect.height() / 2, *model.chip_of(row))
            return
        quiet = column == ANSWER and model.answer(row)[1]
        lost = column == NOW and not model.lines[row].there
        # what is quiet is read on the chosen row too
        quietest = theme.ink2 if current and column != ANSWER else theme.ink3
        ink = quietest if quiet or lost or (column == VERB and not model.lines[row].form) else theme.ink
        if column == SHEET:
            ink = theme.ink2
        elif column == VERB and model.lines[row].form:
            ink = theme.accent
        painter.setFont(theme.font(GRID))
        painter.setPen(ink)
        text = str(model.data(index) or "")
        metrics = theme.metrics(GRID)
        painter.drawText(inner, LEFT, metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width()))
        if current and index == self._view.currentIndex() and column in (ANSWER, VERB):
            painter.setPen(QPen(theme.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def new_editor(self, row: int, parent: QWidget) -> QLineEdit:
        editor = QLineEdit(parent)
        editor.setObjectName("cell")
        return editor


class ReceiptTable(AnswerTable):
    """`wanted(row)`: the cell of a row is to be shown on its page."""

    wanted = Signal(int)
    editing_ended = Signal()
    shows_other_row = Signal()
    """Another row is the current one, or the columns changed: what is cut off may be another text."""

    def __init__(self, parent: QWidget) -> None:
        self.rows = ReceiptModel(parent)
        super().__init__(self.rows, "回执里的各处", parent)
        self.setItemDelegate(_Delegate(self))

    def cut_off(self) -> str:
        """The words of the current row that its columns are too narrow for; "" where all of it can be read."""
        row = self.currentIndex().row()
        if not 0 <= row < len(self.rows.lines):
            return ""
        cell, metrics = self.rows.lines[row].cell, Theme.current().metrics(GRID)
        texts = {SHEET: cell.sheet, PLACE: cell.place, SAID: cell.said, ANSWER: self.rows.answer(row)[0]}
        cut = {
            column
            for column, text in texts.items()
            if metrics.horizontalAdvance(text) > self.columnWidth(column) - 2 * MARGIN
        }
        words = [f"{cell.sheet}　{cell.place}：{cell.said}"] if cut - {ANSWER} else []
        return "\n".join(words + [f"答复：{texts[ANSWER]}"] * (ANSWER in cut))

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.shows_other_row.emit()

    def go_to(self, row: int) -> None:
        """Makes a row the current one, at its answer."""
        index = self.rows.index(row, ANSWER)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def follow(self, row: int) -> None:
        self.wanted.emit(row)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter the next row's answer is the current one, as in a grid."""
        row = self.currentIndex().row()
        entered = hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint if entered else hint)
        self.editing_ended.emit()
        if entered and row + 1 < len(self.rows.lines):
            self.go_to(row + 1)

    # --- events

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        if index.column() == VERB:
            self.follow(index.row())
        elif self.rows.flags(index) & Qt.ItemFlag.ItemIsEditable and not self.editing:
            self.edit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index: QModelIndex = self.indexAt(event.position().toPoint())
        hand = index.isValid() and index.column() == VERB and bool(self.rows.lines[index.row()].form)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def lay_out(self) -> None:
        """Columns: as wide as they need within reason; the bureau's words and the answer share the rest."""
        room, lines = self.viewport().width(), self.rows.lines
        metrics = Theme.current().metrics(GRID)
        wide = {
            CHIP: 92,
            SHEET: wanted_width(metrics, [line.cell.sheet for line in lines], 80, 140),
            PLACE: wanted_width(metrics, [line.cell.place for line in lines], 110, round(room * 0.16)),
            NOW: wanted_width(metrics, [self.rows.now(row) for row in range(len(lines))], 64, 110),
            VERB: 76,
        }
        rest = max(320, room - sum(wide.values()))
        wide[SAID] = min(
            wanted_width(metrics, [line.cell.said for line in lines], 160, rest), round(rest * 0.6)
        )
        wide[ANSWER] = rest - wide[SAID]
        for column, width in wide.items():
            self.setColumnWidth(column, width)
        self.shows_other_row.emit()
