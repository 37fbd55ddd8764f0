"""What a file is called: it says month, meal and class where the list says none; where it says others, that is told."""

from typing import Any

import pytest

from tests.intake_plans.clerk_office import Office, said, words

A = "三(1)班"
GRID: list[list[Any]] = [["班级", 8, 9, 10, 11], [A, 1, 2, 3, 4]]
LIST: list[list[Any]] = [["日期", "班级", "用餐人数"], ["8日", A, 1], ["9日", A, 2]]
ACROSS: list[list[Any]] = [["日期", A, "三(2)班"], ["8日", 1, 1], ["9日", 2, 2]]
SIGNED_UP: list[list[Any]] = [["班级", "登记人数"], [A, 2]]


@pytest.fixture
def school(office: Office) -> Office:
    office.take("students", [["姓名", "班级"], ["张三", A], ["李红", "三(2)班"]])
    return office


@pytest.mark.parametrize("rows", [GRID, LIST, ACROSS])
def test_month_and_meal_of_a_list_that_says_neither(school: Office, rows: list[list[Any]]) -> None:
    plan = school.take("meals", rows, name="2026年9月晚餐.xlsx")
    assert {day[:7] for _, day, _ in school.heads()} == {"2026-09"}, words(plan)
    assert {meal for _, _, meal in school.heads()} == {"晚餐"}
    assert said(plan)[0] == {"month_from_file"} and "2026年9月" in words(plan)


def test_signed_up_persons_by_the_file_or_by_the_running_month(school: Office) -> None:
    plan = school.take("meals", SIGNED_UP, name="9月就餐登记.xlsx")
    assert [r["month"] for r in school.rows("meal_signup")] == ["2026-09"] and said(plan) == {
        0: {"month_from_file"}
    }
    plan = school.take("meals", SIGNED_UP, name="就餐登记.xlsx")
    assert said(plan) == {0: {"month_assumed"}} and "2026年10月" in words(plan)


@pytest.mark.parametrize(
    "name",
    [
        "导出20261101.xlsx",
        "用餐 2026-11-02.xlsx",
        "9月-10月用餐.xlsx",
        "8-9月用餐.xlsx",
        "2026.8-2026.9.xlsx",
        "名单.xlsx",
    ],
)
def test_a_stamp_or_a_span_says_no_month(school: Office, name: str) -> None:
    plan = school.take("meals", GRID, name=name)
    assert "month_assumed" in said(plan)[0] and {day[:7] for _, day, _ in school.heads()} == {"2026-10"}


@pytest.mark.parametrize(
    "rows", [[["2026年9月午餐"], *GRID], [["日期", "班级", "餐次", "用餐人数"], ["2026-09-08", A, "午餐", 1]]]
)
def test_counts_of_another_month_or_meal_than_the_file_is_called_after(
    school: Office, rows: list[list[Any]]
) -> None:
    plan = school.take("meals", rows, name="10月晚餐.xlsx")
    assert {day[:7] for _, day, _ in school.heads()} == {"2026-09"}, "what stands in the list goes over it"
    assert said(plan) == {0: {"file_name_differs"}} and "10月" in words(plan) and "2026年9月" in words(plan)
    plan = school.take("meals", rows, name="2026年9月午餐.xlsx")
    assert not plan.findings


@pytest.mark.parametrize("rows", [[["三年级1班名单"], ["姓名"], ["王五"]], [["姓名", "班级"], ["王五", A]]])
def test_a_roster_of_another_class_than_the_file_is_called_after(
    school: Office, rows: list[list[Any]]
) -> None:
    plan = school.take("students", rows, name="三年级2班.xlsx")
    assert dict(school.roll())["王五"] == A
    assert said(plan) == {0: {"file_name_differs"}} and "三(2)班" in words(plan)
    assert not school.take("students", rows, name="三年级1班.xlsx").findings
