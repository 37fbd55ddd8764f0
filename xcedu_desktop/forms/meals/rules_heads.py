"""What the rules about heads share: up to which day, against which enrolment, on which days somebody ate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from xcedu_desktop.form import ReportedView
from xcedu_desktop.forms.meals.reported import ReportedHeads
from xcedu_desktop.forms.meals.tables import MEALS
from xcedu_desktop.school.place_words import place, said
from xcedu_desktop.school.reported import Enrolment, open_days


def until(view: ReportedView) -> date:
    """The day up to which the month's days are looked at: today, or the month's last."""
    return min(view.today, view.month.last)


def enrolment(view: ReportedView) -> Mapping[tuple[str, date], int]:
    """(class id, school day) → 在校人数 of that day."""
    return {(r.class_id or "", r.day): r.pupils or 0 for r in view.rows(Enrolment) if r.day is not None}


def above_enrolment(view: ReportedView) -> Mapping[str, int]:
    """Id of each day's heads above the class's enrolment of that day → that enrolment; other rules pass over them."""
    return view.once("above enrolment", lambda: _above_enrolment(view))


def _above_enrolment(view: ReportedView) -> Mapping[str, int]:
    enrolled, last = enrolment(view), until(view)
    return {
        r.id: there
        for r in view.rows(ReportedHeads)
        if r.day is not None
        and r.day <= last
        and (there := enrolled.get((r.class_id or "", r.day))) is not None
        and (r.heads or 0) > there
    }


def class_place(labels: Mapping[str, str], class_id: str | None, day: date | None) -> str:
    """二(1)班 · 20日; a class that the month does not list is 其他班级."""
    return place(labels.get(class_id or "", "其他班级"), f"{day.day}日" if day else "")


def dinner(meal: str | None) -> str:
    """The meal's name where it has to be said: lunch is what is meant where nothing is."""
    return meal if meal and meal != MEALS[0] else ""


def heads_above(day: date, meal: str | None, heads: int | None, there: int | None) -> str:
    """What M01 says of a day's heads above the enrolment of that day; "" where they are not, or nothing compares."""
    if there is None or (heads or 0) <= there:
        return ""
    return f"{said(day)}{dinner(meal)}就餐 {heads} 人，多于当日在校 {there} 人"


def signup_above(persons: int | None, there: int) -> str:
    """What M01 says of 登记人数 above the pupils who were in the class in the month; "" where it is not."""
    return f"登记 {persons} 人，多于本月在校 {there} 人" if (persons or 0) > there else ""


def subsidised_above(day: date, meal: str | None, subsidised: int | None, heads: int | None) -> str:
    """What M06 says of subsidised heads above the day's heads (blank heads are none); "" where they are not."""
    if (subsidised or 0) <= (heads or 0):
        return ""
    compared = "就餐人数没有填" if heads is None else f"多于就餐 {heads} 人"
    return f"{said(day)}{dinner(meal)}受资助 {subsidised} 人，{compared}"


def days_with_meals(view: ReportedView) -> Mapping[str, list[date]]:
    """Meal → the school days up to today on which somebody ate, in order."""
    return view.once("days with meals", lambda: _days_with_meals(view))


def _days_with_meals(view: ReportedView) -> Mapping[str, list[date]]:
    days, last = open_days(view), until(view)
    found: dict[str, set[date]] = defaultdict(set)
    for r in view.rows(ReportedHeads):
        if r.heads and r.day in days and r.day <= last:
            found[r.meal or ""].add(r.day)
    return {meal: sorted(found[meal]) for meal in MEALS if found[meal]}
