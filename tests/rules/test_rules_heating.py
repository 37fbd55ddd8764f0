"""Each rule of 取暖设备: one case that it finds, and the nearest one that it must not."""

from datetime import date

import pytest

from tests.rules.book import NOVEMBER, OCTOBER, Book
from xcedu_desktop.form import Severity


@pytest.fixture
def warm(book: Book) -> Book:
    """A classroom with one air conditioner on a circuit of 20 kW."""
    book.add("circuit", "线", name="一号线路", capacity_w=20_000)
    book.add("room", "室", name="一(1)班教室", use="教室", heated_by="设备取暖", circuit_id="线")
    piece(book, "设")
    return book


def piece(book: Book, row: str, tag: str = "XC-0911", **values: object) -> str:
    given = {
        "kind": "壁挂式空调",
        "power_w": 1240,
        "room_id": "室",
        "state": "正常",
        "purchase_date": date(2021, 10, 12),
    }
    return book.add("equipment", row, tag=tag, **{**given, **values})


def test_a_warm_school_has_no_finding(warm: Book) -> None:
    assert warm.all() == []


def test_h01_tag_twice(warm: Book) -> None:
    piece(warm, "又", "xc-0911 ")
    found = warm.one("H01")
    assert (found.record, found.field, found.severity) == ("又", "tag", Severity.ERROR)
    warm.put("equipment", "又", tag="XC-0912")
    assert warm.found("H01") == []


def test_h02_room_without_heat(warm: Book) -> None:
    warm.add("room", "餐厅", name="餐厅", use="食堂", heated_by="设备取暖")
    found = warm.one("H02")
    assert (found.where, found.message, found.verb) == ("餐厅", "要取暖，没有在用设备", "说明")
    assert found.severity is Severity.EXPLAIN
    assert warm.found("H02", OCTOBER.previous()) == []
    for heated_by in ("集中供暖", "不取暖", "明火取暖"):
        warm.put("room", "餐厅", heated_by=heated_by)
        assert warm.found("H02") == []
    warm.put("room", "餐厅", heated_by=None)
    piece(warm, "停", "XC-2", room_id="餐厅", state="停用")
    assert len(warm.found("H02")) == 1
    warm.put("equipment", "停", state="待修")
    assert warm.found("H02") == []


@pytest.mark.parametrize(
    ("use", "hits"), [("教室", 1), ("宿舍", 1), ("食堂", 0), ("办公", 0), ("功能室", 0), (None, 0)]
)
def test_h02_a_classroom_put_down_as_not_heated_has_to_be_explained(
    warm: Book, use: str | None, hits: int
) -> None:
    warm.add("room", "冷", name="冷房间", use=use, heated_by="不取暖")
    assert len(warm.found("H02")) == hits


@pytest.mark.parametrize(("ends", "month", "hits"), [(None, 3, 1), (None, 4, 0), ("04-10", 4, 1)])
def test_h02_up_to_the_seasons_end(warm: Book, ends: str | None, month: int, hits: int) -> None:
    warm.put("school", "校", season_to=ends, name="沙沟")
    warm.put("equipment", "设", state="停用")
    warm.today = date(2027, 4, 30)
    assert len(warm.found("H02", OCTOBER.plus(month + 2))) == hits


@pytest.mark.parametrize(
    ("watts", "severity", "message"),
    [
        (14_760, None, ""),
        (14_761, Severity.WARNING, "在用负荷 16.001 kW，是额定容量 20 kW 的 80%"),
        (18_760, Severity.WARNING, "在用负荷 20 kW，是额定容量 20 kW 的 100%"),
        (18_770, Severity.EXPLAIN, "在用负荷 20.01 kW，超过额定容量 20 kW（100%）"),
    ],
)
def test_h03_circuit(warm: Book, watts: int, severity: Severity | None, message: str) -> None:
    piece(warm, "大", "XC-2", kind="热风机", power_w=watts)
    assert [(f.severity, f.message) for f in warm.found("H03")] == ([(severity, message)] if severity else [])
    warm.put("equipment", "大", state="停用")
    assert warm.found("H03") == []


def test_h04_old_or_out_of_warranty(warm: Book) -> None:
    for bought in (date(2016, 10, 31), date(2016, 10, 30)):  # of the latter it is the last day of ten years
        warm.put("equipment", "设", purchase_date=bought)
        assert warm.found("H04") == []
    warm.put("equipment", "设", purchase_date=date(2016, 10, 29))
    assert warm.one("H04").message == "2016年10月29日购置，到 2026年10月29日已满使用年限 10 年，还在用"
    warm.put("equipment", "设", purchase_date=date(2015, 11, 30))
    assert warm.one("H04").message == "2015年11月30日购置，到 2025年11月30日已满使用年限 10 年，还在用"
    warm.put("equipment", "设", purchase_date=date(2024, 10, 30), warranty_until=date(2026, 10, 29))
    assert warm.one("H04").message == "保修已于 2026年10月29日到期，还在用"
    warm.put("equipment", "设", warranty_until=date(2026, 10, 30))
    assert warm.found("H04") == []


@pytest.mark.parametrize("state", ["报废", "调出"])
def test_h05_gone_but_in_a_room(warm: Book, state: str) -> None:
    piece(warm, "旧", "XC-0916", kind="电暖器", power_w=2200, state=state)
    found = warm.one("H05")
    assert (found.where, found.message, found.verb) == (
        "XC-0916 电暖器",
        f"已{state}，还放在一(1)班教室",
        "移出",
    )
    warm.do(found.fix)
    assert warm.found("H05") == []


