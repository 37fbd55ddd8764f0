"""The register of the equipment (设备台账) as a grid: what is typed is saved, a change of state or room with its history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ui.forms.heating.stock import ALL, Stock
from ui.grid.source import Cell, Column, Option, column_of
from ui.grid.table_source import TableSource
from xcedu_desktop.clock import today
from xcedu_desktop.editing import Edited
from xcedu_desktop.forms.heating.history import OPENING, Standing
from xcedu_desktop.forms.heating.history import TABLE as EVENTS
from xcedu_desktop.forms.heating.tables import GONE, STATES, Equipment
from xcedu_desktop.school.place_words import said
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.store.changes import Change, ChangeSet, altered

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger

_LEFT = ("kind", "funding", "state")
_TITLES = {"cost_fen": "金额（元）"}
_SHOWN = {
    "tag": 88, "kind": 100, "brand": 58, "model": 94, "room_id": 126, "power_w": 72, "purchase_date": 94, "cost_fen": 98,
    "funding": 84, "state": 76,
}  # fmt: skip
"""The register's columns that fill the grid at 1366 pixels."""
_BEYOND = {"circuit_id": 130, "warranty_until": 94, "serial": 120, "note": 160}
"""Those that are reached by scrolling."""
_STANDING = ("state", "room_id")


def columns() -> list[Column]:
    """The register's columns."""
    fields, found = fields_of(Equipment), []
    for key, width in (*_SHOWN.items(), *_BEYOND.items()):
        rest: dict[str, Any] = {"title": _TITLES[key]} if key in _TITLES else {}
        if key in _LEFT:
            rest["align"] = "left"
        frozen = key == "tag"  # which piece it is stays seen beyond the right edge too
        found.append(column_of(key, fields[key], width=width, stretch=key == "note", frozen=frozen, **rest))
    return found


