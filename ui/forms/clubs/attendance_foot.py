"""The foot of the attendance grid: 应到 and 实到 of each meeting; where no names are taken, 实到 is typed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ui.forms.clubs.attendance_source import NAME, TOTAL, AttendanceSource
from ui.grid.source import NUMBER, Cell, Column, GridSource, Mark
from xcedu_desktop.editing import Edited
from xcedu_desktop.fields import Reading
from xcedu_desktop.form import Severity
from xcedu_desktop.forms.clubs.attendance import counting
from xcedu_desktop.forms.clubs.tables import ClubSession
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.store.changes import ChangeSet

EXPECTED, PRESENT = "expected", "present"
_HEADS = fields_of(ClubSession)["present"]


class AttendanceFoot(GridSource):
    """应到 and 实到 of each meeting. Where no names are taken, 实到 is typed here."""

    def __init__(self, above: AttendanceSource) -> None:
        self.above = above
        self.reload()

    def reload(self) -> None:
        above = self.above
        # without the words of the header above: a footer whose columns stay the same keeps its place and its editor
        self.columns = tuple(
            Column(c.key, "", _HEADS, width=c.width, align="center")
            if c.key in above.meetings
            else replace(c)
            for c in above.columns
        )

    def row_ids(self) -> Sequence[str]:
        return [EXPECTED, PRESENT]

    def value(self, row_id: str, key: str) -> Any:
        meeting = self.above.meetings.get(key)
        if meeting is None or meeting.called_off:
            return None
        return self.above.data.expected(meeting) if row_id == EXPECTED else self.above.came(meeting)

    def text(self, row_id: str, key: str) -> str:
        if key == NUMBER:
            return " "
        if key == NAME:
            return "应到" if row_id == EXPECTED else "实到"
        if key == TOTAL:
            came, expected = self.above.rate()
            return "" if not expected else str(expected if row_id == EXPECTED else came)
        value = self.value(row_id, key)
        return "" if value is None else str(value)

    def edit_text(self, row_id: str, key: str) -> str:
        return self.text(row_id, key)

    def is_bold(self, row_id: str, key: str) -> bool:
        return row_id == PRESENT and key != NAME

    def ground(self, row_id: str, key: str) -> str:
        meeting = self.above.meetings.get(key)
        if row_id == PRESENT and meeting is not None and self.above.is_missing(meeting):
            return "to_fill"
        return "window"

    def ink(self, row_id: str, key: str) -> str:
        return "ink2" if row_id == EXPECTED or key == NAME else "ink"

    def is_closed(self, row_id: str, key: str) -> bool:
        meeting = self.above.meetings.get(key)
        return meeting is not None and meeting.called_off

    def mark(self, row_id: str, key: str) -> Mark | None:
        """C06 and C09 on the spot."""
        meeting = self.above.meetings.get(key)
        if meeting is None or row_id != PRESENT or meeting.called_off:
            return None
        if meeting.closed:
            return Mark(Severity.ERROR, f"{meeting.day.month}月{meeting.day.day}日：{meeting.closed}")
        came, most = self.above.came(meeting) or 0, self.above.data.most(meeting)
        if came > most:
            return Mark(Severity.ERROR, f"实到 {came} 人，多于当日成员 {most} 人")
        return None

    def refusal(self, row_id: str, key: str) -> str:
        meeting = self.above.meetings.get(key)
        if meeting is None or row_id == EXPECTED:
            return "这一格是算出来的，不能填写"
        if self.above.is_named(meeting):
            return "这一次已经点名，实到是数出来的"
        return self.above.locked or self.above.refusal("", key)

    def check(self, cells: Sequence[Cell]) -> dict[tuple[str, str], str]:
        wrong = {}
        for cell in cells:
            error = _HEADS.parse(cell.text, self._reading()).error
            if error is not None:
                wrong[cell.row_id, cell.key] = error.message
        return wrong

    def _reading(self) -> Reading:
        return Reading(today=self.above.data.today, month=self.above.data.month)

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        wrong = self.check(cells)
        heads: Mapping[str, int | None] = {
            cell.key: _HEADS.parse(cell.text, self._reading()).value
            for cell in cells
            if (cell.row_id, cell.key) not in wrong and cell.row_id == PRESENT
        }
        done = self.above.board.ledger.apply(counting(self.above.data, heads, title))
        told = {spot: message + "，没有改动" for spot, message in wrong.items()}
        return Edited(done, told, {})

    def absorb(self, change_set: ChangeSet) -> None:
        self.above.absorb(change_set)
        self.reload()
