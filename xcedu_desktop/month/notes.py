"""批注: words on any cell, written for the bureau. They travel with the month's explanations and are no finding."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from xcedu_desktop.errors import UserError, WrongUsage
from xcedu_desktop.fields import Kind
from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.periods import Month
from xcedu_desktop.school.place_words import label_of, place, pupil_anonymous, row_place
from xcedu_desktop.school.reported import ReportedExplanation
from xcedu_desktop.store.base import Live, ReportedRow, fields_of, key_id, table_of
from xcedu_desktop.store.changes import Change, ChangeSet, altered
from xcedu_desktop.store.tables import CellNote
from xcedu_desktop.store.unit_of_work import live_models
from xcedu_desktop.values.masks import mask_any
from xcedu_desktop.values.text import clean_text

NOTE = "批注"
"""Stands in the column 级别 of the sheet, where a finding has its severity."""
LONGEST = 300
_PUPILS = "pupil"


def noting(
    session: Session, table: str, row_id: str, key: str, text: str, make: Mapping[str, Any] | None = None
) -> ChangeSet:
    """The change that puts `text` on a cell, or takes the note away where it is blank.

    `make`: the values of a row that is not there yet (a day's count that nobody typed); it is made along.
    Raises WrongUsage: too long, or a number in it that may not travel; UserError: no such row and no `make`.
    """
    words = clean_text(text).value
    if words is not None and len(words) > LONGEST:
        raise WrongUsage(f"批注太长：{len(words)} 字，最多 {LONGEST} 字，没有写入")
    if words is not None and mask_any(words) != words:
        raise WrongUsage("批注要随上报表送区里，请不要写身份证号、学籍号或电话号码；没有写入")
    note = key_id("cell_note", table, row_id, key)
    core = table_of(CellNote)
    found = session.execute(select(core).where(core.c.id == note)).first()
    old = dict(found._mapping) if found is not None else None
    title = "删除批注" if words is None else NOTE
    if words is None:
        return ChangeSet(title, (_gone(old),) if old is not None else ())
    row = _row(session, table, row_id)
    if row is None and make is None:
        raise UserError("这一行还没有内容，请先填写，再写批注")
    changes = [Change(table, row_id, None, dict(make))] if row is None and make is not None else []
    said = {"text": words, "month": _month_of(live_models()[table], row if row is not None else make or {})}
    if old is None:
        values = {"table_name": table, "row_id": row_id, "key": key, **said}
        changes.append(Change("cell_note", note, None, values))
    elif (change := altered("cell_note", note, old, said)) is not None:
        changes.append(change)
    return ChangeSet(title, tuple(changes))


def _gone(old: dict[str, Any]) -> Change:
    row_id = old.pop("id")
    return Change("cell_note", row_id, old, None)


def _row(session: Session, table: str, row_id: str) -> Mapping[str, Any] | None:
    core = table_of(live_models()[table])
    found = session.execute(select(core).where(core.c.id == row_id)).first()
    return dict(found._mapping) if found is not None else None


def _month_of(model: type[Live], row: Mapping[str, Any]) -> Month | None:
    """The month by which the note is locked: that of its row; None for a register's."""
    dated = row.get(model.month_key) if model.month_key else None
    return Month.of(dated) if isinstance(dated, date) else dated


def reported_notes(view: MonthView) -> list[ReportedRow]:
    """The notes on the month's rows and on undated ones, in the order in which they were written."""
    core, models = table_of(CellNote), live_models()
    titles = {model.__tablename__: form.title for form in FORMS for model in form.live}
    statement = (
        select(core)
        .where(or_(core.c.month.is_(None), core.c.month == view.month))
        .order_by(core.c.position, core.c.id)
    )
    rows: list[ReportedRow] = []
    for note in view.session.execute(statement).all():
        model = models.get(note.table_name)
        row = _row(view.session, note.table_name, note.row_id) if model is not None else None
        if model is None or row is None:
            continue  # the row was deleted in a way that knew nothing of notes
        field = fields_of(model).get(note.key)
        rows.append(
            ReportedExplanation(
                id=key_id("r_explanation", NOTE, note.table_name, note.row_id, note.key),
                severity=NOTE, form=titles.get(note.table_name), record=note.row_id, field=note.key, cells=1,
                place=place(_where(view, model, row), field.title if field is not None else ""), message=note.text,
            )
        )  # fmt: skip
    return rows


def _where(view: MonthView, model: type[Live], row: Mapping[str, Any]) -> str:
    """The row in words, with what it belongs to and its meal; a pupil is not named to the bureau (张同学)."""
    label = fields_of(model).get(model.label_key)
    if model.__tablename__ == _PUPILS:
        return pupil_anonymous(row.get("name"))
    owners = _owners(view, model, row)
    if label is not None and label.kind is Kind.REFERENCE and label.references == _PUPILS:
        blind = {**row, model.label_key: None}
        words = row_place(view, model, blind)
        name = pupil_anonymous(label_of(view, _PUPILS, row.get(model.label_key)))
        return place(name, *owners, "" if words.startswith(model.title) else words)
    return place(*owners, row_place(view, model, row), str(row.get("meal") or ""))


def _owners(view: MonthView, model: type[Live], row: Mapping[str, Any]) -> list[str]:
    """What a row belongs to, where its own label does not say it: the room of a temperature, the club of a mark."""
    fields, models, found = fields_of(model), live_models(), []
    for key in model.place_keys:
        field = fields[key]
        if field.kind is not Kind.REFERENCE or key == model.label_key or field.references == _PUPILS:
            continue
        target = models[field.references]
        owner = _row(view.session, field.references, row[key]) if row.get(key) and target.month_key else None
        if owner is not None:
            found += _owners(view, target, owner)
        elif not target.month_key:
            found.append(label_of(view, field.references, row.get(key)))
    return found
