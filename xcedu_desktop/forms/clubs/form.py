"""The form 课后服务·社团, declared."""

from xcedu_desktop.form import Form
from xcedu_desktop.forms.clubs import tables
from xcedu_desktop.forms.clubs.demo import clubs_demo
from xcedu_desktop.forms.clubs.intake import CLUBS_INTAKE
from xcedu_desktop.forms.clubs.reported import CLUBS_REPORTED, CLUBS_TOTALS
from xcedu_desktop.forms.clubs.rules import CLUBS_RULES

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
    intake=CLUBS_INTAKE,
    demo=clubs_demo,
)
