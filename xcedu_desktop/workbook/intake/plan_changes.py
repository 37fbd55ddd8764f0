"""Live rows as an import sees them while it plans: what is there, what it makes, alters, deletes; becomes changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xcedu_desktop.store.base import Live, fields_of, new_id, table_of
from xcedu_desktop.store.changes import Change


class Entry:
    """One live row with the values it would have after the import."""

    __slots__ = ("before", "gone", "id", "made", "model", "values")

    def __init__(self, model: type[Live], row_id: str, values: dict[str, Any], *, made: bool) -> None:
        self.model = model
        self.id = row_id
        self.values = values
        self.made = made
        self.before: dict[str, Any] = {}
        self.gone = False

    def get(self, key: str) -> Any:
        """The value that the row would have."""
        return self.values.get(key)

    def set(self, new: Mapping[str, Any]) -> dict[str, Any]:
        """Put in what differs; gives the old values of what was altered (a row made by this import has none)."""
        old = {key: self.values.get(key) for key, value in new.items() if self.values.get(key) != value}
        for key in old:
            self.values[key] = new[key]
            if not self.made:
                self.before.setdefault(key, old[key])
        return {} if self.made else old

    def change(self) -> Change | None:
        """What is to be written of the row; None where nothing is."""
        name = self.model.__tablename__
        if self.made:
            return None if self.gone else Change(name, self.id, None, dict(self.values))
        if self.gone:
            return Change(name, self.id, {**self.values, **self.before}, None)
        before = {key: old for key, old in self.before.items() if self.values.get(key) != old}
        if not before:
            return None
        return Change(name, self.id, before, {key: self.values[key] for key in before})


class Staging:
    """The rows of every table that an import touches."""

    def __init__(self) -> None:
        self._rows: dict[type[Live], dict[str, Entry]] = {}
        self._loaded: set[type[Live]] = set()
        self._blank: dict[type[Live], dict[str, Any]] = {}

    def load(self, model: type[Live], rows: Iterable[Live]) -> dict[str, Entry]:
        """Take the stored rows of a table in, once; gives all of the table's entries by id."""
        if model not in self._loaded:
            self._loaded.add(model)
            self.add(model, rows)
        return self._rows.setdefault(model, {})

    def add(self, model: type[Live], rows: Iterable[Live]) -> None:
        """Take some more stored rows of a table in (the rows of a month)."""
        entries = self._rows.setdefault(model, {})
        keys = [column.key for column in table_of(model).columns if column.key != "id"]
        for row in rows:
            entries[row.id] = Entry(model, row.id, {k: getattr(row, k) for k in keys}, made=False)

    def entry(self, model: type[Live], row_id: str) -> Entry | None:
        """The entry of a row taken in or made so far."""
        return self._rows.get(model, {}).get(row_id)

    def make(self, model: type[Live], values: Mapping[str, Any], row_id: str | None = None) -> Entry:
        """A new row. It bears every column, so that all new rows of a table are written in one statement."""
        if model not in self._blank:
            self._blank[model] = dict.fromkeys(fields_of(model))
        whole = {**self._blank[model], **values}
        entry = Entry(model, row_id or new_id(), whole, made=True)
        self._rows.setdefault(model, {})[entry.id] = entry
        return entry

    def tables(self) -> Iterable[tuple[type[Live], Mapping[str, Entry]]]:
        """The tables touched so far with their entries."""
        return self._rows.items()

    def changes(self) -> tuple[Change, ...]:
        """All that is to be written, grouped by table and shape (few statements), in the order of the file within."""
        found: list[Change] = []
        for entries in self._rows.values():
            found.extend(change for entry in entries.values() if (change := entry.change()) is not None)
        order = {model.__tablename__: place for place, model in enumerate(self._rows)}
        return tuple(sorted(found, key=lambda c: (order[c.table], *_shape(c))))


def _shape(change: Change) -> tuple[int, tuple[str, ...]]:
    if change.after is None:
        return 0, ()
    return (1, tuple(sorted(change.after))) if change.before is not None else (2, ())
