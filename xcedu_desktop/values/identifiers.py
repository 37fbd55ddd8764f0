"""Identifiers: 居民身份证号, 学籍号, 学校标识码, 统一社会信用代码, phones, sex. Messages show four places."""

import re
from datetime import date, time, timedelta
from functools import cache

from xcedu_desktop.values.masks import mask_any as mask_any
from xcedu_desktop.values.masks import mask_phone as mask_phone
from xcedu_desktop.values.masks import mask_tail as mask_tail
from xcedu_desktop.values.masks import shown
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

_APOSTROPHES = "'‘’`′"
_E_NOTATION = re.compile(r"[0-9](?:\.[0-9]+)?e\+?[0-9]+", re.IGNORECASE)
_WHOLE_ID = re.compile("[0-9]{17}[0-9X]")
_LIKE_X = str.maketrans({c: "X" for c in "ХхΧχ×✕✖╳☓"})


def _lost(what: str) -> Parsed[str]:
    return failed("digits_lost", f"{what}被存成了数字，后几位已丢失，请按证件重新录入（单元格先设为文本）")


def _numeric(raw: object, what: str) -> str | Parsed[str]:
    """The folded text of a cell that holds an identifier; or the answer where it holds none."""
    if is_blank(raw):
        return Parsed()
    if isinstance(raw, (bool, date, time, timedelta)) or not isinstance(raw, (str, int, float)):
        return failed("wrong_format", f"单元格里不是{what}")
    if isinstance(raw, (int, float)):
        if not -(10**15) < raw < 10**15:
            return _lost(what)
        return str(int(raw)) if raw == int(raw) else failed("wrong_format", f"单元格里不是{what}")
    if is_error_cell(raw):
        return error_cell(raw)
    if is_blank_mark(raw):
        return blank_mark(raw)
    text = fold(raw).lstrip(_APOSTROPHES).rstrip(_APOSTROPHES)
    if _E_NOTATION.fullmatch(text):
        return _lost(what)
    if "*" in text:
        return failed("masked", f"{what}带有 *，是遮盖后的，请录入完整的号码")
    return text


def known_division(code: str) -> bool:
    """Whether a 6-digit division code (区划代码) is or ever was one."""
    return code in ("810000", "820000", "830000") or code in _divisions()


@cache
def _divisions() -> frozenset[str]:
    """All codes of stdnum's list of divisions: a line a province (37 …), under it a line a county (··0403 …).

    Read here line by line: stdnum's own reader of its lists takes 40 ms for this one, at every start of the program.
    """
    from importlib.resources import files

    found, province = set(), ""
    for line in (files("stdnum") / "cn" / "loc.dat").read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            found.add(province + line[2:6])
        elif line[:2].isdecimal():
            province = line[:2]
    return frozenset(found)


def _check_digit(number: str) -> str:
    from stdnum.cn import ric

    return ric.calc_check_digit(number)


def birth_of_id(number: str) -> date:
    """The birth date in an ID number of 18 characters; ValueError when there is no such day."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def sex_of_id(number: str) -> str:
    """男 or 女, by the sequence's last digit."""
    return "男" if int(number[16]) % 2 else "女"


def parse_id_number(raw: object, *, today: date) -> Parsed[str]:
    """An ID number (居民身份证号) of 18 characters, X upper case.

    Errors: digits_lost, fifteen_digits, wrong_length, wrong_format, birth_date, future_birth, check_digit,
    masked.
    Warnings: normalised, unknown_division, blank_mark.
    """
    if isinstance(raw, str) and _WHOLE_ID.fullmatch(raw):
        return _checked_id(raw, [], today)  # most are written as they should be
    what = "身份证号"
    text = _numeric(raw, what)
    if isinstance(text, Parsed):
        return text
    warnings: list[Notice] = []
    number = re.sub(r"[-‐–—]", "", text)
    if number.translate(_LIKE_X) != number:
        number = number.translate(_LIKE_X)
        warnings.append(Notice("normalised", "身份证号末位的字符像 X 而不是 X，已改成 X"))
    number = number.upper()
    if number.endswith(".0"):
        return _lost(what)
    if len(number) == 15 and number.isdigit():
        return failed("fifteen_digits", "身份证号是 15 位的旧号，请录入 18 位的号码")
    if len(number) != 18:
        return failed("wrong_length", f"身份证号应为 18 位，现在是 {len(number)} 位")
    if not _WHOLE_ID.fullmatch(number):
        return failed("wrong_format", "身份证号只能是数字，末位可以是 X")
    return _checked_id(number, warnings, today)


