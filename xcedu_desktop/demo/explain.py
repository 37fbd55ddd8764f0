"""The explanations (说明) of a made-up month: every 须说明, and the 提醒 that the forms gave a reason for."""

from __future__ import annotations

from sqlalchemy.orm import Session

from xcedu_desktop.demo_school import DemoSchool, made, row_id
from xcedu_desktop.form import MonthView, Severity
from xcedu_desktop.month.check import basis_of, findings
from xcedu_desktop.school.tables import Explanation
from xcedu_desktop.store.changes import Change

_OTHERWISE = "已到现场核实，情况属实，正在处理"


def explanations(session: Session, school: DemoSchool) -> list[Change]:
    """The rows that explain what the rules find in the school's month."""
    rng = school.rng("explain")
    given = {(b.rule, b.record): b.reason for b in school.blemishes}
    view = MonthView(session, school.code, school.month, school.today)
    rows: list[Change] = []
    found = [f for f in findings(view) if f.severity is not Severity.ERROR]
    told: dict[tuple[str, str], list[str]] = {}
    for finding in found:
        told.setdefault((finding.rule, finding.record), []).append(finding.message)
    for finding in found:
        basis = told[finding.rule, finding.record]
        if finding.message != basis[0]:
            continue  # its record is explained already
        reason = given.get((finding.rule, finding.record))
        if finding.severity is Severity.EXPLAIN:
            reason = reason or _OTHERWISE
        if reason:
            rows.append(
                made(
                    Explanation, row_id(rng), month=school.month, rule=finding.rule, record=finding.record,
                    reason=reason, basis=basis_of(basis),
                )
            )  # fmt: skip
    return rows
