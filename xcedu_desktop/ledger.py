"""The use-cases that screens and commands call: edit, paste, delete, undo, import, check, export…

The rows are in ledger_rows.py, the month's life in ledger_month.py; here are lists that come and go as files, and the searches.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xcedu_desktop.clock import today
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.ledger_month import LedgerMonth
from xcedu_desktop.periods import Month
from xcedu_desktop.school.kept_ground import KeptGround
from xcedu_desktop.store.backup import back_up_automatically
from xcedu_desktop.store.changes import ChangeSet

if TYPE_CHECKING:  # the month's life, the workbook's writer and the importer are loaded when first used
    from xcedu_desktop.change_log import LogLine
    from xcedu_desktop.directory import Entry
    from xcedu_desktop.erasure import Erasure
    from xcedu_desktop.import_undo import RunFact, UndoPlan
    from xcedu_desktop.month.handout_preview import Returned
    from xcedu_desktop.month.handouts import ClassState
    from xcedu_desktop.workbook.intake.plan import Answers, IntakePlan
    from xcedu_desktop.workbook.intake.raw import RawFile


class Ledger(LedgerMonth):
    """A school file in use. `version` grows with every write, so that a reader knows when its figures are old."""

    def directory(self, month: Month) -> list[Entry]:
        """Everything that bears a name and can be gone to; for the worker."""
        from xcedu_desktop.directory import directory

        with self.view(month) as view:
            return directory(view)

    def change_log(self, month: Month, **filters: Any) -> list[LogLine]:
        """Lines of the change log (修改记录), newest first, named as on the month; `filters`: those of change_log.read_log."""
        from xcedu_desktop.change_log import read_log

        with self.view(month) as view:
            return read_log(view, **filters)

    # -- class teachers' files -----------------------------------------------------------------------------------------

    def handouts(self, month: Month) -> list[ClassState]:
        """How each class's file (班级收集表) of the month stands."""
        from xcedu_desktop.month.handouts import states

        with self.view(month) as view:
            return states(view)

    def give_out(
        self, month: Month, out: Path, classes: Collection[str] | None = None
    ) -> tuple[list[Path], ChangeSet, list[Path]]:
        """Write the class teachers' files into a folder and note the day: the files, the act, and which were left as they
        are since a teacher filled them in; see month.handouts.write_handouts."""
        from xcedu_desktop.month.handouts import write_handouts

        with self.view(month) as view:
            paths, changes, kept = write_handouts(view, out, classes)
        return paths, self.apply(ChangeSet(f"发出{month.spoken}班级收集表", tuple(changes))), kept

    def read_handout(self, month: Month, path: Path) -> Returned:
        """What a file that came back says (a preview; its change set is applied to take it in)."""
        from xcedu_desktop.month.handout_return import read_handout

        with self.view(month) as view:
            return read_handout(view, path)

    # -- personal records erased by school year ------------------------------------------------------------------------

    def erasable_years(self) -> list[int]:
        """School years whose personal records may be deleted, the newest first; see erasure.py. For the worker."""
        from xcedu_desktop.erasure import erasable_years

        with self.store.read() as session:
            return erasable_years(session, today())

    def plan_erasure(self, school_year: int) -> Erasure:
        """What deleting them would take and leave; writes nothing."""
        from xcedu_desktop.erasure import plan

        with self.store.read() as session:
            return plan(session, school_year, today())

    def erase(self, shown: Erasure) -> None:
        """Delete them for good; see erasing.erase. Nothing done before can be undone after it."""
        from xcedu_desktop.erasing import erase

        try:
            erase(self.store, shown)
        finally:
            self._ground, self._found = KeptGround(), None
            self.version += 1

    # -- imports -----------------------------------------------------------------------------------------------------

    def prepare_import(
        self,
        kind: str,
        path: Path,
        *,
        sheet: str | None = None,
        since: date | None = None,
        month: Month | None = None,
        answers: Answers | None = None,
        raw: RawFile | None = None,
        lenient: bool = False,
    ) -> IntakePlan:
        """What importing a file would do (a preview; nothing is written); see school.intake_file.prepare."""
        from xcedu_desktop.school.intake_file import prepare

        kinds = {found.key: found for form in FORMS for found in form.intake}
        return prepare(
            self.store, kinds[kind], path, today=today(), sheet=sheet, since=since, month=month, answers=answers,
            others=tuple(kinds.values()), raw=raw, lenient=lenient,
        )  # fmt: skip

    def commit_import(self, plan: IntakePlan) -> ChangeSet:
        """Write a plan in one transaction, after a backup; returns what was applied, for one undo."""
        from xcedu_desktop import import_undo
        from xcedu_desktop.school.intake_file import commit

        if not plan.change_set:
            return commit(self.store, plan)
        backup = back_up_automatically(self.store)
        done = commit(self.store, plan, lambda unit: import_undo.record(unit, backup, plan.change_set.title))
        self._written(done.changes)
        return done

    def imports(self) -> list[RunFact]:
        """The imports made with this file, newest first."""
        from xcedu_desktop import import_undo

        with self.view(Month.of(today())) as view:
            return import_undo.runs(view)

    def plan_import_undo(self, run_id: str) -> UndoPlan:
        """What taking an import back would change; see import_undo.plan_undo. For the worker."""
        from xcedu_desktop import import_undo

        with self.view(Month.of(today())) as view:
            return import_undo.plan_undo(view, run_id, self.locked_months())

    def undo_import(self, plan: UndoPlan) -> ChangeSet:
        """Take an import back as planned, after a backup; returns what was applied, for undo."""
        from xcedu_desktop import import_undo

        back_up_automatically(self.store)
        applied = import_undo.mark_undone(self.store, plan)
        self._written(applied)
        return ChangeSet(plan.change_set.title, tuple(applied))
