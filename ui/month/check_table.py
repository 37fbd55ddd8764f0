"""The table of 校验与上报: one finding a row; its explanation is typed in place, its last column is a link with a verb."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
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

from ui.theme import GRID, ROW, SPACE_2, Theme
from ui.widgets.chips import chip_text, paint_chip
from ui.widgets.finding_list import chip_of

if TYPE_CHECKING:
    from xcedu_desktop.form import Finding

_Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
CHIP, FORM, WHERE, MESSAGE, REASON, VERB = range(6)
_HEADS = ("", "表", "位置", "问题", "说明（随上报表送区里）", "")
_ROW = ROW + 4
OFFER_LINK = "沿用 F4"
OFFER_KEY = Qt.Key.Key_F4
PLACEHOLDER = "点此说明"


class CheckModel(QAbstractTableModel):
    """Findings, and what last month's explanations offer. `explained(Finding, text)` when a reason was typed."""

    explained = Signal(object, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.findings: list[Finding] = []
        self.offers: Mapping[tuple[str, str], str] = {}
        self.writable = True

    def replace(self, findings: Sequence[Finding], offers: Mapping[tuple[str, str], str]) -> None:
        """Shows another list; an equal one leaves view and cursor as they are."""
        if list(findings) == self.findings and offers == self.offers:
            self.findings = list(findings)
            return
        self.beginResetModel()
        self.findings, self.offers = list(findings), offers
        self.endResetModel()

    def explain_here(self, row: int, reason: str) -> None:
        """Shows a reason at once; the next computation confirms it."""
        finding = self.findings[row]
        self.findings[row] = dataclasses.replace(finding, reason=reason or None, stale_reason=None)
        self.dataChanged.emit(self.index(row, 0), self.index(row, VERB))

    def row_of(self, finding: Finding) -> int:
        """The row of the same rule, record and field; −1 for none."""
        place = (finding.rule, finding.record, finding.field)
        for row, known in enumerate(self.findings):
            if (known.rule, known.record, known.field) == place:
                return row
        return -1

    def offer(self, row: int) -> tuple[str, str]:
        """What could be said again of an unexplained finding: (where it comes from, the words); ('', '') for nothing."""
        finding = self.findings[row]
        if finding.severity == "error" or finding.explained or not self.writable:
            return "", ""
        if finding.stale_reason:
            return "情况有变，原说明已失效：", finding.stale_reason
        last = self.offers.get((finding.rule, finding.record), "")
        return ("上月说过：", last) if last else ("", "")

    def reason_text(self, row: int) -> tuple[str, bool]:
        """What stands in the column 说明, and whether it is quiet (nothing that anybody said)."""
        finding = self.findings[row]
        if finding.severity == "error":
            return "改正后自动消失", True
        if finding.explained:
            return finding.reason or "", False
        said, words = self.offer(row)
        if words:
            return said + words, True
        return (PLACEHOLDER if self.writable else "未说明"), True

    # --- Qt

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.findings)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(_HEADS):
            if role == Qt.ItemDataRole.DisplayRole:
                return _HEADS[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _LEFT
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        finding = self.findings[index.row()]
        if index.column() == REASON and self.writable and finding.severity != "error":
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.findings):
            return None
        finding, column = self.findings[index.row()], index.column()
        if role == Qt.ItemDataRole.EditRole and column == REASON:
            return finding.reason or ""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), column)
        if role == Qt.ItemDataRole.ToolTipRole:
            if column == REASON:
                return self.reason_text(index.row())[0]
            return f"{finding.where}　{finding.message}\n规则 {finding.rule}"
        return None

    def _text(self, row: int, column: int) -> str:
        finding = self.findings[row]
        if column == CHIP:
            return chip_text(chip_of(finding))
        if column == REASON:
            return self.reason_text(row)[0]
        return {
            FORM: finding.form_title,
            WHERE: finding.where,
            MESSAGE: finding.message,
            VERB: f"{finding.verb} ›",
        }[column]

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.column() != REASON:
            return False
        text = str(value).strip()
        if text == (self.findings[index.row()].reason or ""):
            return False
        self.explained.emit(self.findings[index.row()], text)
        return True


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: CheckTable) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
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
        metrics = QFontMetricsF(theme.font(GRID))
        painter.drawText(inner, _LEFT, metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width()))

    def _paint_reason(self, painter: QPainter, inner: QRect, row: int) -> None:
        theme, model = Theme.current(), self._view.rows
        text, quiet = model.reason_text(row)
        room = inner.width()
        link = self.offer_box(inner, row)
        metrics = QFontMetricsF(theme.font(GRID))
        if link.isValid():
            room = link.left() - inner.left() - SPACE_2
            painter.setPen(theme.accent)
            painter.drawText(link, _LEFT, OFFER_LINK)
        painter.setPen(theme.ink3 if quiet else theme.ink)
        painter.drawText(inner, _LEFT, metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))

    def offer_box(self, inner: QRect, row: int) -> QRect:
        """Where 沿用 stands in the column's inner rectangle; invalid where nothing is offered."""
        model = self._view.rows
        if not model.offer(row)[1]:
            return QRect()
        metrics = QFontMetricsF(Theme.current().font(GRID))
        width = round(metrics.horizontalAdvance(OFFER_LINK)) + 4
        wanted = round(metrics.horizontalAdvance(model.reason_text(row)[0])) + SPACE_2 + 4
        left = inner.left() + min(wanted, inner.width() - width)
        return QRect(left, inner.top(), width, inner.height())

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        editor = _Reason(parent)
        editor.setFont(Theme.current().font(GRID))
        editor.setPlaceholderText("写明原因，回车保存")
        editor.setMaxLength(300)
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        editor.setGeometry(option.rect.adjusted(0, 0, 0, -1))

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        assert isinstance(editor, QLineEdit)
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: object, index: _Index) -> None:
        assert isinstance(editor, QLineEdit)
        self._view.rows.setData(index, editor.text())


