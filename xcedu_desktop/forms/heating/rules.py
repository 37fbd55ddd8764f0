"""Rules of 取暖设备 over what the workbook carries: equipment, circuits, works, inspections, open flame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from xcedu_desktop.form import Hit, ReportedRule, ReportedView, Rule, Severity
from xcedu_desktop.forms.heating.reported import (
    ReportedCircuit,
    ReportedEquipment,
    ReportedInspection,
    ReportedRoom,
    ReportedWork,
)
from xcedu_desktop.forms.heating.rules_live import LIVE_RULES
from xcedu_desktop.forms.heating.rules_words import kilowatts, piece_place, work_place, yuan
from xcedu_desktop.forms.heating.tables import GONE, IN_USE
from xcedu_desktop.school.place_words import said_whole
from xcedu_desktop.store.base import key_id
from xcedu_desktop.store.changes import Change, ChangeSet
from xcedu_desktop.thresholds import CIRCUIT_NEAR, SERVICE_LIFE, USUAL_POWER, WATTS_AS_KILOWATTS


def until(view: ReportedView) -> date:
    """The day on which age, warranty and deadlines are looked at: today, or the month's last."""
    return min(view.today, view.month.last)


def _where(r: ReportedEquipment) -> str:
    return piece_place(r.tag, r.kind)


def check_tags(view: ReportedView) -> Iterator[Hit]:
    """H01: no two pieces bear the same asset tag; the first is taken as right."""
    first: dict[str, ReportedEquipment] = {}
    for r in view.rows(ReportedEquipment):
        tag = "".join((r.tag or "").split()).casefold()
        if tag and (other := first.setdefault(tag, r)) is not r:
            placed = f"（{other.room}）" if other.room else ""
            message = f"资产编号 {r.tag} 与另一台{other.kind or '设备'}{placed}重复"
            yield Hit("equipment", r.id, "tag", _where(r), message)


def check_circuits(view: ReportedView) -> Iterator[Hit]:
    """H03: what is in use on a circuit does not exceed its capacity; above 80% of it is a warning."""
    near = view.norms.limit(CIRCUIT_NEAR)
    for r in view.rows(ReportedCircuit):
        load, capacity = r.load_w or 0, r.capacity_w or 0
        if not capacity or load * 100 <= capacity * near:
            continue
        share = f"{load * 100 / capacity:.0f}%"
        if load > capacity:
            message = f"在用负荷 {kilowatts(load)} kW，超过额定容量 {kilowatts(capacity)} kW（{share}）"
            yield Hit("circuit", r.id, "capacity_w", r.name or "供电线路", message, verb="说明")
        else:
            message = f"在用负荷 {kilowatts(load)} kW，是额定容量 {kilowatts(capacity)} kW 的 {share}"
            yield Hit(
                "circuit", r.id, "capacity_w", r.name or "供电线路", message, Severity.WARNING, verb="去看"
            )


def check_service_life(view: ReportedView) -> Iterator[Hit]:
    """H04: a piece in use is within its service life and its warranty. One finding a piece, service life first.

    The last day of either is still within it.
    """
    day, life = until(view), view.norms.limit(SERVICE_LIFE)
    for r in view.rows(ReportedEquipment):
        if r.state not in IN_USE:
            continue
        if r.purchase_date is not None and (ends := _years_on(r.purchase_date, life)) < day:
            message = (
                f"{said_whole(r.purchase_date)}购置，到 {said_whole(ends)}已满使用年限 {life} 年，还在用"
            )
            yield Hit("equipment", r.id, "purchase_date", _where(r), message, verb="去看")
        elif r.warranty_until is not None and r.warranty_until < day:
            message = f"保修已于 {said_whole(r.warranty_until)}到期，还在用"
            yield Hit("equipment", r.id, "warranty_until", _where(r), message, verb="去看")


