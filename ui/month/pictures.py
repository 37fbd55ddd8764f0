"""The overview's small pictures (小图): of each form one figure with its measure, and bars, from the reported rows.

A form's picture is one function here and one entry in PICTURES; how it is drawn, the overview knows by `kind` alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from xcedu_desktop.form import Finding, ReportedView
from xcedu_desktop.forms.clubs.reported import ReportedClub, ReportedServicePupils
from xcedu_desktop.forms.heating.reported import ReportedRoom
from xcedu_desktop.forms.meals.reported import ReportedHeads, ReportedSignup
from xcedu_desktop.forms.meals.tables import MEALS
from xcedu_desktop.school.reported import open_days

Picture = dict[str, Any]
"""figure, measure, kind (`days` or `bars`), rows, note. rows of days: [value or None, tone, tip]; of bars: [name, share,
figure, tone]."""

_BARS = 5


def _meals(view: ReportedView, findings: Sequence[Finding]) -> Picture:
    persons = sum(row.persons or 0 for row in view.rows(ReportedSignup))
    by_meal: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    day_of: dict[str, date] = {}
    for row in view.rows(ReportedHeads):
        if row.day is not None and row.heads is not None:
            by_meal[row.meal or ""][row.day] += row.heads
            day_of[row.id] = row.day
    meal = next((meal for meal in MEALS if by_meal.get(meal)), MEALS[0])
    heads = by_meal[meal]
    explained = sorted({day_of[f.record] for f in findings if f.record in day_of and f.explained})
    rows: list[list[Any]] = []
    for day in view.month.days():
        value = heads.get(day)
        tone = "warning" if day in explained else "accent"
        tip = "" if value is None else f"{day.day}日{meal} {value} 人"
        rows.append([value, tone, tip])
    missing = [day for day in sorted(open_days(view)) if day <= view.today and day not in heads]
    notes = []
    if explained:
        notes.append(f"{_days(explained)}已说明")
    if missing and heads:
        notes.append(f"{_days(missing)}未填")
    first = f"每天{meal}就餐人数" if heads else "本月还没有就餐人数"
    note = first + ("；" + "，".join(notes) if notes else "")
    return {"figure": str(persons), "measure": "人登记就餐", "kind": "days", "rows": rows, "note": note}


def _days(days: Sequence[date]) -> str:
    """29、30日; a long list is cut after four."""
    shown = "、".join(str(day.day) for day in days[:4])
    return f"{shown}日" + (f"等 {len(days)} 天" if len(days) > 4 else "")


def _clubs(view: ReportedView, findings: Sequence[Finding]) -> Picture:
    persons = sum(row.pupils or 0 for row in view.rows(ReportedServicePupils))
    clubs = view.rows(ReportedClub)
    bars = []
    for club in clubs:
        members, room = club.members or 0, club.capacity or 0
        over = bool(room) and members > room
        figure = f"{members}/{room}" if room else f"{members} 人"
        share = members / room if room else 0.0
        bars.append(
            [club.name or "", share, ("! " if over else "") + figure, "warning" if over else "accent"]
        )
    bars.sort(key=lambda bar: -float(str(bar[1])))
    measure = f"人参加 · {len(clubs)} 个社团"
    return {"figure": str(persons), "measure": measure, "kind": "bars", "rows": bars[:_BARS], "note": ""}


def _heating(view: ReportedView, findings: Sequence[Finding]) -> Picture:
    needing: dict[str, int] = defaultdict(int)
    heated: dict[str, int] = defaultdict(int)
    for room in view.rows(ReportedRoom):
        if room.heated_by == "不取暖":
            continue
        use = room.use or "未填用途"
        needing[use] += 1
        heated[use] += bool(room.in_use) or room.heated_by in ("集中供暖", "明火取暖")
    bars = []
    for use, count in needing.items():
        short = heated[use] < count
        figure = ("! " if short else "") + f"{heated[use]}/{count} 间"
        bars.append([use, heated[use] / count, figure, "warning" if short else "good"])
    figure = f"{sum(heated.values())}/{sum(needing.values())}"
    return {"figure": figure, "measure": "间已有取暖", "kind": "bars", "rows": bars[:_BARS], "note": ""}


PICTURES: tuple[tuple[str, str, Callable[[ReportedView, Sequence[Finding]], Picture]], ...] = (
    ("meals", "配餐人数", _meals),
    ("clubs", "课后服务·社团", _clubs),
    ("heating", "取暖设备", _heating),
)
"""Key and title of the form, and its picture, in the order of the overview."""


def pictures(view: ReportedView, findings: Sequence[Finding]) -> list[Picture]:
    """All pictures of a month."""
    return [{"form": form, "title": title, **make(view, findings)} for form, title, make in PICTURES]