def _checked_id(number: str, warnings: list[Notice], today: date) -> Parsed[str]:
    """The answer for 17 digits and a digit or X."""
    if number.endswith("000"):
        return _lost("身份证号")
    try:
        born = birth_of_id(number)
    except ValueError:
        return failed("birth_date", f"身份证号 {mask_tail(number)} 里的出生日期不存在")
    if born >= today:
        return failed("future_birth", f"身份证号 {mask_tail(number)} 里的出生日期在今天之后")
    if born.year < 1900:
        return failed("birth_date", f"身份证号 {mask_tail(number)} 里的出生日期太早")
    if _check_digit(number) != number[-1]:
        return failed("check_digit", f"身份证号 {mask_tail(number)} 的校验位不对，请核对")
    if not known_division(number[:6]):
        warnings.append(
            Notice("unknown_division", f"身份证号 {mask_tail(number)} 的前六位不是已知的区划代码，请核对")
        )
    return Parsed(number, warnings=tuple(warnings))


def parse_student_number(raw: object) -> Parsed[str]:
    """A 学籍号 of 19 characters: G, J or L and 18 more; only G's has a check digit.

    Errors: digits_lost, wrong_length, wrong_format, check_digit, masked.
    Warnings: normalised, digits_doubtful, blank_mark.
    """
    what = "学籍号"
    text = _numeric(raw, what)
    if isinstance(text, Parsed):
        return text
    warnings: list[Notice] = []
    if text.translate(_LIKE_X) != text:
        warnings.append(Notice("normalised", "学籍号末位的字符像 X 而不是 X，已改成 X"))
    number = text.translate(_LIKE_X).upper()
    if _WHOLE_ID.fullmatch(number):
        return failed("wrong_format", "学籍号应以 G、J 或 L 开头，这里像是身份证号")
    if len(number) != 19:
        return failed("wrong_length", f"学籍号应为 19 位，现在是 {len(number)} 位")
    if not re.fullmatch(r"[GJL][0-9]{17}[0-9X]", number):
        return failed("wrong_format", "学籍号应为 G、J 或 L 加 18 位，末位可以是 X")
    if number[0] == "G":
        if _check_digit(number[1:]) != number[-1]:
            return failed("check_digit", f"学籍号 {mask_tail(number)} 的校验位不对，请核对")
        if number.endswith("000"):
            warnings.append(
                Notice("digits_doubtful", f"学籍号 {mask_tail(number)} 的末三位都是 0，请核对是否丢失")
            )
    return Parsed(number, warnings=tuple(warnings))


def parse_school_code(raw: object) -> Parsed[str]:
    """A 学校标识码: ten digits as text: kind (21 primary, 31 junior, …), 37 for the province, six more.

    Error: school_code.
    """
    text = _numeric(raw, "学校标识码")
    if isinstance(text, Parsed):
        return text
    code = text.removesuffix(".0")
    if not re.fullmatch(r"[1-9][0-9]37[0-9]{6}", code):
        return failed("school_code", f"学校标识码「{shown(code)}」不对：应为 10 位数字，第三、四位是 37")
    return Parsed(code)


