"""A file written whole or not at all: under another name beside it first, then renamed."""

from __future__ import annotations

import os
from pathlib import Path

from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.store.school_file import reason


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file in the place of one that may be there; its folder is made. Returns its path.

    FileUnusable: it cannot be written (a full disk, no right, open in Excel or WPS); then what stood there stands.
    """
    part = path.with_name(f".~{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise FileUnusable(
            f"不能写「{path}」：{reason(error)}；如果它正在 Excel 或 WPS 里打开，请先关闭"
        ) from None
    return path
