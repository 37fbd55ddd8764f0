"""What stands above a list: title lines, in which class, month or unit may be said."""

import re

from xcedu_desktop.values.class_names import names_class
from xcedu_desktop.values.class_texts import without_teacher
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.values.units import is_unit_text, units_listed
from xcedu_desktop.workbook.intake.found import FoundList
from xcedu_desktop.workbook.intake.merges import MergeMap
from xcedu_desktop.workbook.intake.raw import RawSheet
from xcedu_desktop.workbook.intake.row_kinds import FOOTER, REMARK, is_page_mark

_UNIT_LINE = re.compile(r"(?<![报送用作表])单位(?:\s*[:为是(]\s*|\s+)([^:\n]+?)(?=[^\s:]*:|$|\n)")
_ALONE = re.compile(r"(?:^|[\s])\(([^()\n]{1,12})\)(?=\s|$)")
"""（万元） in a cell of its own."""
_SECTION = re.compile(r"班|年级|级$")


def title_lines(sheet: RawSheet, merges: MergeMap, rows: range, left: int, right: int) -> list[str]:
    """The text of these rows, a line each: cells above the list's columns, or any where none stand there."""
    own: list[str] = []
    every: list[str] = []
    for row in rows:
        near: list[str] = []
        anywhere: list[str] = []
        for column, cell in enumerate(sheet.rows[row]):
            if cell.value is None:
                continue
            anywhere.append(cell.text)
            if column <= right and column + merges.width_of(row, column) - 1 >= left:
                near.append(cell.text)
        if anywhere:
            every.append(" ".join(anywhere))
        if near:
            own.append(" ".join(near))
    return own or every


def is_title_line(sheet: RawSheet, row: int, left: int, right: int) -> bool:
    """A row with one text only, or with a line of 名称：值 pairs; such rows stand above a header."""
    cells = [cell for cell in sheet.rows[row][left : right + 1] if not cell.blank]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    if len(cells) == 1:
        return len(texts) == 1
    return bool(texts) and sum(":" in fold(text) for text in texts) * 2 >= len(cells)


def new_lines(lines: list[str], known: str) -> list[str]:
    """Of title lines met down the sheet, those that say something else than the title known so far."""
    said = fold(known)
    return [line for line in lines if fold(line) not in said and not is_page_mark(line) and "续" not in line]


def names_section(text: str) -> bool:
    """Whether a line within a list names the class of the rows below it."""
    own = without_teacher(text)
    return names_class(own) or (len(own) <= 25 and bool(_SECTION.search(own)) and "班主任" not in own)


def units_above(found: FoundList, sheet: RawSheet) -> tuple[str, ...]:
    """The units of the lines `单位：台/万元` above a list, or where those say none, anywhere above it on the sheet, or below."""
    below = [sheet.rows[skipped.row - 1] for skipped in found.skipped if skipped.reason in (FOOTER, REMARK)]
    for text in (found.title_text, found.above, *(" ".join(cell.text for cell in row) for row in below)):
        units: dict[str, None] = {}
        plain = fold_lines(text)
        for line in _UNIT_LINE.finditer(plain):
            units |= dict.fromkeys(units_listed(line[1]))
        for alone in _ALONE.finditer(plain):
            if is_unit_text(alone[1]):
                units |= dict.fromkeys(units_listed(alone[1]))
        if units:
            return tuple(units)
    return ()


def fold_lines(text: str) -> str:
    """Folded for comparing, with its line breaks and the gaps between its cells."""
    return "\n".join(" ".join(fold(part) for part in line.split(" ")) for line in text.split("\n"))
