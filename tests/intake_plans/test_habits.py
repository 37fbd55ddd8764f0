"""How clerks and teachers write things, as found by bringing such files: each is taken as it was meant, and what is left out is said."""

from typing import Any

import pytest

from tests.intake_plans.clerk_office import Office, said, words
from xcedu_desktop.workbook.intake.failure import IntakeFileError

HEAD = ["姓名", "性别"]


def test_a_class_written_一1(office: Office) -> None:
    office.take("students", [["姓名", "班级"], ["张三", "一1"], ["李红", "三2"]])
    assert office.roll() == [("张三", "一(1)班"), ("李红", "三(2)班")]


def test_sheets_called_1_1_and_1_2(office: Office) -> None:
    office.take("students", office.book({"1.1": [HEAD, ["张三", "男"]], "1.2": [HEAD, ["李红", "女"]]}))
    assert office.roll() == [("张三", "一(1)班"), ("李红", "一(2)班")], "a sheet's name never was 1.10"


@pytest.mark.parametrize("head", ["午餐", "午餐（人）", "午餐人数", "中餐"])
def test_a_day_list_with_a_bare_column_a_meal(staffed: Office, head: str) -> None:
    rows: list[list[Any]] = [["日期", "班级", "早餐", head, "晚餐"], ["2026-10-09", "三(1)班", 1, 2, 0]]
    plan = staffed.take("meals", rows)
    assert [(row["meal"], row["heads"]) for row in staffed.rows("meal_count")] == [("午餐", 2), ("晚餐", 0)]
    assert "「早餐」一列没有读" in words(plan), "not lost in silence"


def test_clubs_that_cost_nothing_or_by_the_term(staffed: Office) -> None:
    head = ["社团名称", "负责人", "收费"]
    staffed.take("clubs", [head, ["合唱团", "张老师", "免费"]])
    assert [row["fee_fen"] for row in staffed.rows("club")] == [0]
    plan = staffed.take("clubs", [["社团名称", "类别", "收费标准(元/学期)"], ["足球社", "体育", 60]])
    assert [row["fee_fen"] for row in staffed.rows("club")] == [0, None], "60 yuan a term is no fee a lesson"
    assert "不是每课时的收费" in words(plan)


def test_a_club_called_by_its_short_name_and_none(staffed: Office) -> None:
    staffed.take("clubs", [["社团名称", "类别"], ["足球社", "体育"], ["合唱团", "音乐"]])
    (name, class_name), (other, other_class) = staffed.roll()[:2]
    rows = [["社团", "姓名", "班级"], ["足球", name, class_name], ["无", other, other_class]]
    plan = staffed.take("club-members", rows)
    assert len(staffed.rows("club_member")) == 1 and not plan.rejected


def test_a_club_whose_short_name_two_have_is_not_guessed(staffed: Office) -> None:
    staffed.take("clubs", [["社团名称", "类别"], ["足球社", "体育"], ["足球队", "体育"]])
    (name, class_name), *_ = staffed.roll()
    plan = staffed.take("club-members", [["社团", "姓名", "班级"], ["足球", name, class_name]])
    assert plan.rejected == 1 and not staffed.rows("club_member")


@pytest.mark.parametrize(
    ("content", "kind"),
    [("购买格力空调", "购置"), ("教学楼电路改造", "供电线路改造"), ("接入集中供热管网", "接入集中供暖")],
)
def test_works_whose_kind_their_content_says(office: Office, content: str, kind: str) -> None:
    plan = office.take(
        "works", [["改造内容", "数量", "总投资", "竣工日期"], [content, 1, 8000, "2026-08-25"]]
    )
    assert [(row["kind"], row["cost_fen"]) for row in office.rows("heating_work")] == [(kind, 800_000)]
    assert f"按内容读作{kind}" in words(plan)


