"""The preview's table: thousands of rows, each with its chip; cells are mended and questions answered in place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.grid.editor import CellEditor
from ui.grid.source import Column
from ui.intake.lines import (
    DECISION,
    EMPTY,
    NUMBER,
    REMARK,
    SHEET,
    STATE,
    Line,
    PreviewColumn,
    options_of,
    text_of,
)
from ui.intake.painting import PreviewHeader, paint_cell
from ui.theme import GRID, ROW, Theme
from ui.widgets.chips import chip_text
from xcedu_desktop.workbook.intake.plan import RowState

_Index = QModelIndex | QPersistentModelIndex
_FIXED = {NUMBER: 48, STATE: 104, SHEET: 96, DECISION: 84}
_WIDEST, _SAMPLE = 240, 400


class PreviewModel(QAbstractTableModel):
    """Lines of one plan. `mended(Line, key, text)`, `answered(Line, value)` when a person typed or chose something."""

    mended = Signal(object, str, str)
    answered = Signal(object, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns: list[PreviewColumn] = []
        self.lines: Sequence[Line] = ()

    def replace(self, columns: list[PreviewColumn], lines: Sequence[Line]) -> None:
        """Shows another plan, or another part of it."""
        self.beginResetModel()
        self.columns, self.lines = columns, lines
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if (
            orientation == Qt.Orientation.Horizontal
            and role == Qt.ItemDataRole.DisplayRole
            and 0 <= section < len(self.columns)
        ):
            return self.columns[section].title
        return None

    def at(self, index: _Index) -> tuple[Line, PreviewColumn]:
        """The line and the column of a cell."""
        return self.lines[index.row()], self.columns[index.column()]

    def is_question(self, index: _Index) -> bool:
        """Whether the cell waits for a choice."""
        line, column = self.at(index)
        if line.row is None:
            return column.key == DECISION
        return line.row.state is RowState.ASK and column.key == line.row.ask and bool(line.row.choices)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid() or index.row() >= len(self.lines):
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        line, column = self.at(index)
        own = not column.key.startswith("#")
        if (line.row is not None and own) or (line.missing is not None and column.key == DECISION):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line, column = self.at(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return chip_text(line.chip) if column.key == STATE else text_of(line, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(line, column) or None
        return None

    def _tip(self, line: Line, column: PreviewColumn) -> str:
        row = line.row
        if row is None:
            return ""
        if column.key == REMARK:
            return row.remark
        said = [f.message for f in row.findings if f.column == column.title]
        raw = row.raw.get(column.key, "")
        if raw and raw != row.cells.get(column.key):
            said.append(f"文件里是「{raw}」")
        return "；".join(said)

    def start_text(self, index: _Index) -> str:
        """What an editor begins with: the file's text; blank where that is masked or a choice is asked."""
        line, column = self.at(index)
        if line.row is None or self.is_question(index):
            return ""
        if column.field is not None and column.field.masked:
            return ""
        text = line.row.raw.get(column.key) or line.row.cells.get(column.key, "")
        return "" if "*" in text or text == EMPTY else text


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: PreviewTable) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        paint_cell(painter, option, index, self._view)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        model = self._view.rows
        line, column = model.at(index)
        typing = self._view.typing and not model.is_question(index)
        editor = CellEditor(
            parent, Column(column.key, column.title, column.field), options_of(line, column), typing
        )
        editor.picked_one.connect(lambda: self._finish(editor))
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if not isinstance(editor, CellEditor) or editor.property("begun"):
            return
        editor.setProperty("begun", True)
        editor.start("" if editor.typing else self._view.rows.start_text(index), editor.column.masked)
        if self._view.rows.is_question(index):
            editor.setPlaceholderText("选一个，也可输入")

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        assert isinstance(editor, CellEditor)
        rows = self._view.rows
        line, column = rows.at(index)
        option, text = editor.chosen(), editor.text().strip()
        if line.missing is not None:
            if option is not None or text:
                rows.answered.emit(line, option.text if option is not None else text)
        elif rows.is_question(index):
            value = option.value if option is not None else None
            if value is not None or text:
                rows.answered.emit(line, str(value if value is not None else text))
        elif option is not None:
            rows.mended.emit(line, column.key, option.text)
        elif text != editor.original.strip():
            rows.mended.emit(line, column.key, text)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        editor.setGeometry(option.rect)
        if isinstance(editor, CellEditor):
            editor.fit()

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(editor, CellEditor)
            and isinstance(event, QKeyEvent)
            and self._key(editor, event.key())
        ):
            return True
        return super().eventFilter(editor, event)

    def _key(self, editor: CellEditor, key: int) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish(editor)
        elif key == Qt.Key.Key_Escape:
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and editor.popup is not None:
            if not editor.popup.isVisible():
                editor.offer_all()
            editor.popup.move_by(1 if key == Qt.Key.Key_Down else -1)
        else:
            return False
        return True

    def _finish(self, editor: CellEditor) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)


