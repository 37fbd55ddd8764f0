"""What can be imported of 课后服务·社团."""

from xcedu_desktop.workbook.intake.kind import IntakeKind

CLUBS_INTAKE: tuple[IntakeKind, ...] = ()
