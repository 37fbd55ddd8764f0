"""The use-cases that screens and commands call: edit, paste, delete, undo, import, check, export…

A cell takes one way: text → Field.parse → a change → one transaction with its log lines → back come the change (with
its inverse, for undo) and what was wrong. Plain values in and out; no caller holds an ORM object.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from xcedu_desktop.clock import today
from xcedu_desktop.errors import UserError
from xcedu_desktop.fields import Reading
from xcedu_desktop.form import MonthView
from xcedu_desktop.periods import Month
from xcedu_desktop.school.names import Names
from xcedu_desktop.school.tables import School
from xcedu_desktop.store.base import Live, fields_of, new_id, table_of
from xcedu_desktop.store.changes import Change, ChangeSet, altered, draft_id
from xcedu_desktop.store.school_file import Store, create, open_file
from xcedu_desktop.store.tables import Draft
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


class Ledger:
    """A school file in use. `version` grows with every write, so that a reader knows when its figures are old."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.version = 0

    @classmethod
    def open(cls, path: Path, *, readonly: bool = False) -> Ledger:
        """Open a school file; see store.school_file.open_file for what it raises."""
        store = open_file(path, readonly=readonly)
        ledger = cls(store)
        with store.read() as session:
            store.who = session.execute(select(School.clerk)).scalar() or ""
        return ledger

    @classmethod
    def create(cls, path: Path, profile: Mapping[str, Any]) -> Ledger:
        """Make a new school file from a profile (values by School column)."""
        store = create(path, str(profile["code"]))
        store.who = str(profile.get("clerk") or "")
        try:
            with store.write("新建学校") as unit:
                unit.apply([Change("school", new_id(), None, dict(profile))])
        except BaseException:
            store.close()
            path.unlink(missing_ok=True)
            raise
        return cls(store)

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- reading -----------------------------------------------------------------------------------------------------

    @contextmanager
    def view(self, month: Month) -> Iterator[MonthView]:
        """The live rows as a month sees them."""
        with self.store.read() as session:
            yield MonthView(session, self.store.school_code, month, today())

    def rows(self, model: type[Live], *where: ColumnElement[bool]) -> list[RowData]:
        """Live rows as plain values, in the order of entry."""
        table = table_of(model)
        statement = select(table).order_by(table.c.position, table.c.id)
        with self.store.read() as session:
            return [dict(row._mapping) for row in session.execute(statement.where(*where))]

    def drafts(self, table: str) -> dict[tuple[str, str], tuple[str, str]]:
        """(row id, key) → (text as typed, what is wrong with it) of a table."""
        with self.store.read() as session:
            found = session.execute(select(Draft).where(Draft.table_name == table)).scalars()
            return {(row.row_id, row.key): (row.text, row.message) for row in found}

    @contextmanager
    def names(self, month: Month | None) -> Iterator[tuple[Names, Reading]]:
        """Labels and how texts are read, on the month's date (its last day up to today), else today."""
        with self.store.read() as session:
            names = Names(session, naming_day(month))
            yield names, names.reading(today(), month)

    # -- writing -----------------------------------------------------------------------------------------------------

    def edit(self, edits: Sequence[CellEdit], *, month: Month | None = None, title: str = "修改") -> Edited:
        """Write cells in one transaction. Text that is no value of its column is kept as a draft; '' clears a cell.

        Raises MonthLocked, FileUnusable (then nothing is written), UserError for an unknown row without `make`.
        """
        with self.store.write(title) as unit:
            editor = _Editor(unit, Names(unit.session, naming_day(month)).reading(today(), month))
            for edit in edits:
                editor.cell(edit)
            unit.apply(editor.changes())
        self.version += 1
        return Edited(ChangeSet(title, tuple(unit.applied)), editor.errors, editor.warnings)

    def insert(self, table: str, values: Mapping[str, Any], *, title: str = "新增") -> tuple[str, ChangeSet]:
        """Make a row of plain values; returns its id and the change."""
        row_id = str(values.get("id") or new_id())
        after = {key: value for key, value in values.items() if key != "id"}
        return row_id, self.apply(ChangeSet(title, (Change(table, row_id, None, after),)))

    def delete(self, table: str, ids: Iterable[str], *, title: str = "删除") -> ChangeSet:
        """Delete rows with their drafts. Rows that others refer to cannot go: UserError says which table refers."""
        with self.store.write(title) as unit:
            changes: list[Change] = []
            for row_id in ids:
                changes.extend(_deletion(unit, table, row_id))
            unit.apply(changes)
        self.version += 1
        return ChangeSet(title, tuple(unit.applied))

    def apply(self, change_set: ChangeSet) -> ChangeSet:
        """Apply a change set as it is (a remedy, an undo, a redo); returns what was applied, for its own undo."""
        if not change_set:
            return change_set
        with self.store.write(change_set.title) as unit:
            unit.apply(change_set.changes)
        self.version += 1
        return ChangeSet(change_set.title, tuple(unit.applied))

    def undo(self, change_set: ChangeSet) -> ChangeSet:
        """Take a change set back; returns it, for redo."""
        inverse = change_set.inverse()
        self.apply(ChangeSet("撤销 " + change_set.title, inverse.changes))
        return change_set


def naming_day(month: Month | None) -> date:
    """The day by which classes are named: the month's last day, or today while it runs."""
    return min(month.last, max(today(), month.first)) if month else today()


class _Editor:
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
            old = _read_row(self._unit, edit.table, edit.row_id)
            if old is None and edit.make is None:
                raise UserError("要改的那一行已经不在了，没有改动")
            self._old[key] = old
            self._new[key] = dict(old) if old is not None else dict(edit.make or {})
            self._new[key].pop("id", None)
        return self._new[key]

    def _draft(self, edit: CellEdit, row: RowData, message: str | None) -> None:
        row_id = draft_id(edit.table, edit.row_id, edit.key)
        old = _read_row(self._unit, "draft", row_id)
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


def _read_row(unit: UnitOfWork, table: str, row_id: str) -> RowData | None:
    core = table_of(live_models()[table])
    row = unit.connection.execute(select(core).where(core.c.id == row_id)).first()
    return dict(row._mapping) if row is not None else None


def _deletion(unit: UnitOfWork, table: str, row_id: str) -> list[Change]:
    row = _read_row(unit, table, row_id)
    if row is None:
        return []
    _refuse_referred(unit.session, table, row_id)
    row.pop("id")
    changes = []
    draft = table_of(Draft)
    for found in unit.connection.execute(
        select(draft).where(draft.c.table_name == table, draft.c.row_id == row_id)
    ):
        values = dict(found._mapping)
        changes.append(Change("draft", values.pop("id"), values, None))
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
