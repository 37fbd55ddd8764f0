"""A workbook after people had it: what was changed by hand is shown cell by cell, and nothing else is."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.month.school import DIFFICULT, LONG, LONGER, NAME, ident
from xcedu_desktop.forms.meals.tables import count_id
from xcedu_desktop.month.book import read_workbook, rows_of
from xcedu_desktop.workbook.reader import SealedWorkbook


def edited(path: Path, edit: Callable[[Workbook], None]) -> SealedWorkbook:
    """The workbook opened by another program, changed, saved, and read."""
    book = openpyxl.load_workbook(path)
    edit(book)
    saved = BytesIO()
    book.save(saved)
    return read_workbook(saved.getvalue())


def columns(sheet: Worksheet) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1] if cell.value}


def line(sheet: Worksheet, row_id: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == row_id)


def test_saving_again_changes_nothing(exported: Path) -> None:
    book = edited(exported, lambda book: None)
    assert (book.changes, book.problems) == ([], [])


def test_texts_come_back_whole_and_are_no_formulas(exported: Path) -> None:
    book = read_workbook(exported)
    names = [row.values["name"] for row in book.tables["r_club"]]
    assert names == list(DIFFICULT)
    measured = {row.values["finding"]: row.values["measure"] for row in book.tables["r_inspection"]}
    assert measured[LONG] == LONGER
    for sheet in openpyxl.load_workbook(exported):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert str(cell.value).startswith("=SUM("), (sheet.title, cell.coordinate)
                assert cell.hyperlink is None


def test_every_formula_has_its_value(exported: Path) -> None:
    formulas, values = openpyxl.load_workbook(exported), openpyxl.load_workbook(exported, data_only=True)
    count = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    count += 1
                    assert isinstance(values[sheet.title][cell.coordinate].value, int | float)
    assert count > 50


def test_a_number_in_a_grid(exported: Path) -> None:
    def edit(book: Workbook) -> None:
        sheet = book["就餐人数（午餐）"]
        sheet.cell(line(sheet, ident("school_class", 1)), columns(sheet)["2026-10-13"], 99)

    book = edited(exported, edit)
    (change,) = book.changes
    assert (change.sheet, change.place, change.column) == ("就餐人数（午餐）", "二(1)班 13日", "就餐人次")
    assert (change.old, change.new) == ("6", "99")
    assert change.row_id == count_id(ident("school_class", 1), date(2026, 10, 13), "午餐")
    assert str(change) == "就餐人数（午餐）·二(1)班 13日·就餐人次：6 → 99"
    heads = {row.id: row.values["heads"] for row in book.sheet_tables["r_meal_heads"]}
    assert heads[change.row_id] == 99
    assert 99 not in [row.values["heads"] for row in book.tables["r_meal_heads"]]


def test_a_cell_that_was_blank_and_one_emptied(exported: Path) -> None:
    first = ident("school_class", 0)

    def edit(book: Workbook) -> None:
        sheet = book["就餐人数（午餐）"]
        sheet.cell(line(sheet, first), columns(sheet)["2026-10-04"], 5)
        sheet.cell(line(sheet, first), columns(sheet)["2026-10-13"]).value = None

    book = edited(exported, edit)
    assert [(c.place, c.old, c.new) for c in book.changes] == [
        ("一(1)班 4日", "", "5"),
        ("一(1)班 13日", "7", ""),
    ]
    changed = {row.id: row for row in book.sheet_tables["r_meal_heads"]}
    new = changed[count_id(first, date(2026, 10, 4), "午餐")]
    assert new.values == {"class_id": first, "day": date(2026, 10, 4), "meal": "午餐", "heads": 5}
    assert count_id(first, date(2026, 10, 13), "午餐") not in changed
    view = rows_of(book, today=date(2026, 11, 2), as_changed=True)
    assert len(list(view.tables)) > 10


def test_money_power_dates_and_texts_in_a_list(exported: Path) -> None:
    piece = ident("equipment", 1)

    def edit(book: Workbook) -> None:
        sheet = book["取暖设备"]
        row, keys = line(sheet, piece), columns(sheet)
        assert sheet.cell(row, keys["cost_fen"]).value == 2860.11
        assert sheet.cell(row, keys["power_w"]).value == 2.215
        assert sheet.cell(row, keys["purchase_date"]).value.date() == date(2024, 10, 12)
        sheet.cell(row, keys["cost_fen"], 2860.1)
        sheet.cell(row, keys["power_w"], "约2")
        sheet.cell(row, keys["purchase_date"], date(2024, 10, 13))
        sheet.cell(row, keys["state"], "报废")

    book = edited(exported, edit)
    assert [(c.key, c.old, c.new, c.readable) for c in book.changes] == [
        ("power_w", "2.215", "约2", False),
        ("purchase_date", "2024-10-12", "2024-10-13", True),
        ("cost_fen", "2,860.11", "2,860.10", True),
        ("state", "正常", "报废", True),
    ]
    now = next(row for row in book.sheet_tables["r_equipment"] if row.id == piece)
    assert (now.values["cost_fen"], now.values["power_w"], now.values["state"]) == (286010, 2215, "报废")


def test_the_cover_is_compared_too(exported: Path) -> None:
    def edit(book: Workbook) -> None:
        sheet = book["封面"]
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == f"填报单位（盖章）：{NAME}":
                    cell.value = "填报单位（盖章）：别的小学"
                if cell.value == 17160:
                    cell.value = 17160.5
                if isinstance(cell.value, str) and cell.value.startswith("单位负责人："):
                    cell.value = "单位负责人：孙某"

    changes = edited(exported, edit).changes
    assert [(c.place, c.old, c.new) for c in changes if c.table == "r_cover_fact"] == [
        ("填报单位（盖章）", NAME, "别的小学"),
        ("单位负责人", "", "孙某"),
    ]
    (figure,) = [c for c in changes if c.table == "r_cover"]
    assert (figure.old, figure.new, figure.value) == ("17,160.00", "17,160.50", 1716050)


def test_sorting_moving_renaming_and_restyling(exported: Path) -> None:
    def edit(book: Workbook) -> None:
        for number, sheet in enumerate(list(book.worksheets)):
            if sheet.sheet_state == "visible":
                sheet.title = f"第{number}张"
        members = book["第4张"]
        ids = [cell.row for cell in members["A"] if cell.row > 4 and cell.value and "-" in str(cell.value)]
        held = [[cell.value for cell in members[row]] for row in ids]
        for row, values in zip(ids, reversed(held), strict=True):
            for column, value in enumerate(values, start=1):
                members.cell(row, column).value = value
                if isinstance(value, str):
                    members.cell(
                        row, column
                    ).data_type = "s"  # openpyxl takes =… for a formula; Excel's sort does not
        for sheet in book.worksheets[1:3]:
            for merged in list(sheet.merged_cells.ranges):
                sheet.unmerge_cells(str(merged))
        book.worksheets[1].insert_cols(1, 2)
        book.worksheets[1].insert_rows(1, 3)
        book.move_sheet(book.worksheets[2], 5)
        days = book["第12张"]
        for row in days.iter_rows():
            for cell in row:
                cell.number_format = "General"
                cell.font = openpyxl.styles.Font(name="Arial", size=30)

    book = edited(exported, edit)
    assert (book.changes, book.problems) == ([], [])


def test_rows_and_sheets_that_are_not_ours(exported: Path) -> None:
    def edit(book: Workbook) -> None:
        rooms = book["房间"]
        rooms.cell(rooms.max_row + 1, 4, "另加的一行")
        first = line(rooms, ident("room", 0))
        rooms.cell(first, 20, "另加的一列")
        copied = rooms.max_row + 1
        for column in range(1, 8):
            rooms.cell(copied, column, rooms.cell(first, column).value)
        circuits = book["供电线路"]
        circuits.cell(line(circuits, ident("circuit", 1)), circuits.max_column, "手写备注")
        book.create_sheet("我的草稿")["A1"] = "随便写"

    book = edited(exported, edit)
    assert book.changes == []
    said = "；".join(book.problems)
    for words in ("「房间」第", "另加的，未读入", "T 列是另加的", "复制的行", "备注是另写的"):
        assert words in said


def test_rows_columns_and_sheets_taken_away(exported: Path) -> None:
    def edit(book: Workbook) -> None:
        rooms = book["房间"]
        rooms.delete_rows(line(rooms, ident("room", 2)))
        grid = book["就餐人数（午餐）"]
        grid.delete_cols(columns(grid)["2026-10-30"])
        classes = book["班级与在校学生"]
        classes.delete_cols(columns(classes)["boys"])
        del book["自查与整改"]

    book = edited(exported, edit)
    said = [str(change) for change in book.changes]
    assert "房间·教室3 教学楼：整行 → 行已删除" in said
    assert "自查与整改·整张表：2行 → 工作表已删除" in said
    assert "班级与在校学生·整列·男：原有 → 列已删除" in said
    assert sum("2026-10-30" in words for words in said) == 3
    assert len(book.sheet_tables["r_room"]) == 2 and len(book.tables["r_room"]) == 3
    assert [row.id for row in book.tables["r_class"]] == [
        row.id for row in read_workbook(exported).tables["r_class"]
    ]
