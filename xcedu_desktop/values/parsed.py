"""What comes back from reading one cell: a value, or why there is none, and what should be said beside it."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark on a cell: `code` for programs, `message` (Chinese, identifiers masked) for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """A cell as read. A blank has neither value nor error; with an error the value is None."""

    value: T | None = None
    error: Notice | None = None
    warnings: tuple[Notice, ...] = ()

    @property
    def blank(self) -> bool:
        """Nothing was in the cell, or a mark that stands for nothing (then with a warning)."""
        return self.value is None and self.error is None


def failed(code: str, message: str) -> Parsed[Any]:
    """A cell that cannot be read."""
    return Parsed(error=Notice(code, message))


_SHOWN_AS_NOTHING = re.compile("[ \u3164\u2800]")
"""What counts as printable and yet shows nothing."""


def invisible(character: str) -> bool:
    """True for what shows nothing: any white space, control, zero-width and direction characters."""
    return (
        character.isspace() or unicodedata.category(character) in ("Cc", "Cf") or character in "\u3164\u2800"
    )


def is_blank(raw: object) -> bool:
    """None, or text without one visible character."""
    if not isinstance(raw, str):
        return raw is None
    # Nearly every text shows something at once.
    return not raw or (invisible(raw[0]) and all(invisible(c) for c in raw))


def fold(text: str) -> str:
    """Text for comparing: NFKC (full-width to half-width), without any white space or invisible character."""
    if text.isascii() and text.isalnum():
        return text  # most cells: nothing to fold, nothing invisible
    normal = unicodedata.normalize("NFKC", text)
    if normal.isalnum() or (normal.isprintable() and not _SHOWN_AS_NOTHING.search(normal)):
        return normal
    return "".join(c for c in normal if not invisible(c))


_ERROR_CELLS = frozenset(
    [
        "#REF!",
        "#N/A",
        "#NAME?",
        "#VALUE!",
        "#DIV/0!",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#GETTING_DATA",
        "#BUSY!",
        "#BLOCKED!",
    ]
)
_MARKS = frozenset(
    [
        "/",
        "//",
        "\\",
        "-",
        "--",
        "---",
        "—",
        "——",
        "／",
        "无",
        "空",
        "暂无",
        "没有",
        "不详",
        "未知",
        "未填",
        "n/a",
        "na",
        "null",
        "none",
        "nan",
    ]
)


def is_error_cell(raw: object) -> bool:
    """A spreadsheet's error value (#REF!, #N/A), or the ##### of a number that did not fit."""
    if not isinstance(raw, str):
        return False
    text = raw.strip()
    return text.upper() in _ERROR_CELLS or (len(text) > 2 and not text.strip("#"))


def error_cell(raw: object) -> Parsed[Any]:
    """The rejection of an error cell."""
    return failed("error_cell", f"单元格是错误值 {str(raw).strip()[:12]}，请在原表里改正")


def is_blank_mark(raw: object) -> bool:
    """A mark that stands for nothing: /, —, 无."""
    if not isinstance(raw, str):
        return False
    text = fold(raw).casefold().translate(str.maketrans("‐‑‒–—―−─", "--------"))
    return text in _MARKS or (bool(text) and not text.strip("-"))


def blank_mark(raw: object) -> Parsed[Any]:
    """A blank with the warning that a mark stood there: it is blank, never zero."""
    return Parsed(warnings=(Notice("blank_mark", f"「{str(raw).strip()[:12]}」按空白读入，不是 0"),))
