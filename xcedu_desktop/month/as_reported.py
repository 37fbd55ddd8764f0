"""校验 of a month that is locked: what its stored revision says (PRODUCT.md, the lock), whatever was written since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from xcedu_desktop.form import Finding, MonthView, ReportedView, Severity
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.month.check import findings
from xcedu_desktop.month.derive import stored
from xcedu_desktop.month.life import state
from xcedu_desktop.school.reported import UNEXPLAINED, ReportedExplanation
from xcedu_desktop.store.base import table_of
from xcedu_desktop.store.by_ids import rows_where

_SEVERITY_OF = {severity.word: severity for severity in Severity}


def findings_of(view: MonthView) -> list[Finding]:
    """What `check` says of a month: the findings of today's rows, or of a locked month those that were exported."""
    kept = reported(view)
    return findings(view) if kept is None else as_exported(view.session, kept)


def reported(view: MonthView) -> ReportedView | None:
    """The stored revision that a locked month shows; None: the month is open, or was locked without its rows (restored)."""
    life = state(view.session, view.school_code, view.month)
    return stored(view.session, view.school_code, view.month, life.revision) if life.locked else None


def as_exported(session: Session, kept: ReportedView) -> list[Finding]:
    """The explanations sheet as findings: 须说明 and 提醒 as they were said when the revision was exported.

    There is no error among them, since errors block the export, and no remedy, since nothing of it can be written. The
    live table of each is found by its row, for the jump; '' where that row is gone.
    """
    # a note (批注) stands on the same sheet and is no finding
    rows = [row for row in kept.rows(ReportedExplanation) if row.severity in _SEVERITY_OF]
    tables = _tables_of(session, {row.record for row in rows if row.record})
    forms = {form.title: form.key for form in FORMS}
    return [
        Finding(
            row.rule or "", _SEVERITY_OF[row.severity or ""], forms.get(row.form or "", ""),
            row.form or "", tables.get(row.record or "", ""), row.record or "", row.field or "", row.place or "",
            row.message or "", row.cells or 1, "去看", reason=None if row.reason == UNEXPLAINED else row.reason,
        )
        for row in rows
    ]  # fmt: skip


def _tables_of(session: Session, records: Iterable[str]) -> Mapping[str, str]:
    """Row id → name of the live table that holds it today."""
    wanted, found = list(records), dict[str, str]()
    for form in FORMS:
        for model in form.live:
            ids = table_of(model).c.id
            for (held,) in rows_where(session, select(ids), ids, wanted):
                found[held] = model.__tablename__
    return found
