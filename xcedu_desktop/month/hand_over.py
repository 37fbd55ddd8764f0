"""复制到 U 盘: the reported workbook copied somewhere, read back there, and compared byte for byte."""

from __future__ import annotations

import hashlib
from pathlib import Path

from xcedu_desktop.errors import FileUnusable, WrongUsage
from xcedu_desktop.month.erased import refuse_erased
from xcedu_desktop.month.life import state
from xcedu_desktop.periods import Month
from xcedu_desktop.store.school_file import Store, reason
from xcedu_desktop.store.tables import Revision
from xcedu_desktop.store.whole_file import put_whole


def copy_workbook(store: Store, month: Month, folder: Path) -> Path:
    """Put the bytes of a reported month's revision into a folder and compare what can be read there. Returns the file.

    WrongUsage: the month is not reported, or its bytes are not in this file. FileUnusable: the folder cannot be written, or
    what is read back differs (a bad stick); then no file of that name is left there.
    """
    with store.read() as session:
        life = state(session, store.school_code, month)
        kept = session.get(Revision, (store.school_code, month, life.revision)) if life.locked else None
        if kept is None:
            raise WrongUsage(f"{month.spoken}还没有上报，没有可以复制的上报表")
        refuse_erased(session, month, "复制")
        name, content, digest = kept.file_name, kept.content, kept.sha256
    target = folder / name
    try:
        put_whole(target, content)
        same = hashlib.sha256(target.read_bytes()).hexdigest() == digest
    except OSError as error:
        raise FileUnusable(f"没有复制成「{target}」：{reason(error)}；请换一个 U 盘或文件夹再试") from None
    if not same:
        target.unlink(missing_ok=True)
        raise FileUnusable(f"「{target}」读回来与上报表不一致，已删除；这个 U 盘可能坏了，请换一个")
    return target
