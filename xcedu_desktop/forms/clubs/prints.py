"""Prints of 课后服务·社团: the roster of each club (花名册) as reported, its sign-in sheet (签到表) of the month."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from xcedu_desktop.form import MonthView, PrintKind, ReportedView
from xcedu_desktop.forms.clubs.reported import ReportedClub, ReportedMember
from xcedu_desktop.forms.clubs.tables import ClubSession
from xcedu_desktop.periods import WEEKDAYS
from xcedu_desktop.printing import Align, PrintColumn, PrintSheet, table_of_rows
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.tables import PlaceUse
from xcedu_desktop.store.base import fields_of

_UPRIGHT_UP_TO = 13
"""Name, class and ten days still stand on an upright page."""
_BLANK_DAYS = 8
"""Columns of a sign-in sheet of a club without slots: the clerk writes the days by hand."""


def rosters(_view: MonthView, reported: ReportedView) -> list[PrintSheet]:
    """花名册: a sheet a club, who left in the month at the end."""
    fields = fields_of(ReportedMember)
    sheets = []
    for club, members in _by_club(reported):
        columns, rows, _ = table_of_rows(
            fields, members, ("name", "class_name", "status", "from_date", "to_date")
        )
        sheets.append(
            PrintSheet(
                name=club.name or "",
                title=f"{club.name or ''}花名册",
                columns=(*columns, PrintColumn("备注", 16)),
                rows=[(*row, "") for row in rows] or [("", "没有成员", "", "", "", "", "")],
                unit="人",
                notes=_notes(club),
            )
        )
    return sheets


def sign_in_sheets(view: MonthView, reported: ReportedView) -> list[PrintSheet]:
    """签到表: a sheet a club, a column a meeting of the month (planned, or held), blank to be ticked by hand."""
    days = _meeting_days(view)
    sheets = []
    for club, members in _by_club(reported):
        staying = [m for m in members if m.status == "正式"]
        found = days.get(club.id, [])
        columns = [
            PrintColumn("序号", 4, Align.CENTRE),
            PrintColumn("姓名", 10, Align.CENTRE),
            PrintColumn("班级", 9),
        ]
        columns += [
            PrintColumn(f"{day.day}日\n{WEEKDAYS[day.weekday()]}", 5, Align.CENTRE) for day in found
        ] or [PrintColumn("　", 6) for _ in range(_BLANK_DAYS)]
        blanks = ("",) * (len(columns) - 3)
        sheets.append(
            PrintSheet(
                name=club.name or "",
                title=f"{club.name or ''}签到表",
                columns=tuple(columns),
                rows=[
                    (str(n), m.name or "", m.class_name or "", *blanks)
                    for n, m in enumerate(staying, start=1)
                ]
                or [("", "没有成员", "", *blanks)],
                unit="人",
                notes=_notes(club),
                foot=(("到 √　缺 ×　假 △", "指导教师签字：____________"),),
                upright_up_to=_UPRIGHT_UP_TO,
            )
        )
    return sheets


def _notes(club: ReportedClub) -> tuple[str, ...]:
    leaders, slots, places = (words or "—" for words in (club.leaders, club.slots, club.places))
    return f"指导教师：{leaders}", f"时间：{slots}", f"地点：{places}", f"成员 {club.members or 0} 人"


def _by_club(reported: ReportedView) -> list[tuple[ReportedClub, list[ReportedMember]]]:
    members: dict[str, list[ReportedMember]] = defaultdict(list)
    for member in sorted(reported.rows(ReportedMember), key=lambda m: m.status == "退出"):
        members[member.club_id or ""].append(member)
    return [(club, members[club.id]) for club in reported.rows(ReportedClub)]


def _meeting_days(view: MonthView) -> dict[str, list[date]]:
    """Club id → the days of the month on which it meets: its slots on school days and the meetings entered, without those
    that were called off (停开)."""
    days: dict[str, set[date]] = defaultdict(set)
    for slot in view.rows(PlaceUse):
        if slot.owner_table == "club" and slot.owner_id and slot.weekday:
            days[slot.owner_id].update(
                day for day in ground(view).school_days if day.isoweekday() == slot.weekday
            )
    for session in view.rows_of_month(ClubSession):
        if session.club_id and session.day:
            (days[session.club_id].discard if session.called_off else days[session.club_id].add)(session.day)
    return {club: sorted(found) for club, found in days.items()}


CLUBS_PRINTS = (
    PrintKind("rosters", "社团花名册", rosters),
    PrintKind("sign-in", "社团签到表", sign_in_sheets),
)
