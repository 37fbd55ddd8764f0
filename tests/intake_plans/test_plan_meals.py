"""Meal counts: the day list, lists of 登记人数, the month grid; the lock of a reported month."""

from datetime import date

import pytest

from tests.intake_plans.clerk_desk import Desk, adds_up, codes, states
from xcedu_desktop.periods import Month
from xcedu_desktop.store.changes import ChangeSet
from xcedu_desktop.workbook.intake.plan import Answers

HEAD = ["日期", "班级", "餐次", "用餐人数", "登记人数", "受资助"]
GRID = [
    ["2026年10月午餐就餐人数统计表"],
    ["班级", "登记人数", *range(1, 32)],
    ["三(1)班", 2, *["休"] * 8, 2, None, None, "/"],
    ["三(2)班", 2, *[None] * 8, 2],
    ["教职工", None, *[None] * 8, 9],
    ["合计", 4, *[None] * 8, 13],
]


def heads(desk: Desk) -> list[tuple[str, str, str, int | None, int | None]]:
    classes = desk.classes()
    return sorted(
        (classes[row["class_id"]], row["day"], row["meal"], row["heads"], row["subsidised"])
        for row in desk.rows("meal_count")
    )


def test_a_day_list(filled: Desk) -> None:
    rows = [
        HEAD,
        [date(2026, 10, 9), "三(1)班", "中餐", 2, 2, 1],
        ["10月10日", "3-2", "晚餐", "35人", 2, "/"],
        ["2026-10-09", "教职工", "午餐", 9, None, None],
        ["2026-10-09", "三(2)班", None, 1, 2, None],
        ["2026-10-12", "三(1)班", "午餐", "约30", 2, None],
        ["2-30", "三(1)班", "午餐", 2, 2, None],
        ["2026-10-12", "五(5)班", "午餐", 2, 2, None],
        ["2026-10-12", "三(2)班", "早餐", 2, 2, None],
        [None, "三(2)班", "午餐", 2, 2, None],
    ]
    plan = filled.bring("meals", rows)
    assert states(plan) == ["new"] * 4 + ["rejected"] * 5 and adds_up(plan)
    assert [codes(row) for row in plan.rows[4:]] == [
        ["approximate"],
        ["not_a_date"],
        ["no_such_class"],
        ["not_a_choice"],
        ["required"],
    ]
    assert codes(plan.rows[3]) == ["meal_assumed"]
    assert heads(filled) == [
        ("三(1)班", "2026-10-09", "午餐", 2, 1),
        ("三(2)班", "2026-10-09", "午餐", 1, None),
        ("三(2)班", "2026-10-10", "晚餐", 35, None),
    ], "what parses and breaks a rule (more eaten than enrolled) is taken in"
    assert [row["heads"] for row in filled.rows("meal_staff_count")] == [9]
    assert [row["persons"] for row in filled.rows("meal_signup")] == [2, 2]
    assert states(filled.bring("meals", rows[:5])) == ["same"] * 4


def test_two_signups_of_a_class_and_month_reject_those_rows(filled: Desk) -> None:
    rows = [
        HEAD,
        ["2026-10-09", "三(1)班", "午餐", 2, 2, None],
        ["2026-10-12", "三(1)班", "午餐", 2, 3, None],
        ["2026-10-09", "三(2)班", "午餐", 2, 2, None],
        ["2026-09-30", "三(1)班", "午餐", 2, 4, None],
    ]
    plan = filled.bring("meals", rows)
    assert states(plan) == ["rejected", "rejected", "new", "new"]
    assert codes(plan.rows[0]) == ["signups_disagree"]
    assert len(filled.rows("meal_signup")) == 2


def test_one_class_day_and_meal_said_twice(filled: Desk) -> None:
    rows = [
        HEAD,
        ["2026-10-09", "三(1)班", "午餐", 2, None, None],
        ["2026-10-09", "三(1)班", "午餐", 1, None, None],
        ["2026-10-09", "三(1)班", "午餐", 2, None, None],
    ]
    plan = filled.bring("meals", rows)
    assert states(plan) == ["new", "rejected", "same"] and codes(plan.rows[1]) == ["twice_in_file"]
    assert "第 2 行" in plan.findings[0].message and "（2、1）" in plan.findings[0].message
    rows[1:] = [
        ["2026-10-09", "三(1)班", "午餐", 1, None, None],
        ["2026-10-09", "三(1)班", "午餐", None, None, 1],
    ]
    plan = filled.bring("meals", rows)
    assert not plan.rejected, "what the file contradicts is the file, not what stood there before"


@pytest.mark.parametrize("text", ["2026年10月", "2026-10", "202610"])
def test_a_month_is_no_day_of_a_count_and_says_the_month_of_the_signed_up(filled: Desk, text: str) -> None:
    plan = filled.bring("meals", [HEAD, [text, "三(1)班", "午餐", 2, None, None]])
    assert states(plan) == ["rejected"] and "不知道是哪一天" in plan.findings[0].message
    plan = filled.bring("meals", [HEAD, [text, "三(1)班", "午餐", None, 2, None]])
    assert states(plan) == ["new"] and not plan.findings and len(filled.rows("meal_count")) == 0
    plan = filled.bring("meals", [["日期", "三(1)班", "三(2)班"], [text, 2, 2], ["2026-10-09", 2, 2]])
    assert states(plan) == ["rejected", "new"]