class EquipmentSource(TableSource):
    """The register; what is scrapped, moved out, or bought after the month stands grey. `place`: of one room or circuit.

    `fresh`: pieces registered since the program was started; putting right what was just typed is no change of a piece.
    """

    numbered = "tag"
    total_spans: Mapping[str, int] = {"kind": 4}

    def __init__(self, ledger: Ledger, stock: Stock, place: str, fresh: set[str]) -> None:
        self.stock, self.shown_place, self.fresh = stock, place, fresh
        self.noted: list[str] = []
        """The rows of history that the last write made or altered."""
        defaults: dict[str, Any] = {"state": "正常"}
        if place in stock.rooms:
            defaults["room_id"] = place
        elif place in stock.circuits:
            defaults["circuit_id"] = place
        super().__init__(
            ledger,
            Equipment,
            columns(),
            month=stock.month,
            defaults=defaults,
            hint="输入资产编号，登记一台设备",
        )

    def read_rows(self) -> Iterable[dict[str, Any]]:
        return [row for row in super().read_rows() if self.stock.is_at(row, self.shown_place)]

    def strays(self) -> bool:
        """Whether a piece was moved out of the room or circuit that is shown; not by a text that is none of its names."""
        if self.shown_place == ALL:
            return False  # asked at every step of the cursor
        drafts = {row_id for row_id, _ in self.drafts}
        return any(
            row_id not in drafts and not self.stock.is_at(row, self.shown_place)
            for row_id, row in self.rows.items()
        )

    def sort_group(self, row_id: str) -> int:
        return int(self.value(row_id, "state") in GONE)

    # -- looks -----------------------------------------------------------------------------------------------------

    def counts(self, row_id: str) -> bool:
        """Whether the piece is in the month's register."""
        return self.stock.has(self.rows[row_id])

    def then(self, row_id: str) -> Standing:
        """How the piece stood at the month's end: what the month reports."""
        return self.stock.history.at(self.rows[row_id], self.stock.month.last)

    def ink(self, row_id: str, key: str) -> str:
        if row_id not in self.rows:
            return ""
        return "ink3" if self.value(row_id, "state") in GONE or not self.counts(row_id) else ""

    def note(self, row_id: str, key: str) -> str:
        given = super().note(row_id, key)
        if key not in _STANDING or row_id not in self.rows:
            return given
        then = getattr(self.then(row_id), key)
        if then == self.value(row_id, key):
            return given
        word = then if key == "state" else self.labels["room"].get(then or "", "没有房间")
        line = f"{said(self.stock.month.last)}时：{word}。{self.stock.month.spoken}按这个上报"
        return "\n".join(part for part in (given, line) if part)

    def tooltip(self, row_id: str, key: str) -> str:
        if key != "purchase_date" or row_id not in self.rows or self.counts(row_id):
            return ""
        return f"{self.stock.month.spoken}以后购置，不在本月的台账里"

    def totals(self, ids: Iterable[str]) -> Mapping[str, str]:
        shown = [row_id for row_id in ids if self.counts(row_id)]
        states = Counter(self.then(row_id).state for row_id in shown)
        return {**super().totals(shown), "kind": _states_text(states)}

    # -- writing ---------------------------------------------------------------------------------------------------

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        """A state or room that changes writes its line of history; what is scrapped or moved out leaves its room."""
        new = self._standings(cells)
        cells = [*cells, *self._left_rooms(cells, new)]
        along = self._lines(self._standings(cells))
        fresh = {cell.row_id for cell in cells} - self.rows.keys()
        edited = self.put(cells, "设备变动" if along and title == "修改" else title, along)
        self.fresh |= fresh
        return edited

    def choose(self, row_id: str, key: str, option: Option) -> Edited:
        if row_id not in self.rows or key != "room_id" or option.value is None or self.is_draft(row_id, key):
            return super().choose(row_id, key, option)
        row = self.rows[row_id]
        own = altered(self.table, row_id, row, {key: option.value})
        lines = self._lines({row_id: Standing(row["state"], option.value)})
        made = (*lines, own) if own is not None else ()
        return Edited(self.ledger.apply(ChangeSet("设备变动" if lines else "修改", made)), {}, {})

    def _standings(self, cells: Sequence[Cell]) -> dict[str, Standing]:
        """Row id → how the piece will stand, of the pieces whose state or room is written as a value of its column."""
        found: dict[str, Standing] = {}
        for cell in cells:
            if cell.key not in _STANDING or cell.row_id not in self.rows:
                continue
            parsed = self.fields[cell.key].parse(cell.text, self.reading)
            if parsed.error is None:
                old = found.get(cell.row_id, Standing.of(self.rows[cell.row_id]))
                found[cell.row_id] = old._replace(**{cell.key: parsed.value})
        return found

    def _left_rooms(self, cells: Sequence[Cell], new: Mapping[str, Standing]) -> list[Cell]:
        said_of = {cell.row_id for cell in cells if cell.key == "room_id"}
        return [
            Cell(row_id, "room_id", "")
            for row_id, standing in new.items()
            if standing.state in GONE and standing.room_id and row_id not in said_of
            and self.rows[row_id]["state"] not in GONE
        ]  # fmt: skip

    def _lines(self, new: Mapping[str, Standing]) -> list[Change]:
        lines: list[Change] = []
        for row_id, standing in new.items():
            if row_id not in self.fresh:
                lines += self.stock.history.follow(self.rows[row_id], standing, today())
        self.noted = noted_in(lines)
        return lines

    def delete(self, ids: Sequence[str]) -> ChangeSet:
        """A piece goes with its history."""
        return self.ledger.delete(self.table, ids, title="删除设备", along=self.stock.history.along(ids))


def noted_in(changes: Iterable[Change]) -> list[str]:
    """The rows of history that changes made or altered, without those that only say what was before."""
    return [
        change.row_id
        for change in changes
        if change.table == EVENTS and change.after is not None and change.after.get("reason") != OPENING
    ]


def _states_text(states: Counter[str | None]) -> str:
    """46 台（套）：正常 41 · 待修 1 · 报废 4."""
    counted = f"{sum(states.values())} 台（套）"
    order = [
        *(state for state in STATES if states[state]),
        *(state for state in states if state not in STATES),
    ]
    parts = " · ".join(f"{state or '未填状态'} {states[state]}" for state in order)
    return f"{counted}：{parts}" if parts else counted
