"""The import page (导入): laid over the page it came from; nothing is written until its blue button is pressed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMessageBox

from ui.forms.registry import PageSpec
from ui.intake.files import choose_file
from ui.intake.kinds import all_kinds
from ui.intake.session import ImportSession
from ui.intake.view import ImportView
from ui.page import Page

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.store.changes import ChangeSet

_SPEC = PageSpec("import", "导入", "导入", "", "ui.intake.page:ImportPage")


class ImportPage(Page):
    """The preview of one file, with the page's head and what comes after the import."""

    def __init__(self, shell: Shell, kinds: Sequence[str], path: Path) -> None:
        super().__init__(shell, _SPEC)
        assert shell.ledger is not None and shell.worker is not None
        self.session = ImportSession(shell.ledger, shell.worker, kinds, shell.month, self)
        self._kinds = tuple(kinds)
        self._done = False
        self.kind_button = self.add_button("换一种名单", self.choose_kind)
        self.kind_button.setVisible(len(self._kinds) > 1)
        self.file_button = self.add_button("换一个文件", self.choose_file)
        self.cancel_button = self.add_button("取消", self.cancel)
        self.cancel_button.setToolTip("Esc")
        self.set_main("导入", self.import_now).setToolTip("Ctrl+Enter")
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.activated.connect(self.import_now)
        self.view = ImportView(self.session, self)
        self.setFocusProxy(self.view.table)
        self.view.changed.connect(self._show_head)
        self.view.said.connect(shell.say)
        self.view.wants_file.connect(self.choose_file)
        self.session.committed.connect(self._committed)
        self.body.addWidget(self.view, 1)
        self.session.open(path)

    def _show_head(self) -> None:
        view = self.view
        kind = all_kinds().get(self.session.kind)
        self.set_title(f"导入{kind.title}" if kind is not None else "导入")
        self.set_quiet(view.file_line)
        self.set_main(view.main_text, self.import_now)
        obstacle = view.obstacle
        if obstacle:
            self.block_main(obstacle, view.go_to_obstacle)
        else:
            self.allow_main()
        if not self._done and not self.session.writing:
            self.shell.say("这是预览，还没有写入；导入前自动备份")

    # -- acts ----------------------------------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Another file, the same kind."""
        path = choose_file(self)
        if path is not None:
            self.session.open(path)

    def choose_kind(self) -> None:
        """A menu of the kinds that the page knows."""
        menu = QMenu(self)
        known = all_kinds()
        for key in self._kinds:
            action = menu.addAction(known[key].title)
            action.setCheckable(True)
            action.setChecked(key == self.session.kind)
            action.triggered.connect(lambda _checked=False, key=key: self.session.set_kind(key))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.kind_button.mapToGlobal(QPoint(0, self.kind_button.height())))

    def import_now(self) -> None:
        """Writes what the button says."""
        self.view.commit_editor()
        if not self.view.obstacle:
            self.shell.say("正在备份并导入…")
            self.session.commit()

    def cancel(self) -> None:
        """Back to the page it came from; nothing was written."""
        if self.leave():
            self.shell.lift()

    def _committed(self, change_set: ChangeSet) -> None:
        self._done = True
        words = self.view.outcome()
        self.shell.say("")
        self.shell.lift(self)
        self.shell.wrote(change_set, words)

    # -- what the shell asks -------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        self.session.set_month(self.shell.month)
        self.session.replan_if_old()

    def leave(self) -> bool:
        if self._done:
            return True
        if self.session.writing:
            return False
        if not self.session.answered:
            return True
        box = QMessageBox(
            QMessageBox.Icon.Question, "导入", "预览里的改动还没有导入，离开就没有了。",
            QMessageBox.StandardButton.NoButton, self,
        )  # fmt: skip
        stay = box.addButton("留在这里", QMessageBox.ButtonRole.RejectRole)
        leave = box.addButton("不导入，离开", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        return box.clickedButton() is leave

    def leave_month(self) -> bool:
        return not self.session.writing  # the preview stays, and is made again for that month

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            super().keyPressEvent(event)
