"""What an act is called when it is taken back (已撤销：修改就餐人数 二(1)班 · 20日): a cell typed has no name of its own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month
    from xcedu_desktop.store.base import Live
    from xcedu_desktop.store.changes import ChangeSet

NAMELESS = "修改"


def act_words(ledger: Ledger, change_set: ChangeSet, month: Month) -> str:
    """The title of a change set; of one that only says 修改, with its table and its row, or how many rows.

    `month`: by its date classes are named. Identifiers are never part of it: rows are called by their labels.
    """
    if change_set.title != NAMELESS:
        return change_set.title
    from xcedu_desktop.store.unit_of_work import live_models

    rows = _rows_of(change_set)
    tables = {table for table, _ in rows}
    if len(tables) != 1:
        return NAMELESS
    model = live_models()[tables.pop()]
    if len(rows) > 1:
        return f"{NAMELESS}{model.title} {len(rows)} 行"
    (((_, row_id), written),) = rows.items()
    return f"{NAMELESS}{model.title} {_place(ledger, model, row_id, written, month)}".rstrip()


def _rows_of(change_set: ChangeSet) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The rows that were written, with what was; that of a draft is the one whose cell it lies in."""
    rows: dict[tuple[str, str], Mapping[str, Any]] = {}
    for change in change_set.changes:
        said: Mapping[str, Any] = change.after or change.before or {}
        if change.table == "draft":
            table, row_id = said.get("table_name"), said.get("row_id")
            if table and row_id:
                rows.setdefault((str(table), str(row_id)), {})
        else:
            rows[change.table, change.row_id] = said
    return rows


def _place(ledger: Ledger, model: type[Live], row_id: str, written: Mapping[str, Any], month: Month) -> str:
    """二(1)班 · 20日, 张三; '' for a row without a name. A row that is gone is called by what was written of it."""
    from xcedu_desktop.fields import Kind
    from xcedu_desktop.store.base import fields_of, table_of

    found = ledger.rows(model, table_of(model).c.id == row_id)
    row = found[0] if found else written
    parts: list[str] = []
    with ledger.names(month) as (names, reading):
        if model.__tablename__ == "school_class":
            return names.labels("school_class").get(row_id, "")
        for key, field in fields_of(model).items():
            if (
                row.get(key) is None
                or field.masked
                or not (key == model.label_key or field.kind is Kind.CLASS)
            ):
                continue
            if field.kind is Kind.DAY:
                continue  # said below
            parts.append(field.format(row.get(key), reading))
    day = row.get("day")
    if isinstance(day, date):
        parts.append(f"{day.day}日" if month.contains(day) else f"{day.month}月{day.day}日")
    return " · ".join(part for part in parts if part)
