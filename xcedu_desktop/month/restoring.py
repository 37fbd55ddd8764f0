"""从备份恢复: the store's restore, with the way from a kept workbook back to its reported rows (store.salvage needs it)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy.dialects import sqlite

import xcedu_desktop.forms.registry  # noqa: F401  (every reported table is known before they are carried over)
from xcedu_desktop.clock import today
from xcedu_desktop.store import backup as store_backup
from xcedu_desktop.store.backup import Restored
from xcedu_desktop.store.base import ReportedRow, table_of


def restore(backup: Path, target: Path) -> Restored:
    """Put a backup in the place of a school file; see store.backup.restore."""
    return store_backup.restore(backup, target, rows_of_workbook)


def rows_of_workbook(content: bytes) -> Mapping[str, list[Mapping[str, Any]]]:
    """The reported rows that a kept workbook's seal holds, by table, as SQLite holds them; FileUnusable: no such workbook."""
    from xcedu_desktop.month.book import (
        read_workbook,
        rows_of,
    )  # the reader is slow to load, and hardly ever needed

    view = rows_of(read_workbook(content), today=today())
    return {model.__tablename__: [_plain(row) for row in rows] for model, rows in view.tables.items()}


def _plain(row: ReportedRow) -> dict[str, Any]:
    values = {}
    for column in table_of(type(row)).c:
        bind = column.type.bind_processor(_DIALECT)
        value = getattr(row, column.key)
        values[column.key] = bind(value) if bind is not None else value
    return values


_DIALECT = sqlite.dialect()
