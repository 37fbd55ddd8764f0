"""教职工: the staff, one grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from ui.grid.source import NUMBER, Column, column_of
from ui.grid.table_source import TableSource
from ui.grid.view import Grid
from ui.page import Page
from ui.theme import GRID, SPACE_2
from ui.widgets.buttons import Button
from ui.widgets.text import Text
from xcedu_desktop.ledger_rows import naming_day
from xcedu_desktop.school.tables import Staff
from xcedu_desktop.store.base import fields_of

if TYPE_CHECKING:
    from ui.forms.registry import PageSpec
    from ui.shell import Shell
    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month

_FIELDS = fields_of(Staff)


class StaffSource(TableSource):
    """Who left stands grey at the end."""

    def __init__(self, ledger: Ledger, month: Month) -> None:
        self.day = naming_day(month)
        columns = [
            Column(NUMBER, "", width=40, editable=False, frozen=True),
            column_of("name", _FIELDS["name"], width=110, frozen=True),
            column_of("sex", _FIELDS["sex"], width=56),
            column_of("post", _FIELDS["post"], width=130),
            column_of("subject", _FIELDS["subject"], width=130),
            column_of(
                "phone", _FIELDS["phone"], width=140, tooltip="中间四位不显示；按 F2 显示全号，会记入修改记录"
            ),
            column_of("from_date", _FIELDS["from_date"], width=110),
            column_of("to_date", _FIELDS["to_date"], width=110, tooltip="最后在校的一天"),
            column_of("note", _FIELDS["note"], width=120, stretch=True),
        ]
        super().__init__(ledger, Staff, columns, month=month, hint="输入姓名，新增教职工")

    def has_left(self, row_id: str) -> bool:
        """Left the school before the day of the page."""
        gone = self.value(row_id, "to_date")
        return gone is not None and gone < self.day

    def text(self, row_id: str, key: str) -> str:
        if key == NUMBER:
            return "—" if self.has_left(row_id) else ""
        return super().text(row_id, key)

    def ink(self, row_id: str, key: str) -> str:
        return "ink3" if self.has_left(row_id) else ""

    def sort_group(self, row_id: str) -> int:
        return 1 if self.has_left(row_id) else 0

    def staying(self) -> Sequence[str]:
        """Ids of those at the school on the page's day."""
        return [row_id for row_id in self.rows if not self.has_left(row_id)]


class StaffPage(Page):
    """One grid with a filter."""

    def __init__(self, shell: Shell, spec: PageSpec) -> None:
        super().__init__(shell, spec)
        assert shell.ledger is not None
        self.ledger: Ledger = shell.ledger
        self.read_at = shell.state_of_file()
        self.source = StaffSource(self.ledger, shell.month)
        self.grid = Grid(shell, self.source, parent=self)
        self.setFocusProxy(self.grid)
        self.grid.written.connect(self._show_count)
        self.still = Text("", GRID, tone="ink2", parent=self)
        self.next = Button("下一处　F8", parent=self)
        self.next.clicked.connect(lambda: self.shell.next_finding())
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.grid.filter_box())
        row.addStretch(1)
        row.addWidget(self.still)
        row.addWidget(self.next)
        self.body.addLayout(row)
        self.body.addWidget(self.grid, 1)
        self.add_button("新增教职工　Ins", self.grid.new_row)
        new = QShortcut(QKeySequence("Ins"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        new.activated.connect(self.grid.new_row)
        self.set_main("导入名单", lambda: shell.open_import("staff"))
        self.show_findings([])
        self._show_count()

    def refresh(self) -> None:
        if self.grid.table.is_editing():
            self.grid.refresh()
            return
        self.source = StaffSource(self.ledger, self.shell.month)
        self.source.set_findings(self.shell.findings)
        self.grid.set_source(self.source)
        self._show_count()

    def show_findings(self, findings: list[Finding]) -> None:
        self.grid.set_findings(findings)
        mine = [finding for finding in findings if finding.open and finding.table in self.spec.takes]
        self.still.setText(f"本页 {len(mine)} 项" if mine else "")
        self.next.setVisible(bool(mine))

    def focus_finding(self, finding: Finding) -> bool:
        return self.grid.show_cell(finding.record, finding.field)

    def leave(self) -> bool:
        self.grid.commit()
        return True

    def _show_count(self) -> None:
        empty = " · 有名单点「导入名单」，也可以在第一行输入或从表格粘贴" if not self.source.rows else ""
        self.set_quiet(f"{len(self.source.staying())} 人在岗{empty}")
