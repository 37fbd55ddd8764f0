"""Counts, decimals, power, money, yes and no."""

from datetime import date

import pytest

from xcedu_desktop.values.numbers import parse_count, parse_decimal, parse_money, parse_power, parse_yes_no
from xcedu_desktop.values.parsed import Parsed


def outcome(parsed: Parsed[int] | Parsed[bool]) -> tuple[object, str]:
    return parsed.value, parsed.error.code if parsed.error else " ".join(w.code for w in parsed.warnings)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("35人", 35),
        ("３５", 35),
        ("35 人次", 35),
        ("1,200 ", 1200),
        ("１，２００", 1200),
        (35.0, 35),
        ("35.0", 35),
        ("三十五", 35),
        ("二百零五人", 205),
        ("-5", -5),
        ("－5", -5),
        ("0", 0),
        ("零", 0),
        ("'12", 12),
    ],
)
def test_counts_that_are_read(raw: object, value: int) -> None:
    assert outcome(parse_count(raw)) == (value, "")


@pytest.mark.parametrize("raw", ["/", "—", "——", "-", "无", " － ", "不详"])
def test_a_mark_is_blank_and_never_zero(raw: str) -> None:
    assert (
        outcome(parse_count(raw))
        == outcome(parse_decimal(raw, 1))
        == outcome(parse_money(raw))
        == (None, "blank_mark")
    )


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("约30", "approximate"),
        ("30+", "approximate"),
        ("30-35", "approximate"),
        ("30～35人", "approximate"),
        ("30多人", "approximate"),
        ("30左右", "approximate"),
        ("三十?", "approximate"),
        ("几十", "approximate"),
        ("35.5", "not_whole"),
        (35.5, "not_whole"),
        ("1,20", "not_a_number"),
        ("1e3", "not_a_number"),
        ("三五", "not_a_number"),
        ("一千二", "not_a_number"),
        ("一百五人", "not_a_number"),
        (True, "not_a_number"),
        (date(2026, 1, 1), "not_a_number"),
        (float("nan"), "not_a_number"),
        (float("inf"), "not_a_number"),
        ("#REF!", "error_cell"),
        (10**9 + 1, "too_large"),
        (10**400, "too_large"),
    ],
)
def test_counts_that_are_refused(raw: object, code: str) -> None:
    assert outcome(parse_count(raw)) == (None, code)


@pytest.mark.parametrize(
    ("raw", "value", "code"),
    [
        ("18.5℃", 185, ""),
        ("18.5°C", 185, ""),
        ("-5度", -50, ""),
        ("零下5度", -50, ""),
        ("125克", 1250, ""),
        ("48.5㎡", 485, ""),
        (48.5, 485, ""),
        (0.1 + 0.2, 3, ""),
        ("18.55", 186, "rounded"),
        ("-18.55", -186, "rounded"),
        (1e300, None, "too_large"),
        ("0.125kg", None, "not_a_number"),
    ],
)
def test_decimals(raw: object, value: int | None, code: str) -> None:
    assert outcome(parse_decimal(raw, 1)) == (value, code)


@pytest.mark.parametrize(
    ("raw", "header", "watts"),
    [
        ("2.2", None, 2200),
        (2.2, "kW", 2200),
        ("2200W", "kW", 2200),
        ("2.2千瓦", "W", 2200),
        (2200, "W", 2200),
        ("2200", "瓦", 2200),
        ("2200瓦", None, 2200),
    ],
)
def test_power_in_watts(raw: object, header: str | None, watts: int) -> None:
    assert outcome(parse_power(raw, header)) == (watts, "")


@pytest.mark.parametrize(
    ("raw", "header", "fen", "code"),
    [
        ("¥12.5", None, 1250, ""),
        ("￥1,200.50元", None, 120050, ""),
        ("3.5元/节", None, 350, ""),
        ("2.5万", None, 2500000, ""),
        ("2.5万元", "元", 2500000, ""),
        (2.5, "万元", 2500000, ""),
        ("12元", "万元", 1200, ""),
        (0.1 + 0.2, None, 30, ""),
        (1234.56, None, 123456, ""),
        ("3.456", None, 346, "rounded"),
        (2.675, None, 268, "rounded"),
        ("约5元", None, None, "approximate"),
        ("$5", None, None, "not_a_number"),
    ],
)
def test_money_in_fen(raw: object, header: str | None, fen: int | None, code: str) -> None:
    assert outcome(parse_money(raw, header)) == (fen, code)


@pytest.mark.parametrize("raw", ["是", "√", "✓", 1, 1.0, "1", "Y", "yes", "有", True, "真", " 是 "])
def test_yes(raw: object) -> None:
    assert outcome(parse_yes_no(raw)) == (True, "")


@pytest.mark.parametrize("raw", ["否", "×", 0, "0", "N", "无", False, "没有"])
def test_no(raw: object) -> None:
    assert outcome(parse_yes_no(raw)) == (False, "")


def test_neither_yes_nor_no() -> None:
    assert outcome(parse_yes_no("大概")) == outcome(parse_yes_no(2)) == (None, "not_yes_no")
    assert outcome(parse_yes_no("/")) == (None, "blank_mark")
