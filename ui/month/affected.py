"""Which reported months the registers no longer give (影响已上报的月份): said after the write, shown on the overview.

Undated tables stay editable when a month is locked (PRODUCT.md, the lock); what is written into them may alter its
figures. Each locked month is derived anew for that, in the worker, one after another, and given up for a newer write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from ui.shell import Shell
    from ui.work import Job, Progress
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month
    from xcedu_desktop.store.changes import ChangeSet

Result = tuple[list["Month"], list["Month"]]
"""The locked months, and those of them that are affected."""


class Affected(QObject):
    """`months`: reported months that need a correction. `look` is called when the month on the screen was checked."""

    changed = Signal()

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self.shell = shell
        self.months: list[Month] = []
        self._locked: list[Month] = []
        self._version: int | None = None
        self._touched = True
        self._said = ""
        self._job: Job | None = None
        shell.wrote_something.connect(self._wrote)

    def _wrote(self) -> None:
        history = self.shell.history
        if self._job is not None:
            self._job.cancel()
        self._touched = self._touched or any(
            change_set is not None and _is_undated(change_set)
            for change_set in (history.next_undo, history.next_redo)
        )

    def look(self) -> None:
        """Has the locked months compared, where something was written since the last time."""
        ledger, worker = self.shell.ledger, self.shell.worker
        if ledger is None or worker is None or self._job is not None or ledger.version == self._version:
            return
        version, touched, known = ledger.version, self._touched, list(self._locked)

        def done(result: Result | None) -> None:
            self._job = None
            self._version = version
            if ledger.version == version:
                self._touched = False
            if result is not None:
                self._show(*result)

        def broken_off() -> None:
            self._job = None

        def failed(error: Exception) -> None:
            self._job = None
            raise error

        self._job = worker.run(lambda progress: _compare(ledger, progress, touched, known), done, failed)
        self._job.cancelled.connect(broken_off)

    def _show(self, locked: list[Month], months: list[Month]) -> None:
        before, self._locked = self.months, locked
        if months == before:
            return
        self.months = months
        if [month for month in months if month not in before] and self.shell.history.next_undo is not None:
            self._said = sentence(months)
            self.shell.say(self._said)
        elif self._said and self.shell.status.middle.text() == self._said:
            self.shell.say("")
        self.changed.emit()


def sentence(months: list[Month]) -> str:
    """影响已上报的 2026年10月，需更正."""
    return f"影响已上报的 {'、'.join(month.spoken for month in months)}，需更正"


def _compare(ledger: Ledger, progress: Progress, touched: bool, known: list[Month]) -> Result | None:
    """Runs in the worker; None where nothing can have changed."""
    locked = ledger.locked_months()
    if not touched and locked == known:
        return None
    found: list[Month] = []
    for month in reversed(locked):
        progress.check()
        found.extend(ledger.affected_months([month]))
    return locked, sorted(found)


def _is_undated(change_set: ChangeSet) -> bool:
    """Whether a change set writes a table whose rows belong to no month."""
    from xcedu_desktop.store.unit_of_work import live_models

    models = live_models()
    tables = {change.table for change in change_set.changes}
    return any(name in models and models[name].month_key is None for name in tables)
