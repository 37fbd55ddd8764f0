"""The register of a month read once (台账): what lists, bars and the quiet line of 取暖设备 are counted from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from xcedu_desktop.form import ReportedView, Severity
from xcedu_desktop.forms.heating.history import Histories
from xcedu_desktop.forms.heating.reported import (
    ReportedEquipment,
    ReportedRoom,
    ReportedWork,
    works_from,
)
from xcedu_desktop.forms.heating.rules_words import kilowatts
from xcedu_desktop.forms.heating.tables import (
    HEATED_WITHOUT_PIECES,
    IN_USE,
    ROOM_USES,
    WORK_KINDS,
    Circuit,
    Equipment,
    EquipmentEvent,
    HeatingWork,
    Inspection,
    Room,
    needs_heat,
)
from xcedu_desktop.store.base import fields_of

if TYPE_CHECKING:
    from datetime import date

    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month
    from xcedu_desktop.store.base import ReportedRow

ALL = "all"
"""The place that stands for every room and circuit."""
NO_NAME = "（未填名称）"

Row = Mapping[str, Any]


class Stock:
    """Rooms, circuits, pieces and works of a month, as they are now: registers stay editable when their month is locked.

    What a locked month sent is said beside them (`said`), and its dated rows, the temperatures, cannot be written.
    The grids hold one and the same, which is `read` again after a write.
    """

    def __init__(self, ledger: Ledger, month: Month) -> None:
        self.month, self.since = month, works_from(month)
        self.read(ledger)

    def read(self, ledger: Ledger) -> None:
        """As the file is now."""
        month = self.month
        self.locked = bool(ledger.month_state(month).locked)
        self.rooms: dict[str, Row] = {row["id"]: row for row in ledger.rows(Room)}
        self.circuits: dict[str, Row] = {row["id"]: row for row in ledger.rows(Circuit)}
        self.history = Histories(ledger.rows(EquipmentEvent))
        self.register: dict[str, Row] = {row["id"]: row for row in ledger.rows(Equipment)}
        """Every piece as it stands today, whatever the month."""
        self.undated = [row for row in self.history.undated if row["equipment_id"] in self.register]
        """Changes that have no day yet: one was cleared, or what was typed is none."""
        self.changes = sum(len(self.history.steps(row_id)) for row_id in self.register) + len(self.undated)
        """Changes of pieces that are written down."""
        self.pieces: list[Row] = [self._as_of(row) for row in self.register.values() if self.has(row)]
        self.inspections: list[Row] = [*ledger.rows(Inspection)]
        self.works: list[Row] = [row for row in ledger.rows(HeatingWork) if self.counts(row)]
        self.loads: dict[str, int] = defaultdict(int)
        """Circuit id → watts of what is in use on it."""
        for piece in self.pieces:
            if piece["state"] in IN_USE:
                self.loads[self.circuit_of(piece) or ""] += piece["power_w"] or 0
        self.in_room = in_rooms(self.pieces)
        self.said = self._said(ledger.reported(month) if self.locked else None)
        """The page's quiet line: the figures of the month, of a locked one those that were sent."""

    def _as_of(self, piece: Row) -> Row:
        """The piece as the month's end left it: so the month reports it."""
        return {**piece, **self.history.at(piece, self.month.last)._asdict()}

    def has(self, piece: Row) -> bool:
        """Whether a piece is in the month's register: not bought after it."""
        bought = piece["purchase_date"]
        return bought is None or bought <= self.month.last

    def counts(self, work: Row) -> bool:
        """Whether a work is reported this month."""
        return work["day"] is None or self.since <= work["day"] <= self.month.last

    def circuit_of(self, piece: Row) -> str | None:
        """The circuit that a piece hangs on: its own, else its room's."""
        room = self.rooms.get(piece["room_id"])
        return piece["circuit_id"] or (room["circuit_id"] if room else None)

    def is_at(self, piece: Row, place: str) -> bool:
        """Whether a piece is in a room or on a circuit."""
        if place in self.rooms:
            return bool(piece["room_id"] == place)
        if place in self.circuits:
            return self.circuit_of(piece) == place
        return True

    def coverage(self) -> list[tuple[str, int, int]]:
        """By use: rooms heated, of the rooms that need heat."""
        return coverage(self.rooms.values(), self.in_room)

    def heated(self) -> tuple[int, int]:
        """Rooms heated, of the rooms that need heat."""
        return _summed(self.coverage())

    def heat_text(self, room: Row) -> str:
        """How a room is heated: 2 台, 集中供暖, or that it lacks something."""
        count = self.in_room[room["id"]]
        if count:
            return f"{count} 台"
        if room["heated_by"] in HEATED_WITHOUT_PIECES or not needs_heat(room["use"], room["heated_by"]):
            return str(room["heated_by"])
        return "？ 无设备"

    def _said(self, sent: ReportedView | None) -> str:
        if sent is None:
            return _sentence(self.since, self.rooms.values(), self.in_room, self.works)
        rooms, pieces = _plain(sent, ReportedRoom), _plain(sent, ReportedEquipment)
        figures = _sentence(self.since, rooms, in_rooms(pieces), _plain(sent, ReportedWork))
        return f"已上报：{figures}　下面是现在的"


