"""撤销导入 after the program was closed: the rows an import touched go back to what the backup made before it says.

While the program is open an import is one act on the undo stack. Later, rows changed since the import stay as they are, and
are named.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, literal_column, select, update
from sqlalchemy.orm import Session

from xcedu_desktop.clock import now
from xcedu_desktop.errors import FileUnusable, WrongUsage
from xcedu_desktop.form import MonthView
from xcedu_desktop.periods import Month
from xcedu_desktop.school.place_words import row_place
from xcedu_desktop.store.base import new_id, table_of
from xcedu_desktop.store.by_ids import rows_by_id, rows_where
from xcedu_desktop.store.changes import Change, ChangeSet, altered
from xcedu_desktop.store.school_file import Store, open_file
from xcedu_desktop.store.tables import ImportRun
from xcedu_desktop.store.unit_of_work import UnitOfWork, live_models

_MOST_NAMED = 200
Row = dict[str, Any]


@dataclass(frozen=True)
class RunFact:
    """An import that was made. `possible`: the backup made before it is still there; `undone_at`: '' where it was not."""

    id: str
    at: str
    who: str
    title: str
    rows: int
    possible: bool
    undone_at: str


@dataclass
class UndoPlan:
    """What taking an import back would do. `left`: rows that stay as they are, in words, with the reason."""

    run: RunFact
    change_set: ChangeSet
    left: list[str] = field(default_factory=list)


def record(unit: UnitOfWork, backup: Path, title: str) -> None:
    """Note, in the import's own transaction, which rows it touched and how it left them. No values, only digests."""
    ids: dict[str, dict[str, None]] = {}
    for change in unit.applied:
        ids.setdefault(change.table, {})[change.row_id] = None
    touched = []
    for table, rows in ids.items():
        found = _rows(unit.connection, table, rows)
        touched += [[table, row_id, _digest(found.get(row_id))] for row_id in rows]
    unit.connection.execute(
        insert(table_of(ImportRun)),
        {
            "id": new_id(), "at": now().isoformat(sep=" ", timespec="seconds"), "who": unit.who, "title": title,
            "backup": str(backup.resolve()), "touched": json.dumps(touched), "undone_at": None,
        },
    )  # fmt: skip


def runs(view: MonthView) -> list[RunFact]:
    """The imports made, newest first."""
    table = table_of(ImportRun)
    found = view.session.execute(select(table).order_by(literal_column("rowid").desc())).all()
    return [
        RunFact(
            row.id, row.at, row.who, row.title, len(json.loads(row.touched)), Path(row.backup).is_file(), row.undone_at or ""
        )
        for row in found
    ]  # fmt: skip


def plan_undo(view: MonthView, run_id: str, locked: Iterable[Month]) -> UndoPlan:
    """What taking an import back would change; writes nothing. `locked`: months whose dated rows cannot be written.

    WrongUsage: there is no such import, or its backup is gone. FileUnusable: the backup cannot be read.
    """
    fact = next((run for run in runs(view) if run.id == run_id), None)
    row = view.session.get(ImportRun, run_id)
    if fact is None or row is None:
        raise WrongUsage("没有这次导入的记录")
    if not fact.possible:
        raise WrongUsage(f"「{fact.title}」之前的备份已经不在了，不能撤销这次导入")
    touched: dict[str, dict[str, str]] = {}
    for table, row_id, digest in json.loads(row.touched):
        touched.setdefault(table, {})[row_id] = digest
    planner = _Planner(view, frozenset(locked))
    with open_file(Path(row.backup), readonly=True) as backup, backup.read() as before:
        if backup.school_code != view.school_code:
            raise FileUnusable("导入之前的备份是别的学校的，不能用来撤销")
        for table, rows in touched.items():
            planner.compare(table, rows, _rows(before, table, rows))
    return UndoPlan(
        fact, ChangeSet(f"撤销导入 {fact.title.removeprefix('导入 ')}", planner.changes()), planner.left
    )


