"""The list at the left of 取暖设备: rooms under their buildings, or circuits; what is chosen narrows the equipment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ui.forms.heating.stock import ALL, NO_NAME, Row, Stock, share_text
from ui.grid.source import Column, GridSource, Mark

if TYPE_CHECKING:
    from xcedu_desktop.form import Finding

_HEADING = "building:"
_NO_BUILDING = "未填楼栋"


def by_building(rooms: Mapping[str, Row]) -> list[str]:
    """Row ids of rooms under the headings of their buildings, those without a building last."""
    buildings: dict[str, list[str]] = {}
    for row_id, room in rooms.items():
        buildings.setdefault(room["building"] or _NO_BUILDING, []).append(row_id)
    ids: list[str] = []
    for building in sorted(buildings, key=lambda name: name == _NO_BUILDING):
        ids += [_HEADING + building, *buildings[building]]
    return ids


def is_heading(row_id: str) -> bool:
    """Whether a row id is that of a building."""
    return row_id.startswith(_HEADING)


def heading_of(row_id: str) -> str:
    """The building's name of a heading, "" for a room."""
    return row_id.removeprefix(_HEADING) if is_heading(row_id) else ""


class _PlaceList(GridSource):
    """全部, then the places. The second column is marked where a finding names the place."""

    def __init__(self, stock: Stock, findings: Iterable[Finding] = ()) -> None:
        self.stock = stock
        self.rooms, self.circuits = stock.rooms, stock.circuits
        """Those that are listed: what was deleted since stays until the list is made anew."""
        self.marks = {
            f.record: Mark(f.severity, f.message) for f in findings if f.open and f.table == self.table
        }

    def text(self, row_id: str, key: str) -> str:
        if row_id == ALL:
            return "全部设备" if key == "name" else f"{len(self.stock.pieces)} 台"
        return self.place_text(row_id, key)

    def place_text(self, row_id: str, key: str) -> str:
        """What stands in the line of a place."""
        raise NotImplementedError

    def mark(self, row_id: str, key: str) -> Mark | None:
        return None if key == "name" else self.marks.get(row_id)

    def ink(self, row_id: str, key: str) -> str:
        return "ink" if key == "name" else "ink2"


class RoomList(_PlaceList):
    """The rooms under their buildings, each with how it is heated."""

    table = "room"
    columns = (
        Column("name", "房间", width=100, editable=False, stretch=True),
        Column("heat", "取暖", width=72, align="right", editable=False),
    )

    def __init__(self, stock: Stock, findings: Iterable[Finding] = ()) -> None:
        super().__init__(stock, findings)
        self.ids = [ALL, *by_building(self.rooms)]

    def row_ids(self) -> Sequence[str]:
        return self.ids

    def place_text(self, row_id: str, key: str) -> str:
        if is_heading(row_id):
            return heading_of(row_id) if key == "name" else ""
        room = self.rooms[row_id]
        return f"　{room['name'] or NO_NAME}" if key == "name" else self.stock.heat_text(room)

    def is_heading(self, row_id: str) -> bool:
        return is_heading(row_id)


class CircuitList(_PlaceList):
    """The circuits with their share of load."""

    table = "circuit"
    columns = (
        Column("name", "供电线路", width=100, editable=False, stretch=True),
        Column("load", "负荷", width=70, align="right", editable=False),
    )

    def row_ids(self) -> Sequence[str]:
        return [ALL, *self.circuits]

    def place_text(self, row_id: str, key: str) -> str:
        circuit = self.circuits[row_id]
        if key == "name":
            return circuit["name"] or NO_NAME
        return share_text(self.stock.loads.get(row_id, 0), circuit["capacity_w"])
