"""Classes (班级): stage + entry year + number; how people write them, and how they are said."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from xcedu_desktop.periods import school_year_of
from xcedu_desktop.values.masks import shown
from xcedu_desktop.values.numerals import NUMERAL, chinese_number
from xcedu_desktop.values.parsed import (
    Notice,
    Parsed,
    error_cell,
    failed,
    fold,
    is_blank,
    is_error_cell,
)
from xcedu_desktop.values.pattern import late


class Stage(StrEnum):
    """学段 of a class."""

    PRIMARY = "小学"
    JUNIOR = "初中"
    SENIOR = "高中"


SCHOOL_STAGES = ("小学", "初中", "九年一贯制", "完全中学")
_STAGE_GRADES = {Stage.PRIMARY: range(1, 7), Stage.JUNIOR: range(7, 10), Stage.SENIOR: range(10, 13)}
_SCHOOL = {
    "小学": (Stage.PRIMARY,),
    "初中": (Stage.JUNIOR,),
    "九年一贯制": (Stage.PRIMARY, Stage.JUNIOR),
    "完全中学": (Stage.JUNIOR, Stage.SENIOR),
}
_SPOKEN = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "高一", "高二", "高三")
_PREFIX = {"小": Stage.PRIMARY, "初": Stage.JUNIOR, "高": Stage.SENIOR}
_HIGHEST_NUMBER = 60


@dataclass(frozen=True, slots=True, order=True)
class ClassKey:
    """Stage (小学, 初中, 高中), entry year into that stage, and number. For order see sort_key."""

    stage: str
    entry_year: int
    number: int


def stage_grades(school_stage: str) -> range:
    """The grades (1-12) that a school of this kind has."""
    stages = _SCHOOL[school_stage]
    return range(_STAGE_GRADES[stages[0]].start, _STAGE_GRADES[stages[-1]].stop)


def grade_of(key: ClassKey, school_year: int) -> int:
    """The grade, 1-12 while the class is at school; below or above that before it comes and after it left."""
    return school_year - key.entry_year + _STAGE_GRADES[Stage(key.stage)].start


def in_range(key: ClassKey, day: date) -> bool:
    """Whether the class is at school on that day."""
    return grade_of(key, school_year_of(day)) in _STAGE_GRADES[Stage(key.stage)]


def grade_name(grade: int) -> str:
    """三年级, 七年级, 高一; the grade (1-12) as a heading says it."""
    return _SPOKEN[grade] + ("" if grade > 9 else "年级")


def spoken(key: ClassKey, day: date) -> str:
    """As the school says it on that day: 四(2)班, 高一(3)班; with its entry year when not at school then."""
    if not in_range(key, day):
        return full_name(key)
    return f"{_SPOKEN[grade_of(key, school_year_of(day))]}({key.number})班"


def full_name(key: ClassKey, school_stage: str | None = None) -> str:
    """2023级2班; in a school of two stages the upper one, and in 完全中学 both, say which: 初2023级2班."""
    said = ""
    if school_stage == "完全中学" or (school_stage == "九年一贯制" and key.stage != Stage.PRIMARY):
        said = key.stage[0]
    return f"{said}{key.entry_year}级{key.number}班"


def sort_key(key: ClassKey, day: date) -> tuple[int, int]:
    """Order of classes on a day: by grade, then number."""
    return grade_of(key, school_year_of(day)), key.number


_BRACKETS = str.maketrans("[]{}<>【】〔〕〖〗《》「」『』〈〉", "()()()" + "()" * 7)
_DASHES = str.maketrans({c: "-" for c in "‐‑‒–—―−_~"} | {c: "." for c in "·•・‧。"})
_STOP_BEHIND = late(r"(?<=班)[.,、;:]$")
_APOSTROPHES = "'‘’`′"
_G = rf"(?:1[0-2]|0?[1-9]|{NUMERAL}{{1,2}})"
_N = rf"第?(?:\d{{1,3}}|{NUMERAL}{{1,3}})"
_NUMBER = rf"(?:\({_N}班?\)|{_N})"
_STAGE_WORD = r"(?:(?P<stage>小|初|高)(?:学|中)?(?:部)?)"
_ENTRY = late(
    rf"{_STAGE_WORD}?(?P<year>(?:19|20)?\d\d)级(?P<later>小|初|高)?(?:学|中)?[-./]?(?P<number>{_NUMBER})班?"
)
_GRADED = (
    late(rf"{_STAGE_WORD}?\(?(?P<grade>{_G})\)?(?:年级[-./]?|年-?)(?P<number>{_NUMBER})班?"),
    late(rf"{_STAGE_WORD}?(?P<grade>{_G})级?\((?P<number>{_N})班?\)班?"),
    late(rf"{_STAGE_WORD}?\((?P<grade>{_G})\)(?P<number>{_N})班"),
    late(rf"{_STAGE_WORD}?(?P<grade>{_G})[-.](?P<number>{_NUMBER})班?"),
    late(rf"{_STAGE_WORD}?(?P<grade>{_G})/(?P<number>{_NUMBER})班"),
    late(r"(?P<stage>)(?P<grade>[1-9])(?P<number>\d\d)班"),
    late(rf"{_STAGE_WORD}?(?P<grade>[一二三四五六七八九])(?P<number>\d{{1,2}}|(?!十){NUMERAL}{{1,3}})班"),
    late(rf"{_STAGE_WORD}(?P<grade>[1-3一二三])(?P<number>\d{{1,2}})"),
    late(r"(?P<stage>)(?P<grade>[一二三四五六七八九])(?P<number>\d{1,2})"),
)
_BARE = late(rf"(?P<number>{_NUMBER})班?")
_GRADE_ONLY = late(rf"{_STAGE_WORD}?\(?(?P<grade>{_G})\)?(?:年级|年|级)?")
_ENTRY_ONLY = late(rf"{_STAGE_WORD}?(?P<year>(?:19|20)\d\d)(?:级|年级)?")
_DATED = late(r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?(?:0?0:00(?::00)?)?")
_MONTH_DAY = late(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日")

_Grade = tuple[Stage | None, int | None, int | None]  # stage said, entry year, grade as said


def _int(text: str) -> int | None:
    text = text.strip("()").removesuffix("班").removeprefix("第")
    return int(text) if text.isdigit() else chinese_number(text)


def _folded(raw: str) -> str:
    text = fold(raw).translate(_BRACKETS).translate(_DASHES)
    text = text.lstrip(_APOSTROPHES).replace("))", ")").replace("((", "(").replace("班级", "班")
    return _STOP_BEHIND.sub("", text.replace("級", "级"))


def _unknown(raw: object) -> Parsed[ClassKey]:
    return failed("unknown_class", f"「{shown(raw)}」认不出是哪个班，请指定班级")


def _entry_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _read_grade(hint: object) -> _Grade | None:
    """The grade column's cell: 一年级, 1, 初一, 2023级."""
    if isinstance(hint, bool) or is_blank(hint) or not isinstance(hint, (str, int, float)):
        return None
    text = str(int(hint)) if isinstance(hint, float) and hint.is_integer() else _folded(str(hint))
    found = _ENTRY_ONLY.fullmatch(text)
    if found:
        return _PREFIX.get(found["stage"] or ""), int(found["year"]), None
    found = _GRADE_ONLY.fullmatch(text)
    if found:
        grade = _int(found["grade"])
        return None if grade is None else (_PREFIX.get(found["stage"] or ""), None, grade)
    carried = _read_class(text)
    return carried[0] if carried else None


