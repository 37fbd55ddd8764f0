"""What an import says beside its counts: what was hidden and read, what was left out, which columns it did not know."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.conftest import Said

Command = Callable[..., Said]


def workbook(path: Path, sheets: dict[str, list[list[Any]]], hidden: str = "") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
        if title == hidden:
            page.sheet_state = "hidden"
    book.save(path)
    return path


def test_hidden_sheets_and_sheets_left_out_are_said(command: Command, school: Path, tmp_path: Path) -> None:
    sheets: dict[str, list[list[Any]]] = {
        "三1班": [["姓名", "性别"], ["张三", "男"]], "三2班": [["姓名", "性别"], ["李红", "女"]], "食谱": [["周一", "米饭"], ["周二", "面条"]],
    }  # fmt: skip
    path = workbook(tmp_path / "名单.xlsx", sheets, hidden="三2班")
    said = command("import", "students", path, "--db", school, "--json")
    assert said.code == 0 and said.json["created"] == 2
    assert any("隐藏的工作表" in note and "三2班" in note for note in said.json["notes"])
    assert any("没有读的表" in note and "食谱" in note for note in said.json["notes"])
    plain = command("import", "students", path, "--db", school)
    assert plain.code == 0 and "三2班" in plain.out and "食谱" in plain.out


def test_columns_that_were_not_read_are_named(command: Command, school: Path, tmp_path: Path) -> None:
    rows = [
        ["序号", "姓名", "性别", "民族", "家庭住址", "健康状况"],
        [1, "张三", "男", "汉", None, "良好"],
        [2, "李红", "女", None, None, None],
    ]
    path = workbook(tmp_path / "名单.xlsx", {"三1班": rows})
    said = command("import", "students", path, "--db", school, "--json")
    assert said.code == 0 and said.json["findings"] == []
    assert said.json["notes"] == ["没有读的列：民族、健康状况。"]
    assert "没有读的列：民族、健康状况" in command("import", "students", path, "--db", school).out


def test_a_plain_list_has_nothing_to_note(command: Command, school: Path, tmp_path: Path) -> None:
    path = workbook(tmp_path / "名单.xlsx", {"三1班": [["序号", "姓名"], [1, "张三"], ["合计", 1]]})
    assert command("import", "students", path, "--db", school, "--json").json["notes"] == []


PUPILS = [["姓名", "性别", "班级"], ["张三", "男", "三1班"], ["李红", "女", "三1班"]]
TEACHERS = [["姓名", "职务", "学科"], ["王老师", "教师", "语文"], ["赵雷", "教师", "数学"]]


def test_sheets_of_another_kind_are_not_read(command: Command, school: Path, tmp_path: Path) -> None:
    after = [["班级", "姓名", "同意日期"], ["三1班", "张三", "2026.9.1"], ["三1班", "王小明", "2026.9.1"]]
    path = workbook(tmp_path / "全部.xlsx", {"学生名单": PUPILS, "课后服务学生": after})
    said = command("import", "students", path, "--db", school, "--json")
    assert said.json["rows_read"] == 2 and "课后服务" in said.json["findings"][0]["message"]
    outside = [["教师姓名", "来源"], ["王老师", "校内"], ["外聘刘", "校外"]]
    path = workbook(tmp_path / "教师.xlsx", {"教职工": TEACHERS, "课后服务教师": outside})
    assert command("import", "staff", path, "--db", school, "--json").json["rows_read"] == 2


def test_the_files_name_tells_teachers_from_pupils(command: Command, school: Path, tmp_path: Path) -> None:
    rows = [["班级", "姓名", "性别"], ["三1班", "王芳", "女"], ["三1班", "李强", "男"]]
    said = command(
        "import", "staff", workbook(tmp_path / "教师名单.xlsx", {"Sheet1": rows}), "--db", school, "--json"
    )
    assert said.code == 0 and said.json["created"] == 2
    assert (
        command("import", "staff", workbook(tmp_path / "名单.xlsx", {"Sheet1": rows}), "--db", school).code
        == 2
    )
    taught = [["姓名", "性别", "任教班级"], ["王芳", "女", "三1班"]]
    path = workbook(tmp_path / "教师名单.xlsx", {"Sheet1": taught})
    assert command("import", "staff", path, "--db", school).code == 0


@pytest.mark.parametrize("tab", ["Sheet1", "学生名单"])
def test_pupils_are_no_staff(command: Command, school: Path, tmp_path: Path, tab: str) -> None:
    path = workbook(tmp_path / "名单.xlsx", {tab: PUPILS})
    said = command("import", "staff", path, "--db", school)
    assert said.code == 2 and "学生" in said.why
    assert command("import", "staff", path, "--db", school, "--sheet", tab).code == 0, "a person's word"


def test_staff_are_no_pupils(command: Command, school: Path, tmp_path: Path) -> None:
    rows = [["三年级1班任课教师名单"], ["姓名", "性别"], ["王老师", "男"]]
    said = command("import", "students", workbook(tmp_path / "名单.xlsx", {"Sheet1": rows}), "--db", school)
    assert said.code == 2 and "教职工" in said.why
    rows = [["班级", "姓名", "性别"], ["三1班", "王老师", "女"], ["三2班", "赵雷", "男"]]
    path = workbook(tmp_path / "班主任.xlsx", {"班主任": rows})
    assert command("import", "staff", path, "--db", school).code == 0, "one a class: class teachers"