def test_works_whose_content_says_two_kinds_or_none_are_not_guessed(office: Office) -> None:
    rows = [["改造内容", "数量", "总投资"], ["购置空调并改造线路", 1, 8000], ["取暖", 1, 1]]
    assert office.take("works", rows).rejected == 2


def test_states_uses_and_kinds_in_other_words(office: Office) -> None:
    rows = [["房间", "类型", "采暖方式"], ["一1教室", "普通教室", "暖气片"], ["机房", "微机室", "电暖气"]]
    office.take("rooms", rows)
    assert [(r["use"], r["heated_by"]) for r in office.rows("room")] == [
        ("教室", "集中供暖"),
        ("功能室", "设备取暖"),
    ]
    head = ["编号", "设备类型", "房间", "状态"]
    office.take(
        "heating", [head, ["A1", "空调（壁挂）", "机房", "良好"], ["A2", "空调柜机", "机房", "维修中"]]
    )
    found = [(r["kind"], r["state"]) for r in office.rows("equipment")]
    assert found == [("壁挂式空调", "正常"), ("柜式空调", "待修")]


def test_a_pupil_who_went_to_another_school(staffed: Office) -> None:
    staffed.take(
        "students", [["姓名", "班级", "离校日期", "离校原因"], ["甲一", "三(1)班", "2026-10-09", "转学"]]
    )
    assert [r["leaving"] for r in staffed.rows("pupil") if r["name"] == "甲一"] == ["转出"]


def test_the_title_over_two_panels_names_the_class_of_both(office: Office) -> None:
    rows: list[list[Any]] = [
        ["三年级2班"],
        ["男生名单", None, None, "女生名单", None, None],
        ["序号", "姓名", "备注", "序号", "姓名", "备注"],
        [1, "张三", None, 1, "李红", None],
    ]
    office.take("students", rows, "A2:C2", "D2:F2")
    assert sorted(office.roll()) == [("张三", "三(2)班"), ("李红", "三(2)班")]


def test_section_lines_that_say_how_many(office: Office) -> None:
    rows = [
        ["姓名", "性别"],
        ["三年级1班（2人）"],
        ["张三", "男"],
        ["李红", "女"],
        ["三年级2班 共1人"],
        ["王五", "男"],
    ]
    office.take("students", rows)
    assert office.roll() == [("张三", "三(1)班"), ("李红", "三(1)班"), ("王五", "三(2)班")]


def test_a_count_and_a_date_below_a_list_are_no_pupils(office: Office) -> None:
    rows = [
        ["三年级1班花名册"],
        ["姓名", "性别"],
        ["张三", "男"],
        ["共1人"],
        ["班主任：王老师"],
        ["2026年9月"],
    ]
    assert office.take("students", rows).rows_read == 1


def test_a_note_written_into_a_name_is_pointed_at(office: Office) -> None:
    plan = office.take("students", [["姓名", "班级"], ["李四（组长）", "三2班"], ["买买提·吐尔逊", "三2班"]])
    assert said(plan) == {2: {"odd_name"}}


def test_a_csv_whose_chinese_became_question_marks(office: Office) -> None:
    path = office.data(
        "姓名,性别,班级\n张三,男,三(2)班\n李红,女,三(1)班\n".encode("ascii", "replace"), "名单.csv"
    )
    with pytest.raises(IntakeFileError, match="乱码"):
        office.take("students", path)


def test_full_width_commas(office: Office) -> None:
    office.take("students", office.data("姓名，班级\n张三，三(2)班\n".encode(), "名单.csv"))
    assert office.roll() == [("张三", "三(2)班")]


def test_the_staff_line_of_a_grid_in_the_column_of_numbers(staffed: Office) -> None:
    rows: list[list[Any]] = [
        ["2026年10月午餐就餐人数"], ["序号", "班级", 8, 9, 12, 13], [1, "三(1)班", 2, 2, 2, 2], ["教师", None, 5, 5, None, 0],
    ]  # fmt: skip
    assert not staffed.take("meals", rows).rejected
    found = [(r["day"][-2:], r["heads"]) for r in staffed.rows("meal_staff_count")]
    assert found == [("08", 5), ("09", 5), ("13", 0)]


