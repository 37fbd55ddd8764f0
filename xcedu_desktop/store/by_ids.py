"""Rows asked for by many ids: a statement names some hundred of them at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, select
from sqlalchemy.orm import Session

CHUNK = 500
"""Ids that one statement names: SQLite takes a thousand values and no more on older systems."""


def rows_where(
    asked: Connection | Session, statement: Select[Any], column: ColumnElement[Any], ids: Iterable[str]
) -> Iterator[Row[Any]]:
    """The rows of a statement whose `column` is one of the ids; an id said twice is asked for once."""
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), CHUNK):
        yield from asked.execute(statement.where(column.in_(wanted[start : start + CHUNK])))


def rows_by_id(asked: Connection | Session, table: Table, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Row id → values by column, with `id`, of those of the rows that are there."""
    return {row.id: dict(row._mapping) for row in rows_where(asked, select(table), table.c.id, ids)}
