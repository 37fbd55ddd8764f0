"""Cell values by calamine: fast, and it opens files that stricter readers refuse."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
    XmlError,
    ZipError,
)

from xcedu_desktop.workbook.intake.raw import Cell, Merge, make_cell

CalamineTrouble = (CalamineError, PasswordError, WorksheetNotFound, XmlError, ZipError, OSError, ValueError)


_one_at_a_time = threading.Lock()


@contextmanager
def calm() -> Iterator[None]:
    """Around calamine: what its Rust core prints when it gives up is kept away
    from the standard error stream, which belongs to the command line's one sentence; the panic becomes a
    CalamineError."""
    with _one_at_a_time, _silence():
        try:
            yield
        except BaseException as error:
            # A Rust panic arrives as a BaseException of its own, which Python code cannot import.
            if type(error).__name__ == "PanicException":
                raise CalamineError(str(error)) from error
            raise


@contextmanager
def _silence() -> Iterator[None]:
    try:
        kept = os.dup(2)
    except OSError:
        # A windowed program has no such stream.
        kept = -1
    try:
        if kept >= 0:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 2)
            os.close(nowhere)
        yield
    finally:
        if kept >= 0:
            os.dup2(kept, 2)
            os.close(kept)


def open_calamine(data: bytes) -> CalamineWorkbook:
    """The workbook of these bytes, whatever the extension said. Raises one of `CalamineTrouble`."""
    return CalamineWorkbook.from_filelike(BytesIO(data))


def sheet_names(workbook: CalamineWorkbook) -> list[tuple[str, bool]]:
    """Name and hiddenness of each worksheet, in order; chart and macro sheets are passed over."""
    return [
        (sheet.name, sheet.visible != SheetVisibleEnum.Visible)
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet
    ]


def read_cells(workbook: CalamineWorkbook, name: str) -> tuple[list[list[Cell]], list[Merge]]:
    """Rows of cells from A1, and the merges where calamine knows them. Raises `CalamineTrouble`."""
    sheet = workbook.get_sheet_by_name(name)
    rows = [[make_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    merges = sheet.merged_cell_ranges or []
    return rows, [(top, left, bottom, right) for (top, left), (bottom, right) in merges]
