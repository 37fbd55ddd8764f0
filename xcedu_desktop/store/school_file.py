"""A school's file: created, opened with its checks, read and written through one store object."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from xcedu_desktop.errors import FileUnusable, InUse
from xcedu_desktop.store.engine import make_engine, troubles
from xcedu_desktop.store.peek import APPLICATION_ID, reading_uri
from xcedu_desktop.store.schema import SCHEMA_VERSION, migrate
from xcedu_desktop.store.unit_of_work import UnitOfWork


class Store:
    """One open school file. `who` is the clerk (填表人) that the change log names."""

    def __init__(self, path: Path, engine: Engine, lock: FileLock | None, school_code: str) -> None:
        self.path = path
        self.engine = engine
        self.school_code = school_code
        self.who = ""
        self._lock = lock

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that only reads; one consistent view of the file for as long as it is open."""
        with troubles(self.path), Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self, act: str) -> Iterator[UnitOfWork]:
        """One write transaction named `act` (修改, 导入…): all of it is kept, or nothing."""
        if self._lock is None:
            raise FileUnusable(f"「{self.path.name}」是只读打开的，不能写入")
        with troubles(self.path):
            connection = self.engine.connect().execution_options(xcedu_write=True)
            with connection, connection.begin(), Session(connection, autoflush=False) as session:
                yield UnitOfWork(session, self.school_code, self.who, act)
                session.flush()

    def close(self) -> None:
        self.engine.dispose()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def create(path: Path, school_code: str) -> Store:
    """Make a new, empty school file. Refuses to touch one that is there."""
    if path.exists() and path.stat().st_size:
        raise FileUnusable(f"「{path.name}」已经存在，没有改动它；请换一个文件名")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = take_lock(path)
    except OSError as error:
        raise FileUnusable(f"不能在「{path.parent}」里建文件：{reason(error)}") from None
    engine = make_engine(path)
    try:
        with troubles(path):
            connection = engine.connect().execution_options(xcedu_write=True)
            with connection, connection.begin():
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                migrate(connection)
    except BaseException:
        engine.dispose()
        lock.release()
        path.unlink(missing_ok=True)
        raise
    return Store(path, engine, lock, school_code)


def open_file(path: Path, *, readonly: bool = False) -> Store:
    """Open a school file; one of an older schema is backed up and upgraded.

    Raises FileUnusable (missing, foreign, damaged, from a newer program, not to be upgraded) or InUse.
    """
    version, school_code = inspect(path)
    lock = None if readonly else take_lock(path)
    engine = make_engine(path, readonly=readonly)
    store = Store(path, engine, lock, school_code)
    if version < SCHEMA_VERSION:
        try:
            if readonly:
                raise FileUnusable(
                    f"「{path.name}」是旧版本程序的数据，请先用这个程序打开一次，它会备份并升级"
                )
            from xcedu_desktop.store.upgrade import upgrade

            upgrade(path, engine, version)
        except BaseException:
            store.close()
            raise
    return store


def inspect(path: Path) -> tuple[int, str]:
    """Schema version and school code of a file that is ours and not newer than this program; raises FileUnusable."""
    if not path.exists():
        raise FileUnusable(f"没有找到学校数据文件「{path}」")
    if path.is_dir():
        raise FileUnusable(f"「{path}」是文件夹，不是学校数据文件")
    if not os.access(path, os.R_OK):
        raise FileUnusable(f"没有权限读「{path}」")
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise FileUnusable(f"读不了「{path}」：{reason(error)}") from None
    if not head.startswith(b"SQLite format 3\x00"):
        raise FileUnusable(f"「{path.name}」不是学校数据文件（或已损坏），没有改动它")
    with troubles(path):
        connection = sqlite3.connect(reading_uri(path), uri=True, timeout=5)
        try:
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise FileUnusable(f"「{path.name}」是别的程序的数据库，不是学校数据文件")
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            if version > SCHEMA_VERSION:
                raise FileUnusable(
                    f"「{path.name}」来自更新版本的程序（数据版本 {version}，本程序 {SCHEMA_VERSION}），请先升级程序"
                )
            row = connection.execute("SELECT code FROM school").fetchone() if version else None
        except UnicodeDecodeError:  # sqlite's own words about it quote overwritten bytes
            raise sqlite3.DatabaseError("malformed") from None
        except sqlite3.OperationalError as error:
            if "no such" not in str(error):
                raise
            # the line of a table lay on a damaged page
            raise sqlite3.DatabaseError("malformed") from None
        finally:
            connection.close()
    return version, str(row[0]) if row and row[0] else ""


def reason(error: OSError) -> str:
    """An operating system's refusal in Chinese words."""
    import errno

    words = {
        errno.ENOSPC: "磁盘已满",
        errno.EACCES: "没有权限",
        errno.EPERM: "没有权限",
        errno.EROFS: "只读的磁盘",
        errno.ENOENT: "没有这个文件或文件夹",
        errno.EEXIST: "已有同名的文件，它不是文件夹",
        errno.ENOTDIR: "路径中有一段不是文件夹",
        errno.EISDIR: "这是一个文件夹",
        errno.EBUSY: "正被另一个程序使用",
        errno.ENAMETOOLONG: "文件名太长",
        errno.EFBIG: "文件太大",
    }
    return words.get(error.errno or 0, "系统拒绝了（错误 " + str(error.errno) + "）")


def take_lock(path: Path) -> FileLock:
    """Hold the school file for this process; raises InUse where another one does. Ends with the process."""
    # of the process, not of the thread: a file opened in a worker is closed by the window
    lock = FileLock(path.with_name(path.name + ".lock"), timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise InUse(f"「{path.name}」正被另一个窗口或程序使用，没有改动；请先关闭那一个") from None
    except OSError as error:
        raise FileUnusable(
            f"不能在「{path.parent}」里写入：{reason(error)}；请换一个有权限的文件夹"
        ) from None
    return lock
