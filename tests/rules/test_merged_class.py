"""A class merged away within the month (撤并): its days are reported, and its counts are held against them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.rules.book import CODE, OCTOBER, Book, school_days
from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.meals.tables import signup_id
from xcedu_desktop.month.derive import derive
from xcedu_desktop.month.export import export
from xcedu_desktop.school.reported import Enrolment
from xcedu_desktop.store.base import key_id

LAST = date(2026, 10, 14)


@pytest.fixture
def merged(book: Book) -> Book:
    """一(2)班, six pupils up to Wednesday 14 October; then they are in 一(1)班."""
    book.add("school_class", "一2", stage="小学", entry_year=2026, number=2, to_date=LAST)
    pupils = book.pupils("一2", 6)
    with book.store.read() as session:
        ids = session.connection().exec_driver_sql("SELECT id FROM class_membership WHERE class_id = '一2'")
        memberships = [row[0] for row in ids]
    for membership in memberships:
        book.put("class_membership", membership, to_date=LAST)
    book.add_all(
        "class_membership",
        [{"pupil_id": i, "class_id": "一1", "from_date": date(2026, 10, 15)} for i in pupils],
    )
    book.put("declared", key_id("declared", CODE, OCTOBER), students=18)
    book.serve()
    book.add("meal_signup", signup_id("一2", OCTOBER), class_id="一2", month=OCTOBER, persons=6)
    for n, day in enumerate(school_days()):
        book.eat(day, 9 + n % 2)
        if day <= LAST:
            book.eat(day, 5 + n % 2, "一2")
    return book


def test_its_sign_ups_and_counts_are_right(merged: Book) -> None:
    assert [(f.rule, f.message) for f in merged.all() if f.rule != "M14"] == []


def test_sign_ups_of_a_class_that_was_gone_before_are_an_error(merged: Book) -> None:
    merged.put("school_class", "一2", to_date=date(2026, 9, 30))
    assert "登记 6 人，多于本月在校 0 人" in [f.message for f in merged.found("M01")]


def test_a_count_above_its_enrolment_is_found(merged: Book) -> None:
    with merged.store.read() as session:
        asked = "SELECT id FROM meal_count WHERE class_id = '一2' AND day = '2026-10-14'"
        count = session.connection().exec_driver_sql(asked).scalar()
    merged.put("meal_count", str(count), heads=7)
    found = merged.one("M01")
    assert (found.where, found.message) == ("其他班级 · 14日", "10月14日就餐 7 人，多于当日在校 6 人")


def test_its_days_stand_in_the_workbook(merged: Book, tmp_path: Path) -> None:
    with merged.store.read() as session:
        view = derive(MonthView(session, CODE, OCTOBER, merged.today))
    days = {r.day: r.pupils for r in view.rows(Enrolment) if r.class_id == "一2"}
    assert days == {day: 6 for day in school_days() if day <= LAST}
    file = export(merged.store, OCTOBER, tmp_path, merged.today).file
    sheet = openpyxl.load_workbook(file, data_only=True)["在校人数（按日）"]
    lines = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows()}
    keys = [cell.value for cell in sheet[1]]
    assert lines["一2"][keys.index("2026-10-14")] == 6 and lines["一2"][keys.index("2026-10-15")] is None
    total = next(row for row in sheet.iter_rows(values_only=True) if "合计" in row)
    assert total[keys.index("2026-10-14")] == total[keys.index("2026-10-15")] == 18
