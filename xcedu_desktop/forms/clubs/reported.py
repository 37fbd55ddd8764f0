"""课后服务·社团, reported: clubs, members, after-school pupils by class and sex, after-school staff as counts."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from sqlalchemy.orm import Mapped

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.form import ListSheet, MonthView, ReportedTable, ReportedView, Total
from xcedu_desktop.forms.clubs.tables import (
    Club,
    ClubLeader,
    ClubMember,
    ClubSession,
    ServicePupil,
    ServiceStaff,
)
from xcedu_desktop.periods import WEEKDAYS, term_of
from xcedu_desktop.school.ground import Ground, ground
from xcedu_desktop.school.reported import CLASS_FULL, CLASS_ID, CLASS_NAME, senior_classes
from xcedu_desktop.school.tables import PlaceUse
from xcedu_desktop.store.base import ReportedRow, col, key_id


class ReportedClub(ReportedRow):
    """A club of the month's term, with its members of the reference day."""

    __tablename__ = "r_club"

    name: Mapped[str | None] = col(Field("社团名称", width=14))
    category: Mapped[str | None] = col(Field("类别", width=7))
    leaders: Mapped[str | None] = col(Field("指导教师", width=16))
    slots: Mapped[str | None] = col(Field("活动时间", width=22))
    places: Mapped[str | None] = col(Field("活动地点", width=14))
    capacity: Mapped[int | None] = col(Field("名额", Kind.INTEGER, unit="人", width=7))
    members: Mapped[int | None] = col(Field("成员", Kind.INTEGER, unit="人", total=True, width=7))
    fee_fen: Mapped[int | None] = col(Field("收费（元/课时）", Kind.MONEY, unit="元", width=10))
    sessions: Mapped[int | None] = col(Field("本月活动", Kind.INTEGER, unit="次", total=True, width=8))


class ReportedMember(ReportedRow):
    """A membership of a club that touches the month (id: the live row's)."""

    __tablename__ = "r_club_member"

    club_id: Mapped[str | None] = col(Field("社团编号", hidden=True))
    club_name: Mapped[str | None] = col(Field("社团", width=14))
    pupil_id: Mapped[str | None] = col(Field("学生编号", hidden=True))
    name: Mapped[str | None] = col(Field("姓名", width=10))
    class_name: Mapped[str | None] = col(CLASS_NAME)
    class_full: Mapped[str | None] = col(CLASS_FULL)
    status: Mapped[str | None] = col(Field("状态", width=6))
    from_date: Mapped[date | None] = col(Field("加入日期", Kind.DAY, width=11))
    to_date: Mapped[date | None] = col(Field("退出日期", Kind.DAY, width=11))


class ReportedServicePupils(ReportedRow):
    """After-school pupils (参加课后服务的学生) of a class by sex on the reference day: persons."""

    __tablename__ = "r_service_pupil"

    class_id: Mapped[str | None] = col(CLASS_ID)
    class_name: Mapped[str | None] = col(CLASS_NAME)
    class_full: Mapped[str | None] = col(CLASS_FULL)
    boys: Mapped[int | None] = col(Field("男", Kind.INTEGER, unit="人", total=True, width=7))
    girls: Mapped[int | None] = col(Field("女", Kind.INTEGER, unit="人", total=True, width=7))
    unsaid: Mapped[int | None] = col(Field("性别未填", Kind.INTEGER, unit="人", total=True, width=9))
    pupils: Mapped[int | None] = col(Field("参加学生", Kind.INTEGER, unit="人", total=True, width=9))


class ReportedServiceStaff(ReportedRow):
    """After-school staff (参加课后服务的教师) on the reference day, own and from outside, as counts of persons."""

    __tablename__ = "r_service_staff"

    origin: Mapped[str | None] = col(Field("教师来源", width=14))
    persons: Mapped[int | None] = col(Field("人数", Kind.INTEGER, unit="人", total=True, width=9))


class Dated(Protocol):
    """A row with inclusive dates."""

    @property
    def from_date(self) -> date | None: ...

    @property
    def to_date(self) -> date | None: ...


def holds(row: Dated, day: date) -> bool:
    """Whether a dated row covers a day (both ends inclusive, a blank end is open)."""
    first, last = row.from_date, row.to_date
    return first is not None and first <= day and (last is None or day <= last)


