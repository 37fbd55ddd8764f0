"""Rules of 配餐人数 over what the workbook carries: heads against enrolment, sign-ups, calendar, prices, licences, logs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from xcedu_desktop.form import Hit, ReportedRule, ReportedView, Rule, Severity
from xcedu_desktop.forms.meals.reported import (
    ReportedHeads,
    ReportedMealLog,
    ReportedPrice,
    ReportedSignup,
    ReportedStaffHeads,
    ReportedSubsidised,
    ReportedSupplier,
    canteen_id,
)
from xcedu_desktop.forms.meals.rules_blank import BLANK_RULES
from xcedu_desktop.forms.meals.rules_copied import COPIED_RULES
from xcedu_desktop.forms.meals.rules_heads import (
    above_enrolment,
    class_place,
    days_with_meals,
    dinner,
    enrolment,
    heads_above,
    signup_above,
    subsidised_above,
    until,
)
from xcedu_desktop.forms.meals.rules_usual import USUAL_RULES
from xcedu_desktop.forms.meals.tables import day_log_id
from xcedu_desktop.school.calendar import is_published
from xcedu_desktop.school.place_words import days_place, days_said, place, runs, said, said_whole
from xcedu_desktop.school.reported import ReportedClass, class_labels, open_days
from xcedu_desktop.store.base import fields_of, key_id
from xcedu_desktop.store.changes import Change, ChangeSet
from xcedu_desktop.thresholds import LICENCE_NOTICE, SAMPLE_LEAST


def check_above_enrolment(view: ReportedView) -> Iterator[Hit]:
    """M01: heads of a day are not above the class's enrolment of that day, nor 登记人数 above its pupils of the month.

    Of a class merged away within the month the workbook says its days, and not who was in it at any time.
    """
    labels, above = class_labels(view), above_enrolment(view)
    for r in view.rows(ReportedHeads):
        if r.id in above and r.day is not None:
            where = class_place(labels, r.class_id, r.day)
            message = heads_above(r.day, r.meal, r.heads, above[r.id])
            yield Hit("meal_count", r.id, "heads", where, message)
    persons = {r.id: r.persons_of_month or 0 for r in view.rows(ReportedClass)}
    merged_away = {class_id for class_id, _ in enrolment(view)} - persons.keys()
    for s in view.rows(ReportedSignup):
        if s.class_id in merged_away:
            continue
        if message := signup_above(s.persons, persons.get(s.class_id or "", 0)):
            yield Hit("meal_signup", s.id, "persons", class_place(labels, s.class_id, None), message)


def check_closed_days(view: ReportedView) -> Iterator[Hit]:
    """M02: no heads stand on a closed day. In a year whose holiday list is not published yet: a warning."""
    if not view.rows(ReportedClass):
        return
    labels, days = class_labels(view), open_days(view)
    stray = partial(_stray, None if is_published(view.month.year, view.norms) else Severity.WARNING)
    heads = {r.id: r for r in view.rows(ReportedHeads) if r.day is not None and r.day not in days}
    subsidised = {r.id: r for r in view.rows(ReportedSubsidised) if r.day is not None and r.day not in days}
    for r in heads.values():
        too = subsidised.get(r.id)
        before = {"heads": r.heads, "subsidised": too.heads if too else None}
        where = class_place(labels, r.class_id, r.day)
        words = f"{dinner(r.meal)}就餐 {r.heads} 人"
        yield stray("meal_count", r.id, "heads", where, r.day, words, before)
    for s in subsidised.values():
        if s.id not in heads:
            where = class_place(labels, s.class_id, s.day)
            words = f"{dinner(s.meal)}受资助 {s.heads} 人"
            yield stray("meal_count", s.id, "subsidised", where, s.day, words, {"subsidised": s.heads})
    for t in view.rows(ReportedStaffHeads):
        if t.day is not None and t.day not in days:
            words = f"{dinner(t.meal)}教职工就餐 {t.heads} 人"
            where = place("教职工", f"{t.day.day}日")
            yield stray("meal_staff_count", t.id, "heads", where, t.day, words, {"heads": t.heads})


def _stray(
    severity: Severity | None,
    table: str,
    record: str,
    field: str,
    where: str,
    day: date | None,
    words: str,
    before: Mapping[str, int | None],
) -> Hit:
    assert day is not None  # rows without a day are not reported
    clear = Change(table, record, before, dict.fromkeys(before))
    return Hit(
        table, record, field, where, f"{said(day)}不上课，{words}；上课请改校历",
        severity, verb="清除", fix=ChangeSet(f"清除 {where}", (clear,)),
    )  # fmt: skip


def check_subsidised(view: ReportedView) -> Iterator[Hit]:
    """M06: a day's subsidised heads are not above its heads; heads that are blank are none to be subsidised."""
    labels = class_labels(view)
    heads = {r.id: r.heads for r in view.rows(ReportedHeads)}
    for r in view.rows(ReportedSubsidised):
        eaten = heads.get(r.id)
        message = subsidised_above(r.day, r.meal, r.heads, eaten) if r.day is not None else ""
        if not message:
            continue
        # of blank heads the cell to go to is that of the heads, and a draft there is said by G08 alone
        field, verb = ("heads", "去填") if eaten is None else ("subsidised", "去改")
        yield Hit("meal_count", r.id, field, class_place(labels, r.class_id, r.day), message, verb=verb)


