"""Heating equipment by file: what a line of several pieces costs, and a piece that leaves its room."""

import pytest

from tests.intake_plans.clerk_desk import TODAY, Desk, adds_up, codes, states
from tests.intake_plans.clerk_office import Office, words


@pytest.fixture
def roomy(desk: Desk) -> Desk:
    desk.bring("circuits", [["线路名称", "额定容量（kW）"], ["东线", 20]])
    desk.bring("rooms", [["房间名称", "用途", "线路"], ["101", "教室", "东线"], ["102", "教室", None]])
    return desk


def costs(desk: Desk) -> dict[str, int | None]:
    return {row["tag"]: row["cost_fen"] for row in desk.rows("equipment")}


LINE = ["空调", 2, "B1~B2"]
HEAD = ["设备名称", "数量", "资产编号"]


@pytest.mark.parametrize(
    "head",
    ["金额", "总价", "金额（元）", "总金额", "合计金额", "购置金额", "购置费用", "原值合计", "金额合计"],
)
def test_what_a_line_costs_is_shared_by_its_pieces(roomy: Desk, head: str) -> None:
    plan = roomy.bring("heating", [[*HEAD, head], [*LINE, 8000]])
    assert costs(roomy) == {"B1": 400000, "B2": 400000}
    assert codes(plan.rows[0]) == [] and "每台" in plan.rows[0].remark
    again = roomy.bring("heating", [[*HEAD, head], [*LINE, 8000]])
    assert states(again) == ["same"]


@pytest.mark.parametrize("head", ["单价", "购置单价", "价格", "单台价格", "金额（元/台）", "单价/元"])
def test_the_price_of_a_piece_is_that_of_each(roomy: Desk, head: str) -> None:
    plan = roomy.bring("heating", [[*HEAD, head], [*LINE, 4000]])
    assert costs(roomy) == {"B1": 400000, "B2": 400000} and codes(plan.rows[0]) == []


@pytest.mark.parametrize("head", [["金额", "单价"], ["总价", "单价"], ["原值", "购置单价"]])
def test_a_price_beside_a_total_counts_on_either_side(roomy: Desk, head: list[str]) -> None:
    plan = roomy.bring("heating", [[*HEAD, *head], [*LINE, 8000, 4000]])
    assert costs(roomy) == {"B1": 400000, "B2": 400000}
    assert plan.findings == []
    other = roomy.bring("heating", [[*HEAD, *reversed(head)], [*LINE, 4000, 9000]])
    assert states(other) == ["same"] and codes(other.rows[0]) == ["cost_differs"]
    assert "4,000.00 元 × 2 = 8,000.00 元" in other.rows[0].findings[0].message


def test_a_sum_that_does_not_go_to_the_fen_keeps_the_sum(roomy: Desk) -> None:
    rows = [[*HEAD, "总价"], ["空调", 3, "B1~B3", 100]]
    plan = roomy.bring("heating", rows)
    assert costs(roomy) == {"B1": 3334, "B2": 3333, "B3": 3333}
    assert codes(plan.rows[0]) == ["cost_shared"]
    assert states(roomy.bring("heating", rows)) == ["same"]


def test_an_original_value_of_several_pieces_says_what_was_done(roomy: Desk) -> None:
    plan = roomy.bring("heating", [[*HEAD, "原值"], [*LINE, 8000]])
    assert costs(roomy) == {"B1": 400000, "B2": 400000} and codes(plan.rows[0]) == ["cost_shared"]
    assert "单价" in plan.rows[0].remark


@pytest.mark.parametrize("head", ["金额", "原值", "价格", "总价", "价值"])
@pytest.mark.parametrize("quantity", [1, None])
def test_a_piece_costs_what_its_line_says(roomy: Desk, head: str, quantity: int | None) -> None:
    plan = roomy.bring("heating", [[*HEAD, head], ["空调", quantity, "B1", 4000]])
    assert costs(roomy) == {"B1": 400000} and codes(plan.rows[0]) == []
    dearer = roomy.bring("heating", [[*HEAD, head], ["空调", quantity, "B1", 4500]])
    assert costs(roomy) == {"B1": 450000} and "4,000.00" in dearer.rows[0].old.values()
    assert set(dearer.rows[0].old) <= set(dearer.shown)


def test_a_sum_of_tags_without_a_quantity(roomy: Desk) -> None:
    plan = roomy.bring("heating", [["设备名称", "资产编号", "金额"], ["空调", "B1~B2", 8000]])
    assert costs(roomy) == {"B1": 400000, "B2": 400000} and codes(plan.rows[0]) == ["cost_shared"]


def test_an_amount_beside_a_total_is_that_of_a_piece_where_it_says_so(roomy: Desk) -> None:
    plan = roomy.bring(
        "heating", [[*HEAD, "金额", "总金额"], [*LINE, 4000, 8000], ["空调", 2, "C1、C2", 6000, 6000]]
    )
    assert costs(roomy) == {"B1": 400000, "B2": 400000, "C1": 300000, "C2": 300000}
    assert adds_up(plan) and plan.findings == []


@pytest.mark.parametrize("none", ["/", "-", "—", "——", "无", "没有", "／"])
def test_no_room_takes_a_piece_out_of_its_room(roomy: Desk, none: str) -> None:
    head = ["资产编号", "设备名称", "所在房间", "线路"]
    roomy.bring("heating", [head, ["A1", "空调", "101", "东线"]])
    blank = roomy.bring("heating", [head, ["A1", "空调", None, None]])
    assert states(blank) == ["same"] and roomy.rows("equipment")[0]["room_id"]
    plan = roomy.bring("heating", [head, ["A1", "空调", none, none]])
    assert states(plan) == ["changed"] and plan.rows[0].old["room_id"] == "101"
    piece = roomy.rows("equipment")[0]
    assert piece["room_id"] is None and piece["circuit_id"] is None


