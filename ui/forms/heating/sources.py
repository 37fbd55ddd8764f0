"""What the grids of 取暖设备 show: equipment, works, rooms, circuits, inspections, temperatures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ui.forms.heating.stock import ALL, Stock, share_text
from ui.grid.source import Column, GridSource, column_of
from ui.grid.stored_source import StoredSource
from ui.grid.table_source import TableSource
from xcedu_desktop.forms.heating.reported import (
    ReportedCircuit,
    ReportedEquipment,
    ReportedInspection,
    ReportedRoom,
    ReportedWork,
)
from xcedu_desktop.forms.heating.tables import (
    GONE,
    STATES,
    Circuit,
    Equipment,
    HeatingWork,
    Inspection,
    Room,
    RoomTemperature,
)
from xcedu_desktop.store.base import fields_of

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.store.base import Live

_STORED = {
    "works": ReportedWork,
    "room": ReportedRoom,
    "circuit": ReportedCircuit,
    "inspection": ReportedInspection,
}


def source_of(tab: str, ledger: Ledger, stock: Stock, place: str = ALL) -> GridSource:
    """What a tab shows. Of a locked month its stored revision; temperatures are dated rows, locked by themselves."""
    month = stock.month
    if tab == "temperature":
        return TableSource(
            ledger, RoomTemperature, _columns(RoomTemperature, day=110, room_id=180, temperature=110), month=month,
            hint="输入日期，如 10.9，记一次室温", where=[RoomTemperature.day.between(month.first, month.last)],
            locked=f"{month.spoken}已上报并锁定，要改室温请先「更正」" if stock.locked else "",
        )  # fmt: skip
    if stock.stored is not None:
        if tab == "equipment":
            return StoredEquipment(stock, place)
        model = _STORED[tab]
        return StoredSource(model, stock.stored.rows(model), stock.locked)
    if tab == "equipment":
        return EquipmentSource(ledger, stock, place)
    if tab == "works":
        return WorksSource(ledger, stock)
    if tab == "room":
        columns = _columns(
            Room, name=130, building=90, use=76, area=84, heated_by=100, circuit_id=140, note=140
        )
        return TableSource(ledger, Room, columns, month=month, hint="输入名称，新增房间")
    if tab == "circuit":
        return CircuitsSource(ledger, stock)
    columns = _columns(
        Inspection, day=100, room_id=130, finding=210, measure=210, deadline=100, closed_on=100
    )
    return TableSource(ledger, Inspection, columns, month=month, hint="输入自查日期，如 10.9，记一次自查")


def _columns(model: type[Live], **widths: int) -> list[Column]:
    """Columns of a table by key and width; the last one takes the room that is left."""
    fields = fields_of(model)
    last = list(widths)[-1]
    return [column_of(key, fields[key], width=width, stretch=key == last) for key, width in widths.items()]


_LEFT = ("kind", "funding", "state")
_TITLES = {"cost_fen": "金额（元）"}
_SHOWN = {
    "tag": 88, "kind": 100, "brand": 58, "model": 94, "room_id": 126, "power_w": 72, "purchase_date": 94, "cost_fen": 98,
    "funding": 84, "state": 76,
}  # fmt: skip
"""The register's columns that fill the grid at 1366 pixels."""
_BEYOND = {"circuit_id": 130, "warranty_until": 94, "serial": 120, "note": 160}
"""Those that are reached by scrolling."""
_SENT = {("room" if key == "room_id" else key): width for key, width in _SHOWN.items()} | {
    "power_w": 86, "model": 88, "room": 118, "warranty_until": 94,
}  # fmt: skip
"""The columns of a register that was sent."""


