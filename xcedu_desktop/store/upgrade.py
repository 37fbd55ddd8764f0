"""A school file of an older schema brought to this program's: a checked backup first, then one transaction."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from xcedu_desktop.clock import now
from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.store.backup import checked_copy
from xcedu_desktop.store.engine import troubles
from xcedu_desktop.store.schema import migrate


def upgrade(path: Path, engine: Engine, version: int) -> Path:
    """Migrate the file; returns the backup made before it. FileUnusable: no backup could be made, or a step failed.

    Either way the file is as it was, and the sentence says where the backup lies.
    """
    backup = _back_up(path, version)
    try:
        with troubles(path):
            connection = engine.connect().execution_options(xcedu_write=True)
            with connection, connection.begin():
                migrate(connection)
    except FileUnusable:
        raise
    except Exception as error:
        raise FileUnusable(
            f"「{path.name}」没有升级成功（{type(error).__name__}），文件没有改动；升级前的备份在「{backup}」，请告诉电教站"
        ) from error
    return backup


def _back_up(path: Path, version: int) -> Path:
    target = path.parent / "备份" / "升级前" / f"{path.stem}_数据版本{version}_{now():%Y%m%d-%H%M%S}.db"
    try:
        checked_copy(path, target)
    except (OSError, FileUnusable):
        raise FileUnusable(
            f"「{path.name}」要升级，但升级前的备份没有做成，文件没有改动；请检查磁盘空间和文件是否完好"
        ) from None
    return target
