"""Places in words, as findings say them: 二(1)班 · 20日, 29、30 日, a row by its label; and runs of days."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from xcedu_desktop.fields import Kind
from xcedu_desktop.form import MonthView
from xcedu_desktop.school.ground import ground
from xcedu_desktop.store.base import Live, fields_of
from xcedu_desktop.store.unit_of_work import live_models

S = TypeVar("S", bound=Hashable)


def said(day: date) -> str:
    """10月12日: how a message names a day."""
    return f"{day.month}月{day.day}日"


def said_whole(day: date) -> str:
    """2026年10月12日: with the year."""
    return f"{day.year}年{said(day)}"


def place(*parts: str) -> str:
    """The parts that are not blank, joined: 二(1)班 · 20日."""
    return " · ".join(part for part in parts if part)


def days_place(days: Sequence[date]) -> str:
    """The days of one month, short: 28日; 29、30 日; 8–16 日."""
    if len(days) == 1:
        return f"{days[0].day}日"
    if len(days) == 2:
        return f"{days[0].day}、{days[1].day} 日"
    return f"{days[0].day}–{days[-1].day} 日"


def days_said(days: Sequence[date]) -> str:
    """The same for a message: 10月28日; 10月29日、30日; 10月8日至16日."""
    if len(days) == 1:
        return said(days[0])
    if len(days) == 2:
        return f"{said(days[0])}、{days[1].day}日"
    return f"{said(days[0])}至{days[-1].day}日"


def runs(days: Sequence[date], state: Callable[[date], S | None]) -> Iterator[tuple[S, list[date]]]:
    """Neighbours among `days` (in order) that bear the same state, as one run each; a day of state None ends a run."""
    current: S | None = None
    run: list[date] = []
    for day in days:
        found = state(day)
        if found != current or found is None:
            if current is not None:
                yield current, run
            current, run = found, []
        if found is not None:
            run.append(day)
    if current is not None:
        yield current, run


def pupil_anonymous(name: str | None) -> str:
    """张同学: in findings that travel to the bureau no pupil of the ground is named (PRODUCT: The workbook)."""
    return f"{name[:1]}同学" if name else "学生"


def row_place(view: MonthView, model: type[Live], row: Mapping[str, Any]) -> str:
    """A row of any table by its class, its label and its day: 五(1)班 · 22日; without any: 学生第 3 行.

    `row` holds the values by column key, with `id` and `position`.
    """
    g = ground(view)
    fields = fields_of(model)
    parts: list[str] = []
    label = g.class_name(row["id"]) if model.__tablename__ == "school_class" else ""
    if not label and model.__tablename__ != "school_class" and model.label_key in fields:
        label = _cell_words(view, model.label_key, row, model)
    classes = [k for k, f in fields.items() if f.kind is Kind.CLASS and k != model.label_key and row.get(k)]
    parts.extend(g.class_name(row[key]) for key in classes)
    if not (fields.get(model.label_key) and fields[model.label_key].kind is Kind.DAY):
        parts.append(label)
    day = row.get("day")
    if isinstance(day, date):
        parts.append(f"{day.day}日")
    return place(*parts) or f"{model.title}第 {row.get('position') or '?'} 行"


def _cell_words(view: MonthView, key: str, row: Mapping[str, Any], model: type[Live]) -> str:
    declared, value = fields_of(model)[key], row.get(key)
    if value is None:
        return ""
    if declared.kind is Kind.CLASS:
        return ground(view).class_name(str(value))
    if declared.kind is Kind.REFERENCE:
        return label_of(view, declared.references, str(value))
    return declared.format(value)


def label_of(view: MonthView, table: str, row_id: str | None) -> str:
    """The label of a row of an undated table (张三, 编程社); '' where there is none."""
    labels: Mapping[str, str] = view.once(("labels", table), lambda: _labels(view, live_models()[table]))
    return labels.get(row_id or "", "")


def _labels(view: MonthView, model: type[Live]) -> Mapping[str, str]:
    declared, key = fields_of(model)[model.label_key], model.label_key
    return {
        row.id: declared.format(value) for row in view.rows(model) if (value := getattr(row, key)) is not None
    }
