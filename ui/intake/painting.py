"""How the preview's cells and headings look: chips, what changes, what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionViewItem, QWidget

from ui.cells import ALIGN, paint_corner
from ui.intake.lines import DECISION, EMPTY, NUMBER, REMARK, SHEET, STATE, Line, PreviewColumn, text_of
from ui.theme import GRID, ROW, Theme
from ui.widgets.chips import paint_chip
from xcedu_desktop.workbook.intake.plan import RowState

if TYPE_CHECKING:
    from ui.intake.table import PreviewTable

_Index = QModelIndex | QPersistentModelIndex
_PADDING = 6


def paint_cell(painter: QPainter, option: QStyleOptionViewItem, index: _Index, view: PreviewTable) -> None:
    """One cell of the preview."""
    theme, rect = Theme.current(), QRect(option.rect)
    line, column = view.rows.at(index)
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    tone = _tone(line, column)
    painter.save()
    ground = getattr(theme, f"{tone}_soft") if tone else theme.accent_soft if selected else theme.surface
    painter.fillRect(rect, ground)
    painter.setPen(theme.hair)
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    painter.drawLine(rect.topRight(), rect.bottomRight())
    if tone:
        paint_corner(painter, rect, getattr(theme, tone))
    if column.key == STATE:
        paint_chip(painter, rect.left() + _PADDING, rect.top() + rect.height() / 2, line.chip)
    else:
        text = text_of(line, column)
        font = theme.font(GRID, bold=tone == "error")
        painter.setFont(font)
        painter.setPen(_ink(theme, column, tone, text))
        box = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(box.width(), 12))
        painter.drawText(box, ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter, shown)
    if index == view.currentIndex() and view.hasFocus():
        painter.setPen(QPen(theme.accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(1, 1, -2, -2))
    painter.restore()


def _tone(line: Line, column: PreviewColumn) -> str:
    """error where the cell keeps its row out, warning where a person is asked or a cell is left behind."""
    row = line.row
    if row is None or column.key.startswith("#"):
        return ""
    if row.state is RowState.ASK and column.key == row.ask:
        return "warning"
    if column.key in row.bad:
        return "error" if row.state is RowState.REJECTED else "warning"
    return ""


def _ink(theme: Theme, column: PreviewColumn, tone: str, text: str) -> QColor:
    if tone == "error":
        return theme.error
    if (text == EMPTY and not tone) or column.key in (REMARK, SHEET, NUMBER):
        return theme.ink2
    return theme.accent if column.key == DECISION else theme.ink


class PreviewHeader(QHeaderView):
    """The titles on quiet ground, as in the grids."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setFixedHeight(ROW)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        from ui.intake.table import PreviewModel

        model = self.model()
        if not isinstance(model, PreviewModel) or not rect.isValid() or section >= len(model.columns):
            return
        theme, column = Theme.current(), model.columns[section]
        painter.save()
        painter.fillRect(rect, theme.window)
        painter.setPen(theme.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setFont(theme.font(GRID))
        painter.setPen(theme.ink2)
        box = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        shown = painter.fontMetrics().elidedText(
            column.title, Qt.TextElideMode.ElideRight, max(box.width(), 12)
        )
        painter.drawText(box, ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
