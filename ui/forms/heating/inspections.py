"""自查与整改 as a grid: finding → measure → deadline → closed (销号); what is closed stands grey."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ui.forms.heating.stock import Stock, is_open
from ui.grid.source import Column, column_of
from ui.grid.table_source import TableSource
from xcedu_desktop.clock import today
from xcedu_desktop.forms.heating.tables import Inspection
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.store.changes import ChangeSet, altered

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger

_WIDTHS = {"day": 88, "room_id": 104, "finding": 120, "measure": 120, "deadline": 88, "closed_on": 88}
LEFT = "left"


class InspectionsSource(TableSource):
    """The self-inspections, in the order of entry; how each stands (没有问题, 还有 3 天, 已过期 2 天) is computed."""

    def __init__(self, ledger: Ledger, stock: Stock) -> None:
        fields = fields_of(Inspection)
        columns = [
            column_of(key, fields[key], width=width, stretch=key in ("finding", "measure"))
            for key, width in _WIDTHS.items()
        ]
        columns.append(Column(LEFT, "进展", width=88, editable=False))
        hint = "输入自查日期，如 10.9；没有问题的，只填日期就行"
        super().__init__(ledger, Inspection, columns, month=stock.month, hint=hint)

    def text(self, row_id: str, key: str) -> str:
        row = self.rows.get(row_id)
        if key != LEFT or row is None:
            return super().text(row_id, key)
        if row["closed_on"] is not None:
            return "✓ 已销号"
        if not is_open(row):
            return "没有问题"
        if row["deadline"] is None:
            return "没有期限"
        days = (row["deadline"] - today()).days
        return f"还有 {days} 天" if days > 0 else "今天到期" if days == 0 else f"✕ 过期 {-days} 天"

    def ink(self, row_id: str, key: str) -> str:
        row = self.rows.get(row_id)
        if row is None:
            return ""
        if row["closed_on"] is not None:
            return "good" if key == LEFT else "ink3"
        late = row["deadline"] is not None and row["deadline"] < today()
        return ("error" if late else "ink2") if key == LEFT else ""

    def closing(self, ids: Iterable[str]) -> ChangeSet:
        """Closes the open ones among these rows today."""
        rows = [self.rows[row_id] for row_id in ids if row_id in self.rows]
        changes = [
            altered(self.table, row["id"], row, {"closed_on": today()}) for row in rows if is_open(row)
        ]
        return ChangeSet("销号", tuple(change for change in changes if change is not None))
