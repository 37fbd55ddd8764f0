"""The workbook's file: its name, a temporary one beside it, and the change of names. Nothing here knows the database."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.periods import Month
from xcedu_desktop.store.school_file import reason

_LONGEST_NAME_BYTES = 120
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\s]+')


def file_name(school_code: str, school_name: str, month: Month, revision: int) -> str:
    """薛城_<code>_<name>_<YYYY-MM>_r<revision>.xlsx, fit for Windows and for 255 bytes."""
    return f"薛城_{_plain(school_code)}_{_plain(school_name) or '学校'}_{month}_r{revision}.xlsx"


def _plain(text: str) -> str:
    plain = _NOT_IN_NAMES.sub("_", text).strip("._ ")
    return plain.encode("utf-8")[:_LONGEST_NAME_BYTES].decode("utf-8", "ignore")


def _temporary_prefix(school_code: str) -> str:
    return f".~薛城_{_plain(school_code)}_"


def clear_leftovers(folder: Path, school_code: str) -> None:
    """Remove temporary files that a crash left behind; what cannot be removed is left."""
    prefix = _temporary_prefix(school_code)
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name.startswith(prefix) and path.name.endswith(".tmp"):
                with suppress(OSError):
                    path.unlink()


@dataclass(frozen=True)
class Beside:
    """A whole, synced temporary file beside its target."""

    temporary: Path
    target: Path

    def swap(self, after: str = "") -> None:
        """Give the file its name, in one step. FileUnusable (with `after` at its end) where that is refused."""
        try:
            os.replace(self.temporary, self.target)
            _sync_folder(self.target.parent)
        except OSError as error:
            self.drop()
            raise FileUnusable(f"「{self.target.name}」没有写成：{_why(error, self.target)}{after}") from None

    def drop(self) -> None:
        with suppress(OSError):
            self.temporary.unlink()


def put_beside(folder: Path, name: str, content: bytes, school_code: str) -> Beside:
    """Step 2: write the temporary file and make sure that the target can be replaced. FileUnusable: nothing changed."""
    target = folder / name
    temporary = folder / f"{_temporary_prefix(school_code)}{os.getpid()}.tmp"
    beside = Beside(temporary, target)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            raise FileUnusable(f"「{name}」已有同名的文件夹，没有写；请移走它或换一个文件夹")
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            # A workbook open in Excel or WPS refuses this on Windows; so it is known before anything is recorded.
            os.close(os.open(target, os.O_RDWR))
    except FileExistsError:
        raise FileUnusable(f"「{folder}」不是文件夹，没有写；请换一个文件夹") from None
    except OSError as error:
        beside.drop()
        raise FileUnusable(f"不能写「{target}」：{_why(error, target)}；没有改动，请换一个文件夹") from None
    except BaseException:
        beside.drop()
        raise
    return beside


def _why(error: OSError, target: Path) -> str:
    code = getattr(error, "winerror", None)
    if code in (32, 33) or (
        code == 5 and target.is_file()
    ):  # Windows says 5 of an open target, and of no rights
        return "它正在 Excel 或 WPS 里打开着，请先关闭"
    return reason(error)


def _sync_folder(folder: Path) -> None:
    """The new name survives a power cut too, where a folder can be synced (not on Windows)."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
