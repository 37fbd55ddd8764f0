"""课后服务·社团: tabs for the clubs, the pupils and the staff that take part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from ui.forms.clubs.board import Board
from ui.forms.clubs.clubs_panel import ClubsPanel
from ui.forms.clubs.participants_panel import ParticipantsPanel
from ui.forms.clubs.service_staff import ServiceStaffSource
from ui.grid.view import Grid
from ui.page import Page
from ui.theme import GRID, SPACE_2
from ui.widgets.buttons import Button
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import Text

if TYPE_CHECKING:
    from ui.forms.registry import PageSpec
    from ui.shell import Shell
    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger

CLUBS, PUPILS, STAFF = "clubs", "pupils", "staff"
_TABS = (CLUBS, PUPILS, STAFF)


class ClubsPage(Page):
    """Three panels over one board of figures."""

    def __init__(self, shell: Shell, spec: PageSpec) -> None:
        super().__init__(shell, spec)
        assert shell.ledger is not None
        self.ledger: Ledger = shell.ledger
        self.read_at = shell.state_of_file()
        self.board = Board(self.ledger, shell.month)
        self.tabs = SegmentedControl([(key, key) for key in _TABS], self)
        self.tabs.chosen.connect(self._show_tab)
        self.tabs.entered.connect(self.setFocus)
        self.still = Text("", GRID, tone="ink2", parent=self)
        self.next = Button("下一处　F8", parent=self)
        self.next.clicked.connect(lambda: self.shell.next_finding())
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self.still)
        row.addWidget(self.next)
        self.body.addLayout(row)
        self.stack = QStackedWidget(self)
        self.clubs = ClubsPanel(shell, self.board, self.stack)
        self.pupils = ParticipantsPanel(shell, self.board, self.stack)
        self.staff = Grid(shell, ServiceStaffSource(self.ledger, shell.month, self.board), parent=self.stack)
        for widget in (self.clubs, self.pupils, self.staff):
            self.stack.addWidget(widget)
        self.setFocusProxy(self.clubs.list)
        self.clubs.written.connect(self._written)
        self.pupils.written.connect(self._written)
        self.staff.written.connect(self._written)
        self.body.addWidget(self.stack, 1)
        self.add_button("导入", lambda: shell.open_import(self._kinds()))
        self.set_main("新建社团", self._new_club)
        self._show_figures()
        self.show_findings([])

    # --- what the shell asks

    def refresh(self) -> None:
        if self.clubs.is_editing() or self.pupils.is_editing() or self.staff.table.is_editing():
            return  # what is being typed stays; its own write reads the figures again
        self.board = Board(self.ledger, self.shell.month)
        self.clubs.refresh(self.board)
        self.pupils.refresh(self.board)
        self.staff.set_source(ServiceStaffSource(self.ledger, self.shell.month, self.board))
        self.staff.set_findings(self.shell.findings)
        self._show_figures()

    def show_findings(self, findings: list[Finding]) -> None:
        self.clubs.show_findings(findings)
        self.pupils.show_findings(findings)
        self.staff.set_findings(findings)
        mine = [f for f in findings if f.open and self.shell.page_of(f) is self.spec]
        self.still.setText(f"本页 {len(mine)} 项" if mine else "")
        self.next.setVisible(bool(mine))

    def focus_finding(self, finding: Finding) -> bool:
        match finding.table:
            case "service_pupil":
                self.tabs.choose(PUPILS)
                return self.pupils.focus_finding(finding)
            case "service_staff":
                self.tabs.choose(STAFF)
                return self.staff.show_cell(finding.record, finding.field)
            case "club_member" if finding.rule == "C10" and not self.board.summary.pupils:
                self.tabs.choose(PUPILS)  # nobody takes part yet: the remedy stands there
                return True
        self.tabs.choose(CLUBS)
        return self.clubs.focus_finding(finding)

    def leave(self) -> bool:
        self.clubs.commit()
        self.pupils.commit()
        self.staff.commit()
        return True

    # --- what a person does

    def _kinds(self) -> tuple[str, ...]:
        """What is imported from here: the list of the tab first."""
        if self.tabs.key() == CLUBS:
            return "club-members", "clubs"
        return ("participants",)

    def _show_tab(self, key: str) -> None:
        self.leave()
        self.stack.setCurrentIndex(_TABS.index(key))
        self.setFocusProxy((self.clubs.list, self.pupils.grid, self.staff)[_TABS.index(key)])
        self.tabs.hand_over(self)

    def _new_club(self) -> None:
        self.tabs.choose(CLUBS)
        self.clubs.new_club()

    # --- figures

    def _written(self) -> None:
        self.board = self.board.again()
        self.clubs.take_board(self.board)
        self.pupils.take_board(self.board)
        staff = self.staff.source
        assert isinstance(staff, ServiceStaffSource)
        staff.board = self.board
        self._show_figures()

    def _show_figures(self) -> None:
        summary = self.board.summary
        pupils, staff, clubs = summary.pupils, summary.staff, len(summary.clubs)
        enrolled = summary.enrolled
        life, sent = self.ledger.month_state(self.shell.month), ""
        if life.locked:
            sent = f" · 第 {life.revision} 次上报的数字"
            stored = self.ledger.totals(self.shell.month)
            pupils, staff = stored["aftercare_students"], stored["aftercare_teachers"]
            clubs, enrolled = stored["clubs"], stored["students"]
        share = f"，{pupils * 100 / enrolled:.1f}%" if enrolled else ""
        self.set_quiet(
            f"{pupils} 人参加课后服务（在校 {enrolled} 人{share}） · 教师 {staff} 人 · {clubs} 个社团{sent}"
        )
        named = {CLUBS: f"社团 {clubs}", PUPILS: f"参加学生 {pupils}", STAFF: f"参加教师 {staff}"}
        self.tabs.set_items(list(named.items()))