def _years_on(start: date, years: int) -> date:
    """The same day so many years later; 28 February where that year has no 29th."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 2, 28)


def check_gone(view: ReportedView) -> Iterator[Hit]:
    """H05: what is scrapped or moved out stands in no room."""
    for r in view.rows(ReportedEquipment):
        if r.state in GONE and r.room_id:
            fix = Change("equipment", r.id, {"room_id": r.room_id}, {"room_id": None})
            yield Hit(
                "equipment", r.id, "room_id", _where(r), f"已{r.state}，还放在{r.room or '房间里'}", verb="移出",
                fix=ChangeSet(f"移出 {_where(r)}", (fix,)),
            )  # fmt: skip


def check_deadlines(view: ReportedView) -> Iterator[Hit]:
    """H07: a finding of an inspection is closed by its deadline."""
    day = until(view)
    for r in view.rows(ReportedInspection):
        if r.closed_on is None and r.deadline is not None and r.deadline < day:
            where = r.room or "自查"
            message = f"「{(r.finding or '问题')[:20]}」整改期限 {said_whole(r.deadline)}，还没有销号"
            yield Hit("inspection", r.id, "closed_on", where, message, verb="说明")


def check_power(view: ReportedView) -> Iterator[Hit]:
    """H11: a piece's power lies in its kind's usual range; far above it, watts may have been typed as kilowatts."""
    for r in view.rows(ReportedEquipment):
        power = r.power_w
        if power is None or power < 0 or r.kind is None or r.kind not in USUAL_POWER:
            continue
        low, high = (view.norms.limit(limit) for limit in USUAL_POWER[r.kind])
        if low <= power <= high:
            continue
        meant = power // 1000
        if power > view.norms.limit(WATTS_AS_KILOWATTS) and power % 1000 == 0 and low <= meant <= high:
            fix = Change("equipment", r.id, {"power_w": power}, {"power_w": meant})
            words = f"功率 {kilowatts(power)} kW，是 {kilowatts(meant)} kW 吗？"
            yield Hit(
                "equipment", r.id, "power_w", _where(r), words, verb=f"改为 {kilowatts(meant)}",
                fix=ChangeSet(f"{_where(r)} 功率改为 {kilowatts(meant)} kW", (fix,)),
            )  # fmt: skip
        else:
            message = f"功率 {kilowatts(power)} kW，{r.kind}一般 {kilowatts(low)}–{kilowatts(high)} kW"
            yield Hit("equipment", r.id, "power_w", _where(r), message)


def check_works(view: ReportedView) -> Iterator[Hit]:
    """H12: works have their cost and their date. One finding a work."""
    for r in view.rows(ReportedWork):
        lacking = [
            (key, word)
            for key, word, value in (("cost_fen", "金额", r.cost_fen), ("day", "日期", r.day))
            if value is None
        ]
        if lacking:
            words = "、".join(word for _, word in lacking)
            yield Hit(
                "heating_work", r.id, lacking[0][0], work_place(r.kind, r.name), f"没有{words}", verb="去填"
            )


def check_open_flame(view: ReportedView) -> Iterator[Hit]:
    """H13: no open flame in a classroom or dormitory."""
    for r in view.rows(ReportedRoom):
        if r.heated_by == "明火取暖" and r.use in ("教室", "宿舍"):
            yield Hit(
                "room", r.id, "heated_by", r.name or "房间", f"{r.use}用明火取暖，按规定不允许", verb="说明"
            )


def check_work_cost(view: ReportedView) -> Iterator[Hit]:
    """H14: a work's cost is unit price × quantity, where all three are there."""
    for r in view.rows(ReportedWork):
        if r.cost_fen is None or r.unit_price_fen is None or r.quantity is None:
            continue
        product = r.unit_price_fen * r.quantity
        if product != r.cost_fen:
            where, meant = work_place(r.kind, r.name), yuan(product)
            message = (
                f"金额 {yuan(r.cost_fen)} 元，单价 {yuan(r.unit_price_fen)} 元 × {r.quantity} = {meant} 元"
            )
            fix = Change("heating_work", r.id, {"cost_fen": r.cost_fen}, {"cost_fen": product})
            yield Hit(
                "heating_work", r.id, "cost_fen", where, message, verb=f"改为 {meant}",
                fix=ChangeSet(f"{where} 金额改为 {meant} 元", (fix,)),
            )  # fmt: skip


