"""Several pupils at once (选多人): everybody in school with free or busy; type to find, tick by Space or by the mouse, one
change joins them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.forms.clubs.board import Board
from ui.forms.clubs.pick_button import PickButton
from ui.grid.filter_box import FilterBox
from ui.grid.source import Column, GridSource, Option
from ui.grid.tick_column import TickColumn
from ui.grid.view import Grid
from ui.theme import GRID, SPACE_2
from ui.widgets.buttons import Button
from ui.widgets.folding import FoldingRow
from ui.widgets.text import Text

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.forms.clubs.joining import Candidate

_CTRL = Qt.KeyboardModifier.ControlModifier
_TICK, _NAME, _SEX, _CLASS, _STATE = "tick", "name", "sex", "class_name", "state"


class StateColumn(Column):
    """Not searched: 周三 in it would be found by every zs. A grid's filter passes over masked columns."""

    @property
    def masked(self) -> bool:
        return True


class PickSource(GridSource):
    """Row ids are pupil ids of everybody who is not in the club. `ticked`: who was chosen, in the order of choosing."""

    columns = (
        Column(_TICK, "选", width=40, align="center", editable=False),
        Column(_NAME, "姓名", width=110, editable=False),
        Column(_SEX, "性别", width=52, align="center", editable=False),
        Column(_CLASS, "班级", width=96, editable=False),
        StateColumn(_STATE, "能否参加", width=200, editable=False, stretch=True),
    )

    def __init__(self, board: Board, club_id: str) -> None:
        self.board = board
        found = board.joining(club_id)
        self.free = f"✓ {found.days}有空" if found.days else ""
        self.candidates: dict[str, Candidate] = {
            one.pupil_id: one for one in found.candidates if not one.member and one.left is None
        }
        self.ticked: dict[str, None] = {}

    def row_ids(self) -> Sequence[str]:
        return list(self.candidates)

    def text(self, row_id: str, key: str) -> str:
        one = self.candidates.get(row_id)
        if one is None:
            return ""
        match key:
            case "tick":
                return "✓" if row_id in self.ticked else "☐"
            case "name":
                return one.name
            case "sex":
                person = self.board.summary.people.get(row_id)
                return person.sex if person is not None else ""
            case "class_name":
                return one.class_name
        return f"✕ {one.clash}" if one.clash else self.free

    def sort_key(self, row_id: str, key: str) -> Any:
        return self.text(row_id, key)

    def ink(self, row_id: str, key: str) -> str:
        if key == _STATE:
            return "error" if self.candidates[row_id].clash else "good"
        if key == _TICK:
            return "accent" if row_id in self.ticked else "ink3"
        return "ink"

    def is_bold(self, row_id: str, key: str) -> bool:
        return row_id in self.ticked and key in (_TICK, _NAME)

    def ground(self, row_id: str, key: str) -> str:
        return "accent_soft" if row_id in self.ticked else ""

    def refusal(self, row_id: str, key: str) -> str:
        return "点方框或按空格选；在上面的框里输入姓名或拼音首字母可以查找"

    def is_ticked(self, row_id: str) -> bool:
        """Whether somebody was chosen."""
        return row_id in self.ticked

    def put(self, ids: Sequence[str], ticked: bool) -> None:
        """Ticks those named, or takes their ticks away."""
        for row_id in ids:
            if ticked:
                self.ticked.setdefault(row_id)
            else:
                self.ticked.pop(row_id, None)

    def tick(self, ids: Sequence[str]) -> None:
        """Ticks those named; where all are ticked already it takes the ticks away."""
        self.put(ids, ticked=not all(map(self.is_ticked, ids)))


