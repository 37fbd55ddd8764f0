"""The figures of a month: what is not counted in them (days to come, grades 10–12), and what they are called then."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.rules.book import CODE, FRIDAY, OCTOBER, Book, school_days
from xcedu_desktop.form import MonthView, ReportedView
from xcedu_desktop.forms.meals.reported import ReportedHeads, ReportedMealLog, ReportedStaffHeads
from xcedu_desktop.forms.meals.tables import day_log_id, signup_id
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.month.derive import derive
from xcedu_desktop.month.export import export
from xcedu_desktop.store.base import key_id

FIFTEENTH = date(2026, 10, 15)


def derived(book: Book) -> ReportedView:
    with book.store.read() as session:
        return derive(MonthView(session, CODE, OCTOBER, book.today))


def totals(book: Book) -> dict[str, int]:
    view = derived(book)
    return {total.key: total.of(view) for form in FORMS for total in form.totals}


def test_days_to_come_are_in_no_figure(book: Book) -> None:
    book.serve()
    book.today = FIFTEENTH
    book.eat_every_day(10)
    book.eat(date(2026, 10, 21), 200, meal="晚餐")
    book.add("meal_staff_count", day=date(2026, 10, 20), meal="午餐", heads=9)
    past = [day for day in school_days() if day <= FIFTEENTH]
    view = derived(book)
    assert {row.day for row in view.rows(ReportedHeads)} == set(past)
    assert {row.day for row in view.rows(ReportedMealLog)} == set(past)
    assert not view.rows(ReportedStaffHeads)
    found = totals(book)
    assert (found["meal_heads_lunch"], found["meal_heads_dinner"]) == (10 * len(past), 0)
    book.today = FRIDAY
    assert totals(book)["meal_heads_dinner"] == 200
    assert book.found("M01")


def test_counts_of_days_to_come_begin_no_month(book: Book) -> None:
    book.serve()
    book.today = FIFTEENTH
    book.eat(date(2026, 10, 21), 10)
    assert book.one("M13") and not book.found("M03")
    book.eat(date(2026, 10, 8), 10)
    assert book.found("M13") == [] and book.found("M03")


def test_a_session_to_come_was_not_held(book: Book) -> None:
    club = book.club()
    for day in (14, 21):
        book.add("club_session", f"剪纸社-{day}", club_id=club, day=date(2026, 10, day))
    book.today = FIFTEENTH
    from xcedu_desktop.forms.clubs.reported import ReportedClub

    assert [row.sessions for row in derived(book).rows(ReportedClub)] == [1]


def cover(book: Book, folder: Path) -> dict[str, tuple[str, int | None]]:
    """Key → title and amount (None: blank) on the cover of the workbook that is written."""
    result = export(book.store, OCTOBER, folder, book.today)
    sheet = openpyxl.load_workbook(result.file, data_only=True)["封面"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    keys = {total.key for form in FORMS for total in form.totals}
    found = {}
    for row in rows:
        for at, value in enumerate(row):
            if value in keys:
                words = [cell for cell in row[at + 1 :] if cell is not None]
                found[str(value)] = (
                    next(str(word) for word in words if isinstance(word, str)),
                    next((int(word) for word in words if isinstance(word, int)), None),
                )
    return found


@pytest.fixture
def middle_school(book: Book) -> Book:
    """A 完全中学: 初一 with 12 pupils, 高一 with 12; both are served lunch, one pupil of each in after-school service."""
    book.put("school", "校", stage="完全中学")
    book.put("school_class", "一1", stage="初中", entry_year=2026)
    book.add("school_class", "高1", stage="高中", entry_year=2026, number=1)
    book.pupils("高1", 12)
    book.put("declared", key_id("declared", CODE, OCTOBER), classes=2, students=24)
    book.serve()
    book.put("meal_signup", signup_id("一1", OCTOBER), persons=11)
    book.add("meal_signup", signup_id("高1", OCTOBER), class_id="高1", month=OCTOBER, persons=12)
    for n, day in enumerate(school_days()):
        book.eat(day, 9 + n % 2)
        book.eat(day, 11 + n % 2, "高1")
        book.eat(day, 5 + n % 2, "高1", meal="晚餐")
    book.add("meal_price", supplier_id="供餐", meal="晚餐", price_fen=600, from_date=date(2026, 9, 1))
    book.add_all(
        "meal_day_log",
        [
            {
                "id": day_log_id(CODE, d, "晚餐"),
                "day": d,
                "meal": "晚餐",
                "companion": "周全",
                "sample_grams": 150,
            }
            for d in school_days()
        ],
    )
    for pupil in ("一1-0-2026-09-01", "高1-0-2026-09-01"):
        book.add("service_pupil", pupil_id=pupil, from_date=date(2026, 9, 1))
    return book


def test_the_districts_keys_count_grades_one_to_nine(middle_school: Book, tmp_path: Path) -> None:
    found = totals(middle_school)
    assert (found["classes"], found["students"]) == (2, 24)  # the school's own
    assert (found["aftercare_students"], found["meal_students"]) == (1, 11)
    assert (found["meal_heads_lunch"], found["meal_heads_dinner"]) == (9 * 18 + 9, 0)
    printed = cover(middle_school, tmp_path)
    assert printed["meal_students"] == ("就餐登记学生（一至九年级）", 11)
    assert printed["aftercare_students"] == ("参加课后服务学生（一至九年级）", 1)
    assert printed["students"] == ("在校学生", 24)


def test_a_primary_school_says_its_figures_plainly(book: Book, tmp_path: Path) -> None:
    book.serve()
    for n, day in enumerate(school_days()):
        book.eat(day, 9 + n % 2)
    assert cover(book, tmp_path)["meal_students"] == ("就餐登记学生", 10)
