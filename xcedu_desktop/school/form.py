"""The ground as a form of its own (学校基础)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xcedu_desktop.form import Form
from xcedu_desktop.school import tables
from xcedu_desktop.school.reported import GROUND_REPORTED, GROUND_TOTALS
from xcedu_desktop.school.rules import GROUND_RULES

if TYPE_CHECKING:
    from xcedu_desktop.demo_school import DemoSchool
    from xcedu_desktop.store.changes import Change
    from xcedu_desktop.workbook.intake.kind import IntakeKind


def _kinds() -> tuple[IntakeKind, ...]:
    from xcedu_desktop.school.intake import GROUND_INTAKE

    return GROUND_INTAKE


def _demo(school: DemoSchool) -> list[Change]:
    from xcedu_desktop.school.demo import ground_demo

    return ground_demo(school)


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
        tables.ReceiptAnswer,
        tables.ClassHandout,
    ),
    reported=GROUND_REPORTED,
    rules=GROUND_RULES,
    totals=GROUND_TOTALS,
    kinds=_kinds,
    demo=_demo,
)
