"""The table of 校验与上报: one finding a row; its explanation is typed in place, its last column is a link with a verb."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)

from ui.month.check_model import CHIP, FORM, MESSAGE, REASON, VERB, WHERE, CheckModel
from ui.theme import GRID, SPACE_2, Theme
from ui.widgets.answer_table import LEFT, AnswerDelegate, AnswerTable, Index, wanted_width
from ui.widgets.chips import paint_chip
from ui.widgets.finding_list import chip_of

OFFER_LINK = "沿用 F4"
OFFER_KEY = Qt.Key.Key_F4
_NARROW = 700


class _Delegate(AnswerDelegate):
    hint = "写明原因，回车保存；↓ 选常用的话"

    def __init__(self, view: CheckTable) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect, model = Theme.current(), option.rect, self._view.rows
        row, column = index.row(), index.column()
        current = index.row() == self._view.currentIndex().row() and self._view.hasFocus()
        painter.fillRect(rect, theme.accent_soft if current and column != REASON else theme.surface)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.hair)
        if column < VERB:
            painter.fillRect(rect.right(), rect.top(), 1, rect.height(), theme.hair)
        inner = rect.adjusted(6, 0, -6, 0)
        if column == CHIP:
            paint_chip(painter, inner.left(), rect.top() + rect.height() / 2, chip_of(model.findings[row]))
            return
        text = str(model.data(index) or "")
        painter.setFont(theme.font(GRID))
        if column == REASON:
            self._paint_reason(painter, inner, row)
            if current and index == self._view.currentIndex():
                painter.setPen(QPen(theme.accent, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(rect.adjusted(1, 1, -2, -2))
            return
        painter.setPen(theme.accent if column == VERB else theme.ink2 if column == FORM else theme.ink)
        metrics = theme.metrics(GRID)
        painter.drawText(inner, LEFT, metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width()))

    def _paint_reason(self, painter: QPainter, inner: QRect, row: int) -> None:
        theme, model = Theme.current(), self._view.rows
        text, quiet = model.reason_text(row)
        room = inner.width()
        link = self.offer_box(inner, row)
        metrics = theme.metrics(GRID)
        if link.isValid():
            room = link.left() - inner.left() - SPACE_2
            painter.setPen(theme.accent)
            painter.drawText(link, LEFT, OFFER_LINK)
        painter.setPen(theme.ink3 if quiet else theme.ink)
        painter.drawText(inner, LEFT, metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))

    def offer_box(self, inner: QRect, row: int) -> QRect:
        """Where 沿用 stands in the column's inner rectangle; invalid where nothing is offered."""
        model = self._view.rows
        if not model.offer(row)[1]:
            return QRect()
        metrics = Theme.current().metrics(GRID)
        width = round(metrics.horizontalAdvance(OFFER_LINK)) + 4
        wanted = round(metrics.horizontalAdvance(model.reason_text(row)[0])) + SPACE_2 + 4
        left = inner.left() + min(wanted, inner.width() - width)
        return QRect(left, inner.top(), width, inner.height())

    def new_editor(self, row: int, parent: QWidget) -> QLineEdit:
        return _Reason(self._view.rows.reasons.get(self._view.rows.findings[row].rule, ()), parent)


class _Reason(QLineEdit):
    """The editor of a reason; keeps the cursor at the end when it opens. Down shows what is often said; typing narrows it."""

    def __init__(self, reasons: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        completer = QCompleter(list(reasons), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.popup().setFont(Theme.current().font(GRID))
        self.setCompleter(completer)
        self._any = bool(reasons)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.end(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self._any:
            completer = self.completer()
            completer.setCompletionPrefix("")
            completer.complete()
            completer.popup().setCurrentIndex(completer.completionModel().index(0, 0))
        else:
            super().keyPressEvent(event)


class CheckTable(AnswerTable):
    """`pressed_verb(Finding)` by a click on the link, or Enter on a row that takes no explanation."""

    pressed_verb = Signal(object)
    editing_ended = Signal()

    def __init__(self, parent: QWidget) -> None:
        self.rows = CheckModel(parent)
        super().__init__(self.rows, "问题与说明", parent)
        self._delegate = _Delegate(self)
        self._delegate.closeEditor.connect(self._editor_closed)
        self.setItemDelegate(self._delegate)

    def go_to(self, row: int, edit: bool = False) -> None:
        """Makes a row the current one, and opens its reason."""
        index = self.rows.index(row, REASON)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus()
        if edit and self.rows.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def offer_box(self, row: int) -> QRect:
        """Where 沿用 stands, in the viewport."""
        return self._delegate.offer_box(
            self.visualRect(self.rows.index(row, REASON)).adjusted(6, 0, -6, 0), row
        )

    def take_offer(self, row: int) -> None:
        """Says again what was said last month."""
        words = self.rows.offer(row)[1]
        if words:
            self.rows.explained.emit(self.rows.findings[row], words)

    def follow(self, row: int) -> None:
        self.pressed_verb.emit(self.rows.findings[row])

    def _editor_closed(self) -> None:
        self.editing_ended.emit()

    # --- events

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        index = self.indexAt(point)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        if index.column() == VERB:
            self.follow(index.row())
        elif index.column() == REASON:
            if self.offer_box(index.row()).contains(point):
                self.take_offer(index.row())
            elif self.rows.flags(index) & Qt.ItemFlag.ItemIsEditable and not self.editing:
                self.edit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        point: QPoint = event.position().toPoint()
        index = self.indexAt(point)
        hand = index.isValid() and (
            index.column() == VERB
            or (index.column() == REASON and self.offer_box(index.row()).contains(point))
        )
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and not self.editing and event.key() == OFFER_KEY:
            self.take_offer(index.row())
        else:
            super().keyPressEvent(event)

    def lay_out(self) -> None:
        """Columns: places and messages as wide as they need within reason, the reason takes the rest."""
        room = self.viewport().width()
        metrics = Theme.current().metrics(GRID)
        findings = self.rows.findings
        narrow = room < _NARROW  # elided, and whole in the tooltips, but all in sight
        wide = {
            CHIP: 80 if narrow else 92,
            FORM: 62 if narrow else wanted_width(metrics, [f.form_title for f in findings], 76, 120),
            WHERE: wanted_width(
                metrics, [f.where for f in findings], 90 if narrow else 142, round(room * 0.20)
            ),
            MESSAGE: wanted_width(
                metrics,
                [f.message for f in findings],
                130 if narrow else 200,
                round(room * (0.25 if narrow else 0.36)),
            ),
            VERB: 64 if narrow else 88,
        }
        wide[REASON] = max(110 if narrow else 160, room - sum(wide.values()))
        for column, width in wide.items():
            self.setColumnWidth(column, width)
