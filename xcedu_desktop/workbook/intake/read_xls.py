"""Reader of .xls (BIFF8 and older): olefile opens the container, damaged ones too, xlrd reads the records.

Calamine is kept away from damaged .xls files: a wrong count in them makes its Rust core ask for hundreds of
gigabytes, and the whole program is ended.
"""

import io
import struct
from dataclasses import replace
from typing import Any

import olefile

from xcedu_desktop.workbook.intake.failure import damaged, locked_by_password
from xcedu_desktop.workbook.intake.raw import BLANK, MAX_COLUMNS, Cell, RawSheet, make_cell, make_sheet
from xcedu_desktop.workbook.intake.read_xlsx import HIDDEN_UNKNOWN
from xcedu_desktop.workbook.intake.sniff import OLE2
from xcedu_desktop.workbook.intake.two_places import may_hide_zero, shows_two_places

_NO_TABLE_LIST = struct.pack("<2I", 0xFFFFFFFE, 0)
_FEW_SECTORS = 109 * 128 * 512
"""A container up to this size (7 MB) has all its table sectors listed in its header."""

# olefile and xlrd trip over damaged files in all these ways.
_TROUBLE = (
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)


def read_xls(data: bytes, name: str) -> tuple[list[RawSheet], list[str]]:
    """Sheets and notes of a .xls. `name` is for messages. Raises IntakeFileError."""
    import xlrd  # loaded only for such a file

    records = _workbook_stream(data, name)
    notes: list[str] = []
    trouble = (xlrd.XLRDError, xlrd.formula.FormulaError, *_TROUBLE)
    try:
        try:
            book = _open(records, formatting=True)
        except trouble as error:
            if "encrypted" in str(error):
                raise locked_by_password(name) from error
            # The records of formats are the ones that other programs write wrongly.
            book = _open(records, formatting=False)
            notes.append(HIDDEN_UNKNOWN)
    except trouble as error:
        raise damaged(name) from error
    return [_read_sheet(book, sheet) for sheet in book.sheets()], notes


def _open(records: bytes, *, formatting: bool) -> Any:
    import xlrd

    return xlrd.open_workbook(
        file_contents=records, formatting_info=formatting, ragged_rows=True, logfile=io.StringIO()
    )


def _workbook_stream(data: bytes, name: str) -> bytes:
    """The workbook's records out of their OLE2 container. Raises IntakeFileError where they are not whole.

    xlrd has a reader of its own for containers; a chain of sectors that bites its tail keeps it busy for ever.
    """
    if not data.startswith(OLE2):
        return data
    try:
        return _extract(data, name)
    except _TROUBLE as error:
        if len(data) > _FEW_SECTORS:
            raise damaged(name) from error
    try:
        # A wrong pointer to table sectors that a file of this size does not have.
        return _extract(data[:68] + _NO_TABLE_LIST + data[76:], name)
    except _TROUBLE as error:
        raise damaged(name) from error


def _extract(data: bytes, name: str) -> bytes:
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
        hidden_known=bool(book.formatting_info),
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
    made = make_cell(cell.value)
    return replace(made, last_zero=True) if may_hide_zero(made.value) and _two_places(book, cell) else made


def _two_places(book: Any, cell: Any) -> bool:
    """Whether the cell's number format shows two decimals; unknown where the formats could not be read."""
    if not book.formatting_info or cell.xf_index is None:
        return False
    known = book.format_map.get(book.xf_list[cell.xf_index].format_key)
    return known is not None and shows_two_places(known.format_str)
