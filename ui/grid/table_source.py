"""A source over one live table, through the Ledger: drafts as typed, references by their names, masks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ui.grid.source import Cell, Mark, Option
from ui.grid.table_rows import TableRows, target_of
from xcedu_desktop.editing import CellEdit, Edited
from xcedu_desktop.form import Severity
from xcedu_desktop.store.changes import Change, ChangeSet, altered, draft_id

if TYPE_CHECKING:
    from xcedu_desktop.form import Finding


class TableSource(TableRows):
    """Rows of `model` that match `where`, in the order of entry. `columns`: keys of the table, or Columns.

    `defaults`: values that every new row gets (its club). `month`: by which texts are read and names shown.
    Overridable: `defaults_for`, and everything of GridSource.
    """

    # -- looks -----------------------------------------------------------------------------------------------------

    def set_findings(self, findings: Iterable[Finding]) -> None:
        """Mark the cells that the month's findings name; the worst one wins. An explained one is a note."""
        self._said.take(findings)

    def mark(self, row_id: str, key: str) -> Mark | None:
        draft = self.drafts.get((row_id, key))
        if draft is not None:
            return Mark(Severity.ERROR, draft[1])
        return self._said.mark(row_id, key)

    def note(self, row_id: str, key: str) -> str:
        return self._said.note(row_id, key)

    def is_draft(self, row_id: str, key: str) -> bool:
        return (row_id, key) in self.drafts

    def totals(self, ids: Iterable[str]) -> Mapping[str, str]:
        shown = list(ids)
        found = {}
        for column in self.columns:
            field = column.field
            if field is not None and field.total and field.numeric:
                values = [v for row_id in shown if isinstance(v := self.value(row_id, column.key), int)]
                found[column.key] = field.format(sum(values), self.reading) if values else ""
        return found

    def lacking(self, ids: Iterable[str]) -> Mapping[str, str]:
        shown = list(ids)
        found = {}
        for column in self.columns:
            field = column.field
            if field is None or not field.total or not field.numeric:
                continue
            spots = [(row_id, column.key) for row_id in shown]
            drafts = sum(spot in self.drafts for spot in spots)
            blank = sum(self.value(*spot) is None for spot in spots) - drafts
            words = [f"{blank} 格没有填"] * bool(blank) + [f"{drafts} 格不是数字"] * bool(drafts)
            if words and blank + drafts < len(spots):
                found[column.key] = "、".join(words)
        return found

    # -- writing ---------------------------------------------------------------------------------------------------

    def check(self, cells: Sequence[Cell]) -> dict[tuple[str, str], str]:
        wrong = {}
        for row_id, key, text in cells:
            field = self.fields.get(key)
            if field is None:
                continue
            if field.masked and "*" in text:
                wrong[row_id, key] = f"「{text[:24]}」是遮住的{field.title}，请粘贴完整的号码"
            elif (error := field.parse(text, self.reading).error) is not None:
                wrong[row_id, key] = error.message
        return wrong

    def defaults_for(self, row_id: str) -> Mapping[str, Any]:
        """Values of a row about to be made, beside what is typed."""
        return self.defaults

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        return self.put(cells, title)

    def put(self, cells: Sequence[Cell], title: str, beside: Sequence[Change] = ()) -> Edited:
        """Write texts, new rows where they were opened; `beside`: other changes of the same transaction."""
        placed: dict[str, int] = {}
        along: list[Change] = []
        for row_id in {cell.row_id for cell in cells} & self._before.keys():
            if row_id not in self.rows and self._before[row_id] in self.rows:
                placed[row_id], along = self._make_room(self._before[row_id])
        edits = []
        for c in cells:
            make = None if c.row_id in self.rows else dict(self.defaults_for(c.row_id))
            if make is not None and c.row_id in placed:
                make["position"] = placed[c.row_id]
            edits.append(CellEdit(self.table, c.row_id, c.key, c.text, make))
        return self.ledger.edit(edits, month=self.month, title=title, along=[*along, *beside])

    def open_before(self, row_id: str, before: str) -> bool:
        if not self.in_order or not self.hint or self.model.month_key is not None:
            return False
        self._before[row_id] = before
        return True

    def _make_room(self, before: str) -> tuple[int, list[Change]]:
        """The place of a row, for a new one, and how the rows from there on move down, as far as the next gap."""
        place = self.rows[before]["position"] or 0
        free, moves = place + 1, []
        for row in self.ledger.rows(self.model):
            old = row["position"] or 0
            if old < place:
                continue
            if old >= free:
                break
            moves.append(Change(self.table, row["id"], {"position": old}, {"position": free}))
            free += 1
        return place, moves

    def choose(self, row_id: str, key: str, option: Option) -> Edited:
        field = self.fields.get(key)
        row = self.rows.get(row_id)
        unclear = field is not None and len(self.reading.find(target_of(field), option.text)) > 1
        if row is None or option.value is None or not unclear:
            return self.write([Cell(row_id, key, option.text)], "修改")
        changes = [altered(self.table, row_id, row, {key: option.value})]
        draft = self.drafts.get((row_id, key))
        if draft is not None:
            changes.append(self._draft_gone(row_id, key))
        found = self.ledger.apply(
            ChangeSet("修改", tuple(change for change in changes if change is not None))
        )
        return Edited(found, {}, {})

    def _draft_gone(self, row_id: str, key: str) -> Change | None:
        from xcedu_desktop.store.tables import Draft

        wanted = draft_id(self.table, row_id, key)
        for row in self.ledger.rows(Draft):
            if row["id"] == wanted:
                return Change("draft", row.pop("id"), row, None)
        return None

    def can_delete(self) -> bool:
        return self._deletable

    def delete(self, ids: Sequence[str]) -> ChangeSet:
        return self.ledger.delete(self.table, ids)
