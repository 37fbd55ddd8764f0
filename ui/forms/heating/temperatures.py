"""室温 as a grid: rooms down under their buildings, the days measured across; one number a room and day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ui.forms.heating.lists import by_building, heading_of, is_heading
from ui.forms.heating.stock import NO_NAME, Stock
from ui.grid.cell_notes import CellNotes, Spot
from ui.grid.source import Cell, Column, GridSource, Mark, changed
from xcedu_desktop.clock import today
from xcedu_desktop.editing import CellEdit, Edited
from xcedu_desktop.form import Severity
from xcedu_desktop.forms.heating.tables import RoomTemperature, needs_heat
from xcedu_desktop.school.place_words import said
from xcedu_desktop.store.base import fields_of, new_id
from xcedu_desktop.store.changes import Change, ChangeSet, draft_id
from xcedu_desktop.store.tables import Draft

if TYPE_CHECKING:
    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger

TABLE = RoomTemperature.__tablename__
_FIELD = fields_of(RoomTemperature)["temperature"]
_NAME, _LOWEST = "name", "lowest"
_NO_ROOM = "（未填房间）"


class TemperatureGrid(GridSource):
    """Readings of a month. `days`: further days that have a column although nothing was measured yet.

    A room measured twice on a day (from an import) shows its lowest reading; the tooltip tells them all.
    """

    table = TABLE

    def __init__(self, ledger: Ledger, stock: Stock, days: Iterable[date] = ()) -> None:
        self.ledger, self.stock, self.month = ledger, stock, stock.month
        self.locked = f"{self.month.spoken}已上报并锁定，要改室温请先「更正」" if stock.locked else ""
        self.wanted = {day for day in days if self.month.contains(day)}
        self.findings: dict[str, Mark] = {}
        self.readings: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self.lowest: dict[str, int] = {}
        """Room id → its lowest reading of the month."""
        self.drafts: dict[str, tuple[str, str]] = {}
        self.cell_notes = CellNotes(ledger, (TABLE,))
        with ledger.names(self.month) as (_, reading):
            self.reading = reading
        self.reload()

    # -- reading ---------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        self.readings = {}
        between = RoomTemperature.day.between(self.month.first, self.month.last)
        for row in self.ledger.rows(RoomTemperature, between):
            self.readings.setdefault((row["room_id"] or "", row["day"].isoformat()), []).append(row)
        for mine in self.readings.values():
            mine.sort(key=lambda row: (row["temperature"] is None, row["temperature"]))
        self.lowest = {}
        for (room, _), mine in self.readings.items():
            least = mine[0]["temperature"]
            if least is not None:
                self.lowest[room] = min(least, self.lowest.get(room, least))
        self.drafts = {row_id: found for (row_id, _), found in self.ledger.drafts(TABLE).items()}
        days = sorted({*self.wanted, *(date.fromisoformat(day) for _, day in self.readings)})
        self.columns = (
            Column(_NAME, "房间", width=150, editable=False, frozen=True),
            Column(_LOWEST, "本月最低", width=78, align="right", editable=False),
            *(
                Column(day.isoformat(), f"{day.month}.{day.day}\n{_WEEK[day.weekday()]}", _FIELD, width=58)
                for day in days
            ),
        )

    def row_ids(self) -> Sequence[str]:
        measured = {room for room, _ in self.readings}
        shown = {
            row_id: room
            for row_id, room in self.stock.rooms.items()
            if needs_heat(room["use"], room["heated_by"]) or row_id in measured
        }
        return [*by_building(shown), *([""] if "" in measured else [])]

    def is_heading(self, row_id: str) -> bool:
        return is_heading(row_id)

    def text(self, row_id: str, key: str) -> str:
        if key == _NAME:
            return heading_of(row_id) or self._name(row_id)
        if key == _LOWEST:
            value = self.value(row_id, key)
            return "" if value is None else _FIELD.format(value)
        row = self._row(row_id, key)
        if row is None:
            return ""
        draft = self.drafts.get(row["id"])
        return draft[0] if draft is not None else _FIELD.format(row["temperature"], self.reading)

    def value(self, row_id: str, key: str) -> Any:
        if key == _LOWEST:
            return self.lowest.get(row_id)
        row = self._row(row_id, key)
        return row["temperature"] if row is not None else None

    def _row(self, row_id: str, key: str) -> dict[str, Any] | None:
        mine = self.readings.get((row_id, key))
        return mine[0] if mine else None

    def _name(self, row_id: str) -> str:
        room = self.stock.rooms.get(row_id)
        return _NO_ROOM if room is None else "　" + (room["name"] or NO_NAME)

    def cell_of(self, record: str) -> tuple[str, str]:
        """Row id and column key of a reading; "" where it is not of this month."""
        for (room, day), mine in self.readings.items():
            if any(row["id"] == record for row in mine):
                return room, day
        return "", ""

    def spot(self, row_id: str, key: str) -> Spot | None:
        row = self._row(row_id, key)
        return Spot(TABLE, row["id"], "temperature") if row is not None else None

    def cell_changed(self, change: Change) -> tuple[str, str] | None:
        table, record, _ = changed(change)
        if table != TABLE:
            return None
        side = change.known()
        room, day = self.cell_of(record)
        if not day and "day" in side and side["day"] is not None:
            room, day = side.get("room_id") or "", side["day"].isoformat()
        return (room, day) if day else None

    def first_room(self) -> str:
        """The first room that can be measured."""
        return next((row_id for row_id in self.row_ids() if not is_heading(row_id)), "")

    # -- looks -----------------------------------------------------------------------------------------------------

    def set_findings(self, findings: Iterable[Finding]) -> None:
        """Marks the readings that findings name."""
        self.findings = {
            f.record: Mark(f.severity, f.message) for f in findings if f.table == TABLE and f.open
        }

    def mark(self, row_id: str, key: str) -> Mark | None:
        for row in self.readings.get((row_id, key), ()):
            if row["id"] in self.drafts:
                return Mark(Severity.ERROR, self.drafts[row["id"]][1])
            if row["id"] in self.findings:
                return self.findings[row["id"]]
        return None

    def is_draft(self, row_id: str, key: str) -> bool:
        row = self._row(row_id, key)
        return row is not None and row["id"] in self.drafts

    def ink(self, row_id: str, key: str) -> str:
        return "ink" if key == _NAME else ""

    def header_ground(self, key: str) -> str:
        return "accent_soft" if key == today().isoformat() else ""

    def tooltip(self, row_id: str, key: str) -> str:
        mine = self.readings.get((row_id, key), ())
        if len(mine) < 2:
            return ""
        texts = "、".join(_FIELD.format(row["temperature"]) for row in mine if row["temperature"] is not None)
        return f"这一天量了 {len(mine)} 次：{texts}；显示最低的一次"

    # -- writing ---------------------------------------------------------------------------------------------------

    def refusal(self, row_id: str, key: str) -> str:
        return self.locked or super().refusal(row_id, key)

    def place(self, row_id: str, key: str) -> str:
        if key in (_NAME, _LOWEST):
            return ""
        return f"{self._name(row_id).strip()} {said(date.fromisoformat(key))}"

    def check(self, cells: Sequence[Cell]) -> dict[tuple[str, str], str]:
        wrong = {}
        for row_id, key, text in cells:
            error = _FIELD.parse(text, self.reading).error
            if error is not None:
                wrong[row_id, key] = error.message
        return wrong

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        """A text is a reading; a blank takes the reading away, since a room not measured has none."""
        edits, gone = [], []
        spots: dict[str, tuple[str, str]] = {}
        for room, day, text in cells:
            row = self._row(room, day)
            if not text.strip():
                gone += [] if row is None else self._gone(row)
                continue
            make = {"day": date.fromisoformat(day), "room_id": room or None}
            row_id = row["id"] if row is not None else new_id()
            spots[row_id] = (room, day)
            edits.append(CellEdit(TABLE, row_id, "temperature", text, None if row is not None else make))
        if not edits:
            return Edited(self.ledger.apply(ChangeSet(title, tuple(gone))), {}, {})
        done = self.ledger.edit(edits, month=self.month, title=title, along=gone)
        errors = {spots[row_id]: words for (row_id, _), words in done.errors.items()}
        warnings = {spots[row_id]: words for (row_id, _), words in done.warnings.items()}
        return Edited(done.change_set, errors, warnings)

    def _gone(self, row: Mapping[str, Any]) -> list[Change]:
        whole = {key: value for key, value in row.items() if key != "id"}
        draft = draft_id(TABLE, row["id"], "temperature")
        drafts = [found for found in self.ledger.rows(Draft) if found["id"] == draft]
        return [
            *(
                Change("draft", draft, {k: v for k, v in found.items() if k != "id"}, None)
                for found in drafts
            ),
            Change(TABLE, row["id"], whole, None),
        ]

    def absorb(self, change_set: ChangeSet) -> None:
        self.wanted |= {date.fromisoformat(column.key) for column in self.columns[2:]}
        self.reload()


_WEEK = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
