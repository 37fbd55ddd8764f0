"""Classes, staff, suppliers with prices, rooms, circuits, equipment, works."""

from datetime import date

import pytest

from tests.intake_plans.clerk_desk import Desk, adds_up, codes, states


def test_classes_by_name_or_by_entry_year(filled: Desk) -> None:
    plan = filled.bring(
        "classes", [["班级", "班主任"], ["三(1)班", "孙老师"], ["四年级1班", "没有的人"], ["三(1)班", None]]
    )
    assert states(plan) == ["changed", "new", "same"] and codes(plan.rows[1]) == ["unknown_staff"]
    plan = filled.bring("classes", [["入学年份", "班号"], [2021, 3], [2024, 1]])
    assert states(plan) == ["new", "same"]
    assert sorted(filled.classes().values()) == ["三(1)班", "三(2)班", "六(3)班", "四(1)班"]


def test_staff_by_name_and_phone(filled: Desk) -> None:
    head = ["教师姓名", "性别", "手机", "任教学科"]
    plan = filled.bring(
        "staff", [head, ["孙老师", "女", 13906320001.0, "语文"], ["周老师", "男", "0632-4411234", "数学"]]
    )
    assert states(plan) == ["changed", "new"] and plan.rows[0].cells["phone"] == "139****0001"
    two = [head, ["周老师", "男", "0632-4411234", None], ["周老师", "女", "13800000000", None]]
    assert states(filled.bring("staff", two)) == ["same", "new"]
    assert states(filled.bring("staff", two)) == ["same", "same"]
    assert states(filled.bring("staff", [head, ["周老师", None, None, "体育"]])) == ["ask"]


def test_a_line_a_meal_of_a_new_supplier_is_new_each(desk: Desk) -> None:
    rows = [
        ["供餐单位", "许可证号", "餐次", "单价"],
        ["甲公司", "JY1", "午餐", 10],
        ["甲公司", "JY1", "晚餐", 8],
    ]
    assert states(desk.bring("suppliers", rows)) == ["new", "new"]
    assert states(desk.bring("suppliers", rows)) == ["same", "same"]
    assert states(desk.bring("suppliers", [*rows[:2], ["甲公司", "JY1", "晚餐", 9]])) == ["same", "changed"]


def test_suppliers_with_a_price_that_changes(desk: Desk) -> None:
    head = ["供餐单位", "许可证号", "有效期", "餐次", "单价", "起始日期"]
    assert states(
        desk.bring("suppliers", [head, ["甲公司", "JY1", "2027-01-01", "午餐", 10, "2026-09-01"]])
    ) == ["new"]
    plan = desk.bring(
        "suppliers", [head, ["甲公司", "JY1", "2027-01-01", "午餐、晚餐", "11元", "2026-10-08"]]
    )
    assert states(plan) == ["changed"] and plan.rows[0].old["price_fen"] == "10.00"
    prices = [(r["meal"], r["price_fen"], r["from_date"], r["to_date"]) for r in desk.rows("meal_price")]
    assert sorted(prices) == [
        ("午餐", 1000, "2026-09-01", "2026-10-07"),
        ("午餐", 1100, "2026-10-08", None),
        ("晚餐", 1100, "2026-10-08", None),
    ]
    again = desk.bring("suppliers", [head, ["甲公司", "JY1", "2027-01-01", "午餐", 11, "2026-10-08"]])
    assert states(again) == ["same"]
    assert len(desk.rows("meal_supplier")) == 1


def test_a_price_without_a_day_begins_with_the_term(desk: Desk) -> None:
    plan = desk.bring("suppliers", [["供餐单位", "单价"], ["甲公司", 10]])
    assert codes(plan.rows[0]) == ["meal_assumed"]
    assert [row["from_date"] for row in desk.rows("meal_price")] == ["2026-09-01"]


