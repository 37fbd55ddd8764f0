"""Backups through SQLite's own backup API, checked before they are called one; restore; the check of a whole file.

A plain copy of a file in WAL mode loses committed rows, so none is ever made.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xcedu_desktop.clock import now
from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.store.base import Base, ReportedRow
from xcedu_desktop.store.engine import advice, troubles
from xcedu_desktop.store.peek import reading_uri
from xcedu_desktop.store.school_file import Store, inspect, reason, take_lock

_EXPORT_RECORDS = ("month_state", "revision", "receipt")
_PROFILES = "bureau_profile"


@dataclass(frozen=True)
class BackupCheck:
    """One known backup: where it lies, when it was taken, and whether it is there and unchanged."""

    file: str
    taken: str
    ok: bool


@dataclass(frozen=True)
class FileCheck:
    """What verify found. `problem` is a Chinese sentence where `ok` is false."""

    ok: bool
    schema: int
    integrity: str
    problem: str
    backups: tuple[BackupCheck, ...]


def back_up(store: Store, out: Path) -> Path:
    """Copy the open school file into `out` (made when missing), check the copy, note it in the file; returns its path."""
    stamp = now()
    target = _free_name(out, f"薛城备份_{store.school_code}_{stamp:%Y%m%d-%H%M%S}")
    try:
        digest = checked_copy(store.path, target)
    except OSError as error:
        raise FileUnusable(f"备份没有做成，不能写到「{out}」：{reason(error)}") from None
    with store.write("备份") as unit:
        unit.connection.exec_driver_sql(
            "INSERT OR REPLACE INTO backup (path, taken, sha256) VALUES (?, ?, ?)",
            (str(target.resolve()), stamp.isoformat(sep=" ", timespec="seconds"), digest),
        )
    return target


def checked_copy(source: Path, target: Path) -> str:
    """Copy a school file, check the copy, then give it its name (the folder is made); returns its SHA-256.

    FileUnusable: the source is damaged. OSError: the target's folder takes no file, or is full.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _temporary(target) as part:
        _copy(source, part)
        problem = integrity(part)
        if problem:
            raise FileUnusable(f"「{source.name}」有损坏，没有做成备份：{problem}")
        digest = _digest(part)
        os.replace(part, target)
    return digest


KEPT_AUTOMATIC = 10


def back_up_automatically(store: Store) -> Path:
    """The backup before an import and of each day, in 备份/自动 beside the school file; the newest ten are kept."""
    folder = store.path.parent / "备份" / "自动"
    made = back_up(store, folder)
    for leftover in folder.glob("*.part*"):  # of a run that was killed
        leftover.unlink(missing_ok=True)
    old = sorted(folder.glob(f"薛城备份_{store.school_code}_*.db"), key=lambda path: path.stat().st_mtime_ns)[
        :-KEPT_AUTOMATIC
    ]
    with store.write("备份") as unit:
        for path in old:
            path.unlink(missing_ok=True)
            unit.connection.exec_driver_sql("DELETE FROM backup WHERE path = ?", (str(path.resolve()),))
    return made


def restore(backup: Path, target: Path) -> Path | None:
    """Put a backup in the place of a school file; what was there is kept beside it, and its path is returned.

    The export records (上报记录) of the file that is replaced are carried over, so that no revision number is used twice.
    """
    target = target.resolve()  # a link to the school file stays a link
    _, code = inspect(backup)
    problem = integrity(backup)
    if problem:
        raise FileUnusable(f"备份「{backup.name}」已损坏，没有恢复：{problem}")
    if target.exists() and backup.resolve() == target.resolve():
        raise FileUnusable("备份和要恢复的是同一个文件，没有改动")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = take_lock(target)
        try:
            return _replace(backup, target, code)
        finally:
            lock.release()
    except OSError as error:
        raise FileUnusable(f"没有恢复，不能写「{target}」：{reason(error)}") from None


