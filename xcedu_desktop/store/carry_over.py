"""What a restore carries over from the file that it replaces: the export records (上报记录), what goes with them, the list of backups.

So no revision number is used twice. This is the way of a sound file; of a damaged one see store/salvage.py.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from xcedu_desktop.store.base import Base, ReportedRow

_EXPORT_RECORDS = ("month_state", "revision", "receipt")
_PROFILES = "bureau_profile"


def _reported_names() -> list[str]:
    """The names of all reported tables that the program knows."""
    return sorted(
        mapper.class_.__tablename__
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, ReportedRow)
    )


def carry_over(old: Path, new: Path) -> None:
    """Copy months and revisions that the backup does not know yet, their receipts, the bureau's profiles, the backups.

    The backup may be of an older schema: what it has no place for is left out (it is upgraded when it is opened).
    """
    with contextlib.closing(sqlite3.connect(new)) as connection:
        connection.execute("ATTACH DATABASE ? AS old", (str(old.resolve()),))
        later = connection.execute(
            "SELECT o.month FROM old.month_state o LEFT JOIN main.month_state n ON n.month = o.month"
            " WHERE n.month IS NULL OR o.revision >= n.revision"
        ).fetchall()
        for table in (*_EXPORT_RECORDS, *_reported_names()):
            for (month,) in later:
                _copy_rows(connection, table, "WHERE month = ?", month)
        if _count(connection, "old", _PROFILES) >= _count(connection, "main", _PROFILES):
            _copy_rows(connection, _PROFILES)  # none is ever deleted: the later file knows all of the earlier
        # backups made since, and the one restored: an erasure must find them all, on whatever stick they lie
        connection.execute(
            "INSERT OR IGNORE INTO main.backup (path, taken, sha256) SELECT path, taken, sha256 FROM old.backup"
        )
        connection.execute(  # a backup made before an erasure holds its records again: that it was done is still known
            "INSERT INTO main.change_log (at, who, act, table_name, row_id, field, old, new)"
            " SELECT at, who, act, table_name, row_id, field, old, new FROM old.change_log o"
            " WHERE o.table_name = 'erasure' AND NOT EXISTS"
            " (SELECT 1 FROM main.change_log n WHERE n.table_name = 'erasure' AND n.at = o.at AND n.row_id = o.row_id)"
        )
        connection.commit()


def _count(connection: sqlite3.Connection, schema: str, table: str) -> int:
    """Rows of a table; 0 where the file has no such table yet."""
    if not connection.execute(f"SELECT 1 FROM {schema}.sqlite_master WHERE name = ?", (table,)).fetchone():
        return 0
    return int(connection.execute(f'SELECT count(*) FROM {schema}."{table}"').fetchone()[0])


def _copy_rows(connection: sqlite3.Connection, table: str, where: str = "", *values: str) -> None:
    """Rows of `main` give way to those of `old`, in the columns that both have."""
    here, there = (
        [row[1] for row in connection.execute(f'PRAGMA {schema}.table_info("{table}")')]
        for schema in ("main", "old")
    )
    columns = ", ".join(f'"{name}"' for name in there if name in here)
    if columns:
        connection.execute(f'DELETE FROM main."{table}" {where}', values)
        connection.execute(
            f'INSERT INTO main."{table}" ({columns}) SELECT {columns} FROM old."{table}" {where}', values
        )