def mark_undone(store: Store, plan: UndoPlan) -> list[Change]:
    """Write a plan in one transaction and note the time; returns what was applied. Raises MonthLocked, StaleChange."""
    with store.write(plan.change_set.title) as unit:
        unit.apply(plan.change_set.changes)
        unit.connection.execute(
            update(table_of(ImportRun))
            .where(table_of(ImportRun).c.id == plan.run.id)
            .values(undone_at=now().isoformat(sep=" ", timespec="seconds"))
        )
        return unit.applied


class _Planner:
    def __init__(self, view: MonthView, locked: frozenset[Month]) -> None:
        self.view, self.locked = view, locked
        self.models = live_models()
        self._changes: list[Change] = []
        self._rows: dict[tuple[str, str], Row] = {}
        self.left: list[str] = []

    def compare(self, table: str, touched: Mapping[str, str], before: Mapping[str, Row]) -> None:
        """One table's rows: as they are now, as the import left them, as they were."""
        current = _rows(self.view.session, table, touched)
        for row_id, digest in touched.items():
            now_row, old = current.get(row_id), before.get(row_id)
            if _digest(now_row) != digest:
                if now_row != old:
                    self._leave(table, now_row or old, "导入以后改过")
                continue
            if self._is_locked(table, now_row) or self._is_locked(table, old):
                self._leave(table, now_row or old, "所在的月份已上报锁定")
                continue
            change = _back(table, row_id, now_row, old)
            if change is not None:
                self._changes.append(change)
                self._rows[table, row_id] = now_row or {}

    def changes(self) -> tuple[Change, ...]:
        """What can be done: a row that others, made since, refer to is not deleted."""
        while held := self._held():
            for change in held:
                self._leave(change.table, self._rows[change.table, change.row_id], "后来的记录用到它")
            self._changes = [change for change in self._changes if change not in held]
        return tuple(self._changes)

    def _held(self) -> list[Change]:
        gone = {(change.table, change.row_id) for change in self._changes if change.after is None}
        held: set[tuple[str, str]] = set()
        for model in self.models.values():
            core = table_of(model)
            for column in core.columns:
                for key in column.foreign_keys:
                    target = key.column.table.name
                    ids = [row_id for table, row_id in gone if table == target]
                    for row_id, referred in rows_where(
                        self.view.session, select(core.c.id, column), column, ids
                    ):
                        if (core.name, row_id) not in gone:
                            held.add((target, referred))
        return [
            change
            for change in self._changes
            if (change.table, change.row_id) in held and change.after is None
        ]

    def _is_locked(self, table: str, row: Row | None) -> bool:
        key = self.models[table].month_key
        value = row.get(key) if row is not None and key is not None else None
        return (Month.of(value) if isinstance(value, date) else value) in self.locked

    def _leave(self, table: str, row: Row | None, why: str) -> None:
        if len(self.left) < _MOST_NAMED and row is not None:
            model = self.models[table]
            self.left.append(f"{model.title} {row_place(self.view, model, row)}：{why}，没有动")


def _back(table: str, row_id: str, row: Row | None, old: Row | None) -> Change | None:
    before, after = (_values(row), _values(old))
    if before is None:
        return None if after is None else Change(table, row_id, None, after)
    if after is None:
        return Change(table, row_id, before, None)
    return altered(table, row_id, before, after)


def _values(row: Row | None) -> Row | None:
    return None if row is None else {key: value for key, value in row.items() if key != "id"}


def _rows(asked: Connection | Session, table: str, ids: Iterable[str]) -> dict[str, Row]:
    return rows_by_id(asked, table_of(live_models()[table]), ids)


def _digest(row: Row | None) -> str:
    """How a row stands, without telling what is in it; '' for no row."""
    if row is None:
        return ""
    said = json.dumps({key: str(value) for key, value in row.items() if value is not None}, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
