"""Class names as teachers write them, for each kind of school."""

from datetime import date, datetime

import pytest

from xcedu_desktop.values.class_names import (
    ClassKey,
    full_name,
    grade_of,
    in_range,
    parse_class,
    sort_key,
    spoken,
    stage_grades,
)
from xcedu_desktop.values.parsed import Parsed


def read(raw: object, school_stage: str = "小学", hint: object = None) -> Parsed[ClassKey]:
    return parse_class(raw, school_year=2026, school_stage=school_stage, grade_hint=hint)


def codes(parsed: Parsed[ClassKey]) -> str:
    return parsed.error.code if parsed.error else " ".join(w.code for w in parsed.warnings)


@pytest.mark.parametrize(
    "raw",
    [
        "2024级2班",
        "2024级02班",
        "2024级（2）班",
        "2024级二班",
        "小2024级2班",
        "24级2班",
        "三年级2班",
        "三年级二班",
        "三年级第2班",
        "三年级（二班）",
        "三年级/2班",
        "三年级·2班",
        "三年級2班",
        "2024级-2班",
        "2024级（2班）",
        "3/2班",
        "三2班.",
        "三年级(2)",
        "三(2)班",
        "三（2）班",
        "三（二）班",
        "三【2】班",
        "三〔2〕班",
        "三[2]班",
        "（三）2班",
        "三（2班）",
        "3.2班",
        "3·2班",
        "３．２班",
        "3-2",
        "3—2",
        "3－2班",
        "302班",
        "三2班",
        "三二班",
        "三年2班",
        "3年2班",
        "三年(2)班",
        "三年级-2班",
        "小学三年级2班",
        "小学部三(2)班",
        "'3-2",
        "3.2",
    ],
)
def test_the_second_class_of_the_third_grade(raw: str) -> None:
    parsed = read(raw)
    assert (parsed.value, codes(parsed)) == (ClassKey("小学", 2024, 2), "")


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("一年一班", 1),
        ("1年1班", 1),
        ("一年(3)班", 3),
        ("一 （1）班", 1),
        ("'1.1", 1),
        ("一年级十二班", 12),
        ("1.10", 10),
        (1.12, 12),
        (1.7, 7),
    ],
)
def test_the_classes_of_the_first_grade(raw: object, number: int) -> None:
    parsed = read(raw)
    assert (parsed.value, codes(parsed)) == (ClassKey("小学", 2026, number), "")


@pytest.mark.parametrize(
    ("raw", "key", "code"),
    [
        (3.1, ClassKey("小学", 2024, 1), "maybe_tenth"),
        ("3.1", ClassKey("小学", 2024, 1), "maybe_tenth"),
        (datetime(2026, 3, 2), ClassKey("小学", 2024, 2), "class_from_date"),
        (date(1932, 3, 1), ClassKey("小学", 2024, 32), "class_from_date"),
        ("3月2日", ClassKey("小学", 2024, 2), "class_from_date"),
        ("2026-03-02 00:00:00", ClassKey("小学", 2024, 2), "class_from_date"),
        ("2027级1班", ClassKey("小学", 2027, 1), "class_not_yet"),
    ],
)
def test_a_doubtful_class_is_read_with_a_warning(raw: object, key: ClassKey, code: str) -> None:
    parsed = read(raw)
    assert (parsed.value, codes(parsed)) == (key, code)


@pytest.mark.parametrize(
    "raw",
    [
        "启明星班",
        "302",
        302,
        "1608班",
        "1608",
        "2017101",
        2017101,
        "第一小组",
        "三年级",
        "一班",
        "3",
        3,
        "三十班",
        True,
        "三",
        "2017届1班",
        "张三",
    ],
)
def test_an_unknown_name_is_asked_never_guessed(raw: object) -> None:
    assert codes(read(raw)) == "unknown_class"


@pytest.mark.parametrize(
    ("raw", "school_stage"),
    [
        ("七年级1班", "小学"),
        ("初一1班", "小学"),
        ("2017级1班", "小学"),
        ("2028级1班", "小学"),
        ("三年级1班", "完全中学"),
        ("五年级1班", "初中"),
        ("高一1班", "九年一贯制"),
        ("初四1班", "初中"),
        ("初2023级1班", "初中"),
        ("十(1)班", "小学"),
    ],
)
def test_a_grade_that_the_school_has_not(raw: str, school_stage: str) -> None:
    expected = "unknown_class" if school_stage == "完全中学" else "grade_outside"
    assert codes(read(raw, school_stage)) == expected


def test_a_class_number_out_of_all_bounds() -> None:
    assert codes(read("三(70)班")) == codes(read("三(0)班")) == "class_number"
    assert codes(read("#REF!")) == "error_cell"


