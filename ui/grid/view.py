"""The one data grid. How a page uses it:

    source = TableSource(ledger, Room, ["name", "use", "area"], month=month, hint="输入名称，新增房间")
    self.grid = Grid(shell, source)                    # shell: anything with say() and wrote()
    self.body.addWidget(self.grid, 1)

    def refresh(self):       self.grid.refresh()       # or self.grid.set_source(...) when month or choice changed
    def show_findings(self, findings):
                             self.grid.set_findings(findings)
    def focus_finding(self, finding):
                             return self.grid.show_cell(finding.record, finding.field)
    def leave(self):         self.grid.commit(); return True

A page with cells of its own kind derives from `GridSource` (ui/grid/source.py) or `TableSource` and overrides what
differs: `text`, `mark`, `ground`, `is_closed`, `options`, `write`, `totals`… Every write goes through the Ledger; the
grid hands the change to `shell.wrote` (undo, findings) by itself. A page that writes on its own (a button) calls
`shell.wrote(change_set, "已…")` and `grid.refresh()`.

Footer: `Grid(shell, source, totals=True)` gives the row 合计 from `source.totals`; `footer=` another GridSource with
the same column keys gives rows of its own (合计, 陪餐, 留样). A list at the left: `row_mode=True`; `chosen` tells the
row. `snug=True`: no higher than its rows, so that the footer stands right below them. Keys of its own:
`grid.on_key("Ctrl+R", act)`. Filter: `grid.filter_box()` gives the text box, or `grid.filter(text)`.

Notes (批注, Shift+F2): a source gives `cell_notes` and `spot`, and `make_of` where a cell's row may not be there yet.
`beside`: what is said quietly of the current cell (上月 31). `lacking`: what a total lacks.

`name`: under which the clerk's column widths and order are kept; by default the source's class and table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QVBoxLayout, QWidget

from ui.grid.find import FindLine
from ui.grid.footer import Footer, TotalsSource
from ui.grid.model import GridModel
from ui.grid.ready import Ready
from ui.grid.rows import Host
from ui.grid.source import GridSource
from ui.grid.table import GridTable
from ui.grid.table_source import TableSource
from ui.grid.ticks_line import TicksLine
from ui.theme import ROW, Theme
from xcedu_desktop.store.unit_of_work import live_models

if TYPE_CHECKING:
    from xcedu_desktop.form import Finding

_FEW_ROWS = 3
_FLASH = 900
"""Milliseconds for which a cell that was jumped to is lit."""


class Grid(QWidget):
    """A table with its frame, and a footer where one is wanted."""

    moved = Signal(str, str)
    """Another cell is current: row id, column key."""
    chosen = Signal(str)
    """Another row is current."""
    entered = Signal(str)
    """Enter or double click on a row of a list."""
    written = Signal()
    """Something was written through this grid."""

    def __init__(
        self,
        host: Host,
        source: GridSource,
        *,
        totals: bool = False,
        footer: GridSource | None = None,
        sortable: bool = True,
        row_mode: bool = False,
        snug: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = GridModel(source, host, self)
        self.table = GridTable(self.model, sortable, row_mode, self)
        self.table.setAccessibleName(_spoken(source))
        self.setFocusProxy(self.table)
        self.footer: Footer | None = None
        self._box: QLineEdit | None = None
        self._row = ""
        self._late = False
        self._snug = snug
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.ticks_line = TicksLine(self.table, self)
        self.find_line = FindLine(self.table, self)
        column.addWidget(self.find_line)
        column.addWidget(self.ticks_line)
        column.addWidget(self.table, 1)
        self.table.find_wanted.connect(self._find)
        for changed in (self.model.ticked, self.model.modelReset, self.model.rowsInserted):
            changed.connect(self._say_ticks)
        self._ready = Ready(self.model, self)
        if sortable and not row_mode:
            self.table.layout_of_columns.use(name or _name_of(source))
        if totals or footer is not None:
            self.footer = Footer(footer or TotalsSource(self.model), self.table, host, self)
            column.addWidget(self.footer)
            self.model.modelReset.connect(self.footer.renew)
            self.model.changed.connect(self.footer.renew)
        if snug:
            for changed in (self.model.modelReset, self.model.rowsInserted):
                changed.connect(self._fit_height)
            self._fit_height()
        self.table.moved.connect(self._moved)
        self.table.entered.connect(self.entered)
        self.table.itemDelegate().closeEditor.connect(lambda *_: self._after_editing())
        self.model.written.connect(self.written)
        self.model.strayed.connect(lambda: QTimer.singleShot(0, self, self._drop_strayed))

    def minimumSizeHint(self) -> QSize:
        """So high that a few rows are seen; a page that has less room than that is scrolled (ui/room.py)."""
        least = super().minimumSizeHint()
        rows = min(_FEW_ROWS, self.model.rowCount()) if self._snug else _FEW_ROWS
        seen = self.table.horizontalHeader().sizeHint().height() + rows * ROW
        return QSize(least.width(), least.height() + max(0, seen - self.table.minimumSizeHint().height()))

    @property
    def source(self) -> GridSource:
        """What is shown."""
        return self.model.source

    # -- showing ---------------------------------------------------------------------------------------------------

    def set_source(self, source: GridSource, footer: GridSource | None = None) -> None:
        """Shows another source: what was being typed is written to the old one first. The place is kept by id."""
        self.commit()
        place = self._place()
        self.model.set_source(source)
        if footer is not None and self.footer is not None:
            self.footer.set_source(footer)
        self._restore(place)

    def refresh(self) -> None:
        """Reads again; under an open editor this waits until it closes."""
        if self.table.is_editing():
            self._late = True
            return
        self._late = False
        place = self._place()
        self.model.refresh()
        if self.footer is not None:
            self.footer.renew()
        self._restore(place)

    def _find(self, step: int) -> None:
        """Ctrl+G, F3: into the box of the page where there is one, else the line above the grid."""
        if step and self.find_line.box.text().strip():
            self.find_line.next(step)
        elif not step and self._box is not None and self._box.isVisible():
            self._box.selectAll()
            self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.find_line.open()
        if self._snug:
            self._fit_height()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ready.begin()

    def _say_ticks(self) -> None:
        self.ticks_line.renew()

    def content_height(self) -> int:
        """The height in which every row is seen, with header, footer and frame."""
        foot = self.footer.height() if self.footer is not None else 0
        foot += 0 if self.find_line.isHidden() else self.find_line.sizeHint().height()
        return self.table.horizontalHeader().sizeHint().height() + ROW * self.model.rowCount() + foot + 2

    def _fit_height(self) -> None:
        # without any row the table is higher than its header all the same: the footer is not cut off for it
        self.setMaximumHeight(max(self.content_height(), self.minimumSizeHint().height()))

    def set_findings(self, findings: Iterable[Finding]) -> None:
        """Marks the cells that findings name, where the source is a TableSource."""
        if isinstance(self.source, TableSource):
            self.source.set_findings(findings)
            self.repaint_cells()

    def repaint_cells(self) -> None:
        """After looks changed (marks, grounds), not values."""
        self.model.redraw()
        self.table.horizontalHeader().viewport().update()
        if self.footer is not None:
            self.footer.model.redraw()

    def filter(self, text: str) -> None:
        """Shows the rows in which every word is found, by text or pinyin initials."""
        place = self._place()
        self.model.set_filter(text)
        self._restore(place)

    def filter_box(self, words: str = "找姓名，可输拼音首字母") -> QLineEdit:
        """The box that filters this grid; the page puts it where it likes. Esc empties it and, like Down, goes to the rows."""
        if self._box is None:
            from ui.grid.filter_box import FilterBox

            self._box = FilterBox(self, words)
        return self._box

    def go_to_found(self) -> None:
        """From the box to the rows: to the first that was found; to where one was before, where nothing is looked for."""
        words, model = self.model.arrangement.words.strip(), self.model
        if words and not model.ids:
            self.model.say(f"没有找到「{words}」")
            return
        if words:
            self.table.go_to(model.first_row(), 0 if self.table.row_mode else model.first_editable())
        self.table.setFocus()

    def leave_box(self) -> None:
        """Esc: every row again, and the keyboard back in them."""
        assert self._box is not None
        self._box.setText("")  # which, unlike clear(), leaves nothing for Ctrl+Z to bring back
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the place -------------------------------------------------------------------------------------------------

    def current(self) -> tuple[str, str]:
        """Row id and column key of the current cell; "" where there is none, or on the empty last row."""
        index = self.table.currentIndex()
        if (
            not index.isValid()
            or index.row() >= len(self.model.ids)
            or index.column() >= len(self.model.columns)
        ):
            return "", ""
        return self.model.ids[index.row()], self.model.columns[index.column()].key

    def selected_rows(self) -> list[str]:
        """Ids of the rows in which something is selected."""
        return self.table.acts.rows()

    def show_cell(self, row_id: str, key: str = "", light: bool = True) -> bool:
        """Goes to a cell and lights it shortly; takes a filter away that hides it. False where it is not here."""
        if self.model.row_of(row_id) < 0 and self.model.arrangement.hides:
            if self._box is not None:
                self._box.setText("")
            self.model.untick_all()
            self.filter("")
        row = self.model.row_of(row_id)
        if row < 0:
            return False
        column = self.model.column_of(key)
        self.table.go_to(row, column if column >= 0 else self.model.first_editable())
        self.table.scrollTo(self.table.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)
        if not self.table.row_mode:
            self.table.setFocus()
        if light:
            self._light(row_id, key)
        return True

    def go_to_place(self, row: int, key: str) -> None:
        """Goes to a row, the last one where there are fewer, and lights its cell; `key` "": in the column one is in."""
        row, at = min(row, self.model.rowCount() - 1), self.table.currentIndex().column()
        if row < 0:
            return
        column = self.model.column_of(key) if key else at
        column = column if column >= 0 else self.model.first_editable()
        moves = (row, column) != (self.table.currentIndex().row(), at)
        self.table.go_to(row, column)
        self.table.setFocus()
        if moves:
            self._light(self.model.id_at(row), self.model.columns[column].key)

    def new_row(self) -> None:
        """Goes to the empty last row."""
        self.table.setFocus()
        self.table.acts.new_row()

    def on_key(self, sequence: str, act: Callable[[], object]) -> None:
        """What a key does in this grid instead of its own act."""
        self.table.keys[sequence] = act

    def commit(self) -> None:
        """Writes what is being typed and closes the editor."""
        self.table.commit()

    def _light(self, row_id: str, key: str) -> None:
        self._set_lit((row_id, key))
        QTimer.singleShot(_FLASH, self, self._dim)

    def _dim(self) -> None:
        self._set_lit(None)

    def _set_lit(self, spot: tuple[str, str] | None) -> None:
        before, self.table.lit = self.table.lit, spot
        lit = [one for one in (before, spot) if one is not None]
        self.table.repaint_cells(
            *(self.model.index(self.model.row_of(i), self.model.column_of(k)) for i, k in lit)
        )

    def _place(self) -> tuple[str, str, int, int]:
        index, bar = self.table.currentIndex(), self.table.verticalScrollBar()
        row_id, key = self.current()
        return row_id, key, index.row(), bar.value()

    def _restore(self, place: tuple[str, str, int, int]) -> None:
        row_id, key, row, scrolled = place
        if self.table.currentIndex().isValid() and self.current() == (row_id, key):
            return
        at = self.model.row_of(row_id) if row_id else -1
        if at < 0:  # the row is gone, or the empty last row stands elsewhere now
            at = min(row, self.model.rowCount() - 1)
        if at < 0:
            self._row = ""
            return
        column = self.model.column_of(key)
        self.table.verticalScrollBar().setValue(scrolled)
        self.table.go_to(at, column if column >= 0 else self.model.first_editable())

    def _moved(self, row_id: str, key: str) -> None:
        self.moved.emit(row_id, key)
        if row_id != self._row:
            self._row = row_id
            self.chosen.emit(row_id)

    def _after_editing(self) -> None:
        if self._late:
            QTimer.singleShot(0, self, self.refresh)

    def _drop_strayed(self) -> None:
        if self.table.is_editing():
            self._late = True
            return
        place = self._place()
        self.model.drop_strayed()
        self._restore(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        # Filled, and the ground within it: at 125% a drawn line may be rounded to where the table covers it.
        painter = QPainter(self)
        painter.fillRect(self.rect(), Theme.current().line)
        painter.fillRect(self.rect().adjusted(1, 1, -1, -1), Theme.current().window)
        painter.end()


def _spoken(source: GridSource) -> str:
    """What a screen reader calls the grid: its table, else its first column with a title."""
    model = live_models().get(source.table)
    if model is not None:
        return model.title
    titles = [column.title.split("\n")[0].strip() for column in source.columns]
    return next((title for title in titles if title), "表格")


def _name_of(source: GridSource) -> str:
    return "-".join(part for part in (type(source).__name__, source.table) if part)
