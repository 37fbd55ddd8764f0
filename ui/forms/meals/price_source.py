"""餐费标准 as a grid: a new price from a day on ends the one before it, in the same act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ui.grid.source import Cell
from ui.grid.table_source import TableSource
from xcedu_desktop.editing import Edited
from xcedu_desktop.forms.meals.tables import MEALS

_WHOLE = ("meal", "price_fen", "from_date")
"""What a row needs before it can follow another one."""


class PriceSource(TableSource):
    """A new row takes the supplier and the meal of the row last written, so that price and date are all to be typed."""

    def defaults_for(self, row_id: str) -> Mapping[str, Any]:
        last = next(reversed(self.rows.values()), None)
        if last is not None:
            return {"supplier_id": last["supplier_id"], "meal": last["meal"] or MEALS[0]}
        suppliers = list(self.labels.get("meal_supplier", {}))
        return {"supplier_id": suppliers[0] if len(suppliers) == 1 else None, "meal": MEALS[0]}

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        ends = [end for row_id in dict.fromkeys(c.row_id for c in cells) for end in self._ends(row_id, cells)]
        return super().write([*cells, *ends], "改餐费，原单价截止到前一天" if ends else title)

    def _ends(self, row_id: str, cells: Sequence[Cell]) -> list[Cell]:
        """The end of the price that a row follows, where this write is what makes the row whole."""
        old = self.rows.get(row_id)
        new = dict(old or self.defaults_for(row_id))
        for cell in cells:
            field = self.fields.get(cell.key)
            if cell.row_id == row_id and field is not None:
                new[cell.key] = field.parse(cell.text, self.reading).value
        if any(new.get(key) is None for key in _WHOLE):
            return []
        if (
            old is not None
            and all(old.get(key) is not None for key in _WHOLE)
            and old["from_date"] == new["from_date"]
        ):
            return []
        before = self._earlier(row_id, new)
        if before is None:
            return []
        last = new["from_date"] - timedelta(days=1)
        return [Cell(before["id"], "to_date", last.isoformat())]

    def _earlier(self, row_id: str, new: Mapping[str, Any]) -> dict[str, Any] | None:
        """The price of the same supplier and meal that is still in force on the day on which the new one begins."""
        begins: date = new["from_date"]
        found = [
            row
            for row in self.rows.values()
            if row["id"] != row_id
            and row["supplier_id"] == new.get("supplier_id")
            and row["meal"] == new["meal"]
            and row["from_date"] is not None
            and row["from_date"] < begins
            and (row["to_date"] is None or row["to_date"] >= begins)
        ]
        return max(found, key=lambda row: row["from_date"], default=None)
