"""Bytes to text: UTF-8 and UTF-16 with or without mark, GBK and GB18030; broken text is refused."""

import re

from xcedu_desktop.workbook.intake.failure import garbled, no_spreadsheet

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.IGNORECASE)


def decode(data: bytes, name: str) -> str:
    """The text of a text file. Raises IntakeFileError: it is no text, or its encoding is broken (乱码)."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, name)
    bare_utf16 = _bare_utf16(data)
    if bare_utf16:
        return _strict(data, bare_utf16, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _chinese(data, name)
    if _CONTROL.search(text[:100_000]):
        raise no_spreadsheet(name)
    return text


def decode_markup(data: bytes, name: str) -> str:
    """The text of an HTML page: as it declares itself, else as any text. Raises IntakeFileError."""
    declared = _DECLARED.search(data[:4096])
    if declared and not data.startswith(tuple(mark for mark, _ in _MARKS)):
        encoding = declared[1].decode("ascii").lower()
        # Pages say gb2312 and hold GB18030 characters.
        encoding = "gb18030" if encoding in ("gb2312", "gbk") else encoding
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            return decode(data, name)
    return decode(data, name)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise garbled(name) from error
    if _CONTROL.search(text[:100_000]):
        raise no_spreadsheet(name)
    return text


def _bare_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark shows by NULs in every other byte (of digits, commas, line ends)."""
    head = data[:4096]
    if len(head) < 4 or b"\x00" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 5 * even and odd * 20 >= len(head) // 2:
        return "utf-16-le"
    if even > 5 * odd and even * 20 >= len(head) // 2:
        return "utf-16-be"
    return None


def _chinese(data: bytes, name: str) -> str:
    """GB18030 (GBK is within it), unless it is UTF-8 with a few broken bytes, which would be nonsense."""
    as_utf8 = data.decode("utf-8", errors="replace")
    wide = sum(1 for character in as_utf8 if character > "\x7f")
    if as_utf8.count("\ufffd") * 5 < wide:
        raise garbled(name)
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            raise no_spreadsheet(name) from error
        raise garbled(name) from error
