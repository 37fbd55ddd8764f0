"""The rows of one live table as a grid reads them: names of what they refer to, drafts as typed, masks, notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ui.grid.cell_notes import CellNotes, Spot
from ui.grid.pinyin import sorting
from ui.grid.said import Said
from ui.grid.source import Column, GridSource, Option, column_of
from xcedu_desktop.fields import Field, Kind, Reading
from xcedu_desktop.school.ground import class_order
from xcedu_desktop.store.base import Live, fields_of
from xcedu_desktop.store.changes import Change, ChangeSet

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month


class TableRows(GridSource):
    """The reading half of TableSource, which says what the arguments are."""

    def __init__(
        self,
        ledger: Ledger,
        model: type[Live],
        columns: Sequence[str | Column],
        *,
        where: Sequence[ColumnElement[bool]] = (),
        month: Month | None = None,
        defaults: Mapping[str, Any] | None = None,
        hint: str = "",
        deletable: bool = True,
    ) -> None:
        self.ledger, self.model, self.month = ledger, model, month
        self.table = model.__tablename__
        self.fields: dict[str, Field] = fields_of(model)
        self.columns = tuple(column_of(c, self.fields[c]) if isinstance(c, str) else c for c in columns)
        self.where = tuple(where)
        self.defaults = dict(defaults or {})
        self.hint = hint
        self.rows: dict[str, dict[str, Any]] = {}
        self.drafts: dict[tuple[str, str], tuple[str, str]] = {}
        self._deletable = deletable
        self._shown: dict[tuple[str, str], str] = {}
        self._said = Said(lambda f: (f.record, f.field) if f.table == self.table else None)
        self._class_rank: dict[str, tuple[int, int]] = {}
        self._before: dict[str, str] = {}
        self.cell_notes = CellNotes(ledger, (self.table,))
        self.reading: Reading
        self.labels: dict[str, Mapping[str, str]] = {}
        self.reload()

    # -- reading ---------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        self._read_names()
        self.rows = {row["id"]: row for row in self.read_rows()}
        self.drafts = self.ledger.drafts(self.table)
        self._shown.clear()

    def read_rows(self) -> Iterable[dict[str, Any]]:
        """The rows as they are in the file."""
        return self.ledger.rows(self.model, *self.where)

    def _read_names(self) -> None:
        """Everything that a Reading looks up is read here: the session ends with this call."""
        tables = {target_of(field) for field in self.fields.values()} - {""}
        with self.ledger.names(self.month) as (names, reading):
            self.labels = {table: names.labels(table) for table in tables}
            stage, classes, aliases = names.stage, names.classes, names.aliases
            finders = {table: _inverted(labels) for table, labels in self.labels.items()}
            self.reading = replace(
                reading,
                stage_of=lambda: stage, class_id=classes.get, class_alias=aliases.get,
                find=lambda table, text: finders.get(table, {}).get(text, ()),
                label=lambda table, row_id: self.labels.get(table, {}).get(row_id, ""),
            )  # fmt: skip
        day = self.reading.class_day
        self._class_rank = {row_id: class_order(key, day) for key, row_id in classes.items()}

    def row_ids(self) -> Sequence[str]:
        return list(self.rows)

    @property
    def in_order(self) -> bool:
        """Whether rows stand in the order of entry, so that one can be put between two: no source derived orders them."""
        return type(self).row_ids is TableRows.row_ids

    def text(self, row_id: str, key: str) -> str:
        found = self._shown.get((row_id, key))
        if found is None:
            found = self._shown[row_id, key] = self._format(row_id, key)
        return found

    def _format(self, row_id: str, key: str) -> str:
        draft = self.drafts.get((row_id, key))
        field = self.fields.get(key)
        if draft is not None and field is not None:
            return _masked_draft(field, draft[0])
        row = self.rows.get(row_id)
        if row is None or field is None or row.get(key) is None:
            return ""
        return field.format(row[key], self.reading)

    def value(self, row_id: str, key: str) -> Any:
        row = self.rows.get(row_id)
        return row.get(key) if row is not None else None

    def edit_text(self, row_id: str, key: str) -> str:
        field = self.fields.get(key)
        if field is not None and field.masked:
            return ""
        return self.text(row_id, key).replace(",", "") if field and field.numeric else self.text(row_id, key)

    def reveal(self, row_id: str, key: str) -> str:
        field = self.fields[key]
        draft = self.drafts.get((row_id, key))
        whole = draft[0] if draft is not None else self.value(row_id, key)
        if not field.masked or whole is None:
            return self.edit_text(row_id, key)
        with self.ledger.store.write("显示号码") as unit:
            unit.log(self.table, row_id, key, field.format(whole), None)
        return str(whole)

    def spot(self, row_id: str, key: str) -> Spot | None:
        return Spot(self.table, row_id, key) if row_id in self.rows and key in self.fields else None

    def sort_key(self, row_id: str, key: str) -> Any:
        value = self.value(row_id, key)
        field = self.fields.get(key)
        if value is None or field is None:
            return sorting(self.text(row_id, key)) if field is None else None
        match field.kind:
            case Kind.CLASS:
                return self._class_rank.get(value, (99, 0))
            case Kind.CHOICE:
                return field.choices.index(value) if value in field.choices else len(field.choices)
            case Kind.TEXT | Kind.NAME | Kind.REFERENCE:
                return sorting(self.text(row_id, key))
        return value

    # -- keeping in step -------------------------------------------------------------------------------------------

    def absorb(self, change_set: ChangeSet) -> None:
        moved = False
        for change in change_set.changes:
            if change.table == self.table:
                self._absorb_row(change)
                moved = moved or (change.before is not None and "position" in (change.after or {}))
            elif change.table == "draft":
                self._absorb_draft(change)
        if moved and self.in_order:
            ordered = sorted(self.rows.items(), key=lambda item: (item[1].get("position") or 0, item[0]))
            self.rows = dict(ordered)

    def _absorb_row(self, change: Change) -> None:
        if change.after is None:
            self.rows.pop(change.row_id, None)
        elif change.before is None:
            self.rows[change.row_id] = {**dict.fromkeys(self.fields), "id": change.row_id, **change.after}
        elif change.row_id in self.rows:
            self.rows[change.row_id].update(change.after)
        for key in self.fields:
            self._shown.pop((change.row_id, key), None)

    def _absorb_draft(self, change: Change) -> None:
        side = change.known()
        if change.before is not None and "key" not in side:
            self.drafts = self.ledger.drafts(self.table)
            self._shown.clear()
            return
        if side.get("table_name") != self.table:
            return
        spot = (side["row_id"], side["key"])
        if change.after is None:
            self.drafts.pop(spot, None)
        else:
            self.drafts[spot] = (side["text"], side["message"])
        self._shown.pop(spot, None)

    # -- help ------------------------------------------------------------------------------------------------------

    def options(self, row_id: str, key: str) -> Sequence[Option]:
        field = self.fields.get(key)
        if field is None:
            return ()
        if field.kind is Kind.CHOICE:
            return [Option(choice) for choice in field.choices]
        if field.kind is Kind.YES_NO:
            return [Option("是"), Option("否")]
        labels = self.labels.get(target_of(field), {})
        if field.kind is Kind.CLASS:
            ordered = sorted(labels, key=lambda class_id: self._class_rank.get(class_id, (99, 0)))
            return [Option(labels[class_id], value=class_id) for class_id in ordered]
        return [Option(label, value=target) for target, label in labels.items()]


def target_of(field: Field) -> str:
    """The table that a field refers to, "" for plain values."""
    if field.kind is Kind.CLASS:
        return "school_class"
    return field.references if field.kind is Kind.REFERENCE else ""


def _inverted(labels: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row_id, label in labels.items():
        found.setdefault(label, []).append(row_id)
    return found


def _masked_draft(field: Field, text: str) -> str:
    """A draft in a masked column hides all but its last four characters too."""
    return field.format(text) if field.masked else text
