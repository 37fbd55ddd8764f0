"""备份: when the last one was made, a button for another, the folder, the list, restoring, and what was sent before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from ui.begin_at import begin_at
from ui.changing_file import ChangingFile
from ui.opening import FILES
from ui.settings import backup_folder, remember_backup_folder
from ui.settings_page.backup_table import BackupTable
from ui.settings_page.backups import AUTOMATIC, list_backups
from ui.statusline import spoken_time
from ui.theme import GRID, ROW, SMALL, SPACE_2, SPACE_3
from ui.widgets.buttons import Button, LinkLabel
from ui.widgets.cards import Card
from ui.widgets.text import Text

if TYPE_CHECKING:
    from ui.settings_page.backups import KnownBackup
    from ui.shell import Shell
    from xcedu_desktop.store.backup import FileCheck

_BESIDE = "备份"
_LINES = 3


class BackupCard(Card):
    """`checked(FileCheck)` after the list was read anew: the file itself is checked with it."""

    checked = Signal(object)

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("备份")
        self.shell = shell
        self.changing = ChangingFile(shell)
        self._read: object = None
        self._reading = False
        self.body.setSpacing(SPACE_2)
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(Text("备份", GRID, bold=True, parent=self))
        self.last = Text("", GRID, tone="ink2", elide=True, parent=self)
        head.addWidget(self.last, 1)
        self.other = LinkLabel("用别的备份文件…", self._restore_other, parent=self)
        self.restore = Button("从备份恢复…", small=True, parent=self)
        self.restore.clicked.connect(lambda: self._restore_chosen())
        self.now = Button("立即备份", small=True, parent=self)
        self.now.clicked.connect(lambda: self.back_up())
        for part in (self.other, self.restore, self.now):
            head.addWidget(part)
        self.body.addLayout(head)
        self.notice = Text("", GRID, bold=True, elide=True, parent=self)
        self.notice.hide()
        self.body.addWidget(self.notice)
        self.lost = Text("", GRID, tone="error", parent=self)
        self.lost.setWordWrap(True)
        self.lost.hide()
        self.body.addWidget(self.lost)
        self.table = BackupTable(self)
        self.table.setMinimumHeight((_LINES + 1) * ROW)
        self.table.chosen_changed.connect(self._allow)
        self.body.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        self.folder = Text("", SMALL, tone="ink2", elide=True, parent=self)
        row.addWidget(self.folder, 1)
        row.addWidget(LinkLabel("打开文件夹", self._open_folder, points=SMALL, parent=self))
        row.addWidget(LinkLabel("换文件夹", self._choose, points=SMALL, parent=self))
        self.body.addLayout(row)

    # --- showing

    def show_backups(self) -> None:
        """Says when the last one was made; reads the list in the worker where a backup was made since."""
        ledger = self.shell.ledger
        if ledger is None:
            return
        last = ledger.last_backup()
        taken = last.isoformat() if last is not None else None
        self.last.setText(f"上次 {spoken_time(taken)}；每天第一次打开时自动备份" if taken else "还没有备份过")
        self.folder.setText(f"手动备份存到 {self._folder()}；自动备份留最近 10 份")
        opening = self.changing.opening
        self.notice.setText(opening.notice if opening is not None else "")
        self.lost.setText(opening.lost if opening is not None else "")
        for text in (self.notice, self.lost):
            text.setVisible(bool(text.text()))
        self.other.setEnabled(opening is not None)
        if self._read != (taken, self._folder()):
            self._read = taken, self._folder()
            self.read()
        self._allow()

    def read(self) -> None:
        """Reads and checks the list, and the file itself, in the worker."""
        ledger, worker = self.shell.ledger, self.shell.worker
        if ledger is None or worker is None or self._reading:
            return
        beside = ledger.store.path.parent / _BESIDE
        folders = list(dict.fromkeys((self._folder(), beside, beside / AUTOMATIC)))
        self._reading = True

        def done(result: tuple[list[KnownBackup], FileCheck]) -> None:
            self._reading = False
            self.table.show_backups(result[0])
            self.checked.emit(result[1])

        def failed(error: Exception) -> None:
            self._reading = False
            raise error

        worker.run(lambda _progress: list_backups(ledger, folders), done, failed)

    def _allow(self) -> None:
        chosen = self.table.chosen()
        self.restore.setEnabled(
            chosen is not None and not chosen.problem and self.changing.opening is not None
        )

    def _folder(self) -> Path:
        kept, ledger = backup_folder(), self.shell.ledger
        if kept is not None or ledger is None:
            return kept or Path()
        return ledger.store.path.resolve().parent / _BESIDE

    # --- acting

    def back_up(self) -> None:
        """Makes a backup in the worker; says where it lies."""
        ledger, worker, folder = self.shell.ledger, self.shell.worker, backup_folder()
        if ledger is None or worker is None:
            return
        self.now.setEnabled(False)
        self.shell.say("正在备份…")

        def done(made: Path) -> None:
            self.now.setEnabled(True)
            self.shell.say(f"已备份到 {made.parent}，并检查过能打开")
            self.shell.wrote_something.emit()
            self.show_backups()

        def failed(error: Exception) -> None:
            self.now.setEnabled(True)
            self.shell.say("")
            raise error

        worker.run(lambda _progress: ledger.back_up(folder), done, failed)

    def _restore_chosen(self) -> None:
        chosen = self.table.chosen()
        if chosen is not None:
            self.changing.restore(chosen.path, chosen.spoken)

    def _restore_other(self) -> None:
        folder = self._folder()
        start = str(begin_at(folder, folder.parent))
        name, _ = QFileDialog.getOpenFileName(self, "用哪个备份恢复", start, FILES)
        if name:
            self.changing.restore(Path(name), f"「{Path(name).name}」")

    def _choose(self) -> None:
        folder = self._folder()
        start = str(begin_at(folder, folder.parent))
        chosen = QFileDialog.getExistingDirectory(self, "备份到哪个文件夹", start)
        if chosen:
            remember_backup_folder(Path(chosen))
            self.show_backups()

    def _open_folder(self) -> Any:
        folder = self._folder()
        if not folder.is_dir():
            self.shell.say(f"没有找到文件夹 {folder}")
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
