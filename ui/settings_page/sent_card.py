"""接着编号: after a lost file, how often a month was reported already; the next export goes on after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.theme import CONTROL, GRID, SMALL, SPACE_2, SPACE_3
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.months import MonthChooser
from ui.widgets.text import ROLES, Text
from xcedu_desktop.clock import today
from xcedu_desktop.errors import UserError
from xcedu_desktop.periods import Month

if TYPE_CHECKING:
    from ui.shell import Shell

_WHY = "数据文件丢过、重新录入时用：记下已报到第几次，下次导出接着编号，不会重号"


class SentCard(Card):
    """Month, the last revision sent, the reason of the one to come."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("接着上次的编号")
        self.shell = shell
        self.body.setSpacing(SPACE_2)
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(Text("接着上次的编号", GRID, bold=True, parent=self))
        head.addWidget(Text(_WHY, SMALL, tone="ink2", elide=True, parent=self), 1)
        self.body.addLayout(head)
        self.month = MonthChooser(shell.month, Month.of(today()), self)
        self.month.changed.connect(lambda _: self._other_month())
        self.count = QLineEdit(self)
        self.count.setFixedSize(44, CONTROL)
        self.count.setMaxLength(4)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.count.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.count.setAccessibleName("已报到第几次")
        self.reason = QLineEdit(self)
        self.reason.setFixedHeight(CONTROL)
        self.reason.setMaxLength(200)
        self.reason.setAccessibleName("再报的理由")
        self.reason.setPlaceholderText("再报的理由，例如：电脑损坏，重新录入")
        self.save = Button("记下", parent=self)
        self.save.clicked.connect(lambda: self._save())
        for edit in (self.count, self.reason):
            edit.returnPressed.connect(self._save)
            edit.textEdited.connect(lambda _: self._allow())
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.month)
        row.addSpacing(SPACE_2)
        row.addWidget(Text("已报到第", GRID, tone="ink2", parent=self))
        row.addWidget(self.count)
        row.addWidget(Text("次", GRID, tone="ink2", parent=self))
        row.addSpacing(SPACE_2)
        row.addWidget(self.reason, 1)
        row.addWidget(self.save)
        self.body.addLayout(row)
        self.said = Text("", SMALL, tone="ink2", elide=True, parent=self)
        self.body.addWidget(self.said)

    def show_month(self) -> None:
        """What the file knows of the chosen month; what is half typed is left alone."""
        ledger = self.shell.ledger
        if ledger is None:
            return
        life = ledger.month_state(self.month.month)
        if not self.count.isModified():
            self.count.setText(str(life.revision) if life.revision else "")
        if not self.reason.isModified():
            self.reason.setText(life.reason or "")
        for edit in (self.count, self.reason):
            edit.setEnabled(not life.locked)
        spoken = self.month.month.spoken
        if life.locked:
            self._say(f"{spoken}在这个文件里已上报（第 {life.revision} 次）并锁定，编号会自己接下去。")
        elif life.revision:
            lacks = "" if life.reason else "，导出前还要写理由"
            self._say(f"{spoken}下次导出是第 {life.next_revision} 次上报{lacks}。")
        else:
            self._say(f"{spoken}在这个文件里还没有上报过，下次导出是第 1 次。")
        self._allow()

    def focus_reason(self) -> bool:
        """Goes to the reason of the month on the screen (X03)."""
        self._forget()
        self.month.set_month(self.shell.month)
        self.show_month()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _other_month(self) -> None:
        self._forget()
        self.show_month()

    def _forget(self) -> None:
        self.count.setModified(False)
        self.reason.setModified(False)

    def _allow(self) -> None:
        typed = self.count.isModified() or self.reason.isModified()
        self.save.setEnabled(self.count.isEnabled() and bool(self.count.text().strip()) and typed)

    def _save(self) -> None:
        ledger = self.shell.ledger
        if ledger is None or not self.save.isEnabled():
            return
        from xcedu_desktop.values.numbers import parse_count

        parsed = parse_count(self.count.text())
        if parsed.value is None:
            self._say(parsed.error.message if parsed.error else "请填写已报到第几次", bad=True)
            return
        try:
            life = ledger.note_sent(self.month.month, int(parsed.value), self.reason.text())
        except UserError as trouble:
            self._say(trouble.message, bad=True)
            return
        self._forget()
        self.show_month()
        self.shell.say_saved()
        self.shell.say(f"已记下：{life.month.spoken}下次导出是第 {life.next_revision} 次上报")
        self.shell.wrote_something.emit()

    def _say(self, text: str, bad: bool = False) -> None:
        self.said.setForegroundRole(ROLES["error" if bad else "ink2"])
        self.said.setText(text)
