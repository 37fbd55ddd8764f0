"""Pinyin initials (拼音首字母): finding by them, and sorting Chinese by sound. pypinyin is loaded when first used."""

from __future__ import annotations

import os
from functools import lru_cache
from unicodedata import normalize


@lru_cache(maxsize=1)
def _readings() -> dict[int, str]:
    """Code point to its readings, the usual one first: dān,chán,shàn."""
    # Single characters are all that is asked: pypinyin's phrases would cost 20 MB.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.constants import PINYIN_DICT

    return PINYIN_DICT


def _plain(reading: str) -> str:
    """A reading without its tone marks: shàn → shan."""
    return "".join(c for c in normalize("NFD", reading) if "a" <= c <= "z")


@lru_cache(maxsize=8192)
def _initials(character: str) -> str:
    """All first letters of a character: 单 → dcs; a letter or digit is itself."""
    readings = _readings().get(ord(character), "") if ord(character) > 0x2E7F else ""
    letters = {plain[0] for reading in readings.split(",") if (plain := _plain(reading))}
    return "".join(sorted(letters)) or character.casefold()


@lru_cache(maxsize=8192)
def _sound(character: str) -> str:
    readings = _readings().get(ord(character), "") if ord(character) > 0x2E7F else ""
    return _plain(readings.split(",")[0]) + " " if readings else character.casefold()


@lru_cache(maxsize=32768)
def sorting(text: str) -> tuple[str, str]:
    """Sort key of a text: by sound, then by the characters themselves."""
    return "".join(map(_sound, text)), text


@lru_cache(maxsize=32768)
def _letters(text: str) -> tuple[str, ...]:
    return tuple(_initials(c) for c in text if not c.isspace())


def matches(text: str, typed: str) -> bool:
    """Whether `typed` is in the text, or is the pinyin initials of some run of it (zs → 张舒然). Empty matches."""
    wanted = "".join(typed.casefold().split())
    if not wanted or wanted in "".join(text.casefold().split()):
        return True
    if not wanted.isascii():
        return False
    letters = _letters(text)
    starts = range(len(letters) - len(wanted) + 1)
    return any(all(w in letters[start + i] for i, w in enumerate(wanted)) for start in starts)


def rank(text: str, typed: str) -> int:
    """How well a match fits, 0 best: equal, begins with it, initials from the first character, elsewhere."""
    wanted = "".join(typed.casefold().split())
    plain = "".join(text.casefold().split())
    if plain == wanted:
        return 0
    if plain.startswith(wanted):
        return 1
    letters = _letters(text)
    if (
        wanted.isascii()
        and len(letters) >= len(wanted)
        and all(w in o for w, o in zip(wanted, letters, strict=False))
    ):
        return 2
    return 3
