"""A source over the stored rows of a reported month (已上报的一次): read-only, as it was sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ui.grid.source import Column, GridSource
from xcedu_desktop.fields import Field
from xcedu_desktop.store.base import ReportedRow, fields_of


class StoredSource(GridSource):
    """Rows of `model`. `locked`: the sentence said when somebody types. `widths`: the columns in their order, by default
    all that are not hidden, as wide as declared."""

    def __init__(
        self,
        model: type[ReportedRow],
        rows: Iterable[ReportedRow],
        locked: str,
        widths: Mapping[str, int] | None = None,
    ) -> None:
        self.fields: dict[str, Field] = {k: f for k, f in fields_of(model).items() if not f.hidden}
        wanted = widths or dict.fromkeys(self.fields, 0)
        last = list(wanted)[-1]
        self.columns = tuple(
            Column(key, self.fields[key].title, self.fields[key], width=width, stretch=key == last)
            for key, width in wanted.items()
        )
        self.locked = locked
        self.rows = {row.id: row for row in rows}

    def row_ids(self) -> Sequence[str]:
        return list(self.rows)

    def value(self, row_id: str, key: str) -> Any:
        row = self.rows.get(row_id)
        return getattr(row, key, None) if row is not None else None

    def text(self, row_id: str, key: str) -> str:
        value = self.value(row_id, key)
        return "" if value is None else self.fields[key].format(value)

    def refusal(self, row_id: str, key: str) -> str:
        return self.locked

    def totals(self, ids: Iterable[str]) -> Mapping[str, str]:
        shown = list(ids)
        found = {}
        for key, field in self.fields.items():
            if field.total:
                values = [v for row_id in shown if isinstance(v := self.value(row_id, key), int)]
                found[key] = field.format(sum(values)) if values else ""
        return found
