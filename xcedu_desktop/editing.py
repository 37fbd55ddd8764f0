"""Cells and rows written as a person does it: text parsed, drafts kept, references respected; gives changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xcedu_desktop.errors import UserError
from xcedu_desktop.fields import Reading
from xcedu_desktop.periods import Month
from xcedu_desktop.store.base import fields_of, table_of
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
    """Collects the changes of a batch of cell edits, each row read once."""

    def __init__(self, unit: UnitOfWork, reading: Reading) -> None:
        self._unit = unit
        self._reading = reading
        self._models = live_models()
        self._old: dict[tuple[str, str], RowData | None] = {}
        self._new: dict[tuple[str, str], RowData] = {}
        self._drafts: list[Change] = []
        self.errors: dict[tuple[str, str], str] = {}
        self.warnings: dict[tuple[str, str], str] = {}

    def cell(self, edit: CellEdit) -> None:
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
            old = read_row(self._unit, edit.table, edit.row_id)
            if old is None and edit.make is None:
                raise UserError("要改的那一行已经不在了，没有改动")
            self._old[key] = old
            self._new[key] = dict(old) if old is not None else dict(edit.make or {})
            self._new[key].pop("id", None)
        return self._new[key]

    def _draft(self, edit: CellEdit, row: RowData, message: str | None) -> None:
        row_id = draft_id(edit.table, edit.row_id, edit.key)
        old = read_row(self._unit, "draft", row_id)
        if old is not None:
            old.pop("id")
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
    core = table_of(live_models()[table])
    row = unit.connection.execute(select(core).where(core.c.id == row_id)).first()
    return dict(row._mapping) if row is not None else None


def deletion(unit: UnitOfWork, table: str, row_id: str) -> list[Change]:
    row = read_row(unit, table, row_id)
    if row is None:
        return []
    _refuse_referred(unit.session, table, row_id)
    row.pop("id")
    changes = []
    for model in (Draft, CellNote):
        core = table_of(model)
        mine = select(core).where(core.c.table_name == table, core.c.row_id == row_id)
        for found in unit.connection.execute(mine):
            values = dict(found._mapping)
            changes.append(Change(model.__tablename__, values.pop("id"), values, None))
    return [*changes, Change(table, row_id, row, None)]


def _refuse_referred(session: Session, table: str, row_id: str) -> None:
    for model in live_models().values():
        core = table_of(model)
        for column in core.columns:
            if any(key.column.table.name == table for key in column.foreign_keys):
                count = len(session.execute(select(core.c.id).where(column == row_id).limit(1000)).all())
                if count:
                    raise UserError(
                        f"还有 {count} 条「{model.title}」用到它，不能删除；请先改掉那些，或填写结束日期"
                    )
