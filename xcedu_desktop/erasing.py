"""按学年删除个人记录, done: rows, log lines and the rosters in kept workbooks in one transaction, then the bytes of the file.

What goes is planned by erasure.py. It cannot be undone: no backup is made before it.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from xcedu_desktop.clock import today
from xcedu_desktop.erasure import Erasure, named_reported, plan
from xcedu_desktop.errors import FileUnusable, WrongUsage
from xcedu_desktop.month.erased import LOG_NAME
from xcedu_desktop.periods import Month
from xcedu_desktop.school.reported import UNEXPLAINED, ReportedExplanation
from xcedu_desktop.school.tables import Pupil, Staff
from xcedu_desktop.store.base import Base, table_of
from xcedu_desktop.store.school_file import Store
from xcedu_desktop.store.tables import ImportRun, LogEntry, Meta, Receipt, Revision
from xcedu_desktop.store.unit_of_work import live_models

ERASED = "（已按学年删除）"
"""Stands in a reported line where words about a person stood."""


def erase(store: Store, shown: Erasure) -> None:
    """Takes out what was shown, in one transaction with one line in the log; then the bytes leave the file.

    WrongUsage: the file changed since it was planned. FileUnusable: no room to clean the file; nothing was changed.
    """
    size = store.path.stat().st_size
    if shutil.disk_usage(store.path.parent).free < 2 * size:
        raise FileUnusable(
            f"「{store.path.name}」所在的磁盘剩余空间不够清理文件（要 {2 * size / 1024 / 1024:.0f} MB），"
            "没有删除；请清出空间再试"
        )
    month = Month.of(shown.last)
    with store.write(f"删除 {shown.name} 的个人记录") as unit:
        planned = plan(unit.session, shown.school_year, today())
        if planned.goes != shown.goes:
            raise WrongUsage("数据有了改动，没有删除；请重新看一遍要删除的数目再删")
        names, connection = _names(unit.session, planned, month), unit.connection
        # before any line of the log goes: its number stays the highest there was
        unit.log(LOG_NAME, str(planned.school_year), "-", None, "，".join(planned.goes))
        for table, ids in planned.rows.items():
            _delete(connection, live_models()[table], "id", ids)
        _delete(connection, LogEntry, "seq", planned.log)
        _delete(connection, ImportRun, "id", planned.imports)
        connection.execute(delete(Receipt).where(Receipt.month <= month))
        for model in named_reported():
            table_ = table_of(model)
            connection.execute(delete(table_).where(table_.c.month <= month))
        _blank_words(connection, month)
        connection.execute(update(Revision).where(Revision.month <= month).values(content=b""))
        connection.execute(delete(Meta).where(Meta.name.in_(("overview", "overview_seq"))))
        _unname_acts(connection, names)
    clean(store)


def clean(store: Store) -> None:
    """Writes the file anew without what was deleted from it, and empties the log beside it (预写日志, -wal).

    FileUnusable: it is being read; the records are deleted, their bytes go when the program is closed.
    """
    try:
        with contextlib.closing(store.engine.raw_connection()) as pooled:
            cursor = pooled.cursor()
            cursor.execute("VACUUM")  # secure_delete is on for every connection (store.engine)
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            cursor.close()
    except sqlite3.OperationalError:
        busy = 1
    if busy:
        raise FileUnusable(
            f"记录已经删除；「{store.path.name}」正在被别的程序读，旧的内容要等关闭本程序时才从文件里清掉，请现在关闭一次"
        )


def _names(session: Session, planned: Erasure, month: Month) -> set[str]:
    """Names of the pupils who go; a name that somebody still there bears too is none of them."""
    pupils, ids = table_of(Pupil).c, planned.rows.get(Pupil.__tablename__, frozenset())
    rows = session.execute(select(pupils.id, pupils.name).where(pupils.name.is_not(None))).all()
    staff = set(session.execute(select(Staff.name).where(Staff.name.is_not(None))).scalars())
    stay = {name for pupil_id, name in rows if pupil_id not in ids} | staff
    reported = set[str]()
    for model in named_reported():
        columns = table_of(model).c
        if "name" in columns:
            statement = (
                select(columns.name).where(columns.month <= month, columns.name.is_not(None)).distinct()
            )
            reported.update(session.execute(statement).scalars())
    return ({name for pupil_id, name in rows if pupil_id in ids} | reported) - stay


def _unname_acts(connection: Connection, names: set[str]) -> None:
    """An act that names who went (加入 王小明) keeps its verb."""
    log = table_of(LogEntry)
    for act in connection.execute(select(log.c.act).distinct()).scalars().all():
        words = act.split(" ")
        plain = " ".join("…" if word in names else word for word in words)
        if plain != act:
            connection.execute(update(log).where(log.c.act == act).values(act=plain))


def _blank_words(connection: Connection, month: Month) -> None:
    """The explanations sheets keep what was found how often; where and in which words may tell of a person."""
    table = table_of(ReportedExplanation)
    of_months = table.c.month <= month
    connection.execute(update(table).where(of_months).values(place=None, message=ERASED))
    explained = or_(table.c.reason.is_(None), table.c.reason != UNEXPLAINED)
    connection.execute(update(table).where(of_months, explained).values(reason=ERASED))


def _delete(connection: Connection, model: type[Base], key: str, ids: Iterable[object]) -> None:
    table, values = table_of(model), [{"row": row} for row in ids]
    if values:
        connection.execute(delete(table).where(table.c[key] == bindparam("row")), values)
