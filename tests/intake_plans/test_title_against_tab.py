"""What title and tab say of a list of meals: its class, and its month, day or meal; where the two differ nothing is guessed, and both are named."""

from typing import Any

import pytest

from tests.intake_plans.clerk_office import Office, words
from xcedu_desktop.workbook.intake.failure import IntakeFileError

A = "三(1)班"
GRID: list[list[Any]] = [["班级", "12", "13", "14", "15", "16"], [A, 1, 2, 2, 2, 2]]


def test_a_grid_whose_title_and_tab_name_two_months(staffed: Office) -> None:
    plan = staffed.take("meals", staffed.book({"11月午餐": [["2026年10月午餐用餐统计表"], *GRID]}))
    assert not staffed.heads() and plan.rejected == 1
    assert "标题写的是2026年10月，表名写的是11月" in words(plan)


@pytest.mark.parametrize(
    ("title", "tab"),
    [("2025年10月午餐", "2026年10月"), ("2026年10月午餐", "10月晚餐"), ("2026年9月", "2026.10")],
)
def test_another_year_or_meal(staffed: Office, title: str, tab: str) -> None:
    plan = staffed.take("meals", staffed.book({tab: [[title], *GRID]}))
    assert not staffed.heads() and plan.rejected == 1


@pytest.mark.parametrize(
    ("title", "tab"),
    [
        ("2026年10月午餐用餐统计表", "10月午餐"), ("2026年10月午餐", "Sheet1"), ("午餐统计表", "2026.10"), ("2026年10月午餐", "午餐"),
        ("午餐统计表 填报日期：2026年11月3日", "10月"), ("10月份午餐", "2026年10月"),
    ],
)  # fmt: skip
def test_a_title_and_a_tab_that_agree(staffed: Office, title: str, tab: str) -> None:
    plan = staffed.take("meals", staffed.book({tab: [[title], *GRID]}))
    assert set(staffed.heads()) == {(A, f"2026-10-{day}", "午餐") for day in range(12, 17)}, words(plan)


def test_days_that_bear_their_month_need_no_title(staffed: Office) -> None:
    rows: list[list[Any]] = [
        ["2026年9月午餐"],
        ["班级", "10月12日", "10月13日", "10月14日", "10月15日"],
        [A, 1, 2, 2, 2],
    ]
    staffed.take("meals", staffed.book({"10月": rows}))
    assert len(staffed.heads()) == 4


def test_the_one_day_of_a_list(staffed: Office) -> None:
    rows: list[list[Any]] = [["10月12日午餐人数统计"], ["班级", "用餐人数"], [A, 2]]
    assert staffed.take("meals", staffed.book({"10月13日": rows})).rejected == 1 and not staffed.heads()
    staffed.take("meals", staffed.book({"10月12日": rows}))
    assert list(staffed.heads()) == [(A, "2026-10-12", "午餐")]


def test_a_list_whose_rows_bear_their_days(staffed: Office) -> None:
    rows: list[list[Any]] = [
        ["2026年9月用餐统计"],
        ["日期", "班级", "餐次", "用餐人数"],
        ["2026-10-12", A, "午餐", 2],
    ]
    staffed.take("meals", staffed.book({"10月": rows}))
    assert list(staffed.heads()) == [(A, "2026-10-12", "午餐")]
    rows = [["2026年9月登记人数"], ["班级", "登记人数"], [A, 2]]
    assert staffed.take("meals", staffed.book({"10月": rows})).rejected == 1


def test_days_down_and_classes_across(staffed: Office) -> None:
    rows: list[list[Any]] = [["2026年10月午餐"], ["日期", A, "三(2)班"], ["12日", 1, 2], ["13日", 2, 2]]
    assert staffed.take("meals", staffed.book({"11月": rows})).rejected == 2 and not staffed.heads()
    staffed.take("meals", staffed.book({"10月": rows}))
    assert len(staffed.heads()) == 4


@pytest.mark.parametrize(
    "head", [["日期", "餐次", "用餐人数"], ["日期", "午餐", "晚餐"], ["序号", "日期", "用餐人数", "备注"]]
)
def test_a_sheet_a_class_without_a_column_of_classes(staffed: Office, head: list[str]) -> None:
    row = {
        "序号": 1,
        "日期": "2026-10-12",
        "餐次": "午餐",
        "用餐人数": 2,
        "午餐": 2,
        "晚餐": None,
        "备注": None,
    }
    sheet: list[list[Any]] = [["2026年10月用餐统计"], head, [row[name] for name in head]]
    plan = staffed.take("meals", staffed.book({"三1班": sheet, "三2班": sheet}))
    assert {place: n for place, n in staffed.heads().items() if n} == {
        (A, "2026-10-12", "午餐"): 2,
        ("三(2)班", "2026-10-12", "午餐"): 2,
    }, words(plan)


def test_a_sheet_of_no_class_is_refused(staffed: Office) -> None:
    with pytest.raises(IntakeFileError, match="班级"):
        staffed.take("meals", [["日期", "餐次", "用餐人数"], ["2026-10-12", "午餐", 2]])


@pytest.mark.parametrize(
    "title", ["2026年9月-10月午餐", "9、10月用餐统计", "2026年9月至10月午餐", "2026.9-2026.10午餐"]
)
def test_a_title_of_several_months_says_none(staffed: Office, title: str) -> None:
    grid: list[list[Any]] = [["班级", 8, 9, 10, 12], [A, 1, 1, 1, 1]]
    plan = staffed.take("meals", [[title], *grid])
    assert plan.rejected == 1 and "不知道各天是哪个月的" in words(plan)
    rows: list[list[Any]] = [["日期", "班级", "用餐人数"], ["8日", A, 1], ["10月9日", A, 1]]
    assert staffed.take("meals", [[title], *rows]).rejected == 1
    across: list[list[Any]] = [["日期", A, "三(2)班"], ["8日", 1, 1], ["9日", 1, 1]]
    assert staffed.take("meals", [[title], *across]).rejected == 2
    assert {day for _, day, _ in staffed.heads()} == {"2026-10-09"}
    staffed.take("meals", [[title], ["班级", "9月30日", "10月8日", "10月9日", "10月10日"], [A, 1, 1, 1, 1]])
    assert len(staffed.heads()) == 4, "days that say their month need no title"


@pytest.mark.parametrize("title", ["附件1、2026年10月午餐", "附表2-10月用餐统计", "一、10月午餐"])
def test_a_numbered_title_names_one_month(staffed: Office, title: str) -> None:
    plan = staffed.take("meals", [[title], ["班级", 8, 9, 10, 12], [A, 1, 1, 1, 1]])
    assert not plan.rejected and len(staffed.heads()) == 4, words(plan)
