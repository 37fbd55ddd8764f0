"""Counts, decimals, power, money, yes/no: read exactly, never rounded in silence, blank is not zero."""

import math
import re
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext

from xcedu_desktop.values.masks import shown
from xcedu_desktop.values.numerals import chinese_number
from xcedu_desktop.values.parsed import (
    Notice,
    Parsed,
    blank_mark,
    error_cell,
    failed,
    fold,
    is_blank,
    is_blank_mark,
    is_error_cell,
)
from xcedu_desktop.values.pattern import late
from xcedu_desktop.values.units import Measure, said_unit, split_unit

COUNT_UNITS = (
    *(
        "人次",
        "人",
        "名",
        "位",
        "个",
        "台",
        "套",
        "处",
        "份",
        "次",
        "间",
        "座",
        "块",
        "只",
        "件",
        "班",
        "节",
        "项",
        "组",
        "米",
        "条",
        "片",
        "天",
        "岁",
        "年",
    ),
)
DECIMAL_UNITS = (
    "°c",
    "摄氏度",
    "度",
    "kw",
    "千瓦",
    "m2",
    "㎡",
    "平方米",
    "平米",
    "平方",
    "g",
    "克",
    "a",
    "安",
    "米",
    "m",
    "年",
)
_LARGEST = 10**9
_LARGEST_STORED = 10**15
_PLAIN = late(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_GROUPED = late(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_APPROXIMATE = late(
    r"^(?:大约|大概|约|近|超过?|不足|不到|至少|[~≈><≥≤]).*\d|\d.*(?:\+|余|多|左右|以上|以下|上下|[?？]|约)[^\d]{0,2}$"
    r"|\d[^\d+.]{0,2}[-~～至到][^\d]?\d|[十百千][余多几?]|几[十百千]"
)
_YEAR_OF_ENTRY = late(r"^((?:19|20)\d\d)(?:级|届|学年)$")
"""2025级: a year."""
_DASH = str.maketrans("‐‑‒–—―−﹣", "-" * 8)


def _quantity(raw: object, units: tuple[str, ...]) -> Decimal | Parsed[int]:
    """The exact number that a cell says; or the answer where it says none (blank, mark, error)."""
    if is_blank(raw):
        return Parsed()
    not_a_number: Parsed[int] = failed("not_a_number", f"「{shown(raw)}」不是数")
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
        if isinstance(raw, (date, time, timedelta)):
            return failed("not_a_number", f"「{shown(raw)}」是日期或时间，不是数")
        return not_a_number
    if isinstance(raw, int):
        # str() of an enormous integer is refused by Python itself.
        return (
            Decimal(raw) if abs(raw) <= _LARGEST_STORED * 1000 else _too_large(str(raw.bit_length()) + " 位")
        )
    if isinstance(raw, float):
        # 15 significant digits are what a spreadsheet shows; the 16th and 17th are the artefact of binary.
        return Decimal(format(raw, ".15g")) if math.isfinite(raw) else not_a_number
    if is_error_cell(raw):
        return error_cell(raw)
    if is_blank_mark(raw):
        return blank_mark(raw)
    if len(raw) > 200:
        return not_a_number
    text = fold(raw).translate(_DASH).lstrip("'‘’`").casefold()
    if _APPROXIMATE.search(text):
        return failed("approximate", f"「{shown(raw)}」不是确切的数，请填一个数")
    text = _YEAR_OF_ENTRY.sub(r"\1", text)
    text = text.replace("零下", "-", 1) if text.startswith("零下") else text
    for unit in sorted(units, key=len, reverse=True):
        if text.endswith(unit) and len(text) > len(unit):
            text = text[: -len(unit)]
            break
    if len(text) > 40:
        return not_a_number
    if text.isascii() and (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        return Decimal(text.replace(",", ""))
    chinese = chinese_number(text)
    return not_a_number if chinese is None else Decimal(chinese)


def _too_large(raw: object) -> Parsed[int]:
    return failed("too_large", f"「{shown(raw)}」太大，请核对")


def _scaled(number: Decimal, scale: int, raw: object) -> Parsed[int]:
    """The integer of 10**-scale units, rounded half up with a warning where digits are over."""
    with localcontext() as context:
        context.prec = 80
        if number.adjusted() > 30:
            return _too_large(raw)
        exact = number.scaleb(scale)
        whole = exact.to_integral_value(ROUND_HALF_UP)
    if abs(whole) > _LARGEST_STORED:
        return _too_large(raw)
    if whole == exact:
        return Parsed(int(whole))
    kept = format(whole.scaleb(-scale), "f")
    return Parsed(int(whole), warnings=(Notice("rounded", f"「{shown(raw)}」小数位太多，四舍五入为 {kept}"),))


def parse_count(
    raw: object, unit_words: tuple[str, ...] = COUNT_UNITS, header_unit: str | None = None
) -> Parsed[int]:
    """A whole number: 35, 35人, ３５, '1,200 ', 三十五.

    Errors: approximate (约30, 30+), not_whole, not_a_number, too_large, unknown_unit (a header of 百人). Warning: blank_mark.
    """
    number = _quantity(raw, unit_words)
    if isinstance(number, Parsed):
        return number
    if said_unit(header_unit, Measure.COUNT).other:
        return failed(
            "unknown_unit",
            f"「{shown(raw)}」的单位写的是「{shown(header_unit)}」，不能按它读；请换算成一个一个的数再填",
        )
    if abs(number) > _LARGEST:
        return _too_large(raw)
    if number != number.to_integral_value():
        return failed("not_whole", f"「{shown(raw)}」不是整数")
    return Parsed(int(number))


def parse_decimal(raw: object, scale: int, unit_words: tuple[str, ...] = DECIMAL_UNITS) -> Parsed[int]:
    """A decimal as an integer of 10**-scale of its unit: 18.5℃ with scale 1 -> 185. Warning: rounded."""
    number = _quantity(raw, unit_words)
    return number if isinstance(number, Parsed) else _scaled(number, scale, raw)


def _measured(raw: object, measure: Measure, header_unit: str | None, scale: int) -> Parsed[int]:
    """The number of a cell by its own unit, else by the header's, else by the usual one; never by a unit not known."""
    cell, own = _split(raw, measure)
    number = _quantity(cell, ())
    if isinstance(number, Parsed):
        return number
    said = said_unit(header_unit, measure)
    if own is None and said.other:
        return failed(
            "unknown_unit",
            f"「{shown(raw)}」的单位写的是「{shown(header_unit)}」，{measure}不能按它读；"
            f"请换算成{_RIGHT[measure]}再填，或在数后面写上单位",
        )
    usual = 3 if measure is Measure.POWER else 0
    power = own if own is not None else said.power if said.power is not None else usual
    return _scaled(number, scale + power, raw)


_RIGHT = {Measure.MONEY: "元或万元", Measure.POWER: " W 或 kW ", Measure.AREA: "平方米"}
_CURRENCY = late(r"^(?:人民币|rmb|cny)?¥?", re.IGNORECASE)


def _split(raw: object, measure: Measure) -> tuple[object, int | None]:
    """A cell's number and the power of the unit behind it (None: it bears none); a mark or an error cell as it is."""
    if not isinstance(raw, str) or is_blank_mark(raw) or is_error_cell(raw):
        return raw, None
    if measure is Measure.MONEY:
        text = _CURRENCY.sub("", fold(raw).lstrip("'‘’"), count=1)
        return split_unit(text, measure) or (text or raw, None)
    return split_unit(fold(raw), measure) or (raw, None)


def parse_power(raw: object, header_unit: str | None = None) -> Parsed[int]:
    """Power (功率) in watts: 2.2 -> 2200, '2200W' -> 2200. A bare number is kW unless the header says W or MW.

    Error: unknown_unit, where the header says another unit (匹, A).
    """
    return _measured(raw, Measure.POWER, header_unit, 0)


_FREE = frozenset(["免费", "不收费", "免收", "免收费", "免费用"])


def parse_money(raw: object, header_unit: str | None = None) -> Parsed[int]:
    """Money in fen (分): '2.5万' -> 2500000. A bare number is yuan unless the header says 百元, 千元, 万元.

    Error: unknown_unit, where the header says another unit (美元), or several.
    """
    if isinstance(raw, str) and fold(raw) in _FREE:
        return Parsed(0)
    return _measured(raw, Measure.MONEY, header_unit, 2)


def parse_area(raw: object, scale: int, header_unit: str | None = None) -> Parsed[int]:
    """An area (面积) as an integer of 10**-scale ㎡. Error: unknown_unit, where the header says another unit (亩)."""
    return _measured(raw, Measure.AREA, header_unit, scale)


_YES = frozenset(
    [
        "是",
        "对",
        "有",
        "真",
        "√",
        "✓",
        "✔",
        "☑",
        "v",
        "y",
        "yes",
        "t",
        "true",
        "1",
        "1.0",
        "on",
        "已",
        "需要",
        "参加",
        "同意",
        "○",
        "〇",
    ]
)
_NO = frozenset(
    [
        "否",
        "不",
        "不是",
        "无",
        "没有",
        "假",
        "×",
        "✗",
        "✘",
        "✕",
        "❌",
        "☐",
        "x",
        "n",
        "no",
        "f",
        "false",
        "0",
        "0.0",
        "off",
        "未",
        "不需要",
        "不参加",
        "不同意",
    ]
)


def parse_yes_no(raw: object) -> Parsed[bool]:
    """是/否, √/×, 1/0, Y/N, 有/无. Error: not_yes_no."""
    if is_blank(raw):
        return Parsed()
    if is_error_cell(raw):
        return error_cell(raw)
    if isinstance(raw, (bool, int, float)):
        if raw in (0, 1):
            return Parsed(bool(raw))
    elif isinstance(raw, str):
        text = fold(raw).casefold().lstrip("'‘’")
        if text in _YES or text in _NO:
            return Parsed(text in _YES)
        if is_blank_mark(raw):
            return blank_mark(raw)
    return failed("not_yes_no", f"「{shown(raw)}」请填 是 或 否")
