"""The table itself: the keys of a spreadsheet, the selection, copy, paste, fill and clear."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QTableView, QWidget

from ui.grid.acts import Acts
from ui.grid.delegate import PADDING, CellDelegate
from ui.grid.editor import CellEditor
from ui.grid.frozen import FrozenColumns
from ui.grid.header import GridHeader
from ui.grid.model import GridModel
from ui.grid.summary import summary
from ui.theme import GRID, ROW, Theme

Index = QModelIndex | QPersistentModelIndex
_SELECT = QItemSelectionModel.SelectionFlag
_TRIGGER = QAbstractItemView.EditTrigger
_CTRL, _SHIFT, _ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class GridTable(QTableView):
    """A view of one GridModel. `row_mode`: whole rows are chosen (a list at the left), nothing is typed into cells.

    `keys`: key sequence text ("Ctrl+R") → what a page does instead of the grid's own act.
    """

    moved = Signal(str, str)
    """Another cell is the current one: row id, column key."""
    entered = Signal(str)
    """Enter or a double click on a row of a list."""

    def __init__(
        self, model: GridModel, sortable: bool = True, row_mode: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.row_mode = row_mode
        self.keys: dict[str, Callable[[], object]] = {}
        self.grid_model = model
        self.acts = Acts(self)
        self._tab_from: int | None = None
        self._summed = False
        self._fitting = False
        self._dragged: dict[str, int] = {}
        self.lit: tuple[str, str] | None = None
        """Row id and key of a cell that was just jumped to."""
        self.follows = False
        """The widths are those of another table."""
        header = GridHeader(self, sortable)
        self.setHorizontalHeader(header)
        self.setModel(model)
        self.delegate = CellDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setFont(Theme.current().font(GRID))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(self.verticalHeader().ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(not row_mode)
        self.setMouseTracking(True)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.SingleSelection if row_mode else mode.ExtendedSelection)
        behaviour = QAbstractItemView.SelectionBehavior
        self.setSelectionBehavior(behaviour.SelectRows if row_mode else behaviour.SelectItems)
        self.setEditTriggers(
            _TRIGGER.NoEditTriggers if row_mode else _TRIGGER.AnyKeyPressed | _TRIGGER.EditKeyPressed
        )
        header.sectionResized.connect(self._resized)
        self.frozen = FrozenColumns(self)
        model.modelReset.connect(self.fit_columns)
        model.dataChanged.connect(lambda *_: self._say_summary() if self._summed else None)
        self.fit_columns()
        self.doubleClicked.connect(lambda index: self.entered.emit(model.id_at(index.row())))

    # -- columns ---------------------------------------------------------------------------------------------------

    def fit_columns(self) -> None:
        """Columns as wide as declared; those that stretch share what is left."""
        if self.follows:
            return
        columns = self.grid_model.columns
        widths = [self._dragged.get(column.key, column.pixels) for column in columns]
        room = self.viewport().width() - sum(widths)
        stretching = [
            at for at, column in enumerate(columns) if column.stretch and column.key not in self._dragged
        ]
        for at in stretching:
            widths[at] += max(0, room) // len(stretching)
        self._fitting = True
        for at, width in enumerate(widths):
            if self.columnWidth(at) != width:
                self.setColumnWidth(at, width)
        self._fitting = False

    def _resized(self, at: int, _old: int, new: int) -> None:
        """A width that a person dragged stays, whatever is shown next."""
        if not self._fitting and not self.follows and at < len(self.grid_model.columns) and new > 0:
            self._dragged[self.grid_model.columns[at].key] = new

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit_columns()
        self.frozen.fit()

    # -- where we are ----------------------------------------------------------------------------------------------

    def shows_current(self) -> bool:
        """Whether the current cell bears its frame: the grid has the focus or an editor is open."""
        return self.hasFocus() or self.state() == QAbstractItemView.State.EditingState

    def is_editing(self) -> bool:
        """Whether a cell's editor is open."""
        return (
            self.state() == QAbstractItemView.State.EditingState
            and self.indexWidget(self.currentIndex()) is not None
        )

    def commit(self) -> None:
        """Writes what is in the open editor and closes it."""
        editor = self.indexWidget(self.currentIndex())
        if editor is not None and self.state() == QAbstractItemView.State.EditingState:
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        model = self.grid_model
        if not current.isValid() or current.column() >= len(model.columns):
            return
        column = model.columns[current.column()]
        self._switch_input_method()
        self.repaint_rows(previous, current)
        self.moved.emit(model.id_at(current.row()), column.key)

    def _switch_input_method(self) -> None:
        """A Chinese input method would catch digits: off in number columns, and on again in the next."""
        at, columns = self.currentIndex().column(), self.grid_model.columns
        digits = 0 <= at < len(columns) and columns[at].digits
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, not (digits or self.row_mode))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if self.row_mode:
            return
        self._say_summary()

    def _say_summary(self) -> None:
        said = summary(self.grid_model, self.selectionModel().selection())
        # A message about what was just typed stays when the cursor moves on; only an old summary is taken away.
        if said or self._summed:
            self.grid_model.host.say(said)
        self._summed = bool(said)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        bar = self.horizontalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        if index.column() < self.frozen.count:
            bar.setValue(before)  # it is seen in the frozen columns
        elif (hidden := self.frozen.covered() - self.visualRect(index).left()) > 0:
            bar.setValue(bar.value() - hidden)

    def go_to(self, row: int, column: int, scroll: bool = True) -> None:
        """Makes a cell the current one, alone selected."""
        index = self.grid_model.index(row, column)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, self._flags(False))
            if scroll:
                self.scrollTo(index)

    def _flags(self, extend: bool) -> QItemSelectionModel.SelectionFlag:
        if self.row_mode:
            return _SELECT.ClearAndSelect | _SELECT.Rows
        return _SELECT.SelectCurrent if extend else _SELECT.ClearAndSelect

    def selectionCommand(
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """A key with Ctrl moves the selection along with the cell; Qt would leave it behind, for Delete to hit."""
        if isinstance(event, QKeyEvent) and event.modifiers() & _CTRL and event.key() in _ARROWS:
            return self._flags(bool(event.modifiers() & _SHIFT))
        return super().selectionCommand(index, event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        wanted = QAbstractItemView.CursorAction
        if modifiers & _CTRL and action in _STEPS:
            across, down = _STEPS[action]
            return self.acts.edge(self.currentIndex(), across, down)
        if action == wanted.MoveHome and modifiers & _CTRL and not self.row_mode:
            return self.grid_model.index(0, self.grid_model.first_editable())
        if action in (wanted.MoveHome, wanted.MoveEnd) and not modifiers & _CTRL and not self.row_mode:
            column = (
                self.grid_model.first_editable() if action == wanted.MoveHome else self.acts.last_column()
            )
            return self.grid_model.index(self.currentIndex().row(), column)
        return super().moveCursor(action, modifiers)

    def step(self, across: int, down: int) -> None:
        """Tab and Enter: to the next cell that can be filled; after a run of Tabs Enter returns to where it began."""
        current = self.currentIndex()
        if not current.isValid():
            return
        if across:
            if self._tab_from is None:
                self._tab_from = current.column()
            row, column = self.acts.next_across(current.row(), current.column(), across)
        else:
            begin = current.column() if self._tab_from is None or down < 0 else self._tab_from
            self._tab_from = None
            row, column = self.acts.next_down(current.row(), begin, down)
        kept = self._tab_from
        self.go_to(row, column)
        self._tab_from = kept

    def step_plain(self, across: int, down: int) -> None:
        """An arrow: the neighbouring cell, closed or not."""
        current = self.currentIndex()
        row = max(0, min(self.grid_model.rowCount() - 1, current.row() + down))
        column = max(0, min(self.grid_model.columnCount() - 1, current.column() + across))
        self._tab_from = None
        self.go_to(row, column)

    # -- keys ------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        own = self.keys.get(QKeySequence(event.keyCombination()).toString())
        if own is not None:
            own()
        elif not self._act(event):
            self._type_or_move(event)

    def _act(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers() & ~_KEYPAD
        if self.row_mode:
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
                self.entered.emit(self.grid_model.id_at(self.currentIndex().row()))
                return True
            if event.matches(QKeySequence.StandardKey.Copy):
                self.acts.copy()
                return True
            return False
        if modifiers == _CTRL and key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            # Tab alone belongs to the cells; the view's own method would send it back here
            QWidget.focusNextPrevChild(self, key == Qt.Key.Key_Tab)
            return True
        act = self._act_of(event, key, modifiers)
        if act is None:
            return False
        act()
        return True

    def _act_of(
        self, event: QKeyEvent, key: int, modifiers: Qt.KeyboardModifier
    ) -> Callable[[], object] | None:
        acts, shift = self.acts, bool(modifiers & _SHIFT)
        for standard, act in (("Copy", acts.copy), ("Cut", acts.cut), ("Paste", acts.paste)):
            if event.matches(QKeySequence.StandardKey[standard]):
                return act
        if modifiers == _CTRL:
            return {
                Qt.Key.Key_D: acts.fill_down, Qt.Key.Key_R: acts.fill_right, Qt.Key.Key_Minus: acts.delete_rows,
            }.get(Qt.Key(key))  # fmt: skip
        if modifiers == _ALT and key == Qt.Key.Key_Down:
            return lambda: self.open_editor(typing=False)
        if modifiers & (_CTRL | _ALT):
            return None
        match key:
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                return lambda: self.step(0, -1 if shift else 1)
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                return lambda: self.step(-1 if key == Qt.Key.Key_Backtab else 1, 0)
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                return acts.clear
            case Qt.Key.Key_Insert:
                return acts.new_row
            case Qt.Key.Key_F2:
                return lambda: self.open_editor(typing=False, reveal=True)
        return None

    def _type_or_move(self, event: QKeyEvent) -> None:
        text = event.text()
        typed = bool(text) and text.isprintable() and not event.modifiers() & (_CTRL | _ALT)
        if typed and not self.row_mode:
            self.open_editor(typing=True, event=event)
            return
        if event.key() in _ARROWS:
            self._tab_from = None
        super().keyPressEvent(event)

    def open_editor(self, typing: bool, reveal: bool = False, event: QEvent | None = None) -> bool:
        """Opens the current cell for typing, or says why it cannot be."""
        index = self.currentIndex()
        if self.row_mode or not index.isValid():
            return False
        why = self.grid_model.refusal(index)
        if why:
            self.grid_model.host.say(why)
            return False
        self.scrollTo(index)
        if index.column() < self.frozen.count:
            self.horizontalScrollBar().setValue(0)  # the editor would stand under the frozen columns
        self.delegate.typing, self.delegate.reveal = typing, reveal
        opened = self.edit(index, _TRIGGER.AnyKeyPressed if typing else _TRIGGER.EditKeyPressed, event)
        self.delegate.typing = self.delegate.reveal = False
        editor = self.indexWidget(index)
        if isinstance(editor, CellEditor) and not typing and not editor.options:
            editor.end(False)  # Qt selected all of it; F2 goes on where the text ends
        self.repaint_rows(index)
        return bool(opened)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """The first key of an input method opens the editor, which takes the composition over."""
        if event.commitString() and not event.preeditString() and not self.is_editing():
            # Qt forwards compositions only; some methods commit at once (full-width signs, handwriting).
            if self.open_editor(typing=True):
                QCoreApplication.sendEvent(self.indexWidget(self.currentIndex()), event)
            return
        self.delegate.typing = True
        super().inputMethodEvent(event)
        self.delegate.typing = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self.open_editor(typing=False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._tab_from = None
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # a click chooses its own cell; scrolling to the first one before would make it hit another
        by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        if not by_mouse and not self.currentIndex().isValid() and self.grid_model.rowCount():
            self.go_to(0, 0 if self.row_mode else self.grid_model.first_editable())
        # The view's own method would draw every cell again and switch the input method on in number columns.
        QWidget.focusInEvent(self, event)
        self._switch_input_method()
        self.repaint_rows(self.currentIndex())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        QWidget.focusOutEvent(self, event)  # the view's own method would draw every cell again
        self.repaint_rows(self.currentIndex())

    def repaint_rows(self, *indexes: Index) -> None:
        """Draws the rows of these cells again: a month has hundreds of cells, and a key concerns one or two rows."""
        for row in {index.row() for index in indexes if index.isValid()}:
            self.viewport().update(
                0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row)
            )

    # -- drawing ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        model = self.grid_model
        if not model.source.hint:
            return
        row = len(model.ids)
        first = model.first_editable()
        if self.is_editing() and self.currentIndex().row() == row:
            first = self.currentIndex().column() + 1
        if first >= len(model.columns):
            return
        rect = self.visualRect(model.index(row, first))
        if rect.isValid():
            theme = Theme.current()
            painter = QPainter(self.viewport())
            painter.setFont(theme.font(GRID))
            painter.setPen(theme.ink3)
            box = QRect(
                rect.left() + PADDING, rect.top(), self.viewport().width() - rect.left(), rect.height()
            )
            painter.drawText(
                box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, model.source.hint
            )
            painter.end()


_ACTION = QAbstractItemView.CursorAction
_STEPS = {
    _ACTION.MoveLeft: (-1, 0),
    _ACTION.MoveRight: (1, 0),
    _ACTION.MoveUp: (0, -1),
    _ACTION.MoveDown: (0, 1),
}
_ARROWS = frozenset(
    {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
     Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
)  # fmt: skip
