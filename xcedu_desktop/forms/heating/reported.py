"""取暖设备, reported: rooms with lowest temperature, equipment, circuits with load, works of the season, inspections."""

from collections import defaultdict
from datetime import date
from types import SimpleNamespace
from typing import cast

from sqlalchemy.orm import Mapped

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.form import ListSheet, MonthView, ReportedTable, ReportedView, Total
from xcedu_desktop.forms.heating.history import Histories, plain
from xcedu_desktop.forms.heating.tables import (
    IN_USE,
    Circuit,
    Equipment,
    EquipmentEvent,
    HeatingWork,
    Inspection,
    Room,
    RoomTemperature,
)
from xcedu_desktop.periods import Month, heating_season_of
from xcedu_desktop.store.base import ReportedRow, col, table_of


class ReportedRoom(ReportedRow):
    """A room, how it is heated, pieces in use in it, and the month's lowest temperature."""

    __tablename__ = "r_room"

    name: Mapped[str | None] = col(Field("房间", width=16))
    building: Mapped[str | None] = col(Field("楼栋", width=10))
    use: Mapped[str | None] = col(Field("用途", width=8))
    area: Mapped[int | None] = col(Field("面积（㎡）", Kind.DECIMAL, scale=2, unit="㎡", width=10))
    heated_by: Mapped[str | None] = col(Field("取暖方式", width=10))
    in_use: Mapped[int | None] = col(Field("在用设备", Kind.INTEGER, unit="台", total=True, width=9))
    lowest: Mapped[int | None] = col(
        Field("本月最低室温（℃）", Kind.DECIMAL, scale=1, places=1, unit="℃", width=11)
    )


class ReportedEquipment(ReportedRow):
    """A piece of equipment of the register (取暖设备台账)."""

    __tablename__ = "r_equipment"

    tag: Mapped[str | None] = col(Field("资产编号", width=12))
    kind: Mapped[str | None] = col(Field("名称", width=12))
    brand: Mapped[str | None] = col(Field("品牌", width=8))
    model: Mapped[str | None] = col(Field("型号", width=12))
    power_w: Mapped[int | None] = col(Field("功率（kW）", Kind.POWER, unit="kW", width=9))
    room_id: Mapped[str | None] = col(Field("房间编号", hidden=True))
    room: Mapped[str | None] = col(Field("所在房间", width=14))
    purchase_date: Mapped[date | None] = col(Field("购置日期", Kind.DAY, width=11))
    cost_fen: Mapped[int | None] = col(Field("金额（元）", Kind.MONEY, unit="元", total=True, width=12))
    funding: Mapped[str | None] = col(Field("资金来源", width=9))
    state: Mapped[str | None] = col(Field("状态", width=6))
    warranty_until: Mapped[date | None] = col(Field("保修至", Kind.DAY, width=11))


class ReportedCircuit(ReportedRow):
    """A supply circuit with the rated power of what is in use on it."""

    __tablename__ = "r_circuit"

    name: Mapped[str | None] = col(Field("供电线路", width=18))
    capacity_w: Mapped[int | None] = col(Field("额定容量（kW）", Kind.POWER, unit="kW", width=12))
    load_w: Mapped[int | None] = col(Field("在用负荷（kW）", Kind.POWER, unit="kW", width=12))
    pieces: Mapped[int | None] = col(Field("在用设备", Kind.INTEGER, unit="台", total=True, width=9))


class ReportedWork(ReportedRow):
    """Improvement works dated from 1 April before the heating season to the month's end."""

    __tablename__ = "r_work"

    kind: Mapped[str | None] = col(Field("类别", width=14))
    name: Mapped[str | None] = col(Field("内容", width=22))
    day: Mapped[date | None] = col(Field("日期", Kind.DAY, width=11))
    quantity: Mapped[int | None] = col(Field("数量", Kind.INTEGER, total=True, width=8))
    unit_price_fen: Mapped[int | None] = col(Field("单价（元）", Kind.MONEY, unit="元", width=12))
    cost_fen: Mapped[int | None] = col(Field("金额（元）", Kind.MONEY, unit="元", total=True, width=13))


