"""Reader of .xls (BIFF8 and older) by xlrd; calamine takes over where the container is damaged."""

import io
import struct
from typing import Any

import olefile

from xcedu_desktop.workbook.intake.failure import damaged, locked_by_password
from xcedu_desktop.workbook.intake.raw import BLANK, MAX_COLUMNS, Cell, RawSheet, make_cell, make_sheet
from xcedu_desktop.workbook.intake.read_xlsx import read_values_only
from xcedu_desktop.workbook.intake.sniff import OLE2


def read_xls(data: bytes, name: str) -> tuple[list[RawSheet], list[str]]:
    """Sheets and notes of a .xls. `name` is for messages. Raises IntakeFileError."""
    import xlrd  # loaded only for such a file

    trouble = (
        xlrd.XLRDError,
        struct.error,
        # xlrd trips over damaged records in all these ways.
        AssertionError,
        AttributeError,
        LookupError,
        NotImplementedError,
        OverflowError,
        TypeError,
        ValueError,
    )
    try:
        records = _workbook_stream(data, name)
    except OSError:
        return read_values_only(data, name)
    try:
        book = xlrd.open_workbook(
            file_contents=records, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except trouble as error:
        if "encrypted" in str(error):
            raise locked_by_password(name) from error
        return read_values_only(data, name)
    return [_read_sheet(book, sheet) for sheet in book.sheets()], []


def _workbook_stream(data: bytes, name: str) -> bytes:
    """The workbook's records, taken out of their OLE2 container. Raises OSError where that is
    damaged, and IntakeFileError where the records are cut off.

    xlrd has a reader of its own for containers; a chain of sectors that bites its tail keeps it busy for ever.
    """
    if not data.startswith(OLE2):
        return data
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        for stream in ("Workbook", "Book"):
            if container.exists(stream):
                with container.openstream(stream) as opened:
                    records = bytes(opened.read())
                if len(records) < container.get_size(stream) or _cut_off(data, container):
                    # What is left would read as a shorter list, and nobody would know.
                    raise damaged(name)
                return records
    raise OSError("no workbook in the container")


def _cut_off(data: bytes, container: Any) -> bool:
    """Whether the file ends before the last sector that its own table says is in use."""
    used = [sector for sector, following in enumerate(container.fat) if following != olefile.FREESECT]
    return bool(used) and len(data) <= (used[-1] + 1) * container.sector_size


def _read_sheet(book: Any, sheet: Any) -> RawSheet:
    rows = [
        [_cell(book, cell) for cell in sheet.row_slice(row, 0, min(sheet.row_len(row), MAX_COLUMNS))]
        for row in range(sheet.nrows)
    ]
    hidden_rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden}
    filters = any(
        "FilterDatabase" in str(name.name) and name.scope == sheet.number for name in book.name_obj_list
    )
    return make_sheet(
        sheet.name,
        rows,
        # xlrd's upper bounds are exclusive.
        merges=[(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells],
        hidden_rows=hidden_rows,
        hidden_columns={column for column, info in sheet.colinfo_map.items() if info.hidden},
        hidden=sheet.visibility != 0,
        epoch1904=bool(book.datemode),
        filtered=filters and bool(hidden_rows),
    )


def _cell(book: Any, cell: Any) -> Cell:
    import xlrd

    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return BLANK
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Cell(None, xlrd.error_text_from_code.get(cell.value, "#VALUE!"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return Cell(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment = xlrd.xldate_as_datetime(cell.value, book.datemode)
        except (ValueError, OverflowError):
            return make_cell(cell.value)
        # Below one day it is a time of day; xlrd gives it the epoch's date.
        return make_cell(moment.time() if 0 <= cell.value < 1 else moment)
    return make_cell(cell.value)
