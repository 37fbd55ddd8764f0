"""What the window shows of a month (总览): its findings, and the overview as plain values, kept for the next start.

Every command that wrote keeps it (commands/school_file.py), and the window after each check: so whatever this program did
to a file last, the window's first paint has the month's figures.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from xcedu_desktop.clock import today
from xcedu_desktop.form import Finding, MonthView
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.glance import EARLIER, Counts, kept, marks_of
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.as_reported import as_exported, reported
from xcedu_desktop.month.check import RULES
from xcedu_desktop.month.check import findings as find
from xcedu_desktop.month.derive import derive
from xcedu_desktop.month.life import locked_months
from xcedu_desktop.month.receipt_lines import lines_of
from xcedu_desktop.month.receipts import receipts_of
from xcedu_desktop.periods import Month, month_at_start
from xcedu_desktop.school.place_words import said_whole
from xcedu_desktop.school.reported import GROUND_TOTALS, title_of
from xcedu_desktop.school.tables import Declared, Explanation
from xcedu_desktop.store.norms import Norms
from xcedu_desktop.store.profiles import active
from xcedu_desktop.store.tables import Revision

_KEPT = 30
"""How many findings the next start's first paint lists; the rest follow with the file."""
_MOST_REASONS = 4


@dataclass(frozen=True)
class Checked:
    """A month as the window shows it. `offers`: (rule, record) → the reason given last month."""

    month: Month
    findings: list[Finding]
    overview: dict[str, Any]
    offers: dict[tuple[str, str], str] = field(default_factory=dict)
    reasons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Rule → explanations to pick from: those given here before, the most frequent first, then the usual ones."""
    totals: list[tuple[str, int | None, str, bool]] = field(default_factory=list)
    """Title, amount (None: nothing was filled in yet), unit, whether it is money in fen: what will be sent."""


def keep_overview(ledger: Ledger) -> None:
    """Computes the month that the next start shows, and keeps it for its first paint."""
    with ledger.view(Month.of(today())) as view:
        start = _start(view, active(view.session))
    ledger.remember_overview({"overview": check(ledger, start).overview})


def _start(view: MonthView, norms: Norms) -> Month:
    """The month that the next start shows."""
    return month_at_start(today(), norms.deadline_day, locked_months(view.session, view.school_code))


def check(ledger: Ledger, month: Month, between: Callable[[], object] = lambda: None) -> Checked:
    """Reads everything of a month; in the window the worker does. `between`: as in `derive`."""
    life = ledger.month_state(month)
    with ledger.view(month) as live:
        view = reported(live)  # a locked month does not move because live rows did
        if view is not None:
            found = as_exported(live.session, view)
        else:
            view = derive(live, between)  # once, for the rules and for the figures
            found = find(live, view, between)
        norms = active(live.session)
        start, received = _start(live, norms), _receipt(live)
    findings = sorted(found, key=lambda f: (not f.open, f.severity.rank))
    state = {"word": life.word, "revision": life.revision, "locked": life.locked, "reason": life.reason or ""}
    taken = ledger.last_backup()
    overview: dict[str, Any] = {
        "month": str(month),
        "start": str(start),
        "state": state,
        "counts": Counts(findings).as_list(),
        "marks": [] if life.locked else marks_of(findings),
        "findings": [kept(finding) for finding in findings if finding.open][:_KEPT],
        "explained": sum(1 for finding in findings if not finding.open),
        "pictures": [
            {"form": form.key, "title": form.title, **form.picture(view, findings)}
            for form in FORMS
            if form.picture is not None
        ],
        "cover": _cover(ledger, month),
        "earlier": _earlier(ledger, month),
        "backup": taken.isoformat() if taken else None,
        "bureau": _norms_told(norms),
        "receipt": received,
        "classes": any(total.filled(view) for total in GROUND_TOTALS if total.key == "classes"),
        "clock": _clock(ledger),
    }
    totals = [
        (title_of(total, view), total.of(view) if total.filled(view) else None, total.unit, total.money)
        for form in FORMS
        for total in form.totals
        if total.cover
    ]
    given = ledger.rows(Explanation)
    return Checked(month, findings, overview, _offers(given, month), _reasons(given, findings), totals)


def _clock(ledger: Ledger) -> str:
    """What is said where the PC's date lies before the last change; '' where it does not."""
    last = ledger.clock_set_back()
    if last is None:
        return ""
    return (
        f"这台电脑的日期是 {said_whole(today())}，可是上次修改是 {said_whole(last)}；请先校正电脑的日期再填报"
    )


