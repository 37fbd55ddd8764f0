"""区级参数: the bureau's profile file in force, what it changes, taking another one in, going back to the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.receipts.opening import open_profile
from ui.theme import GRID, SMALL, SPACE_2, SPACE_3
from ui.widgets.buttons import Button, LinkLabel
from ui.widgets.cards import Card
from ui.widgets.text import Text

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.store.norms import Norms
    from xcedu_desktop.store.profiles import InForce

_NONE = "区里发了参数文件（.xcp）就在这里读入：限值、校历、截止日期随它走"


class NormsCard(Card):
    """One file at a time is in force; months that were reported keep the one that judged them. `shown(Norms)`: what is."""

    shown = Signal(object)

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("区级参数")
        self.shell = shell
        self.body.setSpacing(SPACE_2)
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(Text("区级参数", GRID, bold=True, parent=self))
        self.state = Text("", GRID, tone="ink2", elide=True, parent=self)
        head.addWidget(self.state, 1)
        self.back = LinkLabel("", self._take_back, parent=self)
        head.addWidget(self.back)
        self.take = Button("读入文件…", small=True, parent=self)
        self.take.clicked.connect(lambda: open_profile(shell))
        head.addWidget(self.take)
        self.body.addLayout(head)
        self.limits = Text("", SMALL, tone="ink2", elide=True, parent=self)
        self.body.addWidget(self.limits)

    def show_norms(self) -> None:
        """What is in force today."""
        from xcedu_desktop.store.profiles import in_force

        ledger = self.shell.ledger
        if ledger is None:
            return
        now = in_force(ledger.store)
        self.state.setText(_state(now))
        self.limits.setText(_changes(now.norms) if now.norms.version else _NONE)
        self.shown.emit(now.norms)
        self.back.setVisible(now.before is not None)
        if now.before is not None:
            self.back.set_text(f"退回{now.before.spoken.removeprefix('区级参数')}")

    def _take_back(self) -> None:
        ledger = self.shell.ledger
        if ledger is None:
            return
        norms = ledger.take_profile_back()
        self.shell.refresh()
        self.shell.say(f"已退回，从现在起按{norms.spoken}校验；那一份还可以再读入")
        self.shell.wrote_something.emit()
        self.take.setFocus()


def _state(now: InForce) -> str:
    norms, issued = now.norms, now.norms.issued
    if not norms.version or issued is None:
        return "没有读入过，按程序自带的标准校验"
    said = f"第 {norms.version} 版，{norms.by} {issued.year}年{issued.month}月{issued.day}日发"
    return said + (f"，{now.since.month}月{now.since.day}日读入" if now.since is not None else "")


def _changes(norms: Norms) -> str:
    """What differs from the program's own, in one line."""
    parts = [f"{limit.title} {limit.said(value)}" for limit, value in norms.changed()]
    if norms.years or norms.days:
        years = "、".join(f"{year}年" for year in sorted(norms.years))
        parts.append(f"校历{years or f' {len(norms.days)} 天'}")
    parts.append(f"次月 {norms.deadline_day} 日截止")
    if norms.schools:
        parts.append(f"学校名单 {len(norms.schools)} 所")
    return "；".join(parts)