def test_a_blank_erases_nothing_and_a_number_replaces(filled: Desk) -> None:
    filled.bring("meals", [HEAD, ["2026-10-09", "三(1)班", "午餐", 2, 2, 1]])
    plan = filled.bring("meals", [HEAD, ["2026-10-09", "三(1)班", "午餐", 1, None, None]])
    assert states(plan) == ["changed"] and plan.rows[0].old == {"heads": "2"}
    assert heads(filled) == [("三(1)班", "2026-10-09", "午餐", 1, 1)]


def test_a_list_without_meal_is_lunch_and_that_is_said(filled: Desk) -> None:
    plan = filled.bring("meals", [["日期", "班级", "用餐人数"], ["2026-10-09", "三(1)班", 2]])
    assert [(f.code, f.row) for f in plan.findings] == [("meal_assumed", 0)]
    evening = filled.bring(
        "meals", [["晚餐人数"], ["日期", "班级", "用餐人数"], ["2026-10-09", "三(1)班", 2]]
    )
    assert not evening.findings and {row["meal"] for row in filled.rows("meal_count")} == {"午餐", "晚餐"}


def test_signups_of_a_month(filled: Desk) -> None:
    plan = filled.bring(
        "meals", [["2026年9月就餐登记"], ["班级", "登记人数"], ["三(1)班", 2], ["三(2)班", 1]]
    )
    assert states(plan) == ["new", "new"]
    assert [(row["month"], row["persons"]) for row in filled.rows("meal_signup")] == [
        ("2026-09", 2),
        ("2026-09", 1),
    ]


def test_a_class_is_read_by_the_rows_own_date(filled: Desk) -> None:
    plan = filled.bring(
        "meals",
        [
            HEAD,
            ["2026-06-10", "二(1)班", "午餐", 2, None, None],
            ["2026-10-09", "三(1)班", "午餐", 2, None, None],
        ],
    )
    assert states(plan) == ["new", "new"] and [row.cells["class_id"] for row in plan.rows] == [
        "二(1)班",
        "三(1)班",
    ]
    assert len({row["class_id"] for row in filled.rows("meal_count")}) == 1


def test_the_month_grid(filled: Desk) -> None:
    plan = filled.bring("meals", GRID)
    assert states(plan) == ["new", "new", "new"] and plan.rows_read == 3
    assert heads(filled) == [
        ("三(1)班", "2026-10-09", "午餐", 2, None),
        ("三(2)班", "2026-10-09", "午餐", 2, None),
    ]
    assert [row["heads"] for row in filled.rows("meal_staff_count")] == [9]
    assert [row["persons"] for row in filled.rows("meal_signup")] == [2, 2]
    assert plan.shown["day:10"] == "10月9日"
    assert states(filled.bring("meals", GRID)) == ["same"] * 3
    changed = [*GRID[:3], ["三(2)班", 2, *[None] * 8, 1, "30+"]]
    plan = filled.look("meals", changed)
    assert states(plan) == ["same", "rejected"] and codes(plan.rows[1]) == ["approximate"]
    plan = filled.bring("meals", changed, answers=Answers(without_all=True))
    assert states(plan) == ["same", "changed"] and plan.rows[1].old == {"day:10": "2"}


def test_a_locked_month_is_rejected_with_its_reason_and_nothing_else_is(filled: Desk) -> None:
    filled.bring("meals", [HEAD, ["2026-09-30", "三(1)班", "午餐", 2, 2, None]])
    filled.lock(Month(2026, 9))
    rows = [
        HEAD,
        ["2026-09-30", "三(1)班", "午餐", 2, 2, None],
        ["2026-09-29", "三(1)班", "午餐", 2, None, None],
        ["2026-10-09", "三(1)班", "午餐", 2, 2, None],
    ]
    plan = filled.bring("meals", rows)
    assert states(plan) == ["same", "rejected", "new"]
    assert codes(plan.rows[1]) == ["month_locked"] and "2026年9月已上报并锁定" in plan.rows[1].remark
    only = filled.look("meals", rows[:3:2])
    assert states(only) == ["rejected"] and only.change_set == ChangeSet("导入 名单.xlsx", ())


def test_registers_are_not_locked(filled: Desk) -> None:
    filled.lock(Month(2026, 9))
    plan = filled.bring("students", [["姓名", "班级"], ["周九", "三(1)班"]], since=date(2026, 9, 10))
    assert states(plan) == ["new"] and filled.places("周九") == [("三(1)班", "2026-09-10", None)]


def test_days_to_come_are_taken_in_and_said(filled: Desk) -> None:
    """Rules look at days up to today (the 12th): the preview is where a count of the 13th is said."""
    plan = filled.bring(
        "meals",
        [
            HEAD,
            ["2026-10-12", "三(1)班", "午餐", 2, None, None],
            ["2026-10-13", "三(1)班", "午餐", 2, None, None],
        ],
    )
    assert [codes(row) for row in plan.rows] == [[], ["day_to_come"]]
    assert len(heads(filled)) == 2
    grid = [GRID[0], GRID[1], ["三(2)班", 2, *[None] * 12, 1, 2, 1]]
    row = filled.bring("meals", grid).rows[0]
    assert [f.message for f in row.findings] == ["10月13日起的 3 天还没到，人数已读入，到那天请核对"]
