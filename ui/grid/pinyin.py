"""Pinyin initials (拼音首字母): finding by them, and sorting Chinese by sound. pypinyin is loaded when first used."""

from __future__ import annotations

import os
from functools import lru_cache
from itertools import product
from math import prod
from unicodedata import normalize

_MOST_READINGS = 64


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
def haystack(text: str) -> str:
    """What a text can be found by: itself without blanks, and its initials in every reading, each on a line."""
    plain = "".join(text.casefold().split())
    if plain.isascii():
        return plain
    letters = [_initials(c) for c in plain]
    if prod(map(len, letters)) <= _MOST_READINGS:
        ways = {"".join(way) for way in product(*letters)}
    else:  # a long text: every reading of one character at a time, the others as usual
        usual = [_usual(c) for c in plain]
        ways = {
            "".join([*usual[:at], other, *usual[at + 1 :]])
            for at, some in enumerate(letters)
            for other in some
        }
    return "\n".join([plain, *sorted(ways)])


@lru_cache(maxsize=8192)
def _usual(character: str) -> str:
    return _sound(character)[0]


def matches(text: str, typed: str) -> bool:
    """Whether `typed` is in the text, or is the pinyin initials of some run of it (zs → 张舒然). Empty matches."""
    return "".join(typed.casefold().split()) in haystack(text)


def rank(text: str, typed: str) -> int:
    """How well a match fits, 0 best: equal, begins with it, initials from the first character as it is usually read, in
    another reading (朱 is shu too), elsewhere."""
    wanted = "".join(typed.casefold().split())
    plain, *ways = haystack(text).split("\n")
    if plain == wanted:
        return 0
    if plain.startswith(wanted):
        return 1
    if "".join(map(_usual, plain)).startswith(wanted):
        return 2
    return 3 if any(way.startswith(wanted) for way in ways) else 4
