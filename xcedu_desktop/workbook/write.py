"""A book → the bytes of its .xlsx, in memory. The same book gives the same bytes."""

from __future__ import annotations

import re
from io import BytesIO

from xlsxwriter import Workbook

from xcedu_desktop.workbook.cover_sheet import write_cover
from xcedu_desktop.workbook.grid_sheet import write_grid
from xcedu_desktop.workbook.list_sheet import write_list
from xcedu_desktop.workbook.marks import SEAL_MARK
from xcedu_desktop.workbook.plan import COVER, SEAL, Book
from xcedu_desktop.workbook.seal import pieces, seal_of
from xcedu_desktop.workbook.style import BODY, Styles

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": "Calibri", "font_size": BODY},
}
_TITLE_MOST = 31


def write(book: Book) -> bytes:
    """The workbook's bytes: cover, a sheet for each of the book's, the hidden seal."""
    header, lines = seal_of(book)
    buffer = BytesIO()
    workbook = Workbook(buffer, OPTIONS)
    # Nobody's name, and no time but that of the revision's first export.
    workbook.set_properties({"created": book.when, "title": "", "author": ""})
    styles = Styles(workbook)
    titles: set[str] = set()
    write_cover(workbook.add_worksheet(_title(COVER, titles)), styles, book, header.check_code)
    for plan in book.sheets:
        sheet = workbook.add_worksheet(_title(plan.title, titles))
        if plan.grid is None:
            write_list(sheet, styles, book, plan)
        else:
            write_grid(sheet, styles, book, plan)
    seal = workbook.add_worksheet(_title(SEAL, titles))
    seal.hide()
    for column, text in enumerate([SEAL_MARK, *pieces(header.to_json().replace("_x", "_\\u0078"))]):
        seal.write_string(0, column, text)
    row = 1
    for part in lines:
        for line in part:
            for column, text in enumerate(pieces(line)):
                seal.write_string(row, column, text)
            row += 1
    workbook.close()
    return buffer.getvalue()


def _title(wanted: str, taken: set[str]) -> str:
    """A sheet title that spreadsheet programs accept and that no other sheet has."""
    plain = re.sub(r"[\[\]:*?/\\]", "_", wanted).strip("'")[:_TITLE_MOST] or "表"
    title, number = plain, 2
    while title.casefold() in taken:
        title = f"{plain[: _TITLE_MOST - 3]}{number}"
        number += 1
    taken.add(title.casefold())
    return title
