"""The cells of a receipt (回执) among today's rows: where each is entered, what it says now, whether it was put right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.form import Finding, MonthView, ReportedTable, Severity
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.month.receipt_file import Receipt, ReceiptCell
from xcedu_desktop.month.receipts import KeptReceipt, answers_of
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.place_words import label_of
from xcedu_desktop.store.base import Live, fields_of, table_of
from xcedu_desktop.store.by_ids import rows_by_id, rows_where

BLANK = "空白"


@dataclass(frozen=True)
class ReceiptLine:
    """One cell of a receipt, as the school sees it today.

    `table`, `row`, `key`: the live cell, table "" where the cell is counted from many; `form`: the form that shows it.
    `there`: whether the row is still there; `now`: what the cell says today, in words; `was`: what the report said of it,
    "" where it said nothing. `answer`: blank for none.
    """

    cell: ReceiptCell
    is_question: bool
    table: str
    row: str
    key: str
    form: str
    there: bool
    now: str
    was: str
    answer: str

    @property
    def changed(self) -> bool:
        """Whether the school altered the cell, or took its row away, since the report."""
        return bool(self.was) and self.now != self.was

    @property
    def is_open(self) -> bool:
        """A question neither answered nor met by a change."""
        return self.is_question and not self.answer and not self.changed

    def as_finding(self) -> Finding:
        """The cell as what the window can jump to."""
        return Finding(
            self.cell.rule, Severity.WARNING, self.form, self.cell.sheet, self.table, self.row, self.key,
            self.cell.place, self.cell.said, verb="去看",
        )  # fmt: skip


@dataclass(frozen=True)
class _Place:
    """Where a cell is entered, and where it is reported; each None where there is none."""

    form: str = ""
    live: type[Live] | None = None
    key: str = ""
    reported: ReportedTable | None = None
    column: str = ""


def lines_of(view: MonthView, kept: KeptReceipt) -> list[ReceiptLine]:
    """The receipt's cells as they are today: its questions in their order, then what was accepted."""
    receipt = kept.receipt
    cells = [*((cell, True) for cell in receipt.questions), *((cell, False) for cell in receipt.accepted)]
    places = [_place(cell) for cell, _ in cells]
    rows = _live_rows(view.session, [cell for cell, _ in cells], places)
    before = _reported_rows(view, receipt, [cell for cell, _ in cells], places)
    answers = answers_of(view)
    found = []
    for (cell, is_question), place in zip(cells, places, strict=True):
        live, row = place.live, rows.get((place.live, cell.row))
        now = _words(view, fields_of(live)[place.key], row.get(place.key)) if live and row is not None else ""
        found.append(
            ReceiptLine(
                cell, is_question, live.__tablename__ if live else "", cell.row, place.key, place.form,
                row is not None, now, before.get((place.reported, cell.row, place.column), "") if live else "",
                answers.get((kept.digest, cell.id), ""),
            )
        )  # fmt: skip
    return found


def _place(cell: ReceiptCell) -> _Place:
    """Where a cell of a reported or of a live table is."""
    for form in FORMS:
        for table in form.reported:
            if table.model.__tablename__ == cell.table:
                live, key = table.live, table.live_keys.get(cell.column, cell.column)
                if live is not None and key not in fields_of(live):
                    return _Place(form.key, live, live.label_key)
                return _Place(form.key, live, key, table, cell.column)
        for model in form.live:
            if model.__tablename__ == cell.table:
                if cell.column not in fields_of(model):
                    return _Place(form.key, model, model.label_key)
                return _Place(form.key, model, cell.column, *_reported_place(model, cell.column))
    return _Place(key=cell.column)


def _reported_place(model: type[Live], key: str) -> tuple[ReportedTable | None, str]:
    """The reported table and column that say the same as a live one; (None, "") where none does."""
    for form in FORMS:
        for table in form.reported:
            for column in fields_of(table.model) if table.live is model else ():
                if table.live_keys.get(column, column) == key:
                    return table, column
    return None, ""


def _live_rows(
    session: Session, cells: Sequence[ReceiptCell], places: Sequence[_Place]
) -> Mapping[tuple[type[Live] | None, str], Mapping[str, Any]]:
    """(table, row id) → the values of the rows that are there, asked for table by table."""
    wanted: dict[type[Live], list[str]] = defaultdict(list)
    for cell, place in zip(cells, places, strict=True):
        if place.live is not None:
            wanted[place.live].append(cell.row)
    found: dict[tuple[type[Live] | None, str], Mapping[str, Any]] = {}
    for model, ids in wanted.items():
        for row_id, row in rows_by_id(session, table_of(model), ids).items():
            found[model, row_id] = row
    return found


def _reported_rows(
    view: MonthView, receipt: Receipt, cells: Sequence[ReceiptCell], places: Sequence[_Place]
) -> Mapping[tuple[ReportedTable | None, str, str], str]:
    """(reported table, row id, column) → what the revision that the receipt answers said there, in words."""
    found: dict[tuple[ReportedTable | None, str, str], str] = {}
    for table in {id(place.reported): place.reported for place in places if place.reported}.values():
        mine = [(c.row, p.column) for c, p in zip(cells, places, strict=True) if p.reported is table]
        core, fields = table_of(table.model), fields_of(table.model)
        statement = select(core.c.id, *(core.c[key] for key in {key for _, key in mine})).where(
            core.c.school_code == view.school_code, core.c.month == receipt.month, core.c.revision == receipt.revision,
        )  # fmt: skip
        asked = rows_where(view.session, statement, core.c.id, (row for row, _ in mine))
        said = {row.id: row._mapping for row in asked}
        for row, column in mine:
            if row in said:
                found[table, row, column] = _words(view, fields[column], said[row][column])
    return found


def _words(view: MonthView, declared: Field, value: Any) -> str:
    """A value as a person reads it, masked like its column."""
    if value is None:
        return BLANK
    if declared.kind is Kind.CLASS:
        return ground(view).class_name(value)
    if declared.kind is Kind.REFERENCE:
        return label_of(view, declared.references, value)
    return f"{declared.format(value)} {declared.unit}".strip()
