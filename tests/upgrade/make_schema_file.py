"""Makes the file that a landed schema leaves here: `XCEDU_TODAY=2026-10-30 python -m tests.upgrade.make_schema_file`.

A demo school of 24 pupils with October 2026 reported, corrected and reported again, and rows in every table: what later
programs must still open.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

import openpyxl

from tests.month.receipt_maker import given, profile, question, receipt_for
from xcedu_desktop.clock import today
from xcedu_desktop.demo.make import make_demo
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.forms.clubs.tables import ClubSession
from xcedu_desktop.forms.heating.history import Histories, Standing, plain
from xcedu_desktop.forms.heating.tables import Equipment, EquipmentEvent, Room
from xcedu_desktop.forms.meals.tables import MealCount, MealSignup
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.receipts import answering
from xcedu_desktop.periods import Month
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.tables import Pupil, SchoolClass
from xcedu_desktop.store.changes import ChangeSet
from xcedu_desktop.store.schema import SCHEMA_VERSION

OCTOBER, TODAY = Month(2026, 10), date(2026, 10, 30)


def fill(ledger: Ledger, folder: Path) -> None:
    """October with rows in every table, reported, asked about by the bureau, corrected, reported again."""
    ledger.take_profile(profile(folder, 3, deadline_day=8))
    (school_class, *_) = ledger.rows(SchoolClass)
    ledger.insert("calendar_day", {"day": date(2026, 12, 12), "open": True, "reason": "补课"})
    first = {"school_year": 2026, "number": 1, "from_date": date(2026, 9, 1), "to_date": date(2027, 1, 22)}
    ledger.insert("term", first)
    ledger.insert("class_alias", {"name": "启明星班", "class_id": school_class["id"]})
    room = ledger.rows(Room)[0]["id"]
    ledger.insert("room_temperature", {"day": date(2026, 10, 28), "room_id": room, "temperature": 185})
    ledger.give_out(OCTOBER, folder / "发出", [school_class["id"]])
    take_in(ledger, folder / "名单.xlsx")
    (piece, *_) = (row for row in ledger.rows(Equipment) if row["state"] == "正常")
    with ledger.view(OCTOBER) as view:
        history = Histories([plain(event) for event in view.rows(EquipmentEvent)])
    moved = history.move([piece], lambda now: Standing("待修", now.room_id), date(2026, 10, 28), "不制热")
    ledger.apply(ChangeSet("设备变动", tuple(moved)))
    session = next(row for row in ledger.rows(ClubSession) if row["day"] and row["day"].month == 9)
    ledger.edit([CellEdit("club_session", session["id"], "called_off", "是")], month=OCTOBER)
    count = next(row for row in ledger.rows(MealCount) if row["day"] == date(2026, 10, 20))
    signup = next(row for row in ledger.rows(MealSignup) if row["month"] == OCTOBER)
    for table, row_id, key in (
        ("meal_count", count["id"], "copied"), ("meal_count", count["id"], "copied_subsidised"),
        ("meal_signup", signup["id"], "copied"),
    ):  # fmt: skip
        ledger.edit([CellEdit(table, row_id, key, "是")], month=OCTOBER)
    ledger.note("meal_count", count["id"], "heads", "两名学生外出比赛")
    ledger.export(OCTOBER, folder / "out")
    asked = question(count["id"], place="20日", message="10月20日午餐，请核对")
    kept = ledger.take_receipt(given(folder / "stick", receipt_for(ledger.store, OCTOBER, asked)))
    ledger.reopen(OCTOBER, "按回执核对")
    with ledger.view(OCTOBER) as view:
        answer = answering(view, kept, asked.id, "当天核对过，人数无误")
    ledger.apply(answer)
    ledger.export(OCTOBER, folder / "out")
    ledger.edit([CellEdit("equipment", piece["id"], "power_w", "约1.2")], month=OCTOBER.next())  # a draft


def take_in(ledger: Ledger, file: Path) -> None:
    """A list of one pupil who is there already and has a remark now."""
    pupil = next(row for row in ledger.rows(Pupil) if row["sex"])
    with ledger.view(OCTOBER) as view:
        class_name = ground(view).class_name(ground(view).pupils[pupil["id"]])
    book = openpyxl.Workbook()
    for row in (
        ("姓名", "性别", "班级"),
        (pupil["name"], "女" if pupil["sex"] == "男" else "男", class_name),
    ):
        book.active.append(row)
    book.save(file)
    ledger.commit_import(ledger.prepare_import("students", file))


def main() -> None:
    assert today() == TODAY, "XCEDU_TODAY=2026-10-30"
    target = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).with_name(f"schema_{SCHEMA_VERSION}.db")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (path,) = make_demo(folder, schools=1, students=24, month=OCTOBER).schools
        with Ledger.open(path) as ledger:
            fill(ledger, folder)
        shutil.copy(path, target)  # closed: its write-ahead log is in it


if __name__ == "__main__":
    main()
