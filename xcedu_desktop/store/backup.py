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
from typing import TYPE_CHECKING

from xcedu_desktop.clock import now
from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.store.engine import UNREADABLE, advice, is_damage, troubles
from xcedu_desktop.store.peek import reading_uri
from xcedu_desktop.store.school_file import Store, inspect, reason, take_lock

# How a file is replaced is loaded when one is: each start takes this module in for its backups.
if TYPE_CHECKING:
    from xcedu_desktop.store.salvage import RowsOf


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
            raise FileUnusable(f"「{source.name}」已损坏（{problem}），没有做成备份；请用最近的备份恢复")
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


@dataclass(frozen=True)
class Restored:
    """What a restore did. `kept`: where the replaced file lies now, None where there was none. `lost`: Chinese sentences,
    one for each thing of it that could not be carried over."""

    kept: Path | None
    lost: tuple[str, ...]


def restore(backup: Path, target: Path, rows_of: RowsOf) -> Restored:
    """Put a backup in the place of a school file, which is kept beside it; a damaged one is replaced like any other.

    The export records (上报记录) of the file that is replaced are carried over, so that no revision number is used twice.
    `rows_of` reads the reported rows out of a kept workbook (month.restoring has it).
    """
    target = target.resolve()  # a link to the school file stays a link
    _, code = inspect(backup)
    problem = integrity(backup)
    if problem:
        raise FileUnusable(f"备份「{backup.name}」已损坏，没有恢复：{problem}")
    if target.is_dir() or (target.exists() and not os.access(target, os.R_OK)):
        inspect(target)  # a folder, or no right to read it: nothing that a backup should take the place of
    if target.exists() and backup.resolve() == target.resolve():
        raise FileUnusable("备份和要恢复的是同一个文件，没有改动")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = take_lock(target)
        try:
            return _replace(backup, target, code, rows_of)
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
    try:
        problem = integrity(path)
    except FileUnusable as error:  # busy, or a disk that does not answer
        return FileCheck(False, version, "unreadable", error.message, ())
    if problem:
        return FileCheck(
            False, version, "damaged", f"「{path.name}」已损坏（{problem}）；请用最近的备份恢复", ()
        )
    with contextlib.closing(_connect(path)) as connection:
        known = connection.execute("SELECT path, taken, sha256 FROM backup ORDER BY taken").fetchall()
    backups = tuple(BackupCheck(file, taken, _unchanged(Path(file), digest)) for file, taken, digest in known)
    return FileCheck(True, version, "ok", "", backups)


def integrity(path: Path) -> str:
    """'' for a sound file, else what is wrong, in a few Chinese words that name no file. FileUnusable: it cannot be asked."""
    try:
        with contextlib.closing(_connect(path)) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
            if found != ["ok"]:
                return f"{len(found)} 处页面或索引不一致"
            if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                return "有的行指向不存在的行"
    except UNREADABLE as error:
        if not is_damage(str(error)) and (sentence := advice(str(error), path)):
            raise FileUnusable(sentence) from None
        return "有的页读不出来"
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


def _replace(backup: Path, target: Path, code: str, rows_of: RowsOf) -> Restored:
    from xcedu_desktop.store.salvage import NOTE_THEM

    with _temporary(target) as part:
        _copy(backup, part)
        kept: Path | None = None
        lost = [f"原来的文件不在，备份以后有没有上报过无从知道。上报过的话，{NOTE_THEM}"]
        if target.exists():
            lost = _carry_over(target, part, code, rows_of)
            kept = _free_name(target.parent, f"{target.stem}_恢复前_{now():%Y%m%d-%H%M%S}", target.suffix)
            _set_aside(target, kept)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, target)
        return Restored(kept, tuple(lost))


def _carry_over(old: Path, new: Path, code: str, rows_of: RowsOf) -> list[str]:
    """The export records of the file replaced; gives what of them is lost. FileUnusable: it is another school's file."""
    from xcedu_desktop.store.carry_over import carry_over
    from xcedu_desktop.store.damaged import other_school
    from xcedu_desktop.store.salvage import salvage

    try:
        _, old_code = inspect(old)
        sound = not integrity(old) and _workbooks_hold(old)
    except FileUnusable:  # too damaged to say whose it is, or of a newer program: what can be read of it is
        old_code, sound = code, False
    if old_code != code:
        raise other_school(code, old_code)
    with troubles(old):
        if not sound:
            return salvage(old, new, code, rows_of)
        carry_over(old, new)
    return []


def _workbooks_hold(path: Path) -> bool:
    """Whether the kept workbooks have their digests: SQLite does not see bytes that were changed within a value."""
    with contextlib.suppress(*UNREADABLE), contextlib.closing(_connect(path)) as connection:
        rows = connection.execute("SELECT content, sha256 FROM revision WHERE length(content) > 0")
        return all(hashlib.sha256(content).hexdigest() == digest for content, digest in rows)
    return False


def _set_aside(target: Path, kept: Path) -> None:
    """Keep the replaced file whole: checkpointed into one file where it is sound, else moved as it is."""
    try:
        _copy(target, kept)
    except (FileUnusable, *UNREADABLE):
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
