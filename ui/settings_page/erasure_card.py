"""个人信息: records deleted by school year, the backups that still hold them, and the page for the yearly audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QWidget

from ui.settings import backup_folder
from ui.settings_page.erasure_dialog import ErasureDialog
from ui.settings_page.holding_list import HoldingList
from ui.theme import GRID, ROW, SMALL, SPACE_2, SPACE_3
from ui.widgets.buttons import Button, LinkLabel
from ui.widgets.cards import Card
from ui.widgets.text import Text
from xcedu_desktop.periods import school_year_name

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.erased_backups import Held
    from xcedu_desktop.erasure import Erasure

_WHY = "按学年删除，人数保留"
_NONE = "离校满一个学年的可以按学年删除；现在没有这样的记录"


class ErasureCard(Card):
    """Reads in the worker; the dialog asks, the worker deletes, the window waits meanwhile."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("个人信息")
        self.shell = shell
        self._seen: object = None
        self.body.setSpacing(SPACE_2)
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(Text("个人信息", GRID, bold=True, parent=self))
        self.said = Text("", SMALL, tone="ink2", elide=True, parent=self)
        head.addWidget(self.said, 1)
        self.sheet = LinkLabel("打印处理情况说明", self._print, parent=self)
        head.addWidget(self.sheet)
        self.years = QComboBox(self)
        self.years.setFixedHeight(ROW)
        self.years.setAccessibleName("删除到哪个学年")
        self.years.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        head.addWidget(self.years)
        self.erase = Button("删除…", small=True, parent=self)
        self.erase.setToolTip("删除这个学年及以前的个人记录")
        self.erase.clicked.connect(lambda: self._plan())
        head.addWidget(self.erase)
        self.body.addLayout(head)
        self.held = HoldingList(shell, lambda: self.show_records(again=True), self)
        self.body.addWidget(self.held)
        self._show_years([])

    # --- showing

    def show_records(self, again: bool = False) -> None:
        """Reads in the worker which years can be erased and which backups hold erased records, where something changed."""
        ledger, worker = self.shell.ledger, self.shell.worker
        if ledger is None or worker is None:
            return
        seen = (ledger, self.shell.state_of_file())
        if not again and seen == self._seen:
            return
        self._seen = seen
        folder = backup_folder()

        def work(_progress: object) -> tuple[list[int], Held]:
            from xcedu_desktop.erased_backups import holding

            return ledger.erasable_years(), holding(ledger.store, [folder] if folder is not None else ())

        def done(found: tuple[list[int], Held]) -> None:
            self._show_years(found[0])
            self.held.show_held(found[1])

        worker.run(work, done)

    def _show_years(self, years: list[int]) -> None:
        chosen = self.years.currentData()
        self.years.clear()
        for year in years:
            self.years.addItem(f"{school_year_name(year)}及以前", year)
        at = self.years.findData(chosen)
        self.years.setCurrentIndex(max(at, 0))
        self.said.setText(_WHY if years else _NONE)
        for part in (self.years, self.erase):
            part.setVisible(bool(years))

    # --- acting

    def _print(self) -> None:
        from ui.printing.choose import show_print
        from xcedu_desktop.month.prints import PROCESSING, titles

        page = self.shell.page()
        if page is not None:
            show_print(page, PROCESSING, titles()[PROCESSING])

    def _plan(self) -> None:
        """Counts what would go, then asks."""
        ledger, worker, year = self.shell.ledger, self.shell.worker, self.years.currentData()
        if ledger is None or worker is None or year is None:
            return
        self.shell.say("正在统计要删除的记录…")
        self.erase.setEnabled(False)

        def done(planned: Erasure) -> None:
            self.shell.say("")
            self.erase.setEnabled(True)
            dialog = ErasureDialog(planned, self)
            accepted = dialog.exec() == QDialog.DialogCode.Accepted
            dialog.deleteLater()
            if accepted:
                self._erase(planned)

        def failed(error: Exception) -> None:
            self.shell.say("")
            self.erase.setEnabled(True)
            raise error

        worker.run(lambda _progress: ledger.plan_erasure(year), done, failed)

    def _erase(self, planned: Erasure) -> None:
        """Deletes in the worker; nothing can be written meanwhile, and nothing before it can be undone after it."""
        ledger, worker = self.shell.ledger, self.shell.worker
        if ledger is None or worker is None:
            return
        self.shell.say("正在删除并清理文件…")
        self.shell.setEnabled(False)

        def ended() -> None:
            self.shell.setEnabled(True)
            self.shell.history.forget()
            self.shell.status.say_act("", None)
            self.shell.wrote_something.emit()
            self.shell.refresh()
            self.show_records(again=True)
            self.sheet.setFocus()

        def done(_nothing: object) -> None:
            ended()
            self.shell.say(f"已删除{planned.name}及以前的个人记录，文件也清理过了")

        def failed(error: Exception) -> None:
            self.shell.say("")
            ended()
            raise error

        worker.run(lambda _progress: ledger.erase(planned), done, failed)
