"""撤销导入: the imports that were made; what taking one back would do is shown before it is done; laid over 修改记录."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout
from shiboken6 import isValid

from ui.forms.registry import PageSpec
from ui.grid.source import Column, GridSource
from ui.grid.view import Grid
from ui.page import Page
from ui.theme import GRID, SPACE_3
from ui.widgets.side_width import SideWidth
from ui.widgets.text import Text
from xcedu_desktop.errors import UserError
from xcedu_desktop.import_undo import RunFact, UndoPlan

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.store.changes import ChangeSet

_SPEC = PageSpec("imports", "撤销导入", "撤销", "", "ui.log.imports_page:ImportsPage")
_LIST, _LIST_SMALL = 470, 220


class _Runs(GridSource):
    columns = (
        Column("title", "导入", width=170, editable=False, stretch=True),
        Column("at", "时间", width=140, editable=False),
        Column("state", "", width=96, align="center", editable=False),
    )

    def __init__(self, runs: Sequence[RunFact]) -> None:
        self.runs: Mapping[str, RunFact] = {run.id: run for run in runs}

    def row_ids(self) -> Sequence[str]:
        return list(self.runs)

    def text(self, row_id: str, key: str) -> str:
        run = self.runs.get(row_id)
        if run is None:
            return ""
        if key == "state":
            return "已撤销" if run.undone_at else "" if run.possible else "备份不在了"
        return run.title.removeprefix("导入 ") if key == "title" else run.at

    def ink(self, row_id: str, key: str) -> str:
        run = self.runs.get(row_id)
        return "ink3" if run is not None and (run.undone_at or not run.possible) else "ink"

    def tooltip(self, row_id: str, key: str) -> str:
        run = self.runs.get(row_id)
        return f"{run.title}\n填表人 {run.who}，写了 {run.rows} 行" if run is not None else ""


class _Left(GridSource):
    columns = (Column("words", "撤销后保持不动的行", width=300, editable=False, stretch=True),)

    def __init__(self, words: Sequence[str]) -> None:
        self.words = {str(number): text for number, text in enumerate(words)}

    def row_ids(self) -> Sequence[str]:
        return list(self.words)

    def text(self, row_id: str, key: str) -> str:
        return self.words.get(row_id, "")

    def tooltip(self, row_id: str, key: str) -> str:
        return self.words.get(row_id, "")


class ImportsPage(Page):
    """The imports at the left; at the right what would stay as it is."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, _SPEC)
        self.plan: UndoPlan | None = None
        self.list = Grid(shell, _Runs(()), sortable=False, row_mode=True, parent=self)
        self.list.table.setAccessibleName("历次导入")
        SideWidth(self.list, _LIST, _LIST_SMALL)
        self.list.chosen.connect(lambda _row: self._look())
        self.left = Grid(shell, _Left(()), sortable=False, row_mode=True, parent=self)
        self.about = Text("", GRID, tone="ink2", elide=True, parent=self)
        beside = QHBoxLayout()
        beside.setSpacing(SPACE_3)
        beside.addWidget(self.list)
        beside.addWidget(self.left, 1)
        self.body.addWidget(self.about)
        self.body.addLayout(beside, 1)
        self.add_way_back(shell.lift)
        self.set_main("撤销这次导入", self.take_back).setToolTip("Ctrl+Enter")
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.take_back)
        self.setFocusProxy(self.list)

    def refresh(self) -> None:
        ledger = self.shell.ledger
        if ledger is None:
            return
        runs = ledger.imports()
        self.set_quiet(f"共 {len(runs)} 次导入" if runs else "这个数据文件还没有导入过")
        self.list.set_source(_Runs(runs))
        if runs and not self.list.current()[0]:
            self.list.show_cell(runs[0].id, light=False)
        self._look()

    def _look(self) -> None:
        """Has the worker say what taking the chosen import back would do."""
        ledger, worker, run_id = self.shell.ledger, self.shell.worker, self.list.current()[0]
        self._show(None, "")
        if ledger is None or worker is None or not run_id:
            return

        def done(plan: UndoPlan) -> None:
            if self.list.current()[0] != run_id:
                return
            back = len(plan.change_set.changes)
            words = f"{back} 行退回导入之前的样子" if back else "没有可以退回的行了"
            self._show(
                plan if back else None, words + (f"，{len(plan.left)} 行保持不动" if plan.left else "")
            )

        def failed(error: Exception) -> None:
            if not isinstance(error, UserError):
                raise error
            self._show(None, error.message)

        worker.run(lambda _progress: ledger.plan_import_undo(run_id), done, failed, asker=self)

    def _show(self, plan: UndoPlan | None, words: str) -> None:
        self.plan = plan
        self.about.setText(words)
        self.left.set_source(_Left(plan.left if plan is not None else ()))
        if self.header.main is not None:
            self.header.main.setEnabled(plan is not None)

    def take_back(self) -> None:
        """Takes the chosen import back in the worker, after a backup; one act, undone by Ctrl+Z."""
        ledger, worker, plan = self.shell.ledger, self.shell.worker, self.plan
        if ledger is None or worker is None or plan is None:
            return
        self._show(None, "正在备份并撤销…")

        def done(change_set: ChangeSet) -> None:
            self.shell.wrote(change_set, f"已{change_set.title}")
            if isValid(self):  # else the page was left meanwhile
                self.refresh()

        def failed(error: Exception) -> None:
            if isValid(self):
                self._look()
            raise error

        worker.run(lambda _progress: ledger.undo_import(plan), done, failed)
