"""Where a list's header stands and what its columns mean. Numbers are those of DOMAIN.md."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from xcedu_desktop.workbook.intake.found import FoundList
from xcedu_desktop.workbook.intake.header import IntakeColumn, Vocabulary
from xcedu_desktop.workbook.intake.lists import find_lists
from xcedu_desktop.workbook.intake.read import read_file

One = Callable[..., FoundList]
Lists = Callable[..., list[FoundList]]
Values = Callable[[FoundList, str], list[Any]]


def test_case_01_title_row_merged_over_all_columns(one: One, values: Values) -> None:
    found = one([["三(2)班学生花名册"], ["姓名", "性别"], ["张三", "男"]], "A1:B1")
    assert found.header_rows == (1, 1)
    assert found.title_text == "三(2)班学生花名册"
    assert values(found, "name") == ["张三"] and values(found, "sex") == ["男"]
    assert [row.number for row in found.rows] == [3]


def test_case_02_line_of_unit_and_date_under_the_title(one: One) -> None:
    rows = [
        ["学生花名册"],
        ["填报单位：北陈郝小学", None, "填表人：王老师", None, "2026年10月9日"],
        ["序号", "姓名", "性别", "班级", "身份证号"],
        [1, "张三", "男", "3-2", None],
    ]
    found = one(rows, "A1:E1")
    assert found.header_rows == (2, 2)
    assert "填报单位：北陈郝小学" in found.title_text and "2026年10月9日" in found.title_text
    assert len(found.rows) == 1 and not found.units


def test_case_03_two_row_header_with_merged_groups(one: One, values: Values) -> None:
    rows = [
        ["序号", "学生", None, "家长", None, "班级"],
        [None, "姓名", "性别", "姓名", "联系电话", None],
        [1, "张三", "男", "张父", "13906320001", "三(2)班"],
    ]
    found = one(rows, "A1:A2", "B1:C1", "D1:E1", "F1:F2")
    assert found.header_rows == (0, 1)
    assert found.columns == {1: "name", 2: "sex", 5: "class"}
    assert found.source_headers[2] == "学生 · 性别"
    assert found.unknown_headers == {3: "家长 · 姓名", 4: "家长 · 联系电话"}
    assert values(found, "name") == ["张三"]


def test_case_03_group_and_sub_header_together_make_the_name(one: One) -> None:
    columns = (
        IntakeColumn("class", "班级", required=True),
        IntakeColumn("eaten", "用餐人数", ("就餐人数",)),
        IntakeColumn("aided", "受资助人数"),
    )
    rows = [["班级", "用餐", None, "受资助"], [None, "人数", "备注", "人数"], ["三(2)班", 30, None, 4]]
    found = one(rows, "A1:A2", "B1:C1", columns=columns)
    assert found.columns == {0: "class", 1: "eaten", 3: "aided"}


def test_case_03_sub_headers_that_mean_nothing_here_are_no_data_row(one: One) -> None:
    rows = [["姓名", "性别", "身体情况", None], [None, None, "身高", "体重"], ["张三", "男", 130, 30]]
    found = one(rows, "C1:D1")
    assert found.header_rows == (0, 1) and [row.number for row in found.rows] == [3]


def test_case_03_header_of_three_rows(one: One) -> None:
    rows = [
        ["姓名", "基本信息", None, None],
        [None, "学籍", "证件", None],
        [None, "班级", "身份证号", "性别"],
        ["张三", "3-2", None, "男"],
    ]
    found = one(rows, "A1:A3", "B1:D1", "C2:D2")
    assert found.header_rows == (0, 2)
    assert found.columns == {0: "name", 1: "class", 2: "id", 3: "sex"}


@pytest.mark.parametrize("above", [0, 1, 2, 3, 4, 9, 14])
def test_case_04_header_in_a_later_row(one: One, above: int) -> None:
    rows = [[f"说明{number}：请各班认真核对姓名和性别"] for number in range(above)]
    found = one([*rows, ["姓名", "性别"], ["张三", "男"]])
    assert found.header_rows == (above, above) and len(found.rows) == 1


def test_case_05_empty_leading_columns_and_blank_rows_between(one: One, values: Values) -> None:
    rows = [
        [],
        [None, None, "名单"],
        [],
        [None, None, "姓名", "性别"],
        [],
        [None, None, "张三", "男"],
        [],
        [],
    ]
    rows += [[None, None, "李四", "女"]]
    found = one(rows)
    assert found.columns == {2: "name", 3: "sex"}
    assert values(found, "name") == ["张三", "李四"]
    assert [row.number for row in found.rows] == [6, 9] and not found.skipped


@pytest.mark.parametrize("serial", ["序号", "编 号", "No.", None])
def test_case_06_serial_number_first_or_without_a_header(one: One, serial: str | None) -> None:
    found = one([[serial, "姓名", "性别"], [1, "张三", "男"], [2, "李四", "女"], ["合计", None, None]])
    assert found.columns == {1: "name", 2: "sex"} and not found.unknown_headers
    assert len(found.rows) == 2 and found.skipped[0].reason == "合计行"


def test_case_06_no_serial_number(one: One) -> None:
    assert one([["姓名", "性别"], ["张三", "男"]]).columns == {0: "name", 1: "sex"}


def test_case_08_noise_in_headers(one: One, equipment: tuple[IntakeColumn, ...]) -> None:
    found = one(
        [["* 姓 名", "性\u3000别", "身份证\n号码", "班级（必填）", "联系电话*"], ["张三", "男", None, "3-2"]]
    )
    assert found.columns == {0: "name", 1: "sex", 2: "id", 3: "class", 4: "phone"}
    found = one([["资产编号", "功率（kW）", "金额(元)"], ["a", 2.2, 3000]], columns=equipment)
    assert found.columns == {0: "tag", 1: "power", 2: "cost"}
    assert found.units == {1: "kW", 2: "元"}


def test_case_08_the_unit_in_a_line_above(one: One, equipment: tuple[IntakeColumn, ...]) -> None:
    rows = [["取暖设备"], ["填报单位：北陈郝小学", None, None, "单位：万元"]]
    rows += [["资产编号", "名称", "功率（W）", "金额"], ["a", "空调", 2200, 0.3]]
    found = one(rows, columns=equipment)
    assert found.units == {2: "W"} and found.line_units == ("万元",)


@pytest.mark.parametrize(
    "header", ["学生姓名", "姓名", "名字", "学生", "姓名*", "姓名(必填)", "学生昵称", "2、您的姓名？"]
)
def test_case_09_and_41_synonyms_of_the_name(one: One, header: str) -> None:
    assert one([[header, "性别"], ["张三", "男"]]).columns[0] == "name"


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("证件号码", "id"),
        ("身份证件号码", "id"),
        ("公民身份号码", "id"),
        ("性别代码 1/2", "sex"),
        ("班", "class"),
        ("所在班级", "class"),
        ("行政班", "class"),
        ("3.您孩子所在的班级是", "class"),
        ("班级/行政班", "class"),
    ],
)
def test_case_09_synonyms_of_other_columns(pupils: tuple[IntakeColumn, ...], header: str, key: str) -> None:
    found = Vocabulary(
        (*pupils[:2], IntakeColumn("class", "班级", ("班", "所在班级", "所在的班级", "行政班")), pupils[4])
    )
    match = found.match(header)
    assert match is not None and match[0] == key


@pytest.mark.parametrize("header", ["家长姓名", "班主任姓名", "曾用名", "是否住校", "民族", "身份证"])
def test_case_09_what_only_looks_alike_is_not_taken(pupils: tuple[IntakeColumn, ...], header: str) -> None:
    assert Vocabulary(pupils).match(header) is None


def test_case_39_grade_and_class_in_two_columns(one: One, values: Values) -> None:
    found = one([["姓名", "年级", "班级"], ["张三", "一年级", "一班"]])
    assert values(found, "grade") == ["一年级"] and values(found, "class") == ["一班"]
    found = one([["姓名", "班级", None], [None, "年级", "班"], ["张三", "一年级", "一班"]], "A1:A2", "B1:C1")
    assert values(found, "grade") == ["一年级"] and values(found, "class") == ["一班"]


def test_case_49_a_roster_without_any_class_column(one: One) -> None:
    found = one([["姓名", "性别"], ["张三", "男"]])
    assert found.column_of("class") is None and found.title_text == "" and len(found.rows) == 1


def test_a_list_of_nothing_but_names(one: One, values: Values) -> None:
    assert values(one([["三(2)班"], ["姓名"], ["张三"], ["李四"]]), "name") == ["张三", "李四"]


def test_an_empty_template_is_a_list_without_rows(one: One) -> None:
    assert one([["姓名", "性别", "班级"]]).rows == []


# A person's word over what was found


def test_the_header_row_can_be_moved(one: One, values: Values) -> None:
    rows = [["姓名", "性别"], ["孩子的名字", "性别"], ["张三", "男"]]
    found = one(rows, header_row=1, assign={0: "name"})
    assert found.header_rows == (1, 1) and values(found, "name") == ["张三"]
    assert found.source_headers == {0: "孩子的名字", 1: "性别"}


def test_a_header_row_without_any_known_word_comes_back_with_its_columns(one: One) -> None:
    found = one([["甲", "乙"], ["张三", "男"]], header_row=0)
    assert found.columns == {} and found.source_headers == {0: "甲", 1: "乙"} and len(found.rows) == 0
    assert (
        one([["甲", "乙"], ["张三", "男"]], header_row=0, assign={0: "name"}).rows[0].cells["name"].value
        == "张三"
    )


def test_columns_can_be_assigned_and_left_out(one: One, values: Values) -> None:
    rows = [["姓名", "性别", "备注"], ["张三", "男", "三(2)班"]]
    found = one(rows, assign={1: None, 2: "class"})
    assert found.columns == {0: "name", 2: "class"} and found.unknown_headers == {1: "性别"}
    assert values(found, "class") == ["三(2)班"]
    swapped = one([["姓名", "性别", "名字"], ["张", "男", "张三"]], assign={2: "name"})
    assert swapped.columns == {1: "sex", 2: "name"} and values(swapped, "name") == ["张三"]


def test_a_sheet_without_header(one: One, values: Values) -> None:
    found = one([["张三", "三(2)班"], ["李四", "三(1)班"]], header_row=-1, assign={0: "name", 1: "class"})
    assert values(found, "name") == ["张三", "李四"] and found.header_rows == (-1, -1)


def test_a_header_row_beyond_the_sheet_gives_nothing(lists: Lists) -> None:
    assert lists([["姓名"], ["张三"]], header_row=9) == []


def test_the_old_xls_roster_from_file_to_list(
    samples: Path, pupils: tuple[IntakeColumn, ...], values: Values
) -> None:
    for name in ("roster.xls", "roster.ods"):
        (found,) = find_lists(read_file(samples / name).sheets[0], pupils)
        assert found.header_rows == (2, 3)
        assert values(found, "name") == ["张 三", "李小红", "王五", "赵六"]
        assert values(found, "class") == ["三(2)班", "三(2)班", "三(2)班", "三(1)班"]
        assert [bool(row.filled_from_merge) for row in found.rows] == [False, True, True, False]
        assert values(found, "id")[2] == 370403201509010000
        assert values(found, "phone")[0] == 13906320001
        assert [skipped.reason for skipped in found.skipped] == ["合计行", "表尾"]
        assert found.hidden_rows_read == 1
        assert found.notes == ["隐藏的 1 行照读。", "隐藏的 1 列照读：学生信息 · 公民身份\n号码。"]
