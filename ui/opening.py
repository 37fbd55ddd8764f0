"""Opening a school file (打开): core and file are loaded in the worker while the window lives, then the first page is made.

A file that cannot be opened is told in its own sentence, with what can be done instead.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox

from ui import settings
from ui.begin_at import begin_at
from ui.daily_backup import back_up_of_the_day
from ui.forms.registry import PAGES
from ui.frame import PROGRAM
from ui.quiet import keep_loaded
from ui.shell import Shell
from ui.work import Progress, Worker
from xcedu_desktop.errors import InUse, UserError

if TYPE_CHECKING:
    from ui.looking_up import LookingUp
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.store.backup import Restored

WIZARD = "ui.wizard.window:run"
"""The first-run wizard (新建学校) as "package.module:function"; it takes the parent window and gives a path or None."""
FILES = "学校数据文件 (*.db *.xcedu *.sqlite);;所有文件 (*)"


class Opening(QObject):
    """Holds the open file for as long as the window lives."""

    def __init__(self, shell: Shell, path: Path | None, received: Path | None = None) -> None:
        super().__init__(shell)
        self.shell, self.path = shell, path
        self._received = received
        """A file of the bureau that the program was started with, taken in once a school is open."""
        self.notice = ""
        """What was done with the file in this session, for the settings page: restored, and where the old one is."""
        self.lost = ""
        """What of the old file a restore could not carry over, a sentence a line."""
        self._opened: Ledger | None = None
        """The file from the moment when the worker has it to that when the window has it."""
        self._looking: LookingUp | None = None
        self.worker = shell.worker = Worker(self)
        shell.closed.connect(self.close)

    def begin(self) -> None:
        """Shows what the last run kept, loads the core, then opens the file; without a path runs the wizard."""
        if self.path is None:
            self.worker.run(_load_core, lambda _: self._first_run())
        else:
            # else the window stays bare: nothing is known, and nothing is being computed
            if self.path.exists():
                self.shell.show_glance()
            self.worker.run(self._load_file, self._show_file, self._say_trouble)

    def _first_run(self) -> None:
        path = self.open_wizard()
        if path is None:
            self.ask("还没有学校数据文件。")
        else:
            self._use(path)

    def _load_file(self, progress: Progress) -> Ledger:
        _load_core(progress)
        from xcedu_desktop.ledger import Ledger

        assert self.path is not None
        self._opened = Ledger.open(self.path)
        return self._opened

    def _show_file(self, ledger: Ledger) -> None:
        self._opened = None
        assert self.path is not None
        self.use(ledger, self.path)

    def _say_trouble(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.ask(error.message, damaged=self._may_be_restored(error))

    def _may_be_restored(self, error: UserError) -> bool:
        """Whether a backup may take the place of the file that cannot be opened: it lies there, and nobody uses it."""
        return self.path is not None and self.path.is_file() and not isinstance(error, InUse)

    def open(self) -> None:
        """Opens the file at once and shows the first page."""
        assert self.path is not None
        from xcedu_desktop.ledger import Ledger

        try:
            ledger = Ledger.open(self.path)
        except UserError as trouble:
            self.ask(trouble.message, damaged=self._may_be_restored(trouble))
            return
        self.use(ledger, self.path)

    def use(self, ledger: Ledger, path: Path) -> None:
        """Shows an open file and has it checked; the day's backup is made after that."""
        self.path = path
        settings.remember_file(path)
        from ui.month.findings import Findings

        findings = Findings(self.shell)
        self.shell.set_ledger(ledger)
        findings.check()
        self._look_up()
        back_up_of_the_day(self.shell)
        self.worker.run(_warm)
        received, self._received = self._received, None
        if received is not None:
            from ui.receipts.opening import open_received

            open_received(self.shell, received)

    def _look_up(self) -> None:
        """The search box stands in the top bar as soon as there is something to search."""
        from ui.looking_up import LookingUp

        if self._looking is None:
            self._looking = LookingUp(self.shell)
        else:
            self._looking.read()

    def let_go(self) -> bool:
        """Closes the file and lets the window forget it; waits for what runs. False where the page holds its place."""
        page = self.shell.page()
        if page is not None and not page.leave():
            return False
        from ui.month.findings import Findings

        self.worker.stop()
        service = Findings.of(self.shell)
        if service is not None:
            service.end()
        if self._looking is not None:
            self._looking.forget()
        ledger = self.shell.ledger
        self.shell.let_go()
        if ledger is not None:
            ledger.close()
        return True

    def ask(self, sentence: str, damaged: bool = False) -> None:
        """Says why there is no file, and offers another one, a new school, or the end; `damaged`: a backup too."""
        box = QMessageBox(
            QMessageBox.Icon.Information, PROGRAM, "", QMessageBox.StandardButton.NoButton, self.shell
        )
        box.setText(sentence)
        box.setInformativeText("请选择一个学校数据文件" + ("，或新建学校。" if WIZARD else "。"))
        choose = box.addButton("选择文件", QMessageBox.ButtonRole.AcceptRole)
        new = box.addButton("新建学校", QMessageBox.ButtonRole.ActionRole) if WIZARD else None
        back = box.addButton("从备份恢复", QMessageBox.ButtonRole.ActionRole) if damaged else None
        leave = box.addButton("关闭程序", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(choose)
        box.setEscapeButton(leave)
        box.exec()
        if box.clickedButton() is choose:
            self._use(self._chosen_file())
        elif new is not None and box.clickedButton() is new:
            self._use(self.open_wizard())
        elif back is not None and box.clickedButton() is back:
            self._restore(sentence)
        else:
            self.shell.close()

    def _restore(self, sentence: str) -> None:
        """Puts a backup in the place of the file that cannot be opened, then opens it; `sentence`: why it cannot."""
        path = self.path
        assert path is not None
        beside = path.parent / "备份"
        start = str(begin_at(beside, path.parent))
        name, _ = QFileDialog.getOpenFileName(self.shell, "用哪个备份恢复", start, FILES)
        if not name:
            self.ask(sentence, damaged=True)
            return

        def done(said: str) -> None:
            self.name_school(path)
            self.begin()
            self.shell.say(said)

        self.put_back(Path(name), done, self._say_trouble)

    def put_back(
        self, backup: Path, done: Callable[[str], object], failed: Callable[[Exception], object]
    ) -> None:
        """Has the worker put a backup in the place of the file, which is closed; `done` gets the line to say."""
        path = self.path
        assert path is not None

        def work(_progress: Progress) -> Restored:
            from xcedu_desktop.month.restoring import restore

            return restore(backup, path)

        self.worker.run(work, lambda result: done(self._tell_restored(result)), failed)

    def _tell_restored(self, result: Restored) -> str:
        """Keeps for the settings page what a restore did, and what of the old file is lost; gives the line to say now."""
        kept = result.kept
        self.notice = f"已恢复。原来的文件留在 {kept}" if kept is not None else "已恢复。"
        self.lost = "\n".join(result.lost)
        return "已恢复，有的记录没有带过来，见「设置」的「备份」" if result.lost else self.notice

    def _chosen_file(self) -> Path | None:
        start = str(begin_at(self.path.parent if self.path is not None else ""))
        name, _ = QFileDialog.getOpenFileName(self.shell, "选择学校数据文件", start, FILES)
        return Path(name) if name else None

    def open_wizard(self) -> Path | None:
        """Runs the first-run wizard; the new file, None where it was left."""
        module, function = WIZARD.split(":")
        made = getattr(import_module(module), function)(self.shell)
        return made if isinstance(made, Path) else None

    def _use(self, path: Path | None) -> None:
        if path is None:
            self.ask("还没有打开学校数据文件。")
            return
        self.path = path
        self.name_school(path)
        self.begin()

    def name_school(self, path: Path) -> None:
        """Shows school and clerk of a file in the window's frame."""
        from xcedu_desktop.store.peek import peek

        glance = peek(path)
        if glance is not None:
            self.shell.set_school(glance.school_name, glance.clerk)

    def close(self) -> None:
        """Ends the worker and lets go of the file."""
        self.shell.hide()  # an export that runs is waited for; nobody need look at a window that does not answer
        self.worker.stop()
        for ledger in (self.shell.ledger, self._opened):
            if ledger is not None:
                ledger.close()
        self.shell.ledger = self._opened = None


def _load_core(progress: Progress) -> None:
    import_module("xcedu_desktop.ledger")
    progress.check()
    keep_loaded()


def _warm(progress: Progress) -> None:
    """Loads after the first check what a first key or a first page would wait for."""
    for spec in PAGES:
        import_module(spec.factory.split(":")[0])
        progress.check()
    import_module("ui.grid.pinyin").sorting("一")
