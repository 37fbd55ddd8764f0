"""What can be imported of 取暖设备."""

from xcedu_desktop.workbook.intake.kind import IntakeKind

HEATING_INTAKE: tuple[IntakeKind, ...] = ()
