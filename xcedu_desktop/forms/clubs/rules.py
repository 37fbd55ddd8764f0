"""Rules of 课后服务·社团: members, capacity, leaders, participation."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from xcedu_desktop.form import Hit, LiveRule, MonthView, ReportedRule, ReportedView, Rule, Severity
from xcedu_desktop.forms.clubs.reported import (
    ReportedClub,
    ReportedServicePupils,
    active_members,
    clubs_of_month,
    members_by_club,
    service_pupils_on,
)
from xcedu_desktop.forms.clubs.rules_sessions import SESSION_RULES
from xcedu_desktop.forms.clubs.rules_slots import SLOT_RULES
from xcedu_desktop.forms.clubs.tables import Club, ClubLeader, ClubMember
from xcedu_desktop.school.ground import Ground, ground
from xcedu_desktop.school.place_words import place, said
from xcedu_desktop.school.reported import ReportedClass
from xcedu_desktop.school.tables import Pupil
from xcedu_desktop.store.base import key_id
from xcedu_desktop.store.changes import ChangeSet, altered
from xcedu_desktop.thresholds import PARTICIPATION_CHANGED


def check_members_in_school(view: MonthView) -> Iterator[Hit]:
    """C01: a member, on every school day up to today that the membership covers, is in school."""
    g = ground(view)
    days = g.past_school_days
    by_club = view.once("members_by_club", lambda: members_by_club(view))
    for club in clubs_of_month(view):
        for member in by_club.get(club.id, ()):
            pupil = g.pupil_by_id.get(member.pupil_id or "")
            if (
                pupil is None
                or member.from_date is None
                or (member.status == "退出" and member.to_date is None)
            ):
                continue
            first = bisect_left(days, member.from_date)
            last = bisect_right(days, member.to_date) if member.to_date else len(days)
            # In school is one span of days, so that its ends decide; the day of leaving is what the clerk looks for.
            ends = (days[last - 1], days[first]) if first < last else ()
            outside = next((d for d in ends if not g.in_school(pupil.id, d)), None)
            if outside is not None:
                yield _outside(g, club, member, pupil, outside)


def _outside(g: Ground, club: Club, member: ClubMember, pupil: Pupil, day: date) -> Hit:
    where = place(club.name or "社团", pupil.name or "学生")
    if pupil.to_date is not None and pupil.to_date < day:
        old = {"status": member.status, "to_date": member.to_date}
        change = altered("club_member", member.id, old, {"status": "退出", "to_date": pupil.to_date})
        fix = ChangeSet(f"退出 {where}", (change,)) if change else None
        message = f"{said(pupil.to_date)}已离校，{said(day)}还在社团里"
        return Hit(
            "club_member", member.id, "to_date", where, message, verb="退出" if fix else "去改", fix=fix
        )
    return Hit("club_member", member.id, "from_date", where, f"{said(day)}还没有入校，已在社团里")


def check_capacity(view: ReportedView) -> Iterator[Hit]:
    """C04: a club has no more members than its capacity."""
    for row in view.rows(ReportedClub):
        if row.capacity is not None and (row.members or 0) > row.capacity:
            message = f"{row.members} 人，超出名额 {(row.members or 0) - row.capacity} 人"
            yield Hit("club", row.id, "capacity", row.name or "社团", message, verb="去看")


def check_empty(view: ReportedView) -> Iterator[Hit]:
    """C05: a club has a leader, a slot and members. One finding a club."""
    for row in view.rows(ReportedClub):
        lacking = [
            word
            for word, there in (("指导教师", row.leaders), ("活动时间", row.slots), ("成员", row.members))
            if not there
        ]
        if lacking:
            yield Hit("club", row.id, "name", row.name or "社团", f"还没有{'、'.join(lacking)}", verb="去填")


def members_of_month(view: MonthView) -> Mapping[str, list[ClubMember]]:
    """Pupil id → full memberships on the reference day, in clubs of the month's term; the keys are distinct persons."""
    day = ground(view).reference_day
    found: dict[str, list[ClubMember]] = defaultdict(list)
    for club in clubs_of_month(view):
        for member in active_members(view, club.id, day):
            if member.pupil_id:
                found[member.pupil_id].append(member)
    return found