def test_h06_inspection(warm: Book) -> None:
    warm.today = date(2026, 11, 13)
    assert warm.found("H06", NOVEMBER) == []  # the season has not begun
    warm.today = date(2026, 11, 16)
    assert warm.one("H06", NOVEMBER).message == "11月15日开始供暖，还没有供暖前自查"
    warm.add("inspection", day=date(2026, 10, 20))
    assert warm.found("H06", NOVEMBER) == []
    warm.today = date(2026, 12, 1)
    assert warm.one("H06", NOVEMBER.next()).message == "12月还没有取暖安全自查"


def test_h07_past_its_deadline(warm: Book) -> None:
    warm.add(
        "inspection",
        "查",
        day=date(2026, 10, 9),
        finding="插座松动",
        deadline=date(2026, 10, 30),
        room_id="室",
    )
    assert warm.found("H07") == []
    warm.put("inspection", "查", deadline=date(2026, 10, 29))
    assert warm.one("H07").message == "「插座松动」整改期限 2026年10月29日，还没有销号"
    warm.put("inspection", "查", closed_on=date(2026, 10, 30))
    assert warm.found("H07") == []


def test_h08_cold_room(warm: Book) -> None:
    warm.today = date(2026, 11, 30)
    for day, tenths in ((13, 120), (16, 175), (17, 160), (18, 180)):
        warm.add("room_temperature", f"温{day}", day=date(2026, 11, day), room_id="室", temperature=tenths)
    found = warm.one("H08", NOVEMBER)
    assert (found.record, found.cells, found.where) == ("温17", 2, "一(1)班教室")
    assert found.message == "11月17日室温 16.0 ℃，低于 18 ℃，本月共 2 次"
    for day in (16, 17):
        warm.put("room_temperature", f"温{day}", temperature=180)
    assert warm.found("H08", NOVEMBER) == []  # the 13th lies before the season


@pytest.mark.parametrize(("tenths", "hits"), [(-100, 0), (-101, 1), (400, 0), (1850, 1)])
def test_h09_mistyped(warm: Book, tenths: int, hits: int) -> None:
    warm.add("room_temperature", day=date(2026, 10, 29), room_id="室", temperature=tenths)
    found = warm.found("H09")
    assert len(found) == hits
    assert all("10月29日室温" in f.message for f in found)


def test_h10_negative_or_to_come(warm: Book) -> None:
    warm.put("equipment", "设", power_w=-1240, cost_fen=-286000, purchase_date=date(2026, 10, 31))
    assert [f.message for f in warm.found("H10")] == [
        "功率 -1.24 kW 是负数", "金额 -2,860.00 元是负数", "购置日期 2026年10月31日还没有到",
    ]  # fmt: skip
    warm.put("equipment", "设", power_w=1240, cost_fen=0, purchase_date=date(2026, 10, 30))
    assert warm.found("H10") == []


def test_h11_watts_as_kilowatts(warm: Book) -> None:
    piece(warm, "油", "XC-0917", kind="油汀", power_w=2_200_000, state="停用")
    found = warm.one("H11")
    assert (found.where, found.message, found.verb) == (
        "XC-0917 油汀",
        "功率 2200 kW，是 2.2 kW 吗？",
        "改为 2.2",
    )
    warm.do(found.fix)
    assert warm.found("H11") == []
    warm.put("equipment", "油", power_w=4_100)
    assert warm.one("H11").message == "功率 4.1 kW，油汀一般 0.4–4 kW"


def test_h12_works_without_cost_or_date(warm: Book) -> None:
    warm.add("heating_work", "工", kind="购置", name="壁挂式空调", quantity=2)
    found = warm.one("H12")
    assert (found.where, found.message) == ("购置 壁挂式空调", "没有金额、日期")
    warm.put("heating_work", "工", cost_fen=0, day=date(2026, 10, 20))
    assert warm.found("H12") == []


def test_h13_open_flame(warm: Book) -> None:
    warm.put("room", "室", heated_by="明火取暖")
    assert warm.one("H13").message == "教室用明火取暖，按规定不允许"
    warm.put("room", "室", use="办公")
    assert warm.found("H13") == []


def test_h14_cost_of_works(warm: Book) -> None:
    warm.add(
        "heating_work", "工", kind="购置", quantity=6, unit_price_fen=286_000, cost_fen=1_716_000, day=date(2026, 10, 20)
    )  # fmt: skip
    assert warm.found("H14") == []
    warm.put("heating_work", "工", cost_fen=1_716_001)
    assert warm.one("H14").message == "金额 17,160.01 元，单价 2,860.00 元 × 6 = 17,160.00 元"


def test_x07_register_against_last_month(warm: Book) -> None:
    warm.today = date(2026, 11, 30)
    piece(warm, "旧", "XC-2")
    warm.report(OCTOBER)
    piece(warm, "新", "XC-3", purchase_date=date(2026, 11, 9))
    warm.put("equipment", "旧", state="报废", room_id=None)
    assert warm.found("X07", NOVEMBER) == []
    piece(warm, "补", "XC-4", purchase_date=date(2019, 11, 9))
    found = warm.one("X07", NOVEMBER)
    assert (found.record, found.form) == ("补", "heating")
    assert found.message == "在册 3 台（套），按上月 2 + 新购 1 − 报废 1 − 调出 0 应为 2 台（套）"