def _norms_told(norms: Norms) -> dict[str, Any]:
    """What the bureau's profile file says to the clerk: its phone, its message, the day of the deadline, its version."""
    return {
        "phone": norms.phone,
        "message": norms.message,
        "deadline_day": norms.deadline_day,
        "version": norms.version,
    }


def _receipt(view: MonthView) -> dict[str, Any] | None:
    """Its revision, word, reason, and how many questions it has and how many are left; None: there is none."""
    receipts = receipts_of(view.session, view.school_code, view.month)
    if not receipts:
        return None
    receipt = receipts[0].receipt
    return {
        "revision": receipt.revision,
        "word": receipt.word,
        "reason": receipt.reason,
        "questions": len(receipt.questions),
        "left": sum(1 for line in lines_of(view, receipts[0]) if line.is_open),
    }


def _cover(ledger: Ledger, month: Month) -> dict[str, int | None]:
    rows = {row["month"]: row for row in ledger.rows(Declared)}
    now, last = rows.get(month, {}), rows.get(month.previous(), {})
    return {
        "classes": now.get("classes"),
        "students": now.get("students"),
        "last_classes": last.get("classes"),
        "last_students": last.get("students"),
    }


def _earlier(ledger: Ledger, month: Month) -> list[dict[str, Any]]:
    """Months before this one that were reported, the newest first; those that wait for the clerk (under correction, or
    refused by the bureau) come before all."""
    found = []
    for back in range(1, EARLIER + 1):
        life = ledger.month_state(month.plus(-back))
        if life.revision:
            entry = {
                "month": str(life.month),
                "word": life.word,
                "revision": life.revision,
                "locked": life.locked,
                "at": _exported_at(ledger, life.month, life.revision),
                "answer": _answer(ledger, life.month, life.revision),
            }
            found.append(entry)
    return sorted(found, key=_is_done)


def _is_done(entry: Mapping[str, Any]) -> bool:
    return bool(entry["locked"]) and (entry["answer"] is None or bool(entry["answer"]["accepted"]))


def _answer(ledger: Ledger, month: Month, revision: int) -> dict[str, Any] | None:
    """What the bureau's receipt of a report says: whether it was accepted, how many cells it asks about; None: no receipt."""
    with ledger.store.read() as session:
        receipts = receipts_of(session, ledger.store.school_code, month)
    receipt = next((kept.receipt for kept in receipts if kept.receipt.revision == revision), None)
    if receipt is None:
        return None
    return {"accepted": receipt.is_accepted, "word": receipt.word, "questions": len(receipt.questions)}


def _offers(given: Sequence[Mapping[str, Any]], month: Month) -> dict[tuple[str, str], str]:
    last = month.previous()
    return {
        (row["rule"], row["record"]): row["reason"] for row in given if row["month"] == last and row["reason"]
    }


def _reasons(given: Sequence[Mapping[str, Any]], findings: Sequence[Finding]) -> dict[str, tuple[str, ...]]:
    used: dict[str, Counter[str]] = defaultdict(Counter)
    for row in given:
        if row["rule"] and row["reason"]:
            used[row["rule"]][row["reason"]] += 1
    found = {}
    for rule in {finding.rule for finding in findings}:
        before = [words for words, _ in used[rule].most_common(_MOST_REASONS)]
        usual = RULES[rule].reasons if rule in RULES else ()
        found[rule] = tuple(dict.fromkeys([*before, *usual]))
    return found


def _exported_at(ledger: Ledger, month: Month, revision: int) -> str | None:
    """When a revision was exported (ISO); None where its workbook is not kept here."""
    statement = select(Revision.exported_at).where(Revision.month == month, Revision.revision == revision)
    with ledger.store.read() as session:
        return session.execute(statement).scalar()
