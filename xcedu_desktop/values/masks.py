"""Hiding identifiers: what may be seen of an ID number, a 学籍号 or a phone."""

import re
import unicodedata

_NUMBER_RUN = re.compile(
    r"(?<![0-9A-Za-z])[GJLgjl]?[0-9](?:[ \u00a0\u3000\-]?[0-9]){13,17}(?:[ \u00a0\u3000\-]?[0-9XxХх×*])?(?![0-9])"
)
_LONG_DIGITS = re.compile(r"[0-9]{14,}[XxХх×]?")
_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9](?:[ \-]?[0-9]{4}){2}(?![0-9])")
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


def mask_any(text: str) -> str:
    """Free text with every ID number, 学籍号 and phone in it masked, for messages, logs and reports."""
    # Full-width digits would slip past the patterns; they are one character wide either way.
    plain = "".join(unicodedata.normalize("NFKC", c) if "０" <= c <= "ｚ" else c for c in text)
    for pattern in (_NUMBER_RUN, _LONG_DIGITS):
        plain = pattern.sub(lambda m: mask_tail(m[0]), plain)
    plain = _MOBILE.sub(lambda m: mask_phone(m[0]), plain)
    return _LANDLINE.sub(lambda m: mask_phone(m[0]), plain)


def shown(raw: object, most: int = 30) -> str:
    """A cell's content as a message may quote it: masked, on one line, cut at `most` characters."""
    text = " ".join(mask_any(str(raw)).split())
    return text if len(text) <= most else text[: most - 1] + "…"
