"""The overview's picture of 配餐人数: who signed up, and how many ate each day of the month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from xcedu_desktop.form import Finding, ReportedView
from xcedu_desktop.forms.meals.reported import ReportedHeads, ReportedSignup
from xcedu_desktop.forms.meals.tables import MEALS
from xcedu_desktop.picture import NOTHING, Picture
from xcedu_desktop.school.reported import open_days


def picture(view: ReportedView, findings: Sequence[Finding]) -> Picture:
    """登记就餐 persons; a bar a day of the first meal served; which days are explained or not filled."""
    signed = [row.persons for row in view.rows(ReportedSignup) if row.persons is not None]
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
    return {
        "figure": str(sum(signed)) if signed else NOTHING, "measure": "人登记就餐", "kind": "days", "rows": rows, "note": note,
        "blank": not heads and not signed,
    }  # fmt: skip


def _days(days: Sequence[date]) -> str:
    """29、30日; a long list is cut after four."""
    shown = "、".join(str(day.day) for day in days[:4])
    return f"{shown}日" + (f"等 {len(days)} 天" if len(days) > 4 else "")
