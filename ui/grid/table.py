"""The table itself: what its keys, clicks and headers open. Keys, moves, acts and columns have modules of their own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

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
from ui.grid.selecting import Index, SelectingTable
from ui.grid.source import NUMBER
from ui.theme import GRID, Theme
from ui.widgets.empty_focus import paint_empty_focus

_TRIGGER = QAbstractItemView.EditTrigger
_NOTCH = 90
"""Pixels that the columns go by for a notch of the wheel."""


class GridTable(SelectingTable):
    """A view of one GridModel. `row_mode`: whole rows are chosen (a list at the left), nothing is typed into cells.

    `keys`: key sequence text ("Ctrl+R") → what a page does instead of the grid's own act.
    """

    entered = Signal(str)
    """Enter or a double click on a row of a list."""
    find_wanted = Signal(int)
    """A row is to be found by typing: 0 begins, 1 and -1 go to the next and the last one."""

    def __init__(
        self, model: GridModel, sortable: bool = True, row_mode: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, row_mode, parent)
        self.keys: dict[str, Callable[[], object]] = {}
        self.acts = Acts(self)
        self.moves = Moves(self)
        self._keyboard = Keys(self)
        self._jump = Jump(self)
        self.lit: tuple[str, str] | None = None
        """Row id and key of a cell that was just jumped to."""
        self.follows = False
        """The widths are those of another table."""
        header = GridHeader(self, sortable)
        self.setHorizontalHeader(header)
        header.sectionPressed.disconnect()  # a click on a header sorts: a column selected by the way would be cleared by Delete
        header.sectionEntered.disconnect()
        self.setModel(model)
        self.delegate = CellDelegate(self, self.drawn)
        self.setItemDelegate(self.delegate)
        self.setEditTriggers(
            _TRIGGER.NoEditTriggers if row_mode else _TRIGGER.AnyKeyPressed | _TRIGGER.EditKeyPressed
        )
        self.layout_of_columns = ColumnLayout(self)
        header.let_go.connect(self.layout_of_columns.keep)
        header.wanted.connect(self.open_ticks_of)
        header.sorted.connect(self.sort_by)
        self.frozen = FrozenColumns(self)
        self.handle = FillHandle(self)
        model.modelReset.connect(self.fit_columns)
        self.follow_model()
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit_columns()
        self.frozen.fit()

    # -- editing ---------------------------------------------------------------------------------------------------

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
        elif event.key() in ARROWS:
            self.moves.forget()
            extends = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if not extends:
                self.anchor.take()
            begin = self.anchor.cell()
            super().keyPressEvent(event)
            if extends and not self.row_mode:
                self.extend_from(begin)
            elif not self.row_mode and self.has_block():
                # at the grid's edge nothing moved: Qt leaves all selected, for Delete to hit
                self.go_to(self.currentIndex().row(), self.currentIndex().column())
        else:
            super().keyPressEvent(event)

    def look_for(self) -> None:
        """Ctrl+G: to a row by typing."""
        self.find_wanted.emit(0)

    def find_next(self, step: int) -> None:
        """F3: the next row that holds what was looked for; -1: the one before."""
        self.find_wanted.emit(step)

    def open_note(self) -> bool:
        """Shift+F2: the editor of the active cell's note, or why there is none."""
        self.anchor.take()
        index, model = self.currentIndex(), self.grid_model
        if self.row_mode or not index.isValid():
            return False
        row_id, key = model.id_at(index.row()), model.columns[index.column()].key
        source = model.source
        if source.spot(row_id, key) is None or source.cell_notes is None:
            blank = source.cell_notes is not None and not model.refusal(index)
            first = "这一行" if model.is_new(index.row()) else "这一格"
            model.say(f"先填写{first}，再写批注" if blank else "这一格不能写批注")
            return False
        from ui.grid.note_editor import NoteEditor

        self.commit()
        self.scrollTo(index)
        NoteEditor(self).show()
        return True

    def _can_open(self) -> bool:
        """Brings the active cell into sight for an editor; where there can be none it is said why."""
        self.anchor.take()
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
        return True

    def open_editor(self, typing: bool, reveal: bool = False, event: QEvent | None = None) -> bool:
        """Opens the active cell for typing, or says why it cannot be."""
        if not self._can_open():
            return False
        index = self.currentIndex()
        self.delegate.typing, self.delegate.reveal = typing, reveal
        opened = self.edit(index, _TRIGGER.AnyKeyPressed if typing else _TRIGGER.EditKeyPressed, event)
        self.delegate.typing = self.delegate.reveal = False
        editor = self.indexWidget(index)
        if isinstance(editor, CellEditor) and not typing and not editor.options:
            editor.end(False)  # Qt selected all of it; F2 goes on where the text ends
        self.repaint_cells(index)
        return bool(opened)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """The first key of an input method opens the editor, which takes the composition over."""
        if event.commitString() and not event.preeditString() and not self.is_editing():
            # Qt forwards compositions only; some methods commit at once (full-width signs, handwriting).
            if self.open_editor(typing=True):
                QCoreApplication.sendEvent(self.indexWidget(self.currentIndex()), event)
            return
        if event.preeditString() and not self.is_editing() and not self._can_open():
            return
        self.delegate.typing = True
        super().inputMethodEvent(event)
        self.delegate.typing = False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the cell under the mouse, or, by the menu key, of the current one."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.open_menu_of(self.indexAt(event.pos()), event.globalPos())
        else:
            corner = self.visualRect(self.currentIndex()).bottomLeft()
            self.open_menu_of(self.currentIndex(), self.viewport().mapToGlobal(corner))
        event.accept()

    def open_menu_of(self, index: Index, place: QPoint) -> None:
        """The menu of a cell, or of the selection that it is part of, at a point of the screen."""
        from ui.grid.cell_menu import open_cell_menu

        self.commit()
        if index.isValid() and not self.selectionModel().isSelected(index):
            self.go_to(index.row(), index.column(), scroll=False)
        open_cell_menu(self, place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            if index != self.currentIndex():  # Enter came between the clicks, and went on to the next cell
                self.go_to(index.row(), index.column(), scroll=False)
            self.open_editor(typing=False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.moves.forget()
        super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Shift the columns scroll, as in WPS, with Ctrl and Shift, as in Excel; Qt would scroll rows by the page."""
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier or not event.angleDelta().y():
            super().wheelEvent(event)
            return
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - event.angleDelta().y() * _NOTCH // 120)
        event.accept()

    # -- drawing ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        model = self.grid_model
        if model.source.hint:
            for row in {len(model.ids), model.row_of(model.opened) if model.opened else len(model.ids)}:
                self._paint_hint(painter, row)
        self.handle.paint(painter)
        paint_empty_focus(painter, self)
        painter.end()

    def _paint_hint(self, painter: QPainter, row: int) -> None:
        """The words in an empty row, at the right of an open editor or of the current cell's frame."""
        model, here = self.grid_model, self.currentIndex()
        first = model.first_editable()
        framed = self.shows_current() and here.column() == first
        if here.row() == row and (framed or self.is_editing()):
            first = here.column() + 1
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