def check_prices(view: ReportedView) -> Iterator[Hit]:
    """A day with heads has a price of that meal."""
    prices = [r for r in view.rows(ReportedPrice) if r.price_fen is not None]

    def lacks(meal: str, day: date) -> bool | None:
        priced = any(
            p.meal == meal
            and (p.from_date is None or p.from_date <= day)
            and (p.to_date is None or day <= p.to_date)
            for p in prices
        )
        return None if priced else True

    for meal, days in days_with_meals(view).items():
        for _, run in runs(days, partial(lacks, meal)):
            record = key_id("meal_price", view.school_code, meal, run[0].isoformat())
            yield Hit(
                "meal_price", record, "price_fen", days_place(run), f"{days_said(run)}有{meal}就餐，没有单价",
                cells=len(run), verb="去填",
            )  # fmt: skip


def check_two_prices(view: ReportedView) -> Iterator[Hit]:
    """One supplier's meal has one price on a day; two that differ on a day of the month are a warning."""
    by_meal: dict[tuple[str | None, str | None], list[ReportedPrice]] = defaultdict(list)
    for row in view.rows(ReportedPrice):
        if row.price_fen is not None and row.from_date is not None:
            by_meal[row.supplier, row.meal].append(row)
    field = fields_of(ReportedPrice)["price_fen"]
    for (supplier, meal), prices in by_meal.items():
        prices.sort(key=lambda p: (p.from_date or date.min, p.id))
        for earlier, later in pairwise(prices):
            begins = later.from_date
            ends = earlier.to_date
            if begins is None or (ends is not None and ends < begins) or earlier.price_fen == later.price_fen:
                continue
            day, last = max(begins, view.month.first), begins - timedelta(days=1)
            first, second = field.format(earlier.price_fen), field.format(later.price_fen)
            where = supplier or meal or "餐费"
            closing = earlier.from_date is not None and earlier.from_date <= last
            change = Change("meal_price", earlier.id, {"to_date": ends}, {"to_date": last})
            yield Hit(
                "meal_price", earlier.id, "to_date", where,
                f"{said(day)}起{meal or ''}有两个单价：{first} 元和 {second} 元", Severity.WARNING,
                verb=f"{first} 元截止到 {last.month}月{last.day}日" if closing else "去改",
                fix=ChangeSet(f"{where} {first} 元截止", (change,)) if closing else None,
            )  # fmt: skip


def check_price_rule(view: ReportedView) -> Iterator[Hit]:
    """M07: a day with heads has a price of that meal, one finding a run of days; two prices of one day are a warning."""
    yield from check_prices(view)
    yield from check_two_prices(view)


