"""Meal counts with the days down and a column a class, as some canteens keep them."""

from datetime import date
from typing import Any

import pytest

from tests.intake_plans.clerk_office import Office, said, words

A, B = "三(1)班", "三(2)班"


@pytest.mark.parametrize("day", ["10月8日", "2026.10.8", date(2026, 10, 8), 8, "8日", "8"])
def test_a_column_a_class(staffed: Office, day: object) -> None:
    rows = [
        ["2026年10月午餐就餐人数统计表"],
        ["日期", "星期", A, B, "合计"],
        [day, "四", 2, 0, 2],
        ["合计", None, 2, 0, 2],
    ]
    plan = staffed.take("meals", rows)
    assert staffed.heads() == {(A, "2026-10-08", "午餐"): 2, (B, "2026-10-08", "午餐"): 0}
    assert plan.rows_read == 1 and not plan.findings


def test_grade_over_class_and_a_staff_column(staffed: Office) -> None:
    rows: list[list[Any]] = [
        ["2026年10月学生晚餐就餐情况"],
        ["日期", "三年级", None, "教师", "合计"],
        [None, "1班", "2班", None, None],
        ["8日", 2, 1, 5, 8],
        ["平均", 2, 1, 5, 8],
    ]
    staffed.take("meals", rows, "A2:A3", "B2:C2", "D2:D3", "E2:E3")
    assert staffed.heads() == {(A, "2026-10-08", "晚餐"): 2, (B, "2026-10-08", "晚餐"): 1}
    assert [(r["day"], r["meal"], r["heads"]) for r in staffed.rows("meal_staff_count")] == [
        ("2026-10-08", "晚餐", 5)
    ]


def test_lunch_and_dinner_under_each_class(staffed: Office) -> None:
    rows = [["日期", A, None, B, None], [None, "午餐", "晚餐", "午餐", "晚餐"], ["2026-10-08", 2, 1, 2, None]]
    plan = staffed.take("meals", rows, "A1:A2", "B1:C1", "D1:E1")
    day = "2026-10-08"
    assert staffed.heads() == {(A, day, "午餐"): 2, (A, day, "晚餐"): 1, (B, day, "午餐"): 2}, (
        "a blank is not zero"
    )
    assert not plan.findings


def test_what_cannot_be_counted_is_said_at_its_class(staffed: Office) -> None:
    rows = [
        ["2026年10月午餐"],
        ["日期", A, "三(9)班"],
        ["10-8", "约2", None],
        ["10-9", 2, 2],
        ["10-12", 2, None],
    ]
    plan = staffed.take("meals", rows)
    assert said(plan) == {3: {"approximate"}, 4: {"no_such_class"}}
    assert [finding.column for finding in plan.findings] == [A, "三(9)班"]
    assert staffed.heads() == {(A, "2026-10-12", "午餐"): 2}


def test_lists_below_one_another_and_again(staffed: Office) -> None:
    rows: list[list[Any]] = [
        ["2026年10月午餐"], ["日期", A, B], ["10.8", 2, 1], ["10.9", 2, 1], [], ["2026年10月晚餐"], ["日期", A, B], ["10.8", 1, 1],
    ]  # fmt: skip
    assert staffed.take("meals", rows).created == 3
    assert staffed.heads()[B, "2026-10-08", "晚餐"] == 1
    assert staffed.take("meals", rows).unchanged == 3


def test_without_month_and_meal_that_is_said(staffed: Office) -> None:
    plan = staffed.take("meals", [["日期", A, B], [8, 2, 2]])
    assert "按2026年10月读入" in words(plan) and "全部按午餐读入" in words(plan)


def test_two_grids_whose_titles_have_a_line_of_who_filled_them_in(staffed: Office) -> None:
    """The second title was not seen for the line under it: dinner was read as lunch, or the import broke off."""
    unit = ["填报单位：北陈郝小学", "填表人：王芳"]
    rows: list[list[Any]] = [
        ["2026年10月午餐统计"], unit, ["序号", "班级", "登记人数", "10.9", "10.12", "10.13", "10.14"], [1, A, 2, 2, 1, 2, 2],
        ["单位负责人：", "审核人：", "填表人：王芳"], [], ["2026年10月晚餐统计"], unit,
        ["序号", "班级", "10.9", "10.12", "10.13", "10.14", "合计"], [1, A, 1, 0, 1, 1, 3],
    ]  # fmt: skip
    assert not staffed.take("meals", rows).rejected
    found = staffed.heads()
    assert [found[A, f"2026-10-{day}", "午餐"] for day in ("09", "12", "13", "14")] == [2, 1, 2, 2]
    assert [found[A, f"2026-10-{day}", "晚餐"] for day in ("09", "12", "13", "14")] == [1, 0, 1, 1]


def test_the_second_half_of_a_month_below_the_first(staffed: Office) -> None:
    rows: list[list[Any]] = [
        ["2026年10月晚餐统计"], ["班级", 9, 10, 12, 13, "小计"], [A, 2, 2, 2, 2, 8], [], ["班级", 19, 20, 21, 22], [A, 1, 1, 1, 1],
    ]  # fmt: skip
    staffed.take("meals", rows)
    assert [meal for _, _, meal in staffed.heads()] == ["晚餐"] * 8
    assert staffed.heads()[A, "2026-10-22", "晚餐"] == 1


def test_a_count_in_words_in_the_first_column_is_a_count(staffed: Office) -> None:
    """12人 was taken for the count of a class below a list, and its row passed over in silence."""
    staffed.take("meals", [["用餐人数", "日期", "班级"], ["2人", "2026-10-09", A], ["1人", "2026-10-09", B]])
    assert staffed.heads() == {(A, "2026-10-09", "午餐"): 2, (B, "2026-10-09", "午餐"): 1}


def test_a_school_of_one_class(staffed: Office) -> None:
    staffed.take("meals", [["2026年10月中餐人数"], ["日期", A, "合计"], [9, "2人", 2], [12, 1, 1]])
    assert staffed.heads() == {(A, "2026-10-09", "午餐"): 2, (A, "2026-10-12", "午餐"): 1}


def test_teachers_beside_a_class_are_not_those_of_the_school(staffed: Office) -> None:
    plan = staffed.take("meals", [["日期", "班级", "学生", "教师"], ["2026-10-12", "三1班", 2, 1]])
    assert [row["heads"] for row in staffed.rows("meal_count")] == [2], words(plan)
    assert not staffed.rows("meal_staff_count") and "没有读的列：教师。" in plan.notes


def test_pupils_of_the_whole_school_are_said_not_to_be_read(staffed: Office) -> None:
    plan = staffed.take("meals", [["10月"], ["日期", "学生人数", "教师人数", "合计"], [12, 180, 12, 192]])
    assert len(staffed.rows("meal_staff_count")) == 1 and "「学生人数」没有分班" in words(plan)
