"""Where a new school begins (从这里开始), on the overview: no form can list a class or a pupil before there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import GRID, SPACE_3, SPACE_4
from ui.widgets.buttons import LinkLabel
from ui.widgets.cards import Card
from ui.widgets.chips import Chip
from ui.widgets.text import Text

if TYPE_CHECKING:
    from ui.shell import Shell

_HIGH = 38
_PUPILS_PAGE = "pupils"


class StartLine(Card):
    """Hidden once the month has a class."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(margins=(SPACE_4, 0, SPACE_4, 0), parent=parent)
        self.words = Text("还没有班级：先建班级、导入学生名单，各张表才列得出来", GRID, parent=self)
        self.words.setWordWrap(True)
        self.link = LinkLabel("去班级与学生 ›", lambda: shell.open_page(_PUPILS_PAGE), parent=self)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(Chip("info", "从这里开始", parent=self))
        row.addWidget(self.words, 1)
        row.addWidget(self.link)
        self.body.addLayout(row)
        self.setMinimumHeight(_HIGH)
        self.hide()
