"""The attendance grid of one club and month (本月考勤): members down, meetings across, a mark in each cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from ui.forms.clubs.board import Board
from ui.grid.cell_notes import CellNotes, Spot
from ui.grid.pinyin import sorting
from ui.grid.source import NUMBER, Cell, Column, GridSource, Mark, Option
from xcedu_desktop.editing import Edited
from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.form import Severity
from xcedu_desktop.forms.clubs.attendance import (
    ABSENT,
    CAME,
    EXCUSED,
    MARKS,
    ClubMonth,
    Meeting,
    absorbed,
    mark_read,
    marking,
)
from xcedu_desktop.periods import WEEKDAYS
from xcedu_desktop.store.changes import Change, ChangeSet

NAME, CLASS, TOTAL = "name", "class_name", "total"
_SHOWN = {CAME: "✓", ABSENT: "缺", EXCUSED: "假"}
_INK = {CAME: "good", ABSENT: "error", EXCUSED: "warning"}
_TABLE = "club_attendance"
_MARK = Field("考勤", Kind.TEXT, width=4)
_DAY_WIDTH, _NARROW_WIDTH, _OFF_WIDTH = 48, 38, 26
_MANY = 10
"""Meetings from which on the columns are narrow."""


class DayColumn(Column):
    """A meeting's column: letters and digits are marks, so that an input method is off."""

    @property
    def digits(self) -> bool:
        return True

    @property
    def numeric(self) -> bool:
        return False


