"""The overview's figures as plain values (总览数据), kept in the school file so that the next start paints them at once.

Standard library only: the first paint reads them before the core is loaded. The dictionary's keys:
month: 2026-10 · start: the month that the next start shows · state: {word, revision, locked, reason} · counts: errors,
须说明, 提醒 still open · marks: as `marks_of` gives them, none of a reported month · findings: the first of those open, as
`GlancedFinding` takes them · explained: how many are explained · pictures: a list of {form, title, figure, measure, kind,
rows, note} · cover: {classes, students, last_classes, last_students} · earlier: a list of {month, word, revision, locked,
at, answer: {accepted, word, questions} of its receipt or None} · backup: ISO time or None ·
classes: whether the month has any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

EARLIER = 6
"""How many months back the overview looks for what was reported."""


@dataclass(frozen=True)
class GlancedFinding:
    """A finding as it was known when the window last computed it: enough to be listed, and to be gone to."""

    rule: str
    severity: str
    form: str
    form_title: str
    table: str
    record: str
    field: str
    where: str
    message: str
    verb: str
    explained: bool
    fix = None

    @property
    def open(self) -> bool:
        """Counts in 还差."""
        return self.severity == "error" or not self.explained


_KEPT = tuple(field.name for field in fields(GlancedFinding))


def kept(finding: Any) -> dict[str, Any]:
    """What is kept of a finding."""
    return {name: _plain(getattr(finding, name)) for name in _KEPT}


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool) else str(value)


def glanced(overview: Mapping[str, Any]) -> list[GlancedFinding]:
    """The findings of a kept overview; none where it is of another program's making."""
    try:
        return [
            GlancedFinding(**{name: entry[name] for name in _KEPT}) for entry in overview.get("findings", ())
        ]
    except (KeyError, TypeError):
        return []


Mark = Sequence[Any]
"""Table, form, severity, and how many findings of these are open."""


def marks_of(findings: Iterable[Any]) -> list[list[Any]]:
    """The open findings, counted by where they stand and how grave they are: what the badges show."""
    tally = Counter((f.table, f.form, str(f.severity)) for f in findings if f.open)
    return [[*place, count] for place, count in tally.items()]


class Counts:
    """How many findings are open, by severity. 还差 = errors + unexplained 须说明 + unexplained 提醒."""

    def __init__(self, findings: Iterable[Any]) -> None:
        still = [str(finding.severity) for finding in findings if finding.open]
        self.errors = still.count("error")
        self.explain = still.count("explain")
        self.warnings = still.count("warning")

    @classmethod
    def kept(cls, counts: Any) -> Counts:
        """The counts of a kept overview."""
        made = cls(())
        if isinstance(counts, list) and len(counts) == 3:
            made.errors, made.explain, made.warnings = (int(count) for count in counts)
        return made

    def as_list(self) -> list[int]:
        """As an overview keeps them."""
        return [self.errors, self.explain, self.warnings]

    @property
    def still(self) -> int:
        """还差."""
        return self.errors + self.explain + self.warnings

    @property
    def blocking(self) -> str:
        """What blocks the export: 3 个错误、1 个须说明; '' for nothing."""
        parts = []
        if self.errors:
            parts.append(f"{self.errors} 个错误")
        if self.explain:
            parts.append(f"{self.explain} 个须说明")
        return "、".join(parts)

    @property
    def sentence(self) -> str:
        """The quiet line beside 还差 9 项."""
        parts = []
        if self.blocking:
            parts.append(f"{self.blocking}，处理完才能上报")
        if self.warnings:
            parts.append(f"{self.warnings} 个提醒，改正或说明一次")
        return "；".join(parts)
