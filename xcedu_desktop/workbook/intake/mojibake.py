"""Text that a wrong encoding broke before it came here (乱码): never read, never guessed at."""

import re
from collections.abc import Iterator
from dataclasses import replace

from xcedu_desktop.values.text import is_mojibake
from xcedu_desktop.workbook.intake.failure import garbled
from xcedu_desktop.workbook.intake.raw import Cell, RawSheet

ERROR = "乱码"

_LOST = 3
"""Cells with ?? in a file without a single Chinese character: it was saved in an encoding that has none."""
_WESTERN = re.compile("[\u0080-\u00ff]")


def is_garbled(text: str) -> bool:
    """Whether the text shows a known kind of breakage, GBK read as Western European (ÐÕÃû) among them."""
    if text.isascii():
        return False
    return is_mojibake(text) or len(_WESTERN.findall(text)) * 2 >= max(len(text), 4)


def mark_garbled(sheets: list[RawSheet], name: str) -> list[RawSheet]:
    """The sheets with broken cells marked as errors. Raises IntakeFileError where a tenth is broken, or all was lost."""
    texts = [str(cell.value) for *_, cell in _texts(sheets)]
    if sum("??" in text for text in texts) >= _LOST and all(text.isascii() for text in texts):
        raise garbled(name)
    broken = {
        (index, row, column) for index, row, column, cell in _texts(sheets) if is_garbled(str(cell.value))
    }
    if not broken:
        return sheets
    wide = sum(not text.isascii() for text in texts)
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
