"""Lines of a list that are no person, and persons who are called like such a line."""

import pytest

from tests.intake_plans.clerk_office import Office, words

HEAD = ["序号", "姓名", "语文"]


@pytest.mark.parametrize(
    "line",
    [
        "平均分", "最高分", "最低分", "总分", "及格率", "优秀率", "班级平均", "平均成绩", "班平均分", "三（1）班平均分", "年级平均分", "全校平均", 
        "参考人数", "缺考人数",
        "标准差", "优秀人数", "低分率", "均分", "最高分：98", "合格率98%", "各科平均", "合计", "三年级合计", "北陈郝小学合计", "全班小计", 
        "男生合计", "家长签字",
        "班主任签字", "学生签名", "同上", "无", "空", "XXX", "xx", "某某", "以下空白", "***", "空白",
        "及格率(%)", "名次", "年级前10名", "优秀率≥85", "A等人数", "班级总分", "实考", "家长签字：", "（空）", "（此处空白）", "空白行", "学生姓名",
    ],
)  # fmt: skip
def test_lines_that_are_no_pupil(office: Office, line: str) -> None:
    rows = [["三年级1班成绩表"], HEAD, [1, "张三", 90], [None, line, 85], [3, "李红", 80], [None, line, 85]]
    plan = office.take("students", rows)
    assert [name for name, _ in office.roll()] == ["张三", "李红"] and not plan.rejected, words(plan)


@pytest.mark.parametrize("line", ["无", "同上", "XXX"])
def test_what_stands_for_no_name_is_said(office: Office, line: str) -> None:
    plan = office.take("students", [["姓名", "班级"], ["张三", "三1班"], [line, "三1班"]])
    assert f"第 3 行的姓名写的是「{line}」" in words(plan)


@pytest.mark.parametrize(
    "name", ["李小计", "王合计", "欧阳总计", "高分", "平安", "总会", "满意", "吴空", "于无声"]
)
def test_pupils_who_are_called_so(office: Office, name: str) -> None:
    rows = [["三年级1班"], ["序号", "姓名", "性别"], [1, "张三", "男"], [2, name, "女"], ["合计", None, 2]]
    plan = office.take("students", rows)
    assert [one for one, _ in office.roll()] == ["张三", name], words(plan)


def test_a_total_that_might_be_a_person_is_said(office: Office) -> None:
    plan = office.take("students", [["三年级1班"], ["姓名", "性别"], ["张三", "男"], ["欧阳合计", 1]])
    assert [one for one, _ in office.roll()] == ["张三"] and "第 4 行「欧阳合计」当作合计行" in words(plan)


def test_totals_of_rooms_and_works_as_before(office: Office) -> None:
    rows = [["房间", "用途", "面积"], ["101", "教室", 54], ["东楼小计", None, 54], ["总计", None, 54]]
    office.take("rooms", rows)
    assert len(office.rows("room")) == 1
    office.take("works", [["类别", "数量", "金额"], ["购置", 1, 5], ["购置小计", 1, 5], ["合计", 1, 5]])
    assert len(office.rows("heating_work")) == 1


def test_totals_in_other_words(office: Office) -> None:
    office.take("circuits", [["线路名称", "额定容量"], ["一号", 40], ["二号", 30], ["总容量", 70]])
    assert [row["name"] for row in office.rows("circuit")] == ["一号", "二号"]
    office.take(
        "rooms", [["房间", "用途", "面积"], ["总务处", "办公", 20], ["总面积", None, 20], ["共1间", None, 20]]
    )
    assert [row["name"] for row in office.rows("room")] == ["总务处"]
    office.take("classes", [["班级", "班主任", "人数"], ["一(1)班", None, 40], ["共1个班", None, 40]])
    day = [
        ["日期", "班级", "餐次", "用餐人数"],
        ["2026-10-12", "一(1)班", "午餐", 2],
        ["2026-10-12", "全校", "午餐", 2],
    ]
    plan = office.take("meals", day)
    assert len(office.rows("meal_count")) == 1 and not plan.rejected, words(plan)


def test_a_total_merged_down_over_two_lines(office: Office) -> None:
    office.take("students", [["姓名", "班级"], ["张三", "一(1)班"]])
    rows = [
        ["2026年10月12日午餐"],
        ["年级", "班级", "用餐人数"],
        ["一年级", "1班", 1],
        ["合计", "人数", 1],
        [None, "班数", 1],
    ]
    plan = office.take("meals", rows, "A4:A5")
    assert len(office.rows("meal_count")) == 1 and not plan.findings, words(plan)


def test_only_numbers_of_one_unit_are_summed(office: Office) -> None:
    rooms = [
        ["房间", "用途", "面积"],
        ["101", "教室", "54.5平方米"],
        ["102", "教室", 54.5],
    ]
    assert not office.take("rooms", [*rooms[:3], ["合计", None, 109]]).findings
    assert not office.take("rooms", [*rooms[:3], [2, "合计", 109]]).findings, (
        "a number of rooms is no sum of their names"
    )
    works = [
        ["类别", "数量", "金额（万元）"],
        ["购置", 20, 5.72],
        ["线路改造", 1, "125000元"],
        ["合计", 21, 18.22],
    ]
    assert not office.take("works", works).findings
    heating = [
        ["资产编号", "名称", "功率（W）"],
        ["A", "空调", 2200],
        ["B", "空调", "1.5kW"],
        ["合计", None, 3700],
    ]
    assert not office.take("heating", heating).findings
    heating[-1] = ["合计", None, 9]
    assert not office.take("heating", heating).findings, "nothing is said where the sum is not known"
