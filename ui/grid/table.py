"""The table itself: selection, editing, focus and drawing. Keys, moves, acts and columns have modules of their own."""

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
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QTableView, QWidget

from ui.grid.acts import Acts
from ui.grid.columns import ColumnLayout
from ui.grid.delegate import PADDING, CellDelegate
from ui.grid.editor import CellEditor
from ui.grid.fill_handle import FillHandle
from ui.grid.find import Jump
from ui.grid.frozen import FrozenColumns
from ui.grid.header import GridHeader
from ui.grid.keys import ARROWS, Keys, is_typed
from ui.grid.model import GridModel
from ui.grid.moves import Moves
from ui.grid.source import NUMBER
from ui.grid.summary import summary
from ui.theme import GRID, ROW, Theme

Index = QModelIndex | QPersistentModelIndex
_SELECT = QItemSelectionModel.SelectionFlag
_TRIGGER = QAbstractItemView.EditTrigger
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class GridTable(QTableView):
    """A view of one GridModel. `row_mode`: whole rows are chosen (a list at the left), nothing is typed into cells.

    `keys`: key sequence text ("Ctrl+R") → what a page does instead of the grid's own act.
    """

    moved = Signal(str, str)
    """Another cell is the current one: row id, column key."""
    entered = Signal(str)
    """Enter or a double click on a row of a list."""
    find_wanted = Signal(int)
    """A row is to be found by typing: 0 begins, 1 and -1 go to the next and the last one."""

    def __init__(
        self, model: GridModel, sortable: bool = True, row_mode: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.row_mode = row_mode
        self.keys: dict[str, Callable[[], object]] = {}
        self.grid_model = model
        self.acts = Acts(self)
        self.moves = Moves(self)
        self._keyboard = Keys(self)
        self._jump = Jump(self)
        self._summed = False
        self.lit: tuple[str, str] | None = None
        """Row id and key of a cell that was just jumped to."""
        self.follows = False
        """The widths are those of another table."""
        header = GridHeader(self, sortable)
        self.setHorizontalHeader(header)
        header.sectionPressed.disconnect()  # a click on a header sorts: a column selected by the way would be cleared by Delete
        header.sectionEntered.disconnect()
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
        self.layout_of_columns = ColumnLayout(self)
        header.let_go.connect(self.layout_of_columns.keep)
        header.wanted.connect(self.open_ticks_of)
        header.sorted.connect(self.sort_by)
        self.frozen = FrozenColumns(self)
        self.handle = FillHandle(self)
        self._place = ("", "")
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self.fit_columns)
        model.modelReset.connect(self._take_place)
        model.changed.connect(lambda: self._say_summary() if self._summed else None)
        self.fit_columns()
        self.doubleClicked.connect(lambda index: self.entered.emit(model.id_at(index.row())))

    # -- columns ---------------------------------------------------------------------------------------------------

    def fit_columns(self) -> None:
        """Columns as wide as declared or dragged."""
        self.layout_of_columns.fit()

    @property
    def is_sortable(self) -> bool:
        """Whether headers sort and open the list of a column's values."""
        header = self.horizontalHeader()
        return isinstance(header, GridHeader) and header.sortable

    def open_ticks(self) -> None:
        """The list of the current column's values (筛选)."""
        self.open_ticks_of(self.currentIndex().column())

    def open_ticks_of(self, column: int) -> None:
        """The list of a column's values."""
        columns = self.grid_model.columns
        if not self.is_sortable or not 0 <= column < len(columns) or columns[column].key == NUMBER:
            self.grid_model.say("这一栏不能筛选")
            return
        from ui.grid.ticks import TicksPopup

        self.commit()
        TicksPopup(self, column).show()

    def toggle_ticks(self) -> None:
        """Ctrl+Shift+L: shows all rows again; where all are shown, the list of the current column."""
        if self.grid_model.arrangement.ticked:
            self.untick_all()
        else:
            self.open_ticks()

    def untick_all(self) -> None:
        """Shows the rows again that ticks left out."""
        self.grid_model.untick_all()
        self.scrollTo(self.currentIndex())

    def tick(self, key: str, texts: frozenset[str] | None) -> None:
        """Shows of a column the rows with one of these texts; None: all of them."""
        self.grid_model.tick(key, texts)
        if self.grid_model.rowCount() and not self.currentIndex().isValid():
            self.go_to(0, max(0, self.grid_model.column_of(key)))
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def sort_by(self, key: str | None, descending: bool = False) -> None:
        """Sorts; the current row stays in sight."""
        self.grid_model.sort_by(key, descending)
        self.scrollTo(self.currentIndex())

    def _keep_place(self) -> None:
        here, model = self.currentIndex(), self.grid_model
        there = here.isValid() and here.column() < len(model.columns)
        self._place = (model.id_at(here.row()), model.columns[here.column()].key) if there else ("", "")

    def _take_place(self) -> None:
        """The rows stand otherwise now: the current cell is that of the same row, where it is still shown."""
        row_id, key = self._place
        row, column = self.grid_model.row_of(row_id), self.grid_model.column_of(key)
        if row >= 0 and column >= 0 and not self.currentIndex().isValid():
            self.go_to(row, column, scroll=False)

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
        if model.opened and model.row_of(model.opened) != current.row():
            QTimer.singleShot(0, self, self._close_row)  # not while Qt is at work with the rows
        self._switch_input_method()
        self.repaint_rows(previous, current)
        self.moved.emit(model.id_at(current.row()), column.key)

    def _close_row(self) -> None:
        if (
            self.grid_model.opened
            and self.grid_model.row_of(self.grid_model.opened) != self.currentIndex().row()
        ):
            self.grid_model.close_row()

    def _switch_input_method(self) -> None:
        """A Chinese input method would catch digits: off in number columns, and on again in the next."""
        at, columns = self.currentIndex().column(), self.grid_model.columns
        digits = 0 <= at < len(columns) and columns[at].digits
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, not (digits or self.row_mode))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if self.row_mode:
            return
        self.handle.redraw()
        self._say_summary()

    def _say_summary(self) -> None:
        """The selection's sum, or what stands beside the one cell (上月 31). What was just said of an act stays for a move."""
        model, here = self.grid_model, self.currentIndex()
        said = summary(model, self.selectionModel().selection())
        if not said and model.told:
            model.told = False
            return
        if not said and here.isValid() and here.row() < len(model.ids) and here.column() < len(model.columns):
            said = model.source.beside(model.ids[here.row()], model.columns[here.column()].key)
        if said or self._summed:
            model.host.say(said)
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
        if isinstance(event, QKeyEvent) and event.modifiers() & _CTRL and event.key() in ARROWS:
            return self._flags(bool(event.modifiers() & _SHIFT))
        return super().selectionCommand(index, event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        found = self.moves.of_cursor(action, modifiers)
        return super().moveCursor(action, modifiers) if found is None else found

    # -- keys ------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._keyboard.press(event):
            return
        if is_typed(event) and self.row_mode:
            self._jump.type(event.text())
        elif is_typed(event):
            self.open_editor(typing=True, event=event)
        else:
            if event.key() in ARROWS:
                self.moves.forget()
            super().keyPressEvent(event)

    def look_for(self) -> None:
        """Ctrl+G: to a row by typing."""
        self.find_wanted.emit(0)

    def find_next(self, step: int) -> None:
        """F3: the next row that holds what was looked for; -1: the one before."""
        self.find_wanted.emit(step)

    def open_note(self) -> bool:
        """Shift+F2: the editor of the current cell's note, or why there is none."""
        index, model = self.currentIndex(), self.grid_model
        if self.row_mode or not index.isValid():
            return False
        row_id, key = model.id_at(index.row()), model.columns[index.column()].key
        source = model.source
        if source.spot(row_id, key) is None or source.cell_notes is None:
            model.say("先填写这一行，再写批注" if model.is_new(index.row()) else "这一格不能写批注")
            return False
        from ui.grid.note_editor import NoteEditor

        self.commit()
        self.scrollTo(index)
        NoteEditor(self).show()
        return True

    def open_editor(self, typing: bool, reveal: bool = False, event: QEvent | None = None) -> bool:
        """Opens the current cell for typing, or says why it cannot be."""
        index = self.currentIndex()
        if self.row_mode or not index.isValid():
            return False
        why = self.grid_model.refusal(index)
        if why:
            self.grid_model.say(why)
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
        self.moves.forget()
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
        painter = QPainter(self.viewport())
        model = self.grid_model
        if model.source.hint:
            for row in {len(model.ids), model.row_of(model.opened) if model.opened else len(model.ids)}:
                self._paint_hint(painter, row)
        self.handle.paint(painter)
        painter.end()

    def _paint_hint(self, painter: QPainter, row: int) -> None:
        """The words in an empty row, at the right of an open editor."""
        model = self.grid_model
        first = model.first_editable()
        if self.is_editing() and self.currentIndex().row() == row:
            first = self.currentIndex().column() + 1
        rect = self.visualRect(model.index(row, first)) if first < len(model.columns) else QRect()
        if rect.isValid():
            theme = Theme.current()
            painter.setFont(theme.font(GRID))
            painter.setPen(theme.ink3)
            box = QRect(
                rect.left() + PADDING, rect.top(), self.viewport().width() - rect.left(), rect.height()
            )
            painter.drawText(
                box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, model.source.hint
            )
