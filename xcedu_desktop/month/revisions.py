"""Two revisions (第几次上报) of a month side by side, cell by cell: what a correction changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xcedu_desktop.errors import WrongUsage
from xcedu_desktop.fields import Field
from xcedu_desktop.form import GridSheet, ReportedView
from xcedu_desktop.month.derive import reported_tables, stored, values_of
from xcedu_desktop.periods import Month
from xcedu_desktop.school.reported import CoverFigure, ReportedExplanation
from xcedu_desktop.store.base import ReportedRow, fields_of
from xcedu_desktop.store.tables import Revision
from xcedu_desktop.workbook.plan import COVER, EXPLANATIONS, field_in_row

MADE, GONE = "新增的行", "去掉的行"
_NAMED_BY: Mapping[type[ReportedRow], int] = {CoverFigure: 1, ReportedExplanation: 3}
"""How many columns name a row of a list, where not two: an explanation's place is the third."""


@dataclass(frozen=True)
class RevisionFact:
    """One report that was made: its number, when, by whom, why (a correction's reason), its file."""

    revision: int
    exported_at: str
    exported_by: str
    reason: str
    file_name: str
    sha256: str


@dataclass(frozen=True)
class Difference:
    """A cell that differs: sheet, row in words, column, what it was and is. A row that came or went is one difference."""

    sheet: str
    row: str
    column: str
    old: str
    new: str


def revisions_of(session: Session, school_code: str, month: Month) -> list[RevisionFact]:
    """The revisions of a month whose workbooks are kept, oldest first."""
    statement = (
        select(
            Revision.revision, Revision.exported_at, Revision.exported_by, Revision.reason, Revision.file_name, Revision.sha256
        )
        .where(Revision.school_code == school_code, Revision.month == month)
        .order_by(Revision.revision)
    )  # fmt: skip
    return [
        RevisionFact(
            row.revision, row.exported_at, row.exported_by, row.reason or "", row.file_name, row.sha256
        )
        for row in session.execute(statement)
    ]


def compare(session: Session, school_code: str, month: Month, one: int, other: int) -> list[Difference]:
    """What the later revision says otherwise, in the order of the workbook's sheets. WrongUsage: one of them is not kept."""
    kept = {fact.revision for fact in revisions_of(session, school_code, month)}
    first, second = (
        stored(session, school_code, month, revision) if revision in kept else None
        for revision in sorted((one, other))
    )
    if first is None or second is None:
        raise WrongUsage(f"{month.spoken}没有存着这两次上报，不能比较")
    return differences(first, second)


def differences(first: ReportedView, second: ReportedView) -> list[Difference]:
    """What the second view says otherwise than the first."""
    found = _of(COVER, CoverFigure, None, first, second)
    for table in reported_tables():
        grid = table.layout if isinstance(table.layout, GridSheet) else None
        found += _of(table.title, table.model, grid, first, second)
    return found + _of(EXPLANATIONS, ReportedExplanation, None, first, second)


def _of(
    sheet: str, model: type[ReportedRow], grid: GridSheet | None, first: ReportedView, second: ReportedView
) -> list[Difference]:
    fields = fields_of(model)
    before = {row.id: values_of(row) for row in first.rows(model)}
    after = {row.id: values_of(row) for row in second.rows(model)}
    lines = {**grid.labels(first), **grid.labels(second)} if grid is not None else {}
    found = []
    for row_id in [*after, *(row_id for row_id in before if row_id not in after)]:
        old, new = before.get(row_id), after.get(row_id)
        if old == new:
            continue
        values = new or old or {}
        words = _row_words(model, fields, values, grid, lines)
        if grid is not None:  # a day's cell that came or went is a blank that was filled or emptied
            old, new = old or {}, new or {}
            found.append(_cell(sheet, words, model, fields, grid.value, old, new))
        elif old is None or new is None:
            found.append(
                Difference(sheet, words, "", "" if old is None else GONE, MADE if old is None else "")
            )
        else:
            found += [
                _cell(sheet, words, model, fields, key, old, new)
                for key, field in fields.items()
                if old.get(key) != new.get(key) and not field.hidden
            ]
    return found


def _cell(
    sheet: str, row: str, model: type[ReportedRow], fields: Mapping[str, Field], key: str, old: Mapping[str, Any],
    new: Mapping[str, Any],
) -> Difference:  # fmt: skip
    field = field_in_row(model.__tablename__, key, fields[key], new or old)

    def said(values: Mapping[str, Any]) -> str:
        return "（空白）" if values.get(key) is None else field.format(values[key])

    return Difference(sheet, row, field.title, said(old), said(new))


def _row_words(
    model: type[ReportedRow],
    fields: Mapping[str, Field],
    values: Mapping[str, Any],
    grid: GridSheet | None,
    lines: Mapping[str, str],
) -> str:
    """A row as its sheet names it: a grid's by line, day and meal, a list's by its first columns that say something; a figure
    names no row."""
    if grid is None:
        said = [
            field.format(values[key])
            for key, field in fields.items()
            if key in values and not field.hidden and not field.numeric
        ]
        return " · ".join(said[: _NAMED_BY.get(model, 2)])
    day = values.get(grid.day)
    parts = [lines.get(str(values.get(grid.line)), ""), f"{day.day}日" if isinstance(day, date) else ""]
    if grid.split:
        parts.append(str(values.get(grid.split, "")))
    return " · ".join(part for part in parts if part)
