"""How sheets look: a sum of nothing but blanks is blank, since nobody said zero; long texts are shown whole."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.month.school import OCTOBER, small_school
from xcedu_desktop.form import MonthView
from xcedu_desktop.month.book import book_of
from xcedu_desktop.month.cover import complete
from xcedu_desktop.month.derive import derive
from xcedu_desktop.store.base import key_id
from xcedu_desktop.workbook.plan import Book, Row
from xcedu_desktop.workbook.style import MOST_LINES, lines_in
from xcedu_desktop.workbook.write import write

TODAY = date(2026, 11, 2)
LUNCH = "就餐人数（午餐）"
BLANK_DAY = date(2026, 10, 20)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """October of a small school, in which nobody counted the lunch of the 20th."""
    with small_school(tmp_path / "school.db") as store, store.read() as session:
        view = MonthView(session, store.school_code, OCTOBER, TODAY)
        reported = complete(view, derive(view), [], revision=1, reason=None, on=TODAY)
        made = book_of(reported, revision=1, when=datetime(2026, 11, 2, 9), program="1", rules="1")
    sheets = [
        replace(sheet, rows=[row for row in sheet.rows if row.values["day"] != BLANK_DAY])
        if sheet.title == LUNCH
        else sheet
        for sheet in made.sheets
    ]
    return replace(made, sheets=sheets)


def test_a_day_without_any_count_sums_up_to_a_blank(book: Book) -> None:
    content = write(book)
    shown = load_workbook(BytesIO(content), data_only=True)[LUNCH]
    formulas = load_workbook(BytesIO(content))[LUNCH]
    days = {str(cell.value): cell.column for cell in shown[1] if str(cell.value).startswith("2026-")}
    total = next(row for row in range(1, shown.max_row + 1) if shown.cell(row, 2).value == "合计")
    blank, counted = days["2026-10-20"], days["2026-10-21"]
    beside = shown.cell(total, blank).value
    assert isinstance(beside, str) and not beside.strip(), (
        "a phone's preview shows it blank; no formula lacks a value"
    )
    assert "SUM" in formulas.cell(total, blank).value  # filled in by hand, it adds up
    assert shown.cell(total, counted).value > 0
    every = [
        cell.value for row in shown.iter_rows(7, total - 1, counted, counted) for cell in row if cell.value
    ]
    assert sum(every) == shown.cell(total, counted).value


def test_a_long_explanation_is_shown_whole(book: Book) -> None:
    """No row is higher than 409 points: the column grows, so that the print cuts nothing off."""
    text = "餐厅正在改造，本学期装好 2 台柜式空调，就餐时间短，暂用保温餐具。" * 30
    row = Row(
        key_id("test", "x"), {"severity": "须说明", "form": "取暖设备", "message": "没有设备", "reason": text}
    )
    sheets = [replace(s, rows=[row]) if s.table == "r_explanation" else s for s in book.sheets]
    sheet = load_workbook(BytesIO(write(replace(book, sheets=sheets))))["说明"]
    cell = next(cell for line in sheet.iter_rows() for cell in line if cell.value == text)
    assert lines_in(text, sheet.column_dimensions[cell.column_letter].width) <= MOST_LINES
    assert sheet.row_dimensions[cell.row].height <= 409
