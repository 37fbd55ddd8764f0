"""Text that a wrong encoding broke before it came here (乱码): never read, never guessed at."""

import re
from collections.abc import Iterator
from dataclasses import replace

from xcedu_desktop.workbook.intake.failure import garbled
from xcedu_desktop.workbook.intake.raw import Cell, RawSheet

ERROR = "乱码"

# U+FFFD itself, and what it becomes when written as UTF-8 and read as GBK.
_LOST = re.compile("\ufffd|锟斤拷|烫烫烫|屯屯屯")
_LATIN = re.compile(r"[\u0080-\u00ff]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def is_garbled(text: str) -> bool:
    """Whether the text shows one of the known kinds of breakage."""
    if text.isascii():
        return False
    if _LOST.search(text):
        return True
    if not _CHINESE.search(text):
        # Chinese bytes read as Western European: ÐÕÃû (GBK) or å§“å (UTF-8).
        return (
            len(_LATIN.findall(text)) * 2 >= len(text) >= 2
            and len(_LATIN.findall(text)) >= 2
            and not text.isspace()
        )
    if len(text) < 2:
        return False
    # UTF-8 bytes read as GBK (姓名 becomes 濮撳悕): true text is hardly ever UTF-8 as GBK bytes.
    try:
        again = text.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return False
    return bool(_CHINESE.search(again))


def mark_garbled(sheets: list[RawSheet], name: str) -> list[RawSheet]:
    """The sheets with broken cells marked as errors. Raises IntakeFileError where a tenth is broken."""
    broken = {
        (index, row, column) for index, row, column, cell in _texts(sheets) if is_garbled(str(cell.value))
    }
    if not broken:
        return sheets
    wide = sum(1 for *_, cell in _texts(sheets) if not str(cell.value).isascii())
    if len(broken) * 10 >= wide:
        raise garbled(name)
    marked: list[RawSheet] = []
    for index, sheet in enumerate(sheets):
        rows = [list(row) for row in sheet.rows]
        for _, row, column in (place for place in broken if place[0] == index):
            rows[row][column] = Cell(rows[row][column].value, ERROR)
        marked.append(replace(sheet, rows=rows))
    return marked


def _texts(sheets: list[RawSheet]) -> Iterator[tuple[int, int, int, Cell]]:
    for index, sheet in enumerate(sheets):
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                if isinstance(cell.value, str):
                    yield index, row, column, cell
