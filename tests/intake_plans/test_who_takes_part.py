"""Who is in a club, or takes part: by ticks, by several clubs in a cell, by yes and no, by a list of those who are not there."""

import pytest

from tests.intake_plans.clerk_desk import Desk, states
from tests.intake_plans.clerk_office import Office, words
from tests.intake_plans.test_plan_clubs import CLUBS


@pytest.mark.parametrize("tick", ["√", "✓", "是", 1, "○"])
def test_a_column_of_ticks_for_each_club(filled: Desk, tick: object) -> None:
    filled.bring("clubs", CLUBS)
    rows = [
        ["姓名", "班级", "编程社", "足球", "是否住校"],
        ["张三", "三(1)班", tick, None, "是"],
        ["李红", "三(1)班", tick, tick, "否"],
        ["赵六", "三(2)班", None, None, "是"],
    ]
    plan = filled.bring("club-members", rows)
    assert states(plan) == ["new", "new", "same"], plan.findings
    clubs = {row["id"]: row["name"] for row in filled.rows("club")}
    assert [clubs[row["club_id"]] for row in filled.rows("club_member")] == ["编程社", "编程社", "足球社"]
    assert plan.said_of_file == ["没有读的列：是否住校。"]
    assert states(filled.bring("club-members", rows)) == ["same"] * 3


def test_ticks_under_a_club_that_is_not_there_and_under_a_group(staffed: Office) -> None:
    staffed.take("clubs", [["社团名称", "类别"], ["编程社", "科技"]])
    rows = [
        ["姓名", "班级", "社团", None],
        [None, None, "编程社", "书法社"],
        ["甲一", "三(1)班", "√", None],
        ["甲二", "三(1)班", None, "√"],
    ]
    plan = staffed.take("club-members", rows, "A1:A2", "B1:B2", "C1:D1")
    assert len(staffed.rows("club_member")) == 1 and "「书法社」" in words(plan)


@pytest.mark.parametrize("head", ["参加", "是否托管", "自愿参加课后延时服务", "是否同意参加托管", "报名"])
def test_who_says_no_under_any_word_for_taking_part_is_not_entered(filled: Desk, head: str) -> None:
    rows = [["姓名", "班级", head], ["张三", "三(1)班", "√"], ["李红", "三(1)班", "×"]]
    filled.bring("participants", rows)
    assert len(filled.rows("service_pupil")) == 1


def test_several_clubs_in_a_cell(staffed: Office) -> None:
    staffed.take("clubs", [["社团名称", "类别"], ["编程社", "科技"], ["足球社", "体育"]])
    rows = [["姓名", "班级", "社团"], ["甲一", "三1班", "编程社、足球社"], ["甲二", "三1班", "足球，书法社"]]
    plan = staffed.take("club-members", rows)
    assert len(staffed.rows("club_member")) == 2 and "没有「书法社」" in words(plan)


def test_ticks_of_one_class_whose_names_are_the_only_known_column(staffed: Office) -> None:
    staffed.take("clubs", [["社团名称", "类别"], ["编程社", "科技"], ["足球社", "体育"]])
    rows = [
        ["三(1)班社团报名统计"],
        ["序号", "姓名", "编程", "足球", "合计"],
        [1, "甲一", 1, None, 1],
        [2, "甲二", 1, 1, 2],
        ["合计", None, 2, 1, 3],
    ]
    plan = staffed.take("club-members", rows)
    assert len(staffed.rows("club_member")) == 3, words(plan)


def test_a_word_among_the_ticks_is_said_and_not_lost(staffed: Office) -> None:
    staffed.take("clubs", [["社团名称", "类别"], ["编程社", "科技"]])
    plan = staffed.take(
        "club-members", [["姓名", "班级", "编程社"], ["甲一", "三1班", "√"], ["甲二", "三1班", "候补"]]
    )
    assert len(staffed.rows("club_member")) == 1 and "「候补」看不出是否参加编程社" in words(plan)


@pytest.mark.parametrize(
    ("kind", "title"), [("participants", "不参加课后服务学生名单"), ("participants", "课后服务退出名单"), ("club-members", "编程社退出名单")],
)  # fmt: skip
def test_a_list_of_those_who_are_not_there_enters_nobody(staffed: Office, kind: str, title: str) -> None:
    staffed.take("clubs", [["社团名称", "类别"], ["编程社", "科技"]])
    plan = staffed.take(kind, [[title], ["姓名", "班级"], ["甲一", "三1班"]])
    assert plan.rejected == 1 and not staffed.rows("service_pupil") + staffed.rows("club_member")
    staffed.take(kind, [["编程社参加课后服务学生名单（退出的另报）"], ["姓名", "班级"], ["甲一", "三1班"]])
    assert len(staffed.rows("service_pupil") + staffed.rows("club_member")) == 1
