"""Another file in the place of the open one (换文件): a backup restored, another school opened, a new school made.

The window lives on; what it showed of the old file is dropped. A file that cannot be opened leaves the old one open.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QMessageBox

from ui.begin_at import begin_at
from ui.crash import tell
from ui.opening import FILES, Opening
from xcedu_desktop.errors import UserError

if TYPE_CHECKING:
    from ui.shell import Shell


class ChangingFile:
    """What the settings page asks for. Nothing happens where the window was not opened on a file (`Opening`)."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell

    @property
    def opening(self) -> Opening | None:
        """The one that holds the file of this window."""
        found = self.shell.findChild(Opening)
        return found if isinstance(found, Opening) else None

    # --- another school

    def open_other(self) -> None:
        """Asks for a school file and opens it in this window."""
        opening = self.opening
        if opening is None:
            return
        start = str(begin_at(opening.path.parent if opening.path is not None else ""))
        name, _ = QFileDialog.getOpenFileName(self.shell, "打开另一所学校", start, FILES)
        if name:
            self._switch(opening, Path(name))

    def new_school(self) -> None:
        """Runs the wizard and opens the school made; left without one, the old file stays open."""
        opening = self.opening
        made = opening.open_wizard() if opening is not None else None
        if opening is not None and made is not None:
            self._switch(opening, made)

    def _switch(self, opening: Opening, path: Path) -> None:
        from xcedu_desktop.ledger import Ledger

        if opening.path is not None and path.resolve() == opening.path.resolve():
            self.shell.say("打开的就是这个文件")
            return
        try:
            other = Ledger.open(path)
        except UserError as trouble:
            tell(trouble, self.shell, "打开另一所学校")
            return

        def change() -> None:
            if not opening.let_go():
                other.close()
                return
            self.shell.current = self.shell.pages[0].key
            opening.name_school(path)
            opening.use(other, path)

        QTimer.singleShot(0, opening, change)  # the page that asked is taken away: none of it may still run

    # --- a backup

    def restore(self, backup: Path, taken: str) -> None:
        """Asks once, then puts a backup in the file's place. `taken`: when it was made, in words."""
        opening = self.opening
        if opening is not None and opening.path is not None and self._wants(taken):
            QTimer.singleShot(0, opening, lambda: self._restore(opening, backup))

    def _wants(self, taken: str) -> bool:
        box = QMessageBox(
            QMessageBox.Icon.Question, "从备份恢复", "", QMessageBox.StandardButton.NoButton, self.shell
        )
        box.setText(f"用 {taken} 的备份恢复？")
        box.setInformativeText(
            "数据换成备份里的，备份以后填的内容不在里面。\n"
            "现在的文件不会删，留在同一个文件夹里，文件名带「恢复前」。\n"
            "已上报月份的记录（第几次上报、导出的表）照样保留，读不出来的会说明。"
        )
        yes = box.addButton("恢复", QMessageBox.ButtonRole.AcceptRole)
        no = box.addButton("不恢复", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        box.setEscapeButton(no)
        box.exec()
        return box.clickedButton() is yes

    def _restore(self, opening: Opening, backup: Path) -> None:
        path = opening.path
        if path is None or not opening.let_go():
            return
        self.shell.say("正在恢复…")
        self.shell.setEnabled(False)  # there is no file to write into meanwhile

        def done(said: str) -> None:
            again()
            self.shell.say(said)

        def failed(error: Exception) -> None:
            again()
            raise error

        def again() -> None:
            self.shell.setEnabled(True)
            opening.name_school(path)
            opening.open()

        opening.put_back(backup, done, failed)
