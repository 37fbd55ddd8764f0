"""The rows of a school file: opened, read, written, undone, backed up. Plain values in and out; no caller holds an ORM object.

A cell takes one way: text → Field.parse → a change → one transaction with its log lines → back come the change (with
its inverse, for undo) and what was wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import ColumnElement, func, select

from xcedu_desktop.clock import today
from xcedu_desktop.editing import CellEdit, Edited, Editor, RowData, deletions, with_notes
from xcedu_desktop.fields import Reading
from xcedu_desktop.form import Finding, MonthView
from xcedu_desktop.periods import Month
from xcedu_desktop.school.kept_ground import KeptGround
from xcedu_desktop.school.names import Names
from xcedu_desktop.school.tables import School
from xcedu_desktop.store.backup import back_up, back_up_automatically
from xcedu_desktop.store.base import Live, new_id, table_of
from xcedu_desktop.store.changes import Change, ChangeSet
from xcedu_desktop.store.school_file import Store, create, open_file
from xcedu_desktop.store.tables import Backup, CellNote, Draft, LogEntry

if TYPE_CHECKING:  # the month's life, the workbook's writer and the importer are loaded when first used
    pass


class LedgerRows:
    """A school file in use. `version` grows with every write, so that a reader knows when its figures are old."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.version = 0
        self._ground = KeptGround()
        self._found: tuple[tuple[int, Month, date], list[Finding]] | None = None

    @classmethod
    def open(cls, path: Path, *, readonly: bool = False) -> Self:
        """Open a school file; see store.school_file.open_file for what it raises."""
        store = open_file(path, readonly=readonly)
        ledger = cls(store)
        with store.read() as session:
            store.who = session.execute(select(School.clerk)).scalar() or ""
        return ledger

    @classmethod
    def create(cls, path: Path, profile: Mapping[str, Any]) -> Self:
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

    def __enter__(self) -> Self:
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
            unit.apply([*with_notes(unit, along), *editor.changes()])
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
        """Apply a change set (a remedy, an undo, a redo), notes going with their rows; returns what was applied, for its
        own undo."""
        if not change_set:
            return change_set
        with self.store.write(change_set.title) as unit:
            unit.apply(with_notes(unit, change_set.changes))
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

    def remember_overview(self, overview: Mapping[str, Any]) -> None:
        """Keep the overview's figures for the next start's first paint (store.peek reads them, if nothing changed)."""
        with self.store.write("总览") as unit:
            unit.keep_overview(dict(overview))


def naming_day(month: Month | None) -> date:
    """The day by which classes are named: the month's last day, or today while it runs."""
    return min(month.last, max(today(), month.first)) if month else today()
