"""课后服务·社团: tabs for the clubs, the pupils and the staff that take part, and the month's attendance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.forms.clubs.attendance_panel import AttendancePanel
from ui.forms.clubs.board import Board
from ui.forms.clubs.clubs_panel import NEXT_TURN, ClubsPanel
from ui.forms.clubs.participants_panel import ParticipantsPanel
from ui.forms.clubs.pick_button import PickButton
from ui.forms.clubs.staff_panel import StaffPanel
from ui.grid.source import Option
from ui.grid.view import Grid
from ui.later import Later
from ui.month.findings import CHECK_PAGE
from ui.page import Page
from ui.theme import GRID, SPACE_2
from ui.widgets.buttons import Button
from ui.widgets.current_stack import CurrentStack
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import Text
from xcedu_desktop.forms.clubs.reported import service_pupils

if TYPE_CHECKING:
    from ui.forms.registry import PageSpec
    from ui.shell import Shell
    from xcedu_desktop.form import Finding
    from xcedu_desktop.forms.clubs.last_term import LastTerm
    from xcedu_desktop.ledger import Ledger

CLUBS, PUPILS, STAFF, ATTENDANCE = "clubs", "pupils", "staff", "attendance"
_TABS = (CLUBS, PUPILS, STAFF, ATTENDANCE)
_OF_ATTENDANCE = frozenset({"club_session", "club_attendance"})
_RULES_OF_ATTENDANCE = frozenset({"C07", "C08"})
_WITH, _WITHOUT = "with", "without"


class ClubsPage(Page):
    """Four panels over one board of figures; each but the first is made when it is first shown."""

    def __init__(self, shell: Shell, spec: PageSpec) -> None:
        super().__init__(shell, spec)
        assert shell.ledger is not None
        self.ledger: Ledger = shell.ledger
        self.read_at = shell.state_of_file()
        self._board: Board | None = None
        self._clubs: ClubsPanel | None = None
        self._pupils: ParticipantsPanel | None = None
        self._staff: StaffPanel | None = None
        self._attendance: AttendancePanel | None = None
        self._old: set[str] = set()
        """Tabs that were made and have not been read since something was written."""
        self._stale = False
        """Attendance was written since the board was read."""
        self._here = CLUBS
        """The tab on the screen."""
        self._last_term: LastTerm | None = None
        self._sum = Later(self._read_figures, self)
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
        self.stack = CurrentStack(self)
        self.body.addWidget(self.stack, 1)
        self.add_button("导入", lambda: shell.open_import(self._kinds()))
        self.copy = PickButton("复制上学期社团", self._offer_copy, self._copy_picked, self.header)
        self.header.add_button(self.copy)
        self.copy.hide()
        self.set_main("记考勤", self._to_attendance)
        self.show_findings([])
        self.setFocusProxy(self.tabs)  # until the list is there
        self.tabs.installEventFilter(self)
        QTimer.singleShot(NEXT_TURN, self, self._fill)

    def _fill(self) -> None:
        """What stands on the page, step by step once its frame is painted; sooner where somebody asks for it."""
        if self.shell.ledger is not self.ledger:
            return  # the file was closed meanwhile
        if self._board is None:
            _ = self.board
            QTimer.singleShot(NEXT_TURN, self, self._fill)
        elif self._clubs is None:
            here = self.tabs.hasFocus()
            _ = self.clubs
            if here and self._here == CLUBS:
                self.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key pressed before the list is there makes it and goes to it: of what is typed ahead nothing is lost."""
        early = event.type() == QEvent.Type.ShortcutOverride and self._clubs is None
        if early and self.shell.ledger is self.ledger:
            _ = self.clubs.side
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    @property
    def board(self) -> Board:
        """The month's figures."""
        if self._board is None:
            self._board = Board(self.ledger, self.shell.month)
        return self._board

    # --- the tabs, made when first shown

    @property
    def clubs(self) -> ClubsPanel:
        """社团."""
        if self._clubs is None:
            self._clubs = ClubsPanel(self.shell, self.board, self.stack)
            self._clubs.show_findings(self.shell.findings)
            self._clubs.written.connect(self._written)
            self._clubs.copy_wanted.connect(self._copy)
            self.stack.addWidget(self._clubs)
            if self._here == CLUBS:
                self.setFocusProxy(self._clubs.list)
            self._show_figures()
        return self._clubs

    @property
    def pupils(self) -> ParticipantsPanel:
        """参加学生."""
        if self._pupils is None:
            self._pupils = ParticipantsPanel(self.shell, self.board, self.stack)
            self._pupils.show_findings(self.shell.findings)
            self._pupils.written.connect(self._written)
            self.stack.addWidget(self._pupils)
        return self._pupils

    @property
    def staff(self) -> StaffPanel:
        """参加教师."""
        if self._staff is None:
            self._staff = StaffPanel(self.shell, self.board, self.stack)
            self._staff.written.connect(self._written)
            self.stack.addWidget(self._staff)
        return self._staff

    @property
    def attendance(self) -> AttendancePanel:
        """本月考勤."""
        if self._attendance is None:
            self._attendance = AttendancePanel(self.shell, self.board, self.clubs.club, self.stack)
            self._attendance.written.connect(self._marked)
            self.stack.addWidget(self._attendance)
        return self._attendance

    def _tab(self, key: str) -> QWidget:
        """A tab's panel as the file is now."""
        shown = self._panel(key)
        if key in self._old:
            self._old.discard(key)
            self._read(key)
        return shown

    def _panel(self, key: str) -> QWidget:
        match key:
            case "pupils":
                return self.pupils
            case "staff":
                return self.staff
            case "attendance":
                return self.attendance
        return self.clubs

    def _read(self, key: str) -> None:
        """Reads one tab again."""
        if key == CLUBS:
            self.clubs.refresh(self.board)
        elif key == PUPILS:
            self.pupils.refresh(self.board)
        elif key == ATTENDANCE:
            self.attendance.refresh(self.board)
        else:
            self.staff.refresh(self.board)

    def _made(self) -> set[str]:
        there = {PUPILS: self._pupils, STAFF: self._staff, ATTENDANCE: self._attendance}
        return {CLUBS, *(key for key, panel in there.items() if panel is not None)}

    # --- what the shell asks

    def refresh(self) -> None:
        if self._is_editing():
            return  # what is being typed stays; its own write reads the figures again
        self._sum.stop()
        if self._board is None or self._clubs is None:
            self._board = None
            _ = self.clubs
            return
        self._board = self._board.anew(self.shell.month)
        self._old = self._made()
        self._tab(self.tabs.key() or CLUBS)
        self._show_figures()

    def _is_editing(self) -> bool:
        return (
            (self._clubs is not None and self._clubs.is_editing())
            or (self._pupils is not None and self._pupils.is_editing())
            or (self._staff is not None and self._staff.grid.table.is_editing())
            or (self._attendance is not None and self._attendance.is_editing())
        )

    def show_findings(self, findings: list[Finding]) -> None:
        if self._clubs is not None:
            self._clubs.show_findings(findings)
        if self._pupils is not None:
            self._pupils.show_findings(findings)
        if self._staff is not None:
            self._staff.show_findings(findings)
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
                return self.staff.grid.show_cell(finding.record, finding.field)
            case "club_member" if finding.rule == "C10" and not self.board.summary.pupils:
                self.tabs.choose(PUPILS)  # nobody takes part yet: the remedy stands there
                return True
        if finding.table in _OF_ATTENDANCE or finding.rule in _RULES_OF_ATTENDANCE:
            club_id = self.clubs.club_of(finding)
            if club_id not in self.board.summary.clubs:
                return False
            self.tabs.choose(ATTENDANCE)
            return self.attendance.focus_finding(club_id, finding)
        self.tabs.choose(CLUBS)
        return self.clubs.focus_finding(finding)

    def leave(self) -> bool:
        if self._clubs is not None:
            self._clubs.commit()
        if self._pupils is not None:
            self._pupils.commit()
        if self._staff is not None:
            self._staff.grid.commit()
        if self._attendance is not None:
            self._attendance.commit()
        self._sum.now()
        return True

    def print_pick(self) -> str:
        """On the tabs of one club its sheet is printed, unless another is picked in the preview."""
        figures = (
            self.board.summary.clubs.get(self.clubs.club) if self.tabs.key() in (CLUBS, ATTENDANCE) else None
        )
        return figures.name if figures is not None else ""

    # --- what a person does

    def _kinds(self) -> tuple[str, ...]:
        """What is imported from here: the list of the tab first."""
        if self.tabs.key() in (CLUBS, ATTENDANCE):
            return "club-members", "clubs"
        return ("participants",)

    def _show_tab(self, key: str) -> None:
        self.leave()
        if self._stale:
            self._stale = False
            self._board = self.board.again()
            self._old |= self._made() - {ATTENDANCE}
        shown = self._tab(key)
        self.stack.setCurrentWidget(shown)
        self._here = key
        self.setFocusProxy(self._grid(key))
        self.tabs.hand_over(self)

    def _grid(self, key: str) -> Grid:
        """Where the keyboard goes in a tab."""
        match key:
            case "pupils":
                return self.pupils.grid
            case "staff":
                return self.staff.grid
            case "attendance":
                return self.attendance.grid
        return self.clubs.list

    def _to_attendance(self) -> None:
        """记考勤: the club that is shown, at the first meeting without it."""
        club_id = self.clubs.club
        self.tabs.choose(ATTENDANCE)
        self.attendance.show_club(club_id)
        self.attendance.grid.setFocus()

    def _new_club(self) -> None:
        self.tabs.choose(CLUBS)
        self.clubs.new_club()

    # --- last term's clubs

    def _offer_copy(self) -> list[Option]:
        found = self._last_term
        if found is None:
            return []
        clubs = f"{len(found.clubs)} 个社团"
        return [
            Option(f"{clubs}，不带成员", found.name, value=_WITHOUT),
            Option(f"{clubs}和成员 {len(found.members)} 人次", found.name, value=_WITH),
        ]

    def _copy_picked(self, option: Option) -> None:
        self._copy(option.value == _WITH)

    def _copy(self, members: bool) -> None:
        self._sum.now()
        found = self.board.last_term()
        if found is None:
            self.shell.say("没有可以复制的社团了")
            return
        done = self.ledger.apply(self.board.copied(found, members))
        self.shell.wrote(done, done.title)
        if found.left:
            self.shell.say(found.left_said())
        self.tabs.choose(CLUBS)
        self.shell.refresh()
        self.clubs.list.setFocus()

    # --- figures

    def _written(self) -> None:
        """The figures follow once the hands rest."""
        self._sum.start()

    def _read_figures(self) -> None:
        """Something was written since they were read."""
        self._board = self.board.again()
        here = self._here
        self._old |= self._made() - {here, CLUBS}
        self.clubs.take_board(self.board)
        if here == PUPILS:
            self.pupils.take_board(self.board)
        elif here == STAFF:
            self.staff.take_board(self.board)
        self._show_figures()

    def _marked(self) -> None:
        """Attendance was written: nothing else of the page is looked at while keys go down a column."""
        self._stale = True

    def _show_figures(self) -> None:
        summary = self.board.summary
        pupils, staff, clubs = summary.pupils, summary.staff, len(summary.clubs)
        enrolled = summary.enrolled
        life, sent = self.ledger.month_state(self.shell.month), ""
        if life.locked:
            sent = f" · 第 {life.revision} 次上报的数字"
            reported = self.ledger.reported(self.shell.month)
            stored, pupils = self.ledger.totals(self.shell.month, reported), service_pupils(reported)
            staff, clubs, enrolled = stored["aftercare_teachers"], stored["clubs"], stored["students"]
        share = f"，{pupils * 100 / enrolled:.1f}%" if enrolled else ""
        self.set_quiet(
            f"{pupils} 人参加课后服务（在校 {enrolled} 人{share}） · 教师 {staff} 人 · {clubs} 个社团{sent}"
        )
        named = {
            CLUBS: f"社团 {clubs}", PUPILS: f"参加学生 {pupils}", STAFF: f"参加教师 {staff}", ATTENDANCE: "本月考勤",
        }  # fmt: skip
        self.tabs.set_items(list(named.items()))
        self._last_term = self.board.last_term()
        self.copy.setVisible(self._last_term is not None)
        self.clubs.offer_last_term(self._last_term)
        self.allow_main()
        if not summary.clubs:
            self.set_main("新建社团", self._new_club)
            return
        self.set_main("记考勤", self._to_attendance)
        if life.locked:  # clubs and members are registers and stay as they are; attendance is the month's own
            month = self.shell.month.month
            self.block_main(f"{month}月已上报，要改请先更正", lambda: self.shell.open_page(CHECK_PAGE))
