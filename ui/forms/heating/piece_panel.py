"""The line under the register (设备变动): what happened to the current piece, and its date and reason; acts on several.

Three faces. Looking: the piece and its history. Noted: a change just made, whose date and reason can be filled in, or
which was no change but a mistake put right. Acting: selected pieces are moved or retired, with one date and reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.forms.heating.boxes import DayBox, PickBox
from ui.forms.heating.changes import REASONS
from ui.grid.source import Option
from ui.theme import GRID, ROW, SPACE_2, SPACE_3
from ui.widgets.buttons import Button, LinkLabel
from ui.widgets.cards import Card
from ui.widgets.text import Text
from ui.widgets.wrapping import WrappingRow

MOVE = "调到房间"
RETIRE = ("报废", "调出")
KEY = "F9"
HEIGHT = 42


@dataclass(frozen=True)
class Looking:
    """What is said of the pieces that are selected. `able`: they can be moved."""

    what: str
    history: str
    able: bool


class PiecePanel(Card):
    """`rooms` gives the rooms to move to. The page does what the signals ask for."""

    day_typed = Signal(str)
    reason_given = Signal(str)
    was_mistake = Signal()
    act_wanted = Signal(str)
    """A button was pressed: MOVE, or a state of RETIRE; the page answers by `start`."""
    act_done = Signal(str, str, str, str)
    """Act, room as typed, date as typed, reason."""
    left = Signal()
    """The keyboard goes back to the register."""

    def __init__(self, rooms: Callable[[], Sequence[Option]], parent: QWidget) -> None:
        super().__init__(margins=(SPACE_3, 6, SPACE_3, 6), radius=0, parent=parent)
        self.setFixedHeight(HEIGHT)
        self.face = "look"
        self.acting = ""
        self.what = Text("", GRID, bold=True, parent=self)
        self.history = Text("", GRID, tone="ink2", elide=True, parent=self)
        self.room = PickBox("调到哪个房间", 150, rooms, self)
        self.room.setPlaceholderText("房间，可输拼音首字母")
        self.day = DayBox("变动日期", self)
        self.reason = PickBox("变动原因", 150, lambda: [Option(reason) for reason in REASONS], self)
        self.mistake = LinkLabel("只是改错，不记变动", self.was_mistake.emit, parent=self)
        self.mistake.setToolTip("原来登记错了：去掉这一条变动，各月都按现在的填报")
        self.day_label = Text("日期", GRID, tone="ink2", parent=self)
        self.reason_label = Text(f"原因 {KEY}", GRID, tone="ink2", parent=self)
        self.day_part = self._pair(self.day_label, self.day)
        self.reason_part = self._pair(self.reason_label, self.reason)
        self.buttons = [self._button(act) for act in (MOVE, *RETIRE)]
        self.go = Button("", small=True, parent=self)
        self.go.clicked.connect(self._finish)
        self.cancel = LinkLabel("取消", self._leave, parent=self)
        self.row = row = WrappingRow(self)
        row.add(self.what)
        row.add(self.history, stretch=1)
        row.add_stretch(0)
        # the link does not come to stand where the buttons were: who presses one by habit must not take a change away
        for part in (
            self.mistake, self.room, self.day_part, self.reason_part, self.go, self.cancel,
            *self.buttons,
        ):  # fmt: skip
            row.add(part)
        self.body.addWidget(row)
        row.wrapped.connect(self._fit_lines)
        self.room.done.connect(lambda _: self.reason.setFocus())
        self.day.done.connect(self._day_done)
        self.reason.done.connect(self._reason_done)
        for box in (self.room, self.day, self.reason):
            box.left.connect(self._leave)
        self._wear("look")

    def _fit_lines(self) -> None:
        """Higher where a narrow window breaks the line."""
        self.setFixedHeight(HEIGHT + (self.row.lines() - 1) * (ROW + SPACE_2))

    def _pair(self, label: Text, box: QWidget) -> QWidget:
        """A box and its label, which stay in one line."""
        pair = QWidget(self)
        pair.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(label)
        row.addWidget(box)
        return pair

    def _button(self, act: str) -> Button:
        button = Button(f"{act}…", small=True, parent=self)
        button.clicked.connect(lambda: self.act_wanted.emit(act))
        return button

    # -- the faces -------------------------------------------------------------------------------------------------

    def look(self, said: Looking) -> None:
        """Shows the selected pieces."""
        self.what.setText(said.what)
        self.history.setText(said.history)
        for button in self.buttons:
            button.setEnabled(said.able)
        self._wear("look")

    def note(self, what: str, history: str, day: str, reason: str) -> None:
        """Shows a change just made."""
        self.what.setText(what)
        self.history.setText(history)
        self.day.show_text(day)
        self.reason.show_text(reason)
        self._wear("note")

    def start(self, act: str, what: str, day: str) -> None:
        """Asks for what an act needs; the keyboard goes there."""
        self.acting = act
        self.what.setText(what)
        self.history.setText("")
        self.room.show_text("")
        self.day.show_text(day)
        self.reason.show_text("")
        self.go.setText(act)
        self.go.updateGeometry()
        self._wear("act")
        (self.room if act == MOVE else self.reason).setFocus()

    def take_key(self) -> None:
        """F9: to the reason of the change just made, else to the acts."""
        if self.face != "look":
            self.reason.setFocus()
        elif self.buttons[0].isEnabled():
            self.buttons[0].setFocus()

    def _wear(self, face: str) -> None:
        self.face = face
        for part in (self.day_part, self.reason_part):
            part.setVisible(face != "look")
        self.mistake.setVisible(face == "note")
        self.history.setVisible(face != "act")
        self.reason_label.setText(f"原因 {KEY}" if face == "note" else "原因")
        self.room.setVisible(face == "act" and self.acting == MOVE)
        for part in (self.go, self.cancel):
            part.setVisible(face == "act")
        for button in self.buttons:
            button.setVisible(face == "look")

    # -- what a person does ----------------------------------------------------------------------------------------

    def _day_done(self, text: str) -> None:
        if self.face == "note":
            self.day_typed.emit(text)
        self.reason.setFocus()

    def _reason_done(self, text: str) -> None:
        if self.face == "note":
            self.reason_given.emit(text)
        else:
            self._finish()

    def _finish(self) -> None:
        self.act_done.emit(self.acting, self.room.text(), self.day.text(), self.reason.text().strip())

    def _leave(self) -> None:
        self.left.emit()
