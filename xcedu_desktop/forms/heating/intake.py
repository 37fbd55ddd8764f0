"""What can be imported of 取暖设备."""

from xcedu_desktop.forms.heating.intake_equipment import HEATING_KIND
from xcedu_desktop.forms.heating.intake_rooms import CIRCUITS_KIND, ROOMS_KIND
from xcedu_desktop.forms.heating.intake_works import WORKS_KIND
from xcedu_desktop.workbook.intake.kind import IntakeKind

HEATING_INTAKE: tuple[IntakeKind, ...] = (ROOMS_KIND, CIRCUITS_KIND, HEATING_KIND, WORKS_KIND)
