"""班级收集表: written for each class, filled in by a teacher in a real workbook, read back, taken in and undone as one act."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.month.school import OCTOBER, ident
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.errors import FileUnusable, UserError, WrongUsage
from xcedu_desktop.forms.clubs.tables import ServicePupil
from xcedu_desktop.forms.meals.tables import MealSignup
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.handout_preview import Returned, Standing
from xcedu_desktop.periods import Month
from xcedu_desktop.school.tables import ClassHandout, ClassMembership, Pupil

TODAY = date(2026, 10, 30)
CLASS = ident("school_class", 0)


def fill(path: Path, cells: dict[tuple[str, str], Any], meal: str | None = "是") -> None:
    """What a teacher does: (name or row number of a new line, key) → value; everybody's meal with one value."""
    book = openpyxl.load_workbook(path)
    sheet = book["收集表"]
    columns = {cell.value: cell.column for cell in sheet[1] if cell.value}
    rows = {
        sheet.cell(r, columns["name"]).value: r for r in range(5, sheet.max_row + 1) if sheet.cell(r, 1).value
    }
    for row in rows.values():
        sheet.cell(row, columns["meal"]).value = meal
    for (who, key), value in cells.items():
        sheet.cell(rows[who] if who in rows else int(who), columns[key]).value = value
    book.save(path)


def lines(found: Returned, standing: Standing) -> dict[str, str]:
    return {line.name: line.words for line in found.lines if line.standing is standing}


def test_a_file_for_each_class_with_what_is_known(ledger: Ledger, tmp_path: Path) -> None:
    paths, *_ = ledger.give_out(OCTOBER, tmp_path / "发出")
    assert [path.name for path in paths] == [
        "班级收集表_2026-10_一(1)班.xlsx", "班级收集表_2026-10_二(1)班.xlsx", "班级收集表_2026-10_三(1)班.xlsx",
    ]  # fmt: skip
    assert {state.given_on for state in ledger.handouts(OCTOBER)} == {TODAY}
    book = openpyxl.load_workbook(paths[0])
    sheet = book["收集表"]
    assert sheet.protection.sheet and book["标记"].sheet_state == "veryHidden"
    assert sheet.column_dimensions["A"].hidden and sheet.row_dimensions[1].hidden
    names = [sheet.cell(row, 3).value for row in range(5, 13)]
    assert names == [f"学0生{n}" for n in range(8)]
    assert [sheet.cell(row, 5).value for row in range(5, 13)] == ["是"] * 8, "after-school service is known"
    assert sheet["C5"].protection.locked and not sheet["E5"].protection.locked
    assert {rule.formula1 for rule in sheet.data_validations.dataValidation} == {'"男,女"', '"是,否"'}


def test_unchanged_answers_change_nothing_but_the_sign_ups(ledger: Ledger, given: Path) -> None:
    fill(given, {})
    found = ledger.read_handout(OCTOBER, given)
    assert found.count(Standing.SAME) == 9 and found.persons == 8  # eight pupils, and 就餐登记 8 as before
    ledger.apply(found.change_set)
    state = next(s for s in ledger.handouts(OCTOBER) if s.class_id == CLASS)
    assert state.returned_on == TODAY


def test_what_the_teacher_said_is_taken_in_and_undone_in_one_act(ledger: Ledger, given: Path) -> None:
    fill(
        given,
        {
            ("学0生1", "service"): "否", ("学0生2", "left_on"): date(2026, 10, 20), ("学0生2", "meal"): "否",
            ("学0生3", "meal"): "否", ("学0生3", "note"): "回家吃 13906320011", ("13", "name"): "新来的", ("13", "sex"): "女",
            ("13", "service"): "是", ("13", "meal"): "是",
        },
    )  # fmt: skip
    before = snapshot(ledger)
    found = ledger.read_handout(OCTOBER, given)
    assert lines(found, Standing.CHANGED) == {
        "学0生1": "不再参加课后服务", "学0生2": "离校 2026-10-20", "就餐登记": "7 人，原来 8 人",
    }  # fmt: skip
    assert lines(found, Standing.NEW) == {"新来的": "新来的学生，从 2026-10-30 入班，参加课后服务"}
    remark = next(line.remark for line in found.lines if line.name == "学0生3")
    assert remark.startswith("回家吃") and "13906320011" not in remark
    done = ledger.apply(found.change_set)
    pupil = next(row for row in ledger.rows(Pupil) if row["name"] == "新来的")
    assert (pupil["sex"], pupil["from_date"]) == ("女", TODAY)
    assert [m["class_id"] for m in ledger.rows(ClassMembership) if m["pupil_id"] == pupil["id"]] == [CLASS]
    ended = next(r for r in ledger.rows(ServicePupil) if r["pupil_id"] == ident("pupil", "0-1"))
    assert ended["to_date"] == date(2026, 10, 29)
    left = next(r for r in ledger.rows(Pupil) if r["id"] == ident("pupil", "0-2"))
    assert (left["to_date"], left["leaving"]) == (date(2026, 10, 20), "转出")
    assert next(r["persons"] for r in ledger.rows(MealSignup) if r["class_id"] == CLASS) == 7
    ledger.undo(done)
    assert snapshot(ledger) == before


