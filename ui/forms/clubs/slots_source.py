"""When and where a club meets (时间地点): weekly slots, rooms that are taken said before Enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.forms.clubs.board import Board
from ui.forms.clubs.register import told_with
from ui.grid.source import Cell, Column, Option, column_of
from ui.grid.table_source import TableSource
from xcedu_desktop.editing import CellEdit, Edited
from xcedu_desktop.fields import Field
from xcedu_desktop.forms.clubs.clashes import room_of
from xcedu_desktop.forms.clubs.intake_slots import parse_slots
from xcedu_desktop.periods import WEEKDAYS
from xcedu_desktop.school.tables import PlaceUse
from xcedu_desktop.store.base import fields_of, new_id

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month

_WEEKDAY = Field("星期", width=8)
_DAY_NUMBERS = {f"周{character}": number for number, character in enumerate(WEEKDAYS, 1)}


def weekday_of(text: str) -> int | None:
    """三, 周三, 星期三, 3 → 3; None for anything else."""
    word = text.strip().translate(str.maketrans("１２３４５６７", "1234567"))
    word = word.removeprefix("每").removeprefix("星期").removeprefix("礼拜").removeprefix("周")
    word = "日" if word == "天" else word
    if word in ("1", "2", "3", "4", "5", "6", "7"):
        return int(word)
    return WEEKDAYS.index(word) + 1 if len(word) == 1 and word in WEEKDAYS else None


class SlotsSource(TableSource):
    """When and where the club meets. A whole sentence typed as weekday (周三、周五 16:30-17:30) makes its rows."""

    def __init__(self, ledger: Ledger, month: Month, club_id: str, board: Board) -> None:
        self.board = board
        fields = fields_of(PlaceUse)
        columns = [
            Column("weekday", "星期", _WEEKDAY, width=96, align="center"),
            column_of("from_time", fields["from_time"], width=96),
            column_of("to_time", fields["to_time"], width=96),
            column_of("place", fields["place"], width=180, stretch=True),
        ]
        super().__init__(
            ledger, PlaceUse, columns, month=month,
            where=[PlaceUse.owner_table == "club", PlaceUse.owner_id == club_id],
            defaults={"owner_table": "club", "owner_id": club_id},
            hint="输入星期，如 三、周三；也可输入 周三、周五 16:30-17:30",
        )  # fmt: skip

    def text(self, row_id: str, key: str) -> str:
        value = self.value(row_id, key)
        if key == "weekday" and isinstance(value, int) and 1 <= value <= 7 and not self.is_draft(row_id, key):
            return "周" + WEEKDAYS[value - 1]
        return super().text(row_id, key)

    def options(self, row_id: str, key: str) -> Sequence[Option]:
        if key == "weekday":
            return [Option(word, str(number)) for word, number in _DAY_NUMBERS.items()]
        if key == "place":
            return self._rooms(row_id)
        return super().options(row_id, key)

    def _rooms(self, row_id: str) -> list[Option]:
        """The rooms known, those taken at the row's time with by whom."""
        rows = self.ledger.rows(PlaceUse)
        busy = self.board.busy_rooms(row_id)
        timed = self.value(row_id, "from_time") is not None and self.value(row_id, "weekday") is not None
        options = []
        for place in dict.fromkeys(row["place"] for row in rows if row["place"]):
            taken = busy.get(room_of(place), "")
            note = f"✕ {taken}" if taken else "✓ 空着" if timed else ""
            options.append(Option(place, note=note, tone="error" if taken else "good"))
        return options

    def check(self, cells: Sequence[Cell]) -> dict[tuple[str, str], str]:
        return super().check([self._plain(cell) for cell in cells])

    def _plain(self, cell: Cell) -> Cell:
        number = weekday_of(cell.text) if cell.key == "weekday" else None
        return Cell(cell.row_id, cell.key, str(number)) if number is not None else cell

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        return told_with(self.board, self.table, self._write(cells, title))

    def _write(self, cells: Sequence[Cell], title: str) -> Edited:
        if len(cells) == 1 and cells[0].key == "weekday" and weekday_of(cells[0].text) is None:
            parsed = parse_slots(cells[0].text)
            slots = parsed.value or ()
            if slots and cells[0].row_id not in self.rows:
                edits = []
                for at, slot in enumerate(slots):
                    row_id = cells[0].row_id if at == 0 else new_id()
                    said = {"weekday": str(slot.weekday)}
                    said |= {"from_time": f"{slot.start:%H:%M}"} if slot.start else {}
                    said |= {"to_time": f"{slot.end:%H:%M}"} if slot.end else {}
                    edits += [
                        CellEdit(self.table, row_id, key, text, self.defaults) for key, text in said.items()
                    ]
                done = self.ledger.edit(edits, month=self.month, title="新增活动时间")
                told = {
                    (cells[0].row_id, str(at)): notice.message for at, notice in enumerate(parsed.warnings)
                }
                return Edited(done.change_set, done.errors, {**done.warnings, **told})
        return super().write([self._plain(cell) for cell in cells], title)
