"""Rule G08: drafts (草稿), text kept that is no value of its column, and required cells that are blank; of all forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import Row, or_, select

from xcedu_desktop.fields import Kind
from xcedu_desktop.form import Hit, MonthView
from xcedu_desktop.school.place_words import row_place, said
from xcedu_desktop.school.tables import School
from xcedu_desktop.store.base import Live, fields_of, table_of
from xcedu_desktop.store.tables import Draft
from xcedu_desktop.store.unit_of_work import live_models
from xcedu_desktop.values.masks import mask_any, shown


def check_drafts(view: MonthView) -> Iterator[Hit]:
    """G08: no cell holds text that is no value of its column; the text is kept as typed."""
    models = live_models()
    for draft in drafts_of(view):
        model = models.get(draft.table_name)
        declared = fields_of(model).get(draft.key) if model is not None else None
        if model is None or declared is None:
            continue
        table = table_of(model)
        row = view.session.execute(select(table).where(table.c.id == draft.row_id)).first()
        where = row_place(view, model, dict(row._mapping)) if row is not None else model.title
        day = row._mapping.get("day") if row is not None else None
        if declared.numeric and not declared.masked:
            words = f"「{shown(draft.text)}」不是数字，原文已保留"
        else:
            words = f"{declared.title}：{mask_any(draft.message)}，原文已保留"
        yield Hit(draft.table_name, draft.row_id, draft.key, where, _dated(day, words))


def drafts_of(view: MonthView) -> Sequence[Draft]:
    """The drafts of the month's rows and of undated rows."""
    table = table_of(Draft)
    statement = (
        select(table)
        .where(or_(table.c.month.is_(None), table.c.month == view.month))
        .order_by(table.c.position, table.c.id)
    )
    return view.once(Draft, lambda: cast(Sequence[Draft], view.session.execute(statement).all()))


def drafted_cells(view: MonthView, key: str) -> frozenset[str]:
    """The ids of the rows whose column `key` holds a draft."""
    return frozenset(d.row_id for d in drafts_of(view) if d.key == key)


def check_blanks(view: MonthView) -> Iterator[Hit]:
    """G08: no required cell is blank, in undated tables and in the month's rows (those without their date too)."""
    drafted = {(d.row_id, d.key) for d in drafts_of(view)}
    lacking = _tables_with_blanks(view)
    for name, model in live_models().items():
        if model in (Draft, School):
            continue
        if name not in lacking:
            continue
        fields = fields_of(model)
        for row in _rows_with_blanks(view, model):
            values = dict(row._mapping)
            where = row_place(view, model, values)
            for key, declared in fields.items():
                if declared.required and values[key] in (None, "") and (values["id"], key) not in drafted:
                    words = _dated(values.get("day"), f"{declared.title}没有填")
                    yield Hit(name, values["id"], key, where, words, verb="去填")


def _tables_with_blanks(view: MonthView) -> frozenset[str]:
    """The tables in which `_rows_with_blanks` finds something, asked in one statement: in nearly all it finds nothing."""
    asked = []
    for name, model in live_models().items():
        blanks = [f"{key} IS NULL OR {key} = ''" for key, field in fields_of(model).items() if field.required]
        if blanks:
            asked.append(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name} WHERE {' OR '.join(blanks)})")
    found = view.session.connection().exec_driver_sql(" UNION ALL ".join(asked)).scalars()
    return frozenset(found)


def _rows_with_blanks(view: MonthView, model: type[Live]) -> Sequence[Row[Any]]:
    table = table_of(model)
    blanks: list[Any] = []
    for key, declared in fields_of(model).items():
        if declared.required:
            column = table.c[key]
            blanks.append(column.is_(None))
            if declared.kind in (Kind.TEXT, Kind.NAME):
                blanks.append(column == "")
    if not blanks:
        return ()
    statement = select(table).where(or_(*blanks)).order_by(table.c.position, table.c.id)
    if model.month_key is not None:
        dated = table.c[model.month_key]
        low, high = (view.month.first, view.month.last) if "day" in model.month_key else (view.month,) * 2
        statement = statement.where(or_(dated.is_(None), dated.between(low, high)))
    return view.session.execute(statement).all()


def _dated(day: object, words: str) -> str:
    return said(day) + words if isinstance(day, date) else words


def check_cells(view: MonthView) -> Iterator[Hit]:
    """G08: no draft, and no required cell blank."""
    yield from check_drafts(view)
    yield from check_blanks(view)
