"""还留有已删除记录的备份: the backups that still hold what was erased, deleted one by one or all; gone once there are none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QVBoxLayout, QWidget

from ui.settings_page.backup_table import BackupTable
from ui.settings_page.backups import KnownBackup
from ui.theme import GRID, ROW, SMALL, SPACE_2, SPACE_3
from ui.widgets.buttons import Button, LinkLabel
from ui.widgets.text import Text

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.erased_backups import Held, HoldingBackup

_LINES = 5


class HoldingList(QWidget):
    """`again`: called after something was deleted, so that the list is read anew."""

    def __init__(self, shell: Shell, again: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.shell, self._again = shell, again
        self._there: Sequence[HoldingBackup] = ()
        self._elsewhere: Sequence[str] = ()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE_2)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        self.words = Text("", GRID, tone="error", elide=True, parent=self)
        row.addWidget(self.words, 1)
        self.one = Button("删除选中的备份…", small=True, parent=self)
        self.one.clicked.connect(lambda: self._ask(self._chosen()))
        self.all = Button("全部删除…", small=True, parent=self)
        self.all.clicked.connect(lambda: self._ask(self._there))
        row.addWidget(self.one)
        row.addWidget(self.all)
        box.addLayout(row)
        self.table = BackupTable(self)
        self.table.setAccessibleName("还留有已删除记录的备份")
        box.addWidget(self.table)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        self.lost = Text("", SMALL, tone="ink2", elide=True, parent=self)
        row.addWidget(self.lost, 1)
        self.forget = LinkLabel("都已处理，不再列出", self._forget, points=SMALL, parent=self)
        row.addWidget(self.forget)
        box.addLayout(row)
        self.show_held(None)

    def show_held(self, held: Held | None) -> None:
        """Shows what was found; nothing of it where there is nothing."""
        self._there = held.there if held is not None else ()
        self._elsewhere = held.elsewhere if held is not None else ()
        count, lost = len(self._there), len(self._elsewhere)
        self.words.setText(f"✕ {count} 份备份里还留有已删除的记录，请删除")
        self.table.show_backups(
            [KnownBackup(b.path, b.taken, b.path.parent.name == "自动", b.state) for b in self._there]
        )
        self.table.setFixedHeight((min(count, _LINES) + 1) * ROW + 2)
        for part in (self.words, self.one, self.all, self.table):
            part.setVisible(count > 0)
        if count and self.table.chosen() is None:
            self.table.selectRow(0)
        self.lost.setText(
            f"另有 {lost} 份删除之前的备份现在不在原处，请插上 U 盘再看，或自行删除：{'、'.join(self._elsewhere)}"
        )
        for part in (self.lost, self.forget):
            part.setVisible(lost > 0)
        self.setVisible(bool(count or lost))

    def _chosen(self) -> Sequence[HoldingBackup]:
        chosen = self.table.chosen()
        return [backup for backup in self._there if chosen is not None and backup.path == chosen.path]

    def _ask(self, backups: Sequence[HoldingBackup]) -> None:
        """Asks once, then deletes in the worker."""
        ledger, worker = self.shell.ledger, self.shell.worker
        if ledger is None or worker is None or not backups or not self._sure(backups):
            return
        self.setEnabled(False)

        def work(_progress: object) -> None:
            from xcedu_desktop.erased_backups import delete_backups

            delete_backups(ledger.store, backups)

        def done(_nothing: object) -> None:
            self._ended()
            self.shell.say(f"已删除 {len(backups)} 份备份")

        def failed(error: Exception) -> None:
            self._ended()
            raise error

        worker.run(work, done, failed)

    def _ended(self) -> None:
        self.setEnabled(True)
        self.shell.wrote_something.emit()
        self._again()

    def _sure(self, backups: Sequence[HoldingBackup]) -> bool:
        what = f"{len(backups)} 份备份" if len(backups) > 1 else f"备份「{backups[0].path.name}」"
        box = QMessageBox(
            QMessageBox.Icon.Question, "删除备份", "", QMessageBox.StandardButton.NoButton, self.shell
        )
        box.setText(f"删除{what}？")
        box.setInformativeText("文件会从磁盘上删掉，不能撤销，也不能再用它恢复。现在的数据文件不受影响。")
        yes = box.addButton("删除", QMessageBox.ButtonRole.AcceptRole)
        no = box.addButton("不删除", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        box.setEscapeButton(no)
        box.exec()
        return box.clickedButton() is yes

    def _forget(self) -> None:
        """Those that are not there: the clerk has seen to them."""
        from xcedu_desktop.erased_backups import forget_elsewhere

        ledger = self.shell.ledger
        if ledger is not None:
            forget_elsewhere(ledger.store, self._elsewhere)
            self._ended()
