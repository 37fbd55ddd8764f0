"""Text, names and headers out of foreign cells."""

from datetime import date, datetime, time

import pytest

from xcedu_desktop.values.parsed import Parsed
from xcedu_desktop.values.text import clean_name, clean_text, normalise_header


def code(parsed: Parsed[str]) -> str:
    return parsed.error.code if parsed.error else " ".join(w.code for w in parsed.warnings)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("一_x000D_\n二", "一\n二"),
        ("\x00a\ufffe\ud800\x0b", "a"),
        ("\u3000 书\xa0法 \ufeff\u200b", "书 法"),
        ("e\u0301", "é"),
        (35.0, "35"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2), "2026-01-02"),
        (time(16, 30), "16:30"),
        ("𠮷野", "𠮷野"),
        ("联通", "联通"),
        ("'0123", "0123"),
        ("=1+1", "=1+1"),
    ],
)
def test_clean_text(raw: object, value: str) -> None:
    assert clean_text(raw) == Parsed(value)


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        ("张\ufffd", "mojibake"),
        ("锟斤拷", "mojibake"),
        ("张三".encode().decode("latin-1"), "mojibake"),
        ("张三".encode().decode("gbk"), "mojibake"),
        ("#REF!", "error_cell"),
        ("########", "error_cell"),
        (b"x", "not_text"),
        (float("nan"), "not_text"),
    ],
)
def test_text_that_is_refused(raw: object, error: str) -> None:
    parsed = clean_text(raw)
    assert (parsed.value, code(parsed)) == (None, error)


def test_private_use_characters_are_kept_and_said() -> None:
    parsed = clean_name("王\ue000")
    assert (parsed.value, code(parsed)) == ("王\ue000", "private_use")
    assert "U+E000" in parsed.warnings[0].message


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("张 三", "张三"),
        ("张\u3000三\xa0", "张三"),
        ("张\n三", "张三"),
        ("'张三", "张三"),
        ("𠮷 野", "𠮷野"),
        ("John  Smith", "John Smith"),
        ("李Ａ", "李A"),
        ("张三（大）", "张三（大）"),
        *((f"买买提{dot}吐尔逊", "买买提·吐尔逊") for dot in "·•．‧・."),
        (" 买买提 · 吐尔逊 ", "买买提·吐尔逊"),
    ],
)
def test_names(raw: str, value: str) -> None:
    assert clean_name(raw) == Parsed(value)


@pytest.mark.parametrize("raw", [123, True, 1.5, date(2026, 1, 1), "123", "—", "很" * 61])
def test_what_is_no_name(raw: object) -> None:
    assert code(clean_name(raw)) == "not_a_name"


@pytest.mark.parametrize("raw", ["王?明", "王？明", "李□", "钱#", "〓丽", "孙\ufffd", "?", "周▯▯"])
def test_a_name_that_lost_a_character_is_rejected(raw: str) -> None:
    assert code(clean_name(raw)) == "mojibake"


@pytest.mark.parametrize("raw", ["李〇", "𠮷𠮷", "䶮一", "买买提·吐尔逊", "Anna Ли"])
def test_a_rare_name_is_none_that_lost_a_character(raw: str) -> None:
    assert clean_name(raw).value == raw


@pytest.mark.parametrize(
    ("header", "core", "unit"),
    [
        ("* 姓 名", "姓名", None),
        ("身份证\n号码", "身份证号码", None),
        ("功率（kW）", "功率", "kW"),
        ("功率/kW", "功率", "kW"),
        ("面积(㎡)", "面积", "m2"),
        ("单价（单位：元）", "单价", "元"),
        ("姓名*", "姓名", None),
        ("姓名(必填)", "姓名", None),
        ("【必填】姓名：", "姓名", None),
        ("2、您的姓名？", "您的姓名", None),
        ("1.姓名", "姓名", None),
        ("（姓名）", "姓名", None),
        ("10.12", "10.12", None),
        ("10月13日", "10月13日", None),
        ("3", "3", None),
        ("", "", None),
    ],
)
def test_headers(header: str, core: str, unit: str | None) -> None:
    assert normalise_header(header) == (core, unit)
