"""A club's attendance of a month (本月考勤): its meetings, who was a member on each, the marks; and the acts on them.

Meetings are those entered and those that the weekly slots let expect on school days of the club's term, since the first
member joined. An expected one gets its row when something is written to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from sqlalchemy import select

from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.clubs.reported import members_by_club
from xcedu_desktop.forms.clubs.slots import slots_of_month
from xcedu_desktop.forms.clubs.tables import Club, ClubAttendance, ClubMember, ClubSession
from xcedu_desktop.periods import Month
from xcedu_desktop.school.ground import Ground, ground
from xcedu_desktop.school.tables import PlaceUse
from xcedu_desktop.store.base import key_id, new_id, table_of
from xcedu_desktop.store.changes import Change, ChangeSet, altered

CAME, ABSENT, EXCUSED = MARKS = ("到", "缺", "假")
_SESSION, _MARK = ClubSession.__tablename__, ClubAttendance.__tablename__
_SESSION_KEYS = [column.name for column in table_of(ClubSession).c if column.name != "id"]


@dataclass(frozen=True)
class Meeting:
    """One column. `entered`: its row is in the file. `closed`: what C06 says of the day, "" where it is right."""

    id: str
    day: date
    from_time: time | None
    to_time: time | None
    present: int | None = None
    called_off: bool = False
    entered: bool = False
    planned: bool = False
    closed: str = ""
    values: Mapping[str, Any] | None = None
    """The stored row, for its deletion."""


@dataclass(frozen=True)
class Attendee:
    """One line: a pupil with all spans of days in which the club held him and he was in school."""

    pupil_id: str
    name: str
    class_name: str
    spans: tuple[tuple[date, date], ...]
    waiting_spans: tuple[tuple[date, date], ...]
    left: bool

    def is_in(self, day: date) -> bool:
        """Full member (正式) on a day: a mark is expected."""
        return any(first <= day <= last for first, last in self.spans)


@dataclass(frozen=True)
class Mark:
    """A stored mark of a pupil at a meeting."""

    id: str
    mark: str | None
    values: Mapping[str, Any]


@dataclass(frozen=True)
class ClubMonth:
    """All that the grid of one club shows."""

    club_id: str
    month: Month
    today: date
    meetings: Sequence[Meeting]
    attendees: Sequence[Attendee]
    marks: Mapping[tuple[str, str], Mark]
    """(meeting id, pupil id) → its mark."""
    free_days: Sequence[date]
    """School days of the month and term without a meeting."""

    def held(self) -> list[Meeting]:
        """Without those called off."""
        return [meeting for meeting in self.meetings if not meeting.called_off]

    def expected(self, meeting: Meeting) -> int:
        """应到: the members of that day, 候补 not among them."""
        return sum(attendee.is_in(meeting.day) for attendee in self.attendees)

    def most(self, meeting: Meeting) -> int:
        """How many can have come (C09): members of that day, those on the waiting list among them."""
        spans = [(*a.spans, *a.waiting_spans) for a in self.attendees]
        return sum(any(first <= meeting.day <= last for first, last in found) for found in spans)


def club_month(view: MonthView, club_id: str) -> ClubMonth:
    """Reads one club's month."""
    g = ground(view)
    sessions = [row for row in view.rows_of_month(ClubSession) if row.club_id == club_id]
    marks = _marks(view, [row.id for row in sessions])
    members = view.once("members_by_club", lambda: members_by_club(view)).get(club_id, [])
    club = next((row for row in view.rows(Club) if row.id == club_id), None)
    since = min((row.from_date for row in members if row.from_date), default=date.max)
    term = (club.school_year, club.term_number) if club is not None else None
    days = [day for day in g.school_days if g.calendar.term_of(day) in (term, None)]
    slots = slots_of_month(view).get(club_id, [])
    meetings = _meetings(g, term, sessions, slots, [day for day in days if day >= since])
    marked = {pupil_id for _, pupil_id in marks}
    taken = {meeting.day for meeting in meetings}
    free = [day for day in days if day not in taken]
    return ClubMonth(club_id, view.month, view.today, meetings, _attendees(g, members, marked), marks, free)


def _marks(view: MonthView, session_ids: Sequence[str]) -> dict[tuple[str, str], Mark]:
    if not session_ids:
        return {}
    found = {}
    statement = select(table_of(ClubAttendance)).where(ClubAttendance.session_id.in_(session_ids))
    for row in view.session.execute(statement).all():
        values = dict(row._mapping)
        row_id = values.pop("id")
        found[row.session_id or "", row.pupil_id or ""] = Mark(row_id, row.mark, values)
    return found


