"""What can be imported of 配餐人数."""

from xcedu_desktop.workbook.intake.kind import IntakeKind

MEALS_INTAKE: tuple[IntakeKind, ...] = ()
