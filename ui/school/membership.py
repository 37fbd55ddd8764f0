"""Which class a pupil is in (编班) as the page needs it: on one day, before and after; and the edits of a move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from xcedu_desktop.editing import CellEdit
from xcedu_desktop.periods import school_year_of
from xcedu_desktop.store.base import new_id
from xcedu_desktop.store.changes import Change, ChangeSet

TABLE = "class_membership"
Row = dict[str, Any]


@dataclass
class Memberships:
    """All memberships by pupil, in order of time; `day`: the day on which the page looks."""

    day: date
    by_pupil: dict[str, list[Row]]

    @classmethod
    def of(cls, rows: Iterable[Row], day: date) -> Memberships:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            if row["pupil_id"]:
                found[row["pupil_id"]].append(row)
        for mine in found.values():
            mine.sort(key=lambda row: (row["from_date"] or date.min, row["position"] or 0))
        return cls(day, dict(found))

    def shown(self, pupil_id: str) -> Row | None:
        """The membership of the day; else the last one before it, else the first one after it."""
        mine = self.by_pupil.get(pupil_id, [])
        if len(mine) == 1:
            return mine[0]  # nearly all: what holds, else the last before, else the first after
        holding = [row for row in mine if holds(row, self.day)]
        if holding:
            return holding[-1]
        before = [row for row in mine if (row["from_date"] or date.min) <= self.day]
        return before[-1] if before else (mine[0] if mine else None)

    def on(self, pupil_id: str, day: date) -> Row | None:
        """The membership that holds on a day."""
        return next((row for row in reversed(self.by_pupil.get(pupil_id, [])) if holds(row, day)), None)

    def class_is_empty(self, class_id: str) -> bool:
        """Whether no pupil was ever in the class."""
        return not any(row["class_id"] == class_id for mine in self.by_pupil.values() for row in mine)

    def move(self, pupil_id: str, class_id: str, label: str, day: date) -> list[CellEdit]:
        """The edits that put a pupil into a class from `day` on; what was before that day stays as it was."""
        mine = self.by_pupil.get(pupil_id, [])
        now = self.on(pupil_id, day)
        if now is not None and now["class_id"] == class_id:
            return []
        if now is not None and now["class_id"] is None:
            return [CellEdit(TABLE, now["id"], "class_id", label)]
        if now is not None and (now["from_date"] or date.min) >= day:
            return [CellEdit(TABLE, now["id"], "class_id", label)]
        later = [row for row in mine if row["from_date"] and row["from_date"] > day]
        make: Row = {"pupil_id": pupil_id, "from_date": day}
        edits = []
        if now is not None:
            make["to_date"] = now["to_date"]
            edits.append(CellEdit(TABLE, now["id"], "to_date", (day - timedelta(days=1)).isoformat()))
        elif later:
            make["to_date"] = later[0]["from_date"] - timedelta(days=1)
        return [*edits, CellEdit(TABLE, new_id(), "class_id", label, make)]

    def enter(self, pupil_id: str, day: date, before: date | None) -> list[CellEdit]:
        """The edit by which the first class begins on the day of entry that was typed, within its school year.

        `before`: the day of entry that stood there; a class that began on another day was said so on purpose, and stays.
        """
        first = next(iter(self.by_pupil.get(pupil_id, ())), None)
        began = first["from_date"] if first is not None else None
        if first is None or began is None or began == day or (before is not None and before != began):
            return []
        if school_year_of(began) != school_year_of(day) or (first["to_date"] and first["to_date"] < day):
            return []
        return [CellEdit(TABLE, first["id"], "from_date", day.isoformat())]

    def move_back(self, pupil_id: str, class_id: str, day: date) -> ChangeSet | None:
        """A move of the same day taken back by typing the old class: the two memberships become one again."""
        now = self.on(pupil_id, day)
        before = self.on(pupil_id, day - timedelta(days=1))
        if now is None or before is None or now["from_date"] != day or before["class_id"] != class_id:
            return None
        if before["id"] == now["id"] or now["class_id"] == class_id:
            return None
        whole = {key: value for key, value in now.items() if key != "id"}
        return ChangeSet(
            "调班",
            (
                Change(TABLE, now["id"], whole, None),
                Change(TABLE, before["id"], {"to_date": before["to_date"]}, {"to_date": now["to_date"]}),
            ),
        )


def holds(row: Row, day: date) -> bool:
    """Whether a membership holds on a day."""
    return (row["from_date"] or date.min) <= day and (row["to_date"] is None or day <= row["to_date"])
