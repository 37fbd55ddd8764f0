"""The class that a title, a section line, a sheet's or a file's name says: one, several at once, or none."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from typing import Final

from xcedu_desktop.values.class_names import ClassKey, names_class
from xcedu_desktop.values.numerals import DIGITS
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.values.pattern import late

_LONGEST = 14
"""Characters of the longest class name looked for in a text."""


class Several(Enum):
    """A text that names more classes than one, or a span of them (三年级1-3班)."""

    SEVERAL = "several"


SEVERAL: Final = Several.SEVERAL
_NUMERALS = "一二三四五六七八九十"
_JOINED = late(
    rf"\(?[\d{_NUMERALS}]{{1,3}}\)?[-.~—–_·][^级年]*|\d{{3}}班?|[{_NUMERALS}](?:\d{{1,2}}|[{_NUMERALS}]{{1,3}})班"
)
"""A name whose grade is but a number before another (1-3班, 一二班, 103班): cut out of a span it would be another class."""
_BEFORE = late(rf"级$|(?<!\d{{4}})(?<!学)年$|\d\)$|[\d{_NUMERALS}班)][-~—–至到、,，和及与/.]$")
_YEAR = late(r"(?<!\d)(?:19|20)\d\d$")
_NUMBERED = late(r"(?:[\d一二三四五六七八九十]|[\d一二三四五六七八九十]\))$")
_LABEL = late(r"班\s*级\s*[:：]\s*([^\s:：]{1,14})")
_GRADE = late(r"(?:小学|初中?|高中?)?[一二三四五六七八九1-9]年级|初[一二三]|高[一二三]|20\d\d级")
_COPY = late(r"(?P<stem>.+\S)\s+\((?P<number>\d+)\)")
_TEACHER = late(
    r"[(\[,，、:：;\s-]*(?:班主任|辅导员|任课教师|任课老师|科任|负责人|带班|教师|老师|人数|共|合计|\d{1,3}[人名]).*$"
)
_UNKNOWN_CLASS = late(r"(?!全|本|各|走|跨|插|分|每|同|按|一个|兴趣)[^:：]{1,10}班(?:\([^()]*\))?")


def class_in(text: str, parse: Callable[[str], ClassKey | None]) -> ClassKey | Several | None:
    """The class that a text names within other words (2026年三年级1班学生名单)."""
    plain = fold(text)
    keys: set[ClassKey] = set()
    several = bare = False
    for found in re.finditer("班", plain):
        end = found.end()
        for start in range(max(0, end - _LONGEST), end - 2):
            key = parse(plain[start:end])
            if key is not None and not _cut_into_number(plain, start):
                keys.add(key)
                several = several or _cut_out(plain[:start], plain[start:end])
                break
        else:
            # 三年级1班、2班: the second says no grade of its own.
            bare = bare or bool(_NUMBERED.search(plain[: end - 1]))
    if several or len(keys) > 1 or (keys and bare):
        return SEVERAL
    return keys.pop() if keys else None


def class_of_label(text: str) -> str:
    """What stands behind 班级： in a title (班级：5班 beside 年级：三年级)."""
    found = _LABEL.search(text)
    return without_teacher(found[1]) if found else ""


def grades_in(text: str) -> set[str]:
    """The grades that a text names, as it writes them (三年级, 初一, 2024级)."""
    return {found[0] for found in _GRADE.finditer(fold(text))}


def is_joined(text: str) -> bool:
    """Whether a class is written so that it may be a span of classes as well (1-3班)."""
    return bool(_JOINED.fullmatch(fold(text)))


def _cut_out(before: str, name: str) -> bool:
    """Whether the name is but the end of a longer expression: the 1-3班 of 三年级1-3班."""
    before = before.rstrip("([第")
    if not _JOINED.fullmatch(name):
        return False
    numbered = before[-1:] in DIGITS or (before[-1:].isdecimal() and not _YEAR.search(before))
    return numbered or bool(_BEFORE.search(before))


def _cut_into_number(text: str, start: int) -> bool:
    """Whether the name would begin inside a longer number (the 6 of 2026年)."""
    return start > 0 and text[start].isdigit() and text[start - 1].isdigit()


def without_teacher(text: str) -> str:
    """A section line without what it says beside the class: 三（2）班（班主任：王老师）, 三(2)班 42人."""
    plain = fold(text)
    return _TEACHER.sub("", plain).rstrip("([-:,、") or plain


def says_class_in_cells(texts: list[str]) -> bool:
    """Whether a row of several cells is the line of a class: the class first, beside it its teacher or number of pupils."""
    return (
        len(texts) > 1 and names_class(fold(texts[0])) and without_teacher("".join(texts)) == fold(texts[0])
    )


def looks_like_class(text: str) -> bool:
    """Whether a line is the name of some class, known or not (启明星班)."""
    return bool(_UNKNOWN_CLASS.fullmatch(without_teacher(text)))


def without_copy_mark(name: str, names: set[str]) -> str:
    """A sheet's name without the (2) that the spreadsheet gives the copy of a tab; where there is a (1) too, it is the clerk's own."""
    found = _COPY.fullmatch(name.strip())
    if found is None or any(
        re.fullmatch(rf"{re.escape(found['stem'])}\s*[(（]1[)）]", other) for other in names
    ):
        return name
    return found["stem"]