class AttendanceSource(GridSource):
    """Row ids are pupil ids, column keys of meetings their ids. `locked`: a sentence that makes it read-only."""

    in_fixed_order = True

    def __init__(self, board: Board, data: ClubMonth, locked: str = "") -> None:
        self.board, self.data, self.locked = board, data, locked
        self.meetings: dict[str, Meeting] = {}
        self._class_order = {class_id: at for at, class_id in enumerate(board.summary.classes)}
        self.cell_notes = CellNotes(board.ledger, (_TABLE,))
        self._arrange()

    # -- reading ---------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        self.data = self.board.attendance(self.data.club_id)
        self._arrange()

    def _arrange(self) -> None:
        self.meetings = {meeting.id: meeting for meeting in self.data.meetings}
        self.attendees = {attendee.pupil_id: attendee for attendee in self.data.attendees}
        self._marks = {(pupil, of): m.mark for (of, pupil), m in self.data.marks.items() if m.mark}
        self._named = Counter(of for _, of in self._marks)
        self._came = Counter(of for (_, of), mark in self._marks.items() if mark == CAME)
        wide = _DAY_WIDTH if len(self.data.meetings) < _MANY else _NARROW_WIDTH
        days = [
            DayColumn(
                meeting.id, f"{meeting.day.day}\n{self._word(meeting)}", _MARK,
                width=_OFF_WIDTH if meeting.called_off else wide, align="center", tooltip=self._said(meeting),
            )
            for meeting in self.data.meetings
        ]  # fmt: skip
        self.columns = (
            Column(NUMBER, "", width=34, editable=False, frozen=True),
            Column(NAME, "姓名", width=80, editable=False, frozen=True),
            Column(CLASS, "班级", width=72, editable=False, frozen=True),
            Column(
                TOTAL,
                "出勤",
                width=56,
                align="right",
                editable=False,
                frozen=True,
                tooltip="到／已记考勤的次数",
            ),
            *days,
        )

    def _word(self, meeting: Meeting) -> str:
        """Under the day: its weekday, or what it lacks."""
        if meeting.called_off:
            return "停"
        return "未记" if self.is_missing(meeting) else WEEKDAYS[meeting.day.weekday()]

    def _said(self, meeting: Meeting) -> str:
        day = meeting.day
        times = "–".join(f"{t:%H:%M}" for t in (meeting.from_time, meeting.to_time) if t is not None)
        words = f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]} {times}".rstrip()
        if meeting.called_off:
            return words + "，停开"
        if meeting.closed:
            return f"{words}　{meeting.closed}"
        return words + ("，还没有考勤" if self.is_missing(meeting) else "")

    def is_missing(self, meeting: Meeting) -> bool:
        """C07: a meeting before today without names or heads."""
        return meeting.day < self.data.today and not meeting.called_off and not self.is_taken(meeting)

    def is_taken(self, meeting: Meeting) -> bool:
        """Whether its attendance is there, by names or as a head count."""
        return meeting.present is not None or self.is_named(meeting)

    def is_named(self, meeting: Meeting) -> bool:
        """Whether names were taken."""
        return meeting.id in self._named

    def taken_and_due(self) -> tuple[int, int]:
        """已记 and 应有 meetings up to today, as the rule C07 counts them."""
        held = [meeting for meeting in self.data.held() if meeting.day <= self.data.today]
        due = [m for m in held if m.entered or m.day < self.data.today]
        return sum(map(self.is_taken, held)), len(due)

    def first_missing(self) -> str:
        """Where work begins: the first meeting without attendance, else the last up to today."""
        held = [meeting for meeting in self.data.held() if meeting.day <= self.data.today]
        missing = next((meeting.id for meeting in held if not self.is_taken(meeting)), "")
        return missing or (held[-1].id if held else "")

    def row_ids(self) -> Sequence[str]:
        return list(self.attendees)

    def came(self, meeting: Meeting) -> int | None:
        """实到: counted where names were taken, else the head count."""
        return self._came[meeting.id] if self.is_named(meeting) else meeting.present

    def of_pupil(self, pupil_id: str) -> tuple[int, int]:
        """(came, marked) of one line."""
        marks = [mark for meeting in self.data.held() if (mark := self._marks.get((pupil_id, meeting.id)))]
        return marks.count(CAME), len(marks)

    def rate(self) -> tuple[int, int]:
        """(came, expected) over the meetings with attendance, heads; as C08 counts them."""
        came = expected = 0
        for meeting in self.data.held():
            if meeting.day > self.data.today or not self.is_taken(meeting):
                continue
            came += self.came(meeting) or 0
            expected += self._named[meeting.id] or self.data.expected(meeting)
        return came, expected

    def spot(self, row_id: str, key: str) -> Spot | None:
        mark = self.data.marks.get((key, row_id))
        return Spot(_TABLE, mark.id, "mark") if mark is not None else None

    def cell_changed(self, change: Change) -> tuple[str, str] | None:
        if change.table != _TABLE:
            return None
        side = change.known()
        if "session_id" in side:
            return side["pupil_id"], side["session_id"]
        spot = next((spot for spot, mark in self.data.marks.items() if mark.id == change.row_id), None)
        return (spot[1], spot[0]) if spot is not None else None

    def value(self, row_id: str, key: str) -> Any:
        return self._marks.get((row_id, key))

    def text(self, row_id: str, key: str) -> str:
        attendee = self.attendees.get(row_id)
        if attendee is None:
            return ""
        if key == NUMBER:
            return "—" if attendee.left else "候" if not attendee.spans else ""
        if key == NAME:
            return attendee.name
        if key == CLASS:
            return attendee.class_name
        if key == TOTAL:
            came, marked = self.of_pupil(row_id)
            return f"{came}/{marked}" if marked else ""
        return _SHOWN.get(self._marks.get((row_id, key), ""), "")

    def sort_key(self, row_id: str, key: str) -> Any:
        if key == NAME:
            return sorting(self.text(row_id, NAME))
        if key == CLASS:
            person = self.board.summary.people.get(row_id)
            return self._class_order.get(person.class_id) if person is not None else None
        return self.of_pupil(row_id)[0] if key == TOTAL else self.value(row_id, key)

    def sort_group(self, row_id: str) -> int:
        return 1 if self.attendees[row_id].left else 0

    # -- looks -----------------------------------------------------------------------------------------------------

    def ink(self, row_id: str, key: str) -> str:
        if key in self.meetings:
            return _INK.get(self._marks.get((row_id, key), ""), "")
        attendee = self.attendees.get(row_id)
        return "ink3" if attendee is not None and attendee.left else "ink"

    def is_bold(self, row_id: str, key: str) -> bool:
        return self._marks.get((row_id, key)) == ABSENT

    def mark(self, row_id: str, key: str) -> Mark | None:
        meeting = self.meetings.get(key)
        if meeting is None or (row_id, key) not in self._marks:
            return None
        if not self.attendees[row_id].is_in(meeting.day):
            return Mark(Severity.WARNING, "这一天不是正式成员；多余的按删除键清除")
        return None

    def is_closed(self, row_id: str, key: str) -> bool:
        meeting = self.meetings.get(key)
        if meeting is None:
            return False
        return meeting.called_off or not self.attendees[row_id].is_in(meeting.day)

    def ground(self, row_id: str, key: str) -> str:
        if key == TOTAL:
            return "window"
        meeting = self.meetings.get(key)
        return "to_fill" if meeting is not None and self._lacks(row_id, meeting) else ""

    def _lacks(self, row_id: str, meeting: Meeting) -> bool:
        """A blank among names taken."""
        return (row_id, meeting.id) not in self._marks and self.is_named(meeting)

    def header_ground(self, key: str) -> str:
        meeting = self.meetings.get(key)
        if meeting is None:
            return ""
        if meeting.called_off:
            return "closed"
        return "error_soft" if meeting.closed else "to_fill" if self.is_missing(meeting) else ""

    # -- writing ---------------------------------------------------------------------------------------------------

    def refusal(self, row_id: str, key: str) -> str:
        meeting = self.meetings.get(key)
        if meeting is None:
            return super().refusal(row_id, key)
        if self.locked:
            return self.locked
        if meeting.called_off:
            return "这一次停开，不记考勤；照常开了的，按「恢复」"
        if meeting.day > self.data.today:
            return f"{meeting.day.month}月{meeting.day.day}日还没有到，不能记考勤"
        attendee = self.attendees.get(row_id)
        if attendee is not None and not attendee.is_in(meeting.day):
            return f"{attendee.name}这一天不在社团里，不用记"
        return ""

    def place(self, row_id: str, key: str) -> str:
        meeting = self.meetings.get(key)
        return f"{self.text(row_id, NAME)} {meeting.day.day}日" if meeting is not None else ""

    def options(self, row_id: str, key: str) -> Sequence[Option]:
        return [Option(mark) for mark in MARKS] if key in self.meetings else ()

    def check(self, cells: Sequence[Cell]) -> dict[tuple[str, str], str]:
        return {
            (cell.row_id, cell.key): f"「{cell.text[:12]}」不是考勤；请填 到、缺 或 假"
            for cell in cells
            if mark_read(cell.text) is None
        }

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        wrong = self.check(cells)
        wanted: dict[tuple[str, str], str | None] = {
            (cell.key, cell.row_id): mark_read(cell.text) or None
            for cell in cells
            if (cell.row_id, cell.key) not in wrong
        }
        done = self.board.ledger.apply(marking(self.data, wanted, title))
        return Edited(done, {spot: message + "，没有改动" for spot, message in wrong.items()}, {})

    def touched(self, change_set: ChangeSet) -> set[str] | None:
        if any(change.table != _TABLE for change in change_set.changes):
            return None
        return {
            side["pupil_id"] for c in change_set.changes if "pupil_id" in (side := c.after or c.before or {})
        } or None

    def absorb(self, change_set: ChangeSet) -> None:
        known = all(self._is_known(change) for change in change_set.changes)
        if known:
            self.data = absorbed(self.data, change_set)
            self._arrange()
        else:
            self.reload()

    def _is_known(self, change: Change) -> bool:
        """Whether the columns stay as they are."""
        if change.table != "club_session":
            return True
        after = change.after
        return after is not None and change.row_id in self.meetings and "called_off" not in after
