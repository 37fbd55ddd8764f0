"""Opening a school file (打开): the core is imported in the worker while the window lives, then the first page is made.

A file that cannot be opened is told in its own sentence, with what can be done instead.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from ui import settings
from ui.crash import Guard
from ui.shell import PROGRAM, Shell
from ui.work import Progress, Worker
from xcedu_desktop.errors import UserError
from xcedu_desktop.periods import Month

WIZARD = ""
"""The first-run wizard (新建学校) as "package.module:function"; it takes the parent window and gives a path or None."""

_RECHECK = 300
"""Milliseconds of quiet after a write before the findings are computed again."""


class Opening(QObject):
    """Holds the open file for as long as the window lives."""

    def __init__(self, app: QApplication, shell: Shell, path: Path | None) -> None:
        super().__init__(shell)
        self.app, self.shell, self.path = app, shell, path
        self.guard = Guard(self)
        if not os.environ.get("PYTEST_CURRENT_TEST"):
            self.guard.install()
        self.worker = shell.worker = Worker(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_RECHECK)
        self._soon.timeout.connect(self.recheck)
        shell.wrote_something.connect(self._soon.start)
        shell.month_changed.connect(self._month_changed)
        shell.closed.connect(self.close)

    def begin(self) -> None:
        """Loads the core, then opens the file; without a path asks for one."""
        if self.path is None:
            self.ask("还没有学校数据文件。")
        else:
            self.worker.run(lambda progress: _load_core(progress), lambda _: self.open())

    def open(self) -> None:
        """Opens the file and shows the first page."""
        assert self.path is not None
        from xcedu_desktop.ledger import Ledger

        try:
            ledger = Ledger.open(self.path)
        except UserError as trouble:
            self.ask(trouble.message)
            return
        settings.remember_file(self.path)
        self.shell.set_ledger(ledger)
        self.recheck()

    def ask(self, sentence: str) -> None:
        """Says why there is no file, and offers another one, a new school, or the end."""
        box = QMessageBox(
            QMessageBox.Icon.Information, PROGRAM, "", QMessageBox.StandardButton.NoButton, self.shell
        )
        box.setText(sentence)
        box.setInformativeText("请选择一个学校数据文件" + ("，或新建学校。" if WIZARD else "。"))
        choose = box.addButton("选择文件", QMessageBox.ButtonRole.AcceptRole)
        new = box.addButton("新建学校", QMessageBox.ButtonRole.ActionRole) if WIZARD else None
        leave = box.addButton("关闭程序", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(choose)
        box.setEscapeButton(leave)
        box.exec()
        if box.clickedButton() is choose:
            self._use(self._chosen_file())
        elif new is not None and box.clickedButton() is new:
            self._use(self.open_wizard())
        else:
            self.shell.close()

    def _chosen_file(self) -> Path | None:
        start = str(self.path.parent) if self.path is not None else ""
        name, _ = QFileDialog.getOpenFileName(
            self.shell, "选择学校数据文件", start, "学校数据文件 (*.db *.xcedu *.sqlite);;所有文件 (*)"
        )
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
        from xcedu_desktop.store.peek import peek

        self.path = path
        glance = peek(path)
        if glance is not None:
            self.shell.set_school(glance.school_name, glance.clerk)
        self.begin()

    # --- findings

    def _month_changed(self, _: Month) -> None:
        self.recheck()

    def recheck(self) -> None:
        """Computes the findings of the month on the screen in the worker; badges and page follow."""
        ledger, month = self.shell.ledger, self.shell.month
        if ledger is None:
            return

        def show(findings: list[object]) -> None:
            if month == self.shell.month:
                self.shell.set_findings(findings)

        self.worker.run(lambda _progress: ledger.findings(month), show)

    def close(self) -> None:
        """Ends the worker and lets go of the file."""
        self.worker.stop()
        if self.shell.ledger is not None:
            self.shell.ledger.close()
            self.shell.ledger = None
        self.guard.remove()


def _load_core(progress: Progress) -> None:
    import_module("xcedu_desktop.ledger")
    progress.check()
