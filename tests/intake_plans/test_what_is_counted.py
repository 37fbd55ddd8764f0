"""Meal counts among other figures: money, who was away, parts of a class and totals stand beside them, and are never taken for heads."""

from typing import Any

import pytest

from tests.intake_plans.clerk_office import Office, said, words
from xcedu_desktop.errors import FileUnusable

CLASSES = [["姓名", "班级"], ["张三", "一(1)班"], ["李红", "一(2)班"]]
DAYS = (8, 9, 10, 12)


@pytest.fixture
def school(office: Office) -> Office:
    office.take("students", CLASSES)
    return office


def under_days(*labels: str) -> list[list[Any]]:
    """A grid's header whose days have these columns each."""
    days = [cell for day in DAYS for cell in (f"{day}日", *[None] * (len(labels) - 1))]
    return [["2026年10月午餐统计表"], ["班级", *days], [None, *labels * len(DAYS)]]


def merges(width: int) -> list[str]:
    """Each day over its columns, 班级 over both rows of the header."""
    letters = "BCDEFGHIJKLMN"
    return ["A2:A3", *(f"{letters[n * width]}2:{letters[n * width + width - 1]}2" for n in range(len(DAYS)))]


@pytest.mark.parametrize(
    ("labels", "read"),
    [
        (("人数", "金额"), {"午餐": 20}), (("金额", "人数"), {"午餐": 1}), (("应到", "实到"), {"午餐": 1}), (("实到", "应到"), {"午餐": 20}),
        (("学生", "教师"), {"午餐": 20}), (("就餐", "请假"), {"午餐": 20}), (("人数", "备注"), {"午餐": 20}),
        (("订餐", "实际用餐"), {"午餐": 1}), (("男", "女", "合计"), {"午餐": 2}),
        (("男", "女"), {"午餐": 21}), (("女生人数", "男生人数"), {"午餐": 21}),
        (("午餐", "晚餐", "合计"), {"午餐": 20, "晚餐": 1}), (("早", "中", "晚"), {"午餐": 1, "晚餐": 2}),
        (("早餐", "午餐", "晚餐"), {"午餐": 1, "晚餐": 2}),
    ],
)  # fmt: skip
def test_a_day_of_several_columns(school: Office, labels: tuple[str, ...], read: dict[str, int]) -> None:
    line = ["一1班", *(20, 1, 2)[: len(labels)] * len(DAYS)]
    plan = school.take("meals", [*under_days(*labels), line], *merges(len(labels)))
    assert school.heads() == {
        ("一(1)班", f"2026-10-{day:02d}", meal): heads for day in DAYS for meal, heads in read.items()
    }, words(plan)


def test_columns_that_are_not_read_are_said(school: Office) -> None:
    plan = school.take("meals", [*under_days("人数", "金额"), ["一1班", *(20, 120) * 4]], *merges(2))
    assert said(plan) == {0: {"columns_unread"}} and "「金额」" in words(plan)
    plan = school.take("meals", [*under_days("午餐", "晚餐", "合计"), ["一1班", *(2, 1, 3) * 4]], *merges(3))
    assert not plan.findings, "a total is not worth a word"


@pytest.mark.parametrize("labels", [("金额", "请假"), ("甲", "乙"), ("男", "住校")])
def test_columns_of_which_none_is_the_heads_are_not_guessed(school: Office, labels: tuple[str, ...]) -> None:
    plan = school.take("meals", [*under_days(*labels), ["一1班", *(20, 21) * 4]], *merges(2))
    assert school.heads() == {} and said(plan)[4] == {"unclear_columns"} and labels[0] in words(plan)


def test_labels_of_two_rows_under_the_days(school: Office) -> None:
    rows = [
        ["2026年10月用餐统计"], ["班级", "8日", None, None, None, "9日"], [None, "午餐", None, "晚餐", None, "午餐", None, "晚餐"],
        [None, *["人数", "受资助"] * 4], ["一1班", 20, 2, 10, 1, 21, 3, 11, 0],
    ]  # fmt: skip
    school.take("meals", rows, "A2:A4", "B2:E2", "F2:I2", "B3:C3", "D3:E3", "F3:G3", "H3:I3")
    kept = {(r["day"], r["meal"]): (r["heads"], r["subsidised"]) for r in school.rows("meal_count")}
    assert kept == {
        ("2026-10-08", "午餐"): (20, 2), ("2026-10-08", "晚餐"): (10, 1), ("2026-10-09", "午餐"): (21, 3), ("2026-10-09", "晚餐"): (11, 0),
    }  # fmt: skip


def test_lines_of_money_and_of_a_part(school: Office) -> None:
    head = [["2026年10月午餐"], ["班级", "项目", *DAYS]]
    school.take("meals", [*head, ["一1班", "金额", 66, 72, 78, 84], ["一1班", "人数", 11, 12, 13, 14]])
    assert list(school.heads().values()) == [11, 12, 13, 14]
    plan = school.take("meals", [*head, ["一2班", "男", 6, 7, 7, 8], ["一2班", "女", 5, 5, 6, 6]])
    assert said(plan) == {3: {"unclear_lines"}, 4: {"unclear_lines"}} and len(school.heads()) == 4


