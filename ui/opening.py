"""Opening a school file (打开): the core is imported in the worker while the window lives, then the first page is made.

A file that cannot be opened is told in its own sentence, with what can be done instead.
"""

from __future__ import annotations

from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QMessageBox

from ui import settings
from ui.shell import PROGRAM, Shell
from ui.work import Progress, Worker
from xcedu_desktop.clock import today
from xcedu_desktop.errors import UserError
from xcedu_desktop.periods import Month

if TYPE_CHECKING:
    from xcedu_desktop.form import Finding
    from xcedu_desktop.month.life import MonthLife

WIZARD = ""
"""The first-run wizard (新建学校) as "package.module:function"; it takes the parent window and gives a path or None."""

_RECHECK = 300
"""Milliseconds of quiet after a write before the findings are computed again."""


class Opening(QObject):
    """Holds the open file for as long as the window lives."""

    def __init__(self, shell: Shell, path: Path | None) -> None:
        super().__init__(shell)
        self.shell, self.path = shell, path
        self.worker = shell.worker = Worker(self)
        self._checking = self._again = False
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
        self._checking = False
        self.recheck()

    def recheck(self) -> None:
        """Computes findings and state of the month on the screen in the worker; badges and page follow."""
        ledger, month = self.shell.ledger, self.shell.month
        if ledger is None:
            return
        if self._checking:
            self._again = True
            return
        self._checking, version = True, ledger.version

        def show(found: tuple[list[Finding], MonthLife, datetime | None]) -> None:
            if month != self.shell.month:
                return
            self._checking = False
            findings, life, backup = found
            self._show_state(life, backup)
            self.shell.set_findings(findings)
            if self._again or ledger.version != version:
                self._again = False
                self._soon.start()

        def failed(error: Exception) -> None:
            self._checking = False
            raise error

        self.worker.run(
            lambda _: (ledger.findings(month), ledger.month_state(month), ledger.last_backup()), show, failed
        )

    def _show_state(self, life: MonthLife, backup: datetime | None) -> None:
        kind = "reported" if life.locked else "reopened" if life.revision else "open"
        text = f"已上报（第 {life.revision} 次）" if life.locked else None
        self.shell.set_state(kind, text)
        self.shell.set_backup(spoken_time(backup, today()) if backup is not None else "")

    def close(self) -> None:
        """Ends the worker, keeps what the next first paint shows, and lets go of the file."""
        self.worker.stop()
        ledger, self.shell.ledger = self.shell.ledger, None
        if ledger is not None:
            known = not self._checking and not self._soon.isActive()
            try:
                if known and "month" in self.shell.remembered:
                    ledger.remember_overview(self.shell.remembered)
            except UserError:
                # a full or pulled-out disk: everything typed is saved already, this was for the next first paint only
                pass
            finally:
                ledger.close()


def spoken_time(moment: datetime, day: date) -> str:
    """今天 08:01, 昨天 17:30, else 10月24日."""
    back = (day - moment.date()).days
    if back in (0, 1):
        return f"{'昨天' if back else '今天'} {moment:%H:%M}"
    return (
        f"{moment.month}月{moment.day}日" if back < 300 else f"{moment.year}年{moment.month}月{moment.day}日"
    )


def _load_core(progress: Progress) -> None:
    import_module("xcedu_desktop.ledger")
    progress.check()
