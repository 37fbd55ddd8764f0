"""What a damaged school file (损坏的数据文件) still says of its exports, carried into the backup that replaces it.

Every table is read for itself, row by row, and what it says is believed only where it is what such a row can be: bytes
that were overwritten can be read as values. A revision is carried whole (its bytes have their digest, its reported rows
are read out of them, which are sealed) or only as a number that is not used again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import mmap
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from xcedu_desktop.errors import FileUnusable, UserError
from xcedu_desktop.periods import Month
from xcedu_desktop.store.engine import UNREADABLE
from xcedu_desktop.store.peek import reading_uri

RowsOf = Callable[[bytes], Mapping[str, Sequence[Mapping[str, Any]]]]
"""A kept workbook's bytes → its reported rows by table, the values as SQLite holds them; FileUnusable where it cannot."""

NOTE_THEM = "请在「设置」的「接着上次的编号」里记下各月已报到第几次，再导出，免得两次上报用同一个号"
"""What the clerk does where the export records are lost (命令行：sent)."""

_MONTH = re.compile(r"20\d{2}-(0[1-9]|1[0-2])")
_CODE = re.compile(r"\d{10}")
_OF_REVISION = re.compile(r"(20\d{2}-\d{2}) r(\d{1,2})")
"""A revision as the change log names it."""
_LOGGED = re.compile(rb"revision(20\d{2}-(?:0[1-9]|1[0-2])) r(\d{1,2})sha256[0-9a-f]{64}")
"""The same line as its bytes: the columns of a row lie one after the other."""
_MOST = 99

Row = dict[str, Any]


def salvage(old: Path, new: Path, code: str, rows_of: RowsOf) -> list[str]:
    """Carry into `new`, a school file of `code`, what `old` still says; gives a sentence for each thing that is lost.

    FileUnusable: what can be read of it says that it is another school's file.
    """
    with contextlib.closing(sqlite3.connect(new)) as here, contextlib.closing(_open(old)) as there:
        opened = bool(_columns(there, "month_state"))
        states, states_whole = _rows(there, "month_state")
        revisions, revisions_whole = _rows(there, "revision")
        keys = _rows(there, "revision", columns=("school_code", "month", "revision"))[0]
        log, log_whole = _rows(there, "change_log", "table_name IN ('month_state', 'revision', 'erasure')")
        _refuse_other_school(code, (*states, *keys))
        states = [row for row in states if _is_state(row) and row["school_code"] == code]
        revisions = [row for row in revisions if _is_revision(row) and row["school_code"] == code]
        newest = _newest(states, [row for row in keys if row["school_code"] == code], log, _scanned(old))
        lost = _put_months(here, newest, {row["month"]: row for row in states}, revisions, rows_of)
        rest = [
            word
            for word, whole in (
                ("区里的回执", _put_receipts(here, there, code)),
                ("区级参数", _put_profiles(here, there)),
                ("按学年删除的记录", _put_erasures(here, log) and log_whole),
            )
            if not whole
        ]
        here.commit()
    said = []
    if not states_whole and not newest:
        said.append(f"原来的文件损坏，上报记录没有读出来。{NOTE_THEM}")
    elif not states_whole:
        known = "、".join(f"{Month.parse(month).spoken}第 {n} 次" for month, n in sorted(newest.items()))
        said.append(
            f"原来的文件损坏，上报记录没有读全，读到的是：{known or '没有'}。请核对；少了的，{NOTE_THEM}"
        )
    said += [
        f"{Month.parse(month).spoken}第 {n} 次上报的工作簿没有读出来，这个月重新打开了；再导出是第 {n + 1} 次，要写更正理由"
        for month, n in lost
    ]
    if not revisions_whole and newest and not lost:
        rest.insert(0, "以前几次上报的工作簿")
    if rest and opened:
        said.append(f"原来的文件损坏，没有读全：{'、'.join(rest)}")
    return said


# -- reading what may be damaged -----------------------------------------------------------------------------------