@pytest.mark.parametrize("head", ["使用状况", "设备状况", "设备现状", "完好情况"])
def test_what_state_a_heater_is_in(office: Office, head: str) -> None:
    office.take("heating", [["编号", "名称", head], ["A1", "电暖器", "报废"]])
    assert [r["state"] for r in office.rows("equipment")] == ["报废"]


@pytest.mark.parametrize("title", ["2026年10月受资助学生午餐就餐人数", "困难学生午餐就餐统计"])
def test_a_grid_of_subsidised_heads_is_none_of_all_heads(staffed: Office, title: str) -> None:
    staffed.take("meals", [["2026年10月午餐"], ["班级", 8, 9, 12, 13], ["三(1)班", 2, 2, 2, 2]])
    plan = staffed.take("meals", [[title], ["班级", 8, 9, 12, 13], ["三(1)班", 1, 1, 0, 1]])
    assert [(r["heads"], r["subsidised"]) for r in staffed.rows("meal_count")] == [
        (2, 1),
        (2, 1),
        (2, 0),
        (2, 1),
    ]
    assert "读作受资助学生的就餐人数" in words(plan)


@pytest.mark.parametrize("head", [["日期", "三(1)班", "三(2)班"], ["日期", "班级", "人数"]])
def test_lists_of_subsidised_heads(staffed: Office, head: list[str]) -> None:
    line = ["2026-10-09", 1, 2] if len(head[1]) > 2 else ["2026-10-09", "三(1)班", 1]
    staffed.take("meals", [["受资助学生午餐就餐登记"], head, line])
    assert {(r["heads"], r["subsidised"]) for r in staffed.rows("meal_count")} >= {(None, 1)}


@pytest.mark.parametrize(
    "days",
    [["9.28", "9.29", "9.30", "10.8"], ["9月28日", "9月29日", "9月30日", "10月8日"], [9.28, 9.29, 9.3, 10.8]],
)
def test_a_grid_whose_days_say_their_month_over_two_months(staffed: Office, days: list[Any]) -> None:
    plan = staffed.take("meals", [["第5周午餐"], ["班级", *days], ["三(1)班", 2, 2, 1, 2]])
    found = [day for _, day, _ in staffed.heads()]
    assert found == ["2026-09-28", "2026-09-29", "2026-09-30", "2026-10-08"] and not plan.rejected
    assert "没有月份" not in words(plan)


def test_weekdays_before_the_days(staffed: Office) -> None:
    days = ["周一\n10.12", "周二\n10.13", "周三\n10.14", "周四\n10.15"]
    staffed.take("meals", [["午餐"], ["班级", *days], ["三(1)班", 2, 2, 1, 2]])
    assert [day[-2:] for _, day, _ in staffed.heads()] == ["12", "13", "14", "15"]


def test_how_food_is_supplied_in_other_words(office: Office) -> None:
    rows = [["名称", "经营形式", "食品经营许可证", "供应餐次", "收费标准", "合同起始日期"]]
    rows += [["食堂", "委托经营", "JY1", "午餐、晚餐", "8元/人/餐", "2026.9.1"]]
    office.take("suppliers", rows)
    assert [r["mode"] for r in office.rows("meal_supplier")] == ["托管"]
    assert [(r["meal"], r["price_fen"]) for r in office.rows("meal_price")] == [("午餐", 800), ("晚餐", 800)]


