"""A file written whole or not at all: under another name beside it first, then renamed."""

from __future__ import annotations

import os
from pathlib import Path

from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.store.school_file import reason


def put_whole(path: Path, content: bytes) -> None:
    """Write a file in the place of one that may be there, synced to the disk before it takes its name.

    OSError: it cannot be written; then what stood there stands, and nothing is left beside it.
    """
    part = path.with_name(f".~{path.name}.tmp")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def write_whole(path: Path, content: bytes) -> Path:
    """The same for a file that a person asked for; its folder is made. Returns its path.

    FileUnusable: it cannot be written (a full disk, no right, open in Excel or WPS).
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put_whole(path, content)
    except OSError as error:
        raise FileUnusable(
            f"不能写「{path}」：{reason(error)}；如果它正在 Excel 或 WPS 里打开，请先关闭"
        ) from None
    return path
