"""The keys of the attendance grid: one a pupil, one for all who are left, on to the next meeting, down to the heads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from ui.forms.clubs.attendance_foot import PRESENT
from ui.grid.source import Cell
from xcedu_desktop.forms.clubs.attendance import ABSENT, CAME, EXCUSED, unmarked

if TYPE_CHECKING:
    from ui.forms.clubs.attendance_panel import AttendancePanel
    from ui.grid.table import GridTable

HEADS_ROW = 1
"""Where 实到 stands in the foot."""
_KEYS = {
    CAME: ("Space", "1", "Num+1"),
    ABSENT: ("2", "Num+2", "Q"),
    EXCUSED: ("3", "Num+3", "J"),
}
_ALONE = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_NumLock, Qt.Key.Key_CapsLock)
"""Keys that do nothing by themselves."""


class AttendanceKeys:
    """The keys of one panel."""

    def __init__(self, panel: AttendancePanel) -> None:
        self.panel = panel
        grid = panel.grid
        for mark, keys in _KEYS.items():
            for key in keys:
                grid.on_key(key, partial(self._mark, mark))
        grid.on_key("A", self.all_here)
        grid.on_key("N", self._to_heads)
        grid.on_key("Ctrl+-", panel.call_off)
        grid.on_key("Ins", panel.offer_more)
        for enter in ("Return", "Enter", "Num+Enter"):
            grid.on_key(enter, self._next)
        grid.on_key("Alt+PgDown", partial(panel.other_club, 1))
        grid.on_key("Alt+PgUp", partial(panel.other_club, -1))
        foot = panel.foot()
        for enter in ("Return", "Enter", "Num+Enter"):
            foot.keys[enter] = lambda: foot.moves.step(1, 0)
        foot.keys["Up"] = self._back
        foot.keys["Esc"] = self._back
        foot.setAccessibleName("应到与实到")
        self._refused = _Refused(grid.table, panel.shell.say)

    def _mark(self, mark: str) -> None:
        """One key: the selected cells, or the current one and on to the next pupil."""
        model, acts = self.panel.grid.model, self.panel.grid.table.acts
        spots = [(model.ids[r], model.columns[c].key) for r, c in acts.spots() if r < len(model.ids)]
        free = [spot for spot in spots if not self.panel.source.refusal(*spot)]
        if not free:
            if spots:
                self.panel.shell.say(self.panel.source.refusal(*spots[0]))
            return
        if len(spots) == 1:
            where = self.panel.source.place(*free[0])
            changed = self.panel.source.text(*free[0])
            model.write([Cell(*free[0], mark)], f"{where} {mark}")
            if self.panel.grid.current() == free[0]:
                self._down()
            if changed:
                self.panel.shell.say(f"{where}：{changed} 改为 {mark}")
            return
        model.write([Cell(*spot, mark) for spot in free], f"{len(free)} 格 {mark}")

    def _down(self) -> None:
        """To the next pupil of the meeting; at the last one it is said what is done."""
        table = self.panel.grid.table
        row, column = table.currentIndex().row(), table.currentIndex().column()
        below, _ = table.moves.next_down(row, column, 1)
        if below < len(self.panel.grid.model.ids) and table.moves.can_stop(below, column):
            table.go_to(below, column)
        else:
            self._say_done()

    def _say_done(self) -> None:
        meeting = self.panel.meeting()
        if meeting is not None:
            lacking = len(unmarked(self.panel.source.data, meeting, self.panel.source.row_ids()))
            end = f"还有 {lacking} 人没有记" if lacking else f"实到 {self.panel.source.came(meeting)} 人"
            self.panel.shell.say(f"{meeting.day.month}月{meeting.day.day}日到末行了，{end}；Enter 到下一次")

    def _next(self) -> None:
        """Enter: the next pupil; from the last one the next meeting's first."""
        table, model = self.panel.grid.table, self.panel.grid.model
        row, column = table.currentIndex().row(), table.currentIndex().column()
        below, _ = table.moves.next_down(row, column, 1)
        if below > row and table.moves.can_stop(below, column):
            table.go_to(below, column)
            return
        for at in range(column + 1, len(model.columns)):
            first = next((r for r in range(len(model.ids)) if table.moves.can_stop(r, at)), None)
            if first is not None:
                table.go_to(first, at)
                return
        self.panel.shell.say("本月的活动到头了；Alt+PgDn 到下一个社团")

    def all_here(self) -> None:
        """A: everybody of the meeting who bears no mark yet came."""
        meeting = self.panel.meeting()
        if meeting is None:
            self.panel.shell.say("先选一次活动，再按 A")
            return
        found = unmarked(self.panel.source.data, meeting, self.panel.source.row_ids())
        cells = [
            Cell(pupil_id, key, CAME)
            for key, pupil_id in found
            if not self.panel.source.refusal(pupil_id, key)
        ]
        if not cells:
            why = self.panel.source.refusal(found[0][1], meeting.id) if found else ""
            self.panel.shell.say(why or f"{meeting.day.day}日已经都记过了")
            return
        others = "其余 " if self.panel.source.is_named(meeting) else ""
        self.panel.grid.model.write(cells, f"{meeting.day.day}日{others}{len(cells)} 人全到")
        self.panel.grid.setFocus()

    def _to_heads(self) -> None:
        """N: the head count of the meeting, typed in the foot."""
        column = self.panel.grid.table.currentIndex().column()
        meeting = self.panel.meeting()
        if meeting is None:
            return
        foot = self.panel.foot()
        foot.go_to(HEADS_ROW, column)
        why = foot.grid_model.source.refusal(PRESENT, meeting.id)
        if why:
            self.panel.shell.say(why)
            self._refused.begin(why)
            return
        foot.setFocus()

    def _back(self) -> None:
        """From the foot up into the meeting's column."""
        column = self.panel.foot().currentIndex().column()
        self.panel.grid.setFocus()
        if self.panel.grid.model.ids:
            self.panel.grid.table.go_to(len(self.panel.grid.model.ids) - 1, column)


class _Refused(QObject):
    """A number was asked for and refused: its digits, and the Enter behind them, are on their way and are no marks.

    They are swallowed, the sentence stays, until another key is pressed or somewhere is clicked.
    """

    def __init__(self, table: GridTable, say: Callable[[str], object]) -> None:
        super().__init__(table)
        self._table, self._say = table, say
        self._why, self._typed = "", False

    def begin(self, why: str) -> None:
        """After the refusal, which said `why`."""
        self._why, self._typed = why, False
        for watched in (self._table, self._table.viewport()):
            watched.removeEventFilter(self)
            watched.installEventFilter(self)

    def _end(self) -> None:
        for watched in (self._table, self._table.viewport()):
            watched.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.FocusOut):
            self._end()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.text().isdigit():
                self._typed = True
                self._say(self._why)
                return True
            if event.key() not in _ALONE:
                self._end()
                return self._typed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return False
