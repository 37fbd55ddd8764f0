"""All twelve kinds of list as schools send them, through the ledger into a school file."""

from datetime import date
from typing import Any

import pytest

from tests.intake_plans.clerk_desk import states
from tests.intake_plans.clerk_office import SAMPLES, Office, said, words

DAYS = [8, 9, 10, 12]
ATE = [2, 1, 0, 2]


def eaten(
    meal: str, class_: str = "三(1)班", counts: tuple[int, ...] = (2, 1, 0, 2)
) -> dict[tuple[str, str, str], int]:
    return {(class_, f"2026-10-{day:02d}", meal): count for day, count in zip(DAYS, counts, strict=True)}


@pytest.mark.parametrize(
    "days",
    [
        DAYS, [f"{day}日" for day in DAYS], [f"{day}号" for day in DAYS], [f"10月{day}日" for day in DAYS], [f"10.{day}" for day in DAYS],
        [date(2026, 10, day) for day in DAYS], [f"2026-10-{day:02d}" for day in DAYS], [f"{day}\n周四" for day in DAYS],
        [f"{day}日（星期四）" for day in DAYS], [f"10/{day}" for day in DAYS],
    ],
)  # fmt: skip
def test_a_month_grid_whatever_its_days_are_called(staffed: Office, days: list[Any]) -> None:
    rows = [
        ["北陈郝小学2026年10月份学生就餐统计表（午餐）"],
        ["填报单位：北陈郝小学", None, None, "单位：人"],
        ["序号", "班  级", "就餐登记人数", *days, "合计", "备注"],
        [1, "三年级一班", 2, *ATE, 5, None],
        [2, "三.2", 2, "2人", "１", 0, "2 ", 5, "缺1人"],
        ["合计", None, 4, 4, 2, 0, 4, 10, None],
        ["负责人签字：", None, "填表人：王芳"],
    ]
    plan = staffed.take("meals", rows, "A1:I1")
    assert staffed.heads() == eaten("午餐") | eaten("午餐", "三(2)班"), words(plan)
    assert [row["persons"] for row in staffed.rows("meal_signup")] == [2, 2]


def test_a_month_grid_with_lunch_and_dinner_under_each_day(staffed: Office) -> None:
    days = [cell for day in DAYS for cell in (f"{day}日", None)]
    rows = [
        ["2026年10月就餐人数统计表"],
        ["班级", *days],
        [None, *["午餐", "晚餐"] * 4],
        ["三(1)班", 2, 1, 1, None, 0, 0, 2, 2],
        ["教师", 5, 2, 5, 2, None, None, 5, 2],
    ]
    plan = staffed.take("meals", rows, "A1:I1", "A2:A3", "B2:C2", "D2:E2", "F2:G2", "H2:I2")
    evening = {("三(1)班", f"2026-10-{day:02d}", "晚餐"): n for day, n in ((8, 1), (10, 0), (12, 2))}
    assert staffed.heads() == eaten("午餐") | evening, words(plan)
    assert len(staffed.rows("meal_staff_count")) == 6


def test_a_month_grid_with_a_line_a_meal(staffed: Office) -> None:
    rows = [
        ["2026年10月就餐人数"], ["班级", "餐次", *DAYS], ["三(1)班", "午餐", *ATE], [None, "晚餐", 1, 1, 1, 1],
        ["三(2)班", "中餐", *ATE], [None, "晚饭", 1, 1, 1, 1],
    ]  # fmt: skip
    plan = staffed.take("meals", rows, "A3:A4", "A5:A6")
    ones = (1, 1, 1, 1)
    assert staffed.heads() == (
        eaten("午餐") | eaten("晚餐", counts=ones) | eaten("午餐", "三(2)班") | eaten("晚餐", "三(2)班", ones)
    ), words(plan)


@pytest.mark.parametrize("gap", [0, 2])
def test_two_grids_one_below_the_other(staffed: Office, gap: int) -> None:
    def grid(meal: str) -> list[list[Any]]:
        return [
            [f"北陈郝小学2026年10月{meal}统计表"], ["班级", *DAYS, "合计"], ["三(1)班", *ATE, 5], ["三(2)班", *ATE, 5],
            ["合计", 4, 2, 0, 4, 10],
        ]  # fmt: skip

    plan = staffed.take("meals", [*grid("午餐"), *[[]] * gap, *grid("晚餐")])
    both = eaten("午餐") | eaten("午餐", "三(2)班") | eaten("晚餐") | eaten("晚餐", "三(2)班")
    assert staffed.heads() == both, words(plan)


