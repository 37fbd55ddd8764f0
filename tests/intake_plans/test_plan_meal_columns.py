"""Columns of a day list of meals: who ate and who was there, the subsidised, the persons signed up, days as numbers."""

from typing import Any

import pytest

from tests.intake_plans.clerk_office import Office, Rows, words


def counts(office: Office) -> list[tuple[str, int | None, int | None]]:
    return sorted((r["day"], r["heads"], r["subsidised"]) for r in office.rows("meal_count"))


DAY = "2026-10-12"


@pytest.mark.parametrize("eaten", ["用餐人数", "就餐人数", "实际用餐人数", "用餐数", "就餐"])
@pytest.mark.parametrize("there", ["实到", "实到人数", "人数", "出勤人数"])
def test_who_ate_counts_and_not_who_was_there(staffed: Office, eaten: str, there: str) -> None:
    plan = staffed.take("meals", [["日期", "班级", "应到", there, eaten], [DAY, "三1班", 2, 2, 1]])
    assert counts(staffed) == [(DAY, 1, None)]
    assert not any("两列" in finding.message for finding in plan.findings)


def test_who_was_there_counts_where_nothing_says_who_ate(staffed: Office) -> None:
    staffed.take("meals", [["日期", "班级", "应到", "实到"], [DAY, "三1班", 2, 1]])
    assert counts(staffed) == [(DAY, 1, None)]
    staffed.take("meals", [["10月13日午餐统计"], ["班级", "应到", "实到"], ["三1班", 2, 2]])
    assert counts(staffed)[1] == ("2026-10-13", 2, None)


def test_the_one_day_of_a_title_with_attendance_beside(staffed: Office) -> None:
    rows = [
        ["10月12日午餐人数统计"],
        ["班级", "应到", "实到", "用餐人数"],
        ["三1班", 2, 2, 1],
        ["教师", None, None, 9],
    ]
    staffed.take("meals", rows)
    assert counts(staffed) == [(DAY, 1, None)]
    assert [r["heads"] for r in staffed.rows("meal_staff_count")] == [9]


def test_a_blank_of_who_ate_is_not_filled_with_who_was_there(staffed: Office) -> None:
    rows = [["日期", "班级", "实到", "用餐人数"], [DAY, "三1班", 2, None], [DAY, "三2班", 2, 1]]
    staffed.take("meals", rows)
    assert counts(staffed) == [(DAY, 1, None)]


@pytest.mark.parametrize(
    "aided", ["其中：资助学生", "资助学生", "资助学生数", "其中：受资助学生数", "其中受助学生", "困难学生数", "贫困学生人数", "其中困难生"],
)  # fmt: skip
@pytest.mark.parametrize(
    "signed", ["当月登记人数", "本月登记人数", "登记用餐人数", "报名用餐人数", "登记学生数"]
)
def test_the_subsidised_and_the_signed_up_are_known(staffed: Office, aided: str, signed: str) -> None:
    rows = [["日期", "班级", "餐次", "用餐人数", aided, signed], [DAY, "三1班", "午餐", 2, 1, 2]]
    staffed.take("meals", rows)
    assert counts(staffed) == [(DAY, 2, 1)]
    assert [r["persons"] for r in staffed.rows("meal_signup")] == [2]


@pytest.mark.parametrize("day", [2, "2", "2日", "２号"])
def test_a_day_that_is_a_number_is_one_of_the_titles_month(staffed: Office, day: Any) -> None:
    rows: Rows = [["2026年9月午餐就餐人数"], ["日期", "班级", "就餐人数"], [day, "三1班", 2]]
    staffed.take("meals", rows)
    assert counts(staffed) == [("2026-09-02", 2, None)]


def test_a_day_that_the_month_lacks_is_rejected(staffed: Office) -> None:
    plan = staffed.take("meals", [["2026年9月午餐就餐人数"], ["日期", "班级", "就餐人数"], [31, "三1班", 2]])
    assert counts(staffed) == [] and plan.rejected == 1


GRID = [["2026年10月午餐就餐人数"], ["班级", "项目", 8, 9, 12, 13]]