class ReportedInspection(ReportedRow):
    """A self-inspection of the month, or one from before that is still open or was closed in it."""

    __tablename__ = "r_inspection"

    day: Mapped[date | None] = col(Field("自查日期", Kind.DAY, width=11))
    room: Mapped[str | None] = col(Field("房间", width=14))
    finding: Mapped[str | None] = col(Field("发现的问题", width=24))
    measure: Mapped[str | None] = col(Field("整改措施", width=24))
    deadline: Mapped[date | None] = col(Field("整改期限", Kind.DAY, width=11))
    closed_on: Mapped[date | None] = col(Field("销号日期", Kind.DAY, width=11))


def works_from(month: Month) -> date:
    """1 April before the heating season that the month belongs to: since when works are counted."""
    return date(heating_season_of(month.last), 4, 1)


def circuit_of(piece: Equipment, rooms: dict[str, Room]) -> str | None:
    """The circuit that a piece hangs on: its own, else its room's."""
    room = rooms.get(piece.room_id or "")
    return piece.circuit_id or (room.circuit_id if room else None)


def pieces_of_month(view: MonthView) -> list[Equipment]:
    """The register as the month's end left it: without what was bought later, states and rooms as they were then.

    A heater scrapped on 5 November is in use in October's report, whenever that is exported.
    """
    return view.once(pieces_of_month, lambda: _pieces(view))


def _pieces(view: MonthView) -> list[Equipment]:
    last = view.month.last
    pieces = [e for e in view.rows(Equipment) if e.purchase_date is None or e.purchase_date <= last]
    events = [plain(event) for event in view.rows(EquipmentEvent)]
    if not any(event["day"] and event["day"] > last for event in events):
        return pieces
    histories = Histories(events)
    return [_as_of(piece, histories, last) for piece in pieces]


def _as_of(piece: Equipment, histories: Histories, day: date) -> Equipment:
    """The piece with the state and the room that it had at the end of a day."""
    keys = table_of(Equipment).c.keys()
    values = {key: getattr(piece, key) for key in keys}
    then = histories.at(values, day)._asdict()
    if all(values[key] == value for key, value in then.items()):
        return piece
    return cast(Equipment, SimpleNamespace(**values | then))


def derive_rooms(view: MonthView) -> list[ReportedRow]:
    in_use: dict[str, int] = defaultdict(int)
    for piece in pieces_of_month(view):
        if piece.state in IN_USE:
            in_use[piece.room_id or ""] += 1
    lowest: dict[str, int] = {}
    for t in view.rows_of_month(RoomTemperature):
        if t.room_id and t.temperature is not None:
            lowest[t.room_id] = min(lowest.get(t.room_id, t.temperature), t.temperature)
    return [
        ReportedRoom(
            id=r.id, name=r.name, building=r.building, use=r.use, area=r.area, heated_by=r.heated_by, in_use=in_use[r.id],
            lowest=lowest.get(r.id),
        )
        for r in view.rows(Room)
    ]  # fmt: skip


def derive_equipment(view: MonthView) -> list[ReportedRow]:
    rooms = {r.id: r for r in view.rows(Room)}
    return [
        ReportedEquipment(
            id=e.id, tag=e.tag, kind=e.kind, brand=e.brand, model=e.model, power_w=e.power_w, room_id=e.room_id,
            room=room.name if (room := rooms.get(e.room_id or "")) else None, purchase_date=e.purchase_date,
            cost_fen=e.cost_fen, funding=e.funding, state=e.state, warranty_until=e.warranty_until,
        )
        for e in pieces_of_month(view)
    ]  # fmt: skip


def derive_circuits(view: MonthView) -> list[ReportedRow]:
    rooms = {r.id: r for r in view.rows(Room)}
    load: dict[str, int] = defaultdict(int)
    pieces: dict[str, int] = defaultdict(int)
    for piece in pieces_of_month(view):
        circuit = circuit_of(piece, rooms)
        if circuit and piece.state in IN_USE:
            load[circuit] += piece.power_w or 0
            pieces[circuit] += 1
    return [
        ReportedCircuit(id=c.id, name=c.name, capacity_w=c.capacity_w, load_w=load[c.id], pieces=pieces[c.id])
        for c in view.rows(Circuit)
    ]


