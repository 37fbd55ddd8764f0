"""A made-up school's ground: who is in it, and the rows that say so."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from xcedu_desktop.demo_school import (
    DemoClass,
    DemoPlace,
    DemoPupil,
    DemoSchool,
    DemoStaff,
    apportion,
    made,
    row_id,
)
from xcedu_desktop.periods import Month, school_year_of, term_of
from xcedu_desktop.school.calendar import SchoolCalendar
from xcedu_desktop.school.demo_people import (
    adult_name,
    birth_date,
    check_character,
    child_name,
    id_number,
    phone,
)
from xcedu_desktop.school.tables import (
    ClassMembership,
    Declared,
    Pupil,
    School,
    SchoolClass,
    Staff,
)
from xcedu_desktop.store.changes import Change
from xcedu_desktop.values.class_names import ClassKey, spoken

_GRADES = {"小学": range(1, 7), "初中": range(7, 10), "高中": range(10, 13)}
_STARTS_AT = {"小学": 6, "初中": 12, "高中": 15}
_SUBJECTS = {
    "小学": ("语文", "数学", "语文", "数学", "英语", "科学", "体育", "音乐", "美术", "道德与法治", "信息科技"),
    "初中": ("语文", "数学", "英语", "物理", "化学", "生物", "地理", "历史", "道德与法治", "体育", "音乐", "美术"),
}  # fmt: skip
USUAL_CLASS = 41
"""Pupils of a class in a town; DOMAIN advises 45 at most."""


@dataclass(frozen=True)
class SchoolPlan:
    """What a made-up school shall be. `sizes`: class stage (小学, 初中, 高中) → pupils on the reference day.

    `targets`: figures that its rows must give, by the key of the Total. `history`: also record the month before.
    """

    code: str
    name: str
    stage: str
    township: str
    sizes: Mapping[str, int]
    targets: Mapping[str, int]
    history: bool


def populate(plan: SchoolPlan, month: Month, today: date, seed: int) -> DemoSchool:
    """A school with classes, pupils and staff; equal arguments give equal people and ids."""
    calendar = SchoolCalendar({}, {})
    reference = calendar.last_school_day(month, min(month.last, today)) or min(month.last, today)
    term = calendar.term_of(reference) or term_of(reference)
    months = [month.previous(), month] if plan.history else [month]
    term_first = calendar.term_days(*term)[0]
    days = [d for m in months for d in calendar.school_days(m, today) if d >= term_first or m == month]
    pupils = sum(plan.sizes.values())
    school = DemoSchool(
        code=plan.code, name=plan.name, stage=plan.stage, township=plan.township,
        village=plan.stage == "小学" and pupils <= 300, month=month, today=today, seed=seed, reference_day=reference,
        days=days, school_year=school_year_of(reference), term=term, term_first=term_first, targets=plan.targets,
    )  # fmt: skip
    rng = school.rng("ground")
    school.canteen_licence = f"JY33704030{rng.randrange(1, 9999):06d}{rng.randrange(10)}"
    school.canteen_until = date(month.year + rng.choice((2, 3)), rng.randint(1, 12), rng.randint(1, 28))
    counts = _class_counts(plan.sizes)
    _hire(school, rng, pupils, sum(len(numbers) for numbers in counts.values()))
    heads = iter([s for s in school.staff if s.post == "班主任"])
    for grade, sizes in sorted(counts.items()):
        for number, size in enumerate(_jittered(rng, sizes), 1):
            school.classes.append(_class(school, rng, grade, number, size, next(heads)))
    _moves(school, rng)
    return school


def _class_counts(sizes: Mapping[str, int]) -> dict[int, list[int]]:
    """Grade → sizes of its classes: as many classes as there are usual ones in it, at least one a grade."""
    found: dict[int, list[int]] = {}
    for stage, pupils in sizes.items():
        grades = _GRADES[stage]
        for grade, in_grade in zip(grades, apportion(pupils, [1.0] * len(grades)), strict=True):
            classes = max(1, round(in_grade / USUAL_CLASS))
            found[grade] = apportion(in_grade, [1.0] * classes)
    return found


def _jittered(rng: random.Random, sizes: list[int]) -> list[int]:
    """The same pupils, a few more in one class and fewer in the next."""
    return apportion(sum(sizes), [rng.uniform(0.93, 1.07) for _ in sizes])


def _hire(school: DemoSchool, rng: random.Random, pupils: int, classes: int) -> None:
    wanted = school.targets.get("aftercare_teachers", round(pupils * 0.065))
    teachers = max(classes + 2, round(wanted * 1.1), round(pupils / 17)) - classes
    posts = ["校长", "副校长", "教导主任", "总务主任"][: 4 if pupils > 200 else 2]
    posts += ["班主任"] * classes + ["教师"] * teachers + ["保健教师", "食堂管理员"]
    subjects = _SUBJECTS["小学" if school.stage == "小学" else "初中"]
    names: set[str] = set()
    for n, post in enumerate(posts):
        sex = (
            "男"
            if rng.random() < (0.7 if "校长" in post or (post.endswith("主任") and n < 4) else 0.3)
            else "女"
        )
        name = adult_name(rng, sex)
        while name in names:
            name = adult_name(rng, sex) if rng.random() < 0.9 else child_name(rng, sex)
        names.add(name)
        subject = None if post == "食堂管理员" else subjects[n % len(subjects)]
        since = date(school.school_year - rng.randint(0, 18), 9, 1)
        school.staff.append(DemoStaff(row_id(rng), name, sex, post, subject, phone(rng), since))


def _class(
    school: DemoSchool, rng: random.Random, grade: int, number: int, size: int, head: DemoStaff
) -> DemoClass:
    stage = next(s for s, grades in _GRADES.items() if grade in grades)
    entry = school.school_year - (grade - _GRADES[stage].start)
    name = spoken(ClassKey(stage, entry, number), school.reference_day)
    made_class = DemoClass(row_id(rng), stage, entry, number, grade, name, head)
    names: set[str] = set()
    for _ in range(size):
        pupil = _pupil(school, rng, made_class, names)
        made_class.pupils.append(pupil)
        school.pupils.append(pupil)
    return made_class


def _pupil(school: DemoSchool, rng: random.Random, c: DemoClass, names: set[str]) -> DemoPupil:
    """A pupil of a class since its first day, with a name that nobody in `names` bears; it is added to them."""
    sex = "男" if rng.random() < 0.53 else "女"
    name = child_name(rng, sex)
    while name in names:
        name = child_name(rng, sex)
    names.add(name)
    born = birth_date(rng, _STARTS_AT[c.stage], c.entry_year)
    first = date(c.entry_year, 9, 1)
    number, luck = id_number(rng, born, sex, school.id_numbers), rng.random()
    student_number: str | None = "G" + number
    if luck < 0.012:  # no ID number yet: a temporary 学籍号, or none at all
        body = f"3704{born:%Y%m%d}{rng.randrange(10**5):05d}"
        student_number = f"L{body}{check_character(body)}" if luck < 0.009 else None
    pupil = DemoPupil(row_id(rng), name, sex, born, number if luck >= 0.012 else None, student_number, first)
    pupil.places.append(DemoPlace(c.id, first, None))
    return pupil


def _moves(school: DemoSchool, rng: random.Random) -> None:
    """Who left, who came and who changed class in the month; the size on the reference day stays as planned."""
    days = school.month_days
    if len(days) < 4:
        return
    moves = max(1, len(school.pupils) // 300)
    large = [c for c in school.classes if len(c.pupils) >= 8]
    for _ in range(moves if large else 0):  # leavers are gone by the reference day
        c = rng.choice(large)
        names = {p.name for p in c.pupils}
        pupil = _pupil(school, rng, c, names)
        pupil.last = days[rng.randrange(1, len(days) - 1)]
        pupil.leaving, pupil.note = "转出", rng.choice(("随父母迁居", "转到外市就读", "转入城区学校"))
        pupil.places[0].last = pupil.last
        school.pupils.append(pupil)
    newcomers = rng.sample(
        [p for c in large for p in c.pupils], min(moves, sum(len(c.pupils) for c in large))
    )
    for pupil in newcomers:
        pupil.first = days[rng.randrange(1, len(days))]
        pupil.places[0].first = pupil.first
        pupil.note = "外地转入"
    pairs = [(a, b) for a in large for b in large if a.grade == b.grade and a.number < b.number]
    if pairs:
        old, new = rng.choice(pairs)
        pupil = next(p for p in old.pupils if p not in newcomers)
        day = days[rng.randrange(1, len(days))]
        pupil.places[0].last = day - timedelta(days=1)
        pupil.places.append(DemoPlace(new.id, day, None))
        old.pupils.remove(pupil)
        new.pupils.append(pupil)


def ground_demo(school: DemoSchool) -> list[Change]:
    """The rows of the ground."""
    rng = school.rng("profile")
    principal = school.staff[0]
    clerk = next(s for s in school.staff if s.post == "教师")
    changes = [
        made(
            School, row_id(rng), code=school.code, name=school.name, stage=school.stage, township=school.township,
            village=school.village, clerk=clerk.name, phone=clerk.phone, principal=school.staff[1].name,
            head=principal.name, clubs_within_service=True, canteen_licence=school.canteen_licence,
            canteen_licence_until=school.canteen_until,
        )
    ]  # fmt: skip
    changes += [
        made(
            Staff, s.id, name=s.name, sex=s.sex, post=s.post, subject=s.subject, phone=s.phone, from_date=s.since,
        )
        for s in school.staff
    ]  # fmt: skip
    changes += [
        made(
            SchoolClass, c.id, stage=c.stage, entry_year=c.entry_year, number=c.number, head_teacher=c.head_teacher.id,
        )
        for c in school.classes
    ]  # fmt: skip
    changes += [
        made(
            Pupil, p.id, name=p.name, sex=p.sex, id_number=p.id_number, student_number=p.student_number,
            birth_date=p.birth, from_date=p.first, to_date=p.last, leaving=p.leaving, note=p.note,
        )
        for p in school.pupils
    ]  # fmt: skip
    changes += [
        made(
            ClassMembership, row_id(rng), pupil_id=p.id, class_id=place.class_id, from_date=place.first,
            to_date=place.last,
        )
        for p in school.pupils
        for place in p.places
    ]  # fmt: skip
    return changes + _declared(school, rng)


def _declared(school: DemoSchool, rng: random.Random) -> list[Change]:
    """班级数 and 在校学生数 of each recorded month, as the rows have them."""
    last_days: dict[Month, date] = {Month.of(day): day for day in school.days}
    last_days[school.month] = school.reference_day
    return [
        made(
            Declared, row_id(rng), month=month, classes=len(school.classes),
            students=sum(1 for p in school.pupils if p.class_on(day)),
        )
        for month, day in last_days.items()
    ]  # fmt: skip
