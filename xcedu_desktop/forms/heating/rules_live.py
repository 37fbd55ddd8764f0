"""Rules of 取暖设备 that need the school's own season or its readings day by day, so that they read live rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from xcedu_desktop.fields import Field
from xcedu_desktop.form import Hit, LiveRule, MonthView, Rule, Severity
from xcedu_desktop.forms.heating.reported import pieces_of_month
from xcedu_desktop.forms.heating.rules_words import kilowatts, piece_place, work_place, yuan
from xcedu_desktop.forms.heating.tables import (
    HEATED_WITHOUT_PIECES,
    IN_USE,
    ROOM_USES,
    Equipment,
    EquipmentEvent,
    HeatingWork,
    Inspection,
    Room,
    RoomTemperature,
    needs_heat,
)
from xcedu_desktop.periods import Month
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.place_words import label_of, place, said, said_whole
from xcedu_desktop.store.base import fields_of, key_id
from xcedu_desktop.thresholds import (
    HEATING_FIRST_MONTH,
    INSPECTION_AHEAD,
    SEASON_FROM,
    SEASON_TO,
    TEMPERATURE_HIGHEST,
    TEMPERATURE_LOWEST,
    WARM_ENOUGH,
)


def season(view: MonthView) -> tuple[date, date]:
    """First and last day of the heating season that the month belongs to, as the profile says (MM-DD), else the usual."""
    school = ground(view).school
    first = _day(school.season_from, view.norms.limit(SEASON_FROM))
    last = _day(school.season_to, view.norms.limit(SEASON_TO))
    # The winter that the month is in or comes before; a season that lies in one calendar year has its own year.
    year = view.month.year if view.month.month > last[0] else view.month.year - 1
    if first <= last:
        year = view.month.year
    return _on(year, first), _on(year if first <= last else year + 1, last)


def _day(text: str | None, usual: int) -> tuple[int, int]:
    parts = (text or "").replace("月", "-").replace("/", "-").removesuffix("日").split("-")
    if len(parts) == 2 and all(part.isdecimal() for part in parts):
        month, day = int(parts[0]), int(parts[1])
        if 1 <= month <= 12 and 1 <= day <= 31:
            return month, day
    return usual // 100, usual % 100


def _on(year: int, month_day: tuple[int, int]) -> date:
    month, day = month_day
    last = Month(year, month).last.day
    return date(year, month, min(day, last))


def check_rooms(view: MonthView) -> Iterator[Hit]:
    """H02: from October to the season's end a room that needs heat has equipment in use, or central heating.

    A classroom or dormitory needs it even where it is put down as 不取暖: that is what has to be explained. Open flame in
    a room is H13's, or allowed there. One finding a room.
    """
    first, last = season(view)
    begins = min(first, date(first.year, view.norms.limit(HEATING_FIRST_MONTH), 1))
    if not (begins <= view.month.last and view.month.first <= last):
        return
    heated = {e.room_id for e in pieces_of_month(view) if e.state in IN_USE}
    for room in view.rows(Room):
        if room.use not in ROOM_USES or room.heated_by in HEATED_WITHOUT_PIECES:
            continue
        if not needs_heat(room.use, room.heated_by):
            continue
        if room.id not in heated:
            yield Hit("room", room.id, "heated_by", room.name or "房间", "要取暖，没有在用设备", verb="说明")


def check_inspection_due(view: MonthView) -> Iterator[Hit]:
    """H06: a self-inspection by the season's start, then one in every month of the season with school days."""
    g = ground(view)
    first, last = season(view)
    day = min(view.today, view.month.last)
    if not (first <= day and view.month.first <= last and g.past_school_days):
        return
    if not view.rows(Room) and not view.rows(Equipment):
        return
    ahead = timedelta(days=view.norms.limit(INSPECTION_AHEAD))
    since = first - ahead if view.month.contains(first) else view.month.first
    if any(i.day is not None and since <= i.day <= view.month.last for i in view.rows(Inspection)):
        return
    opening = view.month.contains(first)
    message = (
        f"{said(first)}开始供暖，还没有供暖前自查" if opening else f"{view.month.month}月还没有取暖安全自查"
    )
    record = key_id("H06", view.school_code)
    yield Hit("inspection", record, "day", "自查与整改", message, verb="去填")


def check_cold_rooms(view: MonthView) -> Iterator[Hit]:
    """H08: no reading in season is under 18 ℃. One finding a room, at its lowest reading."""
    first, last = season(view)
    mistyped, enough = view.norms.limit(TEMPERATURE_LOWEST), view.norms.limit(WARM_ENOUGH)
    cold: dict[str, list[RoomTemperature]] = defaultdict(list)
    for r in view.rows_of_month(RoomTemperature):
        if r.temperature is None or r.day is None or not (first <= r.day <= last):
            continue
        if mistyped <= r.temperature < enough:
            cold[r.room_id or ""].append(r)
    for room_id, readings in cold.items():
        lowest = min(readings, key=lambda r: r.temperature or 0)
        where = label_of(view, "room", room_id) or "房间"
        times = f"，本月共 {len(readings)} 次" if len(readings) > 1 else ""
        message = f"{said(lowest.day or first)}室温 {_celsius(lowest)} ℃，低于 {enough / 10:g} ℃{times}"
        yield Hit(
            "room_temperature", lowest.id, "temperature", where, message, cells=len(readings), verb="去看"
        )


