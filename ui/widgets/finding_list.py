"""The list of findings (问题清单): chip, form, place, message, and a verb at the right that goes to the cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.theme import BODY, Theme
from ui.widgets.chips import chip_size, chip_text, paint_chip

if TYPE_CHECKING:
    from xcedu_desktop.form import Finding

_Index = QModelIndex | QPersistentModelIndex
_WIDTHS = {"chip": 88, "form": 88, "where": 140}
_LINK = 96
_MARKS = "，。；：、）"
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def chip_of(finding: Finding) -> str:
    """The chip that a finding bears: explained, or its severity."""
    return "explained" if finding.explained and finding.severity != "error" else str(finding.severity)


def text_of(finding: Finding, column: str) -> str:
    """What stands in a column; `said` is place and message in one (餐厅：要取暖，没有在用设备)."""
    if column == "said":
        return f"{finding.where}：{finding.message}"
    return str(finding.form_title if column == "form" else getattr(finding, column))


def lines_of(text: str, metrics: QFontMetricsF, width: int) -> list[str]:
    """A text on one line, or where that does not hold it on two; the first ends after a mark, if two are enough then."""
    if width <= 0 or metrics.horizontalAdvance(text) <= width:
        return [text]
    fits = bisect_right(range(1, len(text)), width, key=lambda n: metrics.horizontalAdvance(text[:n]))
    mark = max(text.rfind(mark, fits // 2, fits) for mark in _MARKS) + 1
    at = mark if mark and metrics.horizontalAdvance(text[mark:]) <= width else fits
    return [text[:at], text[at:]] if at else [text]


class FindingModel(QAbstractListModel):
    """One finding a row."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.findings: list[Finding] = []

    def replace(self, findings: Iterable[Finding]) -> None:
        """Shows other findings."""
        self.beginResetModel()
        self.findings = list(findings)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.findings)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.findings):
            return None
        finding = self.findings[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{finding.where} {finding.message}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = (
                chip_text(chip_of(finding)),
                finding.form_title,
                finding.where,
                finding.message,
                finding.verb,
            )
            return "，".join(said)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{finding.form_title}　{finding.where}　{finding.message}\n规则 {finding.rule}"
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: FindingList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, self._view.height_of(index.row()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        view, theme = self._view, Theme.current()
        finding = view.findings()[index.row()]
        rect: QRect = option.rect
        current = bool(option.state & QStyle.StateFlag.State_HasFocus) and index == view.currentIndex()
        hot = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if current or hot:
            painter.fillRect(rect.adjusted(-8, 0, 8, 0), theme.accent_soft if current else theme.window)
        if view.lines and index.row() < len(view.findings()) - 1:
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.hair)
        paint_chip(painter, rect.left(), rect.top() + rect.height() / 2, chip_of(finding))
        metrics = theme.metrics(view.points)
        painter.setFont(theme.font(view.points))
        left = rect.left() + view.chip_width
        right = rect.right() - 8
        for column in view.columns:
            last = column == view.columns[-1]
            room = right - view.link_width - left if last else view.width_of(column) - 8
            text = text_of(finding, column)
            painter.setPen(theme.ink2 if column == "form" else theme.ink)
            cell = QRect(left, rect.top(), max(0, int(room)), rect.height())
            lines = lines_of(text, metrics, cell.width()) if last else [text]
            high = int(metrics.height())
            top = rect.top() + (rect.height() - high * len(lines)) // 2
            for at, line in enumerate(lines):
                shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, cell.width())
                painter.drawText(QRect(left, top + at * high, cell.width(), high), _LEFT, shown)
            left += view.width_of(column)
        painter.setPen(theme.accent)
        link = QRect(right - view.link_width, rect.top(), view.link_width, rect.height())
        painter.drawText(
            link, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{finding.verb} ›"
        )


class FindingList(QListView):
    """Shows findings. `activated_finding(Finding)` by click, Enter or Space.

    columns: which of form, where, message stand after the chip, the last one over the room that is left; in a panel
    `said` alone, with a link no wider than its words. row_height: 33 on the overview, 24 in a panel; a row whose last
    column one line does not hold (where, what, compared with what) is higher by a second one.
    """

    activated_finding = Signal(object)

    def __init__(
        self,
        columns: tuple[str, ...] = ("form", "where", "message"),
        row_height: int = 33,
        lines: bool = True,
        points: float = BODY,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns, self.row_height, self.lines = columns, row_height, lines
        self.points, self.link_width, self.chip_width = points, _LINK, _WIDTHS["chip"]
        self._model = FindingModel(self)
        self._where, self._form = _WIDTHS["where"], _WIDTHS["form"]
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName("要处理的问题")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def set_findings(self, findings: Iterable[Finding]) -> None:
        """Replaces the list; the columns of form and place grow to their longest text, within reason."""
        at = self.currentIndex().row()
        self._model.replace(findings)
        # an empty list is no stop of Tab: nothing in it would show where the keyboard is
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._model.findings else Qt.FocusPolicy.NoFocus)
        if at >= 0 and self._model.findings:
            self.setCurrentIndex(self._model.index(min(at, len(self._model.findings) - 1)))
        metrics = Theme.current().metrics(self.points)
        if "said" in self.columns:
            verbs = [metrics.horizontalAdvance(f"{f.verb} ›") for f in self._model.findings]
            self.link_width = int(max(verbs, default=0.0)) + 12
            chips = [chip_size(chip_of(f)).width() for f in self._model.findings]
            self.chip_width = max(chips, default=0) + 12
        longest = max((metrics.horizontalAdvance(f.where) for f in self._model.findings), default=0.0)
        self._where = max(_WIDTHS["where"], min(260, int(longest) + 20))
        longest = max((metrics.horizontalAdvance(f.form_title) for f in self._model.findings), default=0.0)
        self._form = max(_WIDTHS["form"], min(130, int(longest) + 20))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keys begin at the first line; Enter must do something at once."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason and not self.currentIndex().isValid():
            self.setCurrentIndex(self._model.index(0))

    def findings(self) -> list[Finding]:
        """What is shown, from top to bottom."""
        return self._model.findings

    def width_of(self, column: str) -> int:
        """Width of a column in logical pixels."""
        room = self.viewport().width()
        grown = {"where": min(self._where, round(room * 0.32)), "form": min(self._form, round(room * 0.2))}
        return grown.get(column, _WIDTHS.get(column, 0))

    def sizeHint(self) -> QSize:
        rows = range(len(self._model.findings))
        return QSize(400, sum(map(self.height_of, rows)) or self.row_height)

    def height_of(self, row: int) -> int:
        """Height of a row, which depends on the list's width."""
        metrics = Theme.current().metrics(self.points)
        text = text_of(self._model.findings[row], self.columns[-1])
        room = self.viewport().width() - 8 - self.chip_width - self.link_width - 1
        room -= sum(self.width_of(column) for column in self.columns[:-1])
        two = len(lines_of(text, metrics, room)) > 1
        return self.row_height + (int(metrics.height()) if two else 0)

    def _activate(self, index: _Index) -> None:
        if index.isValid():
            self.activated_finding.emit(self._model.findings[index.row()])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._activate(self.indexAt(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._activate(self.currentIndex())
            return
        super().keyPressEvent(event)