class PickBox(FilterBox):
    """Enter ticks the first that is found and free."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _CTRL:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class Picker(QWidget):
    """`picked(ids)`: these join. `left`: closed without."""

    picked = Signal(list)
    left = Signal()

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell
        self.free: int | None = None
        self.grid = Grid(shell, GridSource(), parent=self)
        self.box = PickBox(self.grid, "找姓名、拼音首字母或班级")
        self.box.entered.connect(self._tick_found)
        self.by_class = PickButton("班级", self._offer_classes, self._narrow, self)
        self.say = Text("", GRID, tone="ink2", elide=True, parent=self)
        self.join = Button("", parent=self)
        self.join.clicked.connect(self._join)
        self.cancel = Button("返回　Esc", parent=self)
        self.cancel.clicked.connect(self.left)
        bar = FoldingRow(self)
        bar.add(self.box)
        bar.add(self.by_class, folds=1)
        bar.row.addStretch(1)
        bar.add(self.cancel, folds=2)
        bar.add(self.join)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(bar)
        column.addWidget(self.say)
        column.addWidget(self.grid, 1)
        TickColumn(self.grid.table, _TICK, lambda row_id: self.source.is_ticked(row_id), self._put)
        self.grid.on_key("Space", self._tick)
        for enter in ("Return", "Enter", "Num+Enter"):
            self.grid.on_key(enter, self._tick_and_on)
        for keys, act in (("Ctrl+Return", self._join), ("Ctrl+Enter", self._join), ("Esc", self._escape)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.setFocusProxy(self.box)

    @property
    def source(self) -> PickSource:
        """Whom it shows."""
        found = self.grid.source
        assert isinstance(found, PickSource)
        return found

    def offer(self, board: Board, club_id: str, free: int | None) -> None:
        """Begins anew for a club with so many free places (None: no limit)."""
        self.free = free
        self.box.clear()
        self.grid.set_source(PickSource(board, club_id))
        self._show()

    def _offer_classes(self) -> list[Option]:
        counted: dict[str, int] = {}
        for one in self.source.candidates.values():
            counted[one.class_name] = counted.get(one.class_name, 0) + one.free
        all_ = [Option("全校", f"可加入 {sum(counted.values())} 人", value="")]
        return all_ + [Option(name, f"可加入 {count} 人", value=name) for name, count in counted.items()]

    def _narrow(self, option: Option) -> None:
        self.box.setText(option.value)
        self.grid.setFocus()
        if self.grid.model.ids:
            self.grid.table.go_to(0, 1)

    def _tick(self) -> None:
        ids = self.grid.selected_rows()
        if ids:
            self.source.tick(ids)
            self._ticked()

    def _put(self, ids: Sequence[str], ticked: bool) -> None:
        self.source.put(ids, ticked)
        self._ticked()

    def _ticked(self) -> None:
        self.grid.repaint_cells()
        self._show()

    def _tick_found(self) -> None:
        """Enter in the box: the first that is found and free, else the first, and on to the next name."""
        ids = self.grid.model.ids
        if not ids or not self.box.text().strip():
            self.grid.setFocus()
            return
        candidates = self.source.candidates
        one = next((candidates[i] for i in ids if candidates[i].free), candidates[ids[0]])
        self.source.tick([one.pupil_id])
        self._ticked()
        self.grid.table.scrollTo(self.grid.model.index(ids.index(one.pupil_id), 0))
        self.box.selectAll()
        done = "已选" if one.pupil_id in self.source.ticked else "不选"
        self.shell.say(f"{done} {one.class_name} {one.name}" + (f"：{one.clash}" if one.clash else ""))

    def _tick_and_on(self) -> None:
        """Enter on a row: that one, and on to the next row."""
        self._tick()
        self.grid.table.moves.step_plain(0, 1)

    def _escape(self) -> None:
        """Esc empties the box first, then leaves."""
        if self.box.text():
            self.box.clear()
            self.box.setFocus()
        else:
            self.left.emit()

    def _join(self) -> None:
        if self.source.ticked:
            self.picked.emit(list(self.source.ticked))
        else:
            self.shell.say("还没有选人：点方框，或按空格选")

    def _show(self) -> None:
        ticked = self.source.ticked
        busy = sum(bool(self.source.candidates[i].clash) for i in ticked)
        parts = [
            f"已选 {len(ticked)} 人"
            if ticked
            else "输入后 Enter 选第一个有空的；列表里点方框、拖过几个方框，或按空格选"
        ]
        if busy:
            parts.append(f"{busy} 人冲突")
        if self.free is not None and len(ticked) > self.free:
            parts.append(f"名额剩 {self.free}，{len(ticked) - self.free} 人候补")
        elif self.free is not None and ticked:
            parts.append(f"名额剩 {self.free}")
        self.say.setText("，".join(parts))
        self.join.setText(f"加入 {len(ticked)} 人　Ctrl+Enter" if ticked else "加入　Ctrl+Enter")
        self.join.setEnabled(bool(ticked))
        self.join.updateGeometry()