def check_readings(view: MonthView) -> Iterator[Hit]:
    """H09: a reading lies between −10 and 40 ℃; outside it was mistyped."""
    lowest, highest = view.norms.limit(TEMPERATURE_LOWEST), view.norms.limit(TEMPERATURE_HIGHEST)
    for r in view.rows_of_month(RoomTemperature):
        if r.temperature is None or r.day is None:
            continue
        if not lowest <= r.temperature <= highest:
            where = place(label_of(view, "room", r.room_id) or "房间", f"{r.day.day}日")
            message = f"{said(r.day)}室温 {_celsius(r)} ℃，不在 {_degrees(lowest)}…{_degrees(highest)} ℃ 内，是否填错"
            yield Hit("room_temperature", r.id, "temperature", where, message)


def _degrees(tenths: int) -> str:
    return f"{tenths / 10:g}".replace("-", "−")


def _celsius(r: RoomTemperature) -> str:
    return fields_of(RoomTemperature)["temperature"].format(r.temperature)


def check_negative_or_future(view: MonthView) -> Iterator[Hit]:
    """H10: no cost, price, quantity or power is negative; no day of a purchase, change, work, inspection, reading is to come."""
    equipment, works = fields_of(Equipment), fields_of(HeatingWork)
    for e in view.rows(Equipment):
        where = piece_place(e.tag, e.kind)
        if e.power_w is not None and e.power_w < 0:
            yield Hit("equipment", e.id, "power_w", where, f"功率 {kilowatts(e.power_w)} kW 是负数")
        yield from _money("equipment", e.id, where, equipment, cost_fen=e.cost_fen)
        yield from _future(view, "equipment", e.id, where, equipment, purchase_date=e.purchase_date)
    for w in view.rows(HeatingWork):
        where = work_place(w.kind, w.name)
        if w.quantity is not None and w.quantity < 0:
            yield Hit("heating_work", w.id, "quantity", where, f"数量 {w.quantity} 是负数")
        yield from _money(
            "heating_work", w.id, where, works, cost_fen=w.cost_fen, unit_price_fen=w.unit_price_fen
        )
        yield from _future(view, "heating_work", w.id, where, works, day=w.day)
    pieces = {e.id: piece_place(e.tag, e.kind) for e in view.rows(Equipment)}
    events = fields_of(EquipmentEvent)
    for event in view.rows(EquipmentEvent):
        where = pieces.get(event.equipment_id or "", "设备变动")
        yield from _future(view, "equipment_event", event.id, where, events, day=event.day)
    inspection = fields_of(Inspection)
    for i in view.rows(Inspection):
        where = label_of(view, "room", i.room_id) or "自查"
        yield from _future(view, "inspection", i.id, where, inspection, day=i.day, closed_on=i.closed_on)
    temperature = fields_of(RoomTemperature)
    for t in view.rows_of_month(RoomTemperature):
        where = label_of(view, "room", t.room_id) or "房间"
        yield from _future(view, "room_temperature", t.id, where, temperature, day=t.day)


def _money(
    table: str, record: str, where: str, fields: dict[str, Field], **amounts: int | None
) -> Iterator[Hit]:
    for key, fen in amounts.items():
        if fen is not None and fen < 0:
            yield Hit(table, record, key, where, f"{fields[key].title} {yuan(fen)} 元是负数")


def _future(
    view: MonthView, table: str, record: str, where: str, fields: dict[str, Field], **days: date | None
) -> Iterator[Hit]:
    for key, day in days.items():
        if day is not None and day > view.today:
            yield Hit(table, record, key, where, f"{fields[key].title} {said_whole(day)}还没有到")


LIVE_RULES: tuple[Rule, ...] = (
    LiveRule(
        "H02",
        Severity.EXPLAIN,
        "要取暖的房间没有在用设备",
        check_rooms,
        reasons=("正在改造，本学期装好", "临时不用的房间", "设备在采购"),
    ),
    LiveRule("H06", Severity.WARNING, "取暖自查到期", check_inspection_due, reasons=("已安排，本周完成",)),
    LiveRule(
        "H08",
        Severity.WARNING,
        "室温偏低",
        check_cold_rooms,
        reasons=("早上刚开机，课前已升到 18 ℃", "设备待修，已换到别的教室上课"),
    ),
    LiveRule("H09", Severity.WARNING, "室温像是填错", check_readings),
    LiveRule("H10", Severity.ERROR, "金额、功率为负或日期未到", check_negative_or_future),
)