def works_of_month(view: MonthView) -> list[HeatingWork]:
    """The works that the month's report carries; one without a date is carried too (rule H12 asks for the date)."""
    first = works_from(view.month)
    return [w for w in view.rows(HeatingWork) if w.day is None or first <= w.day <= view.month.last]


def derive_works(view: MonthView) -> list[ReportedRow]:
    rows = sorted(works_of_month(view), key=lambda w: (w.day or date.max, w.position or 0, w.id))
    return [
        ReportedWork(
            id=w.id, kind=w.kind, name=w.name, day=w.day, quantity=w.quantity, unit_price_fen=w.unit_price_fen,
            cost_fen=w.cost_fen,
        )
        for w in rows
    ]  # fmt: skip


def derive_inspections(view: MonthView) -> list[ReportedRow]:
    rooms = {r.id: r.name for r in view.rows(Room)}
    first, last = view.month.first, view.month.last
    rows = [
        i
        for i in view.rows(Inspection)
        if i.day is not None
        and i.day <= last
        and (i.closed_on is None or i.closed_on >= first or i.day >= first)
    ]
    rows.sort(key=lambda i: (i.day or date.max, i.position or 0, i.id))
    return [
        ReportedInspection(
            id=i.id, day=i.day, room=rooms.get(i.room_id or ""), finding=i.finding, measure=i.measure,
            deadline=i.deadline, closed_on=i.closed_on,
        )
        for i in rows
    ]  # fmt: skip


def _works(view: ReportedView, kind: str) -> int:
    return sum(w.quantity or 0 for w in view.rows(ReportedWork) if w.kind == kind)


HEATING_REPORTED = (
    ReportedTable(
        ReportedRoom, "房间", "{month}房间取暖情况统计表", "间、台、℃", ListSheet(), derive_rooms, live=Room
    ),
    ReportedTable(
        ReportedEquipment,
        "取暖设备",
        "{month}取暖设备台账",
        "台（套）、元",
        ListSheet(),
        derive_equipment,
        dated=("state", "room_id"),
        live=Equipment,
        live_keys={"room": "room_id"},
    ),
    ReportedTable(
        ReportedCircuit,
        "供电线路",
        "{month}供电线路负荷统计表",
        "kW、台",
        ListSheet(),
        derive_circuits,
        live=Circuit,
    ),
    ReportedTable(
        ReportedWork,
        "购置与改造",
        "{month}取暖购置与改造统计表（本取暖季）",
        "台（套）、处、元",
        ListSheet(),
        derive_works,
        figures=("quantity", "cost_fen"),
        live=HeatingWork,
    ),
    ReportedTable(
        ReportedInspection,
        "自查与整改",
        "{month}取暖安全自查与整改",
        "条",
        ListSheet(),
        derive_inspections,
        live=Inspection,
        live_keys={"room": "room_id"},
    ),
)


def _is_begun(view: ReportedView) -> bool:
    """Whether anything of the form stands: then no work this season is a fact, and nothing that was not filled in."""
    return any(view.rows(kind) for kind in (ReportedRoom, ReportedEquipment, ReportedWork))


HEATING_TOTALS = (
    Total("heating_sets", "本取暖季新购设备", "台（套）", lambda view: _works(view, "购置"), filled=_is_begun),
    Total(
        "heating_circuits_upgraded", "本取暖季改造供电线路", "处", lambda view: _works(view, "供电线路改造"), filled=_is_begun,
    ),
    Total(
        "heating_central_joined", "本取暖季接入集中供暖", "处", lambda view: _works(view, "接入集中供暖"), filled=_is_begun,
    ),
    Total(
        "heating_invested_fen", "本取暖季投入", "元", lambda view: sum(w.cost_fen or 0 for w in view.rows(ReportedWork)),
        money=True, filled=_is_begun,
    ),
)  # fmt: skip