def snapshot(ledger: Ledger) -> list[list[dict[str, Any]]]:
    return [ledger.rows(m) for m in (Pupil, ClassMembership, ServicePupil, MealSignup, ClassHandout)]


def test_next_months_file_remembers_who_does_not_eat(
    ledger: Ledger, given: Path, tmp_path: Path, today_is: Callable[[date], None]
) -> None:
    fill(given, {("学0生4", "meal"): "否"})
    ledger.apply(ledger.read_handout(OCTOBER, given).change_set)
    today_is(date(2026, 11, 3))
    paths, *_ = ledger.give_out(Month(2026, 11), tmp_path / "十一月", [CLASS])
    sheet = openpyxl.load_workbook(paths[0])["收集表"]
    answers = {sheet.cell(row, 3).value: sheet.cell(row, 6).value for row in range(5, 13)}
    assert answers == {f"学0生{n}": "否" if n == 4 else "是" for n in range(8)}
    # all is answered in it already: the folder it lies in is no hand-in, a teacher who saved it hands it in
    with pytest.raises(WrongUsage, match="和发出时一样，没有人填过"):
        ledger.read_handout(Month(2026, 11), paths[0])
    book = openpyxl.load_workbook(paths[0])
    book.save(paths[0])
    assert ledger.read_handout(Month(2026, 11), paths[0]).persons == 7


def test_an_answer_that_is_missing_leaves_the_sign_ups_alone(ledger: Ledger, given: Path) -> None:
    fill(given, {("学0生5", "meal"): None, ("学0生6", "service"): "也许", ("学0生7", "meal"): "看情况"})
    found = ledger.read_handout(OCTOBER, given)
    said = lines(found, Standing.REJECTED)
    assert "2 人没有填清是否就餐（学0生5、学0生7" in said["就餐登记"]
    assert said["学0生6"] == "参加课后服务：「也许」请填「是」或「否」"
    assert not [change for change in found.changes if change.table == "meal_signup"]


def test_a_line_deleted_doubled_or_of_somebody_who_left_is_said(ledger: Ledger, given: Path) -> None:
    fill(given, {})
    book = openpyxl.load_workbook(given)
    sheet = book["收集表"]
    sheet["A6"], sheet["C6"] = sheet["A5"].value, sheet["C5"].value
    sheet["A7"] = "somebody-else"
    sheet["C14"] = "学0生0"
    book.save(given)
    found = ledger.read_handout(OCTOBER, given)
    assert lines(found, Standing.MISSING).keys() == {"学0生1", "学0生2"}
    assert lines(found, Standing.REJECTED) == {
        "学0生2": "现在的名册里，这个班已没有这名学生", "学0生0": "这个班已有同名的学生；真是另一名，请在名册里新增",
        "就餐登记": "2 人没有填清是否就餐（学0生1、学0生2），就餐登记人数没有改",
    }  # fmt: skip
    assert found.count(Standing.REJECTED) == 4  # the doubled line too, of the same name as the last


def test_files_that_cannot_be_taken(ledger: Ledger, given: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="请先换到那个月"):
        ledger.read_handout(Month(2026, 9), given)
    with pytest.raises(WrongUsage, match="和发出时一样"):
        ledger.read_handout(OCTOBER, given)
    fill(given, {}, meal=None)
    with pytest.raises(WrongUsage, match="没有填「本月在校就餐」"):
        ledger.read_handout(OCTOBER, given)
    fill(given, {})
    other = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(other)
    wrong = {
        tmp_path / "没有.xlsx": b"", tmp_path / "空.xlsx": b"", tmp_path / "文字.xlsx": "姓名,班级".encode(),
        tmp_path / "半.xlsx": given.read_bytes()[:3000],
    }  # fmt: skip
    for path, content in wrong.items():
        if path.name != "没有.xlsx":
            path.write_bytes(content)
        with pytest.raises(UserError):
            ledger.read_handout(OCTOBER, path)
    with pytest.raises(FileUnusable, match="不是本程序发出的班级收集表"):
        ledger.read_handout(OCTOBER, other)
    for key, value, words in (
        ("school", "2137040999", "别的学校"),
        ("class", "x", "已经没有了"),
        ("format", 9, "请先升级"),
        ("month", None, "不是本程序发出的"),
    ):
        book = openpyxl.load_workbook(given)
        said = json.loads(book["标记"]["B1"].value)
        book["标记"]["B1"] = json.dumps({**said, key: value})
        book.save(other)
        with pytest.raises(UserError, match=words):
            ledger.read_handout(OCTOBER, other)


def test_a_locked_month_takes_no_file(ledger: Ledger, given: Path, tmp_path: Path) -> None:
    ledger.export(OCTOBER, tmp_path / "上报")
    with pytest.raises(WrongUsage, match="已上报并锁定"):
        ledger.read_handout(OCTOBER, given)


def test_no_number_of_a_pupil_is_given_out(ledger: Ledger, tmp_path: Path) -> None:
    number = "11010519491231002X"
    ledger.edit([CellEdit("pupil", ident("pupil", "0-0"), "id_number", number)])
    (path, *_), *_ = ledger.give_out(OCTOBER, tmp_path / "发出")
    book = openpyxl.load_workbook(path)
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert not [text for text in cells if number[:10] in text]
