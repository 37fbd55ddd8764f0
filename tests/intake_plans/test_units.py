"""Units: in a header's brackets or behind it, in a line above the list, in the cell. A number is never read by a unit that nobody said
while another was said."""

from typing import Any

import pytest

from tests.intake_plans.clerk_office import Office, said, words

WORKS = ["类别", "内容", "数量", "单价", "金额", "日期"]


@pytest.mark.parametrize(
    "line",
    [
        "单位:台/万元", "单位：台、万元", "单位:人/台/万元", "单位：个 金额单位：万元", "单位：台，万元", "（单位：台、万元）",
        "计量单位：台 ／ 万元",
        "金额单位：万元", "单位：台、W、万元", "单位为万元", "单位（万元）", "（万元）", "单位 万元", "单位：万元 2026年10月",
    ],
)  # fmt: skip
def test_every_unit_of_a_line_goes_to_the_columns_that_it_measures(office: Office, line: str) -> None:
    rows = [["取暖改造统计表"], ["填报单位：北陈郝小学", None, None, line], WORKS]
    plan = office.take("works", [*rows, ["购置", "空调", 20, 0.35, 7, "2026-10-15"]])
    assert [(r["quantity"], r["unit_price_fen"], r["cost_fen"]) for r in office.rows("heating_work")] == [
        (20, 350_000, 7_000_000)
    ], words(plan)


def test_a_line_of_台_瓦_元_gives_the_power_its_瓦(office: Office) -> None:
    rows: list[list[Any]] = [
        ["取暖设备台账"], ["单位：台、瓦、元"], ["资产编号", "设备名称", "功率", "金额"], ["A1", "空调", 2200, 3500],
    ]  # fmt: skip
    office.take("heating", rows)
    assert [(r["power_w"], r["cost_fen"]) for r in office.rows("equipment")] == [(2200, 350_000)]


@pytest.mark.parametrize("line", ["单位：元/万元", "单位：台、元 金额单位：万元"])
def test_two_units_of_one_measure_in_a_line_are_not_guessed(office: Office, line: str) -> None:
    rows = [["统计表"], [line], ["类别", "数量", "金额"], ["购置", 20, 7], ["购置", 3, "7万元"]]
    plan = office.take("works", rows)
    assert [r["cost_fen"] for r in office.rows("heating_work")] == [7_000_000], (
        "what says its own unit is read"
    )
    assert said(plan)[4] == {"unknown_unit"} and "元、万元" in words(plan)


def test_the_line_above_all_columns_and_a_header_that_says_otherwise(office: Office) -> None:
    rows = [
        ["统计表", None, None, None, None, "单位：万元"],
        ["类别", "数量", "金额（元）"],
        ["购置", 20, 7000],
    ]
    office.take("works", rows)
    assert [r["cost_fen"] for r in office.rows("heating_work")] == [700_000]
    assert not office.take("works", [["单位：台/组"], ["类别", "数量", "金额"], ["购置", 20, 7]]).rejected


@pytest.mark.parametrize(
    ("head", "power", "watts"),
    [
        ("功率（W/台）", 2200, 2200), ("功率（瓦/台）", 2200, 2200), ("功率（W／每台）", 2200, 2200), ("功率(每台W)", 2200, 2200),
        ("功率W", 2200, 2200),
        ("功率 W", 2200, 2200), ("功率kw", 2.2, 2200), ("额定功率/瓦", 2200, 2200), ("功率：W", 2200, 2200), ("功率（MW）", 0.0022, 2200),
        ("功率（兆瓦）", 0.0022, 2200), ("功率（W）（制热）", 2200, 2200), ("功率（制热）", 2.2, 2200), ("功率（制热，W）", 2200, 2200),
        ("功率（匹）", "2200W", 2200), ("功率（单位：瓦）", 2200, 2200),
        ("功率（单位为W）", 2200, 2200), ("功率（以瓦计）", 2200, 2200), ("功率（如：2200W）", 2200, 2200),
        ("功率-W", 2200, 2200), ("功率（ＫＷ）", 2.2, 2200),
    ],
)  # fmt: skip
def test_a_power_in_the_unit_of_its_header(office: Office, head: str, power: object, watts: int) -> None:
    plan = office.take("heating", [["资产编号", "设备名称", head], ["A1", "空调", power]])
    assert [r["power_w"] for r in office.rows("equipment")] == [watts], words(plan)


@pytest.mark.parametrize(
    "head",
    [
        "功率(匹)",
        "功率(A)",
        "功率（HP）",
        "功率（W/㎡）",
        "功率(kVA)",
        "功率（W、kW）",
        "功率(mW)",
        "功率匹",
        "功率（xyz）",
        "功率（kW·h）",
        "功率（kw.h）",
        "功率（kW*h）",
        "功率（KW/h）",
        "功率（千瓦·时）",
        "功率（千瓦小时）",
        "功率kW·h",
    ],
)
def test_a_power_in_a_unit_that_is_not_known_is_rejected_and_named(office: Office, head: str) -> None:
    plan = office.take("heating", [["资产编号", "设备名称", head], ["A1", "空调", 1.5], ["A2", "空调", None]])
    assert [r["tag"] for r in office.rows("equipment")] == ["A2"]
    assert said(plan)[2] == {"unknown_unit"} and "kW" in words(plan)


