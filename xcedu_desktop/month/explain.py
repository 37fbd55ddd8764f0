"""说明: a 须说明 or 提醒 explained once for its month; last month's words offered, never applied by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from xcedu_desktop.errors import WrongUsage
from xcedu_desktop.form import Finding, MonthView, Severity
from xcedu_desktop.month.check import basis_of
from xcedu_desktop.month.check import rule as rule_of
from xcedu_desktop.month.sent_words import sent_words
from xcedu_desktop.periods import Month
from xcedu_desktop.school.tables import Explanation
from xcedu_desktop.store.base import key_id
from xcedu_desktop.store.changes import Change, ChangeSet, altered


def explanation_id(month: Month, rule: str, record: str) -> str:
    """The id of the row of a finding's explanation: one a month, rule and record."""
    return key_id("explanation", month, rule, record)


def explanation(view: MonthView, found: Sequence[Finding], rule: str, record: str, reason: str) -> ChangeSet:
    """The change that stores `reason` for the finding of `rule` on `record` among the month's findings `found`.

    Where the rule finds several fields of the record, it is the explanation of all of them.
    A phone in it is masked, since explanations are sent. Raises WrongUsage: no reason, an ID number in it, no such rule,
    no such finding, or the finding is an error.
    """
    words = sent_words(reason, "说明")
    known = rule_of(rule)
    if not words:
        raise WrongUsage("说明不能空白，请写一句为什么是这样")
    mine = [f for f in found if f.rule == known.id and f.record == record]
    if not mine:
        raise WrongUsage(
            f"{view.month.spoken}没有「{known.title}」（{known.id}）的这条问题（记录 {record[:40]}），不用说明"
        )
    mine = [f for f in mine if f.severity is not Severity.ERROR]
    if not mine:
        raise WrongUsage(f"「{known.title}」（{known.id}）是错误，要改正，不能用说明代替")
    title, basis = f"说明 {mine[0].where}", basis_of(f.message for f in mine)
    values = {"month": view.month, "rule": known.id, "record": record, "reason": words, "basis": basis}
    row = _row_of(view, known.id, record)
    if row is None:
        return ChangeSet(
            title, (Change("explanation", explanation_id(view.month, known.id, record), None, values),)
        )
    # The month is written too, so that the lock sees it without another look.
    old = {key: getattr(row, key) for key in values}
    change = altered("explanation", row.id, old, values)
    return ChangeSet(title, (change,) if change is not None else ())


def withdrawal(view: MonthView, rule: str, record: str) -> ChangeSet:
    """The change that takes an explanation back; empty where there is none."""
    row = _row_of(view, rule, record)
    if row is None:
        return ChangeSet("撤回说明", ())
    columns = ("school_code", "position", "month", "rule", "record", "reason", "basis")
    before = {key: getattr(row, key) for key in columns}
    return ChangeSet("撤回说明", (Change("explanation", row.id, before, None),))


def offered(view: MonthView, finding: Finding) -> str | None:
    """What was said of the same rule and record last month (上月说过), for a finding that is not explained yet."""
    if finding.severity is Severity.ERROR or finding.explained:
        return None
    return last_month(view).get((finding.rule, finding.record))


def last_month(view: MonthView) -> dict[tuple[str, str], str]:
    """(rule, record) → last month's explanation."""

    def find() -> dict[tuple[str, str], str]:
        statement = select(Explanation.rule, Explanation.record, Explanation.reason).where(
            Explanation.month == view.month.previous()
        )
        return {
            (rule or "", record or ""): reason
            for rule, record, reason in view.session.execute(statement).all()
            if reason
        }

    return view.once("last_explanations", find)


def _row_of(view: MonthView, rule: str, record: str) -> Explanation | None:
    rows = view.rows_of_month(Explanation)
    return next((row for row in rows if row.rule == rule and row.record == record), None)
