"""A workbook → its sealed rows, and what was changed in it by hand, cell by cell.

Tables, columns and rows are found by their hidden marks. Sorting, moving, renaming and restyling change nothing.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.fields import Field
from xcedu_desktop.workbook.canonical import row_of
from xcedu_desktop.workbook.compare import CellChange, compare_sheet, gone
from xcedu_desktop.workbook.intake.sniff import sniff
from xcedu_desktop.workbook.marked import MarkedSheet, marked
from xcedu_desktop.workbook.marks import SEAL_MARK
from xcedu_desktop.workbook.plan import FACTS_TABLE, Row
from xcedu_desktop.workbook.seal import SealedSheet, SealHeader, broken, header_of, joined, lines_by_sheet

GridRowId = Callable[[str, str, date, str], str]
"""(table, line id, day, split) → the row id of a grid's cell."""


@dataclass
class SealedWorkbook:
    """What a workbook says. `tables`: the rows as exported; `sheet_tables`: as the sheets say now; both by table name.

    `changes`: what differs between the two. `problems`: what stands in the sheets beside the rows and is not taken over.
    """

    name: str
    header: SealHeader
    tables: dict[str, list[Row]] = field(default_factory=dict)
    sheet_tables: dict[str, list[Row]] = field(default_factory=dict)
    changes: list[CellChange] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read(
    source: bytes | Path,
    tables: Mapping[str, Mapping[str, Field]],
    grid_row_id: GridRowId,
    name: str = "",
) -> SealedWorkbook:
    """Read a workbook. `tables`: table name → column key → Field, of all reported tables.

    FileUnusable: no workbook of ours, unreadable, its seal broken, or from a newer program.
    """
    name = name or (source.name if isinstance(source, Path) else "工作簿")
    seal_rows, sheets = _sheets(_bytes_of(source, name), name)
    header = header_of(joined(seal_rows[0][1:]), name)
    lines = lines_by_sheet(header, [text for cells in seal_rows[1:] if (text := joined(cells))], name)
    book = SealedWorkbook(name, header)
    by_mark: dict[tuple[str, str], MarkedSheet] = {}
    for sheet in sheets:
        if sheet.mark in by_mark:
            book.problems.append(f"工作表「{sheet.title}」与「{by_mark[sheet.mark].title}」重复，未读入")
        else:
            by_mark[sheet.mark] = sheet
    for entry, said in zip(header.sheets, lines, strict=True):
        _take(book, entry, _rows(said, entry, tables, name), tables[entry.table], by_mark, grid_row_id)
    return book


def read_header(data: bytes, name: str) -> SealHeader:
    """What the seal of a workbook says of it, without its rows. FileUnusable where there is none that can be read."""
    from openpyxl import load_workbook

    try:
        workbook = load_workbook(BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError):
        raise foreign(name) from None
    try:
        for sheet in reversed(workbook.worksheets):
            sheet.reset_dimensions()
            first = next(sheet.iter_rows(max_row=1, values_only=True), ())
            if first and first[0] == SEAL_MARK:
                return header_of(joined(first[1:]), name)
    finally:
        workbook.close()
    raise foreign(name)


def _take(
    book: SealedWorkbook,
    entry: SealedSheet,
    rows: list[Row],
    fields: Mapping[str, Field],
    by_mark: Mapping[tuple[str, str], MarkedSheet],
    grid_row_id: GridRowId,
) -> None:
    """Put one sheet's rows, as sealed and as they stand, into the book."""
    key = (entry.table, entry.split)
    # The facts stand on the sheet of the figures.
    sheet = by_mark.get(("r_cover", "") if entry.table == FACTS_TABLE else key)
    if sheet is None:
        book.changes.append(gone(entry))
        ordered, now = rows, rows
    else:
        compared = compare_sheet(sheet, entry, rows, fields, grid_row_id)
        ordered, now = compared.sealed, compared.now
        book.changes.extend(compared.changes)
        book.problems.extend(compared.problems)
    book.tables.setdefault(entry.table, []).extend(ordered)
    book.sheet_tables.setdefault(entry.table, []).extend(now)


def _rows(
    lines: Sequence[str], entry: SealedSheet, tables: Mapping[str, Mapping[str, Field]], name: str
) -> list[Row]:
    fields = tables.get(entry.table)
    if fields is None:
        raise FileUnusable(
            f"「{name}」里的表「{entry.title}」本程序不认得，是更新版本的程序导出的，请先升级本程序"
        )
    try:
        return [row_of(line, fields) for line in lines]
    except KeyError:
        raise FileUnusable(f"「{name}」的表「{entry.title}」里有本程序不认得的栏目，请先升级本程序") from None
    except (ValueError, TypeError, AttributeError):
        raise broken(name) from None


def _bytes_of(source: bytes | Path, name: str) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        return source.read_bytes()
    except OSError as error:
        raise FileUnusable(f"读不了「{name}」：{error.strerror or '系统拒绝了'}") from None


def _sheets(data: bytes, name: str) -> tuple[list[tuple[Any, ...]], list[MarkedSheet]]:
    """The rows of the seal, and every sheet that bears a mark of ours."""
    if sniff(data, name) != "xlsx":
        raise foreign(name)
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    seal: list[tuple[Any, ...]] | None = None
    found = []
    try:
        workbook = load_workbook(BytesIO(data), read_only=True, data_only=True)
        try:
            for sheet in workbook.worksheets:
                sheet.reset_dimensions()
                rows = [cells for cells in sheet.iter_rows(values_only=True)]
                if rows and rows[0] and rows[0][0] == SEAL_MARK:
                    seal = rows
                    continue
                if (ours := marked(sheet.title, rows)) is not None:
                    found.append(ours)
        finally:
            workbook.close()
    except (
        InvalidFileException, zipfile.BadZipFile, zlib.error, ParseError, OSError, EOFError, KeyError, IndexError,
        ValueError, TypeError, AttributeError, NotImplementedError,
    ):  # fmt: skip
        raise FileUnusable(f"「{name}」不完整或已损坏，读不出来；请让学校重新导出") from None
    if seal is None:
        raise foreign(name)
    return seal, found


def foreign(name: str) -> FileUnusable:
    """The error of a spreadsheet that this program did not export, or whose seal sheet was deleted."""
    return FileUnusable(f"「{name}」不是本程序导出的月报工作簿（或封存页已被删除），没有读入")