def in_rooms(pieces: Iterable[Row]) -> Counter[str | None]:
    """Room id → pieces in use there."""
    return Counter(piece["room_id"] for piece in pieces if piece["state"] in IN_USE)


def coverage(rooms: Iterable[Row], in_room: Mapping[str | None, int]) -> list[tuple[str, int, int]]:
    """By use: rooms heated, of the rooms that need heat."""
    found: dict[str, list[int]] = {}
    for room in rooms:
        if needs_heat(room["use"], room["heated_by"]):
            count = found.setdefault(room["use"] or "未填用途", [0, 0])
            count[0] += bool(in_room.get(room["id"])) or room["heated_by"] in HEATED_WITHOUT_PIECES
            count[1] += 1
    order = {use: at for at, use in enumerate(ROOM_USES)}
    return [
        (use, found[use][0], found[use][1])
        for use in sorted(found, key=lambda use: order.get(use, len(order)))
    ]


def _summed(by_use: Sequence[tuple[str, int, int]]) -> tuple[int, int]:
    return sum(done for _, done, _ in by_use), sum(wanted for *_, wanted in by_use)


def _sentence(
    since: date, rooms: Iterable[Row], in_room: Mapping[str | None, int], works: Sequence[Row]
) -> str:
    bought = sum(work["quantity"] or 0 for work in works if work["kind"] == WORK_KINDS[0])
    spent = fields_of(HeatingWork)["cost_fen"].format(sum(work["cost_fen"] or 0 for work in works))
    heated, needing = _summed(coverage(rooms, in_room))
    return (
        f"在用 {sum(in_room.values())} 台（套） · 本取暖季新购 {bought} 台（套）、投入 {spent} 元"
        f"（{since.month}月{since.day}日起） · {heated}/{needing} 间已有取暖"
    )


def _plain(view: ReportedView, model: type[ReportedRow]) -> list[Row]:
    """Reported rows as plain values."""
    keys = ("id", *fields_of(model))
    return [{key: getattr(row, key) for key in keys} for row in view.rows(model)]


def is_open(inspection: Row) -> bool:
    """Whether an inspection found something that is not closed (销号) yet."""
    found = inspection["finding"] or inspection["measure"] or inspection["deadline"]
    return bool(found) and inspection["closed_on"] is None


def share_text(load: int, capacity: int | None) -> str:
    """62%, or a dash where the capacity is not known."""
    return f"{round(100 * load / capacity)}%" if capacity else "—"


def load_text(load: int, capacity: int | None) -> str:
    """12.4 / 20 kW　62%: one decimal at most, all of them where rounding would hide that the circuit is overloaded."""
    over = capacity is not None and load > capacity
    shown = kilowatts(load if over else (load + 50) // 100 * 100)
    return f"{shown} / {kilowatts(capacity) if capacity else '—'} kW　{share_text(load, capacity)}"


def worst(findings: Iterable[Finding], record: str) -> Severity | None:
    """The worst open severity said of a record."""
    found = {f.severity for f in findings if f.open and f.record == record}
    return min(found, key=lambda severity: severity.rank, default=None)