class PreviewTable(QTableView):
    """Enter, F2, typing or a double click open a cell; a click opens one that waits for a choice."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = PreviewModel(self)
        self.typing = False
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalHeader(PreviewHeader(self))
        self.setAccessibleName("导入预览")
        self.setFrameShape(self.Shape.NoFrame)
        self.setShowGrid(False)
        self.setFont(Theme.current().font(GRID))
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(self.verticalHeader().ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)

    @property
    def editing(self) -> bool:
        """Whether a cell is open."""
        return self.state() == QAbstractItemView.State.EditingState

    def show_lines(self, columns: list[PreviewColumn], lines: Sequence[Line]) -> None:
        """Shows these; the current cell stays where its row is still there."""
        old = self.currentIndex()
        kept = self.rows.at(old) if old.isValid() and old.row() < len(self.rows.lines) else None
        scrolled, sideways = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        same = [c.key for c in columns] == [c.key for c in self.rows.columns]
        self.rows.replace(columns, lines)
        self._set_widths()
        row = column = 0
        if kept is not None:
            identity = kept[0].identity
            row = next((at for at, line in enumerate(lines) if line.identity == identity), -1)
            row = min(old.row(), len(lines) - 1) if row < 0 else row
            column = next((at for at, c in enumerate(columns) if c.key == kept[1].key), 0)
        if lines:
            self.setCurrentIndex(self.rows.index(max(row, 0), column))
        if same:
            self.verticalScrollBar().setValue(scrolled)
            self.horizontalScrollBar().setValue(sideways)
        self.scrollTo(self.currentIndex())

    def selected_lines(self) -> list[Line]:
        """The lines in which something is selected."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        return [self.rows.lines[row] for row in rows if row < len(self.rows.lines)]

    def _set_widths(self) -> None:
        """Columns as wide as their texts need within reason; 说明 takes what is left, at least what it can be read in."""
        metrics = Theme.current().metrics(GRID, bold=True)
        sample = list(self.rows.lines[:_SAMPLE])
        used, remark = 0, -1
        for at, column in enumerate(self.rows.columns):
            if column.key == REMARK:
                remark = at
                continue
            width = _FIXED.get(column.key, 0)
            if not width:
                texts = {column.title, *(text_of(line, column) for line in sample)}
                width = min(round(max(metrics.horizontalAdvance(text) for text in texts)) + 18, _WIDEST)
            self.setColumnWidth(at, width)
            used += width
        if remark >= 0:
            self.setColumnWidth(remark, max(200, self.viewport().width() - used))

    # --- events

    def edit(self, index: _Index, *rest: object) -> object:
        """Opens a cell; remembers whether by typing, so that the editor begins empty."""
        if len(rest) == 2 and isinstance(rest[1], QKeyEvent):
            self.typing = rest[1].key() != Qt.Key.Key_F2
        else:
            self.typing = False
        return super().edit(index, *rest)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.editing and index.isValid():
            wanted = index
            line = self.rows.lines[index.row()]
            if not self.rows.flags(index) & Qt.ItemFlag.ItemIsEditable or line.todo:
                wanted = self._cell_to_mend(index.row()) or index
            if self.rows.flags(wanted) & Qt.ItemFlag.ItemIsEditable:
                self.setCurrentIndex(wanted)
                self.edit(wanted)
            return
        super().keyPressEvent(event)

    def _cell_to_mend(self, row: int) -> QModelIndex | None:
        """The cell of a row that waits for the person."""
        line = self.rows.lines[row]
        wanted = {DECISION} if line.row is None else ({line.row.ask} if line.row.ask else set(line.row.bad))
        here = self.currentIndex().column()
        if self.rows.columns[here].key in wanted:
            return self.rows.index(row, here)
        for at, column in enumerate(self.rows.columns):
            if column.key in wanted:
                return self.rows.index(row, at)
        return None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if (
            event.button() == Qt.MouseButton.LeftButton
            and index.isValid()
            and not self.editing
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
            and len(self.selected_lines()) == 1
            and self.rows.is_question(index)
        ):
            self.edit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        point: QPoint = event.position().toPoint()
        index = self.indexAt(point)
        hand = index.isValid() and self.rows.is_question(index)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_widths()
