"""The form 配餐人数, declared."""

from xcedu_desktop.form import Form
from xcedu_desktop.forms.meals import tables
from xcedu_desktop.forms.meals.demo import meals_demo
from xcedu_desktop.forms.meals.intake import MEALS_INTAKE
from xcedu_desktop.forms.meals.reported import MEALS_REPORTED, MEALS_TOTALS
from xcedu_desktop.forms.meals.rules import MEALS_RULES

MEALS = Form(
    key="meals",
    title="配餐人数",
    live=(
        tables.MealSupplier,
        tables.MealPrice,
        tables.MealService,
        tables.MealSignup,
        tables.MealCount,
        tables.MealStaffCount,
        tables.MealDayLog,
    ),
    reported=MEALS_REPORTED,
    rules=MEALS_RULES,
    totals=MEALS_TOTALS,
    intake=MEALS_INTAKE,
    demo=meals_demo,
)
