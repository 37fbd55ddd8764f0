"""What a workbook is before it is drawn and after it is read: plain rows by table, sheets by title. No cell positions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.periods import Month

COVER, EXPLANATIONS, SEAL = "封面", "说明", "封存"
"""Titles of the sheets that every workbook has; a person may rename them, nothing is found by a title."""

COVER_TABLE, FACTS_TABLE = "r_cover", "r_cover_fact"
YUAN = "元"


@dataclass(frozen=True)
class Row:
    """One reported row: its id and its values by column key, in stored units; blank values are left out."""

    id: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Grid:
    """How the rows of a sheet lie as a month grid: a line a class, a column a day.

    `line`, `day`, `value`, `split`: column keys. `lines`: line id → shown name, in order. `beside`: copies beside the
    name, outside the seal. `sum_days`: whether the days may be added up (人次 may, 人 may not).
    """

    line: str
    day: str
    value: str
    split: str | None
    days: Sequence[date]
    open_days: frozenset[date]
    lines: Mapping[str, str]
    beside_titles: Sequence[str] = ()
    beside: Mapping[str, Sequence[int | None]] | None = None
    spanner: str = ""
    sum_days: bool = True


@dataclass(frozen=True)
class Sheet:
    """One sheet of rows: of a table, or of one value of its split (a meal)."""

    table: str
    title: str
    heading: str
    unit: str
    fields: Mapping[str, Field]
    rows: Sequence[Row]
    split: str = ""
    grid: Grid | None = None


@dataclass(frozen=True)
class Book:
    """A workbook to be written. `facts` and `figures` are drawn on the cover; `sheets` follow in order.

    `when`: time of the revision's first export, the only time in the file. `program`, `rules`: versions that made it.
    """

    school_code: str
    month: Month
    revision: int
    when: datetime
    program: str
    rules: str
    facts: Sheet
    figures: Sheet
    sheets: Sequence[Sheet]

    @property
    def sealed(self) -> list[Sheet]:
        """Everything that the seal holds, in its order."""
        return [self.facts, self.figures, *self.sheets]

    def fact(self, key: str) -> str:
        """The text of a cover fact; '' where it is blank."""
        for row in self.facts.rows:
            if row.values.get("key") == key:
                return str(row.values.get("text", ""))
        return ""


def field_in_row(table: str, key: str, declared: Field, values: Mapping[str, Any]) -> Field:
    """The Field of a cell: on the cover the row's own unit says whether the integer is fen (元) or a plain count."""
    if table == COVER_TABLE and key == "amount" and values.get("unit") == YUAN:
        return Field(declared.title, Kind.MONEY, width=declared.width)
    return declared
