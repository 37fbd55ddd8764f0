"""Reported rows ↔ workbook: what the forms declare of their sheets becomes a book, and a book read becomes rows again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from xcedu_desktop.fields import Field
from xcedu_desktop.form import GridSheet, ReportedTable, ReportedView
from xcedu_desktop.month.derive import placed, reported_models, reported_tables, values_of
from xcedu_desktop.school.reported import CoverFact, CoverFigure, ReportedExplanation
from xcedu_desktop.store.base import ReportedRow, fields_of
from xcedu_desktop.store.norms import OWN, Norms
from xcedu_desktop.workbook.plan import COVER, EXPLANATIONS, Book, Grid, Row, Sheet
from xcedu_desktop.workbook.reader import SealedWorkbook, read


def book_of(reported: ReportedView, *, revision: int, when: datetime, program: str, rules: str) -> Book:
    """The workbook of a completed reported view. `when`: the time of the revision's first export."""
    sheets: list[Sheet] = []
    for table in reported_tables():
        sheets.extend(_sheets_of(table, reported))
    explanations = _plain(
        ReportedExplanation,
        reported,
        EXPLANATIONS,
        f"{reported.month.spoken}须说明、提醒、批注与答复情况",
        "条",
    )
    return Book(
        school_code=reported.school_code,
        month=reported.month,
        revision=revision,
        when=when,
        program=program,
        rules=rules,
        facts=_plain(CoverFact, reported, COVER, "", ""),
        figures=_plain(CoverFigure, reported, COVER, "", ""),
        sheets=(*sheets, explanations),
    )


def read_workbook(source: bytes | Path, name: str = "") -> SealedWorkbook:
    """Read a workbook of any school by the reported tables of all forms; raises what workbook.reader.read does."""
    return read(source, reported_fields(), _grid_row_id, name)


def reported_fields() -> Mapping[str, Mapping[str, Field]]:
    """Table name → column key → Field of every reported table."""
    return {model.__tablename__: fields_of(model) for model in reported_models()}


def rows_of(
    book: SealedWorkbook, *, today: date, as_changed: bool = False, norms: Norms = OWN
) -> ReportedView:
    """The reported rows of a workbook read: as sealed, or with the changes made by hand taken over, to be judged by `norms`."""
    found = book.sheet_tables if as_changed else book.tables
    header = book.header
    tables: dict[type[ReportedRow], list[ReportedRow]] = {}
    for model in reported_models():
        rows = [model(id=row.id, **row.values) for row in found.get(model.__tablename__, ())]
        tables[model] = placed(rows, header.school_code, header.month, header.revision)
    return ReportedView(header.school_code, header.month, today, tables, norms=norms)


def _grid_row_id(table: str, line: str, day: date, split: str) -> str:
    for declared in reported_tables():
        if declared.model.__tablename__ == table and isinstance(declared.layout, GridSheet):
            return declared.layout.row_id(line, day, split)
    raise KeyError(table)


def _row(row: ReportedRow) -> Row:
    return Row(row.id, values_of(row))


def _plain(model: type[ReportedRow], reported: ReportedView, title: str, heading: str, unit: str) -> Sheet:
    rows = [_row(row) for row in reported.rows(model)]
    return Sheet(model.__tablename__, title, heading, unit, fields_of(model), rows)


def _sheets_of(table: ReportedTable, reported: ReportedView) -> list[Sheet]:
    heading = table.heading.replace("{month}", reported.month.spoken)
    if not isinstance(table.layout, GridSheet):
        return [_plain(table.model, reported, table.title, heading, table.unit)]
    layout, fields = table.layout, fields_of(table.model)
    rows = [_row(row) for row in reported.rows(table.model)]
    by_split: dict[str, list[Row]] = {split: [] for split in layout.splits}
    for row in rows:
        by_split.setdefault(str(row.values.get(layout.split, "")) if layout.split else "", []).append(row)
    titles, beside = layout.beside(reported) if layout.beside else ((), {})
    grid = Grid(
        line=layout.line, day=layout.day, value=layout.value, split=layout.split, days=reported.month.days(),
        open_days=layout.open_days(reported), lines=layout.labels(reported), beside_titles=titles, beside=beside,
        spanner=layout.spanner, sum_days=fields[layout.value].total,
    )  # fmt: skip
    return [
        Sheet(
            table=table.model.__tablename__,
            title=f"{table.title}（{split}）" if split else table.title,
            heading=heading.replace("{split}", split),
            unit=table.unit,
            fields=fields,
            rows=found,
            split=split,
            grid=grid,
        )
        for split, found in by_split.items()
        if found or split == layout.splits[0]
    ]