def clubs_of_month(view: MonthView) -> list[Club]:
    """The clubs of the term that holds the reference day (or of the month's own term, between terms)."""
    g = ground(view)
    term = g.calendar.term_of(g.reference_day) or term_of(view.month.first)
    return [club for club in view.rows(Club) if (club.school_year, club.term_number) == term]


def members_by_club(view: MonthView) -> dict[str, list[ClubMember]]:
    """Club id → all its member rows, in the order of entry."""
    found: dict[str, list[ClubMember]] = defaultdict(list)
    for member in view.rows(ClubMember):
        found[member.club_id or ""].append(member)
    return found


def active_members(view: MonthView, club_id: str, day: date) -> list[ClubMember]:
    """Full members (正式, or 退出 with a later day) of a club on a day, still in school then."""
    g = ground(view)
    by_club = view.once("members_by_club", lambda: members_by_club(view))
    return [
        m
        for m in by_club.get(club_id, [])
        if m.status != "候补"
        and holds(m, day)
        and (m.status != "退出" or m.to_date is not None)
        and g.in_school(m.pupil_id, day)
    ]


def service_pupils_on(view: MonthView, day: date) -> set[str]:
    """Pupil ids that take part in after-school service on a day and are in school then: persons."""
    g = ground(view)
    return {
        r.pupil_id
        for r in view.rows(ServicePupil)
        if r.pupil_id and holds(r, day) and g.class_of(r.pupil_id, day)
    }


def slot_words(slots: Sequence[PlaceUse]) -> str:
    """周三、周五 16:30-17:30"""
    by_time: dict[str, list[str]] = {}
    for slot in sorted(slots, key=lambda s: (s.weekday or 0, str(s.from_time))):
        if slot.weekday is None:
            continue
        times = "-".join(t.strftime("%H:%M") for t in (slot.from_time, slot.to_time) if t is not None)
        by_time.setdefault(times, []).append("周" + WEEKDAYS[slot.weekday - 1])
    return "；".join(("、".join(days) + " " + times).strip() for times, days in by_time.items())


def leader_names(g: Ground, leaders: Sequence[ClubLeader]) -> list[str]:
    """The leaders' names, own staff and outside."""
    names = []
    for leader in leaders:
        staff = g.staff_by_id.get(leader.staff_id or "")
        name = (staff.name if staff else None) or leader.outside_name
        if name:
            names.append(name)
    return names


def derive_clubs(view: MonthView) -> list[ReportedRow]:
    g = ground(view)
    leaders: dict[str, list[ClubLeader]] = defaultdict(list)
    for leader in view.rows(ClubLeader):
        leaders[leader.club_id or ""].append(leader)
    slots: dict[str, list[PlaceUse]] = defaultdict(list)
    for use in view.rows(PlaceUse):
        if use.owner_table == "club":
            slots[use.owner_id or ""].append(use)
    sessions = Counter(s.club_id for s in view.rows_so_far(ClubSession) if not s.called_off)
    return [
        ReportedClub(
            id=club.id, name=club.name, category=club.category, leaders="、".join(leader_names(g, leaders[club.id])),
            slots=slot_words(slots[club.id]), places="、".join(dict.fromkeys(s.place for s in slots[club.id] if s.place)),
            capacity=club.capacity, members=len({m.pupil_id for m in active_members(view, club.id, g.reference_day)}),
            fee_fen=club.fee_fen, sessions=sessions[club.id],
        )
        for club in clubs_of_month(view)
    ]  # fmt: skip


def derive_members(view: MonthView) -> list[ReportedRow]:
    g = ground(view)
    by_club = view.once("members_by_club", lambda: members_by_club(view))
    rows: list[ReportedRow] = []
    for club in clubs_of_month(view):
        for m in by_club.get(club.id, []):
            touches = m.from_date is not None and m.from_date <= view.month.last
            touches = touches and (m.to_date is None or m.to_date >= view.month.first)
            pupil = g.pupil_by_id.get(m.pupil_id or "")
            if not touches or pupil is None:
                continue
            day = min(g.reference_day, m.to_date) if m.to_date else g.reference_day
            class_id = g.class_of(pupil.id, day) or g.class_of(pupil.id, m.from_date or day)
            # What happened after the month is not the month's: who left in October is a member in September's list.
            left_later = m.to_date is not None and m.to_date > view.month.last
            left = m.to_date is not None and m.to_date < g.reference_day
            status = "正式" if left_later and m.status == "退出" else "退出" if left else m.status
            rows.append(
                ReportedMember(
                    id=m.id, club_id=club.id, club_name=club.name, pupil_id=pupil.id, name=pupil.name,
                    class_name=g.class_name(class_id), class_full=g.class_full(class_id),
                    status=status,
                    from_date=m.from_date, to_date=None if left_later else m.to_date,
                )
            )  # fmt: skip
    return rows