def check_against_last_month(view: ReportedView) -> Iterator[Hit]:
    """X07: equipment on the register is last month's + new − scrapped − moved out. One finding a month.

    New is what was not on it and was bought in this month; what is on it now without either, or is gone without a
    state that says so, is what does not add up.
    """
    if view.previous is None:
        return
    now = {r.id: r for r in view.rows(ReportedEquipment)}
    before = _registered({r.id: r for r in view.previous.rows(ReportedEquipment)})
    here = _registered(now)
    new = [r for i, r in here.items() if i not in before and _bought_in(r, view)]
    scrapped, moved = (
        [i for i in before if i in now and now[i].state == state] for state in ("报废", "调出")
    )
    expected = len(before) + len(new) - len(scrapped) - len(moved)
    odd = [i for i, r in here.items() if i not in before and not _bought_in(r, view)]
    lost = [i for i in before if i not in now]
    if not odd and not lost:
        return
    message = (
        f"在册 {len(here)} 台（套），按上月 {len(before)} + 新购 {len(new)} − 报废 {len(scrapped)} − 调出 {len(moved)} "
        f"应为 {expected} 台（套）"
    )
    if odd and lost:
        message += f"；{len(odd)} 台不是本月新购，{len(lost)} 台不在册了"
    record = odd[0] if odd else key_id("X07", view.school_code)
    yield Hit("equipment", record, "purchase_date", "设备台账", message, verb="去看")


def _registered(rows: Mapping[str, ReportedEquipment]) -> dict[str, ReportedEquipment]:
    return {i: r for i, r in rows.items() if r.state not in GONE}


def _bought_in(r: ReportedEquipment, view: ReportedView) -> bool:
    return r.purchase_date is not None and view.month.first <= r.purchase_date <= view.month.last


HEATING_RULES: tuple[Rule, ...] = (
    ReportedRule("H01", Severity.ERROR, "资产编号重复", check_tags),
    ReportedRule(
        "H03",
        Severity.EXPLAIN,
        "供电线路超过或接近容量",
        check_circuits,
        reasons=("分时段使用，不同时开", "供电改造已列入计划"),
    ),
    ReportedRule(
        "H04",
        Severity.WARNING,
        "设备超过使用年限或保修期",
        check_service_life,
        reasons=("设备状况良好，已列入更新计划",),
    ),
    ReportedRule("H05", Severity.ERROR, "报废或调出的设备还在房间", check_gone),
    ReportedRule(
        "H07",
        Severity.EXPLAIN,
        "整改过期没有销号",
        check_deadlines,
        reasons=("配件在采购，到货就改", "等施工单位进场"),
    ),
    *LIVE_RULES,
    ReportedRule("H11", Severity.WARNING, "功率不在常见范围", check_power, reasons=("铭牌功率如此",)),
    ReportedRule("H12", Severity.ERROR, "购置与改造没有金额或日期", check_works),
    ReportedRule(
        "H13",
        Severity.EXPLAIN,
        "教室或宿舍用明火",
        check_open_flame,
        reasons=("临时取暖，有专人看管，本月内更换",),
    ),
    ReportedRule(
        "H14",
        Severity.WARNING,
        "金额不等于单价乘数量",
        check_work_cost,
        reasons=("含安装费", "集中采购有优惠"),
    ),
    ReportedRule(
        "X07",
        Severity.WARNING,
        "设备数与上月对不上",
        check_against_last_month,
        reasons=("盘点后补登", "上月漏登"),
    ),
)
