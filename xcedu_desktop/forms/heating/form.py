"""The form 取暖设备, declared."""

from xcedu_desktop.form import Form
from xcedu_desktop.forms.heating import tables
from xcedu_desktop.forms.heating.demo import heating_demo
from xcedu_desktop.forms.heating.intake import HEATING_INTAKE
from xcedu_desktop.forms.heating.reported import HEATING_REPORTED, HEATING_TOTALS
from xcedu_desktop.forms.heating.rules import HEATING_RULES

HEATING = Form(
    key="heating",
    title="取暖设备",
    live=(
        tables.Room,
        tables.Circuit,
        tables.Equipment,
        tables.HeatingWork,
        tables.Inspection,
        tables.RoomTemperature,
    ),
    reported=HEATING_REPORTED,
    rules=HEATING_RULES,
    totals=HEATING_TOTALS,
    intake=HEATING_INTAKE,
    demo=heating_demo,
)
