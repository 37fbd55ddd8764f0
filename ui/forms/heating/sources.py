"""What each tab of 取暖设备 shows: which source. All are over the live rows: registers are never locked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from ui.forms.heating.changes import ChangesSource
from ui.forms.heating.equipment import EquipmentSource
from ui.forms.heating.inspections import InspectionsSource
from ui.forms.heating.stock import Stock, share_text
from ui.forms.heating.temperatures import TemperatureGrid
from ui.forms.heating.works import WorksSource
from ui.grid.source import Column, GridSource, column_of
from ui.grid.table_source import TableSource
from xcedu_desktop.forms.heating.tables import Circuit, Room
from xcedu_desktop.store.base import fields_of

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.store.base import Live

EQUIPMENT, WORKS, ROOM, CIRCUIT = "equipment", "works", "room", "circuit"
INSPECTION, TEMPERATURE, CHANGES = "inspection", "temperature", "changes"


def source_of(
    tab: str, ledger: Ledger, stock: Stock, place: str, fresh: set[str], days: Iterable[date]
) -> GridSource:
    """What a tab shows. Temperatures are dated rows, locked with their month.

    `place`: the room or circuit whose equipment is shown; `fresh`: pieces registered just now; `days`: further days of
    the temperatures.
    """
    if tab == TEMPERATURE:
        return TemperatureGrid(ledger, stock, days)
    match tab:
        case "equipment":
            return EquipmentSource(ledger, stock, place, fresh)
        case "works":
            return WorksSource(ledger, stock)
        case "room":
            return RoomsSource(ledger, stock)
        case "circuit":
            return CircuitsSource(ledger, stock)
        case "inspection":
            return InspectionsSource(ledger, stock)
    return ChangesSource(ledger, stock)


def _columns(model: type[Live], **widths: int) -> list[Column]:
    """Columns of a table by key and width; the last one takes the room that is left."""
    fields = fields_of(model)
    last = list(widths)[-1]
    return [column_of(key, fields[key], width=width, stretch=key == last) for key, width in widths.items()]


class RoomsSource(TableSource):
    """The rooms with what heats them; the footer says how many of those that need heat have it, by use."""

    numbered = "name"
    total_spans: Mapping[str, int] = {"name": 7}

    def __init__(self, ledger: Ledger, stock: Stock) -> None:
        self.stock = stock
        name, building, use, area, heated_by, circuit, note = _columns(
            Room, name=130, building=90, use=76, area=84, heated_by=100, circuit_id=140, note=140
        )
        heat = Column("heat", "在用", width=76, align="right", editable=False)
        columns = [name, building, use, area, heated_by, heat, circuit, note]
        super().__init__(ledger, Room, columns, month=stock.month, hint="输入名称，新增房间")

    def text(self, row_id: str, key: str) -> str:
        if key != "heat" or row_id not in self.rows:
            return super().text(row_id, key)
        return f"{self.stock.in_room[row_id]} 台" if self.stock.in_room[row_id] else ""

    def totals(self, ids: Iterable[str]) -> Mapping[str, str]:
        done, needing = self.stock.heated()
        by_use = " · ".join(f"{use} {heated}/{wanted}" for use, heated, wanted in self.stock.coverage())
        return {
            "name": f"{len(list(ids))} 间，要取暖 {needing} 间，已有 {done} 间{'：' if by_use else ''}{by_use}"
        }


class CircuitsSource(TableSource):
    """The circuits themselves, with the load of what is in use on them."""

    numbered = "name"

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
