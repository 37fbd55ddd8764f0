"""The register with the line under it (设备 tab): changes noted with date and reason, pieces moved or retired in bulk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.forms.heating.changes import change_words, words_of
from ui.forms.heating.equipment import EquipmentSource, noted_in
from ui.forms.heating.piece_panel import KEY, MOVE, Looking, PiecePanel
from ui.forms.heating.stock import Stock
from ui.grid.source import Option
from ui.grid.view import Grid
from xcedu_desktop.clock import today
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.forms.heating.history import TABLE, Standing, Step
from xcedu_desktop.forms.heating.rules_words import piece_place
from xcedu_desktop.forms.heating.tables import EquipmentEvent
from xcedu_desktop.school.place_words import said, said_whole
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.store.changes import Change, ChangeSet

if TYPE_CHECKING:
    from ui.shell import Shell

_DAY = fields_of(EquipmentEvent)["day"]


class RegisterPanel(QWidget):
    """Holds the grid of the register. `stock` gives the month's register; `changed` is called after a write of its own."""

    def __init__(
        self,
        shell: Shell,
        grid: Grid,
        stock: Callable[[], Stock],
        changed: Callable[[], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.shell, self.grid, self._stock, self._changed = shell, grid, stock, changed
        self.noted: list[str] = []
        """The rows of history of the change just made, while it is shown."""
        self._steps_away = 0
        self.chosen: list[str] = []
        """The pieces that an act was started on."""
        self.line = PiecePanel(self._rooms, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(grid, 1)
        column.addWidget(self.line)
        self.setFocusProxy(grid)
        self.line.day_typed.connect(self._put_day)
        self.line.reason_given.connect(self._put_reason)
        self.line.was_mistake.connect(self._forget)
        self.line.act_wanted.connect(self._start)
        self.line.act_done.connect(self._act)
        self.line.left.connect(self._back)
        grid.on_key(KEY, self.line.take_key)
        grid.moved.connect(lambda *_: self._moved())
        grid.table.selectionModel().selectionChanged.connect(lambda *_: self._selected())

    # -- showing ---------------------------------------------------------------------------------------------------

    def written(self) -> None:
        """Something was typed into the register: a change of a piece asks for its reason."""
        source = self.grid.source
        self.noted = list(source.noted) if isinstance(source, EquipmentSource) else []
        self._steps_away = 0
        self.renew()

    def let_go(self) -> None:
        """Another tab is shown: the change just made is not asked about any more, an act begun is given up."""
        self.noted, self.chosen = [], []
        self.renew()

    def renew(self) -> None:
        """Shows what is there now."""
        steps = self._noted_steps()
        if steps:
            self._show_noted(steps)
        else:
            self.noted = []
            self._look()

    def _noted_steps(self) -> list[Step]:
        stock, wanted = self._stock(), set(self.noted)
        if not wanted:
            return []
        return [s for row in stock.register for s in stock.history.steps(row) if s.event["id"] in wanted]

    def _show_noted(self, steps: Sequence[Step]) -> None:
        stock, event = self._stock(), steps[-1].event
        words = {change_words(stock, step) for step in steps}
        what = self._name(event["equipment_id"]) if len(steps) == 1 else f"{len(steps)} 台"
        said_of = words.pop() if len(words) == 1 else "状态或房间有变动"
        if event["day"] > stock.month.last:
            said_of = f"{stock.month.month}月仍按原状上报 · {said_of}"
        self.line.note(what, said_of, event["day"].isoformat(), event["reason"] or "")

    def _look(self) -> None:
        stock = self._stock()
        rows = [row for row in self.grid.selected_rows() if row in stock.register]
        if len(rows) > 1:
            self.line.look(Looking(f"已选 {len(rows)} 台", "", True))
        elif rows:
            steps = stock.history.steps(rows[0])
            self.line.look(Looking(self._name(rows[0]), self._history(steps), True))
        else:
            self.line.look(Looking("没有选中设备", "", False))

    def _name(self, row_id: str) -> str:
        piece = self._stock().register[row_id]
        return piece_place(piece["tag"], piece["kind"])

    def _history(self, steps: Sequence[Step]) -> str:
        """The changes of a piece, the newest first."""
        stock, lines = self._stock(), []
        for step in reversed(steps):
            day: date = step.event["day"]
            spoken = said(day) if day.year == today().year else said_whole(day)
            reason = f"（{step.event['reason']}）" if step.event["reason"] else ""
            lines.append(f"{spoken} {change_words(stock, step)}{reason}")
        return "；".join(lines) or "没有变动过"

    def _moved(self) -> None:
        """The change just made stays shown over one step: Enter goes on to the next piece by itself."""
        if self.noted and self.grid.table.hasFocus():  # else the grid was only filled anew
            self._steps_away += 1
            if self._steps_away > 1:
                self.noted = []
        source = self.grid.source
        if not self.noted and isinstance(source, EquipmentSource) and source.strays():
            # nothing is asked of it any more: it goes where it is now
            QTimer.singleShot(0, self, self._changed)

    def _selected(self) -> None:
        if self.line.face == "look" or not self.noted:
            self.renew()

    def _rooms(self) -> list[Option]:
        return [
            Option(room["name"] or "", room["building"] or "", value=row_id)
            for row_id, room in self._stock().rooms.items()
        ]

    def _back(self) -> None:
        self.noted, self.chosen = [], []
        self.renew()
        self.grid.setFocus()

    # -- the change just made --------------------------------------------------------------------------------------

    def _put_day(self, text: str) -> None:
        self._put("day", text)

    def _put_reason(self, text: str) -> None:
        self._put("reason", text.strip())
        self._back()

    def _put(self, key: str, text: str) -> None:
        edits = [CellEdit(TABLE, row_id, key, text) for row_id in self.noted]
        if key == "day" and self._day(text) is None:
            return
        assert self.shell.ledger is not None
        done = self.shell.ledger.edit(edits, month=self.shell.month, title="设备变动")
        self._wrote(done.change_set, "")

    def _forget(self) -> None:
        """What was changed was only put right: no change of the pieces."""
        history = self._stock().history
        changes: dict[str, Change] = {}
        for step in self._noted_steps():
            for change in history.without(step.event):
                changes[change.row_id] = change
        self._apply(ChangeSet("不记变动", tuple(changes.values())), "已不记这次变动")
        self._back()

    # -- acts on several pieces ------------------------------------------------------------------------------------

    def _start(self, act: str) -> None:
        stock = self._stock()
        self.chosen = [row for row in self.grid.selected_rows() if row in stock.register]
        what = self._name(self.chosen[0]) if len(self.chosen) == 1 else f"{len(self.chosen)} 台"
        self.line.start(act, f"{what} {act}", today().isoformat())

    def _act(self, act: str, room: str, day_text: str, reason: str) -> None:
        stock, day = self._stock(), self._day(day_text)
        if day is None:
            self.line.day.setFocus()
            return
        room_id: str | None = None
        if act == MOVE:
            option = self.line.room.option()
            if option is None:
                self.shell.say(f"没有认出房间「{room.strip()[:20]}」，请从列表里选一个")
                self.line.room.setFocus()
                return
            room_id = str(option.value)

        def new(standing: Standing) -> Standing:
            return standing._replace(room_id=room_id) if act == MOVE else Standing(act, None)

        pieces = [stock.register[row] for row in self.chosen if row in stock.register]
        changes = stock.history.move(pieces, new, day, reason or None)
        count = sum(change.table != TABLE for change in changes)
        where = words_of(stock, Standing(None, room_id))[1]
        spoken = f"已把 {count} 台调到{where}" if act == MOVE else f"已{act} {count} 台"
        if not changes:
            self.shell.say("这些设备已经是这样，没有改动")
        self._apply(ChangeSet(f"{act} {count} 台", tuple(changes)), spoken)
        self.noted = [] if reason else noted_in(changes)
        self._steps_away = 0
        self.chosen = []
        self.renew()
        self.grid.setFocus()

    def _day(self, text: str) -> date | None:
        """The date typed; None where it is none, and the status line says why."""
        source = self.grid.source
        assert isinstance(source, EquipmentSource)
        parsed = _DAY.parse(text, source.reading)
        if parsed.value is None:
            self.shell.say(parsed.error.message if parsed.error else "请填变动日期")
            return None
        day: date = parsed.value
        if day > today():
            self.shell.say(f"{said(day)}还没有到")
            return None
        return day

    def _apply(self, change_set: ChangeSet, spoken: str) -> None:
        assert self.shell.ledger is not None
        self._wrote(self.shell.ledger.apply(change_set), spoken)

    def _wrote(self, change_set: ChangeSet, spoken: str) -> None:
        self.shell.wrote(change_set, spoken)
        self._changed()
