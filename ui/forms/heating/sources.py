"""What the grids of 取暖设备 show: rooms and circuits at the left, equipment, works, inspections, temperatures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ui.grid.source import Column, GridSource, Mark, column_of
from ui.grid.table_source import TableSource
from xcedu_desktop.form import Severity
from xcedu_desktop.forms.heating.reported import works_from
from xcedu_desktop.forms.heating.tables import (
    GONE,
    IN_USE,
    Circuit,
    Equipment,
    HeatingWork,
    Inspection,
    Room,
    RoomTemperature,
)
from xcedu_desktop.store.base import fields_of

if TYPE_CHECKING:
    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month

ALL = "all"
_HEADING = "building:"
_NO_BUILDING = "未填楼栋"


class Stock:
    """The register of a month read once: rooms, circuits and pieces, for the list, the bars and the quiet line."""

    def __init__(self, ledger: Ledger, month: Month) -> None:
        self.rooms = {row["id"]: row for row in ledger.rows(Room)}
        self.circuits = {row["id"]: row for row in ledger.rows(Circuit)}
        self.pieces = [
            row
            for row in ledger.rows(Equipment)
            if row["purchase_date"] is None or row["purchase_date"] <= month.last
        ]
        first = works_from(month)
        self.works = [
            row for row in ledger.rows(HeatingWork) if row["day"] is None or first <= row["day"] <= month.last
        ]
        self.since = first
        self.in_room = Counter(piece["room_id"] for piece in self.pieces if piece["state"] in IN_USE)

    def circuit_of(self, piece: Mapping[str, Any]) -> str | None:
        """The circuit that a piece hangs on: its own, else its room's."""
        room = self.rooms.get(piece["room_id"])
        return piece["circuit_id"] or (room["circuit_id"] if room else None)

    def loads(self) -> dict[str, int]:
        """Circuit id → watts of what is in use on it."""
        found: dict[str, int] = defaultdict(int)
        for piece in self.pieces:
            if piece["state"] in IN_USE:
                found[self.circuit_of(piece) or ""] += piece["power_w"] or 0
        return found

    def heated(self) -> tuple[int, int]:
        """Rooms heated, of the rooms that need heat."""
        needing = [room for room in self.rooms.values() if room["heated_by"] != "不取暖"]
        return sum(1 for room in needing if self.is_heated(room)), len(needing)

    def is_heated(self, room: Mapping[str, Any]) -> bool:
        return bool(self.in_room[room["id"]]) or room["heated_by"] in ("集中供暖", "明火取暖")


class RoomList(GridSource):
    """全部, then the rooms under their buildings, each with how it is heated."""

    table = "room"
    columns = (
        Column("name", "房间", width=150, editable=False, stretch=True),
        Column("heat", "取暖", width=86, align="right", editable=False),
    )

    def __init__(self, stock: Stock, findings: Iterable[Finding] = ()) -> None:
        self.stock = stock
        self.marks = {
            f.record: Mark(f.severity, f.message) for f in findings if f.open and f.table == self.table
        }
        buildings: dict[str, list[str]] = {}
        for row_id, room in stock.rooms.items():
            buildings.setdefault(room["building"] or _NO_BUILDING, []).append(row_id)
        self.ids = [ALL]
        for building in sorted(buildings, key=lambda name: name == _NO_BUILDING):
            self.ids += [_HEADING + building, *buildings[building]]

    def row_ids(self) -> Sequence[str]:
        return self.ids

    def text(self, row_id: str, key: str) -> str:
        if row_id == ALL:
            return "全部设备" if key == "name" else f"{len(self.stock.pieces)} 台"
        if self.is_heading(row_id):
            return row_id.removeprefix(_HEADING) if key == "name" else ""
        room = self.stock.rooms[row_id]
        return f"　{room['name'] or '（未填名称）'}" if key == "name" else self._heat(room)

    def _heat(self, room: Mapping[str, Any]) -> str:
        count = self.stock.in_room[room["id"]]
        if count:
            return f"{count} 台"
        if room["heated_by"] in ("集中供暖", "明火取暖", "不取暖"):
            return str(room["heated_by"])
        return "？ 无设备"

    def is_heading(self, row_id: str) -> bool:
        return row_id.startswith(_HEADING)

    def mark(self, row_id: str, key: str) -> Mark | None:
        return self.marks.get(row_id) if key == "heat" else None

    def ink(self, row_id: str, key: str) -> str:
        return "ink2" if key == "heat" else "ink"