@pytest.mark.parametrize("aided", ["其中资助生", "其中：受资助学生", "受资助", "补助人数"])
@pytest.mark.parametrize("others", [("应到", "实到"), ("在校人数", "出勤人数"), ("应就餐", "请假")])
def test_a_line_of_a_grid_that_counts_something_else(
    staffed: Office, aided: str, others: tuple[str, str]
) -> None:
    lines = [
        ["三1班", others[0], 9, 9, 9, 9], ["三1班", others[1], 8, 8, 8, 8], ["三1班", "用餐人数", 2, 2, 2, 2], ["三1班", aided, 1, 1, 1, 1],
    ]  # fmt: skip
    plan = staffed.take("meals", [*GRID, *lines])
    assert plan.rejected == 0
    assert {(heads, subsidised) for _, heads, subsidised in counts(staffed)} == {(2, 1)}


def test_a_line_of_who_was_there_counts_where_no_line_says_who_ate(staffed: Office) -> None:
    staffed.take("meals", [*GRID, ["三1班", "实到", 2, 2, 2, 2], ["三2班", "实到", 1, 1, 1, 1]])
    assert {heads for _, heads, _ in counts(staffed)} == {1, 2}


@pytest.mark.parametrize("order", [("午餐", "晚餐"), ("晚餐", "午餐")])
def test_subsidised_heads_below_each_meal(staffed: Office, order: tuple[str, str]) -> None:
    rows = [
        ["日期", "班级", order[0], None, order[1], None], [None, None, "人数", "受资助", "人数", "受资助"],
        ["2026-10-09", "三(1)班", 20, 2, 10, 1],
    ]  # fmt: skip
    plan = staffed.take("meals", rows, "A1:A2", "B1:B2", "C1:D1", "E1:F1")
    kept = {r["meal"]: (r["heads"], r["subsidised"]) for r in staffed.rows("meal_count")}
    assert kept == {order[0]: (20, 2), order[1]: (10, 1)} and not plan.findings, words(plan)


def test_subsidised_heads_of_one_meal_are_not_those_of_the_other(staffed: Office) -> None:
    rows = [["日期", "班级", "午餐人数", "晚餐人数", "晚餐受资助人数"], ["2026-10-09", "三(1)班", 20, 10, 1]]
    staffed.take("meals", rows)
    kept = {r["meal"]: (r["heads"], r["subsidised"]) for r in staffed.rows("meal_count")}
    assert kept == {"午餐": (20, None), "晚餐": (10, 1)}


def test_a_line_with_a_day_over_its_rows(staffed: Office) -> None:
    rows = [
        ["午餐用餐登记"], ["班级", "餐次", "用餐人数"], ["2026年10月8日"], ["三(1)班", "午餐", 2], ["2026年10月9日"], ["三(1)班", "午餐", 1],
        ["合计", None, 3], ["2026年10月31日"],
    ]  # fmt: skip
    plan = staffed.take("meals", rows, "A3:C3", "A5:C5")
    assert {day: n for (_, day, _), n in staffed.heads().items()} == {"2026-10-08": 2, "2026-10-09": 1}, (
        words(plan)
    )


def test_a_grade_alone_is_its_only_class(staffed: Office) -> None:
    staffed.take("classes", [["班级"], ["一(1)班"]])
    rows = [["日期", "班级", "用餐人数"], [DAY, "一年级", 2], [DAY, "三年级", 2], [DAY, "四年级", 2]]
    plan = staffed.take("meals", rows)
    assert counts(staffed) == [(DAY, 2, None)] and plan.rejected == 2
    assert "「一年级」只有一个班，读作一(1)班" in words(plan)


def test_a_meal_is_no_class(staffed: Office) -> None:
    rows = [
        ["2026年10月"],
        ["班级", "餐次", 8, 9, 12, 13],
        ["三1班", "午餐", 2, 2, 2, 2],
        [None, "晚餐", 1, 1, 1, 1],
    ]
    plan = staffed.take("meals", rows)
    assert plan.rejected == 1 and "没有写班级" in words(plan)
