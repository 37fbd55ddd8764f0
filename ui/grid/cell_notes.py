"""The notes (批注) of a grid's cells, kept in step with what is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.store.changes import ChangeSet


class Spot(NamedTuple):
    """The live cell behind a cell of a grid."""

    table: str
    row_id: str
    key: str


class CellNotes:
    """The notes on the rows of some live tables."""

    def __init__(self, ledger: Ledger, tables: Sequence[str]) -> None:
        self._ledger, self._tables = ledger, tuple(tables)
        self._texts: dict[Spot, str] = {}
        self.reload()

    def reload(self) -> None:
        """Reads them again."""
        self._texts = {
            Spot(table, *cell): text
            for table in self._tables
            for cell, text in self._ledger.notes(table).items()
        }

    def text(self, spot: Spot) -> str:
        """The note on a cell, "" where there is none."""
        return self._texts.get(spot, "")

    def write(self, spot: Spot, text: str, make: Mapping[str, Any] | None = None) -> ChangeSet:
        """Puts a note on a cell, "" takes it away; raises UserError as Ledger.note does."""
        return self._ledger.note(*spot, text, make)

    def absorb(self, change_set: ChangeSet) -> None:
        """Takes over what was written."""
        for change in change_set.changes:
            if change.table != "cell_note":
                continue
            side = change.known()
            if (
                not {"table_name", "row_id", "key"} <= side.keys()
            ):  # a change tells only what became otherwise
                self.reload()
                return
            spot = Spot(side["table_name"], side["row_id"], side["key"])
            if change.after is None:
                self._texts.pop(spot, None)
            elif spot.table in self._tables:
                self._texts[spot] = side["text"]
