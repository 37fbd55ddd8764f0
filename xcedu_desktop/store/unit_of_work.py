"""The unit of work: the only writer. One transaction applies changes, refuses locked months and writes the change log."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from xcedu_desktop.clock import now
from xcedu_desktop.errors import MonthLocked, UserError
from xcedu_desktop.fields import Kind
from xcedu_desktop.periods import Month
from xcedu_desktop.store.base import Base, Live, fields_of, table_of
from xcedu_desktop.store.by_ids import rows_where
from xcedu_desktop.store.changes import Change
from xcedu_desktop.store.tables import Draft, LogEntry, MonthState
from xcedu_desktop.values.masks import mask_people


class StaleChange(UserError):
    """A change meets a row that is not there any more (an undo after something else removed it)."""


def live_models() -> Mapping[str, type[Live]]:
    """Table name to live class, of all that are imported."""
    return _live_models(len(Base.metadata.tables))


@lru_cache(maxsize=1)
def _live_models(_tables: int) -> Mapping[str, type[Live]]:
    """Made anew when a module with further tables was imported; each cell that is written asks for it several times."""
    return {
        mapper.class_.__tablename__: mapper.class_
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Live)
    }


class UnitOfWork:
    """Inside one write transaction. `session` reads what was written so far; `apply` writes live rows."""

    def __init__(self, session: Session, school_code: str, who: str, act: str) -> None:
        self.session = session
        self.school_code = school_code
        self.who = who
        self.act = mask_people(act)
        self._at = now().isoformat(sep=" ", timespec="seconds")
        self._positions: dict[str, int] = {}
        self._models = live_models()
        self.applied: list[Change] = []

    @property
    def connection(self) -> Connection:
        return self.session.connection()

    def apply(self, changes: Iterable[Change], *, brief: bool = False) -> None:
        """Write the changes in order. Raises MonthLocked (nothing is written then: the transaction ends).

        `brief`: a row made is one line of the log, without its values (for rows that a program made up, not a person).
        """
        pending = [self._completed(change) for change in changes]
        self._refuse_locked(pending)
        for (name, act, keys), group in groupby(pending, key=_shape):
            self._write(self._models[name], act, keys, list(group))
        self._log(pending, brief)
        self.applied.extend(pending)
        self.session.expire_all()

    def log(self, table: str, row_id: str, field: str, old: str | None, new: str | None) -> None:
        """A line in the change log for an act that is no change of a live row (export, reopen, showing an ID)."""
        self.connection.execute(insert(LogEntry), [self._line(table, row_id, field, old, new)])

    def keep_overview(self, overview: dict[str, Any]) -> None:
        """Remember the overview's figures with the log's last number: peek shows them only while nothing was written since."""
        last = self.connection.execute(select(func.max(LogEntry.seq))).scalar() or 0
        for name, value in (
            ("overview", json.dumps(overview, ensure_ascii=False)),
            ("overview_seq", str(last)),
        ):
            self.connection.exec_driver_sql(
                "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (name, value)
            )

    # -- writing ---------------------------------------------------------------------------------------------------

    def _completed(self, change: Change) -> Change:
        if change.before is not None or change.after is None:
            return change
        after = dict(change.after)
        after.setdefault("school_code", self.school_code)
        if after.get("position") is None:
            after["position"] = self._next_position(change.table)
        return Change(change.table, change.row_id, None, after)

    def _next_position(self, name: str) -> int:
        if name not in self._positions:
            table = table_of(self._models[name])
            self._positions[name] = self.connection.execute(select(func.max(table.c.position))).scalar() or 0
        self._positions[name] += 1
        return self._positions[name]

    def _write(self, model: type[Live], act: str, keys: tuple[str, ...], group: list[Change]) -> None:
        table = table_of(model)
        if act == "insert":
            rows = [{"id": change.row_id, **(change.after or {})} for change in group]
            self.connection.execute(insert(table), rows)
            return
        if act == "delete":
            done = self.connection.execute(
                delete(table).where(table.c.id == bindparam("row")),
                [{"row": change.row_id} for change in group],
            )
        else:
            statement = (
                update(table)
                .where(table.c.id == bindparam("row"))
                .values({k: bindparam(f"v_{k}") for k in keys})
            )
            done = self.connection.execute(
                statement,
                [
                    {"row": change.row_id, **{f"v_{k}": (change.after or {})[k] for k in keys}}
                    for change in group
                ],
            )
        if done.rowcount != len(group):
            raise StaleChange("这一步已不能做：要改的那一行已经不在了，其他内容没有变")

    # -- the lock ---------------------------------------------------------------------------------------------------

    def locked_months(self) -> frozenset[Month]:
        """The months reported and not reopened."""
        found = self.connection.execute(select(MonthState.month).where(MonthState.locked.is_(True))).scalars()
        return frozenset(found)

    def _refuse_locked(self, changes: list[Change]) -> None:
        locked = self.locked_months()
        if not locked:
            return
        unsaid: dict[str, list[str]] = {}
        for change in changes:
            key = self._models[change.table].month_key
            if key is None:
                continue
            for side in (change.before, change.after):
                if side is not None and key in side:
                    _refuse(side[key], locked)
            if change.before is not None and key not in change.before:
                unsaid.setdefault(change.table, []).append(change.row_id)
        for name, ids in unsaid.items():
            table = table_of(self._models[name])
            month_column = table.c[str(self._models[name].month_key)]
            for (value,) in rows_where(self.connection, select(month_column), table.c.id, ids):
                _refuse(value, locked)

    # -- the log ------------------------------------------------------------------------------------------------------

    def _log(self, changes: list[Change], brief: bool) -> None:
        lines: list[dict[str, Any]] = []
        for change in changes:
            if self._models[change.table] is Draft:
                continue  # the draft's own text is masked nowhere but in its cell; the cell's line says enough
            if brief and change.before is None:
                lines.append(self._line(change.table, change.row_id, "+", None, None))
            else:
                lines.extend(self._lines_of(change))
        if lines:
            self.connection.execute(insert(LogEntry), lines)

    def _lines_of(self, change: Change) -> list[dict[str, Any]]:
        fields = fields_of(self._models[change.table])
        before: Mapping[str, Any] = change.before or {}
        after: Mapping[str, Any] = change.after or {}
        lines = []
        for key, declared in fields.items():
            old, new = before.get(key), after.get(key)
            if old != new:
                lines.append(
                    self._line(change.table, change.row_id, key, _shown(declared, old), _shown(declared, new))
                )
        if change.before is None:
            lines = lines or [self._line(change.table, change.row_id, "+", None, None)]
        elif change.after is None:
            lines.append(self._line(change.table, change.row_id, "-", None, None))
        return lines

    def _line(self, table: str, row_id: str, field: str, old: str | None, new: str | None) -> dict[str, Any]:
        return {
            "at": self._at, "who": self.who, "act": self.act, "table_name": table, "row_id": row_id,
            "field": field, "old": old, "new": new,
        }  # fmt: skip


def _shape(change: Change) -> tuple[str, str, tuple[str, ...]]:
    if change.before is None:
        return change.table, "insert", tuple(sorted(change.after or ()))
    if change.after is None:
        return change.table, "delete", ()
    return change.table, "update", tuple(sorted(change.after))


def _shown(declared: Any, value: Any) -> str | None:
    if value is None:
        return None
    words = str(declared.format(value))
    # a phone that somebody typed among the words of a remark
    return mask_people(words) if declared.kind is Kind.TEXT else words


def _refuse(value: Any, locked: frozenset[Month]) -> None:
    month = Month.of(value) if isinstance(value, date) else value
    if month in locked:
        raise MonthLocked(locked_words(month))


def locked_words(month: Month) -> str:
    """Why nothing of a reported month can be written."""
    return f"{month.spoken}已上报并锁定，没有改动；要改请先「更正」并写明原因"
