"""What stands in place of the grid while the month has no class (还没有班级): what comes first, and the way there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.theme import BODY, SPACE_2, SPACE_4
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.text import Text

if TYPE_CHECKING:
    from xcedu_desktop.periods import Month


class NoClasses(Card):
    """Centred words and a button; Enter presses it."""

    def __init__(self, to_classes: Callable[[], object], parent: QWidget) -> None:
        super().__init__(margins=(SPACE_4, SPACE_4, SPACE_4, SPACE_4), parent=parent)
        middle = Qt.AlignmentFlag.AlignCenter
        self.words = Text("", BODY, tone="ink2", parent=self)
        self.words.setAlignment(middle)
        self.words.setWordWrap(True)
        self.button = Button("去班级与学生", parent=self)
        self.button.clicked.connect(to_classes)
        self.setFocusProxy(self.button)
        self.body.addStretch(1)
        self.body.addWidget(self.words)
        self.body.addSpacing(SPACE_2)
        self.body.addWidget(self.button, 0, middle)
        self.body.addStretch(1)

    def show_month(self, month: Month) -> None:
        """Names the month: a class has its years, another month may have some."""
        self.words.setText(
            f"{month.spoken}还没有班级。人数按班级一天一天地填：先在「班级与学生」里新建班级，或导入花名册，"
            "这里就列出每个班和每个上课日。"
        )