def check_licence(view: ReportedView) -> Iterator[Hit]:
    """M08: supplier or canteen has a licence that has not run out; a warning when it does so within 60 days."""
    last = until(view)
    suppliers = view.rows(ReportedSupplier)
    if not suppliers and days_with_meals(view):
        record = canteen_id(view.school_code)
        message = "有就餐人数，没有供餐单位，也没有食堂许可证"
        yield Hit("school", record, "canteen_licence", "食堂", message, verb="去填")
    for r in suppliers:
        table = "school" if r.id == canteen_id(view.school_code) else "meal_supplier"
        number, ends = (
            ("canteen_licence", "canteen_licence_until")
            if table == "school"
            else ("licence", "licence_until")
        )
        where, expiry = r.name or "供餐单位", r.licence_until
        if not r.licence:
            yield Hit(table, r.id, number, where, "没有许可证号", verb="去填")
        elif expiry is None:
            yield Hit(table, r.id, ends, where, "许可证没有有效期", verb="去填")
        elif expiry < last:
            yield Hit(table, r.id, ends, where, f"许可证已于 {said_whole(expiry)}到期", verb="说明")
        elif expiry <= last + timedelta(days=view.norms.limit(LICENCE_NOTICE)):
            left = (expiry - last).days
            message = f"许可证 {said_whole(expiry)}到期，还有 {left} 天"
            yield Hit(table, r.id, ends, where, message, Severity.WARNING, verb="去看")


def check_day_log(view: ReportedView) -> Iterator[Hit]:
    """M09: a day with meals has somebody who ate with the pupils and a sample kept. One finding a run of days."""
    logs = {(r.meal, r.day): r for r in view.rows(ReportedMealLog)}

    def lacking(meal: str, day: date) -> tuple[str, ...] | None:
        row = logs.get((meal, day))
        found = [] if row is not None and row.companion else ["companion"]
        if row is None or row.sample_grams is None:
            found.append("sample_grams")
        return tuple(found) or None

    words = {"companion": "陪餐", "sample_grams": "留样"}
    for meal, days in days_with_meals(view).items():
        for keys, run in runs(days, partial(lacking, meal)):
            message = f"{days_said(run)}{dinner(meal)}没有{'和'.join(words[key] for key in keys)}记录"
            record = day_log_id(view.school_code, run[0], meal)
            cells = len(run) * len(keys)
            yield Hit("meal_day_log", record, keys[0], days_place(run), message, cells=cells, verb="去填")


def check_samples(view: ReportedView) -> Iterator[Hit]:
    """M10: a sample noted is at least 125 g."""
    least = view.norms.limit(SAMPLE_LEAST)
    for r in view.rows(ReportedMealLog):
        if r.day is not None and r.sample_grams is not None and r.sample_grams < least:
            message = f"{said(r.day)}{dinner(r.meal)}每样留样 {r.sample_grams} 克，不足 {least} 克"
            yield Hit(
                "meal_day_log", r.id, "sample_grams", place("留样", f"{r.day.day}日"), message, verb="说明"
            )


MEALS_RULES: tuple[Rule, ...] = (
    ReportedRule("M01", Severity.ERROR, "就餐或登记人数多于在校", check_above_enrolment),
    ReportedRule("M02", Severity.ERROR, "不上课的日子有就餐人数", check_closed_days),
    ReportedRule("M06", Severity.ERROR, "受资助人数多于就餐人数", check_subsidised),
    ReportedRule("M07", Severity.ERROR, "就餐日没有单价，或同一天有两个单价", check_price_rule),
    ReportedRule(
        "M08",
        Severity.EXPLAIN,
        "许可证缺失、过期或快到期",
        check_licence,
        reasons=("许可证正在换发，已报市场监管部门",),
    ),
    *BLANK_RULES,
    *COPIED_RULES,
    ReportedRule(
        "M09",
        Severity.WARNING,
        "没有陪餐或留样记录",
        check_day_log,
        reasons=("当天陪餐记录在纸质台账上，已补记", "当天没有供餐"),
    ),
    ReportedRule(
        "M10", Severity.EXPLAIN, "留样不足", check_samples, reasons=("当天菜量少，已提醒食堂按标准留样",)
    ),
    *USUAL_RULES,
)
