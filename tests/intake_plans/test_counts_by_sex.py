"""Heads by sex: 男 and 女 without a column of both are added; a total is never one of them."""

import pytest

from tests.intake_plans.clerk_office import Office, Rows, words

DAY = "2026-10-12"


def read(office: Office) -> list[tuple[str, int]]:
    return [(row["day"], row["heads"]) for row in office.rows("meal_count")]


@pytest.mark.parametrize(
    "sexes", [("男", "女"), ("女生", "男生"), ("男生人数", "女生人数"), ("就餐男生", "就餐女生")]
)
def test_both_are_the_heads(staffed: Office, sexes: tuple[str, str]) -> None:
    plan = staffed.take("meals", [["日期", "班级", "餐次", *sexes], [DAY, "三1班", "午餐", 1, 1]])
    assert read(staffed) == [(DAY, 2)], words(plan)
    staffed.take("meals", [["10月13日午餐就餐人数"], ["班级", *sexes], ["三1班", 1, 0]])
    assert read(staffed)[1] == ("2026-10-13", 1)


@pytest.mark.parametrize(
    ("group", "table", "key"), [("就餐人数", "meal_count", "heads"), ("登记人数", "meal_signup", "persons")]
)
def test_under_a_group(staffed: Office, group: str, table: str, key: str) -> None:
    rows: Rows = [
        ["2026年10月"],
        ["日期", "班级", group, None],
        [None, None, "男", "女"],
        [DAY, "三1班", 2, 1],
    ]
    plan = staffed.take("meals", rows, "A2:A3", "B2:B3", "C2:D2")
    assert [row[key] for row in staffed.rows(table)] == [3], words(plan)


def test_the_total_beside_them_counts(staffed: Office) -> None:
    rows: Rows = [
        ["日期", "班级", "就餐人数", None, None],
        [None, None, "男", "女", "合计"],
        [DAY, "三1班", 1, 1, 2],
    ]
    staffed.take("meals", rows, "A1:A2", "B1:B2", "C1:E1")
    assert read(staffed) == [(DAY, 2)]


def test_a_group_of_something_else_is_no_count(staffed: Office) -> None:
    rows: Rows = [
        ["日期", "班级", "请假", None, "就餐人数"],
        [None, None, "男", "女", None],
        [DAY, "三1班", 1, 1, 2],
    ]
    staffed.take("meals", rows, "A1:A2", "B1:B2", "C1:D1", "E1:E2")
    assert read(staffed) == [(DAY, 2)]


def test_one_without_the_other_is_no_sum(staffed: Office) -> None:
    plan = staffed.take("meals", [["日期", "班级", "餐次", "男", "女"], [DAY, "三1班", "午餐", 1, None]])
    assert read(staffed) == [] and plan.rejected == 1 and "只写了一个" in words(plan)


def test_under_the_days_of_a_grid(staffed: Office) -> None:
    rows: Rows = [
        ["2026年10月午餐就餐人数"],
        ["班级", 8, None, 9, None, 12, None, 13, None],
        [None, *["男", "女"] * 4],
        ["三1班", 1, 1, 1, 0, 1, 1, 1, 1],
        ["三2班", 1, 1, 1, None, 1, 1, 1, 1],
    ]
    plan = staffed.take("meals", rows, "B2:C2", "D2:E2", "F2:G2", "H2:I2")
    assert [heads for _, heads in read(staffed)] == [2, 1, 2, 2] and plan.rejected == 1


def test_under_each_meal(staffed: Office) -> None:
    rows: Rows = [
        ["日期", "班级", "午餐", None, "晚餐", None],
        [None, None, *["男", "女"] * 2],
        [DAY, "三1班", 1, 1, 1, 0],
    ]
    staffed.take("meals", rows, "A1:A2", "B1:B2", "C1:D1", "E1:F1")
    assert read(staffed) == [(DAY, 2), (DAY, 1)]
