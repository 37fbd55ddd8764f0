"""A second list on a sheet, below or beside: read by its own columns, or named as left out; never taken for more of the first."""

from typing import Any

import pytest

from tests.intake_plans.clerk_office import Office, words

HEAD = ["序号", "姓名", "性别"]
TOP: list[list[Any]] = [["三年级1班学生名单"], HEAD, [1, "张三", "男"], [2, "李红", "女"]]
BOTH = ["张三", "李红"]


def names(office: Office) -> list[str]:
    return [name for name, _ in office.roll()]


@pytest.mark.parametrize("gap", [[], [[]]])
@pytest.mark.parametrize(
    "below",
    [
        [["任课教师名单"], ["序号", "教师姓名", "性别"], [1, "王老师", "男"], [2, "赵雷", "女"]],
        [["任课教师"], ["序号", "姓名", "学科"], [1, "王老师", "语文"], [2, "赵雷", "数学"]],
        [["序号", "教师姓名", "学科"], [1, "王老师", "语文"], [2, "赵雷", "数学"]],
        [["本学期转出学生："], ["序号", "姓名", "性别", "转出日期"], [1, "赵六", "女", "2026.10.1"]],
        [["转出学生名单"], ["序号", "姓名", "性别"], [1, "赵六", "女"]],
        [["家长委员会成员名单"], ["序号", "姓名", "电话"], [1, "张大", "13906320001"]],
        [["班干部名单"], ["序号", "姓名", "职务"], [1, "张三", "班长"]],
        [["任课教师名单"], [1, "王老师", "男"], [2, "赵雷", "女"]],
        [["教师姓名", "性别"], ["王老师", "男"]],
        [["序号", "姓名", "任教学科"], [1, "王老师", "语文"]],
        [["书名", "数量", "单价"], ["语文", 3, 4], ["数学", 3, 4]],
        [["性别", "人数"], ["男", 1], ["女", 1]],
    ],
)  # fmt: skip
def test_other_persons_below_are_named_as_left_out(office: Office, below: list[Any], gap: list[Any]) -> None:
    plan = office.take("students", [*TOP, *gap, *below])
    assert names(office) == BOTH and not plan.rejected, words(plan)
    assert "另一份名单" in words(plan)


def test_columns_in_another_order_below_are_mapped_anew(office: Office) -> None:
    rows = [
        *TOP,
        [],
        ["序号", "性别", "姓名"],
        [3, "男", "王五"],
        ["序号", "姓名", "性别", "备注"],
        [4, "赵六", "女", "走读"],
    ]
    office.take("students", rows)
    assert office.roll() == [(name, "三(1)班") for name in ("张三", "李红", "王五", "赵六")]
    assert [(r["sex"], r["note"]) for r in office.rows("pupil")][2:] == [("男", None), ("女", "走读")]


def test_the_next_class_below_with_other_columns(office: Office) -> None:
    below = [["三年级2班学生名单"], ["序号", "姓名", "出生日期", "性别"], [1, "王五", "2018-01-02", "男"]]
    office.take("students", [*TOP, [], *below])
    assert office.roll() == [("张三", "三(1)班"), ("李红", "三(1)班"), ("王五", "三(2)班")]


@pytest.mark.parametrize(
    "title", ["三年级1班学生名单（续）", "三年级2班学生名单", "三年级2班 班主任：王老师", "第2页"]
)
def test_the_same_header_for_the_next_page_or_class(office: Office, title: str) -> None:
    plan = office.take("students", [*TOP, [title], HEAD, [3, "王五", "男"]])
    assert names(office) == [*BOTH, "王五"] and "另一份" not in words(plan)


def test_teachers_beside_are_no_pupils(office: Office) -> None:
    rows: list[list[Any]] = [
        ["学生名单", None, None, None, "任课教师名单", None, None], [*HEAD, None, "序号", "姓名", "学科"],
        [1, "张三", "男", None, 1, "王老师", "语文"], [2, "李红", "女", None, 2, "赵雷", "数学"],
    ]  # fmt: skip
    plan = office.take("students", office.book({"三1班": rows}))
    assert names(office) == BOTH and "任课教师名单" in words(plan)


