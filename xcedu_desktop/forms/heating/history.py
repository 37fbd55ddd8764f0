"""The dated history of the pieces (设备变动): where each was and in which state, day by day, and how a change adds to it.

A row of `equipment_event` says how a piece stands from its day on: state and room, both. The first row of a piece is
what it was before its first change, whatever its day. The newest row is what `equipment` holds; where that was put right since (a piece
moved out of its room by a remedy, a room corrected), `equipment` is what counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from xcedu_desktop.forms.heating.tables import Equipment, EquipmentEvent
from xcedu_desktop.store.base import fields_of, new_id
from xcedu_desktop.store.changes import Change, altered

TABLE = EquipmentEvent.__tablename__
OPENING = "变动以前"
"""The reason of a piece's first row: nothing happened then, it only says what was before."""
_KEYS = tuple(fields_of(EquipmentEvent))

Row = Mapping[str, Any]


class Standing(NamedTuple):
    """How a piece stands: state and room."""

    state: str | None
    room_id: str | None

    @classmethod
    def of(cls, row: Row) -> Standing:
        """Of a piece, or from an event on."""
        return cls(row["state"], row["room_id"])


class Step(NamedTuple):
    """One change of a piece: the event's row, what was before it and what since."""

    event: Row
    before: Standing
    after: Standing


class Histories:
    """The events of all pieces. Rows as plain values by key, with `id` and `position`."""

    def __init__(self, events: Iterable[Row] = ()) -> None:
        self._of: dict[str, list[Row]] = defaultdict(list)
        self.undated: list[Row] = []
        """Rows whose day is blank or a draft: no change until they have one, but rows to be put right."""
        for event in events:
            if event["equipment_id"] and event["day"]:
                self._of[event["equipment_id"]].append(event)
            elif event["equipment_id"]:
                self.undated.append(event)
        for mine in self._of.values():
            # what was before stays first, whatever day a change is moved to: in its place it would read as the change
            mine.sort(key=lambda row: (row["reason"] != OPENING, row["day"], row["position"] or 0))

    def at(self, piece: Row, day: date) -> Standing:
        """How a piece stood at the end of a day. Without a later event: as it stands."""
        mine = self._of.get(piece["id"], ())
        if not mine or mine[-1]["day"] <= day:
            return Standing.of(piece)
        held = [event for event in mine if event["day"] <= day]
        return Standing.of(held[-1] if held else mine[0])

    def steps(self, piece_id: str) -> list[Step]:
        """The changes of a piece, the oldest first; rows after which all is as before are none."""
        mine = self._of.get(piece_id, ())
        pairs = pairwise(mine)
        found = [Step(event, Standing.of(before), Standing.of(event)) for before, event in pairs]
        return [step for step in found if step.before != step.after]

    def events(self, piece_id: str) -> Sequence[Row]:
        """All rows of a piece in order of time."""
        return self._of.get(piece_id, ())

    def follow(self, piece: Row, new: Standing, day: date, reason: str | None = None) -> list[Change]:
        """The rows to write beside a change of a piece to `new` as of `day`.

        Nothing where only blanks are filled in: that completes the register. What is changed twice on one day is one
        change, and none where it is taken back.
        """
        old, mine = Standing.of(piece), list(self.events(piece["id"]))
        if old == new:
            return []
        if not mine:
            if all(was is None for was, now in zip(old, new, strict=True) if was != now):
                return []
            first = _made(piece["id"], _before(piece, day), old, OPENING)
            return [first, _made(piece["id"], day, new, reason)]
        last = mine[-1]
        if last["day"] != day or len(mine) == 1:
            return [_made(piece["id"], day, new, reason)]
        if Standing.of(mine[-2]) == new:
            return self.without(last)
        values: dict[str, Any] = new._asdict() | ({"reason": reason} if reason else {})
        change = altered(TABLE, last["id"], last, values)
        return [change] if change is not None else []

    def without(self, event: Row) -> list[Change]:
        """The changes that take an event away, and with a piece's last one what only said what was before it."""
        mine = self.events(event["equipment_id"])
        rest = [row for row in mine if row["id"] != event["id"]]
        gone = [event, *(rest if len(rest) == 1 and rest[0]["reason"] == OPENING else ())]
        return [_deleted(row) for row in gone]

    def move(
        self, pieces: Iterable[Row], new: Callable[[Standing], Standing], day: date, reason: str | None
    ) -> list[Change]:
        """The changes of pieces to what `new` makes of each as of `day`, their rows beside them."""
        changes = []
        for piece in pieces:
            standing = new(Standing.of(piece))
            own = altered(Equipment.__tablename__, piece["id"], piece, standing._asdict())
            if own is not None:
                changes += [own, *self.follow(piece, standing, day, reason)]
        return changes

    def along(self, piece_ids: Iterable[str]) -> list[tuple[str, str]]:
        """Table and id of the rows that go with deleted pieces."""
        gone = set(piece_ids)
        undated = [row for row in self.undated if row["equipment_id"] in gone]
        dated = [row for piece_id in gone for row in self.events(piece_id)]
        return [(TABLE, row["id"]) for row in (*dated, *undated)]


def _before(piece: Row, day: date) -> date:
    """The day of a piece's first row: that of its purchase, else the day before its first change."""
    bought = piece["purchase_date"]
    return bought if bought is not None and bought < day else day - timedelta(days=1)


def _made(piece_id: str, day: date, standing: Standing, reason: str | None) -> Change:
    values = {"equipment_id": piece_id, "day": day, **standing._asdict(), "reason": reason}
    return Change(TABLE, new_id(), None, values)


def _deleted(row: Row) -> Change:
    return Change(TABLE, row["id"], {key: value for key, value in row.items() if key != "id"}, None)


def plain(event: EquipmentEvent) -> dict[str, Any]:
    """A row that a MonthView gives, as plain values."""
    return {key: getattr(event, key) for key in ("id", "position", *_KEYS)}
