"""ID numbers, 学籍号, codes and phones as schools' files hold them, and what may be seen of them."""

from datetime import date

import pytest
from stdnum import numdb

from xcedu_desktop.values.identifiers import (
    birth_of_id,
    known_division,
    mask_any,
    mask_phone,
    mask_tail,
    parse_id_number,
    parse_phone,
    parse_school_code,
    parse_sex,
    parse_student_number,
    parse_uscc,
    sex_of_id,
)
from xcedu_desktop.values.masks import holds_id, mask_people
from xcedu_desktop.values.parsed import Parsed

TODAY = date(2026, 11, 24)
GOOD = "11010519491231002X"


def codes(parsed: Parsed[object]) -> str:
    """The error's code, else the warnings' codes."""
    return parsed.error.code if parsed.error else " ".join(w.code for w in parsed.warnings)


@pytest.mark.parametrize(
    ("raw", "warnings"),
    [
        (GOOD, ""),
        ("'11010519491231002x", ""),
        (" 1101 0519 4912 3100 2X", ""),
        ("110105-19491231-002X", ""),
        ("１１０１０５１９４９１２３１００２Ｘ", ""),
        ("\u200b11010519491231002X\u3000", ""),
        ("11010519491231002\u0425", "normalised"),
        ("11010519491231002×", "normalised"),
    ],
)
def test_an_id_number_is_read_however_it_was_written(raw: str, warnings: str) -> None:
    parsed = parse_id_number(raw, today=TODAY)
    assert (parsed.value, codes(parsed)) == (GOOD, warnings)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (110105194912310020, "digits_lost"),
        (1.1010519491231e17, "digits_lost"),
        ("3.70403E+17", "digits_lost"),
        ("110105194912310000", "digits_lost"),
        ("370403201603151000.0", "digits_lost"),
        ("110105491231002", "fifteen_digits"),
        (110105491231002, "fifteen_digits"),
        ("1101051949123100", "wrong_length"),
        ("11010519491231OO2X", "wrong_format"),
        ("110105194902310021", "birth_date"),
        ("110105202611240021", "future_birth"),
        ("11010520991231002X", "future_birth"),
        ("110105194912310021", "check_digit"),
        ("**************002X", "masked"),
        ("#N/A", "error_cell"),
        (True, "wrong_format"),
        (date(2026, 1, 1), "wrong_format"),
    ],
)
def test_a_wrong_id_number_is_refused_and_never_repeated_whole(raw: object, code: str) -> None:
    parsed = parse_id_number(raw, today=TODAY)
    assert parsed.error is not None
    assert (parsed.value, parsed.error.code) == (None, code)
    assert str(raw) not in parsed.error.message or len(str(raw)) < 6


def test_lost_digits_are_refused_even_when_the_check_digit_happens_to_fit() -> None:
    from stdnum.cn import ric

    fits = next(
        number
        for day in range(1, 29)
        for place in range(1, 20)
        if ric.calc_check_digit(number := f"3704{place:02d}201603{day:02d}1000") == "0"
    )
    assert codes(parse_id_number(fits, today=TODAY)) == "digits_lost"
    assert codes(parse_id_number(int(fits), today=TODAY)) == "digits_lost"


def test_an_unknown_division_is_a_warning_and_a_retired_one_is_none() -> None:
    from stdnum.cn import ric

    def numbered(division: str) -> str:
        seventeen = f"{division}20160315102"
        return seventeen + ric.calc_check_digit(seventeen + "0")

    assert codes(parse_id_number(numbered("999999"), today=TODAY)) == "unknown_division"
    assert codes(parse_id_number(numbered("110103"), today=TODAY)) == ""  # 崇文区, until 2010
    assert codes(parse_id_number(numbered("370403"), today=TODAY)) == ""


@pytest.mark.parametrize("raw", [None, "", " \u3000\xa0", "\ufeff"])
def test_blank_stays_blank(raw: object) -> None:
    assert parse_id_number(raw, today=TODAY) == Parsed()
    assert parse_student_number(raw) == parse_phone(raw) == parse_school_code(raw) == Parsed()


def test_a_mark_for_nothing_is_blank_with_a_warning() -> None:
    parsed = parse_id_number("无", today=TODAY)
    assert parsed.blank and codes(parsed) == "blank_mark"


def test_sex_and_birth_come_from_the_number() -> None:
    assert (sex_of_id(GOOD), birth_of_id(GOOD)) == ("女", date(1949, 12, 31))


@pytest.mark.parametrize(
    ("raw", "value", "code"),
    [
        ("G11010519491231002X", "G11010519491231002X", ""),
        ("g11010519491231002x ", "G11010519491231002X", ""),
        ("L123456789012345678", "L123456789012345678", ""),
        ("J12345678901234567X", "J12345678901234567X", ""),
        ("G110105194912310020", None, "check_digit"),
        (GOOD, None, "wrong_format"),
        ("K11010519491231002X", None, "wrong_format"),
        ("G1101051949123100", None, "wrong_length"),
        (110105194912310020, None, "digits_lost"),
    ],
)
def test_student_numbers(raw: object, value: str | None, code: str) -> None:
    parsed = parse_student_number(raw)
    assert (parsed.value, codes(parsed)) == (value, code)