def _read_class(text: str) -> tuple[_Grade, int] | None:
    """Grade and number of folded text that carries both."""
    found = _ENTRY.fullmatch(text)
    if found:
        number = _int(found["number"])
        stage = _PREFIX.get(found["stage"] or found["later"] or "")
        return None if number is None else ((stage, _entry_year(found["year"]), None), number)
    for pattern in _GRADED:
        found = pattern.fullmatch(text)
        if not found:
            continue
        grade, number = _int(found["grade"]), _int(found["number"])
        if grade is not None and number is not None:
            return (_PREFIX.get(found["stage"] or ""), None, grade), number
    return None


def names_class(text: str) -> bool:
    """Whether a text is a class with its grade or entry year (三(2)班, 2023级2班), of whatever school."""
    return _read_class(_folded(text)) is not None


def _resolve(
    grade: _Grade, number: int, raw: object, school_year: int, school_stage: str, warnings: list[Notice]
) -> Parsed[ClassKey]:
    if not 1 <= number <= _HIGHEST_NUMBER:
        return failed("class_number", f"「{shown(raw)}」的班号 {number} 不在 1–{_HIGHEST_NUMBER} 之间")
    said, entry_year, plain = grade
    own = _SCHOOL[school_stage]
    outside: Parsed[ClassKey] = failed(
        "grade_outside", f"「{shown(raw)}」不在本校（{school_stage}）的年级之内，请核对年级或入学年份"
    )
    if entry_year is not None:
        if said is None and own[-1] is Stage.SENIOR:
            warnings.append(
                Notice(
                    "grade_assumed", f"「{shown(raw)}」按初中读入；高中的班请写成 高{entry_year}级{number}班"
                )
            )
        for stage in (said,) if said else own:
            at = school_year - entry_year + _STAGE_GRADES[stage].start
            if stage in own and at in _STAGE_GRADES[stage]:
                return Parsed(ClassKey(stage.value, entry_year, number), warnings=tuple(warnings))
        first = said or own[0]
        if entry_year == school_year + 1 and first in own:
            warnings.append(Notice("class_not_yet", f"「{shown(raw)}」要到 {entry_year} 年 9 月才入学"))
            return Parsed(ClassKey(first.value, entry_year, number), warnings=tuple(warnings))
        return outside
    assert plain is not None
    at = plain
    if said is None and plain <= 3 and own[0] is Stage.JUNIOR:
        if len(own) > 1:
            return failed("unknown_class", f"「{shown(raw)}」分不清是初中还是高中，请指定班级")
        at = plain + 6
        warnings.append(Notice("grade_assumed", f"「{shown(raw)}」按初{_SPOKEN[plain]}读入"))
    elif said is not None and said is not Stage.PRIMARY and plain <= 3:
        at = plain + _STAGE_GRADES[said].start - 1
    for stage in own:
        if at in _STAGE_GRADES[stage] and said in (None, stage):
            entry = school_year - (at - _STAGE_GRADES[stage].start)
            return Parsed(ClassKey(stage.value, entry, number), warnings=tuple(warnings))
    return outside


