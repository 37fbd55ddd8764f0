"""What schools call their columns: headers in further words, each read into the column that it means."""

from typing import Any

import pytest

from tests.intake_plans.clerk_office import Office, words

PUPIL = ["张三", "三(2)班"]

LISTS: list[tuple[str, dict[str, Any], str, dict[str, Any]]] = [
    (
        "clubs",
        {"课程名": "剪纸社", "门类": "美术", "教练": "王芳",
            "外聘教师": "张师傅", "开展时间": "周二16:30-17:30", "活动场所": "美术室", "限报人数": "30人"},
        "club", {"name": "剪纸社", "category": "美术", "capacity": 30},
    ),
    (
        "suppliers",
        {"配餐公司": "丰禾", "供餐形式": "配餐企业", "经营许可证编号": "JY1", "证件有效期": "2028-1-1",
            "餐次": "午餐", "每餐标准": 8, "生效日期": "2026-9-1"},
        "meal_supplier", {"name": "丰禾", "mode": "配餐企业", "licence": "JY1", "licence_until": "2028-01-01"},
    ),
    (
        "rooms",
        {"楼宇": "东楼", "室名": "101", "使用性质": "教室", "面积": 54, "现有取暖方式": "空调"},
        "room", {"name": "101", "building": "东楼", "use": "教室", "heated_by": "设备取暖"},
    ),
    ("circuits", {"支路名称": "东线", "最大承载功率（kW）": 40}, "circuit", {"name": "东线", "capacity_w": 40000}),
    (
        "heating",
        {"卡片号": "00123", "设备名称": "空调", "生产商": "格力", "品牌型号": "KFR-35", "机身编号": "S1",
            "资金渠道": "自筹资金", "质保到期": "2028-1-1"},
        "equipment", {"tag": "00123", "brand": "格力", "model": "KFR-35", "serial": "S1", "funding": "自筹", "warranty_until": "2028-01-01"},
    ),
    (
        "staff",
        {"教工姓名": "王芳", "行政职务": "主任", "所教学科": "语文", "移动电话": "13906320001"},
        "staff", {"name": "王芳", "post": "主任", "subject": "语文", "phone": "13906320001"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "cells", "table", "read"), LISTS, ids=[kind for kind, *_ in LISTS])
def test_further_words(
    office: Office, kind: str, cells: dict[str, Any], table: str, read: dict[str, Any]
) -> None:
    plan = office.take(kind, [[*cells], [*cells.values()]])
    (row,) = office.rows(table)
    assert {key: row[key] for key in read} == read, words(plan)
    assert "没有读的列" not in words(plan)


def test_leaders_of_the_school_and_from_outside_in_two_columns(office: Office) -> None:
    office.take("staff", [["姓名"], ["王芳"]])
    head = ["社团名称", "校内指导教师", "校外指导教师", "名额"]
    plan = office.take(
        "clubs",
        [head, ["剪纸社", "王芳", "王芳", 30], ["足球社", "无", "张教练", 30], ["合唱", "王芳", "/", 30]],
    )
    found = {(r["club_id"], r["staff_id"] is not None, r["outside_name"]) for r in office.rows("club_leader")}
    clubs = {r["name"]: r["id"] for r in office.rows("club")}
    assert found == {
        (clubs["剪纸社"], True, None), (clubs["剪纸社"], False, "王芳"), (clubs["足球社"], False, "张教练"), (clubs["合唱"], True, None),
    }, words(plan)  # fmt: skip


@pytest.mark.parametrize(
    "head", ["家长签字日期", "家长签字时间", "监护人同意日期", "知情同意书日期", "家长确认日期"]
)
def test_the_day_of_consent(office: Office, head: str) -> None:
    office.take("students", [["姓名", "班级"], PUPIL])
    office.take("participants", [["姓名", "班级", head], [*PUPIL, "2026.9.3"]])
    (row,) = office.rows("service_pupil")
    assert (row["consent_date"], row["from_date"]) == ("2026-09-03", "2026-09-01")


@pytest.mark.parametrize(
    "heads", [("午餐单价", "晚餐单价"), ("午餐标准", "晚餐标准（元）"), ("午餐费", "晚餐费")]
)
def test_a_price_a_meal(office: Office, heads: tuple[str, str]) -> None:
    office.take("suppliers", [["供餐单位", "许可证号", *heads], ["丰禾", "JY1", 8, 6.5]])
    assert {(r["meal"], r["price_fen"]) for r in office.rows("meal_price")} == {("午餐", 800), ("晚餐", 650)}


def test_membership_in_further_words(office: Office) -> None:
    office.take("students", [["姓名", "班级"], PUPIL])
    office.take("clubs", [["社团名称", "名额"], ["剪纸社", 30]])
    office.take(
        "club-members", [["所属社团", "姓名", "行政班级", "入社时间"], ["剪纸社", *PUPIL, "2026.9.7"]]
    )
    assert [(r["from_date"], r["status"]) for r in office.rows("club_member")] == [("2026-09-07", "正式")]
