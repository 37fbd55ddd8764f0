"""The item model over a GridSource: visible row ids after filter and sort, one empty last row where rows can be added."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui.cells import ALIGN
from ui.grid.pinyin import haystack
from ui.grid.source import NUMBER, Cell, Column, GridSource, Option
from xcedu_desktop.editing import Edited
from xcedu_desktop.errors import UserError
from xcedu_desktop.store.base import new_id
from xcedu_desktop.store.changes import ChangeSet

Index = QModelIndex | QPersistentModelIndex
_log = logging.getLogger(__name__)


class Host(Protocol):
    """What the grid asks of the window (ui.shell.Shell)."""

    def say(self, text: str) -> None: ...

    def wrote(self, change_set: ChangeSet, act: str = "") -> None: ...


class GridModel(QAbstractTableModel):
    """Rows by id. Writing is synchronous: when `write` returns, what is shown is what is in the file."""

    written = Signal()
    """After every write that changed something."""
    strayed = Signal()
    """A write took rows out of what is shown; they stay until no editor is open."""

    def __init__(self, source: GridSource, host: Host, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source, self.host = source, host
        self.ids: list[str] = []
        self.columns: tuple[Column, ...] = tuple(source.columns)
        self.filter_text = ""
        self.sorted_by: tuple[str, bool] | None = None
        self._rows: dict[str, int] = {}
        self._found_by: dict[str, str] = {}
        self._fresh = new_id()
        self._arrange()

    # -- rows ------------------------------------------------------------------------------------------------------

    def set_source(self, source: GridSource) -> None:
        """Show another source; filter and sorting stay."""
        self.beginResetModel()
        self.source, self.columns = source, tuple(source.columns)
        self._found_by.clear()
        if self.sorted_by is not None and source.column(self.sorted_by[0]) is None:
            self.sorted_by = None
        self._arrange()
        self.endResetModel()

    def refresh(self) -> None:
        """Read again and show; a reset only where other rows are to be seen."""
        self.source.reload()
        self._found_by.clear()
        self.rearrange(columns=tuple(self.source.columns))

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
        if self.rowCount() and self.columns:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self.columns) - 1))

    def _repaint(self, ids: set[str] | None) -> None:
        if ids is None:
            self.repaint_all()
            return
        last = len(self.columns) - 1
        for row in sorted(self._rows[row_id] for row_id in ids if row_id in self._rows):
            self.dataChanged.emit(self.index(row, 0), self.index(row, last))

    def set_filter(self, text: str) -> None:
        """Show the rows in which each word is found, by text or pinyin initials."""
        self.filter_text = text
        self.rearrange()

    def sort_by(self, key: str | None, descending: bool = False) -> None:
        """Sort by a column; None: the source's own order."""
        self.sorted_by = None if key is None else (key, descending)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, len(self.columns) - 1))
        self.rearrange()

    def _arrange(self) -> None:
        self._take(self._wanted())

    def _take(self, ids: list[str]) -> None:
        self.ids = ids
        self._rows = {row_id: row for row, row_id in enumerate(ids)}

    def _wanted(self) -> list[str]:
        source = self.source
        ids = list(source.row_ids())
        words = self.filter_text.casefold().split()
        if words:
            ids = [i for i in ids if not source.is_heading(i) and all(w in self._hay(i) for w in words)]
        if self.sorted_by is not None:
            key, descending = self.sorted_by
            keyed = [(source.sort_key(i, key), i) for i in ids]
            some = sorted(
                (pair for pair in keyed if pair[0] is not None), key=lambda p: p[0], reverse=descending
            )
            ids = [i for _, i in some] + [i for value, i in keyed if value is None]
        return sorted(ids, key=source.sort_group)

    def _hay(self, row_id: str) -> str:
        """All that a row can be found by; kept until something is written or read."""
        found = self._found_by.get(row_id)
        if found is None:
            text = self.source.text
            found = "\n".join(
                haystack(t) for c in self.columns if not c.masked and (t := text(row_id, c.key))
            )
            self._found_by[row_id] = found
        return found

    def id_at(self, row: int) -> str:
        """The row's id; of the empty last row the id that it gets when it is written to."""
        return self.ids[row] if 0 <= row < len(self.ids) else self._fresh

    def row_of(self, row_id: str) -> int:
        """The row of an id, -1 where it is not shown."""
        return self._rows.get(row_id, -1)

    def column_of(self, key: str) -> int:
        """The position of a column, -1 where there is none."""
        return next((at for at, column in enumerate(self.columns) if column.key == key), -1)

    def is_new(self, row: int) -> bool:
        """The empty last row."""
        return bool(self.source.hint) and row == len(self.ids)

    def first_editable(self) -> int:
        """The position of the first column that can be typed into."""
        return next(
            (at for at, column in enumerate(self.columns) if column.editable and column.key != NUMBER), 0
        )

    # -- Qt --------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.ids) + bool(self.source.hint)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.column() >= len(self.columns) or index.row() >= self.rowCount():
            return None
        try:
            return self._data(index.row(), self.columns[index.column()], role)
        except Exception as error:  # a cell that cannot be drawn must not take the window with it
            _log.error("cell %s not shown: %s", self.columns[index.column()].key, type(error).__name__)
            return None

    def _data(self, row: int, column: Column, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.text_at(row, column)
            case Qt.ItemDataRole.EditRole:
                return self.source.edit_text(self.id_at(row), column.key)
            case Qt.ItemDataRole.TextAlignmentRole:
                return ALIGN[column.alignment] | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._tooltip(self.id_at(row), column) or None
        return None

    def text_at(self, row: int, column: Column) -> str:
        """What the cell shows."""
        if column.key == NUMBER:
            return "" if self.is_new(row) else self.source.text(self.id_at(row), NUMBER) or str(row + 1)
        return self.source.text(self.id_at(row), column.key)

    def _tooltip(self, row_id: str, column: Column) -> str:
        mark = self.source.mark(row_id, column.key)
        parts = (
            mark.message if mark else "",
            self.source.note(row_id, column.key),
            self.source.tooltip(row_id, column.key),
        )
        return "\n".join(part for part in parts if part)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if column.key == NUMBER else column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tooltip or None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        row_id = self.id_at(index.row())
        if self.source.is_heading(row_id):
            return Qt.ItemFlag.ItemIsEnabled
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual if self.refusal(index) else usual | Qt.ItemFlag.ItemIsEditable

    def refusal(self, index: Index) -> str:
        """Why nothing may be typed into the cell; "" where it may."""
        key = self.columns[index.column()].key
        return "序号不用填写" if key == NUMBER else self.source.refusal(self.id_at(index.row()), key)

    # -- writing ---------------------------------------------------------------------------------------------------

    def write(self, cells: Sequence[Cell], title: str = "修改", act: str = "") -> bool:
        """Write texts; False where nothing was written, and the status line says why."""
        return self._do(lambda: self.source.write(cells, title), act)

    def choose(self, index: Index, option: Option) -> bool:
        """Write what was picked from the list."""
        row_id, key = self.id_at(index.row()), self.columns[index.column()].key
        return self._do(lambda: self.source.choose(row_id, key, option), "")

    def delete(self, ids: Sequence[str]) -> bool:
        """Delete rows; the last act with 撤销 stands in the status line."""
        return self._do(lambda: Edited(self.source.delete(ids), {}, {}), f"已删除 {len(ids)} 行")

    def _do(self, act: Any, said: str) -> bool:
        try:
            edited: Edited = act()
        except UserError as trouble:
            self.host.say(trouble.message)
            return False
        if edited.change_set:
            self.absorb(edited.change_set)
            title = edited.change_set.title
            self.host.wrote(edited.change_set, said or (title if title != "修改" else ""))
            self.written.emit()
        told = [*edited.errors.values(), *edited.warnings.values()]
        more = f"（共 {len(told)} 处）" if len(told) > 1 else ""
        if told:
            self.host.say(told[0] + more)
        return bool(edited.change_set)

    def absorb(self, change_set: ChangeSet) -> None:
        """Take over what was written: rows that are new stand at the end until the grid is sorted anew."""
        self.source.absorb(change_set)
        there = list(self.source.row_ids())
        known, now = set(self.ids), set(there)
        touched = {change.row_id for change in change_set.changes}
        self._found_by.clear()
        fresh = [
            row_id for row_id in there if row_id not in known and (row_id in touched or not self.filter_text)
        ]
        if self._fresh in now:
            self._fresh = new_id()
        gone = {change.row_id for change in change_set.changes if change.after is None} - now
        if not gone.isdisjoint(known):
            kept = [row_id for row_id in self.ids if row_id not in gone] + fresh
            self.beginResetModel()
            self._take(kept)
            self.endResetModel()
            return
        if fresh:
            # With an empty last row, that row turns into the first new one and the others come after it.
            first = len(self.ids) + bool(self.source.hint)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self._take(self.ids + fresh)
            self.endInsertRows()
        self._repaint(self.source.touched(change_set))
        if not known <= now:
            self.strayed.emit()

    def drop_strayed(self) -> None:
        """Take rows away that do not belong here any more (a pupil moved to another class)."""
        now = set(self.source.row_ids())
        if not set(self.ids) <= now:
            self.beginResetModel()
            self._take([row_id for row_id in self.ids if row_id in now])
            self.endResetModel()