def _meetings(
    g: Ground,
    term: tuple[int | None, int | None] | None,
    sessions: Sequence[ClubSession],
    slots: Sequence[PlaceUse],
    days: Sequence[date],
) -> list[Meeting]:
    """Entered ones, each standing for a slot of its day (the one of its hour first), and the slots left over."""
    waiting: dict[date, list[PlaceUse]] = {}
    for day in days:
        waiting[day] = [slot for slot in slots if slot.weekday == day.isoweekday()]
    found = []
    for row in sorted(sessions, key=lambda row: row.from_time is None):
        if row.day is None:
            continue
        open_slots = waiting.get(row.day, [])
        slot = next((s for s in open_slots if row.from_time in (s.from_time, None)), None)
        slot = slot or next(iter(open_slots), None)
        if slot is not None:
            open_slots.remove(slot)
        values = {key: getattr(row, key) for key in _SESSION_KEYS}
        found.append(
            Meeting(
                row.id, row.day, row.from_time, row.to_time, row.present, bool(row.called_off), True,
                slot is not None, "" if row.called_off else _closed(g, term, row.day), values,
            )
        )  # fmt: skip
    there = {meeting.id for meeting in found}
    for day, left in waiting.items():
        for slot in left:
            # the same id whenever it is looked at, so that the screen keeps its place
            row_id = key_id(_SESSION, slot.owner_id or "", day, slot.from_time, slot.to_time)
            row_id = new_id() if row_id in there else row_id
            there.add(row_id)
            found.append(Meeting(row_id, day, slot.from_time, slot.to_time, planned=True))
    return sorted(found, key=lambda meeting: (meeting.day, meeting.from_time or time.min))


def _closed(g: Ground, term: tuple[int | None, int | None] | None, day: date) -> str:
    if not g.calendar.is_open(day):
        return "这一天不上课；确实上课的，请在校历中改为上课并写明原因"
    its = g.calendar.term_of(day)
    return "这一天不在这个社团的学期内" if its is not None and term is not None and its != term else ""


def _attendees(g: Ground, members: Sequence[ClubMember], marked: set[str]) -> list[Attendee]:
    month = g.month
    full: dict[str, list[tuple[date, date]]] = {}
    waiting: dict[str, list[tuple[date, date]]] = {}
    for row in members:
        pupil = g.pupil_by_id.get(row.pupil_id or "")
        if pupil is None or row.from_date is None or (row.status == "退出" and row.to_date is None):
            continue
        first = max(row.from_date, pupil.from_date or date.min)
        last = min(row.to_date or date.max, pupil.to_date or date.max)
        if first <= month.last and last >= month.first and first <= last:
            kind = waiting if row.status == "候补" else full
            kind.setdefault(pupil.id, []).append((first, last))
    ids = [*full, *(pupil_id for pupil_id in marked if pupil_id not in full and pupil_id in g.pupil_by_id)]
    day = min(g.reference_day, month.last)
    found = []
    for pupil_id in ids:
        spans = tuple(full.get(pupil_id, ()))
        class_id = g.class_of(pupil_id, day) or (g.class_of(pupil_id, spans[-1][0]) if spans else None)
        name = g.pupil_by_id[pupil_id].name or ""
        left = not any(first <= day <= last for first, last in spans)
        found.append(
            Attendee(pupil_id, name, g.class_name(class_id), spans, tuple(waiting.get(pupil_id, ())), left)
        )
    found += [
        Attendee(pupil_id, g.pupil_by_id[pupil_id].name or "", "", (), tuple(spans), False)
        for pupil_id, spans in waiting.items()
        if pupil_id not in ids
    ]
    return sorted(found, key=lambda attendee: attendee.left)


# -- acts ------------------------------------------------------------------------------------------------------------


def marking(
    data: ClubMonth, wanted: Mapping[tuple[str, str], str | None], title: str, present: int | None = None
) -> ChangeSet:
    """Marks of (meeting id, pupil id), None taking one away. A meeting not in the file is made along; with names taken its
    mere head count goes, or it would stand there as 实到 again once the last name is taken away."""
    by_id = {meeting.id: meeting for meeting in data.meetings}
    touched: dict[str, bool] = {}
    changes: list[Change] = []
    for (meeting_id, pupil_id), mark in wanted.items():
        old = data.marks.get((meeting_id, pupil_id))
        meeting = by_id.get(meeting_id)
        if meeting is None or mark == (old.mark if old is not None else None):
            continue
        touched[meeting_id] = touched.get(meeting_id, False) or old is None
        if old is None:
            values = {"session_id": meeting_id, "pupil_id": pupil_id, "day": meeting.day, "mark": mark}
            changes.append(Change(_MARK, new_id(), None, values))
        elif mark is None:
            changes.append(Change(_MARK, old.id, old.values, None))
        else:
            changes.append(Change(_MARK, old.id, {"mark": old.mark}, {"mark": mark}))
    first = [change for of, added in touched.items() for change in _with_names(data, by_id[of], added)]
    return ChangeSet(title, (*first, *changes))


def _with_names(data: ClubMonth, meeting: Meeting, added: bool) -> list[Change]:
    """`added`: somebody came to it, so it took place."""
    if not meeting.entered:
        return [_entering(data, meeting, {})]
    new = {"present": None, "called_off": None} if added else {"present": None}
    change = altered(_SESSION, meeting.id, meeting.values or {}, new)
    return [change] if change is not None else []