def test_lines_that_are_the_meals(school: Office) -> None:
    rows = [
        ["2026年10月用餐"],
        ["班级", "项目", *DAYS],
        ["一1班", "午餐", *LEFT],
        ["一1班", "晚餐人数", *RIGHT],
    ]
    plan = school.take("meals", rows)
    assert school.heads() == TWICE and not plan.findings, words(plan)


def test_a_total_merged_over_the_lines_of_two_meals(school: Office) -> None:
    rows = [
        ["2026年10月用餐"], ["班级", "餐次", *DAYS],
        ["一1班", "午餐", 1, 2, 3, 4], [None, "晚餐", 5, 6, 7, 8], ["一2班", "午餐", 1, 2, 3, 4], [None, "晚餐", 5, 6, 7, 8],
        ["合计", "午餐", 2, 4, 6, 8], [None, "晚餐", 10, 12, 14, 17],
    ]  # fmt: skip
    plan = school.take("meals", rows, "A3:A4", "A5:A6", "A7:A8")
    assert not plan.rejected and len(school.heads()) == 16
    assert said(plan) == {8: {"total_mismatch"}}, "each total is that of its meal's lines"


@pytest.mark.parametrize(
    "title",
    [
        "2026年10月午餐餐费统计表", "2026年10月午餐缺勤统计", "2026年10月午餐未就餐人数统计", "10月午餐收费明细表", "2026年10月学生退餐统计表",
        "2026年10月午餐统计表 单位：元", "2026年10月学生考勤表",
    ],
)  # fmt: skip
def test_a_grid_whose_title_says_that_it_counts_something_else(school: Office, title: str) -> None:
    grid = [["班级", *DAYS], ["一1班", 120, 126, 126, 120]]
    with pytest.raises(FileUnusable, match="不像是配餐人数"):
        school.take("meals", [[title], *grid])
    with pytest.raises(FileUnusable, match="不像是配餐人数"):
        school.take("meals", [[title], ["日期", "一1班", "一2班"], ["10月8日", 120, 126], ["10月9日", 6, 6]])
    heads = [["2026年10月午餐就餐人数统计"], ["班级", *DAYS], ["一1班", 20, 21, 21, 20]]
    plan = school.take("meals", school.book({"人数": heads, "其他": [[title], *grid]}))
    assert list(school.heads().values()) == [20, 21, 21, 20] and "「其他」" in words(plan)
    school.take("meals", [*heads, [], [title], *grid])
    assert list(school.heads().values()) == [20, 21, 21, 20]


@pytest.mark.parametrize(
    "title",
    [
        "2026年10月午餐就餐人数及餐费统计表", "10月学生午餐人数及餐费收缴表",
        "2026年10月午餐用餐统计表（餐费6元/餐）", "2026年10月午餐用餐人数（请假已扣除）",
        "2026年10月免费午餐统计表", "2026年10月学生在校午餐统计表", "2026年10月午餐 单位：人",
    ],
)  # fmt: skip
def test_a_title_that_says_heads_too(school: Office, title: str) -> None:
    school.take("meals", [[title], ["班级", *DAYS], ["一1班", 20, 21, 21, 20]])
    assert list(school.heads().values()) == [20, 21, 21, 20]


LEFT = [1, 2, 1, 2]
RIGHT = [0, 1, 0, 1]
TWICE = {
    ("一(1)班", f"2026-10-{day:02d}", meal): heads
    for meal, counts in (("午餐", LEFT), ("晚餐", RIGHT))
    for day, heads in zip(DAYS, counts, strict=True)
}


def test_lunch_and_dinner_beside_each_other_over_the_same_lines(school: Office) -> None:
    rows = [
        ["2026年10月用餐统计表"], ["班级", "午餐", None, None, None, "晚餐"], [None, *DAYS, *DAYS], [None, *"四五六一四五六一"],
        ["一1班", *LEFT, *RIGHT], ["合计", *LEFT, *RIGHT],
    ]  # fmt: skip
    plan = school.take("meals", rows, "A1:I1", "A2:A4", "B2:E2", "F2:I2")
    assert school.heads() == TWICE and not plan.findings, words(plan)


def test_two_grids_side_by_side(school: Office) -> None:
    rows = [
        ["2026年10月午餐", None, None, None, None, None, "2026年10月晚餐"], ["班级", *DAYS, None, "班级", *DAYS],
        ["一1班", *LEFT, None, "一1班", *RIGHT], ["合计", *LEFT, None, "合计", *RIGHT],
    ]  # fmt: skip
    plan = school.take("meals", rows, "A1:E1", "G1:K1")
    assert school.heads() == TWICE and not plan.findings, words(plan)


def test_counts_that_rise_and_begin_again_are_no_days(school: Office) -> None:
    rows = [["2026年10月午餐"], ["班级", 1, 2, 5, 6, 7, 8, 9, 10], ["一1班", 1, 2, 3, 4, 1, 2, 3, 4]]
    school.take("meals", rows)
    assert list(school.heads().values()) == [1, 2, 3, 4, 1, 2, 3, 4]
