"""The explanations (说明) of a made-up month: every 须说明, and the 提醒 that the forms gave a reason for."""

from __future__ import annotations

from sqlalchemy.orm import Session

from xcedu_desktop.demo_school import DemoSchool, made, row_id
from xcedu_desktop.form import Finding, MonthView, Severity
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
    told: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings(view):
        if finding.severity is not Severity.ERROR:
            told.setdefault((finding.rule, finding.record), []).append(finding)
    for (rule, record), mine in told.items():
        reason = given.get((rule, record))
        if mine[0].severity is Severity.EXPLAIN:
            reason = reason or _OTHERWISE
        if reason:
            rows.append(
                made(
                    Explanation, row_id(rng), month=school.month, rule=rule, record=record, reason=reason,
                    basis=basis_of(finding.message for finding in mine),
                )
            )  # fmt: skip
    return rows
