"""The one list of forms, in the order of the navigation and of the workbook."""

from xcedu_desktop.form import Form
from xcedu_desktop.forms.clubs.form import CLUBS
from xcedu_desktop.forms.heating.form import HEATING
from xcedu_desktop.forms.meals.form import MEALS
from xcedu_desktop.school.form import GROUND

FORMS: tuple[Form, ...] = (GROUND, CLUBS, MEALS, HEATING)
