"""Which rows of a sheet are data, and what becomes of the others. Numbers are those of DOMAIN.md."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xcedu_desktop.workbook.intake.found import FoundList
from xcedu_desktop.workbook.intake.header import IntakeColumn
from xcedu_desktop.workbook.intake.lists import find_lists
from xcedu_desktop.workbook.intake.read import read_file

One = Callable[..., FoundList]
Lists = Callable[..., list[FoundList]]
Values = Callable[[FoundList, str], list[Any]]

HEADER = ["序号", "姓名", "性别", "班级"]


def names(found: FoundList) -> list[Any]:
    return [row.cells["name"].value for row in found.rows if "name" in row.cells]


def reasons(found: FoundList) -> dict[int, str]:
    return {skipped.row: skipped.reason for skipped in found.skipped}


@pytest.mark.parametrize(
    "trailing",
    [
        ["合计", None, None, None],
        ["合 计", 2],
        ["小计：", None, "2人"],
        [None, "总计", "2"],
        ["共计2人"],
        ["三年级小计", None, 2],
        ["制表人：王老师", None, "审核人：李校长"],
        ["制表人", "王老师"],
        ["填表人：", None, None, "填报日期：2026年10月9日"],
        ["单位负责人（签字）：", None, "联系电话：0632-4411111"],
        ["注：1. 本表一式两份，由班主任填写后交教导处。"],
        ["备注"],
        ["学校（盖章）："],
        ["日期：2026.10.9"],
        [None, "男生人数", 20],
        ["其中：男生20人"],
        [None, "以上情况属实"],
        [None, "共2人"],
        [None, "男1人，女1人"],
        [None, "全班共2人", None, None],
        [None, "2026年9月"],
        [None, "二〇二六年九月一日"],
    ],
)
def test_case_07_trailing_rows_are_no_pupils(one: One, trailing: list[Any]) -> None:
    found = one([HEADER, [1, "张三", "男", "3-2"], [2, "李四", "女", "3-2"], [], trailing])
    assert names(found) == ["张三", "李四"] and len(found.rows) == 2
    assert list(reasons(found)) == [5]


def test_case_07_posts_named_like_footers_are_people(one: One) -> None:
    columns = (IntakeColumn("name", "姓名", required=True), IntakeColumn("post", "职务"))
    rows = [["职务", "姓名", "电话"], ["校长", "张三", 1], ["班主任", "李四", 2], ["负责人", "王五", 3]]
    assert names(one(rows, columns=columns)) == ["张三", "李四", "王五"]


def test_case_15_merged_classes_are_filled_down_and_said(one: One, values: Values) -> None:
    rows = [
        HEADER,
        [1, "张三", "男", "三(2)班"],
        [2, "李四", "女"],
        [3, "王五", "男"],
        [4, "赵六", "女", "三(1)班"],
    ]
    found = one(rows, "D2:D4")
    assert values(found, "class") == ["三(2)班", "三(2)班", "三(2)班", "三(1)班"]
    assert [row.filled_from_merge for row in found.rows[:2]] == [frozenset(), {"class"}]


def test_case_15_a_class_merged_over_more_columns_than_its_own(one: One, values: Values) -> None:
    rows = [["学校班级", "班级", "姓名"], ["三(2)班", None, "张三"], [None, None, "李四"]]
    assert values(one(rows, "A2:B3"), "class") == ["三(2)班", "三(2)班"]


def test_case_15_a_name_merged_over_the_next_column_is_not_its_value(one: One, values: Values) -> None:
    found = one([HEADER, [1, "张三", None, "3-2"]], "B2:C2")
    assert values(found, "sex") == [None]


def test_case_15_empty_lines_within_a_merged_class_are_no_rows(one: One) -> None:
    found = one([HEADER, [1, "张三", "男", "三(2)班"], [], [], [2, "李四", "女"]], "D2:D5")
    assert [row.number for row in found.rows] == [2, 5]


def test_case_36_plain_blanks_below_a_class_are_not_filled(one: One, values: Values) -> None:
    found = one([HEADER, [1, "张三", "男", "三(2)班"], [2, "李四", "女"]])
    assert values(found, "class") == ["三(2)班", None]


def test_case_16_hidden_rows_and_columns_are_read_and_counted(one: One, values: Values) -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    found = one([HEADER, [1, "张三", "男", "3-2"], [2, "李四", "女", "3-2"]], finish=hide)
    assert values(found, "sex") == ["男", "女"]
    assert found.hidden_rows_read == 1
    assert found.notes == ["隐藏的 1 行照读。", "隐藏的 1 列照读：性别。"]


def test_case_17_one_sheet_a_class_with_the_class_in_name_or_title(
    tmp_path: Path, pupils: tuple[IntakeColumn, ...]
) -> None:
    book = openpyxl.Workbook()
    for name, title in (("三(1)班", "学生名单"), ("Sheet2", "三（2）班学生名单"), ("说明", None)):
        sheet = book.create_sheet(name)
        if title:
            for row in ([title], ["姓名", "性别"], ["张三", "男"]):
                sheet.append(row)
    path = tmp_path / "各班.xlsx"
    book.save(path)
    found = [one for sheet in read_file(path).sheets for one in find_lists(sheet, pupils)]
    assert [(one.sheet, one.title_text) for one in found] == [
        ("三(1)班", "学生名单"),
        ("Sheet2", "三（2）班学生名单"),
    ]


def test_case_17_classes_below_one_another_each_under_its_own_title(lists: Lists) -> None:
    rows = [["三(1)班花名册"], ["姓名", "性别"], ["张三", "男"], [], ["合计", 1], []]
    rows += [["三(2)班花名册"], ["班主任：李老师"], ["姓名", "性别"], ["李四", "女"], ["王五", "男"]]
    first, second = lists(rows, "A1:B1", "A7:B7")
    assert first.title_text == "三(1)班花名册" and names(first) == ["张三"]
    assert second.title_text == "三(2)班花名册\n班主任：李老师" and names(second) == ["李四", "王五"]
    assert second.header_rows == (8, 8)


def test_case_17_section_lines_within_a_list_name_the_class(lists: Lists) -> None:
    rows = [["全校学生"], ["姓名", "性别"], ["三(1)班"], ["张三", "男"], ["三(2)班"], ["李四", "女"]]
    first, second = lists(rows, "A1:B1", "A3:B3", "A5:B5")
    assert (first.section, names(first)) == ("三(1)班", ["张三"])
    assert (second.section, names(second), second.title_text) == ("三(2)班", ["李四"], "全校学生")


def test_case_31_headers_repeated_for_each_printed_page(one: One) -> None:
    page = [["学生花名册"], HEADER]
    rows = [*page, [1, "张三", "男", "3-2"], ["第1页 共2页"], *page, [2, "李四", "女", "3-2"], ["第 2 页"]]
    found = one(rows, "A1:D1", "A5:D5")
    assert names(found) == ["张三", "李四"]
    assert reasons(found)[6] == "重复的表头"


def test_case_31_repeated_header_of_two_rows(one: One) -> None:
    header = [["序号", "学生", None, "班级"], [None, "姓名", "性别", None]]
    rows = [*header, [1, "张三", "男", "3-2"], *header, [2, "李四", "女", "3-2"]]
    found = one(rows, "A1:A2", "B1:C1", "D1:D2", "A4:A5", "B4:C4", "D4:D5")
    assert names(found) == ["张三", "李四"] and len(found.rows) == 2
    assert reasons(found) == {4: "重复的表头", 5: "重复的表头"}


def test_another_list_with_other_columns_below(lists: Lists) -> None:
    rows = [
        ["姓名", "性别"],
        ["张三", "男"],
        [],
        ["转入学生"],
        ["班级", "学生姓名", "联系电话"],
        ["3-2", "李四", "1"],
    ]
    first, second = lists(rows)
    assert names(first) == ["张三"] and len(first.rows) == 1
    assert second.columns == {0: "class", 1: "name", 2: "phone"}
    assert names(second) == ["李四"] and second.title_text == "转入学生"


def test_case_37_a_total_that_is_not_the_sum_is_dropped_and_said(
    one: One, equipment: tuple[IntakeColumn, ...]
) -> None:
    rows = [["资产编号", "名称", "功率（kW）", "金额"], ["a", "空调", 2.2, "1,200 "], ["b", "空调", 1.5, 800]]
    found = one([*rows, ["合计", None, 3.7, 1900]], columns=equipment)
    assert len(found.rows) == 2
    (wrong,) = found.totals
    assert (wrong.row, wrong.key, wrong.stated, wrong.summed) == (4, "cost", 1900, 2000)
    assert found.notes == ["第 4 行：金额的合计写的是 1900，上面各行加起来是 2000；合计不导入。"]


def test_case_37_partial_sums_and_a_grand_total_that_are_right(
    one: One, equipment: tuple[IntakeColumn, ...]
) -> None:
    rows = [
        ["资产编号", "功率"],
        ["a", 1],
        ["b", 2],
        ["小计", 3],
        ["c", 4],
        ["小计", 4],
        ["总计", 7],
        ["平均", 99],
    ]
    found = one(rows, columns=equipment)
    assert not found.totals and not found.notes
    assert list(reasons(found).values()) == ["合计行", "合计行", "合计行", "平均行"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ([1, 2, 3, 4], "栏号或代码行"),
        (["1", "2", "3", "4"], "栏号或代码行"),
        (["甲", "乙", 1, 2], "栏号或代码行"),
        (["XH", "XM", "XB", "BJ"], "栏号或代码行"),
        (["栏次", 1, 2, 3], "栏号或代码行"),
        (["必填", "必填", "选填", "必填"], "填写说明"),
        ([None, "与身份证一致", "下拉选择", "格式：三(2)班"], "填写说明"),
        (["填写说明：姓名须与户口簿一致，性别填男或女"], "填写说明"),
        (["例", "张三", "男", "三(2)班"], "示例行"),
        (["例1", "张三", "男", "三(2)班"], "示例行"),
        ([None, "例：张三", "男", "三(2)班"], "示例行"),
        ([1, "张三（示例）", "男", "此行不录"], "示例行"),
        (["示例", "张三", "男", "三(2)班"], "示例行"),
        ([1, "张三（例）", "男", "三(2)班"], "示例行"),
        ([1, "张三【示例】", "男", "三(2)班"], "示例行"),
    ],
)
def test_case_42_codes_instructions_and_samples_below_the_header(
    one: One, row: list[Any], reason: str
) -> None:
    found = one([HEADER, row, [1, "李四", "女", "3-2"]])
    assert names(found) == ["李四"] and reasons(found) == {2: reason}


def test_case_42_codes_and_instructions_above_the_header(one: One) -> None:
    rows = [
        ["填写说明：1. 姓名、性别必填"],
        ["XH", "XM", "XB", "BJ"],
        [1, 2, 3, 4],
        HEADER,
        [1, "李四", "女", "3-2"],
    ]
    found = one(rows, "A1:D1")
    assert found.header_rows == (3, 3) and names(found) == ["李四"]


def test_case_43_rows_with_a_serial_number_only(one: One) -> None:
    found = one([HEADER, [1, "张三", "男", "3-2"], [2], ["3"], [4]])
    assert names(found) == ["张三"]
    assert reasons(found) == {3: "只有序号", 4: "只有序号", 5: "只有序号"}


def test_case_43_prepared_lines_with_the_class_filled_in(one: One) -> None:
    found = one([HEADER, [1, "张三", "男", "3-2"], [2, None, None, "3-2"]])
    assert names(found) == ["张三"] and reasons(found) == {3: "没有填「姓名」"}


def test_case_43_a_row_with_data_and_no_name_is_not_dropped(one: One) -> None:
    """It is the plan that says what is missing; silence would lose a pupil."""
    found = one([HEADER, [1, None, "男", "3-2"]])
    assert len(found.rows) == 1 and "name" not in found.rows[0].cells


@pytest.mark.parametrize("word", ["合计", "平均", "备注", "平均值", "小 计"])
def test_case_43_words_in_the_name_column(one: One, word: str) -> None:
    found = one([HEADER, [1, "张三", "男", "3-2"], [2, word, None, 30]])
    assert names(found) == ["张三"] and 3 in reasons(found)


def test_case_44_two_lists_side_by_side(lists: Lists) -> None:
    rows = [
        ["学生花名册"],
        ["序号", "姓名", "性别", "班级", None, "序号", "姓名", "性别", "班级"],
        [1, "张三", "男", "3-2", None, 3, "王五", "男", "3-1"],
        [2, "李四", "女", "3-2"],
    ]
    left, right = lists(rows, "A1:I1")
    assert names(left) == ["张三", "李四"] and names(right) == ["王五"]
    assert right.columns == {6: "name", 7: "sex", 8: "class"} and right.title_text == "学生花名册"
    assert not left.notes and not left.unknown_headers and not right.unknown_headers


def test_case_44_side_by_side_without_a_gap_each_with_its_own_title(lists: Lists) -> None:
    rows = [["三(1)班", None, "三(2)班"], ["姓名", "性别", "姓名", "性别"], ["张三", "男", "李四", "女"]]
    left, right = lists(rows, "A1:B1", "C1:D1")
    assert (left.title_text, names(left)) == ("三(1)班", ["张三"])
    assert (right.title_text, names(right)) == ("三(2)班", ["李四"])


def test_case_44_the_second_list_with_its_header_in_another_row(lists: Lists) -> None:
    rows = [
        ["姓名", "性别"],
        ["张三", "男", None, "转入"],
        ["李四", "女", None, "姓名", "班级"],
        ["王五", "男", None, "赵六", "3-2"],
        [None, None, None, "孙八", "3-1"],
    ]
    left, right = lists(rows)
    assert names(left) == ["张三", "李四", "王五"] and names(right) == ["赵六", "孙八"]


def test_case_44_what_is_beside_and_not_read_is_named(one: One) -> None:
    rows = [["姓名", "性别", None, "教师姓名", "职务"], ["张三", "男", None, "王老师", "班主任"]]
    rows += [["李四", "女", None, "李老师", "主任"]]
    found = one(rows)
    assert found.notes == ["第 D、E 列另有内容，没有读。"]


@pytest.mark.parametrize(
    "rows",
    [
        [["性别代码", "性别"], [1, "男"], [2, "女"]],
        [["代码", "名称"], ["01", "汉族"], ["02", "回族"]],
        [["字段", "说明"], ["姓名", "必填，与户口簿一致"], ["性别", "男或女"], ["班级", "如三(2)班"]],
        [["姓名", "必填"], ["性别", "必填"], ["班级", "选填"], ["身份证号", "选填"]],
        [["填写说明"], ["1. 姓名必须与户口簿一致"], ["2. 性别填男或女"]],
        [["学生登记表"], ["姓名", None, "性别", None], ["出生日期", None, "民族", None], ["家庭住址", None]],
        [["姓名", "张三", "性别", "男"], ["班级", "3-2", "联系电话", "139"], ["家庭住址", "薛城"]],
        [["第一小组"], ["组长", "张三"], ["组员", "李四"]],
        [["x"], []],
    ],
)
def test_case_45_sheets_that_are_no_such_list(lists: Lists, rows: list[list[Any]]) -> None:
    assert lists(rows) == []


def test_case_48_a_pupil_over_several_merged_rows(one: One, values: Values) -> None:
    rows = [
        ["姓名", "班级", "学科", "成绩"],
        ["张三", "3-2", "语文", 90],
        [None, None, "数学", 95],
        ["李四", "3-2", "语文", 80],
    ]
    found = one(rows, "A2:A3", "B2:B3")
    assert values(found, "name") == ["张三", "李四"]


def test_case_48_a_merged_name_counts_for_its_other_rows(one: One, values: Values) -> None:
    columns = (IntakeColumn("name", "姓名", required=True), IntakeColumn("club", "社团"))
    found = one([["姓名", "社团"], ["张三", "书法"], [None, "象棋"]], "A2:A3", columns=columns)
    assert values(found, "name") == ["张三", "张三"] and values(found, "club") == ["书法", "象棋"]


def test_brands_and_tags_in_capitals_are_no_code_row(one: One, equipment: tuple[IntakeColumn, ...]) -> None:
    found = one([["资产编号", "名称"], ["KT001", "GREE"], ["KT002", "MIDEA"]], columns=equipment)
    assert len(found.rows) == 2


def test_error_cells_stay_errors_in_their_row(samples: Path) -> None:
    columns = (IntakeColumn("name", "姓名", required=True), IntakeColumn("remark", "备注"))
    (found,) = find_lists(read_file(samples / "roster.xls").sheets[0], columns)
    assert found.rows[1].cells["remark"].error == "#DIV/0!"


def test_no_cell_of_a_large_roster_is_lost(one: One) -> None:
    """4,000 pupils with a title, a page header every 50 rows and a total."""
    rows: list[list[Any]] = [["全校学生花名册"]]
    for number in range(4000):
        if number % 50 == 0:
            rows.append(HEADER)
        rows.append([number + 1, f"学生{number}", "男女"[number % 2], f"{number % 6 + 1}-{number % 5 + 1}"])
    found = one([*rows, ["合计", 4000]], "A1:D1")
    assert names(found) == [f"学生{number}" for number in range(4000)]
