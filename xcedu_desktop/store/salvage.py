"""What a damaged school file still says of its exports, carried into the backup that replaces it (store/damaged.py reads it).

A revision is carried whole (its bytes have their digest, its reported rows are read out of them, which are sealed) or
only as a number that is not used again.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from xcedu_desktop.errors import UserError
from xcedu_desktop.periods import Month
from xcedu_desktop.store.damaged import (
    Row,
    columns_of,
    is_json,
    is_key,
    is_revision,
    is_state,
    newest_of,
    open_damaged,
    read_rows,
    refuse_other_school,
    scanned,
)

RowsOf = Callable[[bytes], Mapping[str, Sequence[Mapping[str, Any]]]]
"""A kept workbook's bytes → its reported rows by table, the values as SQLite holds them; FileUnusable where it cannot."""

NOTE_THEM = "请在「设置」的「接着上次的编号」里记下各月已报到第几次，再导出，免得两次上报用同一个号"
"""What the clerk does where the export records are lost (command line: `sent`)."""


def salvage(old: Path, new: Path, code: str, rows_of: RowsOf) -> list[str]:
    """Carry into `new`, a school file of `code`, what `old` still says; gives a sentence for each thing that is lost.

    FileUnusable: what can be read of it says that it is another school's file.
    """
    with contextlib.closing(sqlite3.connect(new)) as here, contextlib.closing(open_damaged(old)) as there:
        opened = bool(columns_of(there, "month_state"))
        states, states_whole = read_rows(there, "month_state")
        revisions, revisions_whole = read_rows(there, "revision")
        keys = read_rows(there, "revision", columns=("school_code", "month", "revision"))[0]
        log, log_whole = read_rows(
            there, "change_log", "table_name IN ('month_state', 'revision', 'erasure')"
        )
        refuse_other_school(code, (*states, *keys))
        states = [row for row in states if is_state(row) and row.get("school_code") == code]
        revisions = [row for row in revisions if is_revision(row) and row.get("school_code") == code]
        newest = newest_of(states, [row for row in keys if row.get("school_code") == code], log, scanned(old))
        lost = _put_months(here, code, newest, {row["month"]: row for row in states}, revisions, rows_of)
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


def _put_months(
    here: sqlite3.Connection,
    code: str,
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
        if columns_of(here, table):
            here.execute(f'DELETE FROM "{table}" WHERE month = ? AND revision = ?', key)
            for values in rows:
                _insert(here, table, values)


def _put_receipts(here: sqlite3.Connection, there: sqlite3.Connection, code: str) -> bool:
    rows, whole = read_rows(there, "receipt")
    for row in rows:
        if row.get("school_code") == code and is_key(row) and is_json(row.get("content")):
            _insert(here, "receipt", row)
        else:
            whole = False
    return whole or not columns_of(there, "receipt")


def _put_profiles(here: sqlite3.Connection, there: sqlite3.Connection) -> bool:
    """The bureau's profiles; none is ever deleted, and the one in force is that of the file replaced, if it says it."""
    rows, whole = read_rows(there, "bureau_profile")
    good = [row for row in rows if is_json(row.get("content")) and isinstance(row.get("version"), int)]
    if columns_of(here, "bureau_profile"):
        if whole or any(row.get("active") == 1 for row in good):
            here.execute("UPDATE bureau_profile SET active = 0")
        for row in good:
            here.execute("DELETE FROM bureau_profile WHERE digest = ?", (row.get("digest"),))
            _insert(here, "bureau_profile", row)
    return (whole and len(good) == len(rows)) or not columns_of(there, "bureau_profile")


def _put_erasures(here: sqlite3.Connection, log: Iterable[Row]) -> bool:
    """That records were erased is still known, though the backup holds them again."""
    whole = True
    for line in log:
        if line.get("table_name") != "erasure":
            continue
        key = (line.get("at"), line.get("row_id"))
        if not re.fullmatch(r"20\d{2}", str(line.get("row_id"))):
            whole = False
        elif not here.execute(
            "SELECT 1 FROM change_log WHERE table_name = 'erasure' AND at = ? AND row_id = ?", key
        ).fetchone():
            _insert(here, "change_log", {name: value for name, value in line.items() if name != "seq"})
    return whole


def _insert(here: sqlite3.Connection, table: str, values: Mapping[str, Any]) -> None:
    """A row in the columns that the table has; one that is there already, or cannot be such a row, is left out."""
    names = [name for name in columns_of(here, table) if name in values]
    marks = ", ".join("?" * len(names))
    listed = ", ".join(f'"{name}"' for name in names)
    with contextlib.suppress(sqlite3.IntegrityError):
        here.execute(f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', [values[name] for name in names])
