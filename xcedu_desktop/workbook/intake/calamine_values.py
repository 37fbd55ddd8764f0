"""Cell values by calamine: fast, and it opens files that stricter readers refuse."""

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


def open_calamine(data: bytes) -> CalamineWorkbook:
    """The workbook of these bytes, whatever the extension said. Raises one of `CalamineTrouble`."""
    try:
        return CalamineWorkbook.from_filelike(BytesIO(data))
    except BaseException as error:
        # A panic inside the Rust reader (a damaged file) arrives as a BaseException of its own.
        if type(error).__name__ == "PanicException":
            raise CalamineError(str(error)) from error
        raise


def sheet_names(workbook: CalamineWorkbook) -> list[tuple[str, bool]]:
    """Name and hiddenness of each worksheet, in order; chart and macro sheets are passed over."""
    return [
        (sheet.name, sheet.visible != SheetVisibleEnum.Visible)
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet
    ]


def read_cells(workbook: CalamineWorkbook, name: str) -> tuple[list[list[Cell]], list[Merge]]:
    """Rows of cells from A1, and the merges where calamine knows them. Raises `CalamineTrouble`."""
    try:
        sheet = workbook.get_sheet_by_name(name)
        rows = [[make_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
        merges = sheet.merged_cell_ranges or []
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise CalamineError(str(error)) from error
        raise
    return rows, [(top, left, bottom, right) for (top, left), (bottom, right) in merges]