def test_a_sheet_a_meal_and_the_month_in_the_sheets_name(staffed: Office) -> None:
    grid = [["班级＼日期", *DAYS], ["三(1)班", *ATE]]
    plan = staffed.take("meals", staffed.book({"10月午餐": grid, "10月晚餐": grid}))
    assert staffed.heads() == eaten("午餐") | eaten("晚餐"), words(plan)


def test_a_day_list_with_other_words_and_totals(staffed: Office) -> None:
    rows = [
        ["学生用餐情况明细表"],
        ["序号", "就餐日期", "用餐班级", "餐别", "实际用餐人数", "其中：受资助人数"],
        [1, "2026.10.8", "三（1）班", "中餐", "2人", 1],
        [2, "10月8日", "三.2班", "午", 1, "/"],
        [3, "10月8日", "三年级3班", "晚饭", "1", None],
        ["合计", None, None, None, 4, 1],
    ]
    plan = staffed.take("meals", rows)
    assert states(plan) == ["new"] * 3, words(plan)
    assert {(c, meal) for c, _, meal in staffed.heads()} == {
        ("三(1)班", "午餐"),
        ("三(2)班", "午餐"),
        ("三(3)班", "晚餐"),
    }
    assert staffed.rows("meal_count")[0]["subsidised"] == 1


def test_suppliers_with_a_group_header_and_long_licence(office: Office) -> None:
    rows = [
        ["配餐企业基本情况统计表"],
        ["序号", "供餐企业名称", "食品经营许可证", None, "供餐情况", None, None],
        [None, None, "许可证编号", "有效期至", "餐次", "价格（元/份）", "起始日期"],
        [1, "枣庄某某餐饮有限公司", "JY23704030012345", "2027年5月31日", "午餐", "10.00", "2026.9.1"],
        [2, "薛城某某食品厂", "JY23704030054321", "2028-1-1", "午餐、晚餐", "9.5元", "2026-09-01"],
    ]
    plan = office.take("suppliers", rows, "A1:G1", "A2:A3", "B2:B3", "C2:D2", "E2:G2")
    assert states(plan) == ["new", "new"], words(plan)
    assert [(r["name"], r["licence"], r["licence_until"]) for r in office.rows("meal_supplier")] == [
        ("枣庄某某餐饮有限公司", "JY23704030012345", "2027-05-31"), ("薛城某某食品厂", "JY23704030054321", "2028-01-01"),
    ]  # fmt: skip
    assert sorted(r["price_fen"] for r in office.rows("meal_price")) == [950, 950, 1000]


@pytest.mark.parametrize(
    ("title", "head", "cost"),
    [
        (None, "金额（万元）", 5), (None, "投入资金(万元)", "5.00"), (None, "合计金额/元", "50,000"), ("单位：万元", "金额", 5),
        (None, "金额", "5万元"), ("单位：元", "总价", 50000.0), (None, "资金投入", "￥50,000.00"),
    ],
)  # fmt: skip
def test_works_whatever_unit_their_cost_has(
    office: Office, title: str | None, head: str, cost: object
) -> None:
    rows = [
        ["取暖改造情况表"],
        *([[title]] if title else []),
        ["类别", "项目名称", "数量", head, "完成时间"],
        ["购置", "空调", "20台", cost, "2026年10月8日"],
        ["合计", None, 20, cost],
    ]
    plan = office.take("works", rows)
    assert [(r["cost_fen"], r["quantity"], r["day"]) for r in office.rows("heating_work")] == [
        (5000000, 20, "2026-10-08")
    ], words(plan)


@pytest.mark.parametrize(
    ("head", "power", "watts"),
    [
        ("功率(W)", 2000, 2000), ("功率（kW）", 2, 2000), ("额定功率", "2kW", 2000), ("额定功率/W", "2,000", 2000), ("功率", "2000瓦", 2000),
        ("功率（千瓦）", "2.2", 2200), ("单台功率(瓦)", 1500, 1500), ("功率 KW", 1.5, 1500),
    ],
)  # fmt: skip
def test_heating_whatever_unit_its_power_has(office: Office, head: str, power: object, watts: int) -> None:
    rows = [
        ["取暖设备台账"],
        ["序号", "固定资产编号", "设备名称", "品牌型号", head, "使用状态"],
        [1, "XC-1", "电暖气", "美的", power, "完好"],
        [None, "XC-2", "空调", "格力", power, "正常"],
        ["合计", 2],
    ]
    plan = office.take("heating", rows)
    assert [r["power_w"] for r in office.rows("equipment")] == [watts, watts], words(plan)


