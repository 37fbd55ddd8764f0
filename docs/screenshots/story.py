"""The school of the pictures: a demo school whose October 2026 lacks what a clerk's month lacks on the 30th.

One count above the enrolment, one text that is no number, a scrapped heater in its room, watts typed as kilowatts, two
days not filled, one day copied and not confirmed, a club without all its attendance, a canteen without heating.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import openpyxl

from xcedu_desktop.demo.make import make_demo
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.forms.clubs.tables import Club, ClubAttendance, ClubSession
from xcedu_desktop.forms.heating.tables import Equipment, Room
from xcedu_desktop.forms.meals.tables import MealCount, MealDayLog
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.periods import Month
from xcedu_desktop.school.tables import ClassMembership, Explanation, Pupil, SchoolClass

MONTH = Month(2026, 10)
TODAY = "2026-10-30"
PUPILS = 413
_GRADES = "一二三四五六"
_COPIED, _EMPTY = date(2026, 10, 28), (date(2026, 10, 29), date(2026, 10, 30))


def whole_school(folder: Path) -> Path:
    """The school file with its month whole."""
    return make_demo(folder, schools=1, students=PUPILS, month=MONTH).schools[0]


def spoil(path: Path) -> None:
    """Takes from the month what the pictures show as missing or wrong; makes a backup."""
    with Ledger.open(path) as ledger:
        _meals(ledger)
        _clubs(ledger)
        _heating(ledger)
        given = ledger.rows(Explanation, Explanation.month == MONTH, Explanation.rule.in_(("H02", "C04")))
        ledger.delete("explanation", [row["id"] for row in given])
        ledger.back_up()


def _meals(ledger: Ledger) -> None:
    classes = {class_name(row): row["id"] for row in ledger.rows(SchoolClass)}
    counts = {(row["class_id"], row["day"]): row for row in ledger.rows(MealCount, MealCount.meal == "午餐")}

    def cell(name: str, day: int, key: str, text: str) -> CellEdit:
        return CellEdit("meal_count", counts[classes[name], date(2026, 10, day)]["id"], key, text)

    edits = [
        cell("二(1)班", 20, "heads", "51"),
        cell("五(1)班", 22, "heads", "3o"),
        cell("五(1)班", 22, "subsidised", ""),
    ]
    yesterday = _COPIED - timedelta(days=1)
    explained = {row["record"] for row in ledger.rows(Explanation)}
    for class_id in classes.values():
        row, before = counts[class_id, _COPIED], counts[class_id, yesterday]
        if before["id"] not in explained:  # half a class at home is not copied
            edits.append(CellEdit("meal_count", row["id"], "heads", str(before["heads"])))
        edits.append(CellEdit("meal_count", row["id"], "copied", "是"))
    ledger.edit(edits, month=MONTH)
    for table, model in (("meal_count", MealCount), ("meal_day_log", MealDayLog)):
        rows = [row for row in ledger.rows(model) if row["day"] in _EMPTY]
        ledger.delete(table, [row["id"] for row in rows])


def _clubs(ledger: Ledger) -> None:
    club = next(row for row in ledger.rows(Club) if row["name"] == "编程社")
    held = [
        row
        for row in ledger.rows(ClubSession)
        if row["club_id"] == club["id"] and MONTH.first <= row["day"] <= MONTH.last
    ]
    gone = {row["id"] for row in sorted(held, key=lambda row: row["day"])[-3:]}
    attended = [row["id"] for row in ledger.rows(ClubAttendance) if row["session_id"] in gone]
    ledger.delete("club_session", sorted(gone), along=[("club_attendance", row_id) for row_id in attended])
    found = next(f for f in ledger.findings(MONTH) if f.rule == "C07")
    said = {"month": MONTH.previous(), "rule": found.rule, "record": found.record, "basis": found.message}
    ledger.insert("explanation", {**said, "reason": "机房检修停 2 次"})


def _heating(ledger: Ledger) -> None:
    pieces = [row for row in ledger.rows(Equipment) if row["room_id"] is not None]
    overdue = {f.record for f in ledger.findings(MONTH) if f.rule == "H04"}
    scrapped = next(row for row in pieces if row["id"] in overdue or row["kind"] == "电暖器")
    library = next(row for row in ledger.rows(Room) if row["name"] == "图书室")
    mistyped = next(row for row in pieces if row["room_id"] == library["id"])
    ledger.edit(
        [
            CellEdit("equipment", scrapped["id"], "state", "报废"),
            CellEdit("room", library["id"], "circuit_id", ""),  # else its circuit carries 2200 kW
            CellEdit("equipment", mistyped["id"], "power_w", "2200"),
        ],
        month=MONTH,
    )


def class_name(row: dict[str, object]) -> str:
    """三(2)班, as the school says it in October 2026."""
    return f"{_GRADES[2026 - int(str(row['entry_year']))]}({row['number']})班"


def roster(path: Path, school: Path) -> Path:
    """A list of four classes as the teaching office keeps it: title, two header rows, merged class cells, and its faults."""
    with Ledger.open(school, readonly=True) as ledger:
        names = {row["id"]: class_name(row) for row in ledger.rows(SchoolClass)}
        now_in = {
            row["pupil_id"]: names[row["class_id"]]
            for row in ledger.rows(ClassMembership)
            if not row["to_date"]
        }
        pupils = [(now_in[row["id"]], row) for row in ledger.rows(Pupil) if row["id"] in now_in]
    chosen = [(name, row) for name, row in pupils if name[0] in "三四"]
    chosen = sorted(chosen, key=lambda one: one[0])[3:]  # three are missing from the list
    rows: list[list[object]] = [
        ["邹坞镇北陈郝小学学生花名册"],
        ["填报单位：教导处", None, None, None, "日期：2026.10.29"],
        ["序号", "学生信息", None, None, "所在\n班级", "备注"],
        [None, "* 姓 名", "性别", "公民身份\n号码"],
    ]
    rows += _faulty(chosen)
    for number, (name, row) in enumerate(chosen[1:], start=len(rows) - 3):
        spaced = f"{row['name'][0]} {row['name'][1:]}" if number % 9 == 0 else row["name"]
        rows.append([number, spaced, row["sex"], row["id_number"], name])
    rows.append(["合计", len(rows) - 4])
    return _write(path, rows)


def _faulty(chosen: Sequence[tuple[str, dict[str, object]]]) -> list[list[object]]:
    """The lines that the pictures show first: new, moved, lost digits, a wrong check digit, an unknown class."""
    moved = dict(chosen[0][1])
    return [
        [1, "张 三", "男", None, "三(2)班"],
        [2, "李小红", "女", None],
        [3, moved["name"], moved["sex"], moved["id_number"]],
        [4, "孙八", "男", 3.70403e17, "四(1)班"],
        [5, "周九", "女", "370403201709112211", "四(1)班"],
        [6, "吴十", "女", None, "启明星班"],
        [7, "郑十一", "男", None, "3-2"],
    ]


def _write(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "花名册"
    for row in rows:
        sheet.append(list(row))
    for merged in ("A1:F1", "A3:A4", "B3:D3", "E3:E4", "F3:F4", "E5:E7"):
        sheet.merge_cells(merged)
    sheet.row_dimensions[len(rows) - 2].hidden = True
    book.create_sheet("填写说明").append(["请用身份证上的姓名"])
    book.create_sheet("班主任电话").append(["见通讯录"])
    book.save(path)
    return path
