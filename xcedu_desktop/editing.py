"""Cells and rows written as a person does it: text parsed, drafts kept, references respected; gives changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from xcedu_desktop.errors import UserError
from xcedu_desktop.fields import Reading
from xcedu_desktop.periods import Month
from xcedu_desktop.store.base import fields_of, table_of
from xcedu_desktop.store.by_ids import rows_by_id, rows_where
from xcedu_desktop.store.changes import Change, ChangeSet, altered, draft_id
from xcedu_desktop.store.tables import CellNote, Draft
from xcedu_desktop.store.unit_of_work import UnitOfWork, live_models

RowData = dict[str, Any]
"""A live row as plain values: every column, with `id`."""


@dataclass(frozen=True)
class CellEdit:
    """One cell to be written as text. `make`: the other values of a row that is not there yet (class, day, meal)."""

    table: str
    row_id: str
    key: str
    text: str
    make: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Edited:
    """What an edit did: the change (empty where nothing altered) and, by (row, key), what was wrong or doubtful."""

    change_set: ChangeSet
    errors: Mapping[tuple[str, str], str]
    warnings: Mapping[tuple[str, str], str]


class Editor:
    """Collects the changes of a batch of cell edits; rows and drafts are read in a few statements for all of them."""

    def __init__(self, unit: UnitOfWork, reading: Reading) -> None:
        self._unit = unit
        self._reading = reading
        self._models = live_models()
        self._old: dict[tuple[str, str], RowData | None] = {}
        self._new: dict[tuple[str, str], RowData] = {}
        self._old_drafts: dict[str, RowData] = {}
        self._drafts: list[Change] = []
        self.errors: dict[tuple[str, str], str] = {}
        self.warnings: dict[tuple[str, str], str] = {}

    def cells(self, edits: Sequence[CellEdit]) -> None:
        """Takes the cells in their order. Raises UserError for a row that is not there and is not to be made."""
        wanted: dict[str, dict[str, None]] = {}
        for edit in edits:
            wanted.setdefault(edit.table, {})[edit.row_id] = None
        for table, ids in wanted.items():
            found = read_rows(self._unit, table, ids)
            self._old.update({(table, row_id): found.get(row_id) for row_id in ids})
        spots = [draft_id(edit.table, edit.row_id, edit.key) for edit in edits]
        self._old_drafts = read_rows(self._unit, "draft", spots)
        for edit in edits:
            self._cell(edit)

    def _cell(self, edit: CellEdit) -> None:
        declared = fields_of(self._models[edit.table])[edit.key]
        spot = (edit.row_id, edit.key)
        if declared.masked and "*" in edit.text:
            self.errors[spot] = f"「{edit.text}」是遮住的{declared.title}，没有写入；请输入完整的号码"
            return
        row = self._row(edit)
        parsed = declared.parse(edit.text, self._reading)
        row[edit.key] = parsed.value
        if parsed.error is not None:
            self.errors[spot] = parsed.error.message
        if parsed.warnings:
            self.warnings[spot] = "；".join(notice.message for notice in parsed.warnings)
        self._draft(edit, row, parsed.error.message if parsed.error else None)

    def changes(self) -> list[Change]:
        found: list[Change] = []
        for (table, row_id), new in self._new.items():
            old = self._old[table, row_id]
            if old is None:
                found.append(Change(table, row_id, None, new))
            elif (change := altered(table, row_id, old, new)) is not None:
                found.append(change)
        return found + self._drafts

    def _row(self, edit: CellEdit) -> RowData:
        key = (edit.table, edit.row_id)
        if key not in self._new:
            old = self._old[key]
            if old is None and edit.make is None:
                raise UserError("要改的那一行已经不在了，没有改动")
            self._new[key] = dict(old) if old is not None else dict(edit.make or {})
            self._new[key].pop("id", None)
        return self._new[key]

    def _draft(self, edit: CellEdit, row: RowData, message: str | None) -> None:
        row_id = draft_id(edit.table, edit.row_id, edit.key)
        found = self._old_drafts.get(row_id)
        old = {key: value for key, value in found.items() if key != "id"} if found is not None else None
        if message is None:
            if old is not None:
                self._drafts.append(Change("draft", row_id, old, None))
            return
        month_key = self._models[edit.table].month_key
        dated = row.get(month_key) if month_key else None
        new = {
            "table_name": edit.table, "row_id": edit.row_id, "key": edit.key, "text": edit.text, "message": message,
            "month": Month.of(dated) if isinstance(dated, date) else dated,
        }  # fmt: skip
        if old is None:
            self._drafts.append(Change("draft", row_id, None, new))
        elif (change := altered("draft", row_id, old, new)) is not None:
            self._drafts.append(change)


def read_row(unit: UnitOfWork, table: str, row_id: str) -> RowData | None:
    return read_rows(unit, table, [row_id]).get(row_id)


def read_rows(unit: UnitOfWork, table: str, ids: Iterable[str]) -> dict[str, RowData]:
    """Row id → values with `id`, of those of the rows that are there."""
    return rows_by_id(unit.connection, table_of(live_models()[table]), ids)


def deletions(unit: UnitOfWork, table: str, ids: Iterable[str]) -> list[Change]:
    """What deletes rows with their drafts and notes; rows that are not there are passed over.

    UserError where another row refers to one of them.
    """
    rows = read_rows(unit, table, ids)
    if not rows:
        return []
    _refuse_referred(unit, table, list(rows))
    changes: list[Change] = []
    for model in (Draft, CellNote):
        changes += _removed_with(unit, model, table, rows)
    changes.extend(Change(table, values.pop("id"), values, None) for values in rows.values())
    return changes


def with_notes(unit: UnitOfWork, changes: Sequence[Change]) -> list[Change]:
    """The changes, and before them what deletes the notes on rows that they delete."""
    gone: dict[str, list[str]] = {}
    there = {change.row_id for change in changes if change.table == CellNote.__tablename__}
    for change in changes:
        if change.after is None and change.table not in (CellNote.__tablename__, Draft.__tablename__):
            gone.setdefault(change.table, []).append(change.row_id)
    notes = (note for table, ids in gone.items() for note in _removed_with(unit, CellNote, table, ids))
    return [*(note for note in notes if note.row_id not in there), *changes]


def _removed_with(
    unit: UnitOfWork, model: type[Draft | CellNote], table: str, ids: Iterable[str]
) -> Iterator[Change]:
    """What deletes the drafts, or the notes, of rows."""
    core = table_of(model)
    mine = select(core).where(core.c.table_name == table)
    for found in rows_where(unit.connection, mine, core.c.row_id, ids):
        values = dict(found._mapping)
        yield Change(model.__tablename__, values.pop("id"), values, None)


def _refuse_referred(unit: UnitOfWork, table: str, ids: Sequence[str]) -> None:
    for model in live_models().values():
        core = table_of(model)
        for column in core.columns:
            if any(key.column.table.name == table for key in column.foreign_keys):
                count = sum(1 for _ in rows_where(unit.connection, select(core.c.id), column, ids))
                if count:
                    raise UserError(
                        f"还有 {count} 条「{model.title}」用到它，不能删除；请先改掉那些，或填写结束日期"
                    )
