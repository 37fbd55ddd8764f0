"""The rows and columns of a grid: ids after filter and sort, the columns in the clerk's order, rows opened to be typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui.grid.arrange import Arrangement
from ui.grid.source import NUMBER, Column, GridSource
from xcedu_desktop.store.base import new_id
from xcedu_desktop.store.changes import ChangeSet

Index = QModelIndex | QPersistentModelIndex


class Host(Protocol):
    """What the grid asks of the window (ui.shell.Shell)."""

    def say(self, text: str) -> None: ...

    def wrote(self, change_set: ChangeSet, act: str = "") -> None: ...

    def show_history(self, table: str, row_id: str, key: str, words: str) -> None: ...


class Rows(QAbstractTableModel):
    """Rows by id, one empty last row where rows can be added. The base of GridModel, which reads and writes cells."""

    written = Signal()
    """After every write that changed something."""
    changed = Signal()
    """Once after any number of cells read otherwise."""
    ticked = Signal()
    """Other values of columns are ticked (筛选)."""
    strayed = Signal()
    """A write took rows out of what is shown; they stay until no editor is open."""

    def __init__(self, source: GridSource, host: Host, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source, self.host = source, host
        self.ids: list[str] = []
        self.columns: tuple[Column, ...] = tuple(source.columns)
        self.arrangement = Arrangement()
        self._order: tuple[str, ...] = ()
        self._rows: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        """The running number of rows, counted when one is first asked for."""
        self._fresh = new_id()
        self.told = False
        """Something was said of the last act; the next move of the cursor leaves it standing."""
        self.opened = ""
        """The id of an empty row between the others (插入行) that nobody has typed into yet; "" where there is none."""
        self._arrange()

    # -- rows ------------------------------------------------------------------------------------------------------

    def set_source(self, source: GridSource) -> None:
        """Show another source; filter, sorting and the columns' order stay."""
        self.beginResetModel()
        self.source, self.columns = source, self._ordered(source.columns)
        self.arrangement.fit(source)
        self._arrange()
        self.endResetModel()

    def refresh(self) -> None:
        """Read again and show; a reset only where other rows are to be seen."""
        self.source.reload()
        if self.source.cell_notes is not None:
            self.source.cell_notes.reload()
        self.arrangement.forget()
        self.rearrange(columns=self._ordered(self.source.columns))

    def order_columns(self, keys: Sequence[str]) -> None:
        """Show the columns in this order; keys that are not here are passed over, () is the source's own order."""
        self._order = tuple(keys)
        self.rearrange(columns=self._ordered(self.source.columns))

    def _ordered(self, columns: Sequence[Column]) -> tuple[Column, ...]:
        by_key = {column.key: column for column in columns}
        known = [key for key in self._order if key in by_key]
        turn, mine = iter(known), set(known)
        return tuple(by_key[next(turn)] if column.key in mine else column for column in columns)

    def rearrange(self, columns: tuple[Column, ...] | None = None) -> None:
        """Filter and sort anew."""
        if columns is not None and columns != self.columns:
            self.beginResetModel()
            self.columns = columns
            self._arrange()
            self.endResetModel()
            return
        wanted = self._wanted()
        if wanted == self.ids:
            self.repaint_all()
            return
        self.beginResetModel()
        self._take(wanted)
        self.endResetModel()

    def repaint_all(self) -> None:
        """Cells or their marks changed, the rows did not."""
        self.redraw()
        self.changed.emit()

    def redraw(self) -> None:
        """Marks or grounds changed: what looks otherwise is drawn again."""
        if self.rowCount() and self.columns:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self.columns) - 1))

    def _repaint(self, ids: set[str] | None) -> None:
        if ids is None:
            self.repaint_all()
            return
        last = len(self.columns) - 1
        for row in sorted(self._rows[row_id] for row_id in ids if row_id in self._rows):
            self.dataChanged.emit(self.index(row, 0), self.index(row, last))
        self.changed.emit()

    def set_filter(self, text: str) -> None:
        """Show the rows in which each word is found, by text or pinyin initials."""
        self.arrangement.words = text
        self.rearrange()

    def tick(self, key: str, texts: frozenset[str] | None) -> None:
        """Show of a column only the rows with one of these texts; None: all."""
        if texts is None:
            self.arrangement.ticked.pop(key, None)
        else:
            self.arrangement.ticked[key] = texts
        self._rearranged()

    def untick_all(self) -> None:
        """Take the ticks of every column away."""
        self.arrangement.ticked.clear()
        self._rearranged()

    def _rearranged(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, len(self.columns) - 1))
        self.rearrange()
        self.ticked.emit()

    @property
    def sorted_by(self) -> tuple[str, bool] | None:
        """The column by whose values the rows are sorted, and whether descending."""
        return self.arrangement.sorted_by

    def sort_by(self, key: str | None, descending: bool = False) -> None:
        """Sort by a column; None: the source's own order."""
        self.arrangement.sorted_by = None if key is None else (key, descending)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, len(self.columns) - 1))
        self.rearrange()

    def _arrange(self) -> None:
        self._take(self._wanted())

    def _take(self, ids: list[str]) -> None:
        self.ids = ids
        self.opened = self.opened if self.opened in ids else ""
        self._rows = {row_id: row for row, row_id in enumerate(ids)}
        self._numbers = {}

    def _wanted(self) -> list[str]:
        return self.arrangement.rows(self.source, self.columns)

    def open_row(self, row: int) -> bool:
        """An empty row above a row; it is made when it is typed into. False where rows have a fixed order."""
        self.close_row()
        if self.sorted_by is not None or self.arrangement.hides or not 0 <= row < len(self.ids):
            return False
        fresh = new_id()
        if not self.source.open_before(fresh, self.ids[row]):
            return False
        self.beginInsertRows(QModelIndex(), row, row)
        self.opened = fresh
        self._take([*self.ids[:row], fresh, *self.ids[row:]])
        self.endInsertRows()
        return True

    def close_row(self) -> None:
        """Takes the empty row away that nobody typed into."""
        row = self.row_of(self.opened) if self.opened else -1
        if row >= 0:
            self.beginRemoveRows(QModelIndex(), row, row)
            self._take([row_id for row_id in self.ids if row_id != self.opened])
            self.endRemoveRows()

    # -- places ----------------------------------------------------------------------------------------------------

    def id_at(self, row: int) -> str:
        """The row's id; of the empty last row the id that it gets when it is written to."""
        return self.ids[row] if 0 <= row < len(self.ids) else self._fresh

    def row_of(self, row_id: str) -> int:
        """The row of an id, -1 where it is not shown."""
        return self._rows.get(row_id, -1)

    def number_of(self, row_id: str) -> str:
        """序号: the source's own word for a row (— for who left), else how many rows without one stand so far."""
        own = self.source.text(row_id, NUMBER)
        if own:
            return own
        if not self._numbers:
            counted = [i for i in self.ids if i != self.opened and not self.source.text(i, NUMBER)]
            self._numbers = {i: number for number, i in enumerate(counted, start=1)}
        return str(self._numbers.get(row_id, ""))

    def column_of(self, key: str) -> int:
        """The position of a column, -1 where there is none."""
        return next((at for at, column in enumerate(self.columns) if column.key == key), -1)

    def is_new(self, row: int) -> bool:
        """A row that nobody has typed into: the empty last one, or one opened between others."""
        if self.opened and self.row_of(self.opened) == row:
            return True
        return bool(self.source.hint) and row == len(self.ids)

    def first_row(self) -> int:
        """The first row that is no heading."""
        return next((at for at, row_id in enumerate(self.ids) if not self.source.is_heading(row_id)), 0)

    def first_editable(self) -> int:
        """The position of the first column that can be typed into."""
        return next(
            (at for at, column in enumerate(self.columns) if column.editable and column.key != NUMBER), 0
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.ids) + bool(self.source.hint)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)