def _from_date(
    year: int, month: int, day: int, raw: object, school_year: int
) -> tuple[_Grade, int, Notice] | None:
    """The class that Excel turned into a date: 3-2 became 2 March of the year in which it was typed."""
    number = day
    if abs(year - school_year) > 10:
        # 3-32 is no day, so Excel makes it March 1932.
        if not (day == 1 and 1930 <= year <= 1999):
            return None
        number = year - 1900
    warning = Notice(
        "class_from_date", f"「{shown(raw)}」像是被 Excel 改成日期的班级，按 {month}-{number} 读入，请核对"
    )
    return (None, None, month), number, warning


def parse_class(
    raw: object, *, school_year: int, school_stage: str, grade_hint: object = None
) -> Parsed[ClassKey]:
    """Read a class as people write it; `grade_hint` is the grade column's cell where there is one.

    Errors: unknown_class (must be asked, never guessed), grade_outside, class_number.
    Warnings: class_from_date, maybe_tenth (3.1 may have been 3.10), grade_assumed, class_not_yet, grade_differs.
    """
    if is_blank(raw):
        return Parsed()
    if is_error_cell(raw):
        return error_cell(raw)
    warnings: list[Notice] = []
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float, date)):
        return _unknown(raw)
    if isinstance(raw, (int, float)) and not abs(raw) < 10**9:
        return _unknown(raw)
    if isinstance(raw, date):
        text, dated = "", (raw.year, raw.month, raw.day)
    else:
        text = _folded(raw) if isinstance(raw, str) else format(Decimal(repr(raw)), "f")
        if isinstance(raw, float):
            text = text.removesuffix(".0")
        found = _DATED.fullmatch(text)
        day_only = None if found else _MONTH_DAY.fullmatch(text)
        dated = (0, 0, 0)
        if found:
            dated = (int(found["year"]), int(found["month"]), int(found["day"]))
        elif day_only:
            dated = (school_year, int(day_only["month"]), int(day_only["day"]))
    if dated[1]:
        turned = _from_date(*dated, raw, school_year)
        if turned is None:
            return _unknown(raw)
        return _resolve(turned[0], turned[1], raw, school_year, school_stage, [turned[2]])
    carried = _read_class(text)
    stated = carried is not None
    if carried is None:
        hint, bare = _read_grade(grade_hint), _BARE.fullmatch(text)
        number = _int(bare["number"]) if bare else None
        if hint is None or number is None or number > 99:
            return _unknown(raw)
        carried = hint, number
    elif re.fullmatch(r"\d{1,2}\.1", text) and not str(raw).lstrip().startswith(tuple(_APOSTROPHES)):
        tenth = f"{text}0"
        warnings.append(
            Notice("maybe_tenth", f"「{shown(raw)}」按 {carried[1]} 班读入，原来可能是 {tenth}，请核对")
        )
    own = _resolve(carried[0], carried[1], raw, school_year, school_stage, warnings)
    if stated and own.value is not None and grade_hint is not None:
        hint = _read_grade(grade_hint)
        beside = _resolve(hint, carried[1], raw, school_year, school_stage, []).value if hint else None
        if beside is not None and beside != own.value:
            words = f"年级写的是「{shown(grade_hint)}」，班级写的是「{shown(raw)}」，按班级读入，请核对"
            return Parsed(own.value, warnings=(*own.warnings, Notice("grade_differs", words)))
    return own