def parse_uscc(raw: object) -> Parsed[str]:
    """A 统一社会信用代码 of 18 characters. Errors: digits_lost, uscc_format, check_digit."""
    from stdnum.cn import uscc
    from stdnum.exceptions import InvalidChecksum, ValidationError

    text = _numeric(raw, "统一社会信用代码")
    if isinstance(text, Parsed):
        return text
    code = re.sub(r"[-‐–—]", "", text).upper()
    try:
        return Parsed(uscc.validate(code))
    except InvalidChecksum:
        return failed("check_digit", f"统一社会信用代码「{shown(code)}」的校验位不对，请核对")
    except ValidationError:
        return failed("uscc_format", f"统一社会信用代码「{shown(code)}」不对：应为 18 位，不含 I、O、Z、S、V")


def parse_phone(raw: object) -> Parsed[str]:
    """A mobile as 11 digits, a landline as 0632-1234567.

    Errors: phone_format, digits_lost, masked. Warnings: normalised, other_area, blank_mark.
    """
    text = _numeric(raw, "电话")
    if isinstance(text, Parsed):
        return text
    wrong: Parsed[str] = failed("phone_format", "电话不对：手机 11 位，固话写区号 0632 加 7 或 8 位号码")
    digits = re.sub(r"[-‐-―−()\[\].]", "", text.removesuffix(".0"))
    digits = re.sub(r"^(?:\+|00)?86(?=1[3-9][0-9]{9}$|0?632[0-9]{7,8}$)", "", digits)
    if not re.fullmatch(r"[0-9]+", digits):
        return wrong
    if re.fullmatch(r"1[3-9][0-9]{9}", digits):
        return Parsed(digits)
    if found := re.fullmatch(r"0632([0-9]{7,8})", digits):
        return Parsed(f"0632-{found[1]}")
    if found := re.fullmatch(r"632([0-9]{7,8})", digits):
        return Parsed(f"0632-{found[1]}", warnings=(Notice("normalised", "固话前面的 0 丢了，已补上"),))
    if found := re.fullmatch(r"(010|02[0-9]|0[3-9][0-9]{2})([0-9]{7,8})", digits):
        number = f"{found[1]}-{found[2]}"
        return Parsed(
            number, warnings=(Notice("other_area", f"电话 {mask_phone(number)} 不是本地区号 0632，请核对"),)
        )
    return wrong


_SEX = {"男": "男", "女": "女", "1": "男", "2": "女", "男性": "男", "女性": "女", "男生": "男", "女生": "女"}
_SEX |= {
    "m": "男",
    "f": "女",
    "male": "男",
    "female": "女",
    "男孩": "男",
    "女孩": "女",
    "1男": "男",
    "2女": "女",
}
_SEX |= {
    "1-男": "男",
    "2-女": "女",
    "男1": "男",
    "女2": "女",
    "♂": "男",
    "♀": "女",
    "男童": "男",
    "女童": "女",
}
_NO_SEX = frozenset(("0", "9", "未知", "不详", "未说明", "未说明的性别", "未知的性别", "其他"))


def parse_sex(raw: object) -> Parsed[str]:
    """男 or 女, also by code (1, 2). Error: not_a_sex. 0, 9 and 未知: blank, with the warning sex_unknown."""
    if is_blank(raw):
        return Parsed()
    if is_error_cell(raw):
        return error_cell(raw)
    if isinstance(raw, (str, float)) or (not isinstance(raw, bool) and raw in range(10)):
        text = fold(str(raw)[:40]).casefold().lstrip(_APOSTROPHES).removesuffix(".0")
        if text in _SEX:
            return Parsed(_SEX[text])
        if text in _NO_SEX:
            return Parsed(warnings=(Notice("sex_unknown", f"性别「{shown(raw)}」按未填读入"),))
        if is_blank_mark(raw):
            return blank_mark(raw)
    return failed("not_a_sex", f"「{shown(raw)}」请填 男 或 女")
