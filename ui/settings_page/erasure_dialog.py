"""删除个人记录: says in figures what goes and what stays, and has the school year typed, since it cannot be undone."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.room import Room
from ui.theme import BODY, CONTROL, GRID, SMALL, SPACE_1, SPACE_2, SPACE_3, SPACE_4
from ui.widgets.buttons import Button
from ui.widgets.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xcedu_desktop.erasure import Erasure

_WIDTH = 640
_AROUND = 190
"""Logical pixels of the question, the buttons, the margins and the window's frame."""
_SPAN = str.maketrans("—–－~～至到", "-------")
_LAST_WORDS = (
    "存着的上报表里有花名册，清空后这些月份不能再导出一份；要留底的，先去「校验与上报」再导出一份存好。",
    "备份不会随着改，里面还有这些记录：删完后在「个人信息」里逐份删除。",
)


class ErasureDialog(QDialog):
    """Accepted only with the school year typed as it stands there."""

    def __init__(self, planned: Erasure, parent: QWidget) -> None:
        super().__init__(parent)
        self._year = planned.name
        self.setWindowTitle("删除个人记录")
        self.setFixedWidth(_WIDTH)
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        box.setSpacing(SPACE_3)
        self.room = Room(self)
        self.room.body.setSpacing(SPACE_3)
        box.addWidget(self.room, 1)
        self.room.body.addWidget(
            Text(f"删除{planned.name}及以前的个人记录？删除后不能撤销。", BODY, bold=True, parent=self)
        )
        lists = QGridLayout()
        lists.setHorizontalSpacing(SPACE_4)
        lists.setVerticalSpacing(SPACE_1 // 2)
        half = (len(planned.goes) + 1) // 2
        self._list(lists, 0, "要删除的", planned.goes[:half])
        self._list(lists, 1, "", planned.goes[half:])
        self._list(lists, 2, "保留的", planned.stays)
        self.room.body.addLayout(lists)
        for words in _LAST_WORDS:
            line = Text(words, SMALL, tone="ink2", parent=self)
            line.setWordWrap(True)
            self.room.body.addWidget(line)
        inside = self.room.widget()
        wanted = inside.heightForWidth(_WIDTH - 2 * SPACE_4)
        # on a small screen what goes and what stays is scrolled, and the question stays in sight
        self.room.setMinimumHeight(min(wanted, self.screen().availableSize().height() - _AROUND))
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        label = Text(f"确认删除，请输入「{planned.name}」", GRID, parent=self)
        self.edit = QLineEdit(self)
        self.edit.setFixedHeight(CONTROL)
        self.edit.setMaxLength(20)
        self.edit.setAccessibleName(label.text())
        label.setBuddy(self.edit)
        row.addWidget(label)
        row.addWidget(self.edit, 1)
        box.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addStretch(1)
        self.leave = Button("不删除", parent=self)
        self.leave.setAutoDefault(False)
        self.leave.clicked.connect(self.reject)
        self.ok = Button("删除", primary=True, parent=self)
        self.ok.setDefault(True)
        self.ok.setEnabled(False)
        self.ok.clicked.connect(self.accept)
        row.addWidget(self.leave)
        row.addWidget(self.ok)
        box.addLayout(row)
        self.edit.textChanged.connect(lambda _text: self.ok.setEnabled(self.confirmed))
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def confirmed(self) -> bool:
        """Whether the school year was typed (the two years will do, in digits of any width)."""
        typed = "".join(unicodedata.normalize("NFKC", self.edit.text()).translate(_SPAN).split())
        return typed in (self._year, self._year.removesuffix("学年"))

    def accept(self) -> None:
        """Closes with the school year typed; anything else keeps the dialog."""
        if self.confirmed:
            super().accept()

    def _list(self, lists: QGridLayout, column: int, title: str, lines: Sequence[str]) -> None:
        lists.setColumnStretch(column, 1)
        lists.addWidget(Text(title, GRID, tone="ink2", parent=self), 0, column)
        for row, line in enumerate(lines, start=1):
            lists.addWidget(Text(line, GRID, parent=self), row, column)