def _entering(data: ClubMonth, meeting: Meeting, more: Mapping[str, Any]) -> Change:
    values = {
        "club_id": data.club_id, "day": meeting.day, "from_time": meeting.from_time, "to_time": meeting.to_time,
        **more,
    }  # fmt: skip
    return Change(_SESSION, meeting.id, None, values)


def counting(data: ClubMonth, heads: Mapping[str, int | None], title: str) -> ChangeSet:
    """Head counts (实到) by meeting id, where no names are taken."""
    changes = []
    for meeting in data.meetings:
        if meeting.id not in heads:
            continue
        new = {"present": heads[meeting.id]}
        if not meeting.entered:
            if heads[meeting.id] is not None:
                changes.append(_entering(data, meeting, new))
            continue
        change = altered(_SESSION, meeting.id, meeting.values or {}, new)
        changes += [change] if change is not None else []
    return ChangeSet(title, tuple(changes))


def calling_off(data: ClubMonth, meeting: Meeting) -> ChangeSet:
    """A planned meeting did not take place (停开); one that was added by hand goes altogether. Its marks go with it."""
    title = f"{meeting.day.month}月{meeting.day.day}日停开"
    gone = [Change(_MARK, m.id, m.values, None) for (of, _), m in data.marks.items() if of == meeting.id]
    if not meeting.planned and meeting.entered:
        return ChangeSet(
            f"删去{meeting.day.month}月{meeting.day.day}日的活动",
            (*gone, Change(_SESSION, meeting.id, meeting.values, None)),
        )
    new = {"called_off": True, "present": None}
    if not meeting.entered:
        return ChangeSet(title, (_entering(data, meeting, new),))
    change = altered(_SESSION, meeting.id, meeting.values or {}, new)
    return ChangeSet(title, (*gone, *([change] if change is not None else [])))


def calling_on(meeting: Meeting) -> ChangeSet:
    """A meeting called off takes place after all."""
    change = altered(_SESSION, meeting.id, meeting.values or {}, {"called_off": None})
    title = f"{meeting.day.month}月{meeting.day.day}日照常"
    return ChangeSet(title, (change,) if change is not None else ())


def adding(data: ClubMonth, day: date) -> ChangeSet:
    """One more meeting (加开), at the hour of the others."""
    like = next((m for m in data.meetings if m.from_time is not None), None)
    meeting = Meeting(new_id(), day, like.from_time if like else None, like.to_time if like else None)
    return ChangeSet(f"{day.month}月{day.day}日加开一次", (_entering(data, meeting, {}),))


def absorbed(data: ClubMonth, change_set: ChangeSet) -> ClubMonth:
    """The same month after a write of its own rows, without reading it again."""
    meetings = {meeting.id: meeting for meeting in data.meetings}
    marks = dict(data.marks)
    spots = {mark.id: spot for spot, mark in marks.items()}
    for change in change_set.changes:
        if change.table == _MARK:
            _absorb_mark(marks, spots, change)
        elif change.table == _SESSION and change.after is not None and change.row_id in meetings:
            meetings[change.row_id] = _absorb_meeting(meetings[change.row_id], change.after)
    return replace(data, meetings=tuple(meetings.values()), marks=marks)


def _absorb_meeting(meeting: Meeting, after: Mapping[str, Any]) -> Meeting:
    values = {**dict.fromkeys(("present", "called_off", "note")), **(meeting.values or {}), **after}
    return replace(
        meeting, entered=True, values=values, present=values["present"], called_off=bool(values["called_off"]),
    )  # fmt: skip


def _absorb_mark(
    marks: dict[tuple[str, str], Mark], spots: dict[str, tuple[str, str]], change: Change
) -> None:
    if change.after is None:
        marks.pop(spots[change.row_id], None)
    elif change.before is None:
        spot = (change.after["session_id"], change.after["pupil_id"])
        spots[change.row_id] = spot
        marks[spot] = Mark(change.row_id, change.after["mark"], dict(change.after))
    else:
        old = marks[spots[change.row_id]]
        marks[spots[change.row_id]] = Mark(
            old.id, change.after["mark"], {**old.values, "mark": change.after["mark"]}
        )


def mark_read(text: str) -> str | None:
    """√ × △ 到 缺 假 1 2 3… as people write them; "" stays "", None for what is no mark."""
    word = text.strip().casefold()
    if not word:
        return ""
    return next((mark for mark, words in _WORDS.items() if word in words), None)


_WORDS: Mapping[str, frozenset[str]] = {
    CAME: frozenset(("到", "√", "✓", "✔", "1", "１", "y", "是", "已到", "出勤")),
    ABSENT: frozenset(("缺", "×", "x", "✕", "✗", "2", "２", "q", "缺勤", "旷", "缺席")),
    EXCUSED: frozenset(("假", "△", "3", "３", "j", "请假", "事假", "病假")),
}


def unmarked(data: ClubMonth, meeting: Meeting, pupil_ids: Iterable[str]) -> list[tuple[str, str]]:
    """The members of a meeting's day without a mark, of those named."""
    inside = {a.pupil_id for a in data.attendees if a.is_in(meeting.day)}
    return [(meeting.id, p) for p in pupil_ids if p in inside and (meeting.id, p) not in data.marks]
