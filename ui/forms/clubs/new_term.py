"""A term without clubs (空学期): what copying last term's would bring, with members or without, in one press."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import GRID, NAME, SPACE_2, SPACE_3, SPACE_4
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.text import Text
from xcedu_desktop.forms.clubs.last_term import LastTerm


class NewTerm(QWidget):
    """`wanted(members)` when a button was pressed."""

    wanted = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        card = Card(margins=(SPACE_4, SPACE_4, SPACE_4, SPACE_4), parent=self)
        card.body.setSpacing(SPACE_2)
        self.title = Text("这个学期还没有社团", NAME, bold=True, parent=card)
        self.lines = [Text("", GRID, tone="ink2", elide=True, parent=card) for _ in range(3)]
        self.with_members = Button("", parent=card)
        self.with_members.clicked.connect(lambda: self.wanted.emit(True))
        self.without = Button("", parent=card)
        self.without.clicked.connect(lambda: self.wanted.emit(False))
        card.body.addWidget(self.title)
        for line in self.lines:
            card.body.addWidget(line)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_2)
        buttons.addWidget(self.with_members)
        buttons.addWidget(self.without)
        buttons.addStretch(1)
        card.body.addSpacing(SPACE_2)
        card.body.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addWidget(card)
        column.addStretch(1)

    def show_term(self, found: LastTerm) -> None:
        """What is there to copy."""
        clubs, members = len(found.clubs), len(found.members)
        self.lines[0].setText(
            f"{found.name}有 {clubs} 个社团，可以连同时间、地点、指导教师、名额和收费一起复制，一步可以撤销。"
        )
        left = f"；{found.members_left} 人次已毕业或离校，不复制" if found.members_left else ""
        self.lines[1].setText(f"成员：仍在校的 {members} 人次{left}")
        self.lines[2].setText("；".join(p for p in (found.left_said(), "校外教师的协议日期要重新填写") if p))
        self.with_members.setText(f"复制 {clubs} 个社团和 {members} 名成员")
        self.without.setText(f"只复制 {clubs} 个社团，成员另选")
        for button in (self.with_members, self.without):
            button.updateGeometry()
        self.with_members.setVisible(bool(members))