@pytest.mark.parametrize(
    ("raw", "school_stage", "key", "code"),
    [
        ("七年级（1）班", "初中", ClassKey("初中", 2026, 1), ""),
        ("初一1班", "初中", ClassKey("初中", 2026, 1), ""),
        ("初一(1)班", "九年一贯制", ClassKey("初中", 2026, 1), ""),
        ("初中部七年级1班", "九年一贯制", ClassKey("初中", 2026, 1), ""),
        ("初2025级1班", "初中", ClassKey("初中", 2025, 1), ""),
        ("初2025级1班", "九年一贯制", ClassKey("初中", 2025, 1), ""),
        ("2025级初中1班", "九年一贯制", ClassKey("初中", 2025, 1), ""),
        ("2026级1班", "九年一贯制", ClassKey("小学", 2026, 1), ""),
        ("2026级1班", "完全中学", ClassKey("初中", 2026, 1), "grade_assumed"),
        ("一1", "小学", ClassKey("小学", 2026, 1), ""),
        ("高2026级1班", "完全中学", ClassKey("高中", 2026, 1), ""),
        ("高一(3)班", "完全中学", ClassKey("高中", 2026, 3), ""),
        ("十(1)班", "完全中学", ClassKey("高中", 2026, 1), ""),
        ("八(3)", "九年一贯制", ClassKey("初中", 2025, 3), ""),
        ("702班", "初中", ClassKey("初中", 2026, 2), ""),
        ("一(1)班", "初中", ClassKey("初中", 2026, 1), "grade_assumed"),
    ],
)
def test_schools_of_other_stages(raw: str, school_stage: str, key: ClassKey, code: str) -> None:
    parsed = read(raw, school_stage)
    assert (parsed.value, codes(parsed)) == (key, code)


@pytest.mark.parametrize(
    ("hint", "raw", "key"),
    [
        ("一年级", "一班", ClassKey("小学", 2026, 1)),
        ("一年级", "1", ClassKey("小学", 2026, 1)),
        ("一年级", "1班", ClassKey("小学", 2026, 1)),
        ("一", "（1）班", ClassKey("小学", 2026, 1)),
        (1, 1, ClassKey("小学", 2026, 1)),
        (1.0, 1.0, ClassKey("小学", 2026, 1)),
        ("一年级", "一年级1班", ClassKey("小学", 2026, 1)),
        ("一年级", "二年级1班", ClassKey("小学", 2025, 1)),
        ("2023级", "2班", ClassKey("小学", 2023, 2)),
        ("2023", "2班", ClassKey("小学", 2023, 2)),
    ],
)
def test_grade_and_class_in_two_columns(hint: object, raw: object, key: ClassKey) -> None:
    assert read(raw, hint=hint).value == key


@pytest.mark.parametrize(
    ("hint", "raw", "doubtful"),
    [
        ("二年级", "1-2班", True),
        ("二年级", "三(2)班", True),
        ("2023级", "三(2)班", True),
        ("三年级", "三(2)班", False),
        ("2024级", "3.2", False),
        ("3", "三(2)班", False),
        ("小学部", "三(2)班", False),
    ],
)
def test_a_grade_beside_another_grade_is_said(hint: str, raw: str, doubtful: bool) -> None:
    parsed = read(raw, hint=hint)
    assert parsed.value is not None
    assert [notice.code for notice in parsed.warnings] == ["grade_differs"] * doubtful


def test_a_class_grows_up_without_a_promotion_run() -> None:
    key = ClassKey("小学", 2023, 2)
    assert spoken(key, date(2026, 8, 31)) == "三(2)班"
    assert spoken(key, date(2026, 9, 1)) == "四(2)班"
    assert spoken(key, date(2029, 9, 1)) == "2023级2班"
    assert in_range(key, date(2029, 8, 31)) and not in_range(key, date(2029, 9, 1))
    assert spoken(ClassKey("高中", 2026, 3), date(2026, 9, 1)) == "高一(3)班"


@pytest.mark.parametrize("school_stage", ["小学", "初中", "九年一贯制", "完全中学"])
def test_what_is_said_is_read_again(school_stage: str) -> None:
    day = date(2026, 11, 5)
    for grade in stage_grades(school_stage):
        stage, first = ("小学", 1) if grade < 7 else ("初中", 7) if grade < 10 else ("高中", 10)
        for number in (1, 2, 12):
            key = ClassKey(stage, 2026 - (grade - first), number)
            assert grade_of(key, 2026) == grade
            assert sort_key(key, day) == (grade, number)
            assert read(spoken(key, day), school_stage) == Parsed(key)
            assert read(full_name(key, school_stage), school_stage) == Parsed(key)


def test_full_names_tell_the_two_stages_of_a_school_apart() -> None:
    assert full_name(ClassKey("小学", 2026, 1), "九年一贯制") == "2026级1班"
    assert full_name(ClassKey("初中", 2026, 1), "九年一贯制") == "初2026级1班"
    assert full_name(ClassKey("初中", 2026, 1), "初中") == "2026级1班"
