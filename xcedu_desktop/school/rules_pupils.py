"""Rules about pupils: ID numbers, sex, birth, age, and a class on every day in school."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from xcedu_desktop.form import Hit, LiveRule, MonthView, Rule, Severity
from xcedu_desktop.periods import school_year_first, school_year_of
from xcedu_desktop.school.ground import Ground, Place, ground
from xcedu_desktop.school.place_words import days_said, place, pupil_anonymous
from xcedu_desktop.school.tables import Pupil
from xcedu_desktop.thresholds import AGE_BESIDE_GRADE, FIRST_GRADE_AGE
from xcedu_desktop.values.class_names import grade_name, grade_of
from xcedu_desktop.values.identifiers import birth_of_id, mask_tail, parse_id_number, sex_of_id


def _id_troubles(view: MonthView) -> Mapping[str, str]:
    """Pupil id → what is wrong with the ID number."""
    return view.once(
        "id_troubles",
        lambda: {
            pupil.id: parsed.error.message
            for pupil in view.rows(Pupil)
            if pupil.id_number
            and (parsed := parse_id_number(pupil.id_number, today=view.today)).error is not None
        },
    )


def check_id_numbers(view: MonthView) -> Iterator[Hit]:
    """G02: an ID number is one, and no two pupils bear the same. The first of two is taken as right."""
    g = ground(view)
    troubles = _id_troubles(view)
    first: dict[str, Pupil] = {}
    for pupil in view.rows(Pupil):
        number = pupil.id_number
        if not number:
            continue
        message = troubles.get(pupil.id)
        other = first.setdefault(number, pupil)
        if message is None and other is not pupil:
            message = f"身份证号 {mask_tail(number)} 与{_who(g, other)}相同"
        if message is not None:
            yield Hit("pupil", pupil.id, "id_number", _who(g, pupil), message)


def _who(g: Ground, pupil: Pupil) -> str:
    return place(g.class_name(g.pupils.get(pupil.id)), pupil.name or "学生")


def check_sex_and_birth(view: MonthView) -> Iterator[Hit]:
    """G03: sex and birth date agree with the ID number. Says neither date nor number: warnings travel to the bureau."""
    g = ground(view)
    troubles = _id_troubles(view)
    for pupil in view.rows(Pupil):
        if not pupil.id_number or pupil.id in troubles or pupil.id not in g.pupils:
            continue
        differing = []
        if pupil.sex and pupil.sex != sex_of_id(pupil.id_number):
            differing.append(("sex", "性别"))
        if pupil.birth_date and pupil.birth_date != birth_of_id(pupil.id_number):
            differing.append(("birth_date", "出生日期"))
        if differing:
            words = "、".join(title for _, title in differing)
            yield Hit("pupil", pupil.id, differing[0][0], _anonymous(g, pupil), f"{words}与身份证号不符")


def _anonymous(g: Ground, pupil: Pupil) -> str:
    return place(g.class_name(g.pupils.get(pupil.id)), pupil_anonymous(pupil.name))


def _birth_of(pupil: Pupil, troubles: Mapping[str, str]) -> date | None:
    if pupil.birth_date:
        return pupil.birth_date
    return birth_of_id(pupil.id_number) if pupil.id_number and pupil.id not in troubles else None


def check_age(view: MonthView) -> Iterator[Hit]:
    """G04: a pupil's age on 1 September is within three years of what the grade has."""
    g = ground(view)
    troubles = _id_troubles(view)
    year = school_year_of(g.reference_day)
    first = school_year_first(year)
    for pupil in view.rows(Pupil):
        key = g.class_key(g.pupils.get(pupil.id))
        born = _birth_of(pupil, troubles)
        if key is None or born is None:
            continue
        grade = grade_of(key, year)
        usual = view.norms.limit(FIRST_GRADE_AGE) + grade - 1
        age = first.year - born.year - ((first.month, first.day) < (born.month, born.day))
        if abs(age - usual) > view.norms.limit(AGE_BESIDE_GRADE):
            field = "birth_date" if pupil.birth_date else "id_number"
            message = f"年龄与{grade_name(grade)}相差 {abs(age - usual)} 岁，请核对出生日期和班级"
            yield Hit("pupil", pupil.id, field, _anonymous(g, pupil), message)


def check_classless(view: MonthView) -> Iterator[Hit]:
    """G06: a pupil is in a class on every school day up to today between entry and leaving. One finding a pupil.

    A class that has left the school (its grade is past its stage's last) is no fault: nobody has to be sent off by hand.
    """
    g = ground(view)
    days = g.past_school_days
    if not days:
        return
    for pupil in view.rows(Pupil):
        places = g.places_by_pupil.get(pupil.id, ())
        entry = pupil.from_date or min((p.first for p in places), default=None)
        first = max(days[0], entry) if entry else days[0]
        last = min(days[-1], pupil.to_date) if pupil.to_date else days[-1]
        if first > last or any(_seats(g, p, first) and _seats(g, p, last) for p in places):
            continue
        lacking = [day for day in days if first <= day <= last and not any(_seats(g, p, day) for p in places)]
        if lacking:
            yield Hit(
                "pupil", pupil.id, "from_date", pupil.name or "学生", f"{days_said(lacking)}在校，没有班级",
                cells=len(lacking), verb="去填",
            )  # fmt: skip


def _seats(g: Ground, seat: Place, day: date) -> bool:
    row = g.class_by_id.get(seat.class_id)
    return seat.holds(day) and row is not None and (row.to_date is None or day <= row.to_date)


PUPIL_RULES: tuple[Rule, ...] = (
    LiveRule("G02", Severity.ERROR, "身份证号不对或重复", check_id_numbers),
    LiveRule("G03", Severity.WARNING, "性别或出生日期与身份证号不符", check_sex_and_birth),
    LiveRule(
        "G04",
        Severity.WARNING,
        "年龄与年级相差大",
        check_age,
        reasons=("入学晚", "随班就读", "因病休学后复学"),
    ),
    LiveRule("G06", Severity.ERROR, "在校期间没有班级", check_classless),
)
