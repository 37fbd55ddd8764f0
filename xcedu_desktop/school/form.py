"""The ground as a form of its own (学校基础)."""

from xcedu_desktop.form import Form
from xcedu_desktop.school import tables
from xcedu_desktop.school.demo import ground_demo
from xcedu_desktop.school.intake import GROUND_INTAKE
from xcedu_desktop.school.reported import GROUND_REPORTED, GROUND_TOTALS
from xcedu_desktop.school.rules import GROUND_RULES

GROUND = Form(
    key="school",
    title="基础资料",
    live=(
        tables.School,
        tables.Term,
        tables.CalendarDay,
        tables.SchoolClass,
        tables.ClassAlias,
        tables.Pupil,
        tables.ClassMembership,
        tables.Staff,
        tables.PlaceUse,
        tables.Declared,
        tables.Explanation,
    ),
    reported=GROUND_REPORTED,
    rules=GROUND_RULES,
    totals=GROUND_TOTALS,
    intake=GROUND_INTAKE,
    demo=ground_demo,
)