@pytest.mark.parametrize("state", ["报废", "调出", "已报废"])
@pytest.mark.parametrize(
    "head", [["资产编号", "设备名称", "状态", "所在房间"], ["资产编号", "设备名称", "状态"]]
)
def test_a_piece_that_is_gone_leaves_its_room(roomy: Desk, state: str, head: list[str]) -> None:
    roomy.bring("heating", [["资产编号", "设备名称", "所在房间"], ["A1", "空调", "101"]])
    plan = roomy.bring("heating", [head, ["A1", "空调", state]])
    assert states(plan) == ["changed"] and codes(plan.rows[0]) == ["room_cleared"]
    assert roomy.rows("equipment")[0]["room_id"] is None
    assert states(roomy.bring("heating", [head, ["A1", "空调", state]])) == ["same"]


def test_a_room_loses_its_circuit(roomy: Desk) -> None:
    plan = roomy.bring("rooms", [["房间名称", "用途", "线路"], ["101", "教室", "无"], ["102", "教室", "无"]])
    assert states(plan) == ["changed", "same"]
    assert [row["circuit_id"] for row in roomy.rows("room")] == [None, None]


def test_a_sum_merged_over_several_pieces_is_that_of_all(staffed: Office) -> None:
    staffed.take("rooms", [["房间名称", "用途"], ["101", "教室"]])
    head = ["资产编号", "设备名称", "数量", "金额", "所在房间"]
    rows = [
        head,
        ["B1", "空调", 2, 8001, "101"],
        ["B2", "空调", None, None, "101"],
        ["B3", "空调", 1, 3000, "101"],
    ]
    plan = staffed.take("heating", rows, "C2:C3", "D2:D3")
    found = {row["tag"]: row["cost_fen"] for row in staffed.rows("equipment")}
    assert found == {"B1": 400050, "B2": 400050, "B3": 300000}
    assert [f.code for f in plan.findings] == ["cost_shared", "cost_shared"]
    again = staffed.take("heating", rows, "C2:C3", "D2:D3")
    assert (again.unchanged, again.updated) == (3, 0)


def test_a_register_of_assets(roomy: Desk) -> None:
    rows = [
        ["卡片编号", "资产名称", "数量", "原值", "使用状况", "存放地点"],
        ["B1", "空调", 1, 4000, "在用", "101"],
    ]
    assert states(roomy.bring("heating", rows)) == ["new"] and costs(roomy) == {"B1": 400000}


def test_a_state_that_a_file_says_otherwise_holds_from_the_day_of_intake(roomy: Desk) -> None:
    head = ["资产编号", "设备名称", "所在房间", "状态", "购置日期"]
    roomy.bring(
        "heating", [head, ["B1", "空调", "101", "正常", "2024-10-12"], ["B2", "油汀", None, "正常", None]]
    )
    assert roomy.rows("equipment_event") == []
    roomy.bring("heating", [head, ["B1", "空调", None, "报废", None], ["B2", "油汀", "102", "正常", None]])
    piece, other = roomy.rows("equipment")
    assert (piece["state"], piece["room_id"], other["state"]) == ("报废", None, "正常")
    told = [(row["equipment_id"], row["day"], row["state"]) for row in roomy.rows("equipment_event")]
    assert told == [(piece["id"], "2024-10-12", "正常"), (piece["id"], str(TODAY), "报废")]
    again = roomy.bring("heating", [head, ["B1", "空调", None, "报废", None]])
    assert states(again) == ["same"] and len(roomy.rows("equipment_event")) == 2


@pytest.mark.parametrize("head", ["建设内容", "项目"])
def test_a_header_of_two_meanings_takes_the_one_that_is_free(office: Office, head: str) -> None:
    rows = [["工程类别", head, "数量", "金额"], ["购置", "壁挂空调", 20, 57200]]
    plan = office.take("works", rows)
    assert [(r["kind"], r["name"]) for r in office.rows("heating_work")] == [("购置", "壁挂空调")], words(
        plan
    )
    office.take("works", [[head, "数量", "金额"], ["接入集中供暖", 1, 300000]])
    assert [r["kind"] for r in office.rows("heating_work")] == ["购置", "接入集中供暖"]


def test_works_that_may_be_those_of_before_are_said(office: Office) -> None:
    head = ["类别", "内容", "数量", "金额", "日期"]
    office.take(
        "works", [head, ["购置", None, 20, 57200, "2026-10-10"], ["线路改造", "东楼", 1, 9000, "2026-10-10"]]
    )
    plan = office.take(
        "works", [head, ["购置", None, 20, 58000, "2026-10-10"], ["线路改造", "东楼", 1, 9500, "2026-10-10"]]
    )
    assert [f.code for f in plan.findings] == ["maybe_same"] and len(office.rows("heating_work")) == 3
    assert sorted(r["cost_fen"] for r in office.rows("heating_work")) == [950000, 5720000, 5800000]


def test_a_list_of_what_was_scrapped_makes_no_piece_in_use(office: Office) -> None:
    rows = [["报废取暖设备清单"], ["资产编号", "设备名称"], ["A1", "空调"]]
    plan = office.take("heating", rows)
    assert [row["state"] for row in office.rows("equipment")] == ["报废"] and "状态读作报废" in words(plan)
    office.take("heating", [["取暖设备台账（含报废）"], ["资产编号", "设备名称"], ["A2", "空调"]])
    assert office.rows("equipment")[1]["state"] == "正常"
