"""Plain lists with the further columns and names that schools have: each column is still read as what it is."""

from typing import Any

import pytest

from tests.intake_plans.clerk_office import Office, words

BESIDE: list[tuple[str, dict[str, Any], str, dict[str, Any], dict[str, Any]]] = [
    ("clubs", {"人数": 20, "负责人": "周全"}, "club",
        {"社团名称": "合唱团", "类别": "音乐", "名额": 30, "活动时间": "周一16:00-17:00"}, {"name": "合唱团", "capacity": 30}),
    ("clubs", {"名称": "甲", "类型": "乙", "时间": "2026-10-21", "教室": "101"}, "club",
        {"社团名称": "合唱团", "类别": "音乐", "活动时间": "周一16:00-17:00", "活动地点": "音乐室"}, {"name": "合唱团", "category": "音乐"}),
    ("students", {"学号": 12}, "pupil",
        {"姓名": "张三", "班级": "三(2)班", "学籍号": "L37040320180301012X"}, {"student_number": "L37040320180301012X"}),
    ("staff", {"职称": "一级", "电话": "0632-4411111"}, "staff",
        {"姓名": "王芳", "职务": "主任", "手机": "13906320001"}, {"post": "主任", "phone": "13906320001"}),
    ("rooms", {"类别": "甲", "名称": "东楼一层"}, "room",
        {"房间": "总务处", "用途": "办公", "取暖方式": "空调"}, {"name": "总务处", "use": "办公"}),
    ("works", {"合计": 77, "说明": "戊", "时间": "2026-10-21"}, "heating_work",
        {"类别": "购置", "内容": "空调", "数量": 2, "单价": 3000, "金额": 6000, "日期": "2026-10-08"},
        {"name": "空调", "cost_fen": 600000, "day": "2026-10-08"}),
    ("suppliers", {"名称": "甲公司"}, "meal_supplier",
        {"供餐单位": "总汇餐饮", "许可证号": "JY1", "有效期": "2028-01-01"}, {"name": "总汇餐饮", "licence": "JY1"}),
]  # fmt: skip


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(("kind", "further", "table", "own", "read"), BESIDE)
def test_a_column_of_a_general_name_gives_way_to_the_closer_one(
    office: Office,
    first: bool,
    kind: str,
    further: dict[str, Any],
    table: str,
    own: dict[str, Any],
    read: dict[str, Any],
) -> None:
    cells = {**further, **own} if first else {**own, **further}
    plan = office.take(kind, [[*cells], [*cells.values()]])
    (row,) = office.rows(table)
    assert {key: row[key] for key in read} == read, words(plan)
    assert "有两列" not in words(plan)


def test_one_word_twice_is_still_said(office: Office) -> None:
    plan = office.take("rooms", [["房间", "用途", "类型", "类型"], ["总务处", "办公", "甲", "乙"]])
    assert "有两列" not in words(plan)
    plan = office.take("staff", [["姓名", "岗位", "岗位"], ["王芳", "教师", "主任"]])
    assert "「岗位」有两列，读了第 B 列" in words(plan)


def test_two_columns_for_one_thing_are_no_lists_side_by_side(office: Office) -> None:
    rows = [
        ["供餐单位", "名称", "许可证号", "有效期"],
        ["丰禾", "丰禾公司", "JY1", "2028-01-01"],
        ["总汇", "总汇公司", "JY2", "2028-01-01"],
    ]
    plan = office.take("suppliers", rows)
    assert [(row["name"], row["licence"]) for row in office.rows("meal_supplier")] == [
        ("丰禾", "JY1"),
        ("总汇", "JY2"),
    ]
    assert plan.rejected == 0
    assert len(office.take("staff", [["姓名", "姓名"], ["王芳", "李梅"]]).rows) == 2, "names in two columns"


def test_hours_are_no_days(office: Office) -> None:
    head = ["社团名称", "姓名", "班级", "开始时间", "结束时间", "类型"]
    office.take("students", [["姓名", "班级"], ["张三", "三(2)班"]])
    office.take("clubs", [["社团名称", "类别"], ["棋社", "体育"]])
    plan = office.take("club-members", [head, ["棋社", "张三", "三(2)班", "16:00", "17:00", "体育"]])
    (row,) = office.rows("club_member")
    assert (row["from_date"], row["to_date"], row["status"]) == ("2026-09-01", None, "正式")
    assert "「开始时间」一列是几点几分" in words(plan)


def test_names_that_look_like_totals(office: Office) -> None:
    names = [
        "合",
        "小计",
        "王全",
        "何总",
        "马合",
        "张总计",
        "苏合计",
        "何平均",
        "于全班",
        "丁一组",
        "石一班",
        "陈说明",
        "应到",
    ]
    rows = [[at, name, "女", "三(2)班"] for at, name in enumerate(names, 1)]
    plan = office.take("students", [["序号", "姓名", "性别", "班级"], *rows, ["合计", "13人", None, None]])
    assert [name for name, _ in office.roll()] == names and not plan.rejected


def test_a_page_printed_again_repeats_its_short_title(office: Office) -> None:
    head = ["姓名", "性别", "班级"]
    rows = [["花名册"], head, ["张三", "男", "三(2)班"], ["花名册"], head, ["李红", "女", "三(2)班"]]
    plan = office.take("students", rows)
    assert office.roll() == [("张三", "三(2)班"), ("李红", "三(2)班")] and not plan.rejected


@pytest.mark.parametrize("days", [[12, 13], ["12", "13", "14"]])
def test_a_month_grid_of_a_few_days_under_a_title_that_says_the_month(
    office: Office, days: list[int | str]
) -> None:
    office.take("students", [["姓名", "班级"], ["张三", "三(2)班"]])
    counts = [9, 8, 7][: len(days)]
    plan = office.take(
        "meals", [["2026年10月午餐人数"], ["班级", "登记人数", *days], ["三(2)班", 10, *counts]]
    )
    assert [heads for _, heads in sorted(office.heads().items())] == counts, words(plan)
    office.take("meals", [["班级", *days], ["三(2)班", *counts]], sheet="10月晚餐")
    assert len(office.heads()) == 2 * len(days)


def test_lines_that_name_a_teacher_or_a_part_of_the_class_are_no_pupils(office: Office) -> None:
    rows = [
        ["姓名", "性别"],
        ["男生"],
        ["张三", "男"],
        ["女生"],
        ["李红", "女"],
        ["班主任", "王芳"],
        ["语文老师：李梅"],
    ]
    plan = office.take("students", rows, sheet="三(2)班")
    assert [name for name, _ in office.roll()] == ["张三", "李红"] and not plan.rejected
    staff = [["岗位", "姓名"], ["班主任", "王芳"], ["任课教师", "李梅"]]
    office.take("staff", staff)
    assert [(row["name"], row["post"]) for row in office.rows("staff")] == [
        ("王芳", "班主任"),
        ("李梅", "任课教师"),
    ]
    office.take("clubs", [["社团名称", "类别"], ["阅读：经典诵读", "文学"]])
    assert [row["name"] for row in office.rows("club")] == ["阅读：经典诵读"]
