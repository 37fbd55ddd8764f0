"""校验: every rule of every form over a month, with the explanations attached. One list feeds every number (还差)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from xcedu_desktop.errors import WrongUsage
from xcedu_desktop.form import (
    Finding,
    Form,
    Hit,
    LiveRule,
    MonthView,
    ReportedRule,
    ReportedView,
    Rule,
    Severity,
)
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.month.derive import derive
from xcedu_desktop.month.life import REVISION_REASON
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.reported import ReportedClass
from xcedu_desktop.school.rules_drafts import drafts_of
from xcedu_desktop.school.tables import Explanation
from xcedu_desktop.values.masks import mask_people

RULE_SET_VERSION = "2026.3"
"""Stands in the seal; grows when a rule, a severity or a threshold changes. Under a profile file of the bureau its version
follows: 2026.3+3 (store.profiles.rule_set)."""

DRAFT_RULE = "G08"
"""What a cell with a draft lacks, this rule says; no other rule says of the same cell that it is blank."""

OLD_EXPLANATION_RULE = "X04"

MONTH_RULES: tuple[Rule, ...] = (REVISION_REASON,)
"""Rules about the month's own life, of no form; their findings stand with the ground's."""

_OWNED: tuple[tuple[Rule, Form], ...] = (
    *((rule, FORMS[0]) for rule in MONTH_RULES),
    *((rule, form) for form in FORMS for rule in form.rules),
)
RULES: Mapping[str, Rule] = {rule.id: rule for rule, _ in _OWNED}
"""Every rule by its id."""

_FORM_OF_TABLE = {model.__tablename__: form for form in FORMS for model in form.live}
_DAY = re.compile(r"(\d+)\s*日|(\d+)[–、]\d+ 日")


def rule(rule_id: str) -> Rule:
    """The rule of an id; WrongUsage where there is none."""
    found = RULES.get(rule_id.strip().upper())
    if found is None:
        raise WrongUsage(f"没有「{rule_id[:20]}」这条规则，规则编号像 H02、M04 这样")
    return found


def findings(
    view: MonthView, reported: ReportedView | None = None, between: Callable[[], object] = lambda: None
) -> list[Finding]:
    """All findings of a month: live rules over the live rows, reported rules over what is derived from them.

    `reported`: the derived rows, where they are at hand. `between` is called after each rule, as in `derive`.
    Order: errors, 须说明, 提醒; in each by form, class and day.
    """
    reported = reported if reported is not None else derive(view)
    found: list[Finding] = []
    for one, form in _OWNED:
        hits = one.check(view) if isinstance(one, LiveRule) else one.check(reported)
        found.extend(_finding(one, form, hit) for hit in hits)
        between()
    drafted = {(draft.table_name, draft.row_id, draft.key) for draft in drafts_of(view)}
    found = [f for f in found if f.rule == DRAFT_RULE or (f.table, f.record, f.field) not in drafted]
    names = [ground(view).class_name(row.id) for row in ground(view).classes]
    given = {(row.rule, row.record): row for row in view.rows_of_month(Explanation) if row.reason}
    return _in_use(given, _explained(given, _ordered(found, names)))


def reported_findings(view: ReportedView) -> list[Finding]:
    """What the reported rules find, at the bureau: each becomes a question. No explanation is attached here."""
    found = [
        _finding(one, form, hit)
        for one, form in _OWNED
        if isinstance(one, ReportedRule)
        for hit in one.check(view)
    ]
    return _ordered(found, [row.class_name or "" for row in view.rows(ReportedClass)])


def _finding(one: Rule, form: Form, hit: Hit) -> Finding:
    """A hit as a finding of the form whose table it lies in: a draft in a meals cell is seen on the meals page.

    Findings are shown, printed and sent: a number of a person that somebody typed into a free text is masked.
    """
    owner = _FORM_OF_TABLE.get(hit.table, form)
    if owner is FORMS[0] and form is not FORMS[0]:
        owner = form  # what clubs or meals find in the profile is their matter
    return Finding(
        one.id, hit.severity or one.severity, owner.key, owner.title, hit.table, hit.record, hit.field,
        mask_people(hit.where), mask_people(hit.message), hit.cells, hit.verb, hit.fix,
    )  # fmt: skip


def _ordered(found: Iterable[Finding], class_names: Sequence[str]) -> list[Finding]:
    forms = {form.key: n for n, form in enumerate(FORMS)}
    ranks = {name: n for n, name in enumerate(class_names)}

    def key(finding: Finding) -> tuple[int, int, int, int]:
        day = _DAY.search(finding.where)
        rank = ranks.get(finding.where.split(" · ")[0], len(ranks))
        return (
            finding.severity.rank,
            forms[finding.form],
            rank,
            int(day[1] or day[2]) if day else 0,
        )

    return sorted(found, key=key)


Given = Mapping[tuple[str | None, str | None], Explanation]
"""The month's explanations by rule and record. One is of the record: it covers what the rule finds on several of its
fields (heads and subsidised heads of a row, both copied), and its basis names each of them."""


def basis_of(messages: Iterable[str]) -> str:
    """The basis of an explanation: what the findings that it explains said, a line each."""
    return "\n".join(messages)


def _covers(basis: str | None, message: str) -> bool:
    return f"\n{message}\n" in f"\n{basis or ''}\n"


def _explained(given: Given, found: Sequence[Finding]) -> list[Finding]:
    """With the month's explanations: one counts while the finding still says what it said when it was explained."""
    result = []
    for finding in found:
        row = given.get((finding.rule, finding.record))
        if row is None or finding.severity is Severity.ERROR:
            result.append(finding)
        elif _covers(row.basis, finding.message):
            result.append(replace(finding, reason=row.reason))
        else:
            result.append(replace(finding, stale_reason=row.reason))
    return result


def _in_use(given: Given, found: list[Finding]) -> list[Finding]:
    """Without what X04 says of an explanation that explains nothing this month: its finding is gone, or says otherwise.

    The rule itself reads only explanations; which of them count is known when all findings are.
    """
    while True:
        used = {given[f.rule, f.record].id for f in found if f.explained}
        kept = [f for f in found if f.rule != OLD_EXPLANATION_RULE or f.record in used]
        if len(kept) == len(found):
            return kept
        found = kept  # an X04 that went may itself have been explained


@dataclass(frozen=True)
class Counts:
    """How many findings are open (还差), in the words of the overview; `forms`: by form key, all that are open."""

    errors: int
    unexplained: int
    warnings: int
    explained: int
    forms: Mapping[str, int]

    @property
    def open(self) -> int:
        """还差 … 项."""
        return self.errors + self.unexplained + self.warnings

    @property
    def blocking(self) -> int:
        """How many stand between the month and its export."""
        return self.errors + self.unexplained


def counts(found: Sequence[Finding]) -> Counts:
    """The numbers that every page, badge and the overview show of one list of findings."""
    forms = {form.key: 0 for form in FORMS}
    tally = dict.fromkeys(Severity, 0)
    for finding in found:
        if finding.open:
            tally[finding.severity] += 1
            forms[finding.form] += 1
    return Counts(
        tally[Severity.ERROR],
        tally[Severity.EXPLAIN],
        tally[Severity.WARNING],
        sum(1 for finding in found if finding.explained),
        forms,
    )
