"""The form 课后服务·社团, declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xcedu_desktop.form import Form, PrintKind
from xcedu_desktop.forms.clubs import tables
from xcedu_desktop.forms.clubs.picture import picture
from xcedu_desktop.forms.clubs.reported import CLUBS_REPORTED, CLUBS_TOTALS
from xcedu_desktop.forms.clubs.rules import CLUBS_RULES

if TYPE_CHECKING:
    from xcedu_desktop.demo_school import DemoSchool
    from xcedu_desktop.store.changes import Change
    from xcedu_desktop.workbook.intake.kind import IntakeKind


def _kinds() -> tuple[IntakeKind, ...]:
    from xcedu_desktop.forms.clubs.intake import CLUBS_INTAKE

    return CLUBS_INTAKE


def _prints() -> tuple[PrintKind, ...]:
    from xcedu_desktop.forms.clubs.prints import CLUBS_PRINTS

    return CLUBS_PRINTS


def _demo(school: DemoSchool) -> list[Change]:
    from xcedu_desktop.forms.clubs.demo import clubs_demo

    return clubs_demo(school)


CLUBS = Form(
    key="clubs",
    title="课后服务·社团",
    live=(
        tables.Club,
        tables.ClubLeader,
        tables.ClubMember,
        tables.ClubSession,
        tables.ClubAttendance,
        tables.ServicePupil,
        tables.ServiceStaff,
    ),
    reported=CLUBS_REPORTED,
    rules=CLUBS_RULES,
    totals=CLUBS_TOTALS,
    kinds=_kinds,
    demo=_demo,
    prints=_prints,
    picture=picture,
)
