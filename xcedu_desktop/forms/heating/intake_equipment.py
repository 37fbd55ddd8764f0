"""Import of heating equipment (取暖设备): one row a piece; a line of several pieces needs a tag for each.

A state or a room that differs from the register's holds from the day of intake, as what is typed does: the months
before keep what they had.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.forms.heating.history import Histories, Standing
from xcedu_desktop.forms.heating.intake_cost import COST_COLUMNS, MergedSums, costs
from xcedu_desktop.forms.heating.intake_rooms import RoomBook, circuits_by_name, read_circuit, read_room
from xcedu_desktop.forms.heating.tables import GONE, Equipment, EquipmentEvent
from xcedu_desktop.school.intake_job import IntakeJob, ListIn
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.kind import IntakeKind, KindColumn, Shape, columns_of
from xcedu_desktop.workbook.intake.plan_changes import Entry
from xcedu_desktop.workbook.intake.plan_rows import Row

_OWN = (
    "tag", "kind", "brand", "model", "serial", "power_w", "room_id", "circuit_id", "purchase_date", "cost_fen", "funding",
    "state", "warranty_until", "note",
)  # fmt: skip
_COLUMNS = tuple(key for key in _OWN if key != "cost_fen")
_QUANTITY = Field(
    "数量", Kind.INTEGER, low=0, high=2000, synonyms=("台数", "数量台", "套数", "件数", "台套数")
)
_MOST = 500
"""Pieces that one line may stand for."""

EQUIPMENT = Shape(
    "equipment",
    (
        *columns_of(
            fields_of(Equipment), _COLUMNS,
            words={
                "tag": ("资产编号（标签号）", "资产标签", "标签号", "固定资产号", "资产编号范围",
                    "固定资产编码", "卡片编号", "资产卡片编号", "设备编码", "卡片号", "资产卡片号"),
                "kind": ("取暖设备", "设备类别", "资产名称", "固定资产名称", "设备品名", "品名"),
                "power_w": ("功率kW", "输入功率", "额定制热功率", "单台功率", "单机功率", "设备功率"),
                "brand": ("制造商", "生产商", "生产厂商"), "model": ("品牌型号", "品牌及型号"), "serial": ("机身编号", "SN号", "SN码"),
                "room_id": ("所在教室", "使用地点", "使用房间", "教室", "安装教室", "安装房间", "存放教室", "使用位置", "存放位置", "放置地点",
                    "放置位置", "使用场所"),
                "funding": ("资金渠道", "经费渠道"),
                "warranty_until": ("保修截止日期", "保修到期", "保修到期日", "质保到期", "质保到期日", "质保截止日期"),
                "purchase_date": ("购置年月", "采购时间", "购买时间", "取得日期"),
            },
        ),
        *COST_COLUMNS,
        KindColumn("quantity", _QUANTITY),
    ),
    ("kind", "tag"),
)  # fmt: skip
_UNTAGGED = (
    EQUIPMENT.needing("by_room", "kind", "room_id"),
    EQUIPMENT.needing("by_power", "kind", "power_w"),
)

_RANGE = re.compile(r"(?P<head>.*?)(?P<first>\d+)(?:[~～至到]|-{1,2}|—{1,2})(?P<again>.*?)(?P<last>\d+)")
_WITH_OTHERS = re.compile(r"[含和及与或、不未/]|以旧换新|更新")
_SEVERAL = re.compile(r"[、,，;；\s]+")


class _Register:
    """The equipment there is, by tag; what has no tag, by all that it says."""

    def __init__(self, job: IntakeJob) -> None:
        self._by_tag: dict[str, list[Entry]] = defaultdict(list)
        self._untagged: dict[tuple[Any, ...], list[Entry]] = defaultdict(list)
        self._taken: set[str] = set()
        for entry in job.entries(Equipment).values():
            if entry.get("tag"):
                self._by_tag[fold(entry.get("tag"))].append(entry)
            else:
                self._untagged[_signature(entry.values)].append(entry)

    def next(self, values: dict[str, Any]) -> Entry | None:
        """The piece that a row means: of the pieces with its tag (H01: there may be two) the first not yet named."""
        tag = values.get("tag")
        same = self._by_tag[fold(tag)] if tag else self._untagged[_signature(values)]
        found = next((entry for entry in same if entry.id not in self._taken), None)
        if found is not None:
            self._taken.add(found.id)
        return found

    def has_named(self, tag: str) -> bool:
        """Whether a row of this file has named a piece with the tag."""
        return any(entry.id in self._taken for entry in self._by_tag[fold(tag)])

    def add(self, entry: Entry) -> None:
        """Take in a piece that a row makes."""
        self._taken.add(entry.id)
        if entry.get("tag"):
            self._by_tag[fold(entry.get("tag"))].append(entry)


class _History:
    """The dated history of the pieces (设备变动), to which an import adds what it changes."""

    def __init__(self, job: IntakeJob) -> None:
        self._job = job
        self._events = job.entries(EquipmentEvent)
        self._known = Histories({**entry.values, "id": entry.id} for entry in self._events.values())

    def note(self, piece: Entry, before: dict[str, Any]) -> None:
        """Stages the rows that go with a piece that stood as `before` says."""
        new = Standing.of(piece.values)
        for change in self._known.follow({**before, "id": piece.id}, new, self._job.today):
            if change.before is None:
                self._job.staging.make(EquipmentEvent, change.after or {}, change.row_id)
            elif change.after is None:
                self._events[change.row_id].gone = True
            else:
                self._events[change.row_id].set(change.after)


def _signature(values: Any) -> tuple[Any, ...]:
    return tuple(values.get(key) for key in _OWN if key not in ("tag", "state", "note"))


def plan_equipment(job: IntakeJob) -> None:
    """Plans equipment, matched by tag."""
    rooms, circuits, register = RoomBook(job), circuits_by_name(job), _Register(job)
    history = _History(job)
    for listed in job.lists:
        merged, gone = MergedSums(listed), _gone_by_title(listed)
        for row in job.read(listed):
            merged.settle(row)
            if gone:
                row.values["state"] = gone
                row.warn("state", "state_of_list", f"标题或表名写的是{gone}，状态读作{gone}，请核对")
            if row.get("kind") is None and "kind" not in row.bad:
                row.reject("kind", "required", "没有填设备名称")
            tags = _tags(row)
            room_id, circuit_id = read_room(row, rooms), read_circuit(row, circuits)
            if not row.alive():
                continue
            if row.get("quantity") == 0:
                row.remark("数量是 0，没有设备")
                continue
            values = {key: row.get(key) for key in _OWN} | {"room_id": room_id, "circuit_id": circuit_id}
            for tag, cost in zip(tags, costs(row, listed, len(tags)), strict=True):
                own = values | {"tag": tag, "cost_fen": cost}
                if tag and register.has_named(tag):
                    row.warn("tag", "tag_twice", f"资产编号「{tag}」在表里不止一行，照样读入，校验会标出")
                entry = register.next(own)
                if entry is None:
                    own["state"] = own["state"] or "正常"
                    register.add(job.put(row, Equipment, None, own))
                else:
                    before = dict(entry.values)
                    job.put(row, Equipment, entry, own)
                    _clear(job, row, entry)
                    history.note(entry, before)
            if len(tags) == 1:
                _old_cost(row)
            if len(tags) > 1:
                row.remark(f"拆成 {len(tags)} 台，{tags[0]} 到 {tags[-1]}")


def _gone_by_title(listed: ListIn) -> str:
    """The state that a list of pieces that are gone (报废取暖设备清单) says of each, without a column for it; "" for others."""
    if "state" in listed.found.columns.values():
        return ""
    for text in listed.texts:
        said = [state for state in GONE if state in text]
        if len(said) == 1 and not _WITH_OTHERS.search(text):
            return said[0]
    return ""


def _clear(job: IntakeJob, row: Row, entry: Entry) -> None:
    """Takes a piece out of its room and off its circuit where the row says none, or that the piece is gone (H05)."""
    job.clear_none(row, entry, "room_id", "circuit_id")
    if row.get("state") in GONE and row.cell("room_id").blank and entry.get("room_id") is not None:
        room = job.label("room", entry.get("room_id"))
        job.clear(row, entry, "room_id")
        row.warn("room_id", "room_cleared", f"{row.get('state')}的设备不在房间里，所在房间「{room}」已清空")


def _old_cost(row: Row) -> None:
    """The old cost is shown in the column in which the file says the new one."""
    column = next((key for key in ("cost_fen", "sum_fen", "line_fen") if row.get(key) is not None), None)
    if column is not None and "cost_fen" in row.old:
        row.old[column] = row.old.pop("cost_fen")


def _tags(row: Row) -> list[str | None]:
    """The tags of the pieces that a row stands for; a row of one piece may have none (G08 says so)."""
    text, quantity = row.get("tag"), row.get("quantity")
    tags: list[str | None] = list(_split(text)) if text else []
    if text and not tags:
        row.reject("tag", "tag_range", f"「{text[:30]}」的编号范围看不懂，请写成 XC-001~XC-020")
        return [None]
    if quantity is not None and quantity > 1 and len(tags) != quantity:
        said = f"编号只有 {len(tags)} 个" if tags else "没有资产编号"
        row.reject(
            "quantity",
            "tags_needed",
            f"数量是 {quantity}，{said}；每台一个编号，可写成 XC-001~XC-{quantity:03d}，或每台写一行",
        )
        return [None]
    return tags or [None]


def _split(text: str) -> list[str]:
    """XC-001~XC-010 → ten tags; XC-001、XC-002 → two; anything else is one tag. Empty: a range that makes no sense."""
    found = _RANGE.fullmatch(fold(text))
    if found and found["again"] in ("", found["head"]):
        first, last = int(found["first"]), int(found["last"])
        # A dash alone is part of many tags (XC-2024-001): a range says its head again, or uses ~ or 至.
        plain_dash = not found["again"] and not re.search(r"[~～至到]", text)
        if not plain_dash:
            if not first <= last < first + _MOST:
                return []
            width = len(found["first"])
            return [f"{found['head']}{number:0{width}d}" for number in range(first, last + 1)]
    parts = [part for part in _SEVERAL.split(text.strip()) if part]
    if len(parts) > 1 and all(re.search(r"\d", part) and len(part) > 1 for part in parts):
        return parts
    return [text]


HEATING_KIND = IntakeKind(
    "heating", "取暖设备", (EQUIPMENT, *_UNTAGGED), plan_equipment, called="设备(?!购置)|空调|台账"
)
