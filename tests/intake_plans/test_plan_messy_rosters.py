"""Rosters as schools write them (DOMAIN.md, the numbered cases): read as they are, with the reason where not."""

import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.intake_plans.clerk_desk import HEAD, Desk, adds_up, codes, id_number, states
from xcedu_desktop.workbook.intake.failure import IntakeFileError
from xcedu_desktop.workbook.intake.plan import Answers, SheetLayout


def test_cases_1_to_9_a_usual_messy_roster(desk: Desk) -> None:
    number = id_number()
    rows = [
        ["邹坞镇北陈郝小学2026年秋季学生花名册", None, None, None, None],
        ["填报单位：北陈郝小学", None, None, "填表人：孙老师", None],
        [None] * 5,
        ["序号", "* 姓 名", "性别代码", "所在\n班级", "公民身份\n号码"],
        [1, "张三", "1", "三（二）班", number],
        [None] * 5,
        [2, "李红", "2", "三（二）班", None],
        ["合计", 2, None, None, None],
        ["制表人：孙老师", None, None, None, None],
    ]
    plan = desk.bring("students", rows)
    assert states(plan) == ["new", "new"] and [row.number for row in plan.rows] == [5, 7]
    assert {row["id_number"] for row in desk.rows("pupil")} == {number, None}


def test_case_11_ways_of_writing_a_number(desk: Desk) -> None:
    first, second = id_number(sequence=1), id_number(sequence=3)
    x = next(n for n in (id_number(sequence=s) for s in range(100, 300)) if n.endswith("X"))
    wide = "".join(chr(ord(c) + 0xFEE0) for c in second)
    rows = [
        HEAD,
        ["张三", "男", "三(1)班", f"'{first} "],
        ["李四", "男", "三(1)班", wide],
        ["王五", "男", "三(1)班", x.lower()],
    ]
    assert states(desk.bring("students", rows)) == ["new"] * 3
    assert {row["id_number"] for row in desk.rows("pupil")} == {first, second, x}


@pytest.mark.parametrize(
    "written",
    ["2015.9.1", "2015/9/1", "20150901", "2015年9月1日", "15-9-1", 42248, datetime.date(2015, 9, 1)],
)
def test_case_13_ways_of_writing_a_day(desk: Desk, written: object) -> None:
    desk.bring("students", [["姓名", "班级", "出生日期"], ["张三", "三(1)班", written]])
    assert desk.rows("pupil")[0]["birth_date"] == "2015-09-01"


def test_case_14_names(desk: Desk) -> None:
    names = ["买买提•吐尔逊", "古丽．阿依", "王𠀀", "欧阳\u3000娜娜"]
    desk.bring("students", [["姓名", "班级"], *([name, "三(1)班"] for name in names)])
    assert [row["name"] for row in desk.rows("pupil")] == ["买买提·吐尔逊", "古丽·阿依", "王𠀀", "欧阳娜娜"]


def test_cases_15_and_36_merged_class_cells_are_filled_and_plain_blanks_are_not(desk: Desk) -> None:
    book = openpyxl.Workbook()
    page = book.active
    for row in [["班级", "姓名"], ["三(1)班", "张三"], [None, "李四"], ["三(2)班", "王五"], [None, "赵六"]]:
        page.append(row)
    page.merge_cells("A2:A3")
    path = desk.folder / "合并.xlsx"
    book.save(path)
    plan = desk.bring("students", path)
    assert states(plan) == ["new", "new", "new", "rejected"]
    assert "班级取自合并单元格" in plan.rows[1].remarks and codes(plan.rows[3]) == ["no_class"]


def test_cases_17_and_45_a_sheet_a_class_beside_instructions(desk: Desk) -> None:
    path = desk.write_sheets(
        {
            "填写说明": [["姓名", "填学生姓名"], ["性别", "男或女"]],
            "三(1)班": [["姓名", "性别"], ["张三", "男"]],
            "名单": [["三年级2班学生名单"], ["姓名", "性别"], ["李红", "女"]],
            "第一小组": [["姓名", "性别"], ["王五", "男"]],
        }
    )
    plan = desk.bring("students", path)
    assert plan.sheet is None and adds_up(plan)
    assert states(plan) == ["new", "new", "rejected"]
    assert desk.places("张三")[0][0] == "三(1)班" and desk.places("李红")[0][0] == "三(2)班"
    assert sorted(desk.classes().values()) == ["三(1)班", "三(2)班"]
    only = desk.look("students", path, sheet="三(1)班")
    assert only.sheet == "三(1)班" and states(only) == ["same"]
    with pytest.raises(IntakeFileError, match="没有叫「四班」的表"):
        desk.look("students", path, sheet="四班")


