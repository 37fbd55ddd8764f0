"""Whatever stands in a cell: a parser never raises, and never gives a value and an error at once."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xcedu_desktop.periods import Month
from xcedu_desktop.values.class_names import SCHOOL_STAGES, parse_class
from xcedu_desktop.values.dates import parse_day, parse_month, parse_time
from xcedu_desktop.values.identifiers import (
    mask_any,
    parse_id_number,
    parse_phone,
    parse_school_code,
    parse_sex,
    parse_student_number,
    parse_uscc,
)
from xcedu_desktop.values.numbers import parse_count, parse_decimal, parse_money, parse_power, parse_yes_no
from xcedu_desktop.values.parsed import Parsed
from xcedu_desktop.values.text import clean_name, clean_text, normalise_header

TODAY = date(2026, 11, 24)
PARSERS: tuple[Callable[[object], Parsed[object]], ...] = (
    clean_text,
    clean_name,
    parse_count,
    lambda raw: parse_decimal(raw, 2),
    parse_power,
    lambda raw: parse_power(raw, "W"),
    parse_money,
    parse_yes_no,
    lambda raw: parse_day(raw, today=TODAY),
    lambda raw: parse_day(raw, today=TODAY, near=Month(2026, 2), epoch1904=True),
    lambda raw: parse_month(raw, today=TODAY),
    parse_time,
    lambda raw: parse_id_number(raw, today=TODAY),
    parse_student_number,
    parse_school_code,
    parse_uscc,
    parse_phone,
    parse_sex,
    *(
        lambda raw, stage=stage: parse_class(raw, school_year=2026, school_stage=stage, grade_hint=raw)
        for stage in SCHOOL_STAGES
    ),
)
LIKELY = st.text(
    "0123456789０３.,-—/年月日级班一二三四十百零初高小()（） \u3000x×XE+约人元万kW:点半上下午'*#", max_size=24
)
CELLS = st.one_of(
    LIKELY,
    st.text(max_size=40),
    st.text(st.characters(), max_size=10),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.binary(max_size=5),
)


@given(CELLS)
@example(10**5000)
@example(-(10**400))
@example("9" * 5000)
@example(" " * 5000 + "1")
@example("\ud800")
@example("፩年級፩班")
@example("٣(٢)班")
def test_no_cell_breaks_a_parser(raw: object) -> None:
    for parser in PARSERS:
        parsed = parser(raw)
        assert parsed.value is None or parsed.error is None
        for notice in (*parsed.warnings, *([parsed.error] if parsed.error else [])):
            assert notice.code.isidentifier() and notice.message


@given(st.text(max_size=40))
def test_clean_text_is_clean_the_second_time_and_fits_into_xml(raw: str) -> None:
    value = clean_text(raw).value
    if value is not None:
        assert clean_text(value).value == value
        assert not any(ord(c) < 32 and c not in "\n\t" for c in value)
        value.encode("utf-8")
    name = clean_name(raw).value
    if name is not None:
        assert clean_name(name).value == name
    core, _unit = normalise_header(raw)
    assert isinstance(core, str)


@given(
    st.text(max_size=12),
    st.from_regex(r"[1-9][0-9]{5}(19|20)[0-9]{9}[0-9X]", fullmatch=True),
    st.text(max_size=12),
)
def test_no_id_number_survives_the_mask(before: str, number: str, after: str) -> None:
    assert number not in mask_any(f"{before}{number}{after}")


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("raw", [None, "", " \u3000\xa0\t\n", "\ufeff\u200b"])
def test_blank_is_blank_everywhere(parser: Callable[[object], Parsed[object]], raw: object) -> None:
    assert parser(raw) == Parsed()
