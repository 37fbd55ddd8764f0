"""A day of a month grid with two columns, written over each, over the first only, or twice by mistake; days out of order."""

from datetime import date
from typing import Any

import pytest

from tests.intake_plans.clerk_office import Office, Rows, words

DAYS = [8, 9, 12, 13]
TITLE = ["2026年10月就餐人数"]


def counts(office: Office) -> dict[tuple[int, str], int]:
    return {(int(row["day"][-2:]), row["meal"]): row["heads"] for row in office.rows("meal_count")}


def over(days: list[Any], below: list[str], *, again: bool) -> Rows:
    """Header rows with the days over their columns, `again` in each or in the first only, and the labels below."""
    top = [day if again or at == 0 else None for day in days for at in range(len(below))]
    return [TITLE, ["班级", *top], [None, *below * len(days)]]


@pytest.mark.parametrize("again", [True, False])
@pytest.mark.parametrize("spoken", ["{}", "{}日", "10月{}日", "2026-10-{:02d}"])
def test_two_meals_under_each_day_without_a_merge(staffed: Office, again: bool, spoken: str) -> None:
    days = [spoken.format(day) if spoken != "{}" else day for day in DAYS]
    plan = staffed.take("meals", [*over(days, ["午餐", "晚餐"], again=again), ["三1班", *[2, 1] * 4]])
    read = {(day, meal): heads for day in DAYS for meal, heads in (("午餐", 2), ("晚餐", 1))}
    assert counts(staffed) == read, words(plan)


@pytest.mark.parametrize("again", [True, False])
def test_what_is_counted_under_each_day_without_a_merge(staffed: Office, again: bool) -> None:
    rows = [*over(DAYS, ["登记", "就餐"], again=again), ["三1班", *[2, 1] * 4]]
    plan = staffed.take("meals", rows)
    assert counts(staffed) == {(day, "午餐"): 1 for day in DAYS} and "「登记」" in words(plan)


def test_a_row_of_weekdays_between(staffed: Office) -> None:
    top, *rest = over(DAYS, ["应到", "就餐"], again=False)
    weekdays = [None, *[text for day in "四五一二" for text in (f"周{day}", None)]]
    staffed.take("meals", [top, rest[0], weekdays, rest[1], ["三1班", *[2, 1] * 4]])
    assert counts(staffed) == {(day, "午餐"): 1 for day in DAYS}


@pytest.mark.parametrize(
    "days",
    [
        [8, 9, 9, 12, 13],
        ["8日", "9日", "9日", "12日", "13日"],
        [date(2026, 10, d) for d in (8, 9, 9, 12, 13)],
    ],
)
def test_a_day_twice_by_mistake_is_said(staffed: Office, days: list[Any]) -> None:
    plan = staffed.take("meals", [["午餐就餐人数"], ["班级", *days], ["三1班", 2, 2, 1, 2, 2]])
    assert counts(staffed) == {} and "表头里「9日」有两列" in words(plan)


def test_days_out_of_order_are_said_and_those_with_their_month_are_read(staffed: Office) -> None:
    plan = staffed.take("meals", [TITLE, ["班级", 8, 12, 9, 13], ["三1班", 2, 1, 2, 1]])
    assert counts(staffed) == {} and "12日后面是9日" in words(plan)
    rows = [TITLE, ["班级", "10月8日", "10月12日", "10月9日", "10月13日"], ["三1班", 2, 1, 2, 1]]
    staffed.take("meals", rows)
    assert counts(staffed) == {(8, "午餐"): 2, (12, "午餐"): 1, (9, "午餐"): 2, (13, "午餐"): 1}


def test_a_line_of_counts_is_no_header(staffed: Office) -> None:
    rows = [TITLE, ["班级", *DAYS], ["三1班", 1, 1, 2, 2], [None, 1, 1, 2, 2], ["三2班", 2, 2, 1, 1]]
    plan = staffed.take("meals", rows)
    assert plan.rejected == 1 and len(counts(staffed)) == 4 and len(staffed.rows("meal_count")) == 8
