"""One import under way on the screen (导入预览): the file read once, planned again at each answer, in the worker thread."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from ui.intake.kinds import likeliest
from xcedu_desktop.errors import UserError
from xcedu_desktop.workbook.intake.plan import Answers, IntakePlan, Leave, SheetLayout

if TYPE_CHECKING:
    from ui.work import Progress, Worker
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month
    from xcedu_desktop.store.changes import ChangeSet
    from xcedu_desktop.workbook.intake.raw import RawFile

Place = tuple[str, int]
"""Sheet and the sheet's own row number."""


class _Planned(NamedTuple):
    raw: RawFile
    kind: str
    plan: IntakePlan
    version: int


class ImportSession(QObject):
    """Holds the person's answers. Each answer plans again; `planned` brings the newest plan, never an older one."""

    planned = Signal(object)
    """The IntakePlan."""
    failed = Signal(str)
    """The sentence of a file that cannot be used, or of a write that was refused."""
    began = Signal()
    """Reading or planning has begun; `planned` or `failed` ends it."""
    committed = Signal(object)
    """The ChangeSet that was written."""

    def __init__(
        self,
        ledger: Ledger,
        worker: Worker,
        kinds: Sequence[str],
        month: Month,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.ledger, self.worker, self.kinds, self.month = ledger, worker, tuple(kinds), month
        self.path: Path | None = None
        self.raw: RawFile | None = None
        self.kind = ""
        self.plan: IntakePlan | None = None
        self.answers = Answers()
        self.sheet: str | None = None
        self.since: date | None = None
        self.busy = False
        self.writing = False
        self._again = False
        self._turn = 0
        self._version = -1

    # -- file and kind -------------------------------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Begins with a file; what was answered for another one is gone."""
        self.path, self.raw, self.plan = path, None, None
        self.kind = "" if len(self.kinds) > 1 else self.kinds[0]
        self.answers, self.sheet, self.since = Answers(), None, None
        self._turn += 1
        self.replan()

    def set_kind(self, kind: str) -> None:
        """Reads the file as another kind of list."""
        if kind != self.kind:
            self.kind, self.answers, self.sheet, self.since = kind, Answers(), None, None
            self.replan()

    def set_sheet(self, sheet: str | None) -> None:
        """Reads one sheet only; None: every sheet that is such a list."""
        if sheet != self.sheet:
            self.sheet = sheet
            self.replan()

    def set_since(self, day: date) -> None:
        """The day since which new rows without a date of their own hold."""
        if self.plan is not None and day != self.plan.since:
            self.since = day
            self.replan()

    # -- answers -------------------------------------------------------------------------------------------------------

    @property
    def answered(self) -> bool:
        """Whether the person has decided anything that would be lost with the preview."""
        return self.answers != Answers()

    def answer_class(self, asked: str, value: str) -> None:
        """The class that a name means: a class id, or a class name as text; remembered with the import."""
        self._answer(classes={**self.answers.classes, asked: value})

    def choose_whole_class(self, value: str) -> None:
        """The class of a list that names none."""
        self._answer(whole_class=value)

    def correct(self, place: Place, key: str, text: str) -> None:
        """A cell mended in the preview."""
        self._answer(corrections={**self.answers.corrections, (*place, key): text})

    def take_without(self, places: Iterable[Place]) -> None:
        """Takes these rows without their rejected cells; none: every row with all its cells again."""
        found = frozenset(places)
        self._answer(without=self.answers.without | found if found else frozenset())

    def answer_row(self, place: Place, value: str) -> None:
        """Which pupil (or new one) a row means."""
        self._answer(pupils={**self.answers.pupils, place: value})

    def leave(self, pupils: Iterable[str], reason: str | None, day: date) -> None:
        """How missing pupils left, with the last day in school; None: they stay (保留)."""
        leaving: dict[str, Leave] = {k: v for k, v in self.answers.leaving.items()}
        for pupil in pupils:
            leaving.pop(pupil, None)
            if reason is not None:
                leaving[pupil] = Leave(reason, day)
        self._answer(leaving=leaving)

    def lay_out(self, layout: Mapping[str, SheetLayout]) -> None:
        """Header row and columns of sheets, as the person says."""
        self._answer(layout={**self.answers.layout, **layout})

    def _answer(self, **answers: Any) -> None:
        self.answers = dataclasses.replace(self.answers, **answers)
        self.replan()

    # -- work ----------------------------------------------------------------------------------------------------------

    def set_month(self, month: Month) -> None:
        """Another month on the screen: class names are read by it."""
        if month != self.month:
            self.month = month
            self.replan()

    def replan_if_old(self) -> None:
        """Plans again where something was written since (an undo)."""
        if self.path is not None and not self.writing and self._version not in (-1, self.ledger.version):
            self.replan()

    def replan(self) -> None:
        """Plans again in the worker; answers given meanwhile are planned together after it."""
        if self.path is None:
            return
        if self.busy:
            self._again = True
            return
        self.busy, self._again = True, False
        turn = self._turn
        path, raw, kind, kinds = self.path, self.raw, self.kind, self.kinds
        sheet, since, month, answers, ledger = self.sheet, self.since, self.month, self.answers, self.ledger

        def work(progress: Progress) -> _Planned:
            from xcedu_desktop.workbook.intake.read import read_file

            content = raw or read_file(path)
            progress.check()
            chosen = kind or likeliest(content, kinds)
            progress.check()
            version = ledger.version
            plan = ledger.prepare_import(
                chosen,
                path,
                sheet=sheet,
                since=since,
                month=month,
                answers=answers,
                raw=content,
                lenient=True,
            )
            return _Planned(content, chosen, plan, version)

        self.began.emit()
        self.worker.run(
            work,
            lambda found: self._planned(turn, found),
            lambda error: self._failed(turn, error),
            asker=self,
        )

    def _planned(self, turn: int, found: _Planned) -> None:
        self.busy = False
        if turn == self._turn:
            self.raw, self._version = found.raw, found.version
            self.kind = self.kind or found.kind
        if self._again or turn != self._turn:
            self.replan()
            return
        self.plan = found.plan
        self.planned.emit(found.plan)

    def _failed(self, turn: int, error: Exception) -> None:
        self.busy = False
        if self._again or turn != self._turn:
            self.replan()
        elif isinstance(error, UserError):
            self.failed.emit(error.message)
        else:
            raise error

    def commit(self) -> None:
        """Writes what the newest plan says: a backup, then one transaction; `committed` or `failed` says how it ended."""
        plan = self.plan
        if plan is None or self.busy or self.writing:
            return
        self.writing = True
        self.began.emit()
        ledger = self.ledger
        self.worker.run(lambda _progress: ledger.commit_import(plan), self._committed, self._refused)

    def _committed(self, change_set: ChangeSet) -> None:
        self.writing = False
        self.committed.emit(change_set)

    def _refused(self, error: Exception) -> None:
        self.writing = False
        if not isinstance(error, UserError):
            raise error
        self.failed.emit(error.message)
