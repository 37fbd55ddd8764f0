"""Reader of .xlsx: values by calamine, what is hidden, merged or an error by a pass over the XML."""

import warnings
import zipfile
from io import BytesIO

from python_calamine import CalamineWorkbook

from xcedu_desktop.workbook.intake.calamine_values import (
    CalamineTrouble,
    calm,
    open_calamine,
    read_cells,
    sheet_names,
)
from xcedu_desktop.workbook.intake.failure import damaged, too_big
from xcedu_desktop.workbook.intake.raw import (
    BLANK,
    MAX_CELLS,
    MAX_COLUMNS,
    Cell,
    RawSheet,
    make_cell,
    make_sheet,
)
from xcedu_desktop.workbook.intake.two_places import mark_zeros, two_place_styles
from xcedu_desktop.workbook.intake.xlsx_layout import (
    SheetLayout,
    plausible_strings,
    reach,
    read_layout,
    sheet_parts,
)
from xcedu_desktop.workbook.intake.xml_parts import XmlTrouble

HIDDEN_UNKNOWN = "这个文件的格式不完整，看不出哪些行、列是隐藏的，全部照读。"


def read_xlsx(data: bytes, name: str) -> tuple[list[RawSheet], list[str]]:
    """Sheets and notes of an .xlsx. `name` is for messages. Raises IntakeFileError."""
    layouts = _layouts(data)
    if not plausible_strings(data):
        raise damaged(name)
    notes: list[str] = []
    try:
        with calm():
            workbook = open_calamine(data)
            sheets = [
                _read_sheet(workbook, data, name, title, hidden, layouts.get(title), notes)
                for title, hidden in sheet_names(workbook)
            ]
    except CalamineTrouble as error:
        raise damaged(name) from error
    if any(not sheet.hidden_known for sheet in sheets):
        notes.append(HIDDEN_UNKNOWN)
    return sheets, notes


def _layouts(data: bytes) -> dict[str, SheetLayout]:
    """The layouts that could be read; a sheet whose XML has a flaw is missing."""
    layouts: dict[str, SheetLayout] = {}
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts, epoch1904 = sheet_parts(archive)
            styles = two_place_styles(archive)
            for title, member in parts.items():
                try:
                    layouts[title] = read_layout(archive, member, styles)
                    layouts[title].epoch1904 = epoch1904
                except XmlTrouble:
                    continue
    except XmlTrouble:
        return layouts
    return layouts


def _read_sheet(
    workbook: CalamineWorkbook,
    data: bytes,
    name: str,
    title: str,
    hidden: bool,
    layout: SheetLayout | None,
    notes: list[str],
) -> RawSheet:
    if layout is None:
        _check_reach(data, name)
        rows, merges = read_cells(workbook, title)
        return make_sheet(title, rows, merges=merges, hidden=hidden, hidden_known=False)
    columns = layout.last_column + 1
    last_row = layout.last_row
    if columns > MAX_COLUMNS or columns * (last_row + 1) > MAX_CELLS:
        # Calamine would make a dense table of it, gigabytes for one stray cell in column XFD.
        columns = min(columns, MAX_COLUMNS)
        rows = _read_near_cells(data, name, title, columns)
        last_row = len(rows) - 1
        notes.append(f"工作表「{title}」里有离得很远的单元格，只读了前 {columns} 列、{len(rows)} 行。")
    else:
        rows, _ = read_cells(workbook, title)
    for (row, column), code in layout.errors.items():
        if row <= last_row and column < columns:
            _put(rows, row, column, Cell(None, code))
    mark_zeros(rows, layout.two_places)
    return make_sheet(
        title,
        rows,
        merges=layout.merges,
        hidden_rows=layout.hidden_rows,
        hidden_columns=layout.hidden_columns,
        hidden=hidden,
        filtered=layout.filtered and bool(layout.hidden_rows),
        epoch1904=layout.epoch1904,
    )


def _put(rows: list[list[Cell]], row: int, column: int, cell: Cell) -> None:
    """Sets a cell that calamine left blank; an error cell may stand beyond its last row or column."""
    while len(rows) <= row:
        rows.append([])
    line = rows[row]
    while len(line) <= column:
        line.append(BLANK)
    line[column] = cell


def _check_reach(data: bytes, name: str) -> None:
    """Before calamine reads a workbook whose XML has a flaw: refuses one with cells far out (see above)."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for member in archive.namelist():
            if "worksheets/" in member.lower() and member.lower().endswith(".xml"):
                rows, columns = reach(archive.read(member))
                if rows * columns > MAX_CELLS:
                    raise damaged(name)


def _read_near_cells(data: bytes, name: str, title: str, columns: int) -> list[list[Cell]]:
    """The first columns of a sheet that reaches far out, by openpyxl, which reads row by row."""
    import openpyxl  # loaded only for such a file

    rows: list[list[Cell]] = []
    with warnings.catch_warnings():
        # It warns of data validations and styles it does not keep; only values are wanted here.
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
            for line in book[title].iter_rows(
                max_col=columns, max_row=MAX_CELLS // columns, values_only=True
            ):
                rows.append([make_cell(value) for value in line])
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise too_big(name, f"的工作表「{title}」用到了很远的行或列，读不完") from error
    return rows
