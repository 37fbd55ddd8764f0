"""Lists drawn otherwise than anybody asked for: what stands in titles, in further columns, in the corner."""

from datetime import date
from typing import Any

import pytest

from tests.intake_plans.clerk_desk import id_number, states
from tests.intake_plans.clerk_office import Office, said, words
from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.workbook.intake.month_title import day_in

ATE = [2, 1, 0, 2]
DAYS = [8, 9, 10, 12]


def test_a_header_of_three_rows(office: Office) -> None:
    rows = [
        ["序号", "基本信息", None, None, "学籍信息", None],
        [None, "姓名", "身份", None, "年级", "班级"],
        [None, None, "性别", "证件号码", None, None],
        [1, "张三", "男", id_number(), "三年级", "2班"],
    ]
    office.take("students", rows, "A1:A3", "B1:D1", "E1:F1", "B2:B3", "C2:D2", "E2:E3", "F2:F3")
    assert office.roll() == [("张三", "三(2)班")] and office.rows("pupil")[0]["id_number"] == id_number()


@pytest.mark.parametrize("number", ["01", 1, "2026030201"])
def test_the_number_of_a_seat_is_no_student_number(office: Office, number: object) -> None:
    plan = office.take(
        "students", [["三（2）班学生名单  班主任：孙丽"], ["学号", "姓名", "性别"], [number, "张三", "男"]]
    )
    assert office.roll() == [("张三", "三(2)班")] and said(plan)[0] == {"no_student_number"}
    full = office.take("students", [["学号", "姓名", "班级"], ["G" + id_number(), "张三", "三(2)班"]])
    assert states(full) == ["changed"] and office.rows("pupil")[0]["student_number"] == "G" + id_number()


def test_who_came_and_who_left(office: Office) -> None:
    came = [
        ["转入学生登记表"],
        ["姓名", "性别", "转入班级", "转入时间", "原就读学校"],
        ["张三", "男", "三(2)班", "2026年9月20日", "某小学"],
    ]
    office.take("students", came)
    assert [row["from_date"] for row in office.rows("class_membership")] == ["2026-09-20"]
    left = [
        ["转出学生登记表"],
        ["学生姓名", "原班级", "班级", "离校时间", "离校原因"],
        ["张三", None, "三(2)班", "2026.10.9", "转出"],
    ]
    assert states(office.take("students", left)) == ["changed"]
    assert [(row["to_date"], row["leaving"]) for row in office.rows("pupil")] == [("2026-10-09", "转出")]


def test_three_panels_of_names_and_stacked_classes(office: Office) -> None:
    panels = [
        ["三（2）班花名册"],
        ["序号", "姓名"] * 3,
        [1, "张三", 3, "李红", 5, "王五"],
        [2, "赵六", 4, "钱七"],
    ]
    office.take("students", panels, "A1:F1")
    assert {class_ for _, class_ in office.roll()} == {"三(2)班"} and len(office.roll()) == 5
    head = ["序号", "姓名", "性别"]
    stacked = [
        ["三（1）班"],
        head,
        [1, "孙八", "男"],
        ["合计", 1],
        [],
        ["三（3）班"],
        head,
        [1, "周九", "男"],
    ]
    office.take("students", stacked, "A1:C1", "A6:C6")
    assert dict(office.roll())["孙八"] == "三(1)班" and dict(office.roll())["周九"] == "三(3)班"


def test_a_corner_that_names_the_days_only(staffed: Office) -> None:
    rows = [
        ["10月份午餐人数"],
        ["星期", "四", "五", "六", "一"],
        ["日期", *DAYS],
        ["三(1)班", *ATE],
        ["三(2)班", *ATE],
    ]
    plan = staffed.take("meals", rows)
    assert len(staffed.heads()) == 8 and staffed.heads()["三(2)班", "2026-10-12", "午餐"] == 2, words(plan)


def test_a_short_week_of_dates(staffed: Office) -> None:
    rows = [["午餐"], ["班级", date(2026, 10, 8), date(2026, 10, 9)], ["三(1)班", 2, 1]]
    staffed.take("meals", rows)
    assert staffed.heads() == {("三(1)班", "2026-10-08", "午餐"): 2, ("三(1)班", "2026-10-09", "午餐"): 1}


def test_a_line_of_heads_and_a_line_of_subsidised_heads(staffed: Office) -> None:
    rows = [
        ["2026年10月午餐"],
        ["班级", "项目", *DAYS],
        ["三(1)班", "就餐人数", *ATE],
        [None, "受资助人数", 1, 1, 0, 1],
    ]
    plan = staffed.take("meals", rows, "A3:A4")
    assert [(r["heads"], r["subsidised"]) for r in staffed.rows("meal_count")] == [
        (2, 1),
        (1, 1),
        (0, 0),
        (2, 1),
    ]
    assert plan.rows[1].remark == "与第 3 行合为一条"


