"""Which class the rows of a list are put into that bear none of their own: never one that a title, a line or a tab does not plainly say."""

from typing import Any

import pytest

from tests.intake_plans.clerk_office import Office, said, words
from xcedu_desktop.workbook.intake.failure import IntakeFileError
from xcedu_desktop.workbook.intake.plan import Answers

HEAD = ["序号", "姓名", "性别"]


@pytest.mark.parametrize(
    "title",
    [
        "三年级1-3班学生名单", "四年级2-4班", "三年级（1-3班）学生名单", "三年级2班、3班学生名单", "三年级1～3班",
        "三年级1至3班", "三年级（1）班—（3）班",
        "三年级一至三班名单", "三（1）班、三（2）班学生名单", "三(1)、(2)班", "301-303班学生名单", "三年级1.2班", "2024级1-3班",
        "三1-3班", "三年级1、2、3班",
        "三年级1班至3班", "三年级（1-3）班",
        "三年级一二班", "三1、三2班", "三年级一、二班", "3.1-3.3班",
    ],
)  # fmt: skip
def test_a_title_of_several_classes_puts_nobody_into_one(office: Office, title: str) -> None:
    with pytest.raises(IntakeFileError, match="班级"):
        office.take("students", [[title], HEAD, [1, "张三", "男"]])
    rows = [[title], [*HEAD, "班级"], [1, "张三", "男", "三2班"], [2, "李红", "女", None]]
    plan = office.take("students", rows)
    assert office.roll() == [("张三", "三(2)班")] and plan.rejected == 1


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("三年级1班学生名单", "三(1)班"), ("2026年秋季三年级1班学生名单", "三(1)班"), ("3-1班学生名单", "三(1)班"), 
        ("邹坞镇北陈郝小学三(1)班花名册", "三(1)班"),
        ("2026-2027学年三(1)班", "三(1)班"), ("班级：三(1)班 班主任：王老师 人数：42", "三(1)班"), ("2024级1班", "三(1)班"), 
        ("301班学生名单", "三(1)班"),
        ("2026年10月三年级一班（共42人）", "三(1)班"), ("学生名单－三年级1班", "三(1)班"),
        ("2026年三1班学生名单", "三(1)班"), ("2026-2027学年3-1班", "三(1)班"), ("2026年3-1班", "三(1)班"), 
        ("2026学年三一班", "三(1)班"), ("毕业班三1班", "三(1)班"),
        ("北陈郝小学（本部）三1班", "三(1)班"),
    ],
)  # fmt: skip
def test_a_title_of_one_class(office: Office, title: str, name: str) -> None:
    office.take("students", [[title], HEAD, [1, "张三", "男"]])
    assert office.roll() == [("张三", name)]


def test_a_span_as_the_tab_under_its_grade(office: Office) -> None:
    with pytest.raises(IntakeFileError, match="班级"):
        office.take("students", office.book({"1-3班": [["三年级学生名单"], HEAD, [1, "张三", "男"]]}))
    office.take("students", office.book({"3-1班": [["三年级学生名单"], HEAD, [1, "张三", "男"]]}))
    assert office.roll() == [("张三", "三(1)班")]


@pytest.mark.parametrize(
    "line",
    [
        "三（2）班（班主任：王老师）",
        "三（2）班 班主任：李老师",
        "三2",
        "三年级2班 42人",
        "三(2)班：",
        "3-2",
        "三（2）",
        "班级：三（2）班 班主任：王老师",
    ],
)
def test_a_section_line_with_the_teacher_or_without_班(office: Office, line: str) -> None:
    rows: list[list[Any]] = [
        ["学生名单"],
        HEAD,
        ["三（1）班"],
        [1, "张三", "男"],
        [line],
        [1, "王五", "男"],
        [2, "赵六", "女"],
    ]
    plan = office.take("students", rows)
    assert office.roll() == [("张三", "三(1)班"), ("王五", "三(2)班"), ("赵六", "三(2)班")], words(plan)


@pytest.mark.parametrize("line", ["三（2）班（班主任：王老师）", "三年级2班", "三2"])
def test_a_section_line_in_the_name_column(office: Office, line: str) -> None:
    rows = [["三年级1班"], ["姓名", "性别"], ["张三", "男"], [line], ["王五", "男"]]
    office.take("students", rows)
    assert office.roll() == [("张三", "三(1)班"), ("王五", "三(2)班")]


def test_a_class_that_nobody_knows_is_asked_for_its_pupils_only(office: Office) -> None:
    rows = [["三（1）班"], HEAD, [1, "张三", "男"], ["启明星班"], [1, "王五", "男"]]
    plan = office.take("students", rows)
    assert office.roll() == [("张三", "三(1)班")] and said(plan)[5] == {"unknown_class"}
    office.take("students", rows, answers=Answers(classes={"启明星班": "三(2)班"}))
    assert office.roll() == [("张三", "三(1)班"), ("王五", "三(2)班")]


