"""更正: asks for the reason of a correction in one line; a blank one is refused."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.theme import BODY, SMALL, SPACE_3, SPACE_4
from ui.widgets.buttons import Button
from ui.widgets.text import Text


class ReasonDialog(QDialog):
    """`reason` holds the line when the dialog was accepted."""

    def __init__(self, month: str, revision: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"更正 {month}")
        self.setMinimumWidth(460)
        box = QVBoxLayout(self)
        box.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        box.setSpacing(SPACE_3)
        box.addWidget(Text(f"为什么要更正？原因随第 {revision} 次上报送区里。", BODY, parent=self))
        self.edit = QLineEdit(self)
        self.edit.setMaxLength(200)
        self.edit.setPlaceholderText("例如：四(2)班 20 日午餐人数填错")
        self.edit.setAccessibleName("更正原因")
        box.addWidget(self.edit)
        quiet = f"点「开始更正」后本月可以修改；改完再导出一份，成为第 {revision} 次上报。"
        box.addWidget(Text(quiet, SMALL, tone="ink2", parent=self))
        row = QHBoxLayout()
        row.addStretch(1)
        leave = Button("不更正", parent=self)
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        self.ok = Button("开始更正", primary=True, parent=self)
        self.ok.setDefault(True)
        self.ok.setEnabled(False)
        self.ok.clicked.connect(self.accept)
        row.addWidget(leave)
        row.addWidget(self.ok)
        box.addLayout(row)
        self.edit.textChanged.connect(lambda text: self.ok.setEnabled(bool(text.strip())))
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def reason(self) -> str:
        """What was typed."""
        return self.edit.text().strip()

    def accept(self) -> None:
        """Closes with the reason; a blank one keeps the dialog."""
        if self.reason:
            super().accept()
