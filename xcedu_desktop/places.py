"""Where things lie on this PC (存放位置): the clerk's folder in the documents, or beside the portable program (便携版)."""

from __future__ import annotations

import sys
from pathlib import Path

FOLDER = "薛城教体填报"
"""The clerk's folder in the documents (文档): school files, workbooks, reports of errors."""
SUFFIX = ".xcedu"
"""What a new school file's name ends in; the installer has such files open by double click. Backups end in .db and do not."""
PORTABLE_MARK = "portable.txt"
"""Beside the frozen program it says: this copy keeps its data beside itself."""


def portable() -> Path | None:
    """The data folder beside a portable program (a USB stick's); None: the program is installed, or runs from its sources."""
    if not getattr(sys, "frozen", False):
        return None
    home = Path(sys.executable).resolve().parent
    return home / "数据" if (home / PORTABLE_MARK).is_file() else None


def clerk_folder() -> Path:
    """Where the clerk's files go unless another place is chosen; it need not be there yet."""
    beside = portable()
    if beside is not None:
        return beside
    from platformdirs import user_documents_dir  # not before the first paint

    return Path(user_documents_dir()) / FOLDER


def trouble_folder() -> Path:
    """Where reports of errors (出错记录) are left by themselves, for the clerk to find and send."""
    return clerk_folder() / "出错记录"