def test_a_line_that_nobody_knows_is_said_and_ends_the_class_where_the_numbering_begins_again(
    office: Office,
) -> None:
    rows = [
        ["三（1）班"],
        HEAD,
        [1, "张三", "男"],
        ["启明星"],
        [1, "王五", "男"],
        ["男生部分"],
        [2, "孙七", "男"],
    ]
    plan = office.take("students", rows)
    assert office.roll() == [("张三", "三(1)班")] and plan.rejected == 2
    assert "第 4 行「启明星」" in words(plan)
    rows = [
        ["三（2）班"],
        HEAD,
        [1, "李红", "女"],
        ["新来的"],
        [2, "钱进", "男"],
        ["女生"],
        [1, "周周", "女"],
    ]
    plan = office.take("students", rows)
    assert office.roll()[1:] == [("李红", "三(2)班"), ("钱进", "三(2)班"), ("周周", "三(2)班")]
    assert "第 4 行「新来的」" in words(plan) and not plan.rejected


def test_a_title_and_a_tab_that_name_two_classes(office: Office) -> None:
    sheet: list[list[Any]] = [["三年级2班学生名单"], ["姓名", "性别"]]
    plan = office.take(
        "students", office.book({"三1班": [*sheet, ["张三", "男"]], "三2班": [*sheet, ["李红", "女"]]})
    )
    assert office.roll() == [("李红", "三(2)班")] and plan.rejected == 1
    assert "标题写的是三(2)班，表名写的是三(1)班" in words(plan)


@pytest.mark.parametrize("tab", ["三年级2班", "2024级2班", "Sheet1", "三年级", "1", "名单"])
def test_a_title_and_a_tab_that_agree(office: Office, tab: str) -> None:
    office.take("students", office.book({tab: [["三（2）班学生名单"], HEAD, [1, "张三", "男"]]}))
    assert office.roll() == [("张三", "三(2)班")]


def test_the_copy_of_a_tab_is_no_second_class(office: Office) -> None:
    with pytest.raises(IntakeFileError, match="班级"):
        office.take("students", office.book({"三年级 (2)": [HEAD, [1, "张三", "男"]]}))
    book = office.book({"三年级 (1)": [HEAD, [1, "张三", "男"]], "三年级 (2)": [HEAD, [1, "李红", "女"]]})
    office.take("students", book)
    assert office.roll() == [("张三", "三(1)班"), ("李红", "三(2)班")]


@pytest.mark.parametrize(
    "line",
    [
        ["班级：", "三年级5班"], ["班级：", "三（5）班", "班主任：", "王老师"], ["年级：", "三年级", "班级：", "5班"], ["班级", None, "三（5）班"],
        [None, None, None, None, "班级：", "三（5）班"], ["班级：三年级5班 班主任：王老师"],
    ],
)  # fmt: skip
@pytest.mark.parametrize("title", [[], [["学生名单"]]])
def test_班级_and_its_value_in_cells_of_their_own(office: Office, line: list[Any], title: list[Any]) -> None:
    office.take("students", [*title, line, HEAD, [1, "张三", "男"]])
    assert office.roll() == [("张三", "三(5)班")]


def test_a_class_list_by_year_of_entry(office: Office) -> None:
    plan = office.take("classes", [["入学年份", "班号"], ["2025级", 2], ["2024", "1班"]])
    assert sorted(office.classes().values()) == ["三(1)班", "二(2)班"], words(plan)


@pytest.mark.parametrize(
    "line",
    [
        ["三（2）班", "班主任：李老师"],
        ["三（2）班", None, "共1人"],
        [302],
        ["302"],
        ["三年级2班", "班主任：李老师", "1人"],
    ],
)
def test_a_section_line_in_several_cells_or_as_a_number(office: Office, line: list[Any]) -> None:
    office.take(
        "students", [["三年级1班"], HEAD, [1, "张三", "男"], [2, "钱进", "男"], line, [1, "李红", "女"]]
    )
    assert office.roll() == [("张三", "三(1)班"), ("钱进", "三(1)班"), ("李红", "三(2)班")]


def test_a_section_of_another_grade_ends_the_titles_class(office: Office) -> None:
    plan = office.take("students", [["四年级1班"], HEAD, [1, "张三", "男"], ["三年级"], [1, "李红", "女"]])
    assert office.roll() == [("张三", "四(1)班")] and plan.rejected == 1


@pytest.mark.parametrize("cell", ["三年级2班（42人）", "三(2)班（班主任：王芳）", "三（2）班 共42人"])
def test_a_class_cell_that_says_more_than_the_class(office: Office, cell: str) -> None:
    plan = office.take("students", [["姓名", "班级"], ["张三", cell]])
    assert office.roll() == [("张三", "三(2)班")], words(plan)
