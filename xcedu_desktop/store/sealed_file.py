"""A small file that the bureau gives to schools (回执 .xcr, 区级参数 .xcp): JSON with the SHA-256 of what it says.

`{"file": mark, "format": 1, "sha256": "…", "content": {…}}`. The digest is over the content as `canonical` writes it, so
that other spacing changes nothing. It shows damage and changes by hand; it is no signature.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.values.masks import shown
from xcedu_desktop.values.text import clean_text

LARGEST = 4_000_000
"""Bytes. A receipt of a thousand questions has a tenth of it."""
_KEYS = {"file", "format", "sha256", "content"}


@dataclass(frozen=True)
class SealedKind:
    """One kind of sealed file. `word`: what a person calls it (回执)."""

    mark: str
    format: int
    suffix: str
    word: str


@dataclass(frozen=True)
class Sealed:
    """A file whose digest is right. `text`: its content as `canonical` writes it, to be kept."""

    name: str
    digest: str
    content: dict[str, Any]

    @property
    def text(self) -> str:
        return canonical(self.content)


class Spoilt(ValueError):
    """Sealed content that is not what its format says; the words, where there are any, name what is wrong."""


def canonical(content: Any) -> str:
    """The one text of a content: keys sorted, no blanks, Chinese as it is."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest_of(content: Any) -> str:
    """SHA-256 (hex) over the content's one text in UTF-8."""
    return hashlib.sha256(canonical(content).encode("utf-8")).hexdigest()


def seal(kind: SealedKind, content: dict[str, Any]) -> bytes:
    """The bytes of a sealed file."""
    whole = {"file": kind.mark, "format": kind.format, "sha256": digest_of(content), "content": content}
    return (json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")


def unseal(path: Path, kind: SealedKind) -> Sealed:
    """Read a sealed file. FileUnusable, one sentence: not there, too large, of no such kind, newer, or damaged."""
    name = shown(path.name, 60)
    data = _bytes_of(path, name, kind)
    try:
        said = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_no_key_twice,
            parse_float=_no_such,
            parse_constant=_no_such,
        )
    except (ValueError, RecursionError):
        # what is no JSON at all is another file; what begins like ours was cut short or altered
        raise (damaged(name, kind) if kind.mark.encode() in data[:2000] else foreign(name, kind)) from None
    if not isinstance(said, dict) or said.get("file") != kind.mark:
        raise foreign(name, kind)
    version = said.get("format")
    if type(version) is int and version > kind.format:
        raise FileUnusable(f"「{name}」是更新版本的程序做的{kind.word}，没有读入；请先升级本程序")
    content = said.get("content")
    whole = type(version) is int and version == kind.format and set(said) == _KEYS
    if not whole or not isinstance(content, dict):
        raise damaged(name, kind)
    try:
        digest = digest_of(content)
    except (ValueError, RecursionError):  # half a character, or too deep to be written
        raise damaged(name, kind) from None
    if said["sha256"] != digest:
        raise damaged(name, kind)
    return Sealed(name, digest, content)


def foreign(name: str, kind: SealedKind) -> FileUnusable:
    """The error of a file of another kind."""
    return FileUnusable(f"「{name}」不是{kind.word}，没有读入；请用区里发来的 {kind.suffix} 文件")


def damaged(name: str, kind: SealedKind) -> FileUnusable:
    """The error of a file that was cut short or altered."""
    return FileUnusable(f"「{name}」不完整或被改动过，没有读入；请向区里再要一份{kind.word}")


def spoilt(name: str, kind: SealedKind, error: Spoilt) -> FileUnusable:
    """The error of a file whose content is not what its format says."""
    words = str(error)
    return FileUnusable(f"「{name}」{words}，没有读入；请告诉区里") if words else damaged(name, kind)


def _bytes_of(path: Path, name: str, kind: SealedKind) -> bytes:
    try:
        if not path.exists():
            raise FileUnusable(f"找不到「{name}」，没有读入")
        if not path.is_file():
            raise FileUnusable(f"「{name}」不是文件，没有读入")
        size = path.stat().st_size
        if size > LARGEST:
            raise FileUnusable(f"「{name}」有 {size / 1e6:.0f} MB，不是{kind.word}，没有读入")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError):  # ValueError: a name with a zero character
        raise FileUnusable(f"读不了「{name}」，没有读入；请把它复制到电脑上再试") from None


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _no_such(text: str) -> NoReturn:
    raise ValueError(f"no such number: {text[:20]}")


class Part:
    """One object of a content, read strictly: a key that is not among `keys`, a wrong type or a value out of bounds is Spoilt."""

    def __init__(self, value: object, keys: Iterable[str]) -> None:
        if not isinstance(value, dict) or set(value) - set(keys):
            raise Spoilt
        self._value = value

    def __contains__(self, key: str) -> bool:
        return self._value.get(key) is not None

    def text(self, key: str, most: int) -> str:
        """Text that must be there, cleaned; at most `most` characters."""
        raw = self._value.get(key)
        if not isinstance(raw, str) or len(raw) > most:
            raise Spoilt
        plain = clean_text(raw).value
        if not plain:
            raise Spoilt
        return plain

    def text_or_none(self, key: str, most: int) -> str | None:
        """Text that may be left out."""
        return self.text(key, most) if key in self else None

    def whole(self, key: str, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        raw = self._value.get(key)
        if type(raw) is not int or not low <= raw <= high:
            raise Spoilt
        return raw

    def day(self, key: str) -> date:
        """A day, 2026-11-20."""
        return day_of(self._value.get(key))

    def moment(self, key: str) -> datetime:
        """A time without zone, 2026-11-20T09:30:00."""
        raw = self._value.get(key)
        try:
            found = datetime.strptime(raw, "%Y-%m-%dT%H:%M:%S") if isinstance(raw, str) else None
        except ValueError:
            found = None
        if found is None:
            raise Spoilt
        return found

    def items(self, key: str, most: int) -> list[Any]:
        """A list of at most `most` things; left out, it is empty."""
        raw = self._value.get(key, [])
        if not isinstance(raw, list) or len(raw) > most:
            raise Spoilt
        return raw

    def part(self, key: str, keys: Iterable[str]) -> Part:
        """An object within; left out, it is empty."""
        return Part(self._value.get(key, {}), keys)

    def mapping(self, key: str) -> dict[str, Any]:
        """An object of which the reader looks at each key itself; left out, it is empty."""
        raw = self._value.get(key, {})
        if not isinstance(raw, dict):
            raise Spoilt
        return raw


def day_of(raw: object) -> date:
    """A day as its content has it; Spoilt for anything else."""
    try:
        found = datetime.strptime(raw, "%Y-%m-%d").date() if isinstance(raw, str) and len(raw) == 10 else None
    except ValueError:
        found = None
    if found is None:
        raise Spoilt
    return found