def test_stacked_classes_with_an_empty_column_of_remarks(office: Office) -> None:
    """Names with nothing beside them above the next title were taken for title lines, and lost in silence."""
    head = ["学生", "备注"]
    rows = [
        ["2.3班花名册"],
        head,
        ["吕秀"],
        ["韩秀娜"],
        ["施艳"],
        ["三(3)班花名册"],
        head,
        ["赵勇"],
        ["401班"],
        head,
        ["王五"],
    ]
    office.take("students", rows)
    second = [(name, "二(3)班") for name in ("吕秀", "韩秀娜", "施艳")]
    assert office.roll() == [*second, ("赵勇", "三(3)班"), ("王五", "四(1)班")]


@pytest.mark.parametrize("line", ["班主任签字：", "班主任老师：王芳", "校长（签章）：", "填表人签名："])
def test_who_signs_below_a_list_is_no_pupil(office: Office, line: str) -> None:
    rows = [["三年级1班花名册"], ["姓名", "性别"], ["张三", "男"], [line]]
    assert office.take("students", rows).rows_read == 1


@pytest.mark.parametrize("gap", [[], [None], [None, None]])
@pytest.mark.parametrize(
    "head", [["班级", "姓名"], ["班级", "序号", "姓名", "性别"], ["班级", "姓名", "备注"]]
)
def test_two_lists_side_by_side_that_begin_with_the_class(
    office: Office, head: list[str], gap: list[None]
) -> None:
    """The second list's class column went to the first list: its pupils were rejected, or lost in silence."""
    line = {"班级": "三1班", "姓名": "张三", "序号": 1, "性别": "男"}
    other = {"班级": "四2班", "姓名": "李红", "序号": 1, "性别": "女"}
    rows = [[*head, *gap, *head], [*(line.get(h) for h in head), *gap, *(other.get(h) for h in head)]]
    assert not office.take("students", rows).rejected
    assert sorted(office.roll()) == [("张三", "三(1)班"), ("李红", "四(2)班")]


def test_a_file_with_a_sheet_of_each_kind(office: Office) -> None:
    """Pupils of whom the sheet 课后服务 says 否 took part, since 学生名单 was read too."""
    path = office.book(
        {
            "学生名单": [["姓名", "性别", "班级"], ["张三", "男", "三1班"], ["李红", "女", "三1班"]],
            "社团": [["社团名称", "类别"], ["合唱团", "音乐"]],
            "社团成员": [["社团", "姓名", "班级"], ["合唱团", "张三", "三1班"]],
            "课后服务": [["姓名", "班级", "是否参加"], ["张三", "三1班", "是"], ["李红", "三1班", "否"]],
        }
    )
    plan = office.take("students", path)
    assert (plan.created, plan.rejected) == (2, 0) and "像是课后服务参加人员的表" in words(plan)
    assert not office.take("clubs", path).rejected
    assert office.take("club-members", path).created == 1
    assert office.take("participants", path).created == 1 and len(office.rows("service_pupil")) == 1


def test_sheets_called_after_places_and_clubs_are_all_read(staffed: Office) -> None:
    head = ["编号", "名称", "功率(kW)"]
    path = staffed.book({"教室": [head, ["A1", "空调", 1.5]], "宿舍": [head, ["A2", "电暖器", 2]]})
    assert staffed.take("heating", path).created == 2
    staffed.take("clubs", [["社团名称", "类别"], ["书法社团", "美术"], ["合唱团", "音乐"]])
    people = ["姓名", "班级"]
    path = staffed.book({"书法社团": [people, ["甲一", "三1班"]], "合唱团": [people, ["乙一", "三2班"]]})
    assert staffed.take("club-members", path).created == 2


def test_a_tag_or_licence_that_lost_its_digits(office: Office) -> None:
    plan = office.take("heating", [["资产编号", "名称"], ["2.02E+11", "空调"], ["2E1", "空调"]])
    assert plan.rejected == 1 and said(plan) == {2: {"digits_lost"}}
    rows = [
        ["供餐单位", "许可证号", "餐次", "单价", "起始日期"],
        ["食堂", "1.23704E+14", "午餐", 8, "2026-09-01"],
    ]
    assert office.take("suppliers", rows).rejected == 1