@pytest.mark.parametrize(
    ("raw", "value", "code"),
    [
        ("2137000001", "2137000001", ""),
        (3137000001, "3137000001", ""),
        (2137000001.0, "2137000001", ""),
        ("'2137000001", "2137000001", ""),
        ("2138000001", None, "school_code"),
        ("213700001", None, "school_code"),
    ],
)
def test_school_codes(raw: object, value: str | None, code: str) -> None:
    parsed = parse_school_code(raw)
    assert (parsed.value, codes(parsed)) == (value, code)


@pytest.mark.parametrize(
    ("raw", "value", "code"),
    [
        ("91350100M000100Y43", "91350100M000100Y43", ""),
        (" 91350100m000100y43", "91350100M000100Y43", ""),
        ("91350100M000100Y44", None, "check_digit"),
        ("9135O100M000100Y43", None, "uscc_format"),
        ("JY13704030012345", None, "uscc_format"),
    ],
)
def test_unified_credit_codes(raw: object, value: str | None, code: str) -> None:
    parsed = parse_uscc(raw)
    assert (parsed.value, codes(parsed)) == (value, code)


@pytest.mark.parametrize(
    ("raw", "value", "code"),
    [
        (13906320000.0, "13906320000", ""),
        ("13906320000.0", "13906320000", ""),
        ("139-0632-0000", "13906320000", ""),
        ("139 0632 0000", "13906320000", ""),
        ("+86 139 0632 0000", "13906320000", ""),
        ("0632-1234567", "0632-1234567", ""),
        ("06321234567", "0632-1234567", ""),
        ("（0632）12345678", "0632-12345678", ""),
        (6321234567, "0632-1234567", "normalised"),
        ("0531-88888888", "0531-88888888", "other_area"),
        ("1234567", None, "phone_format"),
        ("12906320000", None, "phone_format"),
        ("1390632000", None, "phone_format"),
        ("1.39E+10", None, "digits_lost"),
        ("138****5678", None, "masked"),
    ],
)
def test_phones(raw: object, value: str | None, code: str) -> None:
    parsed = parse_phone(raw)
    assert (parsed.value, codes(parsed)) == (value, code)


@pytest.mark.parametrize(
    ("raw", "value", "code"),
    [
        ("男", "男", ""),
        (1, "男", ""),
        (2.0, "女", ""),
        ("'2", "女", ""),
        ("女生", "女", ""),
        ("F", "女", ""),
        ("男 性", "男", ""),
        (0, None, "sex_unknown"),
        ("9", None, "sex_unknown"),
        ("未知", None, "sex_unknown"),
        ("x", None, "not_a_sex"),
        (True, None, "not_a_sex"),
    ],
)
def test_sex(raw: object, value: str | None, code: str) -> None:
    parsed = parse_sex(raw)
    assert (parsed.value, codes(parsed)) == (value, code)


def test_masks() -> None:
    assert mask_tail(GOOD) == "**************002X"
    assert mask_tail("ab") == "**"
    assert mask_phone("13812345678") == "138****5678"
    assert mask_phone("0632-1234567") == "0632-****567"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"张三 {GOOD} 13812345678", "张三 **************002X 138****5678"),
        (f"1 {GOOD}", "1 **************002X"),
        (f"2026-10-13 {GOOD}", "2026-10-13 **************002X"),
        (f"学籍号G{GOOD}，", "学籍号***************002X，"),
        ("1101 0519 4912 3100 2X", "**************002X"),
        ("旧号110105491231002", "旧号***********1002"),
        ("0632-1234567", "0632-****567"),
        ("１３８１２３４５６７８", "138****5678"),
        ("2026-10-13 2137000001", "2026-10-13 2137000001"),
        ("20261013", "20261013"),
        ("号码 3.70403201704110E+17", "号码 *.**************E+17"),
        ("3.70403e17", "*.*****e17"),
        ("1.2E+5", "1.2E+5"),
        ("1.39063E+10", "*.*****E+10"),
        ("少了两位 370403 20170411 00", "少了两位 ************1100"),
        ("少了四位 37040320170411", "少了四位 **********0411"),
        ("2026-10-13 16:30:00", "2026-10-13 16:30:00"),
    ],
)
def test_free_text_is_masked_and_the_rest_of_it_left(text: str, masked: str) -> None:
    assert mask_any(text) == masked


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (f"名单{GOOD[:-1]}X20261030", True),
        (f"20261030{GOOD}", True),
        ("名单370403202003010010202610", True),
        (
            "名单370403202003010011202610",
            False,
        ),  # no check digit: a serial number, as far as anybody can tell
        ("JY123704030001234567890", False),
    ],
)
def test_an_id_number_is_known_among_other_digits(text: str, holds: bool) -> None:
    assert holds_id(text) is holds
    assert ("1949123100" in mask_people(text) or "2003010010" in mask_people(text)) is False


def test_every_division_that_stdnum_knows_is_known() -> None:
    codes_asked = {f"{number:06}" for number in range(100_000, 900_000, 7)} | {"370403", "370400", "110105"}
    listed = numdb.get("cn/loc")
    known = {code for code in codes_asked if any("county" in said for _, said in listed.info(code))}
    islands = {"810000", "820000", "830000"}
    assert {code for code in codes_asked if known_division(code)} - islands == known - islands
    assert len(known) > 500
