"""设备变动 as a grid, the newest first: date and reason can be put right, a line can be taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ui.forms.heating.stock import Stock
from ui.grid.source import Column, column_of
from ui.grid.table_source import TableSource
from xcedu_desktop.forms.heating.history import Standing, Step
from xcedu_desktop.forms.heating.rules_words import piece_place
from xcedu_desktop.forms.heating.tables import EquipmentEvent
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.store.changes import ChangeSet

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger

PIECE, STATE, ROOM = "piece", "state_words", "room_words"
REASONS = ("损坏", "送修", "修好了", "不用了", "到年限", "调换房间", "安装到位", "调往外校", "捐出")
"""Reasons that are offered; any other is typed."""


class ChangesSource(TableSource):
    """The changes of all pieces. What a piece was before its first change is no line of its own; a change whose day is
    blank or no date stands first, else what a finding says of it could not be put right."""

    def __init__(self, ledger: Ledger, stock: Stock) -> None:
        self.stock = stock
        self.steps: dict[str, Step] = {}
        fields = fields_of(EquipmentEvent)
        columns = [
            column_of("day", fields["day"], width=96),
            Column(PIECE, "设备", width=170, editable=False),
            Column(STATE, "状态", width=130, editable=False),
            Column(ROOM, "所在房间", width=220, editable=False),
            column_of("reason", fields["reason"], width=160, stretch=True),
        ]
        super().__init__(ledger, EquipmentEvent, columns, month=stock.month)

    def read_rows(self) -> Iterable[dict[str, Any]]:
        self.steps = {
            step.event["id"]: step
            for piece in self.stock.register
            for step in self.stock.history.steps(piece)
        }
        shown = self.steps.keys() | {row["id"] for row in self.stock.undated}
        rows = [row for row in super().read_rows() if row["id"] in shown]
        return sorted(rows, key=lambda row: (row["day"] or date.max, row["position"] or 0), reverse=True)

    def row_ids(self) -> Sequence[str]:
        return list(self.rows)

    def text(self, row_id: str, key: str) -> str:
        row, step = self.rows.get(row_id), self.steps.get(row_id)
        if row is None or key not in (PIECE, STATE, ROOM):
            return super().text(row_id, key)
        if key == PIECE:
            piece = self.stock.register[row["equipment_id"]]
            return piece_place(piece["tag"], piece["kind"])
        now = words_of(self.stock, Standing.of(row))
        was = now if step is None else words_of(self.stock, step.before)
        at = 0 if key == STATE else 1
        return now[at] if was[at] == now[at] else f"{was[at]} → {now[at]}"

    def ink(self, row_id: str, key: str) -> str:
        step = self.steps.get(row_id)
        if step is None or key not in (STATE, ROOM):
            return ""
        at = 0 if key == STATE else 1
        return "ink3" if step.before[at] == step.after[at] else "ink"

    def delete(self, ids: Sequence[str]) -> ChangeSet:
        """Takes lines of history away; the pieces stay as they stand."""
        history = self.stock.history
        gone = dict.fromkeys(change.row_id for row_id in ids for change in history.without(self.rows[row_id]))
        return self.ledger.delete(self.table, gone, title="删除设备变动")


def words_of(stock: Stock, standing: Standing) -> tuple[str, str]:
    """State and room in words."""
    room = stock.rooms.get(standing.room_id or "")
    return standing.state or "未填状态", (room["name"] if room else None) or "没有房间"


def change_words(stock: Stock, step: Step) -> str:
    """正常 → 报废，移出办公室1: what a change changed, in one line."""
    was, now = words_of(stock, step.before), words_of(stock, step.after)
    parts = [f"{was[0]} → {now[0]}"] if was[0] != now[0] else []
    if was[1] != now[1]:
        left = step.after.room_id is None
        parts.append(
            f"移出{was[1]}" if left else f"{was[1]} → {now[1]}" if step.before.room_id else f"放进{now[1]}"
        )
    return "，".join(parts)