class CircuitList(GridSource):
    """全部, then the circuits with their share of load."""

    table = "circuit"
    columns = (
        Column("name", "供电线路", width=150, editable=False, stretch=True),
        Column("load", "负荷", width=70, align="right", editable=False),
    )

    def __init__(self, stock: Stock, findings: Iterable[Finding] = ()) -> None:
        self.stock, self.loads = stock, stock.loads()
        self.marks = {
            f.record: Mark(f.severity, f.message) for f in findings if f.open and f.table == self.table
        }

    def row_ids(self) -> Sequence[str]:
        return [ALL, *self.stock.circuits]

    def text(self, row_id: str, key: str) -> str:
        if row_id == ALL:
            return "全部设备" if key == "name" else f"{len(self.stock.pieces)} 台"
        circuit = self.stock.circuits[row_id]
        if key == "name":
            return circuit["name"] or "（未填名称）"
        return share_text(self.loads.get(row_id, 0), circuit["capacity_w"])

    def mark(self, row_id: str, key: str) -> Mark | None:
        return self.marks.get(row_id) if key == "load" else None

    def ink(self, row_id: str, key: str) -> str:
        return "ink2" if key == "load" else "ink"


def share_text(load: int, capacity: int | None) -> str:
    """62%, or a dash where the capacity is not known."""
    return f"{round(100 * load / capacity)}%" if capacity else "—"


_EQUIPMENT = fields_of(Equipment)


class EquipmentSource(TableSource):
    """The register; what is scrapped or moved out stands grey. `place`: only of one room or circuit."""

    def __init__(self, ledger: Ledger, month: Month, stock: Stock, place: str = ALL) -> None:
        self.stock, self.place, self.last = stock, place, month.last
        widths = {
            "tag": 90, "kind": 104, "brand": 66, "model": 96, "room_id": 126, "circuit_id": 118, "power_w": 74,
            "purchase_date": 94, "cost_fen": 96, "funding": 84, "state": 72, "warranty_until": 94,
        }  # fmt: skip
        columns = [column_of(key, _EQUIPMENT[key], width=width) for key, width in widths.items()]
        columns.append(column_of("serial", _EQUIPMENT["serial"], width=110))
        columns.append(column_of("note", _EQUIPMENT["note"], width=110, stretch=True))
        defaults: dict[str, Any] = {"state": "正常"}
        if place in stock.rooms:
            defaults["room_id"] = place
        elif place in stock.circuits:
            defaults["circuit_id"] = place
        super().__init__(
            ledger, Equipment, columns, month=month, defaults=defaults, hint="输入资产编号，登记一台设备"
        )

    def read_rows(self) -> Iterable[dict[str, Any]]:
        rows = super().read_rows()
        if self.place in self.stock.rooms:
            return [row for row in rows if row["room_id"] == self.place]
        if self.place in self.stock.circuits:
            return [row for row in rows if self.stock.circuit_of(row) == self.place]
        return rows

    def ink(self, row_id: str, key: str) -> str:
        return "ink3" if self.value(row_id, "state") in GONE else ""

    def totals(self, ids: Iterable[str]) -> Mapping[str, str]:
        shown = list(ids)
        states = Counter(self.value(row_id, "state") or "未填" for row_id in shown)
        words = " · ".join(f"{state} {count}" for state, count in states.items())
        return {**super().totals(shown), "tag": "合计", "kind": f"{len(shown)} 台（套）", "brand": words}


def works_source(ledger: Ledger, month: Month) -> TableSource:
    """Improvement works, all that were entered; those outside the season's count are grey."""
    return WorksSource(ledger, month)


_WORK = fields_of(HeatingWork)