ROOMS = [
    ["房间名称", "楼栋", "用途", "面积", "取暖方式", "所在线路"],
    [101, "教学楼", "教室", "54.5㎡", "空调", "东线"],
    ["三(2)班教室", "教学楼", "教室", 54, "暖气", None],
    ["食堂", None, "餐厅", None, "炉子", "北线"],
]
HEAD = ["资产编号", "设备名称", "功率（W）", "所在房间", "数量", "购置日期"]


@pytest.fixture
def roomy(filled: Desk) -> Desk:
    """The school with two circuits and two rooms."""
    filled.bring("circuits", [["线路名称", "额定容量（kW）"], ["东线", 20], ["西线", "22kW"]])
    assert states(filled.bring("rooms", ROOMS)) == ["new", "new", "rejected"]
    return filled


def test_rooms_and_circuits(roomy: Desk) -> None:
    assert [row["capacity_w"] for row in roomy.rows("circuit")] == [20000, 22000]
    assert [(row["name"], row["area"], row["heated_by"]) for row in roomy.rows("room")] == [
        ("101", 5450, "设备取暖"),
        ("三(2)班教室", 5400, "集中供暖"),
    ]
    assert states(roomy.bring("rooms", ROOMS)) == ["same", "same", "rejected"]
    twice = [["房间", "用途"], ["102", "教室"], ["102", "办公"]]
    assert states(roomy.bring("rooms", twice)) == ["new", "rejected"]


def test_equipment_a_row_a_piece(roomy: Desk) -> None:
    rows = [
        HEAD,
        ["XC-001~XC-003", "空调", 2200, "101", 3, date(2025, 9, 1)],
        ["XC-009", "油汀", 2200, "三年级2班", None, None],
        ["XC-2024-001", "油汀", 1500, "教学楼101", None, None],
        [None, "空调", 2200, "102", None, None],
        [None, "空调", 2200, "101", 5, None],
        ["XC-009", "油酊", 2000, "教学楼101", None, None],
    ]
    plan = roomy.bring("heating", rows)
    assert states(plan) == ["new", "new", "new", "rejected", "rejected", "new"] and adds_up(plan)
    assert codes(plan.rows[3]) == ["no_such_room"] and codes(plan.rows[4]) == ["tags_needed"]
    assert codes(plan.rows[5]) == ["tag_twice"], "a rule says so; the import takes it in"
    tags = [row["tag"] for row in roomy.rows("equipment")]
    assert tags == ["XC-001", "XC-002", "XC-003", "XC-009", "XC-2024-001", "XC-009"]
    assert {row["power_w"] for row in roomy.rows("equipment")} == {2200, 1500, 2000}
    assert {row["state"] for row in roomy.rows("equipment")} == {"正常"}
    again = roomy.bring("heating", rows)
    assert states(again) == ["same", "same", "same", "rejected", "rejected", "same"]
    moved = roomy.bring("heating", [HEAD, ["XC-001", "空调", 2200, "三(2)班教室", None, None]])
    assert states(moved) == ["changed"] and moved.rows[0].old["room_id"] == "101"


def test_works_as_given(desk: Desk) -> None:
    head = ["类别", "内容", "数量（台/套）", "单价", "金额", "日期"]
    rows = [
        head,
        ["购置", "壁挂空调", 20, "2,500", 50000, date(2026, 10, 20)],
        ["线路改造", None, 1, None, "3万", date(2026, 10, 20)],
        ["线路改造", None, 1, None, "3万", date(2026, 10, 20)],
        ["购置", "油汀", "约30", 300, None, None],
        ["买的", "油汀", 3, 300, None, None],
    ]
    assert states(desk.bring("works", rows)) == ["new", "new", "new", "rejected", "rejected"]
    assert [row["cost_fen"] for row in desk.rows("heating_work")] == [5000000, 3000000, 3000000]
    rows[1][4] = 51000
    assert states(desk.bring("works", rows[:4])) == ["changed", "same", "same"]
    blank = desk.bring("works", [head, ["购置", "油汀", 3, 300, None, None]])
    assert states(blank) == ["new"] and desk.rows("heating_work")[-1]["cost_fen"] is None