class _Reason(QLineEdit):
    """The editor of a reason; keeps the cursor at the end when it opens."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.end(False)


class _Header(QHeaderView):
    """The titles on quiet ground, as in the grids."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(40)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = Theme.current()
        painter.fillRect(rect, theme.window)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.line)
        if section < VERB:
            painter.fillRect(rect.right(), rect.top(), 1, rect.height(), theme.line)
        painter.setFont(theme.font(GRID))
        painter.setPen(theme.ink2)
        painter.drawText(rect.adjusted(6, 0, -6, 0), _LEFT, _HEADS[section])


class CheckTable(QTableView):
    """`pressed_verb(Finding)` by a click on the link, or Enter on a row that takes no explanation."""

    pressed_verb = Signal(object)
    editing_ended = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = CheckModel(self)
        self.setModel(self.rows)
        self._delegate = _Delegate(self)
        self._delegate.closeEditor.connect(self._editor_closed)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("问题与说明")
        self.setShowGrid(False)
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
        header = _Header(self)
        self.setHorizontalHeader(header)
        header.setFixedHeight(ROW)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    @property
    def editing(self) -> bool:
        """Whether a reason is being typed."""
        return self.state() == QAbstractItemView.State.EditingState

    def commit(self) -> None:
        """Saves the reason being typed."""
        if self.editing:
            editor = self.indexWidget(self.currentIndex())
            self.setFocus()
            if editor is not None and self.editing:
                self.commitData(editor)
                self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

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
            self.pressed_verb.emit(self.rows.findings[index.row()])
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
            return
        if index.isValid() and not self.editing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            reason = self.rows.index(index.row(), REASON)
            if index.column() != VERB and self.rows.flags(reason) & Qt.ItemFlag.ItemIsEditable:
                self.setCurrentIndex(reason)
                self.edit(reason)
            else:
                self.pressed_verb.emit(self.rows.findings[index.row()])
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def lay_out(self) -> None:
        """Columns: places and messages as wide as they need within reason, the reason takes the rest."""
        room = self.viewport().width()
        metrics = QFontMetricsF(Theme.current().font(GRID))
        findings = self.rows.findings
        wide = {
            CHIP: 92,
            FORM: _wanted(metrics, [f.form_title for f in findings], 76, 120),
            WHERE: _wanted(metrics, [f.where for f in findings], 142, round(room * 0.20)),
            MESSAGE: _wanted(metrics, [f.message for f in findings], 200, round(room * 0.36)),
            VERB: 88,
        }
        wide[REASON] = max(160, room - sum(wide.values()))
        for column, width in wide.items():
            self.setColumnWidth(column, width)


def _wanted(metrics: QFontMetricsF, texts: Sequence[str], least: int, most: int) -> int:
    longest = max((metrics.horizontalAdvance(text) for text in texts), default=0.0)
    return min(max(least, round(longest) + 16), max(least, most))