class EquipmentSource(TableSource):
    """The register; what is scrapped, moved out, or bought after the month stands grey. `place`: of one room or circuit."""

    total_spans: Mapping[str, int] = {"kind": 4}

    def __init__(self, ledger: Ledger, stock: Stock, place: str = ALL) -> None:
        self.stock, self.place = stock, place
        fields = fields_of(Equipment)
        columns = []
        for key, width in (*_SHOWN.items(), *_BEYOND.items()):
            rest: dict[str, Any] = {"title": _TITLES[key]} if key in _TITLES else {}
            if key in _LEFT:
                rest["align"] = "left"
            frozen = key == "tag"  # which piece it is stays seen beyond the right edge too
            columns.append(
                column_of(key, fields[key], width=width, stretch=key == "note", frozen=frozen, **rest)
            )
        defaults: dict[str, Any] = {"state": "正常"}
        if place in stock.rooms:
            defaults["room_id"] = place
        elif place in stock.circuits:
            defaults["circuit_id"] = place
        super().__init__(
            ledger,
            Equipment,
            columns,
            month=stock.month,
            defaults=defaults,
            hint="输入资产编号，登记一台设备",
        )

    def read_rows(self) -> Iterable[dict[str, Any]]:
        return [row for row in super().read_rows() if self.stock.is_at(row, self.place)]

    def counts(self, row_id: str) -> bool:
        """Whether the piece is in the month's register."""
        return self.stock.has(self.rows[row_id])

    def ink(self, row_id: str, key: str) -> str:
        if row_id not in self.rows:
            return ""
        return "ink3" if self.value(row_id, "state") in GONE or not self.counts(row_id) else ""

    def tooltip(self, row_id: str, key: str) -> str:
        if key != "purchase_date" or row_id not in self.rows or self.counts(row_id):
            return ""
        return f"{self.stock.month.spoken}以后购置，不在本月的台账里"

    def totals(self, ids: Iterable[str]) -> Mapping[str, str]:
        shown = [row_id for row_id in ids if self.counts(row_id)]
        states = Counter(self.value(row_id, "state") for row_id in shown)
        return {**super().totals(shown), "kind": _states_text(states)}


class StoredEquipment(StoredSource):
    """The register as it was reported."""

    total_spans: Mapping[str, int] = {"kind": 4}

    def __init__(self, stock: Stock, place: str) -> None:
        assert stock.stored is not None
        here = {piece["id"] for piece in stock.pieces if stock.is_at(piece, place)}
        rows = [row for row in stock.stored.rows(ReportedEquipment) if row.id in here]
        super().__init__(ReportedEquipment, rows, stock.locked, _SENT)

    def ink(self, row_id: str, key: str) -> str:
        return "ink3" if self.value(row_id, "state") in GONE else ""

    def totals(self, ids: Iterable[str]) -> Mapping[str, str]:
        shown = list(ids)
        return {
            **super().totals(shown),
            "kind": _states_text(Counter(self.value(row_id, "state") for row_id in shown)),
        }


def _states_text(states: Counter[str | None]) -> str:
    """46 台（套）：正常 41 · 待修 1 · 报废 4."""
    said = f"{sum(states.values())} 台（套）"
    order = [
        *(state for state in STATES if states[state]),
        *(state for state in states if state not in STATES),
    ]
    parts = " · ".join(f"{state or '未填状态'} {states[state]}" for state in order)
    return f"{said}：{parts}" if parts else said


class WorksSource(TableSource):
    """购置与改造, all that were entered: what counts this season (from 1 April to the month's end) in ink, the rest grey."""

    def __init__(self, ledger: Ledger, stock: Stock) -> None:
        self.stock = stock
        columns = _columns(
            HeatingWork, kind=130, name=190, day=100, quantity=70, unit_price_fen=110, cost_fen=120, note=140
        )
        super().__init__(
            ledger, HeatingWork, columns, month=stock.month, hint="输入 购置、供电线路改造 或 接入集中供暖"
        )

    def ink(self, row_id: str, key: str) -> str:
        row = self.rows.get(row_id)
        return "" if row is None or self.stock.counts(row) else "ink3"

    def totals(self, ids: Iterable[str]) -> Mapping[str, str]:
        counted = [row_id for row_id in ids if self.stock.counts(self.rows[row_id])]
        return {**super().totals(counted), "kind": "本季合计"}


class CircuitsSource(TableSource):
    """The circuits themselves, with the load of what is in use on them."""

    def __init__(self, ledger: Ledger, stock: Stock) -> None:
        self.stock = stock
        name, capacity, note = _columns(Circuit, name=180, capacity_w=120, note=200)
        load = Column("load", "在用负荷 kW", width=110, align="right", editable=False)
        share = Column("share", "占比", width=70, align="right", editable=False)
        super().__init__(
            ledger, Circuit, [name, capacity, load, share, note], month=stock.month,
            hint="输入线路名称，新增供电线路",
        )  # fmt: skip

    def text(self, row_id: str, key: str) -> str:
        if row_id not in self.rows or key not in ("load", "share"):
            return super().text(row_id, key)
        load = self.stock.loads.get(row_id, 0)
        if key == "share":
            return share_text(load, self.value(row_id, "capacity_w"))
        return self.fields["capacity_w"].format(load)