def check_service(view: MonthView) -> Iterator[Hit]:
    """C10: a club member takes part in after-school service; silent where the school says clubs do not belong to it.

    One finding a pupil, at the first of the memberships. Where nobody takes part yet, one finding for all.
    """
    g = ground(view)
    if g.school.clubs_within_service is False:
        return
    members = members_of_month(view)
    service = service_pupils_on(view, g.reference_day)
    if members and not service:
        first = next(iter(members.values()))[0]
        message = f"社团成员 {len(members)} 人，课后服务还没有登记参加学生"
        yield Hit("club_member", first.id, "pupil_id", "参加学生", message, cells=len(members), verb="去填")
        return
    names = {club.id: club.name or "社团" for club in clubs_of_month(view)}
    for pupil_id, rows in members.items():
        if pupil_id not in service:
            pupil = g.pupil_by_id[pupil_id]
            where = place(names.get(rows[0].club_id or "", ""), pupil.name or "学生")
            yield Hit("club_member", rows[0].id, "pupil_id", where, "在社团，没有参加课后服务", verb="去看")


def check_more_in_clubs(view: MonthView) -> Iterator[Hit]:
    """X06: no more pupils in clubs (each counted once) than in after-school service, where all clubs belong to it."""
    g = ground(view)
    if not g.school.clubs_within_service:
        return
    persons = len(members_of_month(view))
    service = len(service_pupils_on(view, g.reference_day))
    if persons > service:
        record = g.school.id or key_id("school", view.school_code)
        message = f"社团 {persons} 人（一人只算一次），多于参加课后服务 {service} 人"
        yield Hit("school", record, "clubs_within_service", "参加学生", message, verb="去看")


def check_participation(view: ReportedView) -> Iterator[Hit]:
    """C11: the share of enrolled pupils in after-school service did not move by more than ten points in a month."""
    if view.previous is None:
        return
    (some, all_), (some_before, all_before) = (
        (sum(r.pupils or 0 for r in v.rows(ReportedServicePupils)), sum(r.pupils or 0 for r in v.rows(ReportedClass)))
        for v in (view, view.previous)
    )  # fmt: skip
    if not all_ or not all_before:
        return
    moved = abs(some * all_before - some_before * all_)
    if moved * 100 > view.norms.limit(PARTICIPATION_CHANGED) * all_ * all_before:
        message = (
            f"参加率 {some * 100 / all_:.1f}%（参加 {some}／在校 {all_} 人），"
            f"上月 {some_before * 100 / all_before:.1f}%（{some_before}／{all_before} 人）"
        )
        record = key_id("service_pupil", view.school_code)
        yield Hit("service_pupil", record, "pupil_id", "参加学生", message, verb="去看")


def check_outside_leaders(view: MonthView) -> Iterator[Hit]:
    """C12: a leader from outside has a phone and a dated agreement. The message shows neither."""
    names = {club.id: club.name or "社团" for club in clubs_of_month(view)}
    for leader in view.rows(ClubLeader):
        if leader.club_id not in names or not leader.outside_name or leader.staff_id:
            continue
        lacking = [
            (key, word)
            for key, word in (("outside_phone", "联系电话"), ("agreement_date", "协议日期"))
            if not getattr(leader, key)
        ]
        if lacking:
            where = place(names[leader.club_id], leader.outside_name)
            words = "、".join(word for _, word in lacking)
            yield Hit("club_leader", leader.id, lacking[0][0], where, f"校外教师没有{words}", verb="去填")


CLUBS_RULES: tuple[Rule, ...] = (
    LiveRule("C01", Severity.ERROR, "社团成员当日不在校", check_members_in_school),
    *SLOT_RULES,
    ReportedRule(
        "C04",
        Severity.WARNING,
        "社团超出名额",
        check_capacity,
        reasons=("报名人数多，场地和教师能够保证安全", "下学期分成两个班"),
    ),
    ReportedRule("C05", Severity.WARNING, "社团缺教师、时间或成员", check_empty),
    *SESSION_RULES,
    LiveRule("C10", Severity.WARNING, "社团成员没有参加课后服务", check_service),
    ReportedRule(
        "C11",
        Severity.WARNING,
        "参加率比上月变化大",
        check_participation,
        reasons=("新学期重新报名", "季节变化，天黑得早", "家长接送时间调整"),
    ),
    LiveRule("C12", Severity.WARNING, "校外教师缺联系方式或协议", check_outside_leaders),
    LiveRule("X06", Severity.ERROR, "社团人数多于参加课后服务人数", check_more_in_clubs),
)
