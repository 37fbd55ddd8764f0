"""Backups that still hold erased records (还留有已删除记录的备份): found, and deleted one by one or all.

A backup is asked for rows that the file has no more; its schema may be older than the program's, so it is read as it lies.
"""

from __future__ import annotations

import contextlib
import glob
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from xcedu_desktop.erasure import named_reported
from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.month.erased import LOG_NAME, erasures
from xcedu_desktop.periods import Month, school_year_last
from xcedu_desktop.school.tables import Pupil
from xcedu_desktop.store.peek import reading_uri
from xcedu_desktop.store.school_file import Store, reason
from xcedu_desktop.store.tables import Backup, ImportRun

UNREADABLE = "打不开"
_HOLDS = "留有旧记录"
_STAMP = re.compile(r"\d{8}-\d{6}")
_SIDES = ("-wal", "-shm", "-journal", ".lock")


@dataclass(frozen=True)
class HoldingBackup:
    """A backup that holds erased records, or that may. `taken`: when it was made, as far as its file says."""

    path: Path
    taken: datetime
    state: str


@dataclass(frozen=True)
class Held:
    """`there`: backups to be deleted. `elsewhere`: paths of those that the file knows of and that are not there now
    (a stick that is not plugged in)."""

    there: tuple[HoldingBackup, ...] = ()
    elsewhere: tuple[str, ...] = ()


def holding(store: Store, folders: Iterable[Path] = ()) -> Held:
    """The backups that hold what was erased from this file; nothing where nothing was erased.

    Looked at: those that the file knows of, and what lies beside it: 备份, 备份/自动, 备份/升级前, 恢复前. `folders`: others.
    """
    with store.read() as session:
        made = erasures(session)
        if not made:
            return Held()
        month = Month.of(school_year_last(max(fact.school_year for fact in made)))
        since = datetime.fromisoformat(made[-1].at)
        pupils = set(session.execute(select(Pupil.id)).scalars())
        known = _known(session)
    beside = store.path.parent
    paths = {Path(file).resolve() for file in known}
    for folder in (beside / "备份", beside / "备份" / "自动", beside / "备份" / "升级前", *folders):
        paths |= _lying_in(folder, "*.db")
    paths |= _lying_in(beside, f"{glob.escape(store.path.stem)}_恢复前_*{store.path.suffix}")
    paths.discard(store.path.resolve())
    there = []
    for path in filter(Path.is_file, paths):
        state = _state(path, store.school_code, pupils, month, since)
        if state == UNREADABLE and not (str(path) in known or _named_as_ours(path, store.school_code)):
            continue  # some other program's file in the same folder
        if state:
            there.append(HoldingBackup(path, _taken(path, known), state))
    elsewhere = [file for file, taken in known.items() if taken <= made[-1].at and not Path(file).is_file()]
    return Held(tuple(sorted(there, key=lambda backup: backup.taken, reverse=True)), tuple(sorted(elsewhere)))


def delete_backups(store: Store, backups: Sequence[HoldingBackup]) -> None:
    """Deletes the files, and what the school's file says of them. FileUnusable: one could not be deleted; which, and why."""
    gone: list[Path] = []
    try:
        for backup in backups:
            backup.path.unlink(missing_ok=True)
            for tail in _SIDES:
                backup.path.with_name(backup.path.name + tail).unlink(missing_ok=True)
            gone.append(backup.path)
    except OSError as error:
        raise FileUnusable(
            f"「{backup.path}」没有删掉：{reason(error)}；它还留有已删除的记录，请关闭用着它的程序再试"
        ) from None
    finally:
        if gone:
            _note(store, gone)


def forget_elsewhere(store: Store, files: Sequence[str]) -> None:
    """Takes backups that are not there any more off the file's list, once the clerk has seen to them."""
    _note(store, [Path(file) for file in files])


def _note(store: Store, gone: Sequence[Path]) -> None:
    with store.write(f"删除 {len(gone)} 份留有已删除记录的备份") as unit:
        for path in gone:
            unit.connection.exec_driver_sql("DELETE FROM backup WHERE path = ?", (str(path),))
        unit.log(f"{LOG_NAME}_backup", "", "-", None, f"备份 {len(gone)} 份")


def _known(session: Session) -> dict[str, str]:
    """Path → when it was taken, of the backups that the file knows of; those of imports among them."""
    imports = session.execute(select(ImportRun.backup, ImportRun.at)).all()
    backups = session.execute(select(Backup.path, Backup.taken)).all()
    return {**dict(row._tuple() for row in imports), **dict(row._tuple() for row in backups)}


def _lying_in(folder: Path, pattern: str) -> set[Path]:
    try:
        return {path.resolve() for path in folder.glob(pattern)}
    except OSError:
        return set()  # a stick that is not plugged in


def _taken(path: Path, known: Mapping[str, str]) -> datetime:
    """When a backup was made: as the file's list says it, else as its name does, else when it was last written."""
    if str(path) in known:
        return datetime.fromisoformat(known[str(path)])
    stamp = _STAMP.search(path.stem)
    if stamp is not None:
        return datetime.strptime(stamp[0], "%Y%m%d-%H%M%S")
    return datetime.fromtimestamp(path.stat().st_mtime).replace(microsecond=0)


def _named_as_ours(path: Path, code: str) -> bool:
    return (
        path.name.startswith(f"薛城备份_{code}_") or path.parent.name == "升级前" or "_恢复前_" in path.name
    )


def _state(path: Path, code: str, pupils: set[str], month: Month, since: datetime) -> str:
    """'' for a backup without erased records (or of another school), else what is to be said of it."""
    try:
        with contextlib.closing(sqlite3.connect(reading_uri(path), uri=True, timeout=2)) as backup:
            tables = {row[0] for row in backup.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if (
                "school" not in tables
                or not backup.execute("SELECT 1 FROM school WHERE code = ?", (code,)).fetchone()
            ):
                return ""
            done = "SELECT max(at) FROM change_log WHERE table_name = ?"
            newest = backup.execute(done, (LOG_NAME,)).fetchone()[0]
            if newest is not None and datetime.fromisoformat(newest) >= since:
                return ""  # made after the last erasure
            lost = any(row[0] not in pupils for row in backup.execute("SELECT id FROM pupil"))
            return _HOLDS if lost or _words(backup, tables, str(month)) else ""
    except sqlite3.Error:
        return UNREADABLE


def _words(backup: sqlite3.Connection, tables: set[str], month: str) -> bool:
    """Whether it has words or rosters of the erased months."""
    plain = ("explanation", "receipt", "receipt_answer", "cell_note", "draft")
    asked = dict.fromkeys((*plain, *(model.__tablename__ for model in named_reported())), "")
    asked["revision"] = " AND length(content) > 0"
    return any(
        table in tables
        and backup.execute(f"SELECT 1 FROM {table} WHERE month <= ?{also}", (month,)).fetchone()
        for table, also in asked.items()
    )
