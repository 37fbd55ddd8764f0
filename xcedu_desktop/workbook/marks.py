"""The hidden marks of a sheet: by them a reader finds tables, columns and rows, never by title or position."""

from __future__ import annotations

PREFIX = "xcedu:"
SEAL_MARK = PREFIX + "seal"
OWN = "#"
"""Stands where a row or column of layout (titles, 序号, 合计, 备注) bears no id or key; one without it is a stranger."""
OWN_NOTE = "#note"
"""The key of the 备注 column, left blank for the pen."""
BLANK_SIGNATURE = "________"
"""Drawn where somebody signs by hand; reads as blank."""
FACTS = "facts"
"""Begins the mark of a cover row whose cells are facts: facts|id|id…, cell by cell from the left."""


def table_mark(table: str, split: str) -> str:
    """The mark of a sheet, in the corner of its hidden key row and id column."""
    return f"{PREFIX}{table}|{split}"


def table_of_mark(mark: str) -> tuple[str, str]:
    """Table and split of a mark."""
    table, _, split = mark.removeprefix(PREFIX).partition("|")
    return table, split


def facts_mark(ids: list[str]) -> str:
    """The mark of a cover row that shows these facts."""
    return "|".join([FACTS, *ids])