def _open(path: Path) -> sqlite3.Connection:
    """The damaged file, read as it lies; a file that cannot be opened at all is an empty one."""
    try:
        connection = sqlite3.connect(reading_uri(path), uri=True, timeout=5)
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except UNREADABLE:
        return sqlite3.connect(":memory:")
    return connection


def _rows(
    there: sqlite3.Connection, table: str, where: str = "1", columns: Sequence[str] = ()
) -> tuple[list[Row], bool]:
    """The rows of a table that can be read, and whether these are all there were."""
    try:
        known = [str(row[1]) for row in there.execute(f'PRAGMA table_info("{table}")')]
        whole = there.execute(f'PRAGMA integrity_check("{table}")').fetchall() == [("ok",)]
    except UNREADABLE:
        known, whole = [], False
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


def _refuse_other_school(code: str, rows: Iterable[Row]) -> None:
    codes = {row["school_code"] for row in rows if _CODE.fullmatch(str(row["school_code"]))}
    if codes and code not in codes:
        raise FileUnusable(f"备份是学校 {code} 的，这个文件是学校 {min(codes)} 的，没有恢复")


# -- what such a row can be ----------------------------------------------------------------------------------------


def _is_key(row: Row, least: int = 1) -> bool:
    number = row.get("revision")
    return (
        bool(_MONTH.fullmatch(str(row.get("month")))) and isinstance(number, int) and least <= number <= _MOST
    )


def _is_state(row: Row) -> bool:
    return _is_key(row, 0) and row.get("locked") in (0, 1)


def _is_revision(row: Row) -> bool:
    """Its bytes have their digest, or were emptied by an erasure."""
    content = row.get("content")
    if not _is_key(row) or not isinstance(content, bytes) or not _is_json(row.get("sheets")):
        return False
    try:
        datetime.fromisoformat(str(row.get("exported_at")))
    except ValueError:
        return False
    return not content or hashlib.sha256(content).hexdigest() == row.get("sha256")


def _is_json(text: object) -> bool:
    try:
        return isinstance(json.loads(text if isinstance(text, str) else ""), dict)
    except ValueError:
        return False


def _scanned(old: Path) -> list[tuple[str, int]]:
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


def _newest(
    states: Iterable[Row], keys: Iterable[Row], log: Iterable[Row], scanned: Iterable[tuple[str, int]]
) -> dict[str, int]:
    """Month → the highest revision that the month's state, a kept workbook or the change log names."""
    said = [(row["month"], row["revision"]) for row in (*states, *keys) if _is_key(row)]
    said += scanned
    for line in log:
        of_revision = _OF_REVISION.fullmatch(str(line["row_id"]))
        if line["table_name"] == "revision" and of_revision and _MONTH.fullmatch(of_revision[1]):
            said.append((of_revision[1], int(of_revision[2])))
    newest: dict[str, int] = {}
    for month, number in said:
        newest[month] = max(number, newest.get(month, 0))
    for month, number in _noted(
        log
    ).items():  # of a month that this file itself did not report, or less often
        newest[month] = max(number, newest.get(month, 0))
    return newest


def _noted(log: Iterable[Row]) -> dict[str, int]:
    """Month → the revision last put down by hand (补记): a slip can have been put right downwards since."""
    noted: dict[str, int] = {}
    for line in log:
        if (line["table_name"], line["field"]) == ("month_state", "revision"):
            month, number = str(line["row_id"]), str(line["new"])
            if _MONTH.fullmatch(month) and re.fullmatch(r"\d{1,2}", number):
                noted[month] = int(number)
    return {month: number for month, number in noted.items() if number}


# -- writing into the backup's copy --------------------------------------------------------------------------------


