"""One club (右侧): its card, and tabs for members, slots, data and leaders; the picker of several pupils in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.forms.clubs.board import Board
from ui.forms.clubs.club_sources import BasicsSource, fee_above
from ui.forms.clubs.head_card import HeadCard
from ui.forms.clubs.leaders_source import LeadersSource
from ui.forms.clubs.members import MembersSource
from ui.forms.clubs.pick_button import PickButton
from ui.forms.clubs.picker import Picker
from ui.forms.clubs.slots_source import SlotsSource
from ui.grid.source import Option
from ui.grid.view import Grid
from ui.theme import GRID, SPACE_2, SPACE_3
from ui.widgets.buttons import Button
from ui.widgets.current_stack import CurrentStack
from ui.widgets.folding import FoldingRow
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from ui.shell import Shell
    from xcedu_desktop.form import Finding
    from xcedu_desktop.store.changes import ChangeSet

MEMBERS, SLOTS, ABOUT = "members", "slots", "about"
_TABS = (MEMBERS, SLOTS, ABOUT)


class ClubSide(QWidget):
    """Grids are made when their tab is first shown. `written`: through one of them; `basics_written`: the club's data."""

    written = Signal()
    basics_written = Signal()
    other_wanted = Signal(int)
    """So many clubs further down the list (up where negative)."""

    def __init__(self, shell: Shell, board: Board, club_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        assert shell.ledger is not None
        self.shell, self.board, self.club = shell, board, club_id
        self.ledger = shell.ledger
        self.row: Mapping[str, Any] = {}
        self._slots: Grid | None = None
        self._basics: Grid | None = None
        self._leaders: Grid | None = None
        self._picker: Picker | None = None
        self._old: set[str] = set()
        """Tabs that show the club before, or what stood in the file before."""
        self.head = HeadCard(self)
        self.head.capacity.clicked.connect(self._to_capacity)
        self.head.up.clicked.connect(self._move_up)
        self.tabs = SegmentedControl([(MEMBERS, "在册"), (SLOTS, "时间地点"), (ABOUT, "收费与教师")], self)
        self.tabs.chosen.connect(self._show_tab)
        self.tabs.entered.connect(lambda: self.work().setFocus())
        self.stack = CurrentStack(self)
        self.members = MembersSource(self.ledger, shell.month, club_id, board)
        self.member_grid = Grid(shell, self.members, parent=self.stack)
        self.member_grid.written.connect(self.written)
        for enter in ("Ctrl+Return", "Ctrl+Enter"):
            self.member_grid.on_key(enter, self._move_up)
        self.member_grid.on_key("Shift+Ins", self._pick)
        self.member_grid.on_key("Alt+PgDown", lambda: self.other_wanted.emit(1))
        self.member_grid.on_key("Alt+PgUp", lambda: self.other_wanted.emit(-1))
        self.stack.addWidget(self.member_grid)
        self._lay_out()

    def _lay_out(self) -> None:
        self.by_class = PickButton("按班级加入", self._offer_classes, self._join_class, self)
        self.several = Button("选多人", parent=self)
        self.several.setToolTip("Shift+Ins")
        self.several.clicked.connect(self._pick)
        self.join_button = Button("加入学生　Ins", parent=self)
        self.join_button.clicked.connect(self.join)
        bar = FoldingRow(self)
        bar.add(self.tabs)
        bar.row.addStretch(1)
        for order, button in ((2, self.by_class), (1, self.several), (3, self.join_button)):
            bar.add(button, folds=order)
        right = QVBoxLayout(self)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(SPACE_3)
        right.addWidget(self.head)
        right.addWidget(bar)
        right.addWidget(self.stack, 1)

    # --- grids, made when first shown

    @property
    def slots(self) -> Grid:
        """Weekly slots."""
        if self._slots is None:
            source = SlotsSource(self.ledger, self.shell.month, self.club, self.board)
            self._slots = self._made(Grid(self.shell, source, parent=self.stack))
            self.stack.addWidget(self._slots)
        return self._slots

    @property
    def basics(self) -> Grid:
        """Name, category, capacity, fee."""
        if self._basics is None:
            self._make_about()
        assert self._basics is not None
        return self._basics

    @property
    def leaders(self) -> Grid:
        """Leaders."""
        if self._leaders is None:
            self._make_about()
        assert self._leaders is not None
        return self._leaders

    def _make_about(self) -> None:
        about = QWidget(self.stack)
        month = self.shell.month
        basics = BasicsSource(self.ledger, month, self.club, self.board)
        self._basics = Grid(self.shell, basics, sortable=False, snug=True, parent=about)
        self._basics.written.connect(
            self.basics_written
        )  # the list is right before the page reads its figures
        self._made(self._basics)
        leaders = LeadersSource(self.ledger, month, self.club, self.board)
        self._leaders = self._made(Grid(self.shell, leaders, parent=about))
        column = QVBoxLayout(about)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(self._basics)
        column.addWidget(Text("指导教师", GRID, bold=True, parent=about))
        column.addWidget(self._leaders, 1)
        self.stack.addWidget(about)

    def _made(self, grid: Grid) -> Grid:
        grid.set_findings(self.shell.findings)
        grid.written.connect(self.written)
        return grid

    @property
    def grids(self) -> tuple[Grid, ...]:
        """Those that are there."""
        made = (self.member_grid, self._slots, self._basics, self._leaders)
        return tuple(grid for grid in made if grid is not None)

    def work(self) -> Grid:
        """The grid of the tab that is shown."""
        match self.tabs.key():
            case "slots":
                return self.slots
            case "about":
                return self.basics
        return self.member_grid

    # --- what the panel asks

    def show_club(self, club_id: str, row: Mapping[str, Any], board: Board) -> None:
        """Another club, or the same one read again."""
        self.club, self.row, self.board = club_id, row, board
        self._leave_picker()
        month = self.shell.month
        self.members = MembersSource(self.ledger, month, club_id, board)
        self.member_grid.set_source(self.members)
        self._old = {SLOTS, ABOUT}
        self._read_tab(self.tabs.key())
        self.mark(self.shell.findings)
        self.show_card()

    def _read_tab(self, key: str) -> None:
        """A tab that still shows the club before."""
        if key not in self._old:
            return
        self._old.discard(key)
        month = self.shell.month
        if key == SLOTS and self._slots is not None:
            self._slots.set_source(SlotsSource(self.ledger, month, self.club, self.board))
            self._slots.set_findings(self.shell.findings)
        if key == ABOUT and self._basics is not None and self._leaders is not None:
            self._basics.set_source(BasicsSource(self.ledger, month, self.club, self.board))
            self._leaders.set_source(LeadersSource(self.ledger, month, self.club, self.board))
            for grid in (self._basics, self._leaders):
                grid.set_findings(self.shell.findings)

    def read_basics(self) -> None:
        """The club's data were written in the list."""
        self._old.add(ABOUT)
        self._read_tab(self.tabs.key())

    def take_board(self, board: Board, row: Mapping[str, Any]) -> None:
        """New figures after a write on the page; what stands in the grids is right already."""
        self.board = self.members.board = board
        self.row = row
        for grid in self.grids[1:]:
            source = grid.source
            if isinstance(source, (SlotsSource, LeadersSource)):
                source.board = board
        self.member_grid.repaint_cells()
        self.show_card()

    def mark(self, findings: Sequence[Finding]) -> None:
        """Marks in the grids, and the chip."""
        for grid in self.grids:
            grid.set_findings(findings)
        self._show_chip()

    def go(self, tab: str, finding: Finding) -> bool:
        """To the cell of a finding in one of the tabs."""
        self._leave_picker()
        self.tabs.choose(tab)
        grid = self.leaders if finding.table == "club_leader" else self.work()
        return grid.show_cell(finding.record, finding.field)

    def commit(self) -> None:
        """Writes what is being typed."""
        for grid in self.grids:
            grid.commit()

    # --- what a person does

    def _show_tab(self, key: str) -> None:
        self.commit()
        self._leave_picker()
        self._read_tab(key)
        self.stack.setCurrentWidget(self._tab(key))
        for button in (self.by_class, self.several, self.join_button):
            button.setVisible(key == MEMBERS)

    def _tab(self, key: str) -> QWidget:
        match key:
            case "slots":
                return self.slots
            case "about":
                basics: QWidget = self.basics
                return basics.parentWidget() or basics
        return self.member_grid

    def join(self) -> None:
        """加入学生: to the empty last row of the members."""
        self._leave_picker()
        self.tabs.choose(MEMBERS)
        self.member_grid.new_row()

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
        self._join(pupil_ids, f"{name} {len(pupil_ids)} 人加入社团", f"{name} {len(pupil_ids)} 人已加入")
        self.member_grid.setFocus()

    def _join(self, pupil_ids: list[str], title: str, said: str) -> None:
        done, waits = self.members.join(pupil_ids, title)
        self.shell.wrote(done, said + (f"，其中 {waits} 人进候补" if waits else ""))
        self._wrote()

    def _pick(self) -> None:
        """The picker in the place of the members."""
        if not self.club:
            return
        self.tabs.choose(MEMBERS)
        if self._picker is None:
            self._picker = Picker(self.shell, self.stack)
            self._picker.picked.connect(self._join_picked)
            self._picker.left.connect(self._back_to_members)
            self.stack.addWidget(self._picker)
        self._picker.offer(self.board, self.club, self.members.free())
        self.stack.setCurrentWidget(self._picker)
        for button in (self.by_class, self.several, self.join_button):
            button.hide()
        self._picker.setFocus()

    def _join_picked(self, pupil_ids: list[str]) -> None:
        self._join(pupil_ids, f"{len(pupil_ids)} 人加入社团", f"{len(pupil_ids)} 人已加入")
        self._back_to_members()

    def _back_to_members(self) -> None:
        self._leave_picker()
        self.member_grid.setFocus()

    def _leave_picker(self) -> None:
        if self._picker is not None and self.stack.currentWidget() is self._picker:
            self.stack.setCurrentWidget(self.member_grid)
            for button in (self.by_class, self.several, self.join_button):
                button.show()

    def _move_up(self) -> None:
        """递补: the first of the waiting list get the free places."""
        rows = self.members.next_up()
        if not rows:
            waiting = len(self.members.queue())
            self.shell.say("没有空出的名额，不能递补" if waiting else "没有候补")
            return
        done: ChangeSet = self.members.move_up()
        self.shell.wrote(done, done.title)
        self._wrote()
        since = max(self.members.value(row["id"], "from_date") for row in rows)
        if since > self.board.leaving_day:  # who makes room is in the club until then
            self.shell.say(f"名额从 {since.month}月{since.day}日起空出，从这天起为正式成员")

    def _wrote(self) -> None:
        """A button wrote: the members are read again."""
        self.members.reload()
        self.member_grid.refresh()
        self.written.emit()

    # --- showing

    def show_card(self) -> None:
        """The card, the words of the tabs, what can be pressed."""
        figures = self.board.summary.clubs.get(self.club)
        fee = self.row.get("fee_fen")
        self.head.show_club(self.row.get("name") or "", self.row.get("category") or "", fee, figures)
        full, waiting, out = self.members.counts()
        words = [f"在册 {full}"] + ([f"候补 {waiting}"] if waiting else []) + ([f"退出 {out}"] if out else [])
        self.tabs.set_items([(MEMBERS, " · ".join(words)), (SLOTS, "时间地点"), (ABOUT, "收费与教师")])
        self.head.show_next_up(self.members.names(self.members.next_up()), self.members.free())
        for widget in (self.tabs, self.by_class, self.several, self.join_button, self.stack):
            widget.setEnabled(bool(self.club))
        self._show_chip()

    def _show_chip(self) -> None:
        mine = [f for f in self.shell.findings if f.open and f.table == "club" and f.record == self.club]
        fee = fee_above(self.row.get("fee_fen"), self.board.summary.fee_cap)
        self.head.show_findings(sorted(mine, key=lambda finding: finding.severity.rank), fee)
