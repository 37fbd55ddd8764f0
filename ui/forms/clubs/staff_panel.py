"""Tab 参加教师: who of the staff takes part, the rest of them at one stroke; who does not is deleted from the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.forms.clubs.board import Board
from ui.forms.clubs.service_staff import ServiceStaffSource
from ui.grid.view import Grid
from ui.theme import GRID, SPACE_2, SPACE_3
from ui.widgets.buttons import Button
from ui.widgets.text import Text
from xcedu_desktop.store.base import new_id
from xcedu_desktop.store.changes import Change, ChangeSet

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.form import Finding

_LEAVING = "不参加的：选中那一行按 Ctrl+- 删除；以后不再参加的填结束日期"
_NOBODY = "还没有人参加：本校教师先在「教职工」里登记；校外教师直接写姓名"


class StaffPanel(QWidget):
    """`written`: something was written here; the page reads its figures again."""

    written = Signal()

    def __init__(self, shell: Shell, board: Board, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell
        self.source = self._source(board)
        self.grid = Grid(shell, self.source, parent=self)
        self.grid.set_findings(shell.findings)
        self.grid.written.connect(self.written)
        self.say = Text("", GRID, tone="ink2", elide=True, parent=self)
        self.rest = Button("", parent=self)
        self.rest.clicked.connect(self._take_the_rest)
        bar = QHBoxLayout()
        bar.setSpacing(SPACE_2)
        bar.addWidget(self.say, 1)
        bar.addWidget(self.rest)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_3)
        rows.addLayout(bar)
        rows.addWidget(self.grid, 1)
        self._show_words()

    def _source(self, board: Board) -> ServiceStaffSource:
        assert self.shell.ledger is not None
        return ServiceStaffSource(self.shell.ledger, self.shell.month, board)

    def refresh(self, board: Board) -> None:
        """Reads everything again."""
        self.source = self._source(board)
        self.grid.set_source(self.source)
        self.show_findings(self.shell.findings)
        self._show_words()

    def take_board(self, board: Board) -> None:
        """New figures after a write on the page."""
        self.source.board = board
        self._show_words()

    def show_findings(self, findings: list[Finding]) -> None:
        """Marks."""
        self.grid.set_findings(findings)

    def _take_the_rest(self) -> None:
        """Everybody at the school who does not take part yet, in one change."""
        self.grid.commit()
        missing = self.source.missing()
        if not missing or self.shell.ledger is None:
            return
        since = self.source.board.staff_day()
        changes = [
            Change("service_staff", new_id(), None, {"staff_id": staff_id, "from_date": since})
            for staff_id in missing
        ]
        title = f"{len(missing)} 名教职工参加课后服务，从 {since.month}月{since.day}日起"
        done = self.shell.ledger.apply(ChangeSet(title, tuple(changes)))
        self.shell.wrote(done, title)
        self.grid.refresh()
        self.grid.setFocus()
        self.written.emit()

    def _show_words(self) -> None:
        missing = len(self.source.missing())
        self.rest.setVisible(bool(missing))
        self.rest.setText(f"其余 {missing} 名教职工都参加")
        self.rest.updateGeometry()
        self.say.setText(_LEAVING if self.source.row_ids() else _NOBODY)
