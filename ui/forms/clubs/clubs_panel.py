"""Tab 社团: the list of clubs left, one club right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.forms.clubs.board import Board
from ui.forms.clubs.club_side import ABOUT, MEMBERS, SLOTS, ClubSide
from ui.forms.clubs.club_sources import HEADS, ClubListSource, list_cell
from ui.forms.clubs.new_term import NewTerm
from ui.grid.view import Grid
from ui.theme import SPACE_3
from ui.widgets.current_stack import CurrentStack
from ui.widgets.side_width import SideWidth
from xcedu_desktop.forms.clubs.last_term import LastTerm
from xcedu_desktop.forms.clubs.tables import ClubAttendance, ClubLeader, ClubMember, ClubSession
from xcedu_desktop.school.tables import PlaceUse

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger

_LIST, _LIST_SMALL = 318, 190
NEXT_TURN = 1
"""Milliseconds. With 0 Qt would do it before it paints what stands already."""
_OWNER = {"club_member": ClubMember, "club_leader": ClubLeader, "club_session": ClubSession}


class ClubsPanel(QWidget):
    """`written`: something was written here; the page reads its figures again. `copy_wanted`: last term's clubs, with
    their members or without."""

    written = Signal()
    copy_wanted = Signal(bool)

    def __init__(self, shell: Shell, board: Board, parent: QWidget) -> None:
        super().__init__(parent)
        assert shell.ledger is not None
        self.shell, self.board = shell, board
        self.ledger: Ledger = shell.ledger
        self.clubs = ClubListSource(self.ledger, shell.month, board)
        self.club = next(iter(self.clubs.rows), "")
        self.clubs.chosen = self.club
        self.list = Grid(shell, self.clubs, parent=self)
        SideWidth(self.list, _LIST, _LIST_SMALL)
        self.stack = CurrentStack(self)
        self._side: ClubSide | None = None
        self.empty: NewTerm | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(self.list)
        row.addWidget(self.stack, 1)
        self.list.chosen.connect(self._choose)
        self.list.written.connect(self._list_written)
        self.list.on_key("Ins", self._join)
        QTimer.singleShot(NEXT_TURN, self, self._make_side)

    @property
    def side(self) -> ClubSide:
        """The club at the right; made once the list is painted, or when first asked for."""
        self._make_side()
        assert self._side is not None
        return self._side

    def _make_side(self) -> None:
        if self._side is not None or self.shell.ledger is not self.ledger:
            return  # there already, or the file was closed meanwhile
        self._side = side = ClubSide(self.shell, self.board, self.club, self.stack)
        side.row = self._row()
        self.stack.addWidget(side)
        side.basics_written.connect(self.list.refresh)
        side.written.connect(self.written)
        side.other_wanted.connect(self._other)
        side.mark(self.shell.findings)
        side.show_card()
        if self.empty is None:
            self.stack.setCurrentWidget(side)

    @property
    def grids(self) -> tuple[Grid, ...]:
        """Those that are there."""
        return (self.list, *(self._side.grids if self._side is not None else ()))

    # --- what the page asks

    def is_editing(self) -> bool:
        """Whether something is being typed."""
        return any(grid.table.is_editing() for grid in self.grids)

    def commit(self) -> None:
        """Writes what is being typed."""
        for grid in self.grids:
            grid.commit()

    def refresh(self, board: Board) -> None:
        """Reads everything again."""
        self.board = board
        self.clubs = ClubListSource(self.ledger, self.shell.month, board)
        if self.club not in self.clubs.rows:
            self.club = next(iter(self.clubs.rows), "")
        self.clubs.chosen = self.club
        self.clubs.set_findings(self.shell.findings)
        self.list.set_source(self.clubs)
        self._read_club()

    def show_findings(self, findings: list[Finding]) -> None:
        """Marks in all grids, and the chip."""
        self.list.set_findings(findings)
        if self._side is not None:
            self._side.mark(findings)

    def take_board(self, board: Board) -> None:
        """New figures after a write on the page; what stands in the grids is right already."""
        self.board = self.clubs.board = board
        self.list.repaint_cells()
        self.side.take_board(board, self._row())

    def offer_last_term(self, found: LastTerm | None) -> None:
        """A term without clubs: copying those of the last one stands in the place of the club."""
        if self.clubs.rows or found is None:
            if self._side is not None:
                self.stack.setCurrentWidget(self._side)
            return
        if self.empty is None:
            self.empty = NewTerm(self.stack)
            self.empty.wanted.connect(self.copy_wanted)
            self.stack.addWidget(self.empty)
        self.empty.show_term(found)
        self.stack.setCurrentWidget(self.empty)

    def focus_finding(self, finding: Finding) -> bool:
        """Goes to the club of a finding and to the cell there."""
        club_id = self.club_of(finding)
        if club_id not in self.clubs.rows:
            return False
        self.list.show_cell(club_id, "name", light=False)
        self._choose(club_id)
        match finding.table:
            case "club_member":
                return self.side.go(MEMBERS, finding)
            case "place_use":
                return self.side.go(SLOTS, finding)
            case "club_leader":
                return self.side.go(ABOUT, finding)
        if finding.rule == "G08" and finding.field not in ("name", "category", HEADS):
            return self.side.go(ABOUT, finding)
        return self.list.show_cell(club_id, list_cell(finding))

    def club_of(self, finding: Finding) -> str:
        """The club that a finding is about, "" for none."""
        if finding.table == "club":
            return finding.record
        if finding.table == "place_use":
            uses = self.ledger.rows(PlaceUse, PlaceUse.id == finding.record, PlaceUse.owner_table == "club")
            return (uses[0]["owner_id"] or "") if uses else ""
        record, model = finding.record, _OWNER.get(finding.table, ClubSession)
        if finding.table == "club_attendance":
            marks = self.ledger.rows(ClubAttendance, ClubAttendance.id == record)
            record = (marks[0]["session_id"] or "") if marks else ""
        rows = self.ledger.rows(model, model.id == record)
        return (rows[0]["club_id"] or "") if rows else ""

    # --- what a person does

    def _join(self) -> None:
        """Ins in the list, as the button says: a pupil for the club that is shown; the first club where there is none."""
        if self.club:
            self.side.join()
        else:
            self.list.new_row()

    def new_club(self) -> None:
        """To the empty last row of the list."""
        self.list.new_row()

    def _choose(self, club_id: str) -> None:
        if club_id == self.club or club_id not in self.clubs.rows:
            return
        self.side.commit()
        self.club = self.clubs.chosen = club_id
        self.list.repaint_cells()
        self._read_club()
        self.side.member_grid.table.scrollToTop()

    def _other(self, step: int) -> None:
        """The next club, as the next sheet of a workbook; the keyboard stays with its members."""
        ids = self.list.model.ids
        at = ids.index(self.club) + step if self.club in ids else 0
        if 0 <= at < len(ids):
            self.list.show_cell(ids[at], "name", light=False)
            self._choose(ids[at])
            self.side.member_grid.setFocus()

    # --- showing

    def _row(self) -> dict[str, object]:
        return self.clubs.rows.get(self.club, {})

    def _list_written(self) -> None:
        """A club made in the list is the one shown; one deleted is shown no more."""
        known = set(self.board.summary.clubs)
        made = [club_id for club_id in self.clubs.rows if club_id not in known]
        if made or self.club not in self.clubs.rows:
            self.club = self.clubs.chosen = made[-1] if made else next(iter(self.clubs.rows), "")
            self._read_club()
        else:
            self.side.read_basics()
        self.written.emit()

    def _read_club(self) -> None:
        """The right side shows another club, or the same one read again."""
        self.side.show_club(self.club, self._row(), self.board)