def verify(path: Path) -> FileCheck:
    """Check a school file whole: header, schema, every page, references, and the backups that it knows of."""
    try:
        version, _ = inspect(path)
    except FileUnusable as error:
        return FileCheck(False, 0, "unreadable", error.message, ())
    problem = integrity(path)
    if problem:
        return FileCheck(
            False, version, "damaged", f"「{path.name}」已损坏（{problem}）；请用最近的备份恢复", ()
        )
    with contextlib.closing(_connect(path)) as connection:
        known = connection.execute("SELECT path, taken, sha256 FROM backup ORDER BY taken").fetchall()
    backups = tuple(BackupCheck(file, taken, _unchanged(Path(file), digest)) for file, taken, digest in known)
    return FileCheck(True, version, "ok", "", backups)


def integrity(path: Path) -> str:
    """'' for a sound file, else what is wrong, in Chinese words."""
    try:
        with contextlib.closing(_connect(path)) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
            if found != ["ok"]:
                return f"{len(found)} 处页面或索引不一致"
            if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                return "有的行指向不存在的行"
    except sqlite3.Error as error:
        return advice(str(error), path) or "读不出来"
    return ""


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(reading_uri(path), uri=True, timeout=5)


def _copy(source: Path, target: Path) -> None:
    with (
        troubles(source),
        contextlib.closing(_connect(source)) as old,
        contextlib.closing(sqlite3.connect(target)) as new,
    ):
        try:
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")  # one file: nothing beside it that could be left behind
        except sqlite3.OperationalError as error:
            if "full" not in str(error):
                raise
            raise OSError(errno.ENOSPC, "full") from None  # of the target, which the callers name


@contextlib.contextmanager
def _temporary(target: Path) -> Iterator[Path]:
    part = target.with_name(target.name + ".part")
    _remove(part)
    try:
        yield part
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    """Away with an unfinished file and what SQLite left beside it: both hold rows."""
    for tail in ("", "-journal", "-wal", "-shm"):
        part.with_name(part.name + tail).unlink(missing_ok=True)


def _replace(backup: Path, target: Path, code: str) -> Path | None:
    with _temporary(target) as part:
        _copy(backup, part)
        kept: Path | None = None
        if target.exists():
            if _same_school(target, code):
                _carry_over(target, part)
            kept = _free_name(target.parent, f"{target.stem}_恢复前_{now():%Y%m%d-%H%M%S}", target.suffix)
            _set_aside(target, kept)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, target)
        return kept


def _same_school(target: Path, code: str) -> bool:
    try:
        _, old_code = inspect(target)
    except FileUnusable:
        return False  # too damaged to say what it sent; it is set aside whole
    if old_code != code:
        raise FileUnusable(f"备份是学校 {code} 的，这个文件是学校 {old_code} 的，没有恢复")
    return True


def _carry_over(old: Path, new: Path) -> None:
    """Copy months and revisions that the backup does not know yet, their receipts, and the bureau's profiles.

    The backup may be of an older schema: what it has no place for is left out (it is upgraded when it is opened).
    """
    reported = sorted(
        mapper.class_.__tablename__
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, ReportedRow)
    )
    with contextlib.closing(sqlite3.connect(new)) as connection:
        connection.execute("ATTACH DATABASE ? AS old", (str(old.resolve()),))
        later = connection.execute(
            "SELECT o.month FROM old.month_state o LEFT JOIN main.month_state n ON n.month = o.month"
            " WHERE n.month IS NULL OR o.revision >= n.revision"
        ).fetchall()
        for table in (*_EXPORT_RECORDS, *reported):
            for (month,) in later:
                _copy_rows(connection, table, "WHERE month = ?", month)
        if _count(connection, "old", _PROFILES) >= _count(connection, "main", _PROFILES):
            _copy_rows(connection, _PROFILES)  # none is ever deleted: the later file knows all of the earlier
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


def _set_aside(target: Path, kept: Path) -> None:
    """Keep the replaced file whole: checkpointed into one file where it is sound, else moved as it is."""
    try:
        _copy(target, kept)
    except FileUnusable:
        _remove(kept)
        os.replace(target, kept)
    for tail in ("-wal", "-shm"):
        target.with_name(target.name + tail).unlink(missing_ok=True)


def _free_name(folder: Path, stem: str, suffix: str = ".db") -> Path:
    target, number = folder / f"{stem}{suffix}", 2
    while target.exists():
        target, number = folder / f"{stem}_{number}{suffix}", number + 1
    return target


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unchanged(path: Path, digest: str) -> bool:
    try:
        return _digest(path) == digest
    except OSError:
        return False
