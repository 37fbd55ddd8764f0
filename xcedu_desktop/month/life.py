"""The life of a month: being filled (填报中), reported (已上报), being corrected (更正中); reopening; what a change moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from xcedu_desktop.errors import MonthLocked, WrongUsage
from xcedu_desktop.form import Hit, LiveRule, MonthView, ReportedTable, ReportedView, Severity
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.month.derive import derive, newest_revision, reported_tables, stored
from xcedu_desktop.month.erased import is_erased, refuse_erased
from xcedu_desktop.month.sent_words import sent_words
from xcedu_desktop.periods import Month
from xcedu_desktop.store.school_file import Store
from xcedu_desktop.store.tables import MonthState, Revision
from xcedu_desktop.store.unit_of_work import locked_words

FILLING, REPORTED, CORRECTING = "填报中", "已上报", "更正中"


@dataclass(frozen=True)
class MonthLife:
    """Where a month stands. `revision`: the last one exported, 0 for none; `reason`: of the correction under way."""

    month: Month
    revision: int
    locked: bool
    reason: str | None

    @property
    def word(self) -> str:
        """填报中, 已上报 or 更正中."""
        if self.locked:
            return REPORTED
        return CORRECTING if self.revision else FILLING

    @property
    def next_revision(self) -> int:
        """第几次上报 the next new workbook will be."""
        return self.revision + 1


def state(session: Session, school_code: str, month: Month) -> MonthLife:
    """Where a month stands; a month without a row is being filled."""
    row = session.execute(
        select(MonthState.revision, MonthState.locked, MonthState.reason).where(
            MonthState.school_code == school_code, MonthState.month == month
        )
    ).one_or_none()
    return MonthLife(month, *row) if row else MonthLife(month, 0, False, None)


def refuse_locked(session: Session, school_code: str, month: Month) -> None:
    """MonthLocked where a month is reported and not reopened: for acts on a month as a whole, which the store's own lock
    lets pass where they say again what stands."""
    if state(session, school_code, month).locked:
        raise MonthLocked(locked_words(month))


def keep_state(session: Session, school_code: str, life: MonthLife) -> None:
    """Write where a month stands, inside a write transaction."""
    connection = session.connection()
    connection.execute(
        delete(MonthState).where(MonthState.school_code == school_code, MonthState.month == life.month)
    )
    connection.execute(
        insert(MonthState).values(
            school_code=school_code,
            month=life.month,
            locked=life.locked,
            revision=life.revision,
            reason=life.reason,
        )
    )
    session.expire_all()


def reopen(store: Store, month: Month, reason: str) -> MonthLife:
    """Unlock a reported month for a correction (更正). WrongUsage: no reason or one that sent_words refuses, or the month is
    not reported."""
    words = sent_words(reason, "更正理由")
    if not words:
        raise WrongUsage(f"更正{month.spoken}要写明原因，没有改动")
    with store.write(f"更正 {month.spoken}") as unit:
        before = state(unit.session, store.school_code, month)
        if before.word == CORRECTING and before.reason:
            raise WrongUsage(
                f"{month.spoken}已经重新打开，可以直接修改；改好后再导出就是第 {before.revision + 1} 次上报"
            )
        if before.word == FILLING:
            raise WrongUsage(f"{month.spoken}还没有上报，不用更正，可以直接修改")
        refuse_erased(unit.session, month, "更正")
        after = MonthLife(month, before.revision, False, words)
        keep_state(unit.session, store.school_code, after)
        if before.locked:
            unit.log("month_state", str(month), "locked", REPORTED, CORRECTING)
        unit.log("month_state", str(month), "reason", before.reason, words)
    return after


MOST_SENT = 99
"""How often a month can have been reported: more is a typing error."""


def note_sent(store: Store, month: Month, revision: int, reason: str, today: date) -> MonthLife:
    """Put down what was reported before the file was lost: numbering goes on after `revision` (第几次上报).

    `reason`: why the month is reported again, as X03 wants it; blank leaves the one that stands. A number mistyped is
    put right downwards too, to no less than what this file itself reported; where that is nothing, 0 takes the note
    back. Only of a month that is not locked; WrongUsage otherwise, nothing is changed then.
    """
    words = sent_words(reason, "更正理由")
    if month > Month.of(today):
        raise WrongUsage(f"{month.spoken}还没有开始，不会报过")
    wrong = f"「{revision}」不对：已报到第几次，填 1 到 {MOST_SENT} 的整数"
    if not 0 <= revision <= MOST_SENT:
        raise WrongUsage(wrong)
    with store.write(f"补记 {month.spoken} 已报到第 {revision} 次") as unit:
        before = state(unit.session, store.school_code, month)
        if before.locked:
            raise WrongUsage(
                f"{month.spoken}在这个文件里已上报（第 {before.revision} 次）并锁定；请先在「校验与上报」里更正，再来补记"
            )
        if not revision and not before.revision:
            raise WrongUsage(wrong)
        least = newest_revision(unit.session, store.school_code, month) or 0
        if revision < least:
            raise WrongUsage(f"{month.spoken}在这个文件里已上报过第 {least} 次，不能改到比它小，没有改动")
        after = MonthLife(month, revision, False, (words or before.reason) if revision else None)
        if after == before:
            raise WrongUsage(f"{month.spoken}本来就记着第 {revision} 次，没有改动")
        keep_state(unit.session, store.school_code, after)
        for field, old, new in (
            ("revision", str(before.revision), str(revision)),
            ("reason", before.reason, after.reason),
        ):
            if old != new:
                unit.log("month_state", str(month), field, old, new)
    return after


def same_figures(kept: ReportedView, live: ReportedView) -> bool:
    """Whether what was reported of a month is what the live rows give: every total, the columns declared as figures, and
    how the registers stood."""
    for table in reported_tables():
        if table.figures and _figures(kept, table) != _figures(live, table):
            return False
        if table.dated and _stood_otherwise(kept, live, table):
            return False
    return all(total.of(kept) == total.of(live) for form in FORMS for total in form.totals)


def _figures(view: ReportedView, table: ReportedTable) -> dict[str, tuple[object, ...]]:
    return {row.id: tuple(getattr(row, key) for key in table.figures) for row in view.rows(table.model)}


def _stood_otherwise(kept: ReportedView, live: ReportedView, table: ReportedTable) -> bool:
    """Whether a row of a register that was reported stood otherwise then, in a column of which the history is kept."""
    now = {row.id: row for row in live.rows(table.model)}
    return any(
        row.id in now and getattr(now[row.id], key) != was
        for row in kept.rows(table.model)
        for key in table.dated
        if (was := getattr(row, key)) is not None
    )


def affected_months(session: Session, school_code: str, months: Iterable[Month] | None = None) -> list[Month]:
    """The reported months whose figures would be others today: 影响已上报的 2026年10月，需更正.

    `months`: only these are looked at (default: all that are locked). Each is derived as on the day of its export, so
    that a month reported before its end does not move by the passing of days.
    """
    found = []
    for month, revision, day in _locked(session, school_code):
        if (months is not None and month not in months) or is_erased(session, month):
            continue
        kept = stored(session, school_code, month, revision)
        if kept is None:
            continue
        live = derive(MonthView(session, school_code, month, day.date()))
        if not same_figures(kept, live):
            found.append(month)
    return found


def locked_months(session: Session, school_code: str) -> list[Month]:
    """The reported months that are locked, in order."""
    return [month for month, _, _ in _locked(session, school_code)]


def _locked(session: Session, school_code: str) -> Iterator[tuple[Month, int, datetime]]:
    """The locked months whose workbook is kept here: month, newest revision, when it was exported."""
    statement = (
        select(Revision.month, Revision.revision, Revision.exported_at)
        .join(
            MonthState,
            (MonthState.school_code == Revision.school_code)
            & (MonthState.month == Revision.month)
            & (MonthState.revision == Revision.revision),
        )
        .where(MonthState.school_code == school_code, MonthState.locked.is_(True))
        .order_by(Revision.month)
    )
    for month, revision, at in session.execute(statement).all():
        yield month, revision, datetime.fromisoformat(at)


def check_reason(view: MonthView) -> Iterator[Hit]:
    """X03: a month reported before, or whose numbering goes on after a lost file, says why it is reported again."""
    life = state(view.session, view.school_code, view.month)
    if life.revision and not life.locked and not (life.reason or "").strip():
        yield Hit(
            "month_state",
            str(view.month),
            "reason",
            view.month.spoken,
            f"这是第{life.next_revision}次上报，还没有写更正理由",
            verb="去写",
        )


REVISION_REASON = LiveRule("X03", Severity.ERROR, "更正要有理由", check_reason)
