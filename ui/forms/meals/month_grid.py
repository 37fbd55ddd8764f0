"""The grid of a month with its foot: the whole month in the width that there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ui.forms.meals.foot_source import COMPANION, SUM, FootSource
from ui.forms.meals.grid_source import HeadsSource
from ui.grid.moves import Moves
from ui.grid.table import GridTable
from ui.grid.view import Grid

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.form import Finding
    from xcedu_desktop.store.changes import ChangeSet


_BESIDE = ("选中", "上月")
"""How the words begin that the grid says of the place, not of an act."""


class Said:
    """The grid's host: the window, with what the totals lack said after the selection's sum."""

    def __init__(self, shell: Shell, state: Callable[[], str]) -> None:
        self._shell, self._state = shell, state
        self._summed = ""
        self._told = False

    def say(self, text: str) -> None:
        self._summed = text if text.startswith(_BESIDE) else ""
        self._told = bool(text) and not self._summed
        if self._told:
            self._shell.say(text)
        else:
            self.renew()

    def renew(self) -> None:
        """What the totals lack changed; a sentence that was just said stays."""
        if not self._told:
            self._shell.say("　　".join(part for part in (self._summed, self._state()) if part))

    def settle(self) -> None:
        """The place changed: what was said of the last one has been read."""
        self._told = False

    def wrote(self, change_set: ChangeSet, act: str = "") -> None:
        self._shell.wrote(change_set, act)

    def show_history(self, table: str, row_id: str, key: str, words: str) -> None:
        self._shell.show_history(table, row_id, key, words)


class MonthMoves(Moves):
    """Enter under the last line: `done(column key)` says whether it led elsewhere (the day's card, the next day)."""

    def __init__(self, table: GridTable, done: Callable[[str], bool]) -> None:
        super().__init__(table)
        self._done = done

    def step(self, across: int, down: int) -> None:
        current = self.table.currentIndex()
        at_end = down > 0 and not across and current.isValid() and current.row() == self.model.rowCount() - 1
        if (
            at_end
            and len(self.table.acts.spots()) < 2
            and self._done(self.model.columns[current.column()].key)
        ):
            self.forget()
            return
        super().step(across, down)


class MonthGrid(Grid):
    """`day_wanted(row, key)`: a day in 陪餐 or 留样 was clicked, or Space pressed there.

    `day_done`: what Enter under the last line of a column does; True where it led elsewhere.
    """

    day_wanted = Signal(str, str)

    def __init__(self, said: Said, source: HeadsSource, parent: QWidget) -> None:
        super().__init__(said, source, footer=FootSource(source), sortable=False, snug=True, parent=parent)
        self.said = said
        self.day_done: Callable[[str], bool] = lambda _: False
        self.table.moves = MonthMoves(self.table, lambda key: self.day_done(key))
        self.table.viewport().installEventFilter(self)
        self.written.connect(self._follow)
        assert self.footer is not None
        self.foot = self.footer.table
        self.foot.setAccessibleName("合计、陪餐与留样")
        self.foot.keys["Space"] = self._want
        self.foot.keys["Return"] = self._want
        self.foot.clicked.connect(lambda _: self._want())

    @property
    def heads(self) -> HeadsSource:
        """The source, as what it is."""
        assert isinstance(self.source, HeadsSource)
        return self.source

    def show_source(self, source: HeadsSource) -> None:
        """Another meal, measure or month."""
        source.fit(self.table.viewport().width())
        self.set_source(source, FootSource(source))
        self._fit_height()

    def sync(self) -> None:
        """Something of the month was written outside the grid."""
        if self.footer is not None:
            self.footer.renew()
        self._follow()

    def _follow(self) -> None:
        """Headers say what lacks on a day: after a write they are others, the columns stay."""
        before, self.model.columns = self.model.columns, tuple(self.source.columns)
        if before is not self.model.columns:  # a day's word, and with it the ground of its column
            if self.footer is not None:
                self.footer.renew()
            if [c.width for c in before] != [c.width for c in self.model.columns]:
                self.table.fit_columns()
            self.repaint_cells()
        self.said.renew()

    def mark_findings(self, findings: list[Finding]) -> None:
        """Marks what findings name."""
        if self.heads.set_findings(findings):
            if self.footer is not None:
                self.footer.renew()
            self.repaint_cells()
        self.said.renew()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.said.renew()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.table.viewport():
            width = self.table.viewport().width()
            if width != self.heads.width and not self.table.is_editing():
                self.heads.fit(width)
                self.model.columns = tuple(self.source.columns)
                self.table.fit_columns()
                if self.footer is not None:
                    self.footer.renew()
        return super().eventFilter(watched, event)

    def _want(self) -> None:
        index = self.foot.currentIndex()
        assert self.footer is not None
        if index.isValid() and self.footer.model.id_at(index.row()) != SUM:
            row = self.footer.model.id_at(index.row())
            self.day_wanted.emit(row or COMPANION, self.footer.model.columns[index.column()].key)
