"""Plain text, people's names and table headers, as they come out of cells."""

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta

from xcedu_desktop.values.masks import shown
from xcedu_desktop.values.parsed import (
    Notice,
    Parsed,
    error_cell,
    failed,
    fold,
    invisible,
    is_blank,
    is_error_cell,
)
from xcedu_desktop.values.pattern import late

_LINE_END = late("_x000[dD]_\n?|\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_DROPPED = late(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff]"
)
_SPACES = late("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_PRIVATE = late("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_CJK = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\ue000-\uf8ff\U000f0000-\U0010ffff"
_SPACE_IN_CJK = late(rf"(?<=[{_CJK}·])\s+(?=[{_CJK}·])")
_CJK_PART = rf"[{_CJK}\ufe00-\ufe0f\U000e0100-\U000e01ef]"
_DOT = late(rf"(?<={_CJK_PART})\s*[·•‧・･∙⋅˙．.]+\s*(?=[{_CJK}])")
_WIDE = late("[０-９Ａ-Ｚａ-ｚ]")
_LONGEST_NAME = 60
_LOST_CHARACTER = late("[?？#＃□▯▢◻■◼█〓]")
"""What other encodings and fonts put in the place of a character that they do not have (𬀩 in GBK is ?)."""
_PLAIN = late("[\u4e00-\u9fa5A-Za-z0-9()-]*")
"""Text without anything to clean; most cells are."""


def _is_cjk(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def is_mojibake(text: str) -> bool:
    """Text read in the wrong encoding: replacement characters, or UTF-8 taken for Latin-1 or GBK."""
    if "\ufffd" in text or "锟斤拷" in text or "锟斤" in text:
        return True
    if text.isascii():
        return False
    # The trade mark sign is the last character of cp1252: other text cannot have been read by the first two.
    for encoding in ("gbk",) if max(text) > "\u2122" else ("latin-1", "cp1252", "gbk"):
        try:
            other = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        chinese = sum(map(_is_cjk, other))
        if not chinese or not all(c.isascii() or _is_cjk(c) for c in other):
            continue
        if encoding != "gbk" or chinese >= 4:
            return True
        # Two characters of UTF-8 make three of GBK; believed only where one of those is hardly ever written.
        try:
            text.encode("gb2312")
        except UnicodeError:
            if chinese >= 2:
                return True
    return False


def _plain_number(raw: int | float) -> str | None:
    if isinstance(raw, int):
        return str(raw) if abs(raw) < 10**30 else None
    if not math.isfinite(raw):
        return None
    return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else format(raw, ".15g")


def _as_text(raw: object) -> str | None:
    """What the cell says, as text; None for what has none."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, (int, float)):
        return _plain_number(raw)
    if isinstance(raw, datetime):
        midnight = raw.time().replace(microsecond=0) == time()
        return raw.date().isoformat() if midnight else raw.strftime("%Y-%m-%d %H:%M")
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, time):
        return raw.strftime("%H:%M")
    if isinstance(raw, timedelta):
        minutes = int(raw.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    return None


def strip_ends(text: str) -> str:
    """Without invisible characters at either end."""
    first, last = 0, len(text)
    while first < last and invisible(text[first]):
        first += 1
    while last > first and invisible(text[last - 1]):
        last -= 1
    return text[first:last]


def clean_text(raw: object) -> Parsed[str]:
    """Text in NFC, line ends as \\n, without what XML 1.0 cannot hold; numbers and dates as they are written.

    Errors: mojibake, error_cell, not_text. Warning: private_use.
    """
    if is_blank(raw):
        return Parsed()
    if is_error_cell(raw):
        return error_cell(raw)
    text = _as_text(raw)
    if text is None:
        return failed("not_text", "单元格的内容不是文字")
    if is_mojibake(text):
        return failed("mojibake", "文字是乱码，请用正确的编码另存原表后再导入")
    if _PLAIN.fullmatch(text):
        return Parsed(text)
    text = _SPACES.sub(" ", _DROPPED.sub("", _LINE_END.sub("\n", text)))
    text = unicodedata.normalize("NFC", strip_ends(text))
    if re.fullmatch(r"['‘’][0-9][^'‘’]*", text):
        text = text[1:]
    if not text:
        return Parsed()
    private = sorted({f"U+{ord(c):04X}" for c in _PRIVATE.findall(text)})
    if private:
        message = f"有别的电脑显示不出的自造字（{'、'.join(private[:5])}），请核对"
        return Parsed(text, warnings=(Notice("private_use", message),))
    return Parsed(text)


def clean_name(raw: object) -> Parsed[str]:
    """A person's name: no spaces inside Chinese, · between a minority name's parts, Latin single-spaced.

    Errors: not_a_name, mojibake (also of a single character), and those of clean_text.
    """
    if raw is not None and not isinstance(raw, str):
        return failed("not_a_name", f"「{shown(raw)}」不是姓名")
    cleaned = clean_text(raw)
    if cleaned.value is None:
        return cleaned
    text = _WIDE.sub(lambda m: unicodedata.normalize("NFKC", m[0]), cleaned.value).lstrip("'‘’`′")
    text = " ".join(text.split())
    text = _SPACE_IN_CJK.sub("", _DOT.sub("·", text))
    if lost := _LOST_CHARACTER.search(text):
        return failed(
            "mojibake",
            f"「{shown(raw)}」里有丢失的字（{lost[0]}），请按证件改正；生僻字要用 Excel 或 UTF-8 的原表",
        )
    if (
        not any(unicodedata.category(c)[0] == "L" or _PRIVATE.match(c) for c in text)
        or len(text) > _LONGEST_NAME
    ):
        return failed("not_a_name", f"「{shown(raw)}」不是姓名")
    return Parsed(text, warnings=cleaned.warnings)


_INNER = r"[^()\[\]【】〔〕{}<>《》]*"
# One pair may stand within another: 所在班级(如三(2)班).
_BRACKETED = late(rf"[(\[【〔{{<《]({_INNER}(?:[(\[【〔{{<《]{_INNER}[)\]】〕}}>》]{_INNER})*)[)\]】〕}}>》]")
_BRACKET = late(r"[()\[\]【】〔〕{}<>《》]")
_NOTES = late(r"必填|选填|必选|可选|非必填|可不填|必须|不填|例|如|下拉|格式")
_QUESTION = late(
    r"^(?:(?:[Qq]?\d{1,3}|[一二三四五六七八九十]{1,3})[、.)](?=[^\d])|[Qq]\d{1,3}[_:-]?(?=[^\d]))"
)
_SLASH_UNIT = late(r"/(kw|w|千瓦|瓦|元|万元|千元|人|m2|平方米|°c|度|g|克|a|台|个)$", re.IGNORECASE)


def normalise_header(text: str) -> tuple[str, str | None]:
    """A header for looking up, and the unit it says.

    '功率（kW）' -> ('功率', 'kW'); '2、您的姓名？' -> ('您的姓名', None).
    """
    core, units = fold(text), []
    for content in _BRACKETED.findall(core):
        if content and not _NOTES.search(content):
            units.append(content.removeprefix("单位").lstrip(":"))
    # One bracket says the unit, another something else (万元)(含税): who knows units tells which.
    unit: str | None = "、".join(filter(None, units)) or None
    without = _BRACKET.sub("", _BRACKETED.sub("", core))
    if not without:
        without, unit = _BRACKET.sub("", core), None
    core = without
    core = _QUESTION.sub("", core.strip("*★☆#※"))
    core = re.sub(r"[*★☆※?!:;,。\"“”'‘’]", "", core)
    found = _SLASH_UNIT.search(core)
    if found and found.start():
        core, unit = core[: found.start()], unit or found[1]
    return core, unit
