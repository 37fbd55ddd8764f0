"""A list with a line a day and a column a class (日期, 一(1)班, 一(2)班…): its columns, one a class or a class and meal."""

import re
from collections.abc import Collection
from dataclasses import replace

from xcedu_desktop.values.class_names import names_class
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.found import FoundList
from xcedu_desktop.workbook.intake.header import Vocabulary
from xcedu_desktop.workbook.intake.kind import Across, KindColumn, Shape
from xcedu_desktop.workbook.intake.layout import SCAN_ROWS, best_blocks
from xcedu_desktop.workbook.intake.lists import find_lists
from xcedu_desktop.workbook.intake.merges import MergeMap
from xcedu_desktop.workbook.intake.month_title import meal_in
from xcedu_desktop.workbook.intake.raw import RawSheet

_KEY = "class:"
_CLASSES = re.compile(r"班级$|^年级$")


def find_across(sheet: RawSheet, across: Across) -> tuple[Shape, list[FoundList]] | None:
    """The sheet's lists of this form, and the shape that names their columns; None where it holds none."""
    vocabulary, merges = Vocabulary(across.shape.intake_columns), MergeMap(sheet)
    for row in range(min(SCAN_ROWS, len(sheet.rows))):
        if not any(isinstance(cell.value, str) and vocabulary.match(cell.value) for cell in sheet.rows[row]):
            continue
        blocks = best_blocks(sheet, merges, vocabulary, row, 0, sheet.width - 1)
        if len(blocks) != 1 or not set(across.shape.needs) <= set(blocks[0].columns.values()):
            continue
        headers = blocks[0].headers
        if any(_CLASSES.search(fold(header)) for header in headers.values()):
            continue  # a line a class: what stands under 教师 is of that class
        own = {
            column: header
            for column, header in headers.items()
            if column not in blocks[0].columns and _counts(header, across.lines)
        }
        if not own:
            continue
        columns = tuple(
            KindColumn(f"{_KEY}{column}", replace(across.cell, title=header.replace(" · ", ""), synonyms=()))
            for column, header in own.items()
        )
        shape = Shape(across.shape.key, (*across.shape.columns, *columns), across.shape.needs)
        assign: dict[int, str | None] = {column: f"{_KEY}{column}" for column in own}
        return shape, find_lists(sheet, across.shape.intake_columns, header_row=row, assign=assign)
    return None


def class_of(found: FoundList, key: str) -> tuple[str, str | None] | None:
    """The class (or other line, 教职工) and the meal that a column's header says; None for another column."""
    if not key.startswith(_KEY):
        return None
    return _split(found.source_headers.get(int(key.removeprefix(_KEY)), ""))


def _split(header: str) -> tuple[str, str | None]:
    levels = header.split(" · ")
    meal = next((found for level in levels if (found := meal_in(level))), None)
    return "".join(level for level in levels if meal_in(level) is None), meal


def _counts(header: str, lines: Collection[str]) -> bool:
    """Whether a header names a class, or one of the other lines that are counted (教职工)."""
    text = _split(header)[0].removesuffix("人数")
    return names_class(text) or fold(text) in lines
