"""What comes back from reading one cell: a value, or why there is none, and what should be said beside it."""

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


def invisible(character: str) -> bool:
    """True for what shows nothing: any white space, control, zero-width and direction characters."""
    return character.isspace() or unicodedata.category(character) in ("Cc", "Cf") or character in "\u3164\u2800"


def is_blank(raw: object) -> bool:
    """None, or text without one visible character."""
    return raw is None or (isinstance(raw, str) and all(invisible(c) for c in raw))


def fold(text: str) -> str:
    """Text for comparing: NFKC (full-width to half-width), without any white space or invisible character."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if not invisible(c))