def test_another_kind_of_list_beside_is_left_out_and_said(desk: Desk) -> None:
    teachers = [
        ["姓名", "性别", "岗位", "任教学科", "手机号"],
        ["孙老师", "女", "教师", "语文", "13906320001"],
    ]
    path = desk.write_sheets({"学生": [HEAD, ["张三", "男", "三(1)班", None]], "老师": teachers})
    plan = desk.bring("students", path)
    assert states(plan) == ["new"] and plan.sheet == "学生"
    assert any("老师" in note and "教职工" in note for note in plan.notes)


def test_case_18_csv_in_gb18030_and_utf_8(desk: Desk) -> None:
    text = "姓名,性别,班级\n张三,男,三(1)班\n李红,女,三(1)班\n"
    for name, encoding in (("a.csv", "gb18030"), ("b.csv", "utf-8-sig"), ("c.csv", "utf-16")):
        (desk.folder / name).write_bytes(text.encode(encoding))
    assert states(desk.bring("students", desk.folder / "a.csv")) == ["new", "new"]
    assert states(desk.bring("students", desk.folder / "b.csv")) == ["same", "same"]
    assert states(desk.bring("students", desk.folder / "c.csv")) == ["same", "same"]


def test_case_23_error_cells_reject(desk: Desk) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["姓名", "班级", "身份证号"])
    page.append(["张三", "三(1)班", "#N/A"])
    page.append(["李四", "三(1)班", None])
    page["C2"].data_type = "e"
    path = desk.folder / "错误.xlsx"
    book.save(path)
    plan = desk.bring("students", path)
    assert states(plan) == ["rejected", "new"] and codes(plan.rows[0]) == ["error_cell"]


def test_case_32_a_class_that_became_a_date_is_read_and_said(desk: Desk) -> None:
    rows = [["姓名", "班级"], ["张三", datetime.date(2026, 3, 2)], ["李四", 3.1], ["王五", "3.2班"]]
    plan = desk.bring("students", rows)
    assert states(plan) == ["new"] * 3
    assert [row.cells["class_id"] for row in plan.rows] == ["三(2)班", "三(1)班", "三(2)班"]
    assert codes(plan.rows[0]) == ["class_from_date"] and codes(plan.rows[1]) == ["maybe_tenth"]


def test_case_39_grade_and_class_in_two_columns(desk: Desk) -> None:
    rows = [
        ["姓名", "年级", "班级"],
        ["张三", "一年级", "一班"],
        ["李四", "三年级", "三年级2班"],
        ["王五", "二年级", "三(2)班"],
    ]
    plan = desk.bring("students", rows)
    assert [row.cells["class_id"] for row in plan.rows] == ["一(1)班", "三(2)班", "三(2)班"]


@pytest.mark.parametrize(
    "written", ["三年二班", "3年2班", "三年(2)班", "三 （2）班", "3-2", "2024级2班", "2024级02班"]
)
def test_case_40_ways_of_writing_a_class(desk: Desk, written: str) -> None:
    desk.bring("students", [["姓名", "班级"], ["张三", written]])
    assert list(desk.classes().values()) == ["三(2)班"]


@pytest.mark.parametrize("written", ["1608班", "2017101", "302", "启明星班"])
def test_case_40_what_may_be_something_else_is_asked(desk: Desk, written: str) -> None:
    plan = desk.bring("students", [["姓名", "班级"], ["张三", written], ["李四", "三(1)班"]])
    assert states(plan) == ["ask", "new"]
    assert list(desk.classes().values()) == ["三(1)班"]


@pytest.mark.parametrize("header", ["学生", "姓名*", "姓名(必填)", "学生昵称", "2、您的姓名？", "学生姓名"])
def test_case_41_what_the_name_column_is_called(desk: Desk, header: str) -> None:
    assert states(desk.bring("students", [[header, "班级"], ["张三", "三(1)班"]])) == ["new"]


