"""Chinese numerals up to ten thousand: 三十五, 一百零二, 两千."""

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
IN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
"""Turns a year said digit by digit (二〇二六) into digits."""
NUMERAL = "[零〇一二三四五六七八九十百千两]"


def chinese_number(text: str) -> int | None:
    """The number a Chinese numeral says, or None when the text is none.

    None too for 二三 (digits in a row), and for 一千二 and 一百五: said, these are 1,200 and 150; written, 1,002 has its 零.
    """
    if not text:
        return None
    total, digit, last_unit = 0, None, 10**4
    for position, character in enumerate(text):
        if character in _UNITS:
            unit = _UNITS[character]
            if unit >= last_unit or (digit is None and not (unit == 10 and position == 0)) or digit == 0:
                return None
            total += (1 if digit is None else digit) * unit
            digit, last_unit = None, unit
        elif character in DIGITS:
            value = DIGITS[character]
            if value == 0 and 0 < position < len(text) - 1 and digit is None:
                continue
            if digit is not None:
                return None
            digit = value
        else:
            return None
    if (digit == 0 and len(text) > 1) or (digit and text[-2:-1] in ("百", "千")):
        return None
    return total + (digit or 0)
