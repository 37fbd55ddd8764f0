"""What can be imported of 课后服务·社团."""

from xcedu_desktop.forms.clubs.intake_clubs import CLUBS_KIND
from xcedu_desktop.forms.clubs.intake_members import MEMBERS_KIND
from xcedu_desktop.forms.clubs.intake_participants import PARTICIPANTS_KIND
from xcedu_desktop.workbook.intake.kind import IntakeKind

CLUBS_INTAKE: tuple[IntakeKind, ...] = (CLUBS_KIND, MEMBERS_KIND, PARTICIPANTS_KIND)