def test_a_room_that_is_called_like_its_use(filled: Desk) -> None:
    plan = filled.bring("rooms", [["房间", "用途"], ["教室101", "教室"]])
    assert states(plan) == ["new"]
    assert [(row["name"], row["use"]) for row in filled.rows("room")] == [("教室101", "教室")]


@pytest.mark.parametrize(
    "head",
    [
        "来校时间",
        "到校日期",
        "进校时间",
        "入校年月",
        "调入时间",
        "调入本校时间",
        "来本校时间",
        "进入本校时间",
        "到校工作时间",
    ],
)
def test_who_came_to_the_school_when_and_not_when_work_began(desk: Desk, head: str) -> None:
    plan = desk.bring("staff", [["姓名", "参加工作时间", head], ["张三", "2001.9.1", "2010-09-01"]])
    assert [row["from_date"] for row in desk.rows("staff")] == ["2010-09-01"] and plan.findings == []
    desk.bring("staff", [["姓名", "参加工作时间"], ["李四", "2001.9.1"]])
    assert desk.rows("staff")[-1]["from_date"] is None


def test_a_dash_is_no_subject_and_no_name(desk: Desk) -> None:
    head = ["姓名", "职务", "任教学科"]
    plan = desk.bring("staff", [head, ["张三", "会计", "—"], ["李四", "/", "无"], ["无", None, "语文"]])
    assert states(plan) == ["new", "new"] and any("「无」" in note for note in plan.notes), plan.notes
    assert [(r["post"], r["subject"]) for r in desk.rows("staff")] == [("会计", None), (None, None)]
    assert states(desk.bring("staff", [head, ["张三", "—", "—"]])) == ["same"]


def test_no_head_teacher_clears_the_head_teacher(filled: Desk) -> None:
    head = ["班级", "班主任"]
    filled.bring("classes", [head, ["三(1)班", "孙老师"]])
    assert states(filled.bring("classes", [head, ["三(1)班", None]])) == ["same"]
    plan = filled.bring("classes", [head, ["三(1)班", "无"]])
    assert states(plan) == ["changed"] and codes(plan.rows[0]) == []
    assert [row["head_teacher"] for row in filled.rows("school_class")] == [None, None]


def test_a_wrong_phone_is_told_how_to_write_one(desk: Desk) -> None:
    plan = desk.bring("staff", [["姓名", "电话"], ["张三", "12345"]])
    assert codes(plan.rows[0]) == ["phone_format"] and "*" not in plan.rows[0].remark


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("电采暖", "设备取暖"),
        ("空调供暖", "设备取暖"),
        ("市政供热", "集中供暖"),
        ("煤炉取暖", "明火取暖"),
        ("无供暖", "不取暖"),
    ],
)
def test_ways_of_heating_in_other_words(desk: Desk, said: str, stored: str) -> None:
    desk.bring("rooms", [["房间", "用途", "采暖方式"], ["101", "教室", said]])
    assert [row["heated_by"] for row in desk.rows("room")] == [stored]


@pytest.mark.parametrize(
    ("cell", "read", "code"),
    [
        ("电暖器、空调", "设备取暖", ""), ("空调/小太阳", "设备取暖", ""), ("暖气+空调", None, "not_a_choice"), ("/", None, "blank_mark"),
        ("—", None, "blank_mark"),
        ("无取暖", "不取暖", ""),
    ],
)  # fmt: skip
def test_a_choice_in_several_words_or_in_a_mark(desk: Desk, cell: str, read: str | None, code: str) -> None:
    plan = desk.bring("rooms", [["房间", "用途", "取暖方式"], ["101", "教室", cell]])
    assert codes(plan.rows[0]) == ([code] if code else [])
    assert [r["heated_by"] for r in desk.rows("room")] == ([] if code == "not_a_choice" else [read])
