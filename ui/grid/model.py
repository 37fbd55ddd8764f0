"""The item model over a GridSource: what cells show, and the one way in which they are written."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, Qt

from ui.cells import ALIGN
from ui.grid.rows import Index, Rows
from ui.grid.source import NUMBER, Cell, Column, Mark, Option
from xcedu_desktop.editing import Edited
from xcedu_desktop.errors import UserError
from xcedu_desktop.store.base import new_id
from xcedu_desktop.store.changes import ChangeSet

_log = logging.getLogger(__name__)
_CLOSED = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_OPEN = _CLOSED | Qt.ItemFlag.ItemIsEditable


class Look(NamedTuple):
    """All that is drawn of a cell by its source; what the view adds (selection, the current cell's frame) is not in it."""

    column: Column
    text: str
    mark: Mark | None
    draft: bool
    heading: bool
    bold: bool
    closed: bool
    copied: bool
    noted: bool
    ground: str
    ink: str


class GridModel(Rows):
    """Reads and writes the cells. Writing is synchronous: when `write` returns, what is shown is what is in the file."""

    # -- Qt --------------------------------------------------------------------------------------------------------

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
            return "" if self.is_new(row) else self.number_of(self.id_at(row))
        return self.source.text(self.id_at(row), column.key)

    def look(self, row_id: str, row: int, column: Column) -> Look:
        """How a cell looks."""
        source, key = self.source, column.key
        return Look(
            column, self.text_at(row, column), source.mark(row_id, key), source.is_draft(row_id, key),
            source.is_heading(row_id), source.is_bold(row_id, key), source.is_closed(row_id, key),
            source.is_copied(row_id, key), bool(source.note(row_id, key) or source.cell_note(row_id, key)),
            source.ground(row_id, key), source.ink(row_id, key),
        )  # fmt: skip

    def _tooltip(self, row_id: str, column: Column) -> str:
        mark = self.source.mark(row_id, column.key)
        parts = (
            mark.message if mark else "",
            self.source.note(row_id, column.key),
            f"批注：{note}" if (note := self.source.cell_note(row_id, column.key)) else "",
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
        return _CLOSED if self.refusal(index) else _OPEN

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

    def write_note(self, index: Index, text: str) -> str:
        """Put a note on a cell, "" takes it away; what is in the way, "" where it was written."""
        row_id, key = self.id_at(index.row()), self.columns[index.column()].key
        try:
            change_set = self.source.write_note(row_id, key, text)
        except UserError as trouble:
            return trouble.message
        if change_set:
            self._took(change_set, "已写批注" if text.strip() else "已删除批注")
        return ""

    def delete(self, ids: Sequence[str]) -> bool:
        """Delete rows; the last act with 撤销 stands in the status line."""
        return self._do(lambda: Edited(self.source.delete(ids), {}, {}), f"已删除 {len(ids)} 行")

    def _do(self, act: Any, said: str) -> bool:
        try:
            edited: Edited = act()
        except UserError as trouble:
            self.say(trouble.message)
            return False
        if edited.change_set:
            title = edited.change_set.title
            self._took(edited.change_set, said or (title if title != "修改" else ""))
        told = [*edited.errors.values(), *edited.warnings.values()]
        more = f"（共 {len(told)} 处）" if len(told) > 1 else ""
        if told:
            self.say(told[0] + more)
        return bool(edited.change_set)

    def say(self, text: str) -> None:
        """Say something of an act; it stays while the cursor goes on to the next cell."""
        self.told = bool(text)
        self.host.say(text)

    def _took(self, change_set: ChangeSet, act: str) -> None:
        self.absorb(change_set)
        self.host.wrote(change_set, act)
        self.written.emit()

    def absorb(self, change_set: ChangeSet) -> None:
        """Take over what was written: rows that are new stand at the end until the grid is sorted anew."""
        self.source.absorb(change_set)
        if self.source.cell_notes is not None:
            self.source.cell_notes.absorb(change_set)
        there = list(self.source.row_ids())
        known, now = set(self.ids), set(there)
        touched = {change.row_id for change in change_set.changes}
        alone = self._alone(change_set)
        if not alone or any(self._counts_otherwise(row_id) for row_id in touched & known):
            self._numbers = {}
        self.arrangement.forget(touched if alone else None)
        hides = self.arrangement.hides
        fresh = [row_id for row_id in there if row_id not in known and (row_id in touched or not hides)]
        if self._fresh in now:
            self._fresh = new_id()
        if self.opened in now:
            self.opened = ""
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
        if not known - {self.opened} <= now:
            self.strayed.emit()

    def _counts_otherwise(self, row_id: str) -> bool:
        """Whether a row has a running number now and had none, or the other way round."""
        return bool(self.source.text(row_id, NUMBER)) == (row_id in self._numbers)

    def _alone(self, change_set: ChangeSet) -> bool:
        """Whether only the rows of these ids read otherwise now (no other row shows a name that was changed)."""
        table = self.source.table
        return bool(table) and all(change.table == table for change in change_set.changes)

    def drop_strayed(self) -> None:
        """Take rows away that do not belong here any more (a pupil moved to another class)."""
        now = set(self.source.row_ids())
        if not set(self.ids) - {self.opened} <= now:
            self.beginResetModel()
            self._take([row_id for row_id in self.ids if row_id in now or row_id == self.opened])
            self.endResetModel()