def derive_service_pupils(view: MonthView) -> list[ReportedRow]:
    g = ground(view)
    by_class: dict[str, Counter[str]] = defaultdict(Counter)
    for pupil_id in service_pupils_on(view, g.reference_day):
        by_class[g.pupils.get(pupil_id, "")][g.pupil_by_id[pupil_id].sex or ""] += 1
    return [
        ReportedServicePupils(
            id=key_id("r_service_pupil", row.id), class_id=row.id, class_name=g.class_name(row.id),
            class_full=g.class_full(row.id), boys=counts["男"], girls=counts["女"], unsaid=counts[""],
            pupils=counts.total(),
        )
        for row, counts in ((row, by_class[row.id]) for row in g.classes)
    ]  # fmt: skip


def derive_service_staff(view: MonthView) -> list[ReportedRow]:
    g = ground(view)
    day = g.reference_day
    active = [r for r in view.rows(ServiceStaff) if holds(r, day)]
    own = {
        r.staff_id
        for r in active
        if r.staff_id and (s := g.staff_by_id.get(r.staff_id)) and (s.to_date is None or day <= s.to_date)
    }
    outside = {r.outside_name for r in active if not r.staff_id and r.outside_name}
    return [
        ReportedServiceStaff(
            id=key_id("r_service_staff", view.school_code, origin), origin=origin, persons=len(who)
        )
        for origin, who in (("本校教师", own), ("校外教师", outside))
    ]


def service_pupils(view: ReportedView) -> int:
    """After-school pupils of all the school's classes; the district's total leaves grades 10–12 out."""
    return sum(r.pupils or 0 for r in view.rows(ReportedServicePupils))


def _service_staff(view: ReportedView) -> int:
    return sum(row.persons or 0 for row in view.rows(ReportedServiceStaff))


def _to_grade_nine(view: ReportedView) -> int:
    seniors = senior_classes(view)
    return sum(r.pupils or 0 for r in view.rows(ReportedServicePupils) if r.class_id not in seniors)


CLUBS_REPORTED = (
    ReportedTable(
        ReportedClub, "社团", "{month}社团开设情况统计表", "个、次、元、人（成员合计为人次）", ListSheet(), derive_clubs, figures=("members",),
        live=Club,
    ),
    ReportedTable(
        ReportedMember, "社团成员", "{month}社团成员花名册", "人", ListSheet(), derive_members, live=ClubMember,
        live_keys={"club_name": "club_id", "name": "pupil_id", "class_name": "pupil_id"},
    ),
    ReportedTable(
        ReportedServicePupils, "课后服务学生", "{month}参加课后服务学生统计表", "人", ListSheet(), derive_service_pupils,
        figures=("boys", "girls", "unsaid", "pupils"),
    ),
    ReportedTable(
        ReportedServiceStaff, "课后服务教师", "{month}参加课后服务教师统计表", "人", ListSheet(), derive_service_staff,
        figures=("persons",),
    ),
)  # fmt: skip

CLUBS_TOTALS = (
    Total(
        "aftercare_students", "参加课后服务学生", "人", _to_grade_nine, filled=lambda view: service_pupils(view) > 0,
        to_grade_nine=True,
    ),
    Total(
        "aftercare_teachers",
        "参加课后服务教师",
        "人",
        _service_staff,
        filled=lambda view: _service_staff(view) > 0,
    ),
    Total(
        "clubs", "社团", "个", lambda view: len(view.rows(ReportedClub)),
        # no club is a fact where pupils stay all the same
        filled=lambda view: bool(view.rows(ReportedClub)) or service_pupils(view) > 0,
    ),
)  # fmt: skip
