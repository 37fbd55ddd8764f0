"""Tab 本月考勤: the clubs left, one club's month right; one key a pupil, one key a meeting, heads where no names are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.forms.clubs.attendance_foot import AttendanceFoot
from ui.forms.clubs.attendance_keys import HEADS_ROW, AttendanceKeys
from ui.forms.clubs.attendance_list import AttendanceList
from ui.forms.clubs.attendance_source import AttendanceSource
from ui.forms.clubs.board import Board
from ui.forms.clubs.pick_button import PickButton
from ui.grid.source import Option
from ui.grid.table import GridTable
from ui.grid.view import Grid
from ui.theme import GRID, SMALL, SPACE_3
from ui.widgets.buttons import Button
from ui.widgets.folding import FoldingRow
from ui.widgets.side_width import SideWidth
from ui.widgets.text import Text
from xcedu_desktop.errors import UserError
from xcedu_desktop.forms.clubs.attendance import (
    ClubMonth,
    Meeting,
    adding,
    calling_off,
    calling_on,
)
from xcedu_desktop.periods import WEEKDAYS

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.store.changes import ChangeSet

_LIST, _LIST_SMALL = 220, 176
_LEGEND = "空格或 1 到　2 或 Q 缺　3 或 J 假：记一人，到下一人　　A 其余全到　　N 只记人数　　Enter 下一人、下一次　　Alt+PgDn 下一个社团"


class AttendancePanel(QWidget):
    """`written`: something was written here; the page reads its figures again when they are next shown."""

    written = Signal()

    def __init__(self, shell: Shell, board: Board, club_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        assert shell.ledger is not None
        self.shell, self.board = shell, board
        self.ledger: Ledger = shell.ledger
        self.club = club_id if club_id in board.summary.clubs else next(iter(board.summary.clubs), "")
        self.live: dict[str, tuple[int, int]] = {}
        self.list = Grid(shell, AttendanceList(board, self.live), sortable=False, row_mode=True, parent=self)
        SideWidth(self.list, _LIST, _LIST_SMALL)
        self.source = self._source()
        self.grid = Grid(shell, self.source, footer=AttendanceFoot(self.source), snug=True, parent=self)
        self._lay_out()
        self.keys = AttendanceKeys(self)
        self.list.chosen.connect(self._choose)
        self.list.entered.connect(lambda _: self.grid.setFocus())
        self.grid.written.connect(self._written)
        assert self.grid.footer is not None
        self.grid.footer.model.written.connect(self._heads_written)
        self.grid.moved.connect(lambda *_: self._show_buttons())
        self.list.show_cell(self.club, light=False)
        self._begin()
        self._show()

    def _lay_out(self) -> None:
        self.about = Text("", GRID, tone="ink2", elide=True, asides=True, parent=self)
        self.all_here = Button("其余全到　A", parent=self)
        self.all_here.clicked.connect(lambda: self.keys.all_here())
        self.off = Button("停开", parent=self)
        self.off.clicked.connect(self.call_off)
        self.more = PickButton("加开一次", self._offer_days, self._add, self)
        for button in (self.all_here, self.off):
            button.setFocusPolicy(
                Qt.FocusPolicy.TabFocus
            )  # the meeting that it acts on stays the current one
        bar = FoldingRow(self)
        bar.add(self.about, stretch=1)
        for order, button in ((3, self.all_here), (2, self.off), (1, self.more)):
            bar.add(button, folds=order)
        right = QVBoxLayout()
        right.setSpacing(SPACE_3)
        right.addWidget(bar)
        right.addWidget(self.grid, 1000)
        self.legend = Text(_LEGEND, SMALL, tone="ink2", elide=True, parent=self)
        right.addWidget(self.legend)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(self.list)
        row.addLayout(right, 1)

    def foot(self) -> GridTable:
        assert self.grid.footer is not None
        return self.grid.footer.table

    def _source(self) -> AttendanceSource:
        month = self.shell.month
        life = self.ledger.month_state(month)
        locked = f"{month.spoken}已上报并锁定；要改请先在「校验与上报」里更正" if life.locked else ""
        data = (
            self.board.attendance(self.club)
            if self.club
            else ClubMonth("", month, self.board.day, (), (), {}, ())
        )
        return AttendanceSource(self.board, data, locked)

    # --- what the page asks

    def is_editing(self) -> bool:
        """Whether something is being typed."""
        return self.grid.table.is_editing() or self.foot().is_editing()

    def commit(self) -> None:
        """Writes what is being typed."""
        self.grid.commit()
        self.foot().commit()

    def refresh(self, board: Board) -> None:
        """Reads everything again."""
        self.board = board
        if self.club not in board.summary.clubs:
            self.club = next(iter(board.summary.clubs), "")
        self.live.clear()
        self.list.set_source(AttendanceList(board, self.live))
        self.list.show_cell(self.club, light=False)
        self._read()

    def show_club(self, club_id: str) -> None:
        """The club that is shown elsewhere on the page."""
        if club_id in self.board.summary.clubs:
            self.list.show_cell(club_id, light=False)
            self._choose(club_id)

    def focus_finding(self, club_id: str, finding: Finding) -> bool:
        """Goes to the meeting of a finding, or to the first without attendance."""
        self.show_club(club_id)
        session = finding.record if finding.table == "club_session" else ""
        meeting = self.source.meetings.get(session)
        if meeting is not None and not self.source.is_named(meeting):
            self.foot().go_to(HEADS_ROW, self.grid.model.column_of(session))
            self.foot().setFocus()
            return True
        self._begin(session)
        self.grid.setFocus()
        return True

    # --- what a person does

    def _choose(self, club_id: str) -> None:
        if not club_id or club_id == self.club or club_id not in self.board.summary.clubs:
            return
        self.commit()
        self.club = club_id
        self._read()
        self._begin()

    def _begin(self, key: str = "") -> None:
        """The current cell: the first blank of the meeting where work begins."""
        source, model = self.source, self.grid.model
        key = key or source.first_missing()
        column = model.column_of(key)
        if column < 0 or not model.ids:
            return
        rows = [at for at in range(len(model.ids)) if not model.refusal(model.index(at, column))]
        blank = next((at for at in rows if not source.value(model.ids[at], key)), None)
        self.grid.table.go_to(blank if blank is not None else next(iter(rows), 0), column)

    def meeting(self) -> Meeting | None:
        """That of the current column."""
        return self.source.meetings.get(self.grid.current()[1])

    def other_club(self, step: int) -> None:
        """The next club of the list, as the next sheet of a workbook."""
        clubs = list(self.board.summary.clubs)
        at = clubs.index(self.club) + step if self.club in clubs else 0
        if 0 <= at < len(clubs):
            self.list.show_cell(clubs[at], light=False)
            self._choose(clubs[at])
            self.grid.setFocus()
        else:
            self.shell.say("这是最后一个社团" if step > 0 else "这是第一个社团")

    def call_off(self) -> None:
        """停开 the current meeting, or have it take place after all."""
        meeting = self.meeting()
        if meeting is None or self.source.locked:
            self.shell.say(self.source.locked or "先选一次活动")
            return
        change_set = calling_on(meeting) if meeting.called_off else calling_off(self.source.data, meeting)
        self._apply(change_set)
        self._begin(meeting.id if meeting.id in self.source.meetings else "")

    def _offer_days(self) -> list[Option]:
        """School days without a meeting of this club, up to the month's end."""
        days = self.source.data.free_days
        return [Option(f"{d.month}月{d.day}日", f"周{WEEKDAYS[d.weekday()]}", value=d) for d in days]

    def offer_more(self) -> None:
        if self.source.locked:
            self.shell.say(self.source.locked)
            return
        self.more.setFocus()
        self.more.click()

    def _add(self, option: Option) -> None:
        if self.source.locked:
            self.shell.say(self.source.locked)
            return
        change_set = adding(self.source.data, option.value)
        self._apply(change_set)
        self._begin(change_set.changes[0].row_id)
        self.grid.setFocus()

    def _apply(self, change_set: ChangeSet) -> None:
        try:
            done = self.ledger.apply(change_set)
        except UserError as trouble:
            self.shell.say(trouble.message)
            return
        self.shell.wrote(done, change_set.title)
        self.live.pop(self.club, None)
        self._read()
        self._written()

    # --- showing

    def _read(self) -> None:
        self.source = self._source()
        self.grid.set_source(self.source, AttendanceFoot(self.source))
        self._show()

    def _written(self) -> None:
        """Headers say what lacks: after a write they may be others, the columns stay."""
        before, self.grid.model.columns = self.grid.model.columns, tuple(self.source.columns)
        assert self.grid.footer is not None
        self.grid.footer.renew()
        if before != self.grid.model.columns:
            self.grid.repaint_cells()
        self._show()
        self.written.emit()

    def _heads_written(self) -> None:
        """A head count was typed: on to the next meeting, as Enter goes on in the grid."""
        self._written()
        foot = self.foot()
        at = foot.currentIndex()
        QTimer.singleShot(0, self, lambda: foot.moves.step(1, 0) if foot.currentIndex() == at else None)

    def _show(self) -> None:
        source = self.source
        counts = source.taken_and_due()
        if self.club and self.live.get(self.club) != counts:
            self.live[self.club] = counts
            self.list.repaint_cells()
        figures = self.board.summary.clubs.get(self.club)
        if figures is None:
            self.about.setText("还没有社团：先在「社团」里新建")
        elif not source.attendees and (
            source.meetings or figures.slots
        ):  # meetings begin with the first member
            self.about.setText(f"{figures.name}　还没有成员：在「社团 · 在册」里加入")
        elif not source.meetings and figures.slots:
            self.about.setText(
                f"{figures.name}　{figures.slots.replace('-', '–')}，本月没有活动的日子；可以「加开一次」"
            )
        elif not source.meetings:
            self.about.setText(
                f"{figures.name}　还没有活动时间：在「社团 · 时间地点」里填写，或在这里「加开一次」"
            )
        else:
            self.about.setText(self._figures(figures.name, figures.slots))
        for widget, keys in ((self.all_here, "A"), (self.off, "Ctrl+-"), (self.more, "Insert")):
            widget.setEnabled(bool(self.club) and not source.locked)
            widget.setToolTip(source.locked or keys)
        self.grid.setVisible(bool(self.club))
        self.legend.setText((source.locked or _LEGEND) if self.club else "")
        self._show_buttons()

    def _figures(self, name: str, slots: str) -> str:
        taken, due = self.source.taken_and_due()
        came, expected = self.source.rate()
        parts = [name, slots.replace("-", "–"), f"已记 {taken}/{due} 次"]
        if expected:
            lowest = self.board.summary.attendance_lowest
            low = f"，低于 {lowest}%" if came * 100 < lowest * expected else ""
            parts.append(f"出勤率 {came * 100 / expected:.1f}%{low}（实到 {came}／应到 {expected} 人次）")
        return " · ".join(part for part in parts if part)

    def _show_buttons(self) -> None:
        meeting = self.meeting()
        day = f"{meeting.day.day}日" if meeting is not None else ""
        off = meeting is not None and meeting.called_off
        added = meeting is not None and not meeting.planned and meeting.entered
        self.off.setText(f"{day}{'恢复' if off else '删去' if added else '停开'}")
        self.off.updateGeometry()
