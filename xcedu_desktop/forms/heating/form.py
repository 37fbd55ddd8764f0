"""The form 取暖设备, declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xcedu_desktop.form import Form, PrintKind
from xcedu_desktop.forms.heating import tables
from xcedu_desktop.forms.heating.picture import picture
from xcedu_desktop.forms.heating.reported import HEATING_REPORTED, HEATING_TOTALS
from xcedu_desktop.forms.heating.rules import HEATING_RULES

if TYPE_CHECKING:
    from xcedu_desktop.demo_school import DemoSchool
    from xcedu_desktop.store.changes import Change
    from xcedu_desktop.workbook.intake.kind import IntakeKind


def _kinds() -> tuple[IntakeKind, ...]:
    from xcedu_desktop.forms.heating.intake import HEATING_INTAKE

    return HEATING_INTAKE


def _prints() -> tuple[PrintKind, ...]:
    from xcedu_desktop.forms.heating.prints import HEATING_PRINTS

    return HEATING_PRINTS


def _demo(school: DemoSchool) -> list[Change]:
    from xcedu_desktop.forms.heating.demo import heating_demo

    return heating_demo(school)


HEATING = Form(
    key="heating",
    title="取暖设备",
    live=(
        tables.Room,
        tables.Circuit,
        tables.Equipment,
        tables.EquipmentEvent,
        tables.HeatingWork,
        tables.Inspection,
        tables.RoomTemperature,
    ),
    reported=HEATING_REPORTED,
    rules=HEATING_RULES,
    totals=HEATING_TOTALS,
    kinds=_kinds,
    demo=_demo,
    prints=_prints,
    picture=picture,
)
