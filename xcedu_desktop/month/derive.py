"""Live rows → reported rows of a month, and the reading back of what was reported before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xcedu_desktop.fields import Kind
from xcedu_desktop.form import MonthView, ReportedTable, ReportedView
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.periods import Month
from xcedu_desktop.school.reported import CoverFact, CoverFigure, ReportedExplanation
from xcedu_desktop.store.base import ReportedRow, fields_of, table_of
from xcedu_desktop.store.tables import MonthState, Revision
from xcedu_desktop.values.masks import mask_words

MADE_BY_THE_MONTH: tuple[type[ReportedRow], ...] = (CoverFigure, CoverFact, ReportedExplanation)
"""The reported tables that no form derives: the cover and the explanations."""


def reported_tables() -> tuple[ReportedTable, ...]:
    """The reported tables of all forms, in the order of the workbook."""
    return tuple(table for form in FORMS for table in form.reported)


def reported_models() -> tuple[type[ReportedRow], ...]:
    """Every reported class: those of the forms, the cover's and the explanations'."""
    return (*(table.model for table in reported_tables()), *MADE_BY_THE_MONTH)


def derive(view: MonthView, between: Callable[[], object] = lambda: None) -> ReportedView:
    """The reported rows that the live rows give today, as the next revision of the month; last month's stored beside.

    `between` is called after each table: there a caller can break off by an exception, or let others go first.
    """
    state = view.session.get(MonthState, (view.school_code, view.month))
    revision = (state.revision if state else 0) + 1
    tables: dict[type[ReportedRow], Sequence[ReportedRow]] = {}
    for table in reported_tables():
        tables[table.model] = placed(table.derive(view), view.school_code, view.month, revision)
        between()
    last = view.month.previous()
    return ReportedView(
        view.school_code,
        view.month,
        view.today,
        tables,
        stored(view.session, view.school_code, last, today=view.today),
        view.norms,
    )


def placed(rows: list[ReportedRow], school_code: str, month: Month, revision: int) -> list[ReportedRow]:
    """The same rows with school, month, revision and their order on the sheet, from 1; phones in their words masked."""
    words = _words(type(rows[0])) if rows else ()
    whose = {"school_code": school_code, "month": month, "revision": revision}
    for position, row in enumerate(rows, start=1):
        row.__dict__.update(whose, position=position)  # past the mapper, as ReportedRow.__init__ says
        for key in words:
            if text := row.__dict__[key]:
                row.__dict__[key] = mask_words(text)
    return rows


def _words(model: type[ReportedRow]) -> tuple[str, ...]:
    """The columns of free text."""
    return tuple(
        key for key, field in fields_of(model).items() if field.kind is Kind.TEXT and not field.hidden
    )


def newest_revision(session: Session, school_code: str, month: Month) -> int | None:
    """The newest revision of a school and month whose workbook is kept in this file; None: there is none."""
    statement = select(func.max(Revision.revision)).where(
        Revision.school_code == school_code, Revision.month == month
    )
    return session.execute(statement).scalar()


def stored(
    session: Session,
    school_code: str,
    month: Month,
    revision: int | None = None,
    *,
    today: date | None = None,
) -> ReportedView | None:
    """The reported rows kept of a revision (default: the newest); None where nothing was reported.

    `today` is the day that the view's rules take as today (default: the month's last day).
    """
    revision = revision if revision is not None else newest_revision(session, school_code, month)
    if revision is None:
        return None
    tables: dict[type[ReportedRow], Sequence[ReportedRow]] = {}
    for model in reported_models():
        # made of plain rows, as derived ones are: mapped objects of a session take three times as long to load
        table = table_of(model)
        statement = (
            select(table)
            .where(table.c.school_code == school_code, table.c.month == month, table.c.revision == revision)
            .order_by(table.c.position, table.c.id)
        )
        tables[model] = [model(**row) for row in session.execute(statement).mappings()]
    return ReportedView(school_code, month, today or month.last, tables)


def values_of(row: ReportedRow) -> dict[str, object]:
    """What a row says, without school, month, revision and position: column key → value; blanks left out."""
    keys = fields_of(type(row))
    return {key: value for key in keys if (value := getattr(row, key)) is not None}


def same_rows(one: ReportedView, other: ReportedView, models: Sequence[type[ReportedRow]]) -> bool:
    """Whether two views say the same in these tables, whatever the order of their rows."""
    return all(_said(one, model) == _said(other, model) for model in models)


def _said(view: ReportedView, model: type[ReportedRow]) -> Mapping[str, dict[str, object]]:
    return {row.id: values_of(row) for row in view.rows(model)}