def test_a_day_list_with_a_column_a_meal(staffed: Office) -> None:
    rows = [
        ["日期", "班级", "午餐人数", "晚餐人数"],
        ["10月8日", "三(1)班", 2, 1],
        ["10月8日", "教职工", 9, None],
    ]
    staffed.take("meals", rows)
    assert staffed.heads() == {("三(1)班", "2026-10-08", "午餐"): 2, ("三(1)班", "2026-10-08", "晚餐"): 1}
    assert [row["heads"] for row in staffed.rows("meal_staff_count")] == [9]


def test_a_list_of_the_one_day_in_its_title(staffed: Office) -> None:
    def rows(title: str) -> list[list[Any]]:
        return [
            [title],
            ["填表日期：2026年10月9日"],
            ["班级", "应到", "就餐人数"],
            ["三(1)班", 2, 2],
            ["合计", 2, 2],
        ]

    staffed.take("meals", rows("2026年10月8日晚餐就餐人数统计"))
    assert staffed.heads() == {("三(1)班", "2026-10-08", "晚餐"): 2}
    with pytest.raises(FileUnusable, match="日期"):
        staffed.take("meals", rows("就餐人数统计"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年10月8日午餐", (2026, 10, 8)), ("10月8号（周四）", (None, 10, 8)), ("就餐2026-10-08", (2026, 10, 8)), ("2026.10.8", (2026, 10, 8)),
        ("10月8日-10月12日", None), ("10月8日至12日", None), ("2026年10月", None), ("填报日期：2026年10月8日", None), ("10月8日\n10月9日", None),
        ("10月8日午餐\n制表时间：2026-10-09", (None, 10, 8)), ("2026-2027学年", None),
    ],
)  # fmt: skip
def test_the_day_that_a_title_says(text: str, day: tuple[int | None, int, int] | None) -> None:
    assert day_in(text) == day


def test_a_canteen_with_a_span_of_its_licence_and_a_price_a_meal(office: Office) -> None:
    rows = [
        ["供餐方式", "单位名称", "食品经营许可证编号", "许可证有效期", "午餐价格（元）", "晚餐价格（元）"],
        ["自营食堂", "北陈郝小学食堂", "JY33704030000001", "2022.9.1-2027.8.31", 8, 9],
    ]
    plan = office.take("suppliers", rows)
    [supplier] = office.rows("meal_supplier")
    assert (supplier["licence"], supplier["licence_until"]) == ("JY33704030000001", "2027-08-31")
    assert sorted((r["meal"], r["price_fen"]) for r in office.rows("meal_price")) == [
        ("午餐", 800),
        ("晚餐", 900),
    ]
    assert not plan.findings and states(office.take("suppliers", rows)) == ["same"]


def test_works_in_ten_thousands_by_a_line_above(office: Office) -> None:
    rows = [
        ["2026年冬季取暖改造项目表"], ["单位：万元"], ["序号", "项目类别", "建设内容", "数量", "单价", "金额", "实施时间"],
        [1, "设备购置", "空调", 20, 0.25, 5, "2026.10"], [2, "供电线路改造", "主线", "1项", 3, 3, "2026年10月"],
    ]  # fmt: skip
    plan = office.take("works", rows)
    assert states(plan) == ["new", "new"], words(plan)
    assert [(r["quantity"], r["unit_price_fen"], r["cost_fen"]) for r in office.rows("heating_work")] == [
        (20, 250000, 5000000), (1, 3000000, 3000000),
    ]  # fmt: skip


def test_clubs_with_times_of_their_own_and_leaders_from_outside(office: Office) -> None:
    rows = [
        ["社团名称", "辅导教师", "星期", "开始时间", "结束时间", "地点"],
        ["合唱", "外聘教练王某", "周二", "4:30", "5:30", "音乐室"],
        ["篮球", "李某（外聘）、校外教师：赵某", "四", "16:30", "17:30", "操场"],
    ]
    plan = office.take("clubs", rows)
    assert [(r["weekday"], r["from_time"], r["to_time"]) for r in office.rows("place_use")] == [
        (2, "16:30", "17:30"),
        (4, "16:30", "17:30"),
    ]
    assert [r["outside_name"] for r in office.rows("club_leader")] == ["王某", "李某", "赵某"], words(plan)
    assert said(plan) == {2: {"maybe_afternoon"}}


def test_pupils_of_whom_nobody_can_tell_whether_they_take_part(staffed: Office) -> None:
    rows = [
        ["班级", "姓名", "参加课后服务"],
        ["三(1)班", "甲一", "自愿参加"],
        ["三(2)班", "乙一", "不参加"],
        ["三(2)班", "乙二", "再说"],
    ]
    plan = staffed.take("participants", rows)
    assert states(plan) == ["new", "same", "rejected"] and said(plan) == {4: {"not_yes_no"}}
    left = staffed.take("participants", [rows[0], ["三(1)班", "甲一", "×"]])
    assert said(left) == {2: {"still_in"}} and len(staffed.rows("service_pupil")) == 1