def test_rooms_and_circuits_with_other_words(office: Office) -> None:
    circuits = [["供电线路统计"], ["序号", "线路", "额定容量(kW)"], [1, "东线", "20"], [2, "西线", "22kW"]]
    office.take("circuits", circuits)
    assert [r["capacity_w"] for r in office.rows("circuit")] == [20000, 22000]
    rows = [
        ["房间取暖情况"],
        ["序号", "楼号", "教室名称", "使用性质", "建筑面积（㎡）", "取暖方式", "所属线路"],
        [1, "1号楼", "101", "教室", 54.5, "空调", "东线"],
        [2, "1号楼", 102, "办公室", "30平方米", "集中供暖", None],
        ["合计", None, None, None, 84.5],
    ]
    plan = office.take("rooms", rows)
    assert states(plan) == ["new", "new"], words(plan)
    assert [(r["name"], r["area"]) for r in office.rows("room")] == [("101", 5450), ("102", 3000)]


def test_classes_with_teachers_and_totals(office: Office) -> None:
    office.take(
        "staff",
        [
            ["序号", "姓 名", "性别", "任教科目", "手机号码"],
            [1, "孙 丽", "女", "语文", "139 0632 0001"],
            [2, "周刚", "男", "数学", 13906320002.0],
        ],
    )
    rows = [
        ["班级设置一览表"],
        ["年级", "班级", "班主任", "学生人数"],
        ["一年级", "1班", "孙丽", 40],
        [None, "2班", "周刚", 41],
        ["二年级", "1班", None, 39],
        ["合计", 3, None, 120],
    ]
    plan = office.take("classes", rows, "A3:A4")
    assert sorted(office.classes().values()) == ["一(1)班", "一(2)班", "二(1)班"], words(plan)
    assert [bool(r["head_teacher"]) for r in office.rows("school_class")] == [True, True, False]


def test_clubs_members_and_participants(staffed: Office) -> None:
    clubs = [
        ["社团活动安排表"], ["序号", "社团名称", "负责教师", "活动时间", "活动地点", "限报人数"],
        [1, "编程社", "孙丽", "周三 16:30—17:30", "机房", "30人"], [2, "合唱团", "周刚、外请李老师", "每周二、四下午4:30-5:30", "音乐室", 40],
    ]  # fmt: skip
    plan = staffed.take("clubs", clubs, "A1:F1")
    assert states(plan) == ["new", "new"] and len(staffed.rows("place_use")) == 3, words(plan)
    sheets = {
        "编程社": [["编程社成员名单"], ["序号", "姓名", "班级"], [1, "甲一", "三(1)班"], [2, "乙一", "三.2"]],
        "合唱团": [["合唱团成员名单"], ["序号", "姓名", "班级"], [1, "丙 一", "三年级3班"]],
    }
    members = staffed.take("club-members", staffed.book(sheets))
    assert states(members) == ["new"] * 3, words(members)
    service = [
        ["课后服务参加学生名单"],
        ["姓名", "所在班级", "是否参加", "家长同意日期"],
        ["甲一", "三(1)班", "√", "2026.9.1"],
        ["甲二", "三(1)班", "×", None],
    ]
    joined = staffed.take("participants", service)
    assert [r["consent_date"] for r in staffed.rows("service_pupil")] == ["2026-09-01"], words(joined)
    assert said(joined) == {}


def test_a_month_grid_of_two_meals_as_libreoffice_stores_xls(staffed: Office) -> None:
    plan = staffed.take("meals", staffed.data((SAMPLES / "meals.xls").read_bytes(), "就餐.xls"))
    evening = {
        (f"三({n})班", f"2026-10-{day:02d}", "晚餐"): k
        for n in (1, 2)
        for day, k in ((8, 1), (10, 0), (12, 2))
    }
    assert staffed.heads() == eaten("午餐") | eaten("午餐", "三(2)班") | evening, words(plan)
    assert [row["persons"] for row in staffed.rows("meal_signup")] == [2, 2] and not plan.findings


def test_a_sheet_a_class_with_two_panels_as_libreoffice_stores_xls(office: Office) -> None:
    office.take("students", office.data((SAMPLES / "panels.xls").read_bytes(), "名单.xls"))
    assert sorted(office.roll()) == sorted((f"{name}{n}", f"三({n})班") for name in "甲乙丙" for n in (1, 2))
