"""Rules that compare heads with what is usual: the class's other days, its sign-ups, last month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from statistics import median

from xcedu_desktop.form import Hit, ReportedRule, ReportedView, Rule, Severity
from xcedu_desktop.forms.meals.reported import ReportedHeads, ReportedSignup
from xcedu_desktop.forms.meals.rules_heads import (
    above_enrolment,
    class_place,
    dinner,
    until,
)
from xcedu_desktop.forms.meals.tables import MEALS
from xcedu_desktop.school.place_words import days_place, days_said, place, said
from xcedu_desktop.school.reported import class_labels, open_days
from xcedu_desktop.store.base import key_id
from xcedu_desktop.thresholds import (
    DEVIATION_DAYS,
    DEVIATION_PUPILS,
    DEVIATIONS,
    MEALS_CHANGED,
    SAME_WEEK_DAYS,
)

Line = dict[date, ReportedHeads]
"""A class's heads at one meal, by school day up to today."""


def lines(view: ReportedView) -> dict[tuple[str, str], Line]:
    """(class id, meal) → its line, in the order of the sheet; heads above the enrolment (M01) are left out."""
    return view.once("lines of heads", lambda: _lines(view))


def _lines(view: ReportedView) -> dict[tuple[str, str], Line]:
    days, last, above = open_days(view), until(view), above_enrolment(view)
    found: dict[tuple[str, str], Line] = defaultdict(dict)
    for r in view.rows(ReportedHeads):
        if r.heads is not None and r.day in days and r.day <= last and r.id not in above:
            found[r.class_id or "", r.meal or ""][r.day] = r
    return found


def check_unusual_days(view: ReportedView) -> Iterator[Hit]:
    """M04: a day's heads lie within 3.5 median absolute deviations of that class's school days, or less than 5 pupils off."""
    labels = class_labels(view)
    enough, least, most = (
        view.norms.limit(limit) for limit in (DEVIATION_DAYS, DEVIATION_PUPILS, DEVIATIONS)
    )
    for (class_id, meal), line in lines(view).items():
        if len(line) < enough:
            continue
        heads = {day: r.heads or 0 for day, r in line.items()}
        usual = median(heads.values())
        spread = median(abs(n - usual) for n in heads.values())
        for day, n in heads.items():
            off = abs(n - usual)
            if off >= least and off * 10 > most * spread:
                message = f"{said(day)}{dinner(meal)} {n} 人，本班平时 {round(usual)} 人上下"
                where = class_place(labels, class_id, day)
                yield Hit("meal_count", line[day].id, "heads", where, message, verb="去看")


def check_same_week(view: ReportedView) -> Iterator[Hit]:
    """M05: a class's heads are not the same on every school day of a week, unless that number is its 登记人数.

    A class without 登记人数 has no number that they could rightly be. Silent in weeks of few school days or with a day
    blank, and where nobody ate.
    """
    labels = class_labels(view)
    signed = {r.class_id: r.persons for r in view.rows(ReportedSignup)}
    weeks: dict[tuple[int, int], list[date]] = defaultdict(list)
    for day in sorted(day for day in open_days(view) if day <= until(view)):
        weeks[day.isocalendar()[:2]].append(day)
    full = [days for days in weeks.values() if len(days) >= view.norms.limit(SAME_WEEK_DAYS)]
    for (class_id, meal), line in lines(view).items():
        persons = signed.get(class_id)
        for days in full:
            heads = {line[day].heads for day in days if day in line}
            if len(heads) != 1 or any(day not in line for day in days):
                continue
            same = heads.pop()
            if same and same != persons:
                beside = "登记人数没有填" if persons is None else f"登记 {persons} 人"
                message = f"{days_said(days)}{dinner(meal)}每天都是 {same} 人，{beside}，请核对是否逐日清点"
                where = place(labels.get(class_id, "其他班级"), days_place(days))
                yield Hit(
                    "meal_count", line[days[0]].id, "heads", where, message, cells=len(days), verb="去看"
                )


def check_against_last_month(view: ReportedView) -> Iterator[Hit]:
    """M12: heads per school day did not move by more than a fifth against last month. One finding a meal.

    A school day of the month up to today counts when any class has a count of the meal on it, be it 0; one that is blank
    is not known yet, and is M03's.
    """
    if view.previous is None:
        return
    now, before = _per_meal(view), _per_meal(view.previous)
    for meal, (total, days) in now.items():
        if meal not in before:
            continue
        total_before, days_before = before[meal]
        moved = abs(total * days_before - total_before * days)
        if total_before and moved * 100 > view.norms.limit(MEALS_CHANGED) * total_before * days:
            share = moved * 100 / (total_before * days)
            message = (
                f"{meal}每上课日 {total / days:.1f} 人次（{total}／{days} 天），"
                f"上月 {total_before / days_before:.1f} 人次（{total_before}／{days_before} 天），相差 {share:.1f}%"
            )
            record = key_id("M12", view.school_code, meal)
            yield Hit("meal_count", record, "heads", meal, message, verb="去看")


def _per_meal(view: ReportedView) -> dict[str, tuple[int, int]]:
    """Meal → heads (人次) on school days up to today, and on how many such days there is a count.

    Zero is a count: a day on which nobody ate lowers the mean. Blank is none. A day that is not filled yet would lower it
    too, every morning of a running month, and M03 says it already; of a month that was reported before its end the days
    after the report have no counts at all.
    """
    days, last = open_days(view), until(view)
    counted: dict[str, set[date]] = defaultdict(set)
    total: dict[str, int] = defaultdict(int)
    for r in view.rows(ReportedHeads):
        if r.heads is not None and r.day in days and r.day <= last:
            counted[r.meal or ""].add(r.day)
            total[r.meal or ""] += r.heads
    return {meal: (total[meal], len(counted[meal])) for meal in MEALS if counted[meal]}


def check_above_signups(view: ReportedView) -> Iterator[Hit]:
    """M14: a day's heads at one meal are not above the class's 登记人数; above the enrolment they are M01's."""
    labels = class_labels(view)
    signed = {r.class_id: r.persons for r in view.rows(ReportedSignup) if r.persons is not None}
    for (class_id, meal), line in lines(view).items():
        persons = signed.get(class_id)
        for day, r in line.items():
            if persons is not None and (r.heads or 0) > persons:
                message = f"{said(day)}{dinner(meal)}就餐 {r.heads} 人，多于登记 {persons} 人"
                yield Hit("meal_count", r.id, "heads", class_place(labels, class_id, day), message)


USUAL_RULES: tuple[Rule, ...] = (
    ReportedRule(
        "M04",
        Severity.WARNING,
        "就餐人数与本班平时相差大",
        check_unusual_days,
        reasons=("多名学生生病", "流感停课", "学校外出活动", "当天有年级不在校"),
    ),
    ReportedRule(
        "M05", Severity.WARNING, "整周每天人数相同", check_same_week, reasons=("班级人数少，全部在校就餐",)
    ),
    ReportedRule(
        "M12",
        Severity.WARNING,
        "每上课日人次比上月变化超过 20%",
        check_against_last_month,
        reasons=("本月有放假", "流感停课", "转为回家吃饭的学生增多"),
    ),
    ReportedRule(
        "M14", Severity.WARNING, "就餐人数多于登记人数", check_above_signups, reasons=("当天有学生临时就餐",)
    ),
)
