"""A first look into a school file with the standard library alone, so that a window can paint before the core is loaded."""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xcedu_desktop.errors import UserError
from xcedu_desktop.periods import Month
from xcedu_desktop.thresholds import DEADLINE_DAY

APPLICATION_ID = 0x58434544
"""'XCED' in the SQLite header: this is a school's file."""


@dataclass(frozen=True)
class Peek:
    """What the first paint shows. `overview` is the last overview computed, if nothing was written since, else None."""

    school_code: str
    school_name: str
    stage: str
    clerk: str
    overview: dict[str, Any] | None
    deadline_day: int = DEADLINE_DAY
    """As the bureau's profile file in force says it."""
    reported: frozenset[Month] = frozenset()
    """The months that are reported and locked."""


def reading_uri(path: Path) -> str:
    """The SQLite URI that reads a school file. Where nothing can be written beside it (a locked stick, a backup of another
    user) it is read as it lies, for WAL would want side files; not where such a file holds rows of its own.
    """
    path = path.resolve()
    log = path.with_name(path.name + "-wal")
    whole = not log.exists() or not log.stat().st_size
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return path.as_uri() + ("?mode=ro&immutable=1" if whole and not writable else "?mode=ro")


def peek(path: Path) -> Peek | None:
    """School and last known figures of a school file, or None where it cannot be read; never raises."""
    try:
        connection = sqlite3.connect(reading_uri(path), uri=True, timeout=0.2)
    except (sqlite3.Error, OSError, ValueError):
        return None
    try:
        if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
            return None
        school = connection.execute("SELECT code, name, stage, clerk FROM school").fetchone()
        if school is None:
            return None
        last = connection.execute("SELECT max(seq) FROM change_log").fetchone()[0] or 0
        kept = dict(
            connection.execute("SELECT name, value FROM meta WHERE name IN ('overview', 'overview_seq')")
        )
        fresh = kept.get("overview") if kept.get("overview_seq") == str(last) else None
        code, name, stage, clerk = (str(value or "") for value in school)
        overview = json.loads(fresh) if fresh else None
        reported = frozenset(
            Month.parse(month)
            for (month,) in connection.execute("SELECT month FROM month_state WHERE locked")
        )
        return Peek(code, name, stage, clerk, overview, _deadline_day(connection), reported)
    except (sqlite3.Error, ValueError, UserError):
        return None
    finally:
        connection.close()


def _deadline_day(connection: sqlite3.Connection) -> int:
    try:
        found = connection.execute("SELECT content FROM bureau_profile WHERE active").fetchone()
    except sqlite3.OperationalError:  # a file of schema 1 has no such table
        found = None
    day = json.loads(found[0]).get("deadline_day") if found else None
    return day if isinstance(day, int) else DEADLINE_DAY
