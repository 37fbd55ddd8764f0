"""历次上报: every report made of the month, and what each correction changed, cell by cell; laid over 校验与上报."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from ui.forms.registry import PageSpec
from ui.grid.source import Column, GridSource
from ui.grid.view import Grid
from ui.page import Page
from ui.theme import GRID, SPACE_3
from ui.widgets.side_width import SideWidth
from ui.widgets.text import Text
from xcedu_desktop.month.revisions import Difference, RevisionFact

if TYPE_CHECKING:
    from ui.shell import Shell

_SPEC = PageSpec("revisions", "历次上报", "历次", "", "ui.month.revisions_page:RevisionsPage")
_LIST, _LIST_SMALL = 330, 200


class _Reports(GridSource):
    columns = (
        Column("revision", "上报", width=72, editable=False),
        Column("when", "时间", width=120, editable=False),
        Column("reason", "更正理由", width=120, editable=False, stretch=True),
    )

    def __init__(self, facts: Sequence[RevisionFact]) -> None:
        self.facts: Mapping[str, RevisionFact] = {str(fact.revision): fact for fact in reversed(facts)}

    def row_ids(self) -> Sequence[str]:
        return list(self.facts)

    def text(self, row_id: str, key: str) -> str:
        fact = self.facts.get(row_id)
        if fact is None:
            return ""
        if key == "when":
            when = datetime.fromisoformat(fact.exported_at)
            return f"{when.month}月{when.day}日 {when:%H:%M}"
        return f"第 {fact.revision} 次" if key == "revision" else fact.reason

    def tooltip(self, row_id: str, key: str) -> str:
        fact = self.facts.get(row_id)
        return (
            f"{fact.file_name}\n填表人 {fact.exported_by}\n{fact.reason}".strip() if fact is not None else ""
        )


class _Differences(GridSource):
    columns = (
        Column("sheet", "表", width=120, editable=False),
        Column("row", "位置", width=200, editable=False, stretch=True),
        Column("column", "栏目", width=110, editable=False),
        Column("old", "上一次", width=140, editable=False, stretch=True),
        Column("new", "这一次", width=140, editable=False, stretch=True),
    )

    def __init__(self, found: Sequence[Difference]) -> None:
        self.found: Mapping[str, Difference] = {str(number): one for number, one in enumerate(found)}

    def row_ids(self) -> Sequence[str]:
        return list(self.found)

    def text(self, row_id: str, key: str) -> str:
        one = self.found.get(row_id)
        return str(getattr(one, key)) if one is not None else ""

    def ink(self, row_id: str, key: str) -> str:
        return {"old": "ink2", "new": "accent", "sheet": "ink2"}.get(key, "ink")

    def tooltip(self, row_id: str, key: str) -> str:
        return self.text(row_id, key) if key in ("row", "old", "new") else ""


class RevisionsPage(Page):
    """Reports at the left, newest first; what the chosen one changed at the right."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, _SPEC)
        self.facts: list[RevisionFact] = []
        self.list = Grid(shell, _Reports(()), sortable=False, row_mode=True, parent=self)
        self.list.table.setAccessibleName("历次上报")
        SideWidth(self.list, _LIST, _LIST_SMALL)
        self.list.chosen.connect(lambda _row: self._compare())
        self.changes = Grid(shell, _Differences(()), sortable=False, row_mode=True, parent=self)
        self.changes.table.setAccessibleName("和上一次不同的格")
        self.about = Text("", GRID, tone="ink2", elide=True, parent=self)
        beside = QHBoxLayout()
        beside.setSpacing(SPACE_3)
        beside.addWidget(self.list)
        beside.addWidget(self.changes, 1)
        self.body.addWidget(self.about)
        self.body.addLayout(beside, 1)
        self.add_way_back(shell.lift)
        self.setFocusProxy(self.list)

    def refresh(self) -> None:
        ledger, month = self.shell.ledger, self.shell.month
        if ledger is None:
            return
        self.facts = ledger.revisions(month)
        self.set_quiet(
            f"{month.spoken} · 共 {len(self.facts)} 次" if self.facts else f"{month.spoken}还没有上报过"
        )
        self.list.set_source(_Reports(self.facts))
        if self.facts and not self.list.current()[0]:
            self.list.show_cell(str(self.facts[-1].revision), light=False)
        self._compare()

    def _compare(self) -> None:
        """What the chosen report says otherwise than the one before it, compared in the worker."""
        ledger, worker, month = self.shell.ledger, self.shell.worker, self.shell.month
        chosen = self.list.current()[0]
        numbers = [fact.revision for fact in self.facts]
        if ledger is None or worker is None or not chosen or int(chosen) not in numbers:
            self.changes.set_source(_Differences(()))
            self.about.setText("")
            return
        at = numbers.index(int(chosen))
        if at == 0:
            self.changes.set_source(_Differences(()))
            self.about.setText(f"第 {numbers[0]} 次上报之前没有可以比较的")
            return
        one, other = numbers[at - 1], numbers[at]

        def done(found: list[Difference]) -> None:
            if self.list.current()[0] != chosen or self.shell.month != month:
                return
            self.changes.set_source(_Differences(found))
            said = (
                f"第 {other} 次与第 {one} 次相比，{len(found)} 处不同"
                if found
                else f"第 {other} 次与第 {one} 次内容相同"
            )
            self.about.setText(said)

        worker.run(lambda _progress: ledger.compare_revisions(month, one, other), done, asker=self)