class WorksSource(TableSource):
    """购置与改造: what counts this season (from 1 April to the month's end) in ink, the rest grey."""

    def __init__(self, ledger: Ledger, month: Month) -> None:
        self.first, self.last = works_from(month), month.last
        widths = {
            "kind": 130,
            "name": 190,
            "day": 100,
            "quantity": 70,
            "unit_price_fen": 110,
            "cost_fen": 120,
        }
        columns = [column_of(key, _WORK[key], width=width) for key, width in widths.items()]
        columns.append(column_of("note", _WORK["note"], width=140, stretch=True))
        super().__init__(
            ledger, HeatingWork, columns, month=month, hint="输入 购置、供电线路改造 或 接入集中供暖"
        )

    def counts(self, row_id: str) -> bool:
        """Whether the work is reported this month."""
        day = self.value(row_id, "day")
        return day is None or self.first <= day <= self.last

    def ink(self, row_id: str, key: str) -> str:
        return "" if self.counts(row_id) else "ink3"

    def totals(self, ids: Iterable[str]) -> Mapping[str, str]:
        return {**super().totals(row_id for row_id in ids if self.counts(row_id)), "kind": "本季合计"}


def rooms_source(ledger: Ledger, month: Month) -> TableSource:
    """The rooms themselves."""
    fields = fields_of(Room)
    widths = {"name": 130, "building": 90, "use": 76, "area": 84, "heated_by": 100, "circuit_id": 140}
    columns = [column_of(key, fields[key], width=width) for key, width in widths.items()]
    columns.append(column_of("note", fields["note"], width=140, stretch=True))
    return TableSource(ledger, Room, columns, month=month, hint="输入名称，新增房间")


class CircuitsSource(TableSource):
    """The circuits themselves, with the load of what is in use on them."""

    def __init__(self, ledger: Ledger, month: Month, stock: Stock) -> None:
        fields = fields_of(Circuit)
        self.loads, self.stock = stock.loads(), stock
        columns = [
            column_of("name", fields["name"], width=180),
            column_of("capacity_w", fields["capacity_w"], width=120),
            Column("load", "在用负荷 kW", width=110, align="right", editable=False),
            Column("share", "占比", width=70, align="right", editable=False),
            column_of("note", fields["note"], width=200, stretch=True),
        ]
        super().__init__(ledger, Circuit, columns, month=month, hint="输入线路名称，新增供电线路")

    def text(self, row_id: str, key: str) -> str:
        if row_id not in self.rows or key not in ("load", "share"):
            return super().text(row_id, key)
        load = self.loads.get(row_id, 0)
        if key == "share":
            return share_text(load, self.value(row_id, "capacity_w"))
        return self.fields["capacity_w"].format(load)


def inspections_source(ledger: Ledger, month: Month) -> TableSource:
    """Self-inspections; closed by their own date."""
    fields = fields_of(Inspection)
    widths = {"day": 100, "room_id": 130, "finding": 210, "measure": 210, "deadline": 100, "closed_on": 100}
    columns = [column_of(key, fields[key], width=width) for key, width in widths.items()]
    columns[-1] = column_of("closed_on", fields["closed_on"], width=100, stretch=True)
    return TableSource(ledger, Inspection, columns, month=month, hint="输入自查日期，如 10.9，记一次自查")


def temperatures_source(ledger: Ledger, month: Month, locked: str) -> TableSource:
    """The month's temperatures by room and day."""
    fields = fields_of(RoomTemperature)
    columns = [
        column_of("day", fields["day"], width=110),
        column_of("room_id", fields["room_id"], width=180),
        column_of("temperature", fields["temperature"], width=110, stretch=True),
    ]
    return TableSource(
        ledger, RoomTemperature, columns, month=month, locked=locked, hint="输入日期，如 10.9，记一次室温",
        where=[RoomTemperature.day.between(month.first, month.last)],
    )  # fmt: skip


def severity_of(findings: Iterable[Finding], record: str) -> Severity | None:
    """The worst open severity said of a record."""
    order = [Severity.ERROR, Severity.EXPLAIN, Severity.WARNING]
    found = {f.severity for f in findings if f.open and f.record == record}
    return next((severity for severity in order if severity in found), None)
