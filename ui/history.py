"""Undo and redo (撤销, 恢复): one QUndoStack of change sets for the whole session, whatever page they came from.

Whole values live here in memory only; the change log on disk holds masked ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand, QUndoStack

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.store.changes import ChangeSet


class _Act(QUndoCommand):
    """A change set in the stack. It moves nothing itself: the ledger is asked first, since it may refuse."""

    def __init__(self, change_set: ChangeSet) -> None:
        super().__init__(change_set.title)
        self.change_set = change_set


class History:
    """What was done and what was taken back, oldest first. The stack moves only after the file did."""

    def __init__(self) -> None:
        self.stack = QUndoStack()

    def did(self, change_set: ChangeSet) -> None:
        """A new act: what was taken back before it cannot be done again."""
        if change_set:
            self.stack.push(_Act(change_set))

    @property
    def done(self) -> list[ChangeSet]:
        """The acts that can be taken back."""
        return [self._at(place) for place in range(self.stack.index())]

    @property
    def undone(self) -> list[ChangeSet]:
        """The acts that can be done again."""
        return [self._at(place) for place in range(self.stack.index(), self.stack.count())]

    @property
    def next_undo(self) -> ChangeSet | None:
        """What `undo` would take back."""
        return self._at(self.stack.index() - 1) if self.stack.canUndo() else None

    @property
    def next_redo(self) -> ChangeSet | None:
        """What `redo` would do again."""
        return self._at(self.stack.index()) if self.stack.canRedo() else None

    def undo(self, ledger: Ledger) -> ChangeSet | None:
        """Takes the newest act back, None where there is none. A UserError (a locked month) leaves the stack as it is."""
        change_set = self.next_undo
        if change_set is not None:
            ledger.undo(change_set)
            self.stack.undo()
        return change_set

    def redo(self, ledger: Ledger) -> ChangeSet | None:
        """Does again what was taken back last, None where there is nothing."""
        change_set = self.next_redo
        if change_set is not None:
            ledger.apply(change_set)
            self.stack.redo()
        return change_set

    def forget(self) -> None:
        """Nothing can be taken back any more: the rows have other names now."""
        self.stack.clear()

    def _at(self, place: int) -> ChangeSet:
        act = self.stack.command(place)
        assert isinstance(act, _Act)
        return act.change_set
