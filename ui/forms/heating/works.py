"""购置与改造 as a grid: unit price × quantity fills the cost in until another one is typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ui.forms.heating.stock import Stock
from ui.grid.source import Cell, column_of
from ui.grid.table_source import TableSource
from xcedu_desktop.editing import Edited
from xcedu_desktop.forms.heating.tables import HeatingWork
from xcedu_desktop.store.base import fields_of

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger

_WIDTHS = {
    "kind": 116, "name": 150, "day": 92, "quantity": 56, "unit_price_fen": 90, "cost_fen": 104, "note": 88,
}  # fmt: skip


class WorksSource(TableSource):
    """All works that were entered: what counts this season (from 1 April to the month's end) in ink, the rest grey."""

    total_spans: Mapping[str, int] = {"kind": 3}

    def __init__(self, ledger: Ledger, stock: Stock) -> None:
        self.stock = stock
        fields = fields_of(HeatingWork)
        columns = [
            column_of(key, fields[key], width=width, stretch=key in ("name", "note"), align="left" if key == "kind" else "")
            for key, width in _WIDTHS.items()
        ]  # fmt: skip
        super().__init__(
            ledger, HeatingWork, columns, month=stock.month, hint="输入 购置、供电线路改造 或 接入集中供暖"
        )

    def ink(self, row_id: str, key: str) -> str:
        row = self.rows.get(row_id)
        return "" if row is None or self.stock.counts(row) else "ink3"

    def tooltip(self, row_id: str, key: str) -> str:
        row = self.rows.get(row_id)
        if key != "day" or row is None or self.stock.counts(row):
            return ""
        return f"不在本取暖季：只算 {self.stock.since.isoformat()} 到 {self.stock.month.last.isoformat()} 的"

    def totals(self, ids: Iterable[str]) -> Mapping[str, str]:
        counted = [row_id for row_id in ids if self.stock.counts(self.rows[row_id])]
        words = f"本季合计 {len(counted)} 项（{self.stock.since.month}月{self.stock.since.day}日起）"
        return {**super().totals(counted), "kind": words}

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        """The cost follows unit price and quantity while it is blank or their product."""
        return super().write([*cells, *self._costs(cells)], title)

    def _costs(self, cells: Sequence[Cell]) -> list[Cell]:
        typed: dict[str, dict[str, str]] = {}
        for cell in cells:
            typed.setdefault(cell.row_id, {})[cell.key] = cell.text
        found = []
        for row_id, texts in typed.items():
            if "cost_fen" in texts or not texts.keys() & {"quantity", "unit_price_fen"}:
                continue
            old = self.rows.get(row_id, {})
            values = {key: old.get(key) for key in ("quantity", "unit_price_fen")}
            cost = old.get("cost_fen")
            if cost not in (None, _product(values)) or self.is_draft(row_id, "cost_fen"):
                continue
            for key in values.keys() & texts.keys():
                values[key] = self.fields[key].parse(texts[key], self.reading).value
            product = _product(values)
            if product != cost:
                text = "" if product is None else self.fields["cost_fen"].format(product).replace(",", "")
                found.append(Cell(row_id, "cost_fen", text))
        return found


def _product(values: Mapping[str, int | None]) -> int | None:
    quantity, price = values["quantity"], values["unit_price_fen"]
    return None if quantity is None or price is None else quantity * price
