"""The life of a month over a school file: check, explain, export, reopen, revisions, receipts, prints."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from xcedu_desktop.clock import today
from xcedu_desktop.editing import read_row
from xcedu_desktop.form import Finding, ReportedView
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.ledger_rows import LedgerRows
from xcedu_desktop.periods import Month
from xcedu_desktop.school.kept_ground import KeptGround
from xcedu_desktop.school.tables import Declared
from xcedu_desktop.store.base import key_id
from xcedu_desktop.store.changes import Change, ChangeSet, altered
from xcedu_desktop.store.profiles import take_back, take_in

if TYPE_CHECKING:  # the month's life, the workbook's writer and the importer are loaded when first used
    from xcedu_desktop.month.export import ExportResult
    from xcedu_desktop.month.life import MonthLife
    from xcedu_desktop.month.receipts import KeptReceipt
    from xcedu_desktop.month.revisions import Difference, RevisionFact
    from xcedu_desktop.printing import PrintSheet
    from xcedu_desktop.store.norms import Norms


class LedgerMonth(LedgerRows):
    """What the monthly report needs of a school file."""

    def findings(self, month: Month) -> list[Finding]:
        """Every finding of the month, with its explanation; computed anew only after a write or on another day.

        Of a locked month: what its stored revision says.
        """
        from xcedu_desktop.month.as_reported import findings_of

        key = (self.version, month, today())
        if self._found is None or self._found[0] != key:
            with self.view(month) as view:
                self._found = (key, findings_of(view))
        return self._found[1]

    def reported(self, month: Month) -> ReportedView:
        """The month's reported rows: derived from the live ones, or of the stored revision where it is locked."""
        from xcedu_desktop.month import as_reported
        from xcedu_desktop.month.derive import derive

        with self.view(month) as view:
            return as_reported.reported(view) or derive(view)

    def totals(self, month: Month, reported: ReportedView | None = None) -> dict[str, int]:
        """The cover's figures by key. `reported`: the month's reported rows, where they are at hand."""
        reported = reported if reported is not None else self.reported(month)
        return {total.key: total.of(reported) for form in FORMS for total in form.totals}

    def month_state(self, month: Month) -> MonthLife:
        """Locked or not, last revision, reason of the one to come."""
        from xcedu_desktop.month import life

        with self.store.read() as session:
            return life.state(session, self.store.school_code, month)

    def declare(self, month: Month, classes: int | None, students: int | None) -> ChangeSet:
        """Put down what the clerk declares of a month; None leaves the figure as it is. MonthLocked: the month is reported."""
        from xcedu_desktop.month.life import refuse_locked

        said = {"classes": classes, "students": students}
        new = {key: value for key, value in said.items() if value is not None}
        with self.store.write("填写本月封面") as unit:
            refuse_locked(unit.session, self.store.school_code, month)
            there = unit.session.execute(select(Declared.id).where(Declared.month == month)).scalar()
            row_id = there or key_id("declared", self.store.school_code, month)
            old = read_row(unit, "declared", row_id)
            if old is None:
                unit.apply([Change("declared", row_id, None, {"month": month, **new})])
            elif (change := altered("declared", row_id, old, new)) is not None:
                unit.apply([change])
        self.version += 1
        return ChangeSet("填写本月封面", tuple(unit.applied))

    def explain(self, month: Month, rule: str, record: str, reason: str) -> ChangeSet:
        """Explain a finding once; raises WrongUsage where there is none such, or no reason, MonthLocked of a reported month."""
        from xcedu_desktop.month.explain import explanation
        from xcedu_desktop.month.life import refuse_locked

        with self.view(month) as view:
            refuse_locked(view.session, self.store.school_code, month)
            change_set = explanation(view, self.findings(month), rule, record, reason)
        return self.apply(change_set)

    def print_sheets(self, month: Month, key: str) -> list[PrintSheet]:
        """The sheets of one print of the month (month.prints.titles has the keys); for the worker."""
        from xcedu_desktop.month.prints import sheets_of

        found = self.findings(month)
        with self.view(month) as view:
            return sheets_of(view, key, found)

    def export(self, month: Month, out: Path) -> ExportResult:
        """Write the month's workbook and lock the month; of a locked month, copy the stored bytes."""
        from xcedu_desktop.month.export import export

        result = export(self.store, month, out, today())
        self.version += 1
        return result

    def copy_workbook(self, month: Month, folder: Path) -> Path:
        """Copy a reported month's workbook (to a USB stick) and compare the bytes there; see month.hand_over."""
        from xcedu_desktop.month.hand_over import copy_workbook

        return copy_workbook(self.store, month, folder)

    def reopen(self, month: Month, reason: str) -> None:
        """Open a reported month for its next revision."""
        from xcedu_desktop.month import life

        life.reopen(self.store, month, reason)
        self.version += 1

    def note_sent(self, month: Month, revision: int, reason: str) -> MonthLife:
        """Put down how often a month was reported before its file was lost; see month.life.note_sent."""
        from xcedu_desktop.month import life

        noted = life.note_sent(self.store, month, revision, reason, today())
        self.version += 1
        return noted

    def may_change_code(self) -> bool:
        """Whether the school's code can still be put right: no month was reported."""
        from xcedu_desktop.month.school_code import may_change_code

        return may_change_code(self.store)

    def change_code(self, text: str) -> str:
        """Give the school and all its rows another code; see month.school_code.change_code."""
        from xcedu_desktop.month.school_code import change_code

        code = change_code(self.store, text)
        self._ground, self._found = KeptGround(), None
        self.version += 1
        return code

    def take_receipt(self, path: Path) -> KeptReceipt:
        """Take a receipt of the bureau in; see month.receipts.take_in."""
        from xcedu_desktop.month import receipts

        kept = receipts.take_in(self.store, path)
        self.version += 1
        return kept

    def take_profile(self, path: Path) -> Norms:
        """Take a profile file of the bureau in, what is judged from now on is judged by it; see store.profiles.take_in."""
        norms = take_in(self.store, path)
        self.version += 1
        return norms

    def take_profile_back(self) -> Norms:
        """The profile before the one in force is in force again; see store.profiles.take_back."""
        norms = take_back(self.store)
        self.version += 1
        return norms

    def revisions(self, month: Month) -> list[RevisionFact]:
        """The reports of a month that were made from this file, oldest first."""
        from xcedu_desktop.month.revisions import revisions_of

        with self.store.read() as session:
            return revisions_of(session, self.store.school_code, month)

    def compare_revisions(self, month: Month, one: int, other: int) -> list[Difference]:
        """What the later of two reports of a month says otherwise, cell by cell."""
        from xcedu_desktop.month.revisions import compare

        with self.store.read() as session:
            return compare(session, self.store.school_code, month, one, other)

    def locked_months(self) -> list[Month]:
        """The reported months that are locked, in order."""
        from xcedu_desktop.month import life

        with self.store.read() as session:
            return life.locked_months(session, self.store.school_code)

    def affected_months(self, months: Iterable[Month] | None = None) -> list[Month]:
        """Reported months whose figures the live rows no longer give: each needs a correction (更正).

        `months`: only these are looked at.
        """
        from xcedu_desktop.month import life

        with self.store.read() as session:
            return life.affected_months(session, self.store.school_code, months)
