"""Tab 社团: the list of clubs left, one club right with its members, slots, data and leaders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.forms.clubs.board import Board
from ui.forms.clubs.club_sources import ClubListSource, LeadersSource, SlotsSource, basics_source, list_cell
from ui.forms.clubs.head_card import HeadCard
from ui.forms.clubs.members import MembersSource
from ui.forms.clubs.pick_button import PickButton
from ui.grid.source import Option
from ui.grid.view import Grid
from ui.theme import GRID, SPACE_2, SPACE_3
from ui.widgets.buttons import Button
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import Text
from xcedu_desktop.form import Severity
from xcedu_desktop.forms.clubs.tables import ClubAttendance, ClubLeader, ClubMember, ClubSession
from xcedu_desktop.school.tables import PlaceUse

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger

MEMBERS, SLOTS, ABOUT = "members", "slots", "about"
_LIST = 318
_OWNER = {"club_member": ClubMember, "club_leader": ClubLeader, "club_session": ClubSession}
_RANK = {Severity.ERROR: 0, Severity.EXPLAIN: 1, Severity.WARNING: 2}


class ClubsPanel(QWidget):
    """`written`: something was written here; the page reads its figures again."""

    written = Signal()

    def __init__(self, shell: Shell, board: Board, parent: QWidget) -> None:
        super().__init__(parent)
        assert shell.ledger is not None
        self.shell, self.board = shell, board
        self.ledger: Ledger = shell.ledger
        self.clubs = ClubListSource(self.ledger, shell.month, board)
        self.club = next(iter(self.clubs.rows), "")
        self.clubs.chosen = self.club
        self.list = Grid(shell, self.clubs, parent=self)
        self.list.setFixedWidth(_LIST)
        self.list.chosen.connect(self._choose)
        self.head = HeadCard(self)
        self.head.capacity.clicked.connect(self._to_capacity)
        self.tabs = SegmentedControl([(MEMBERS, "在册"), (SLOTS, "时间地点"), (ABOUT, "收费与教师")], self)
        self.tabs.chosen.connect(self._show_tab)
        self.tabs.entered.connect(lambda: self._work().setFocus())
        self.members = MembersSource(self.ledger, shell.month, self.club, board)
        self.member_grid = Grid(shell, self.members, parent=self)
        self.slots = Grid(shell, SlotsSource(self.ledger, shell.month, self.club), parent=self)
        self.basics = Grid(
            shell, basics_source(self.ledger, shell.month, self.club), sortable=False, snug=True, parent=self
        )
        self.leaders = Grid(shell, LeadersSource(self.ledger, shell.month, self.club, board.day), parent=self)
        self._lay_out()
        for grid in self.grids:
            grid.written.connect(self._written)
        self._show_club()

    @property
    def grids(self) -> tuple[Grid, ...]:
        return self.list, self.member_grid, self.slots, self.basics, self.leaders

    def _lay_out(self) -> None:
        self.by_class = PickButton("按班级加入", self._offer_classes, self._join_class, self)
        self.join_button = Button("加入学生　Ins", parent=self)
        self.join_button.clicked.connect(self.member_grid.new_row)
        bar = QHBoxLayout()
        bar.setSpacing(SPACE_2)
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        bar.addWidget(self.by_class)
        bar.addWidget(self.join_button)
        self.stack = QStackedWidget(self)
        about = QWidget(self.stack)
        column = QVBoxLayout(about)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(self.basics)
        column.addWidget(Text("指导教师", GRID, bold=True, parent=about))
        column.addWidget(self.leaders, 1)
        for widget in (self.member_grid, self.slots, about):
            self.stack.addWidget(widget)
        right = QVBoxLayout()
        right.setSpacing(SPACE_3)
        right.addWidget(self.head)
        right.addLayout(bar)
        right.addWidget(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(self.list)
        row.addLayout(right, 1)

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
        for grid in self.grids:
            grid.set_findings(findings)
        self._show_chip()

    def take_board(self, board: Board) -> None:
        """New figures after a write elsewhere on the page; what stands in the grids is right already."""
        self.board = self.clubs.board = self.members.board = board
        self.list.repaint_cells()
        self.member_grid.repaint_cells()
        self._show_club()

    def focus_finding(self, finding: Finding) -> bool:
        """Goes to the club of a finding and to the cell there."""
        club_id = self._club_of(finding)
        if club_id not in self.clubs.rows:
            return False
        self.list.show_cell(club_id, "name", light=False)
        self._choose(club_id)
        match finding.table:
            case "club_member":
                return self._go(MEMBERS, self.member_grid, finding)
            case "place_use":
                return self._go(SLOTS, self.slots, finding)
            case "club_leader":
                return self._go(ABOUT, self.leaders, finding)
            case "club":
                if finding.rule == "G08" and finding.field not in ("name", "category"):
                    return self._go(ABOUT, self.basics, finding)
                return self.list.show_cell(club_id, list_cell(finding))
        return self.list.show_cell(club_id, "meetings")

    def _go(self, tab: str, grid: Grid, finding: Finding) -> bool:
        self.tabs.choose(tab)
        return grid.show_cell(finding.record, finding.field)

    def _club_of(self, finding: Finding) -> str:
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

    def new_club(self) -> None:
        """To the empty last row of the list."""
        self.list.new_row()

    def _choose(self, club_id: str) -> None:
        if club_id == self.club or club_id not in self.clubs.rows:
            return
        for grid in self.grids[1:]:
            grid.commit()
        self.club = self.clubs.chosen = club_id
        self.list.repaint_cells()
        self._read_club()
        self.member_grid.table.scrollToTop()

    def _show_tab(self, key: str) -> None:
        for grid in self.grids[1:]:
            grid.commit()
        self.stack.setCurrentIndex((MEMBERS, SLOTS, ABOUT).index(key))
        for button in (self.by_class, self.join_button):
            button.setVisible(key == MEMBERS)

    def _work(self) -> Grid:
        """The grid of the tab that is shown."""
        return (self.member_grid, self.slots, self.basics)[self.stack.currentIndex()]

    def _to_capacity(self) -> None:
        self.tabs.choose(ABOUT)
        self.basics.show_cell(self.club, "capacity")

    def _offer_classes(self) -> list[Option]:
        """The classes with how many of their pupils could join."""
        joining = self.board.joining(self.club)
        counted = [
            (class_id, part.name, len(joining.free_of_class(class_id)))
            for class_id, part in self.board.summary.classes.items()
        ]
        return [Option(name, f"可加入 {count} 人", value=class_id) for class_id, name, count in counted]

    def _join_class(self, option: Option) -> None:
        """Everybody of a class who is free, in one change."""
        pupil_ids, name = self.board.joining(self.club).free_of_class(option.value), option.text
        if not pupil_ids:
            self.shell.say(f"{name}没有可以加入的学生：都在册，或时间冲突")
            return
        done = self.members.join(pupil_ids, f"{name} {len(pupil_ids)} 人加入社团")
        self.shell.wrote(done, f"{name} {len(pupil_ids)} 人已加入")
        self._read_club()
        self.written.emit()

    # --- showing

    def _written(self) -> None:
        sender = self.sender()
        if sender is self.list and not self.club:
            self.club = self.clubs.chosen = next(iter(self.clubs.rows), "")
            self._read_club()
        elif sender is self.list:
            self._follow_list()
        elif sender is self.basics:
            self.list.refresh()
        self.written.emit()

    def _follow_list(self) -> None:
        """A club made in the list is the one shown; one deleted is shown no more."""
        known = set(self.board.summary.clubs)
        made = [club_id for club_id in self.clubs.rows if club_id not in known]
        if made or self.club not in self.clubs.rows:
            self.club = self.clubs.chosen = made[-1] if made else next(iter(self.clubs.rows), "")
            self._read_club()
        else:
            self.basics.refresh()

    def _read_club(self) -> None:
        """The grids at the right show another club, or the same one read again."""
        ledger, month = self.ledger, self.shell.month
        self.members = MembersSource(ledger, month, self.club, self.board)
        self.member_grid.set_source(self.members)
        self.slots.set_source(SlotsSource(ledger, month, self.club))
        self.basics.set_source(basics_source(ledger, month, self.club))
        self.leaders.set_source(LeadersSource(ledger, month, self.club, self.board.day))
        for grid in self.grids[1:]:
            grid.set_findings(self.shell.findings)
        self._show_club()

    def _show_club(self) -> None:
        row = self.clubs.rows.get(self.club, {})
        figures = self.board.summary.clubs.get(self.club)
        self.head.show_club(row.get("name") or "", row.get("category") or "", row.get("fee_fen"), figures)
        full, waiting, out = self.members.counts()
        words = [f"在册 {full}"] + ([f"候补 {waiting}"] if waiting else []) + ([f"退出 {out}"] if out else [])
        self.tabs.set_items([(MEMBERS, " · ".join(words)), (SLOTS, "时间地点"), (ABOUT, "收费与教师")])
        for widget in (self.tabs, self.by_class, self.join_button, self.stack):
            widget.setEnabled(bool(self.club))
        self._show_chip()

    def _show_chip(self) -> None:
        mine = [f for f in self.shell.findings if f.open and f.table == "club" and f.record == self.club]
        self.head.show_findings(sorted(mine, key=lambda finding: _RANK[finding.severity]))