def test_pupils_below_teachers_are_no_staff(office: Office) -> None:
    rows = [
        ["教职工名单"],
        ["序号", "姓名", "性别"],
        [1, "王老师", "男"],
        ["代课教师名单"],
        HEAD,
        [1, "赵雷", "男"],
        ["学生名单"],
        HEAD,
        [1, "张三", "男"],
    ]
    plan = office.take("staff", rows)
    assert [row["name"] for row in office.rows("staff")] == ["王老师", "赵雷"] and "学生名单" in words(plan)


def test_a_header_with_one_more_column_right_below_the_first_pupil(office: Office) -> None:
    rows = [["三年级1班"], HEAD, [1, "张三", "男"], [*HEAD, "备注"], [2, "李红", "女", "走读"]]
    office.take("students", rows)
    assert office.roll() == [("张三", "三(1)班"), ("李红", "三(1)班")]


BOUGHT = ["名称", "数量", "单价（元）", "金额（元）", "购置日期"]


@pytest.mark.parametrize("again", [BOUGHT, ["项目名称", "工程量", "造价（元）", "竣工日期"], None])
@pytest.mark.parametrize(
    "heads", [("一、设备购置", "二、供电线路改造"), ("（一）购置类", "（二）线路改造类")]
)
def test_headings_say_the_kind_of_the_works_below_them(
    office: Office, again: list[str] | None, heads: tuple[str, str]
) -> None:
    line = {
        "名称": "东楼增容",
        "项目名称": "东楼增容",
        "数量": 1,
        "工程量": 1,
        "造价（元）": 125000,
        "金额（元）": 125000,
    }
    rows = [
        [heads[0]],
        BOUGHT,
        ["壁挂空调", 20, 2860, 57200, "2026-10-10"],
        ["合计", 20, None, 57200],
        [heads[1]],
    ]
    below = [[*again], [line.get(name) for name in again]] if again else [[line.get(name) for name in BOUGHT]]
    plan = office.take("works", [*rows, *below])
    assert [(r["kind"], r["name"], r["cost_fen"]) for r in office.rows("heating_work")] == [
        ("购置", "壁挂空调", 5720000), ("供电线路改造", "东楼增容", 12500000),
    ], words(plan)  # fmt: skip
    assert {f.code for f in plan.findings} <= {"kind_from_title", "kind_from_content"}, "which is said"


def test_the_title_says_the_kind_of_all_works(office: Office) -> None:
    rows = [[*BOUGHT[:2], "金额"], ["壁挂空调", 20, 57200]]
    office.take("works", [["2026年取暖设备购置统计表"], *rows])
    assert [r["kind"] for r in office.rows("heating_work")] == ["购置"]
    plan = office.take("works", [["2026年设备购置及线路改造统计表"], rows[0], ["东楼", 1, 9]])
    assert plan.rejected == 1, "two kinds in a title say neither"


def test_a_row_of_numbers_in_brackets_under_the_header(office: Office) -> None:
    plan = office.take("rooms", [["房间", "用途", "面积"], ["(1)", "（2）", "(3)"], ["101", "教室", 54]])
    assert [r["name"] for r in office.rows("room")] == ["101"] and not plan.rejected


def test_a_header_like_the_first_with_further_columns(office: Office) -> None:
    rows = [
        ["一、自营食堂"], ["供餐单位", "许可证号", "有效期"], ["学校食堂", "JY1", "2028.1.1"], [],
        ["二、配餐企业"], ["企业名称", "许可证编号", "有效期至", "餐次", "单价"], ["丰禾", "JY2", "2028-1-1", "午餐", 8],
    ]  # fmt: skip
    plan = office.take("suppliers", rows)
    assert [r["name"] for r in office.rows("meal_supplier")] == ["学校食堂", "丰禾"] and not plan.findings
    assert [r["price_fen"] for r in office.rows("meal_price")] == [800]
