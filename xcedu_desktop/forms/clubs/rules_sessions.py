"""Rules about meetings (社团活动) and attendance (考勤): on which days, how often, how many came."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from xcedu_desktop.form import Hit, LiveRule, MonthView, Rule, Severity
from xcedu_desktop.forms.clubs.reported import active_members, clubs_of_month, holds, members_by_club
from xcedu_desktop.forms.clubs.slots import slots_of_month
from xcedu_desktop.forms.clubs.tables import Club, ClubAttendance, ClubSession
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.place_words import label_of, place, said
from xcedu_desktop.thresholds import ATTENDANCE_LOWEST


def held_in_month(view: MonthView) -> list[ClubSession]:
    """The month's meetings without those called off (停开)."""
    return [session for session in view.rows_of_month(ClubSession) if not session.called_off]


def marks_of_month(view: MonthView) -> Mapping[str, Counter[str]]:
    """Session id → how many pupils bear each mark (到, 缺, 假), counted by the database."""

    def find() -> dict[str, Counter[str]]:
        statement = (
            select(
                ClubAttendance.session_id, ClubAttendance.mark, func.count(ClubAttendance.pupil_id.distinct())
            )
            .where(
                ClubAttendance.day >= view.month.first,
                ClubAttendance.day <= view.month.last,
                ClubAttendance.mark.is_not(None),
            )
            .group_by(ClubAttendance.session_id, ClubAttendance.mark)
        )
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for session_id, mark, pupils in view.session.execute(statement).all():
            found[session_id or ""][mark or ""] += pupils
        return found

    return view.once("marks_of_month", find)


@dataclass(frozen=True)
class Meetings:
    """A club's month up to today: how many meetings were due, and how many have attendance."""

    due: int
    taken: int


def meetings_of_month(view: MonthView) -> Mapping[str, Meetings]:
    """Club id → its meetings of the month: 本月考勤 taken/due.

    Due are the sessions entered up to today, or the weekly slots on school days before today (today's slot may be still
    to come) since the first member joined without those called off, whichever are more: a meeting moved to another day
    is not missed.
    """

    def find() -> dict[str, Meetings]:
        g = ground(view)
        marks = marks_of_month(view)
        by_club = view.once("members_by_club", lambda: members_by_club(view))
        entered, taken, off = Counter[str](), Counter[str](), Counter[str]()
        for session in view.rows_of_month(ClubSession):
            if session.called_off:
                off[session.club_id or ""] += session.day is not None and session.day < view.today
            elif session.club_id and session.day and session.day <= view.today:
                entered[session.club_id] += 1
                if session.present is not None or session.id in marks:
                    taken[session.club_id] += 1
        found = {}
        for club in clubs_of_month(view):
            since = min((m.from_date for m in by_club.get(club.id, ()) if m.from_date), default=date.max)
            days = [d for d in g.past_school_days if since <= d < view.today]
            weekdays = Counter(slot.weekday for slot in slots_of_month(view).get(club.id, ()))
            slots = sum(weekdays[d.isoweekday()] for d in days)
            found[club.id] = Meetings(max(entered[club.id], slots - off[club.id]), taken[club.id])
        return found

    return view.once("meetings_of_month", find)


def check_closed_days(view: MonthView) -> Iterator[Hit]:
    """C06: a meeting lies on a school day of its club's term. A year without the state's list gives warnings."""
    g = ground(view)
    terms = {club.id: (club.school_year, club.term_number) for club in view.rows(Club)}
    for session in held_in_month(view):
        day = session.day
        if day is None:
            continue
        severity = Severity.WARNING if g.calendar.is_provisional(day) else None
        term = g.calendar.term_of(day)
        if term is None and not g.calendar.is_open(day):
            message = f"{said(day)}不在学期内，登记了活动；确实上课的，请在校历中改为上课并写明原因"
        elif not g.calendar.is_open(day):
            message = f"{said(day)}不上课，登记了活动；确实上课的，请在校历中改为上课并写明原因"
        elif term is not None and terms.get(session.club_id or "", term) != term:
            message = f"{said(day)}不在这个社团的学期内"
        else:
            continue
        where = place(label_of(view, "club", session.club_id), f"{day.day}日")
        yield Hit("club_session", session.id, "day", where, message, severity)


def check_attendance_taken(view: MonthView) -> Iterator[Hit]:
    """C07: every meeting due up to today has attendance. One finding a club."""
    for club_id, meetings in meetings_of_month(view).items():
        if meetings.taken < meetings.due:
            said_taken = f"只有 {meetings.taken} 次" if meetings.taken else "还没有"
            message = f"本月 {meetings.due} 次活动，考勤{said_taken}"
            yield Hit(
                "club", club_id, "name", label_of(view, "club", club_id), message,
                cells=meetings.due - meetings.taken, verb="去补",
            )  # fmt: skip


def check_attendance_rate(view: MonthView) -> Iterator[Hit]:
    """C08: over the month's meetings with attendance, at least 60% of those expected came. One finding a club.

    Expected are the pupils with a mark, or where only heads were taken the members of that day.
    """
    marks, lowest = marks_of_month(view), view.norms.limit(ATTENDANCE_LOWEST)
    came, expected = Counter[str](), Counter[str]()
    for session in held_in_month(view):
        if not session.club_id or session.day is None or session.day > view.today:
            continue
        if session.id in marks:
            came[session.club_id] += marks[session.id]["到"]
            expected[session.club_id] += marks[session.id].total()
        elif session.present is not None:
            came[session.club_id] += session.present
            expected[session.club_id] += _members_on(view, session.club_id, session.day)
    for club_id, heads in expected.items():
        if heads and came[club_id] * 100 < lowest * heads:
            message = (
                f"本月出勤率 {came[club_id] * 100 / heads:.1f}%（实到 {came[club_id]}／应到 {heads} 人次），"
                f"低于 {lowest}%"
            )
            yield Hit("club", club_id, "name", label_of(view, "club", club_id), message, verb="去看")


def _members_on(view: MonthView, club_id: str, day: date) -> int:
    return view.once(
        ("members_on", club_id, day), lambda: len({m.pupil_id for m in active_members(view, club_id, day)})
    )


def check_more_than_members(view: MonthView) -> Iterator[Hit]:
    """C09: no more present at a meeting than there were members that day, those on the waiting list (候补) among them."""
    marks = marks_of_month(view)
    by_club = view.once("members_by_club", lambda: members_by_club(view))
    for session in held_in_month(view):
        if not session.club_id or session.day is None:
            continue
        present = max(session.present or 0, marks[session.id]["到"] if session.id in marks else 0)
        members = (
            len({m.pupil_id for m in by_club.get(session.club_id, ()) if holds(m, session.day)})
            if present
            else 0
        )
        if present > members:
            where = place(label_of(view, "club", session.club_id), f"{session.day.day}日")
            message = f"{said(session.day)}实到 {present} 人，多于当日成员 {members} 人"
            yield Hit("club_session", session.id, "present", where, message)


SESSION_RULES: tuple[Rule, ...] = (
    LiveRule("C06", Severity.ERROR, "活动不在上课日或学期内", check_closed_days),
    LiveRule("C07", Severity.WARNING, "活动没有考勤", check_attendance_taken),
    LiveRule(
        "C08",
        Severity.WARNING,
        "出勤率低",
        check_attendance_rate,
        reasons=("多名学生生病", "天气原因", "学校另有活动"),
    ),
    LiveRule("C09", Severity.ERROR, "实到人数多于成员", check_more_than_members),
)
