"""A made-up school's clubs and after-school service (演示数据)."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from xcedu_desktop.demo_school import Blemish, DemoPupil, DemoSchool, DemoStaff, apportion, made, row_id
from xcedu_desktop.forms.clubs.tables import (
    Club,
    ClubAttendance,
    ClubLeader,
    ClubMember,
    ClubSession,
    ServicePupil,
    ServiceStaff,
)
from xcedu_desktop.school.demo_people import adult_name, phone
from xcedu_desktop.school.tables import PlaceUse
from xcedu_desktop.store.changes import Change

STARTS, ENDS = time(16, 30), time(17, 30)
# Name, category, place; the first nineteen are those that the district named when it published its figures of 2021.
CATALOGUE = (
    ("剪纸社", "美术", "美术室"), ("足球社", "体育", "足球场"), ("陶艺社", "劳动", "陶艺室"), ("编程社", "科技", "微机室"),
    ("竖笛社", "音乐", "音乐室"), ("阅读社", "文学", "图书室"), ("京剧社", "音乐", "舞蹈室"), ("科学社", "科技", "科学实验室"),
    ("书法社", "美术", "书法室"), ("篮球社", "体育", "篮球场"), ("泥塑社", "美术", "手工室"), ("小小农博士", "劳动", "种植园"),
    ("合唱社", "音乐", "音乐室"), ("田径社", "体育", "田径场"), ("绘画社", "美术", "美术室"), ("创意种植社", "劳动", "种植园"),
    ("特色美食家", "劳动", "烹饪教室"), ("爱心服务队", "其他", "少先队室"), ("科技社", "科技", "创客教室"), ("音乐社", "音乐", "多功能厅"),
    ("朗诵社", "文学", "录播教室"), ("象棋社", "其他", "棋艺室"), ("围棋社", "其他", "棋艺室"), ("乒乓球社", "体育", "乒乓球室"),
    ("羽毛球社", "体育", "风雨操场"), ("舞蹈社", "音乐", "舞蹈室"), ("机器人社", "科技", "创客教室"), ("航模社", "科技", "科学实验室"),
    ("跳绳社", "体育", "操场东侧"), ("武术社", "体育", "操场西侧"), ("国画社", "美术", "书法室"),
)  # fmt: skip
_TWICE = frozenset({"剪纸社", "足球社", "篮球社", "编程社", "田径社", "合唱社"})
"""Clubs that meet twice a week in schools of some size."""


@dataclass
class _Club:
    id: str
    name: str
    category: str
    place: str
    weekdays: tuple[int, ...]
    capacity: int
    members: list[_Member] = field(default_factory=list)


@dataclass
class _Member:
    id: str
    pupil: DemoPupil
    status: str
    first: date
    last: date | None
    note: str | None = None

    def holds(self, day: date) -> bool:
        return self.status != "候补" and self.first <= day and (self.last is None or day <= self.last)


def clubs_demo(school: DemoSchool) -> list[Change]:
    """The rows of the form, all of the term that holds the reference day."""
    rng = school.rng("clubs")
    served = _served_pupils(school, rng)
    staff, outside = _served_staff(school, rng)
    clubs = _clubs(school, rng, len(served))
    _join(school, rng, clubs, served)
    changes = [
        made(
            ServicePupil, row_id(rng), pupil_id=p.id, from_date=max(school.term_first, p.first), to_date=p.last,
            consent_date=max(school.term_first, p.first) - timedelta(days=rng.randint(0, 5)),
        )
        for p in served
    ]  # fmt: skip
    changes += [
        made(
            ServiceStaff, row_id(rng), staff_id=s.id, outside_name=None, from_date=max(school.term_first, s.since),
        )
        for s in staff
    ]  # fmt: skip
    changes += [
        made(ServiceStaff, row_id(rng), staff_id=None, outside_name=name, from_date=school.term_first)
        for name, _ in outside
    ]
    changes += [
        made(
            Club, c.id, name=c.name, category=c.category, school_year=school.term[0], term_number=school.term[1],
            capacity=c.capacity, fee_fen=0 if rng.random() < 0.85 else 200 if school.village else 300,
        )
        for c in clubs
    ]  # fmt: skip
    changes += _leaders(school, rng, clubs, staff, outside)
    changes += [
        made(
            PlaceUse, row_id(rng), owner_table=Club.__tablename__, owner_id=c.id, place=c.place, weekday=weekday,
            from_time=STARTS, to_time=ENDS,
        )
        for c in clubs
        for weekday in c.weekdays
    ]  # fmt: skip
    changes += [
        made(
            ClubMember, m.id, club_id=c.id, pupil_id=m.pupil.id, status=m.status, from_date=m.first, to_date=m.last,
            note=m.note,
        )
        for c in clubs
        for m in c.members
    ]  # fmt: skip
    return changes + _sessions(school, rng, clubs)


def _served_pupils(school: DemoSchool, rng: random.Random) -> list[DemoPupil]:
    """Who takes part: the asked number (else about 93%) of grades 1–9 on the reference day, and most who left in the month."""
    classes = school.compulsory
    sizes = [len(c.pupils) for c in classes]
    wanted = school.targets.get("aftercare_students", round(sum(sizes) * rng.uniform(0.92, 0.945)))
    shares = apportion(wanted, [size * rng.uniform(0.97, 1.02) for size in sizes], sizes)
    inside = {
        p.id
        for c, share in zip(classes, shares, strict=True)
        for p in rng.sample(c.pupils, share)
    }  # fmt: skip
    young = {c.id for c in classes}
    left = {p.id for p in school.pupils if p.last and p.places[0].class_id in young}
    return [p for p in school.pupils if p.id in inside or p.id in left]


def _served_staff(school: DemoSchool, rng: random.Random) -> tuple[list[DemoStaff], list[tuple[str, str]]]:
    """Own staff that take part, and people from outside with name and phone: together the asked number."""
    wanted = school.targets.get("aftercare_teachers", max(4, round(len(school.pupils) * 0.065)))
    guests = 0 if wanted < 12 else 1 if wanted < 40 else 2
    teaching = [s for s in school.staff if s.post in ("班主任", "教师")]
    own = rng.sample(teaching, min(wanted - guests, len(teaching)))
    guests = wanted - len(own)
    known = {s.name for s in school.staff}
    outside: dict[str, str] = {}
    while len(outside) < guests:
        name = adult_name(rng, rng.choice("男女"))
        if name not in known:
            outside[name] = phone(rng)
    return own, list(outside.items())


def _clubs(school: DemoSchool, rng: random.Random, served: int) -> list[_Club]:
    """4 clubs in a village school, up to 30 in a large one, each alone in its place at its time."""
    count = max(4, min(len(CATALOGUE) - 1, served // 36 + 3))
    clubs: list[_Club] = []
    taken: set[tuple[str, int]] = set()
    for n, (name, category, place) in enumerate(CATALOGUE[:count]):
        free = [d for d in range(1, 6) if (place, d) not in taken]
        days = [free[(n + i * 2) % len(free)] for i in range(2 if name in _TWICE and served > 200 else 1)]
        weekdays = tuple(sorted(set(days)))
        taken.update((place, d) for d in weekdays)
        small = served < 200
        capacity = rng.choice((12, 14, 16)) if small else rng.choice((20, 24, 24, 28, 30, 30, 36))
        clubs.append(_Club(row_id(rng), name, category, place, weekdays, capacity))
    return clubs


def _join(school: DemoSchool, rng: random.Random, clubs: list[_Club], served: list[DemoPupil]) -> None:
    """Fill the clubs; nobody is in two places at once. One club takes two too many, and says why."""
    busy: dict[str, set[int]] = defaultdict(set)
    order = rng.sample(served, len(served))
    at = 0
    for n, club in enumerate(clubs):
        wanted = club.capacity + 2 if n == 0 else round(club.capacity * rng.uniform(0.6, 1.0))
        for _ in range(len(order)):
            if len(club.members) >= wanted:
                break
            pupil = order[at % len(order)]
            at += 1
            if pupil.last or busy[pupil.id] & set(club.weekdays):
                continue
            busy[pupil.id].update(club.weekdays)
            first = max(school.term_first, pupil.first)
            club.members.append(_Member(row_id(rng), pupil, "正式", first, None))
        _come_and_go(school, rng, club)
    over = clubs[0]
    active = sum(1 for m in over.members if m.holds(school.reference_day))
    if active > over.capacity:
        reason = f"{over.name}报名踊跃，已加配材料和座位，下学期分成两个班"
        school.blemishes.append(Blemish("C04", over.id, reason))
    leavers = [p for p in served if p.last]
    for pupil, club in zip(leavers, clubs[1:], strict=False):
        note = "转学" if pupil.leaving == "转出" else pupil.leaving
        first = max(school.term_first, pupil.first)
        club.members.append(_Member(row_id(rng), pupil, "退出", first, pupil.last, note))


def _come_and_go(school: DemoSchool, rng: random.Random, club: _Club) -> None:
    """Now and then a member who joined, or gave up, in the month."""
    days = school.month_days
    if len(days) < 5 or len(club.members) < 8 or club.members[0].pupil.first > school.term_first:
        return
    late = club.members[-1]
    if rng.random() < 0.4:
        late.first = max(late.first, days[rng.randrange(1, len(days) // 2)])
    gone = club.members[0]
    if len(club.members) < club.capacity and rng.random() < 0.25:
        gone.status, gone.last, gone.note = "退出", days[rng.randrange(2, len(days) - 1)], "改报其他社团"


def _leaders(
    school: DemoSchool, rng: random.Random, clubs: list[_Club], staff: list[DemoStaff], outside: list[tuple[str, str]]
) -> list[Change]:  # fmt: skip
    """One leader a club, whoever leads fewest and is free then; people from outside lead one each, by agreement."""
    changes: list[Change] = []
    guests = dict(zip([c.id for c in clubs[1::3]], outside, strict=False))
    busy: dict[str, set[int]] = defaultdict(set)
    order = rng.sample(staff, len(staff))
    for club in clubs:
        leader: DemoStaff | None = None
        guest = guests.get(club.id)
        if guest is None:
            free = [s for s in order if not busy[s.id] & set(club.weekdays)]
            leader = min(free or order, key=lambda s: len(busy[s.id]))
            busy[leader.id].update(club.weekdays)
        signed = school.term_first - timedelta(days=rng.randint(5, 20))
        changes.append(
            made(
                ClubLeader, row_id(rng), club_id=club.id, staff_id=leader.id if leader else None,
                outside_name=guest[0] if guest else None, outside_phone=guest[1] if guest else None,
                agreement_date=signed if guest else None,
            )
        )  # fmt: skip
    return changes


def _sessions(school: DemoSchool, rng: random.Random, clubs: list[_Club]) -> list[Change]:
    """Every planned meeting with its marks; who was ill that day is 假, a few more are 缺 or 假."""
    meetings: list[Change] = []
    marks: list[Change] = []
    for club in clubs:
        for day in school.days:
            members = [m for m in club.members if m.holds(day)]
            if day.isoweekday() not in club.weekdays or not members:
                continue
            session, present = row_id(rng), 0
            for member in members:
                luck = rng.random()
                away = school.away(member.pupil.id, day)
                mark = "假" if away or luck < 0.012 else "缺" if luck < 0.02 else "到"
                present += mark == "到"
                marks.append(
                    made(
                        ClubAttendance, row_id(rng), session_id=session, pupil_id=member.pupil.id, day=day, mark=mark,
                    )
                )  # fmt: skip
            meetings.append(
                made(
                    ClubSession, session, club_id=club.id, day=day, from_time=STARTS, to_time=ENDS, present=present,
                )
            )  # fmt: skip
    return meetings + marks
