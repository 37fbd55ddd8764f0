"""The use-cases that screens and commands call: edit, paste, delete, undo, import, check, export…

A cell takes one way: text → Field.parse → a change → one transaction with its log lines → back come the change (with
its inverse, for undo) and what was wrong. Plain values in and out; no caller holds an ORM object.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, select

from xcedu_desktop.clock import today
from xcedu_desktop.editing import CellEdit, Edited, Editor, RowData, deletions, read_row
from xcedu_desktop.fields import Reading
from xcedu_desktop.form import Finding, MonthView, ReportedView
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.periods import Month
from xcedu_desktop.school.kept_ground import KeptGround
from xcedu_desktop.school.names import Names
from xcedu_desktop.school.tables import Declared, School
from xcedu_desktop.store.backup import back_up, back_up_automatically
from xcedu_desktop.store.base import Live, key_id, new_id, table_of
from xcedu_desktop.store.changes import Change, ChangeSet, altered
from xcedu_desktop.store.profiles import take_back, take_in
from xcedu_desktop.store.school_file import Store, create, open_file
from xcedu_desktop.store.tables import Backup, CellNote, Draft, LogEntry

if TYPE_CHECKING:  # the month's life, the workbook's writer and the importer are loaded when first used
    from xcedu_desktop.change_log import LogLine
    from xcedu_desktop.directory import Entry
    from xcedu_desktop.import_undo import RunFact, UndoPlan
    from xcedu_desktop.month.export import ExportResult
    from xcedu_desktop.month.handout_return import Returned
    from xcedu_desktop.month.handouts import ClassState
    from xcedu_desktop.month.life import MonthLife
    from xcedu_desktop.month.receipts import KeptReceipt
    from xcedu_desktop.month.revisions import Difference, RevisionFact
    from xcedu_desktop.printing import PrintSheet
    from xcedu_desktop.store.norms import Norms
    from xcedu_desktop.workbook.intake.plan import Answers, IntakePlan
    from xcedu_desktop.workbook.intake.raw import RawFile


class Ledger:
    """A school file in use. `version` grows with every write, so that a reader knows when its figures are old."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.version = 0
        self._ground = KeptGround()
        self._found: tuple[tuple[int, Month, date], list[Finding]] | None = None

    @classmethod
    def open(cls, path: Path, *, readonly: bool = False) -> Ledger:
        """Open a school file; see store.school_file.open_file for what it raises."""
        store = open_file(path, readonly=readonly)
        ledger = cls(store)
        with store.read() as session:
            store.who = session.execute(select(School.clerk)).scalar() or ""
        return ledger

    @classmethod
    def create(cls, path: Path, profile: Mapping[str, Any]) -> Ledger:
        """Make a new school file from a profile (values by School column)."""
        store = create(path, str(profile["code"]))
        store.who = str(profile.get("clerk") or "")
        try:
            with store.write("新建学校") as unit:
                unit.apply([Change("school", new_id(), None, dict(profile))])
        except BaseException:
            store.close()
            path.unlink(missing_ok=True)
            raise
        return cls(store)

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- reading -----------------------------------------------------------------------------------------------------

    @contextmanager
    def view(self, month: Month) -> Iterator[MonthView]:
        """The live rows as a month sees them."""
        with self.store.read() as session:
            view = MonthView(session, self.store.school_code, month, today())
            end = self._ground.lend(view)
            yield view
            self._ground.keep(view, end)

    def rows(self, model: type[Live], *where: ColumnElement[bool]) -> list[RowData]:
        """Live rows as plain values, in the order of entry."""
        table = table_of(model)
        statement = select(table).order_by(table.c.position, table.c.id)
        keys = table.c.keys()
        with self.store.read() as session:
            kept = self._ground.rows(session, model) if not where else None
            found = session.execute(statement.where(*where)).all() if kept is None else kept
            return [dict(zip(keys, row, strict=True)) for row in found]

    def drafts(self, table: str) -> dict[tuple[str, str], tuple[str, str]]:
        """(row id, key) → (text as typed, what is wrong with it) of a table."""
        with self.store.read() as session:
            found = session.execute(select(Draft).where(Draft.table_name == table)).scalars()
            return {(row.row_id, row.key): (row.text, row.message) for row in found}

    def notes(self, table: str) -> dict[tuple[str, str], str]:
        """(row id, key) → the note (批注) on the cell, of a table."""
        with self.store.read() as session:
            found = session.execute(select(CellNote).where(CellNote.table_name == table)).scalars()
            return {(row.row_id, row.key): row.text for row in found}

    @contextmanager
    def names(self, month: Month | None) -> Iterator[tuple[Names, Reading]]:
        """Labels and how texts are read, on the month's date (its last day up to today), else today."""
        with self.store.read() as session:
            names = Names(session, naming_day(month))
            yield names, names.reading(today(), month)

    # -- writing -----------------------------------------------------------------------------------------------------

    def edit(
        self,
        edits: Sequence[CellEdit],
        *,
        month: Month | None = None,
        title: str = "修改",
        along: Sequence[Change] = (),
    ) -> Edited:
        """Write cells in one transaction. Text that is no value of its column is kept as a draft; '' clears a cell.

        `along`: changes of the same act, before them (rows that make room for one put between them).
        Raises MonthLocked, FileUnusable (then nothing is written), UserError for an unknown row without `make`.
        """
        with self.store.write(title) as unit:
            editor = Editor(unit, Names(unit.session, naming_day(month)).reading(today(), month))
            editor.cells(edits)
            unit.apply([*along, *editor.changes()])
        self._written(unit.applied)
        return Edited(ChangeSet(title, tuple(unit.applied)), editor.errors, editor.warnings)

    def insert(self, table: str, values: Mapping[str, Any], *, title: str = "新增") -> tuple[str, ChangeSet]:
        """Make a row of plain values; returns its id and the change."""
        row_id = str(values.get("id") or new_id())
        after = {key: value for key, value in values.items() if key != "id"}
        return row_id, self.apply(ChangeSet(title, (Change(table, row_id, None, after),)))

    def delete(
        self, table: str, ids: Iterable[str], *, title: str = "删除", along: Sequence[tuple[str, str]] = ()
    ) -> ChangeSet:
        """Delete rows with their drafts. Rows that others refer to cannot go: UserError says which table refers.

        `along`: (table, row id) of rows that go with them, before them (a pupil's class memberships).
        """
        with self.store.write(title) as unit:
            for other, group in groupby(along, key=itemgetter(0)):
                unit.apply(deletions(unit, other, (row_id for _, row_id in group)))
            unit.apply(deletions(unit, table, ids))
        self.version += 1
        return ChangeSet(title, tuple(unit.applied))

    def apply(self, change_set: ChangeSet) -> ChangeSet:
        """Apply a change set as it is (a remedy, an undo, a redo); returns what was applied, for its own undo."""
        if not change_set:
            return change_set
        with self.store.write(change_set.title) as unit:
            unit.apply(change_set.changes)
        self._written(unit.applied)
        return ChangeSet(change_set.title, tuple(unit.applied))

    def note(
        self, table: str, row_id: str, key: str, text: str, make: Mapping[str, Any] | None = None
    ) -> ChangeSet:
        """Put a note (批注) on a cell, "" takes it away; see month.notes.noting."""
        from xcedu_desktop.month.notes import noting

        with self.store.read() as session:
            change_set = noting(session, table, row_id, key, text, make)
        return self.apply(change_set)

    def _written(self, applied: Sequence[Change]) -> None:
        """Readers learn that their figures are old; a new 填表人 is who writes from now on."""
        self.version += 1
        for change in applied:
            if change.table == "school" and change.after is not None and "clerk" in change.after:
                self.store.who = str(change.after["clerk"] or "")

    def undo(self, change_set: ChangeSet) -> ChangeSet:
        """Take a change set back; returns it, for redo."""
        inverse = change_set.inverse()
        self.apply(ChangeSet("撤销 " + change_set.title, inverse.changes))
        return change_set

    # -- the month ---------------------------------------------------------------------------------------------------

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
        from xcedu_desktop.month import life
        from xcedu_desktop.month.derive import derive, stored

        with self.view(month) as view:
            state = life.state(view.session, self.store.school_code, month)
            kept = (
                stored(view.session, self.store.school_code, month, state.revision) if state.locked else None
            )
            return kept or derive(view)

    def totals(self, month: Month) -> dict[str, int]:
        """The cover's figures by key."""
        reported = self.reported(month)
        return {total.key: total.of(reported) for form in FORMS for total in form.totals}

    def month_state(self, month: Month) -> MonthLife:
        """Locked or not, last revision, reason of the one to come."""
        from xcedu_desktop.month import life

        with self.store.read() as session:
            return life.state(session, self.store.school_code, month)

    def declare(self, month: Month, classes: int | None, students: int | None) -> ChangeSet:
        """Put down what the clerk declares of a month; None leaves the figure as it is."""
        said = {"classes": classes, "students": students}
        new = {key: value for key, value in said.items() if value is not None}
        with self.store.write("填写本月封面") as unit:
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
        """Explain a finding once; raises WrongUsage where there is none such, or no reason."""
        from xcedu_desktop.month.explain import explanation

        with self.view(month) as view:
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

    def remember_overview(self, overview: Mapping[str, Any]) -> None:
        """Keep the overview's figures for the next start's first paint (store.peek reads them, if nothing changed)."""
        with self.store.write("总览") as unit:
            unit.keep_overview(dict(overview))

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
    ) -> tuple[list[Path], ChangeSet]:
        """Write the class teachers' files into a folder and note the day; see month.handouts.write_handouts."""
        from xcedu_desktop.month.handouts import write_handouts

        with self.view(month) as view:
            paths, changes = write_handouts(view, out, classes)
        return paths, self.apply(ChangeSet(f"发出{month.spoken}班级收集表", tuple(changes)))

    def read_handout(self, month: Month, path: Path) -> Returned:
        """What a file that came back says (a preview; its change set is applied to take it in)."""
        from xcedu_desktop.month.handout_return import read_handout

        with self.view(month) as view:
            return read_handout(view, path)

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

    # -- files -------------------------------------------------------------------------------------------------------

    def back_up(self, out: Path | None = None) -> Path:
        """A checked backup in `out`, by default the folder 备份 beside the school file."""
        return back_up(self.store, out or self.store.path.parent / "备份")

    def back_up_of_the_day(self) -> Path | None:
        """The automatic backup of a day on which there is none yet; None where there is. For the worker."""
        last = self.last_backup()
        return None if last is not None and last.date() >= today() else back_up_automatically(self.store)

    def clock_set_back(self) -> date | None:
        """The day of the newest change where it lies after today: the PC's clock was set back, or was wrong then."""
        with self.store.read() as session:
            newest = session.execute(select(func.max(LogEntry.at))).scalar()
        day = datetime.fromisoformat(newest).date() if newest else None
        return day if day is not None and day > today() else None

    def last_backup(self) -> datetime | None:
        """When the last backup was taken."""
        with self.store.read() as session:
            taken = session.execute(select(func.max(Backup.taken))).scalar()
        return datetime.fromisoformat(taken) if taken else None


def naming_day(month: Month | None) -> date:
    """The day by which classes are named: the month's last day, or today while it runs."""
    return min(month.last, max(today(), month.first)) if month else today()
