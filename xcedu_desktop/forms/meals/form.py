"""The form 配餐人数, declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xcedu_desktop.form import Form, PrintKind
from xcedu_desktop.forms.meals import tables
from xcedu_desktop.forms.meals.picture import picture
from xcedu_desktop.forms.meals.reported import MEALS_REPORTED, MEALS_TOTALS
from xcedu_desktop.forms.meals.rules import MEALS_RULES

if TYPE_CHECKING:
    from xcedu_desktop.demo_school import DemoSchool
    from xcedu_desktop.store.changes import Change
    from xcedu_desktop.workbook.intake.kind import IntakeKind


def _kinds() -> tuple[IntakeKind, ...]:
    from xcedu_desktop.forms.meals.intake import MEALS_INTAKE

    return MEALS_INTAKE


def _prints() -> tuple[PrintKind, ...]:
    from xcedu_desktop.forms.meals.prints import MEALS_PRINTS

    return MEALS_PRINTS


def _demo(school: DemoSchool) -> list[Change]:
    from xcedu_desktop.forms.meals.demo import meals_demo

    return meals_demo(school)


MEALS = Form(
    key="meals",
    title="配餐人数",
    live=(
        tables.MealSupplier,
        tables.MealPrice,
        tables.MealService,
        tables.MealSignup,
        tables.MealCount,
        tables.MealStaffCount,
        tables.MealDayLog,
    ),
    reported=MEALS_REPORTED,
    rules=MEALS_RULES,
    totals=MEALS_TOTALS,
    kinds=_kinds,
    demo=_demo,
    prints=_prints,
    picture=picture,
)