def test_cases_42_and_43_rows_that_are_nobody(desk: Desk) -> None:
    rows = [
        ["序号", "姓名", "性别", "班级"],
        [1, 2, 3, 4],
        ["例", "王小明", "男", "三(1)班"],
        [1, "张三", "男", "三(1)班"],
        [2, None, None, None],
        [None, "平均", None, None],
        [None, "备注", None, "不含转出"],
    ]
    plan = desk.bring("students", rows)
    assert [row.cells["name"] for row in plan.rows if row.state == "new"] == ["张三"]
    assert len(desk.rows("pupil")) == 1


def test_a_file_that_is_no_such_list(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(IntakeFileError, match="「姓名」"):
        desk.look("students", [["品名", "数量"], ["粉笔", 3]])
    with pytest.raises(IntakeFileError, match="只有表头"):
        desk.look("students", [list(HEAD)])
    (tmp_path / "坏.xlsx").write_bytes(b"")
    with pytest.raises(IntakeFileError):
        desk.look("students", tmp_path / "坏.xlsx")


def test_a_nine_year_school_reads_both_stages(desk: Desk) -> None:
    with desk.store.write("改") as unit:
        from xcedu_desktop.store.changes import Change

        unit.apply([Change("school", "the-school", {"stage": "小学"}, {"stage": "九年一贯制"})])
    desk.bring(
        "students", [["姓名", "班级"], ["张三", "七年级（1）班"], ["李四", "初一1班"], ["王五", "一(1)班"]]
    )
    keys = sorted((row["stage"], row["entry_year"], row["number"]) for row in desk.rows("school_class"))
    assert keys == [("初中", 2026, 1), ("小学", 2026, 1)]


def test_columns_one_off_show_no_number(desk: Desk) -> None:
    number, phone = id_number(), "13906325678"
    rows = [
        [*HEAD, "备注"],
        ["张三", "男", number, "三(1)班", None],
        [phone, number, "三(1)班", None, None],
        ["李四", phone, phone, phone, None],
    ]
    plan = desk.look("students", rows)
    said = str(plan.as_json()) + plan.why() + str([(row.remark, row.raw) for row in plan.rows])
    assert plan.created == 0 and number not in said and phone not in said


def test_the_clerk_points_at_the_header_and_the_columns(desk: Desk) -> None:
    rows = [["谁", "哪里"], ["张三", "三(1)班"], ["李四", "三(2)班"]]
    with pytest.raises(IntakeFileError):
        desk.look("students", rows)
    layout = {"Sheet1": SheetLayout(header_row=0, assign={0: "name", 1: "class_id"})}
    plan = desk.bring("students", rows, answers=Answers(layout=layout))
    assert states(plan) == ["new", "new"]
    assert plan.heads[0].columns == {0: "姓名", 1: "班级"} and plan.heads[0].headers == {0: "谁", 1: "哪里"}
    assert plan.shown["class_id"] == "班级"


def test_class_lines_within_a_list_and_a_grade_in_the_title(desk: Desk) -> None:
    rows = [
        ["姓名", "性别"],
        ["一年级1班", None],
        ["甲一", "男"],
        ["甲二", "女"],
        ["一年级2班", None],
        ["乙一", "男"],
    ]
    plan = desk.bring("students", rows)
    assert states(plan) == ["new"] * 3 and [row.cells["class_id"] for row in plan.rows] == [
        "一(1)班",
        "一(1)班",
        "一(2)班",
    ]
    named = desk.bring("students", [["新生花名册"], ["姓名", "班级"], ["丙一", "3班"]], named="一年级")
    assert named.rows[0].cells["class_id"] == "一(3)班"
    file_name = desk.bring(
        "students", desk.write([["姓名", "性别"], ["丁一", "男"]], name="五(3)班花名册.xlsx")
    )
    assert file_name.rows[0].cells["class_id"] == "五(3)班" and "班级取自文件名" in file_name.rows[0].remarks


def test_case_44_two_classes_side_by_side(desk: Desk) -> None:
    rows = [
        ["三(1)班", None, None, None, "三(2)班"],
        ["姓名", "性别", None, None, "姓名", "性别"],
        ["张三", "男", None, None, "李四", "女"],
    ]
    plan = desk.bring("students", rows)
    assert states(plan) == ["new", "new"]
    assert [row.cells["class_id"] for row in plan.rows] == ["三(1)班", "三(2)班"]
