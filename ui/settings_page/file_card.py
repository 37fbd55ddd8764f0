"""数据文件 and 界面: where the school's file lies, its check, another school; light or dark; where the terms are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from ui import theme
from ui.changing_file import ChangingFile
from ui.settings import remember_theme, theme_setting
from ui.theme import GRID, SMALL, SPACE_2
from ui.widgets.buttons import Button, LinkLabel
from ui.widgets.cards import Card
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import ROLES, Text

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.store.backup import FileCheck

_SCHEMES = (("system", "跟随系统"), ("light", "浅色"), ("dark", "深色"))


class LookCard(Card):
    """界面: follows the system, light or dark; at once, and kept for the next start."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__("界面", parent=parent)
        self.body.setSpacing(SPACE_2)
        self.scheme = SegmentedControl(_SCHEMES, self)
        self.scheme.setAccessibleName("界面颜色")
        self.scheme.choose(theme_setting())
        self.scheme.chosen.connect(self._choose)
        self.body.addWidget(self.scheme)
        row = QHBoxLayout()
        row.addWidget(Text("学期、放假和调课在校历里改", GRID, tone="ink2", elide=True, parent=self), 1)
        self.terms = LinkLabel("去校历 ›", lambda: shell.open_page("calendar"), parent=self)
        row.addWidget(self.terms)
        self.body.addLayout(row)

    def _choose(self, scheme: str) -> None:
        remember_theme(scheme)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, scheme)


class FileCard(Card):
    """数据文件."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__("数据文件", parent=parent)
        self.shell = shell
        self.changing = ChangingFile(shell)
        self.body.setSpacing(SPACE_2)
        self.path = Text("", SMALL, tone="ink2", elide=True, parent=self)
        self.body.addWidget(self.path)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.check = Button("检查数据文件", small=True, parent=self)
        self.result = Text("", GRID, elide=True, parent=self)
        row.addWidget(self.check)
        row.addWidget(self.result, 1)
        self.body.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.other = Button("打开另一所学校…", small=True, parent=self)
        self.other.clicked.connect(lambda: self.changing.open_other())
        self.new = Button("新建学校…", small=True, parent=self)
        self.new.clicked.connect(lambda: self.changing.new_school())
        row.addWidget(self.other)
        row.addWidget(self.new)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addStretch(1)

    def show_file(self) -> None:
        """Where the file lies."""
        ledger = self.shell.ledger
        self.path.setText(str(ledger.store.path) if ledger is not None else "")
        for button in (self.other, self.new):
            button.setEnabled(self.changing.opening is not None)

    def show_waiting(self) -> None:
        """While the file is being checked."""
        self.check.setEnabled(False)
        self.result.setForegroundRole(ROLES["ink2"])
        self.result.setText("正在检查…")

    def show_check(self, check: FileCheck) -> None:
        """完好, or what is wrong with the file."""
        self.check.setEnabled(True)
        self.result.setForegroundRole(ROLES["ink" if check.ok else "error"])
        self.result.setText("完好" if check.ok else check.problem)
