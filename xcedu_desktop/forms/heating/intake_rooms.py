"""Import of rooms (房间) and supply circuits (供电线路), and finding one by the name that another list gives it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from xcedu_desktop.forms.heating.tables import Circuit, Room
from xcedu_desktop.school.intake_job import IntakeJob, says_none
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.kind import IntakeKind, Shape, columns_of
from xcedu_desktop.workbook.intake.plan_changes import Entry
from xcedu_desktop.workbook.intake.plan_rows import Row, refused

_ROOM = ("name", "building", "use", "area", "heated_by", "circuit_id", "note")
_CIRCUIT = ("name", "capacity_w", "note")

ROOMS = Shape(
    "rooms",
    columns_of(
        fields_of(Room), _ROOM,
        words={
            "name": ("房间（教室）名称", "教室（房间）", "房间名", "房屋名称", "功能室名称", "室名", "场室名称"),
            "building": ("楼名", "所在楼栋", "楼宇", "楼宇名称", "楼栋名称", "楼栋号"),
            "use": ("使用功能", "使用性质", "房间类别", "房间性质", "房屋用途", "用房类型", "用房性质"),
            "heated_by": ("供热方式", "取暖类型", "取暖形式", "供暖形式", "现有取暖方式", "现取暖方式", "冬季取暖方式"),
            "circuit_id": ("所在回路", "所属线路", "所属回路", "供电回路"),
        },
    ),
    ("name",),
    proof=("use", "area", "heated_by"),
)  # fmt: skip
CIRCUITS = Shape(
    "circuits",
    columns_of(
        fields_of(Circuit), _CIRCUIT,
        words={
            "name": ("回路编号", "配电线路", "支路", "支路名称", "线路号", "供电回路"),
            "capacity_w": (
                "承载功率", "承载容量", "最大承载", "最大承载功率", "最大负载", "额定负荷", "允许负荷", "允许功率", "最大功率", "最大容量",
                "安全容量", "供电容量",
            ),
        },
    ),
    ("name", "capacity_w"),
)  # fmt: skip

_TAIL = re.compile(r"(教室|房间|室|班)$")


class RoomBook:
    """The rooms by what people call them: name, building and name, class."""

    def __init__(self, job: IntakeJob) -> None:
        self._job = job
        self._by_name: dict[str, list[Entry]] = defaultdict(list)
        self._by_both: dict[str, list[Entry]] = defaultdict(list)
        self._loose: dict[str, list[Entry]] = defaultdict(list)
        self._by_class: dict[str, list[Entry]] = defaultdict(list)
        for room in job.entries(Room).values():
            self.add(room)

    def add(self, room: Entry) -> None:
        """Take a room in."""
        name, building = fold(room.get("name") or ""), fold(room.get("building") or "")
        if not name:
            return
        self._by_name[name].append(room)
        self._by_both[building + name].append(room)
        self._loose[_TAIL.sub("", name)].append(room)
        if class_id := self._class(name):
            self._by_class[class_id].append(room)

    def named(self, name: str, building: str | None) -> list[Entry]:
        """The rooms of exactly this name, of the building where one is said."""
        rooms = self._by_name.get(fold(name), [])
        if building is None:
            return rooms
        own = [room for room in rooms if fold(room.get("building") or "") == fold(building)]
        blank = [room for room in rooms if not room.get("building")]
        return own or (blank if len(rooms) == 1 else [])

    def find(self, text: str) -> Sequence[Entry]:
        """The rooms that a text can mean: by name, by building and name, by class, else but for 教室 or 室 at the end."""
        plain = fold(text)
        for found in (self._by_name.get(plain), self._by_both.get(plain)):
            if found:
                return found
        class_id = self._class(plain)
        if class_id and self._by_class.get(class_id):
            return self._by_class[class_id]
        loose = self._loose.get(_TAIL.sub("", plain), [])
        return loose if len(loose) == 1 else []

    def _class(self, plain: str) -> str | None:
        parsed = self._job.classes.parse(plain.removesuffix("教室"), None, self._job.classes.day_of(None))
        return self._job.classes.find(parsed.value, make=False) if parsed.value is not None else None


def circuits_by_name(job: IntakeJob) -> dict[str, Entry]:
    """The circuits by folded name."""
    return {fold(e.get("name")): e for e in job.entries(Circuit).values() if e.get("name")}


def read_circuit(row: Row, circuits: dict[str, Entry]) -> str | None:
    """The circuit that a row names; an unknown one rejects the row: a circuit needs its capacity, so it is not made."""
    cell = row.cell("circuit_id")
    if refused(row, "circuit_id", cell) or cell.blank or says_none(cell):
        return None
    found = circuits.get(fold(cell.text))
    if found is None:
        row.reject(
            "circuit_id", "no_such_circuit", f"没有叫「{cell.text.strip()[:20]}」的线路，请先导入供电线路"
        )
        return None
    row.shown["circuit_id"] = found.get("name")
    return found.id


def read_room(row: Row, rooms: RoomBook) -> str | None:
    """The room that a row names; an unknown one rejects the row: a room needs its use, so it is not made."""
    cell = row.cell("room_id")
    if refused(row, "room_id", cell) or cell.blank or says_none(cell):
        return None
    text = cell.text.strip()[:20]
    found = rooms.find(cell.text)
    if not found:
        row.reject(
            "room_id", "no_such_room", f"没有叫「{text}」的房间，请先导入房间（要写明用途），或改成已有的名称"
        )
        return None
    if len(found) > 1:
        row.reject(
            "room_id", "several", f"有 {len(found)} 个房间叫「{text}」，请连楼栋一起写，如「教学楼101」"
        )
        return None
    name = found[0].get("name")
    row.shown["room_id"] = name
    if fold(name) != fold(text):
        row.remark(f"「{text}」认作房间「{name}」")
    return found[0].id


def plan_rooms(job: IntakeJob) -> None:
    """Plans rooms, matched by name (and building)."""
    rooms, circuits = RoomBook(job), circuits_by_name(job)
    seen: dict[str, Row] = {}
    for listed in job.lists:
        for row in job.read(listed):
            if row.get("name") is None and "name" not in row.bad:
                row.reject("name", "required", "没有填房间名称")
            circuit_id = read_circuit(row, circuits)
            if not row.alive():
                continue
            same = rooms.named(row.get("name"), row.get("building"))
            if len(same) > 1:
                row.reject("name", "several", f"有 {len(same)} 个房间叫「{row.get('name')}」，请写明楼栋")
                continue
            values = {key: row.get(key) for key in _ROOM} | {"circuit_id": circuit_id}
            room = same[0] if same else None
            if room is not None and room.id in seen and repeated(row, room, values, seen[room.id], ROOMS):
                continue
            made = room is None
            room = job.put(row, Room, room, values)
            job.clear_none(row, room, "circuit_id")
            seen.setdefault(room.id, row)
            if made:
                rooms.add(room)


def plan_circuits(job: IntakeJob) -> None:
    """Plans circuits, matched by name."""
    circuits = circuits_by_name(job)
    seen: dict[str, Row] = {}
    for listed in job.lists:
        for row in job.read(listed):
            if row.get("name") is None and "name" not in row.bad:
                row.reject("name", "required", "没有填线路名称")
            if not row.alive():
                continue
            name = fold(row.get("name"))
            values = {key: row.get(key) for key in _CIRCUIT}
            circuit = circuits.get(name)
            if (
                circuit is not None
                and circuit.id in seen
                and repeated(row, circuit, values, seen[circuit.id], CIRCUITS)
            ):
                continue
            circuits[name] = job.put(row, Circuit, circuit, values)
            seen.setdefault(circuits[name].id, row)


def repeated(row: Row, entry: Entry, values: dict[str, object], first: Row, shape: Shape) -> bool:
    """A further row of the same thing: the same again is passed over, something else is rejected; True either way."""
    for key, value in values.items():
        if value is not None and entry.get(key) not in (None, value):
            title = shape.fields[key].title
            row.reject(key, "twice_in_file", f"与第 {first.number} 行说的是同一个，{title}不同，请核对")
            return True
    row.remark(f"与第 {first.number} 行重复")
    entry.set({key: value for key, value in values.items() if value is not None})
    return True


ROOMS_KIND = IntakeKind("rooms", "房间", (ROOMS,), plan_rooms, called="房间|场所")
CIRCUITS_KIND = IntakeKind("circuits", "供电线路", (CIRCUITS,), plan_circuits, called="线路(?!改造)|回路")
