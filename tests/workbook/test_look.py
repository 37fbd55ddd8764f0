"""How sheets look: a sum of nothing but blanks is blank, since nobody said zero; long texts are shown whole."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.month.school import CODE, NAME, OCTOBER, ident, made, small_school
from xcedu_desktop.form import MonthView
from xcedu_desktop.month.book import book_of, read_workbook
from xcedu_desktop.month.cover import complete
from xcedu_desktop.month.derive import derive
from xcedu_desktop.store.base import key_id
from xcedu_desktop.store.school_file import create
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


def test_a_column_of_blanks_sums_up_to_a_blank(book: Book) -> None:
    at = next(n for n, sheet in enumerate(book.sheets) if sheet.title == "取暖设备")
    sheet = book.sheets[at]
    rows = [Row(row.id, {**row.values, "cost_fen": None}) for row in sheet.rows]
    content = write(
        replace(book, sheets=(*book.sheets[:at], replace(sheet, rows=rows), *book.sheets[at + 1 :]))
    )
    shown = load_workbook(BytesIO(content), data_only=True)[sheet.title]
    column = next(cell.column for cell in shown[1] if cell.value == "cost_fen")
    total = next(row[0].row for row in shown.iter_rows() if any(cell.value == "合计" for cell in row))
    assert not shown.cell(total, column).value.strip()


def test_a_cover_figure_that_nothing_stands_for_is_blank_and_says_so(tmp_path: Path) -> None:
    """Nobody has put down heating or meals yet: no 0 is signed for. What was counted stays, a 0 of it too."""
    with create(tmp_path / "school.db", CODE) as store:
        with store.write("准备") as unit:
            unit.apply(
                [
                    made("school", 1, code=CODE, name=NAME, stage="小学"),
                    made("school_class", 1, stage="小学", entry_year=2026, number=1),
                    made("pupil", 1, name="张三"),
                    made("class_membership", 1, pupil_id=ident("pupil", 1), class_id=ident("school_class", 1),
                         from_date=date(2026, 9, 1)),
                    made("meal_count", 1, class_id=ident("school_class", 1), day=BLANK_DAY, meal="午餐", heads=0),
                ]
            )  # fmt: skip
        with store.read() as session:
            view = MonthView(session, CODE, OCTOBER, TODAY)
            reported = complete(view, derive(view), [], revision=1, reason=None, on=TODAY)
            content = write(
                book_of(reported, revision=1, when=datetime(2026, 11, 2, 9), program="1", rules="1")
            )
    cover = load_workbook(BytesIO(content), data_only=True)["封面"]
    key, title, amount = (
        next(cell.column for cell in cover[1] if cell.value == k) for k in ("key", "title", "amount")
    )
    figures = {
        cover.cell(row, key).value: (cover.cell(row, title).value, cover.cell(row, amount).value)
        for row in range(1, cover.max_row + 1)
    }
    assert figures["students"] == ("在校学生", 1)
    assert figures["meal_heads_lunch"] == ("就餐：午餐", 0)
    assert figures["meal_heads_dinner"] == ("就餐：晚餐", 0)
    assert figures["meal_students"] == ("就餐登记学生（没有记录）", None)
    assert figures["heating_sets"] == ("本取暖季新购设备（没有记录）", None)
    assert figures["heating_invested_fen"] == ("本取暖季投入（没有记录）", None)
    back = read_workbook(content)
    assert (back.changes, back.problems) == ([], [])


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
