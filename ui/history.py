"""Undo and redo (撤销, 恢复): one stack of change sets for the whole session, whatever page they came from.

Whole values live here in memory only; the change log on disk holds masked ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.store.changes import ChangeSet


class History:
    """What was done and what was taken back, newest last."""

    def __init__(self) -> None:
        self.done: list[ChangeSet] = []
        self.undone: list[ChangeSet] = []

    def did(self, change_set: ChangeSet) -> None:
        """A new act: what was taken back before it cannot be done again."""
        if change_set:
            self.done.append(change_set)
            self.undone.clear()

    @property
    def next_undo(self) -> ChangeSet | None:
        """What `undo` would take back."""
        return self.done[-1] if self.done else None

    @property
    def next_redo(self) -> ChangeSet | None:
        """What `redo` would do again."""
        return self.undone[-1] if self.undone else None

    def undo(self, ledger: Ledger) -> ChangeSet | None:
        """Takes the newest act back, None where there is none. A UserError (a locked month) leaves the stack as it is."""
        if not self.done:
            return None
        change_set = self.done[-1]
        ledger.undo(change_set)
        self.undone.append(self.done.pop())
        return change_set

    def redo(self, ledger: Ledger) -> ChangeSet | None:
        """Does again what was taken back last, None where there is nothing."""
        if not self.undone:
            return None
        change_set = self.undone[-1]
        ledger.apply(change_set)
        self.done.append(self.undone.pop())
        return change_set

    def forget(self) -> None:
        """Nothing can be taken back any more: the rows have other names now."""
        self.done.clear()
        self.undone.clear()
