"""The print of 配餐人数: the month's report (月报), a sheet a meal, as reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xcedu_desktop.form import MonthView, PrintKind, ReportedView
from xcedu_desktop.forms.meals.reported import (
    ReportedHeads,
    ReportedSignup,
    ReportedStaffHeads,
    ReportedSubsidised,
    grid_lines,
)
from xcedu_desktop.forms.meals.tables import MEALS
from xcedu_desktop.periods import WEEKDAYS
from xcedu_desktop.printing import Align, PrintColumn, PrintSheet
from xcedu_desktop.school.reported import open_days, pupils_of


def month_reports(_view: MonthView, reported: ReportedView) -> list[PrintSheet]:
    """月报: heads of each class by day at each meal that was served, the subsidised in a sheet of their own."""
    found: tuple[tuple[str, Sequence[ReportedHeads | ReportedSubsidised]], ...] = (
        ("就餐人数", reported.rows(ReportedHeads)),
        ("受资助学生就餐人数", reported.rows(ReportedSubsidised)),
    )
    sheets = []
    for words, rows in found:
        for meal in MEALS:
            counts = {
                (row.class_id or "", row.day): row.heads
                for row in rows
                if row.meal == meal and row.day is not None and row.heads is not None
            }
            if counts:
                staff = _staff(reported, meal) if rows is found[0][1] else ()
                sheets.append(_sheet(reported, f"{meal}{words}", counts, staff))
    return sheets


def _staff(reported: ReportedView, meal: str) -> tuple[str, ...]:
    """The staff's heads (教职工就餐人次) of the month at a meal, in words; they are not among the pupils' sums."""
    heads = [r.heads for r in reported.rows(ReportedStaffHeads) if r.meal == meal and r.heads is not None]
    if not heads:
        return ()
    return ("各日与合计为学生就餐人次", f"另有教职工{meal} {sum(heads):,} 人次（{len(heads)} 天）")


def _sheet(
    reported: ReportedView, words: str, counts: dict[tuple[str, date], int], notes: tuple[str, ...]
) -> PrintSheet:
    days, taught = reported.month.days(), open_days(reported)
    signed = {row.class_id: row.persons for row in reported.rows(ReportedSignup)}
    pupils, lines = pupils_of(reported), grid_lines(reported)
    columns = [
        PrintColumn("班级", 9),
        PrintColumn("在校\n人数", 5, Align.RIGHT),
        PrintColumn("登记\n人数", 5, Align.RIGHT),
    ]
    for day in days:
        closed = day not in taught and not any((line, day) in counts for line in lines)
        title = f"{day.day}\n{'休' if closed else WEEKDAYS[day.weekday()]}"
        columns.append(PrintColumn(title, 2.4 if closed else 4, Align.RIGHT, closed))
    columns.append(PrintColumn("合计", 7, Align.RIGHT))

    def line_of(
        title: str, there: int | None, persons: int | None, found: list[int | None]
    ) -> tuple[str, ...]:
        counted = [heads for heads in found if heads is not None]
        total = f"{sum(counted):,}" if counted else ""
        return (title, *map(_shown, (there, persons, *found)), total)

    rows = [
        line_of(title, pupils.get(line), signed.get(line), [counts.get((line, day)) for day in days])
        for line, title in lines.items()
    ]
    sums = [
        sum(heads) if (heads := [counts[line, day] for line in lines if (line, day) in counts]) else None
        for day in days
    ]
    return PrintSheet(
        name=words,
        title=f"{reported.month.spoken}{words}月报",
        columns=tuple(columns),
        rows=rows,
        row_height=6.0,
        unit="人、人次",
        notes=notes,
        total=line_of(
            "合计", sum(p or 0 for p in pupils.values()), sum(p or 0 for p in signed.values()), sums
        ),
    )


def _shown(number: int | None) -> str:
    """A blank stays blank: nobody said zero."""
    return "" if number is None else str(number)


MEALS_PRINTS = (PrintKind("meals", "配餐月报", month_reports),)
