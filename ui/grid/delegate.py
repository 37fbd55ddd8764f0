"""Drawing of cells (marks, drafts, closed days, the current cell) and the keys of an open editor."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from ui.cells import ALIGN, paint_corner
from ui.grid.drawn import Drawn
from ui.grid.editor import CellEditor
from ui.grid.model import GridModel, Look
from ui.grid.source import NUMBER, Cell
from ui.theme import GRID, ROW, SMALL, Theme
from xcedu_desktop.form import Severity

if TYPE_CHECKING:
    from ui.grid.table import GridTable

Index = QModelIndex | QPersistentModelIndex
_NARROW = 38
"""Columns under this width (days of a month) spare no room beside their digits."""
PADDING = 6
_NOTE = 7
_NO_HINT = QStyledItemDelegate.EndEditHint.NoHint


class CellDelegate(QStyledItemDelegate):
    """One for a table. All looks come from the source; `drawn` is told of each cell."""

    def __init__(self, table: GridTable, drawn: Drawn | None = None) -> None:
        super().__init__(table)
        self.table, self.drawn = table, drawn
        self.typing = False
        """The next editor is opened by typing."""
        self.reveal = False
        """The next editor of a masked cell shows the whole value."""

    # -- drawing ---------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, GridModel)
        row, column = index.row(), model.columns[index.column()]
        row_id, theme = model.id_at(row), Theme.current()
        look = model.look(row_id, row, column)
        mark, draft, heading = look.mark, look.draft, look.heading
        rect: QRect = option.rect
        if self.drawn is not None:
            self.drawn.drew(row_id, look, rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        lit = selected or self.table.lit == (row_id, column.key)
        painter.save()
        ground = _ground(theme, look, lit)
        painter.fillRect(rect, ground)
        painter.setPen(theme.hair)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if not heading:
            painter.drawLine(rect.topRight(), rect.bottomRight())
        if mark is not None:
            paint_corner(painter, rect, theme.error if mark.severity is Severity.ERROR else theme.warning)
        if look.noted:
            _note(painter, rect, theme.accent)
        text = look.text.replace("\n", " ")
        if text:
            wrong = draft or (mark is not None and mark.severity is Severity.ERROR)
            bold = (wrong and not draft) or heading or look.bold
            bold = bold or (self.table.row_mode and selected and index.column() == 0)
            font = theme.font(GRID, bold)
            painter.setFont(font)
            painter.setPen(theme.error if wrong else _ink(theme, look, ground))
            align = "center" if column.key == NUMBER else column.alignment
            padding = PADDING if rect.width() >= _NARROW else 2
            box = rect.adjusted(padding, 0, -padding, 0)
            metrics = theme.metrics(GRID, bold)
            if text.replace(",", "").isdecimal() and metrics.horizontalAdvance(text) > box.width():
                # 356 cut off to 3…, 12,230 to 12,2… would be read as another number
                box, font = rect.adjusted(1, 0, -2, 0), theme.font(SMALL, bold)
                metrics = theme.metrics(SMALL, bold)
                painter.setFont(font)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(box.width(), 12))
            painter.drawText(box, ALIGN[align] | Qt.AlignmentFlag.AlignVCenter, shown)
            if draft or look.copied:
                width = min(metrics.horizontalAdvance(shown), box.width())
                left = {
                    "left": box.left(),
                    "right": box.right() - width,
                    "center": box.center().x() - width / 2,
                }[align]
                line = QRectF(left, box.center().y() + metrics.ascent() / 2 + 2, width, 3)
                _wave(painter, line, theme.error) if draft else _dots(painter, line, theme.accent)
        if self.table.row_mode and selected and index.column() == 0:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.accent)
        if self.table.row_mode and selected and self.table.shows_current():
            _row_frame(painter, rect, theme.accent, last=index.column() == model.columnCount() - 1)
        if not self.table.row_mode and index == self.table.anchor.cell() and self.table.shows_current():
            painter.setPen(QPen(theme.accent, 2))
            painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """How much room the text needs: a double click on a header's edge asks for it."""
        model = index.model()
        assert isinstance(model, GridModel)
        text = model.text_at(index.row(), model.columns[index.column()]).replace("\n", " ")
        bold = Theme.current().font(GRID, True)  # what is wrong is bold: it must not be cut off then
        return QSize(ceil(QFontMetricsF(bold).horizontalAdvance(text)) + 2 * PADDING + 2, ROW)

    # -- editing ---------------------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, GridModel)
        column = model.columns[index.column()]
        options = model.source.options(model.id_at(index.row()), column.key)
        editor = CellEditor(parent, column, options, self.typing)
        editor.picked_one.connect(lambda: self._finish(editor, 0, 1))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        model = index.model()
        if not isinstance(editor, CellEditor) or not isinstance(model, GridModel) or editor.property("begun"):
            return
        # Qt asks again when the model says that the cell changed; what is typed stays.
        editor.setProperty("begun", True)
        row_id, key = model.id_at(index.row()), model.columns[index.column()].key
        masked = editor.column.masked
        text = (
            model.source.reveal(row_id, key)
            if masked and self.reveal
            else model.source.edit_text(row_id, key)
        )
        editor.start("" if self.typing else text, masked)
        self.typing = self.reveal = False

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, CellEditor) and isinstance(model, GridModel)
        option = editor.chosen()
        if option is not None and (editor.property("entered") or not editor.unclear()):
            model.choose(index, option)
            return
        text = editor.text()
        if text == editor.original and (not editor.typing or not editor.isModified()):
            return
        model.write([Cell(model.id_at(index.row()), model.columns[index.column()].key, text)])

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRect(option.rect)
        editor.setGeometry(rect)
        if isinstance(editor, CellEditor):
            editor.fit()

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(editor, CellEditor)
            and isinstance(event, QKeyEvent)
            and self._key(editor, event)
        ):
            return True
        return super().eventFilter(editor, event)

    def _key(self, editor: CellEditor, event: QKeyEvent) -> bool:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        listed = editor.popup is not None and editor.popup.isVisible()
        match key:
            case Qt.Key.Key_Escape:
                if listed and editor.popup is not None and not editor.typing:
                    editor.popup.hide()
                else:
                    self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if (
                event.modifiers() & Qt.KeyboardModifier.ControlModifier
            ):
                self._fill(editor)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if (
                event.modifiers() & Qt.KeyboardModifier.AltModifier and editor.holds_lines
            ):
                editor.insert("\n")
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._finish(editor, 0, -1 if shift else 1)
            case Qt.Key.Key_Tab:
                self._finish(editor, 1, 0)
            case Qt.Key.Key_Backtab:
                self._finish(editor, -1, 0)
            case Qt.Key.Key_F2:
                editor.typing = False
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                step = 1 if key == Qt.Key.Key_Down else -1
                if listed:
                    editor.highlight(step)
                elif editor.popup is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                    editor.offer_all()
                elif editor.typing and not shift:
                    self._finish(editor, 0, step, plain=True)
                else:
                    return False
            case Qt.Key.Key_Left | Qt.Key.Key_Right if editor.typing and not shift:
                self._finish(editor, 1 if key == Qt.Key.Key_Right else -1, 0, plain=True)
            case _:
                return False
        return True

    def _finish(self, editor: CellEditor, across: int, down: int, plain: bool = False) -> None:
        """Writes, closes, and moves as the key says (`plain`: an arrow)."""
        editor.setProperty("entered", True)
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, _NO_HINT)
        # what was typed is painted before the view scrolls: Qt draws every cell of a view that scrolls under a closing editor
        QCoreApplication.sendPostedEvents(self.table.window(), QEvent.Type.UpdateRequest)
        if plain:
            self.table.moves.step_plain(across, down)
        else:
            self.table.moves.step(across, down)

    def _fill(self, editor: CellEditor) -> None:
        """What is typed goes into every selected cell; the cursor stays."""
        option = editor.chosen()
        text = option.text if option is not None else editor.text()
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
        self.table.acts.fill_with(text)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A cell whose text is cut off tells it all."""
        model = index.model()
        silent = index.isValid() and not index.data(Qt.ItemDataRole.ToolTipRole)
        if event.type() == QEvent.Type.ToolTip and isinstance(model, GridModel) and silent:
            text = model.text_at(index.row(), model.columns[index.column()])
            width = Theme.current().metrics(GRID).horizontalAdvance(text)
            if width > option.rect.width() - 2 * PADDING:
                QToolTip.showText(event.globalPos(), text, view)
                return True
        return super().helpEvent(event, view, option, index)


def _ground(theme: Theme, look: Look, lit: bool) -> QColor:
    """`lit`: the cell is selected, or was just jumped to."""
    if look.heading:
        return theme.window
    if lit:
        return theme.accent_soft
    if look.mark is not None:
        return theme.error_soft if look.mark.severity is Severity.ERROR else theme.warning_soft
    if look.closed:
        return theme.closed
    if look.ground:
        found: QColor = getattr(theme, look.ground)
        return found
    return theme.to_confirm if look.copied else theme.surface


def _row_frame(painter: QPainter, rect: QRect, colour: QColor, last: bool) -> None:
    """This cell's part of the frame around the chosen row: the keyboard is in the list. At the left stands its bar."""
    painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 2), colour)
    painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), colour)
    if last:
        painter.fillRect(QRect(rect.right() - 1, rect.top(), 2, rect.height()), colour)


def _ink(theme: Theme, look: Look, ground: QColor) -> QColor:
    """The quietest ink cannot be read on a coloured ground (a chosen row, a mark): the next one stands there instead."""
    plain = "ink2" if look.column.key == NUMBER or not look.column.editable else "ink"
    name = look.ink or plain
    if name == "ink3" and ground not in (theme.surface, theme.window):
        name = "ink2"
    found: QColor = getattr(theme, name)
    return found


def _note(painter: QPainter, rect: QRect, colour: QColor) -> None:
    right, top = float(rect.right()), float(rect.top())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(
        QPolygonF([QPointF(right, top), QPointF(right - _NOTE, top), QPointF(right, top + _NOTE)])
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _wave(painter: QPainter, line: QRectF, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1))
    points, x, up = [], line.left(), False
    while x <= line.right() + 0.5:
        points.append(QPointF(x, line.top() if up else line.bottom() - 1))
        x, up = x + 2, not up
    painter.drawPolyline(points)


def _dots(painter: QPainter, line: QRectF, colour: QColor) -> None:
    pen = QPen(colour, 2)
    pen.setDashPattern([1, 1])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(QPointF(line.left(), line.top() + 1), QPointF(line.right(), line.top() + 1))
