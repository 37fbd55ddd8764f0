"""What can be imported of the ground."""

from xcedu_desktop.workbook.intake.kind import IntakeKind

GROUND_INTAKE: tuple[IntakeKind, ...] = ()
