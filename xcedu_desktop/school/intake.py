"""What can be imported of the ground."""

from xcedu_desktop.school.intake_class_list import CLASSES_INTAKE
from xcedu_desktop.school.intake_staff import STAFF_INTAKE
from xcedu_desktop.school.intake_students import STUDENTS_INTAKE
from xcedu_desktop.workbook.intake.kind import IntakeKind

GROUND_INTAKE: tuple[IntakeKind, ...] = (CLASSES_INTAKE, STUDENTS_INTAKE, STAFF_INTAKE)
