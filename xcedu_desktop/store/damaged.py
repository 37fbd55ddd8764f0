"""Reading a damaged school file (损坏的数据文件): what of a table can be read, and what of that can be believed.

Every table is read for itself, row by row, and what it says is taken only where it is what such a row can be: bytes that
were overwritten can be read as values.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import mmap
import re
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.store.engine import UNREADABLE
from xcedu_desktop.store.peek import reading_uri

Row = dict[str, Any]

_MONTH = re.compile(r"20\d{2}-(0[1-9]|1[0-2])")
_CODE = re.compile(r"\d{10}")
_OF_REVISION = re.compile(r"(20\d{2}-\d{2}) r(\d{1,2})")
"""A revision as the change log names it."""
_LOGGED = re.compile(rb"revision(20\d{2}-(?:0[1-9]|1[0-2])) r(\d{1,2})sha256[0-9a-f]{64}")
"""The same line as its bytes: the columns of a row lie one after the other."""
_MOST = 99


def open_damaged(path: Path) -> sqlite3.Connection:
    """The damaged file, read as it lies; a file that cannot be opened at all is an empty one."""
    try:
        connection = sqlite3.connect(reading_uri(path), uri=True, timeout=5)
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except UNREADABLE:
        return sqlite3.connect(":memory:")
    return connection


def read_rows(
    there: sqlite3.Connection, table: str, where: str = "1", columns: Sequence[str] = ()
) -> tuple[list[Row], bool]:
    """The rows of a table that can be read, and whether these are all there were."""
    known = columns_of(there, table)
    try:
        whole = there.execute(f'PRAGMA integrity_check("{table}")').fetchall() == [("ok",)]
    except UNREADABLE:
        whole = False
    names = [name for name in columns or known if name in known]
    if not names:
        return [], False
    listed = ", ".join(f'"{name}"' for name in names)
    found: list[Row] = []
    for rowid in sorted(_rowids(there, table, where)):
        try:
            values = there.execute(
                f'SELECT {listed} FROM "{table}" NOT INDEXED WHERE rowid = ?', (rowid,)
            ).fetchone()
        except UNREADABLE:  # its page, or one that it runs over into
            values, whole = None, False
        if values is not None:
            found.append(dict(zip(names, values, strict=True)))
    return found, whole


def _rowids(there: sqlite3.Connection, table: str, where: str) -> set[int]:
    """From the front, from the back, and by an index: a bad page ends each at another row."""
    found: set[int] = set()
    for how in (
        f"NOT INDEXED WHERE {where}",
        f"NOT INDEXED WHERE {where} ORDER BY rowid DESC",
        f"WHERE {where}",
    ):
        with contextlib.suppress(*UNREADABLE):
            for (rowid,) in there.execute(f'SELECT rowid FROM "{table}" {how}'):
                found.add(rowid)
    return found


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """The names of its columns; none where there is no such table, or it cannot be told."""
    try:
        return [str(row[1]) for row in connection.execute(f'PRAGMA table_info("{table}")')]
    except UNREADABLE:
        return []


def other_school(code: str, found: str) -> FileUnusable:
    """What is said where backup and file are not of one school."""
    return FileUnusable(f"备份是学校 {code} 的，这个文件是学校 {found} 的，没有恢复")


def refuse_other_school(code: str, rows: Iterable[Row]) -> None:
    """FileUnusable where all the rows that bear a school code bear another one."""
    codes = {said for row in rows if _CODE.fullmatch(said := str(row.get("school_code")))}
    if codes and code not in codes:
        raise other_school(code, min(codes))


def is_key(row: Row, least: int = 1) -> bool:
    """Whether a row names a month and a revision of it."""
    number = row.get("revision")
    return (
        bool(_MONTH.fullmatch(str(row.get("month")))) and isinstance(number, int) and least <= number <= _MOST
    )


def is_state(row: Row) -> bool:
    """Whether it can be a row of the months' states."""
    return is_key(row, 0) and row.get("locked") in (0, 1)


def is_revision(row: Row) -> bool:
    """Its bytes have their digest, or were emptied by an erasure."""
    content = row.get("content")
    if not is_key(row) or not isinstance(content, bytes) or not is_json(row.get("sheets")):
        return False
    try:
        datetime.fromisoformat(str(row.get("exported_at")))
    except ValueError:
        return False
    return not content or hashlib.sha256(content).hexdigest() == row.get("sha256")


def is_json(text: object) -> bool:
    """Whether a text is a JSON object."""
    try:
        return isinstance(json.loads(text if isinstance(text, str) else ""), dict)
    except ValueError:
        return False


def scanned(old: Path) -> list[tuple[str, int]]:
    """Month and revision of each export whose line of the change log stands somewhere in the file's bytes.

    For a file whose first pages are gone: no table can be found in it, yet nearly all of its bytes are as they were.
    """
    found: list[tuple[str, int]] = []
    for path in (old, old.with_name(old.name + "-wal")):
        if path.is_file():
            with (
                contextlib.suppress(ValueError),  # of an empty file
                path.open("rb") as file,
                mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
            ):
                found += [(m[1].decode(), int(m[2])) for m in _LOGGED.finditer(content)]
    return found


def newest_of(
    states: Iterable[Row], keys: Iterable[Row], log: Iterable[Row], scanned: Iterable[tuple[str, int]]
) -> dict[str, int]:
    """Month → the highest revision that the month's state, a kept workbook or the change log names."""
    said = [(row["month"], row["revision"]) for row in (*states, *keys) if is_key(row)]
    said += scanned
    for line in log:
        of_revision = _OF_REVISION.fullmatch(str(line.get("row_id")))
        if line["table_name"] == "revision" and of_revision and _MONTH.fullmatch(of_revision[1]):
            said.append((of_revision[1], int(of_revision[2])))
    newest: dict[str, int] = {}
    # what was noted is of a month that this file itself did not report, or less often
    for month, number in (*said, *_noted(log).items()):
        newest[month] = max(number, newest.get(month, 0))
    return newest


def _noted(log: Iterable[Row]) -> dict[str, int]:
    """Month → the revision last put down by hand (补记): a slip can have been put right downwards since."""
    noted: dict[str, int] = {}
    for line in log:
        if (line.get("table_name"), line.get("field")) == ("month_state", "revision"):
            month, number = str(line.get("row_id")), str(line.get("new"))
            if _MONTH.fullmatch(month) and re.fullmatch(r"\d{1,2}", number):
                noted[month] = int(number)
    return {month: number for month, number in noted.items() if number}
