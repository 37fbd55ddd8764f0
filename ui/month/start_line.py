"""Where a new school begins (从这里开始), on the overview: no form can list a class or a pupil before there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.widgets.buttons import LinkLabel
from ui.widgets.notice import NoticeLine

if TYPE_CHECKING:
    from ui.shell import Shell

_PUPILS_PAGE = "pupils"


class StartLine(NoticeLine):
    """Hidden once the month has a class."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__("info", "从这里开始", parent, wraps=True)
        self.words.setText("还没有班级：先建班级、导入学生名单，各张表才列得出来")
        self.link = LinkLabel("去班级与学生 ›", lambda: shell.open_page(_PUPILS_PAGE), parent=self)
        self.row.addWidget(self.link)
