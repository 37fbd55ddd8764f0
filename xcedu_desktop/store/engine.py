"""The SQLite engine: pragmas, real transactions, and sqlite's troubles turned into Chinese sentences."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.store.peek import reading_uri

BUSY_MS = 5000
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
"""What Python's sqlite3 raises over a damaged file; the second where its own words about it quote overwritten bytes."""
_SIDE_FILES = 64 * 1024
"""Bytes that -wal and -shm want at least."""


def make_engine(path: Path, *, readonly: bool = False) -> Engine:
    """An engine over one school file. DDL and the schema version roll back together: BEGIN is ours, not pysqlite's."""
    # A read-only open still needs WAL's side files; query_only refuses writes without needing an immutable file.
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_MS / 1000})
    uri = reading_uri(path) if readonly else ""
    if "immutable" in uri:

        def _open() -> sqlite3.Connection:
            return sqlite3.connect(uri, uri=True, check_same_thread=False)

        engine = create_engine("sqlite://", creator=_open, poolclass=QueuePool)

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA cache_size=-16000")
        cursor.execute("PRAGMA temp_store=MEMORY")  # no pupil's data in temporary files
        if readonly:
            cursor.execute("PRAGMA query_only=ON")
        else:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA secure_delete=ON")  # a deleted pupil's record leaves no bytes behind
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("xcedu_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


@contextmanager
def troubles(path: Path) -> Iterator[None]:
    """Turn what sqlite says of full, read-only, busy and damaged files into FileUnusable; anything else passes."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        sentence = advice(str(original), path)
        if sentence is None:
            raise
        raise FileUnusable(sentence) from None


def _is_full(path: Path) -> bool:
    """Whether not even SQLite's side files fit beside the file; it then speaks of an I/O error only."""
    try:
        return shutil.disk_usage(path.parent).free < _SIDE_FILES
    except OSError:
        return False


def is_damage(words: str) -> bool:
    """Whether sqlite's words say that a file's bytes are not what was written: its pages, or a text in them."""
    low = words.lower()
    return any(
        known in low
        for known in ("not a database", "malformed", "corrupt", "could not decode", "unsupported file format")
    )


def advice(words: str, path: Path) -> str | None:
    """The Chinese sentence for sqlite's words about a known trouble; None for anything that is our own mistake."""
    low = words.lower()
    if is_damage(low):
        return f"文件「{path.name}」已损坏，没有改动它；请用最近的备份恢复"
    if "disk is full" in low or "no space" in low:
        return f"磁盘已满，「{path.name}」没有写入；请清出空间后再试，已保存的内容都在"
    if "readonly" in low or "read-only" in low:
        return f"「{path.name}」不能写入（只读），没有改动；请去掉只读属性或换一个有权限的文件夹"
    if "locked" in low or "busy" in low:
        return f"「{path.name}」正被另一个程序使用，没有改动；请先关闭那个程序"
    if "unable to open" in low:
        return f"打不开「{path.name}」；请检查文件夹是否存在、是否有权限"
    if "disk i/o" in low:
        if _is_full(path):
            return f"「{path.name}」所在的磁盘已满，没有改动；请清出空间后再试，已保存的内容都在"
        return f"读写「{path.name}」时磁盘出错，没有改动；请检查磁盘或 U 盘"
    return None