@pytest.mark.parametrize("cell", ["2.2kW·h", "2.2kW/h", "2.2千瓦时"])
def test_what_a_meter_counts_is_no_power(office: Office, cell: str) -> None:
    plan = office.take(
        "heating", [["资产编号", "设备名称", "功率"], ["A1", "空调", cell], ["A2", "空调", "2.2kW/台"]]
    )
    assert [r["tag"] for r in office.rows("equipment")] == ["A2"], words(plan)


@pytest.mark.parametrize(
    ("head", "capacity"), [("额定容量(A)", None), ("额定容量(kW)", 40000), ("额定容量 千瓦", 40000)]
)
def test_a_circuit_in_ampere_is_no_power(office: Office, head: str, capacity: int | None) -> None:
    plan = office.take("circuits", [["线路名称", head], ["东线", 40]])
    assert [r["capacity_w"] for r in office.rows("circuit")] == ([capacity] if capacity else []), words(plan)


@pytest.mark.parametrize(
    ("head", "cost", "fen"),
    [
        ("金额（百元）", 70, 700_000), ("金额 万元", 0.7, 700_000), ("投资金额 万元", 0.7, 700_000), ("金额万元", 0.7, 700_000),
        ("金额（万元）（含税）", 0.7, 700_000), ("金额（含税）", 7000, 700_000), ("金额（人民币）", 7000, 700_000), 
        ("金额（元）", "三千二百元", 320_000),
        ("金额（元）", "0.7万", 700_000), ("金额（美元）", 7000, None), ("金额（元/万元）", 7000, None), ("金额（亿元）", 1, 10_000_000_000),
    ],
)  # fmt: skip
def test_money_in_the_unit_of_its_header(office: Office, head: str, cost: object, fen: int | None) -> None:
    plan = office.take("works", [["类别", "数量", head], ["购置", 1, cost]])
    assert [r["cost_fen"] for r in office.rows("heating_work")] == ([fen] if fen else []), words(plan)


@pytest.mark.parametrize(
    ("head", "area", "stored"),
    [("面积（亩）", 1, None), ("面积（公顷）", 1, None), ("面积㎡", 54.5, 5450), ("面积（平方米）", 54.5, 5450), ("面积", "54.5平米", 5450),
     ("面积（使用）", 54.5, 5450)],
)  # fmt: skip
def test_an_area_in_the_unit_of_its_header(
    office: Office, head: str, area: object, stored: int | None
) -> None:
    plan = office.take("rooms", [["房间名称", "用途", head], ["101", "教室", area]])
    assert [r["area"] for r in office.rows("room")] == ([stored] if stored else []), words(plan)


def test_counts_in_tens_of_thousands_are_no_counts(office: Office) -> None:
    assert office.take("works", [["类别", "数量（百台）", "金额"], ["购置", 2, 7]]).rejected == 1
    assert office.take("works", [["类别", "数量（台/套）", "金额"], ["购置", 2, 7]]).created == 1


def test_a_row_of_units_under_the_header(office: Office) -> None:
    rows = [
        ["资产编号", "设备名称", "功率", "金额"],
        [None, None, "W", "（万元）"],
        ["A1", "空调", 2200, 0.35],
    ]
    plan = office.take("heating", rows)
    assert [(r["power_w"], r["cost_fen"]) for r in office.rows("equipment")] == [(2200, 350_000)], words(plan)
    assert not plan.rejected


def test_what_brackets_say_that_is_no_unit_is_said(office: Office) -> None:
    plan = office.take("heating", [["资产编号", "设备名称", "功率（铭牌值）"], ["A1", "空调", 2.2]])
    assert [r["power_w"] for r in office.rows("equipment")] == [2200] and "按kW读入" in words(plan)


def test_the_unit_in_a_note_below_the_list(office: Office) -> None:
    rows = [["类别", "数量", "金额"], ["购置", 1, 7], ["合计", 1, 7], ["注：金额单位为万元"]]
    office.take("works", rows)
    assert [r["cost_fen"] for r in office.rows("heating_work")] == [7_000_000]


def test_a_second_header_with_another_unit_is_mapped_anew(office: Office) -> None:
    rows = [
        ["类别", "数量", "金额（万元）"],
        ["购置", 1, 7],
        [],
        ["类别", "数量", "金额（元）"],
        ["购置", 2, 70000],
    ]
    office.take("works", rows)
    assert [(r["quantity"], r["cost_fen"]) for r in office.rows("heating_work")] == [
        (1, 7_000_000),
        (2, 7_000_000),
    ]
