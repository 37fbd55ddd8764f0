"""Hiding identifiers: what may be seen of an ID number, a 学籍号 or a phone."""

import re
import unicodedata

from xcedu_desktop.values.pattern import late

_GAP = r"[ \u00a0\u3000\-]?"
_NUMBER_RUN = re.compile(
    rf"(?<![0-9A-Za-z])[GJLgjl]?[0-9](?:{_GAP}[0-9]){{13,16}}(?:{_GAP}[0-9XxХх×])?(?![0-9])"
)
_LONG_DIGITS = re.compile(r"[0-9]{15,}[XxХх×]?")
_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9](?:[ \-]?[0-9]{4}){2}(?![0-9])")
_LOST = late(r"(?<![0-9])[0-9]\.[0-9]{4,}(?=[Ee]\+?1[0-9](?![0-9]))")
"""What a spreadsheet leaves of an ID number, or a phone, that it took for a number: 3.70403201704110E+17 holds the birth date."""
_LOST_ID = late(r"(?<![0-9])[0-9]\.[0-9]{4,}[Ee]\+?1[78](?![0-9])")
_ID_HEAD = late(
    r"(?<![0-9A-Za-z])[GJLgjl]?[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{0,3}(?![0-9])"
)
"""An ID number whose end is missing."""
_SHORTEST = 10
"""Characters of the shortest number that is masked: an area code and a landline."""
_LANDLINE = re.compile(r"(?<![0-9])(0[0-9]{2,3})[ \-]?([0-9]{7,8})(?![0-9])")


def mask_tail(value: str) -> str:
    """All but the last four characters as stars: **************001X; four or fewer are all stars."""
    return "*" * (len(value) - 4) + value[-4:] if len(value) > 4 else "*" * len(value)


def mask_phone(value: str) -> str:
    """138****5678 for a mobile, 0632-****567 for a landline; anything else as mask_tail."""
    digits = value.replace("-", "").replace(" ", "")
    if re.fullmatch(r"1[0-9]{10}", digits):
        return f"{digits[:3]}****{digits[-4:]}"
    found = re.fullmatch(r"(0[0-9]{2,3})([0-9]{7,8})", digits)
    if found:
        number = found[2]
        return f"{found[1]}-****{number[4:]}"
    return mask_tail(value)


def _mask_run(found: re.Match[str]) -> str:
    """A run of digits with gaps is an ID number when a year of birth stands in its place."""
    text = re.sub(_GAP, "", found[0])
    number = text.lstrip("GJLgjl")
    if (
        _ID_HEAD.fullmatch(text)
        or (len(number) == 15 and text == found[0])
        or (len(number) in (17, 18) and (text == found[0] or number[6:8] in ("19", "20")))
    ):
        return mask_tail(text)
    return found[0]


_ID = r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9XxХх×]"
_WHOLE_ID = re.compile(rf"(?<![0-9]){_ID}(?![0-9])")
_ID_AMONG_DIGITS = late(rf"(?=({_ID}))")
"""One anywhere in a longer run of digits: an ID number and a day put together as a file's name."""


def holds_id(text: str) -> bool:
    """Whether an ID number, or a 学籍号 with one in it, stands in the text, or what a spreadsheet left of one; a serial
    number without a birth date is none."""
    plain = re.sub(_GAP, "", unicodedata.normalize("NFKC", text))
    if _WHOLE_ID.search(plain) is not None or _LOST_ID.search(plain) is not None:
        return True
    return any(_fits_check_digit(found[1]) for found in _ID_AMONG_DIGITS.finditer(plain))


def _fits_check_digit(number: str) -> bool:
    """Whether the last character is the check digit of the 17 before it, so that chance is no ID number."""
    from stdnum.cn import ric

    digit: str = ric.calc_check_digit(number)
    return digit == number[17].upper().translate({0x0425: "X", 0x00D7: "X"})


def _half_width(text: str) -> str:
    """Full-width digits would slip past the patterns; they are one character wide either way."""
    return "".join(unicodedata.normalize("NFKC", c) if "０" <= c <= "ｚ" and c.isalnum() else c for c in text)


def mask_any(text: str) -> str:
    """Free text with every ID number, 学籍号 and phone in it masked, for messages, logs and reports."""
    plain = mask_lost(_half_width(text))
    plain = _LONG_DIGITS.sub(lambda m: mask_tail(m[0]), _NUMBER_RUN.sub(_mask_run, plain))
    plain = _ID_HEAD.sub(lambda m: mask_tail(m[0]), plain)
    return mask_phones(plain)


def mask_lost(text: str) -> str:
    """Text with the digits of a long number in exponential form as stars: *.**************E+17."""
    return _LOST.sub(lambda m: re.sub("[0-9]", "*", m[0]), text)


def mask_phones(text: str) -> str:
    """Free text with every phone in it masked; other numbers stay."""
    plain = _half_width(text)
    masked = _LANDLINE.sub(lambda m: mask_phone(m[0]), _MOBILE.sub(lambda m: mask_phone(m[0]), plain))
    return masked if masked != plain else text


def mask_people(text: str) -> str:
    """As mask_any, but a long serial number without a birth date in it (an asset tag, a licence) stays readable."""
    return mask_any(text) if holds_id(text) else mask_phones(text)


def mask_words(text: str) -> str:
    """As mask_people, for what is reported and printed: a text without any words (an asset tag) is no phone and stays."""
    if len(text) < _SHORTEST or (text.isascii() and not holds_id(text)):
        return text
    return mask_people(text)


def shown(raw: object, most: int = 30) -> str:
    """A cell's content as a message may quote it: masked, on one line, cut at `most` characters."""
    if isinstance(raw, int) and abs(raw) >= 10**40:
        return "很长的数"
    text = " ".join(mask_any(str(raw)[:500]).split())
    return text if len(text) <= most else text[: most - 1] + "…"