def _put_months(
    here: sqlite3.Connection,
    newest: Mapping[str, int],
    states: Mapping[str, Row],
    revisions: Sequence[Row],
    rows_of: RowsOf,
) -> list[tuple[str, int]]:
    """Months and their revisions; gives those whose newest workbook is lost. They are open, and are numbered on."""
    lost = []
    for month, number in sorted(newest.items()):
        known = here.execute("SELECT revision FROM month_state WHERE month = ?", (month,)).fetchone()
        if known is not None and number < known[0]:
            continue
        for row in revisions:
            if row["month"] == month:
                _put_revision(here, row, rows_of)
        key = (month, number)
        there = here.execute(
            "SELECT school_code FROM revision WHERE month = ? AND revision = ?", key
        ).fetchone()
        state = states.get(month)
        if state is not None and state["revision"] != number:
            state = None
        locked = there is not None and (state is None or bool(state["locked"]))
        if there is None and number and (state is None or state["locked"]):
            lost.append(key)
        code = here.execute("SELECT code FROM school").fetchone()[0]
        here.execute("DELETE FROM month_state WHERE month = ?", (month,))
        reason = state.get("reason") if state is not None else None
        values = {"school_code": code, "month": month, "locked": locked, "revision": number, "reason": reason}
        _insert(here, "month_state", values)
    return lost


def _put_revision(here: sqlite3.Connection, row: Row, rows_of: RowsOf) -> None:
    """A revision with its reported rows, in the place of one of the same number; none where its rows cannot be read."""
    key = (row["month"], row["revision"])
    same = here.execute("SELECT sha256 FROM revision WHERE month = ? AND revision = ?", key).fetchone()
    if same is not None and same[0] == row["sha256"]:
        return
    try:
        tables = rows_of(row["content"]) if row["content"] else {}
    except UserError:
        return
    here.execute("DELETE FROM revision WHERE month = ? AND revision = ?", key)
    _insert(here, "revision", row)
    for table, rows in tables.items():
        if _columns(here, table):
            here.execute(f'DELETE FROM "{table}" WHERE month = ? AND revision = ?', key)
            for values in rows:
                _insert(here, table, values)


def _put_receipts(here: sqlite3.Connection, there: sqlite3.Connection, code: str) -> bool:
    rows, whole = _rows(there, "receipt")
    for row in rows:
        if row["school_code"] == code and _is_key(row) and _is_json(row["content"]):
            _insert(here, "receipt", row)
        else:
            whole = False
    return whole or not _columns(there, "receipt")


def _put_profiles(here: sqlite3.Connection, there: sqlite3.Connection) -> bool:
    """The bureau's profiles; none is ever deleted, and the one in force is that of the file replaced, if it says it."""
    rows, whole = _rows(there, "bureau_profile")
    good = [row for row in rows if _is_json(row["content"]) and isinstance(row["version"], int)]
    if _columns(here, "bureau_profile"):
        if whole or any(row["active"] == 1 for row in good):
            here.execute("UPDATE bureau_profile SET active = 0")
        for row in good:
            here.execute("DELETE FROM bureau_profile WHERE digest = ?", (row["digest"],))
            _insert(here, "bureau_profile", row)
    return (whole and len(good) == len(rows)) or not _columns(there, "bureau_profile")


def _put_erasures(here: sqlite3.Connection, log: Iterable[Row]) -> bool:
    """That records were erased is still known, though the backup holds them again."""
    whole = True
    for line in log:
        if line["table_name"] != "erasure":
            continue
        key = (line["at"], line["row_id"])
        if not re.fullmatch(r"20\d{2}", str(line["row_id"])):
            whole = False
        elif not here.execute(
            "SELECT 1 FROM change_log WHERE table_name = 'erasure' AND at = ? AND row_id = ?", key
        ).fetchone():
            _insert(here, "change_log", {name: value for name, value in line.items() if name != "seq"})
    return whole


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    try:
        return [str(row[1]) for row in connection.execute(f'PRAGMA table_info("{table}")')]
    except UNREADABLE:
        return []


def _insert(here: sqlite3.Connection, table: str, values: Mapping[str, Any]) -> None:
    """A row in the columns that the table has; one that is there already, or cannot be such a row, is left out."""
    names = [name for name in _columns(here, table) if name in values]
    marks = ", ".join("?" * len(names))
    listed = ", ".join(f'"{name}"' for name in names)
    with contextlib.suppress(sqlite3.IntegrityError):
        here.execute(f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', [values[name] for name in names])
