"""A table source whose references are picked from a list by id: two of one name are told apart, in new rows too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ui.forms.clubs.board import Board
from ui.grid.source import Cell, Option
from ui.grid.table_source import TableSource
from xcedu_desktop.editing import Edited
from xcedu_desktop.fields import Kind
from xcedu_desktop.store.changes import Change, ChangeSet, altered

_STAFF = "staff_id"


class NamedSource(TableSource):
    """Reads names once for all grids of the page, as long as nobody comes, leaves or is called otherwise."""

    board: Board

    def _read_names(self) -> None:
        needed = {field.references for field in self.fields.values() if field.references}
        kept = next((found for found in self.board.names if needed <= set(found[0])), None)
        if kept is None:
            super()._read_names()
            self.board.names.append((self.labels, self.reading, self._class_rank))
        else:
            self.labels, self.reading, self._class_rank = kept


class RegisterSource(NamedSource):
    """`named`: the words of the last act when a row is made by picking (加入)."""

    named = "新增"

    def choose(self, row_id: str, key: str, option: Option) -> Edited:
        field = self.fields.get(key)
        if option.value is None or field is None or field.kind is not Kind.REFERENCE:
            return super().choose(row_id, key, option)
        row = self.rows.get(row_id)
        if row is None:
            values = {**self.defaults_for_choice(option), key: option.value}
            made = Change(self.table, row_id, None, values)
            title = f"{self.named} {option.text}"
            return Edited(self.ledger.apply(ChangeSet(title, (made,))), {}, {})
        changes = [altered(self.table, row_id, row, {key: option.value}), self._draft_gone(row_id, key)]
        done = ChangeSet("修改", tuple(change for change in changes if change is not None))
        return Edited(self.ledger.apply(done), {}, {})

    def defaults_for_choice(self, option: Option) -> Mapping[str, Any]:
        """Values of the row that picking makes, beside what was picked."""
        return self.defaults


class StaffRegister(RegisterSource):
    """Nobody of the staff stands in it twice at one time. `twice`: what is said to who tries."""

    twice = ""

    def has_ended(self, row_id: str) -> bool:
        """Whether the row is of the past: beside it the same person may stand again."""
        return False

    def choose(self, row_id: str, key: str, option: Option) -> Edited:
        if key == _STAFF and self._is_there(row_id, option.value):
            return Edited(ChangeSet("", ()), {(row_id, key): f"{option.text}{self.twice}"}, {})
        return super().choose(row_id, key, option)

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        refused: dict[tuple[str, str], str] = {}
        rows: set[str] = set()
        seen: set[str] = set()
        for cell in cells:
            staff_id = self._staff_of(cell)
            if staff_id is not None and (staff_id in seen or self._is_there(cell.row_id, staff_id)):
                refused[cell.row_id, cell.key] = f"{self.labels['staff'].get(staff_id, '')}{self.twice}"
                rows.add(cell.row_id)
            elif staff_id is not None:
                seen.add(staff_id)
        done = super().write([cell for cell in cells if cell.row_id not in rows], title)
        return Edited(done.change_set, {**done.errors, **refused}, done.warnings)

    def _is_there(self, row_id: str, staff_id: str | None) -> bool:
        """Whether somebody stands in another row."""
        return staff_id is not None and any(
            row[_STAFF] == staff_id and i != row_id and not self.has_ended(i) for i, row in self.rows.items()
        )

    def _staff_of(self, cell: Cell) -> str | None:
        """Whom a text names, where it is one of the staff."""
        if cell.key != _STAFF:
            return None
        found: str | None = self.fields[cell.key].parse(cell.text, self.reading).value
        return found


def staff_options(staff: Sequence[Mapping[str, Any]], day: date) -> list[Option]:
    """The staff at the school on a day, with post or subject beside the name."""
    return [
        Option(row["name"], row["post"] or row["subject"] or "", value=row["id"])
        for row in staff
        if row["name"] and (row["to_date"] is None or day <= row["to_date"])
    ]


def told_with(board: Board, table: str, done: Edited) -> Edited:
    """What was written, with what C03 and C13 say of it said at once."""
    records = {change.row_id for change in done.change_set.changes if change.table == table}
    if not records:
        return done
    return Edited(done.change_set, done.errors, {**done.warnings, **board.told_at_once(records)})
