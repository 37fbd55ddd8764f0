"""The month grid of meals as schools draw it: 班级 down, days across."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from xcedu_desktop.workbook.intake.header import IntakeColumn
from xcedu_desktop.workbook.intake.lists import find_lists
from xcedu_desktop.workbook.intake.month_grid import GridRow, MonthGrid, find_month_grid, find_month_grids
from xcedu_desktop.workbook.intake.month_title import meal_in, month_in
from xcedu_desktop.workbook.intake.read import read_file

Grids = Callable[..., list[MonthGrid]]
Grid = Callable[..., MonthGrid]

BESIDE = (
    IntakeColumn("class", "班级", ("班",), required=True),
    IntakeColumn("signup", "登记人数", ("在校人数", "报名人数")),
    IntakeColumn("meal", "餐次"),
)
DAYS = [8, 9, 10, 12, 13]


@pytest.fixture
def grids(xlsx: Callable[..., Path]) -> Grids:
    def find(rows: list[list[Any]], *merges: str, **options: Any) -> list[MonthGrid]:
        return find_month_grids(read_file(xlsx(rows, *merges, **options)).sheets[0], BESIDE)

    return find


@pytest.fixture
def grid(grids: Grids) -> Grid:
    def find(rows: list[list[Any]], *merges: str, **options: Any) -> MonthGrid:
        (found,) = grids(rows, *merges, **options)
        return found

    return find


def by_day(found: MonthGrid, row: GridRow) -> dict[int, Any]:
    return {found.day_columns[column].day: cell.value for column, cell in row.days.items()}


def class_names(found: MonthGrid) -> list[Any]:
    return [row.cells["class"].value for row in found.rows]


def test_the_usual_sheet_with_title_weekdays_and_totals(grid: Grid) -> None:
    rows = [
        ["2026年10月午餐就餐人数统计表"],
        ["填报单位：北陈郝小学", None, None, "单位：人"],
        ["序号", "班级", "登记人数", *DAYS, "合计"],
        [None, None, None, "四", "五", "六", "一", "二"],
        [1, "一(1)班", 30, 28, 0, 29, 30, "27 ", 114],
        [2, "一(2)班", 31, 30, None, "约30", 30, 30, 90],
        ["合计", None, 61, 58, 0, 29, 60, 57],
        ["填表人：王老师", None, None, "审核人：李校长"],
    ]
    found = grid(rows, "A1:I1")
    assert (found.year, found.month, found.meal) == (2026, 10, "午餐")
    assert found.header_rows == (2, 3)
    assert found.columns == {1: "class", 2: "signup"}
    assert [day.day for day in found.day_columns.values()] == DAYS
    assert class_names(found) == ["一(1)班", "一(2)班"]
    assert [row.number for row in found.rows] == [5, 6]
    assert found.rows[0].cells["signup"].value == 30
    # Zero and blank are different things.
    assert by_day(found, found.rows[0]) == {8: 28, 9: 0, 10: 29, 12: 30, 13: "27 "}
    assert by_day(found, found.rows[1]) == {8: 30, 10: "约30", 12: 30, 13: 30}
    assert [skipped.reason for skipped in found.skipped] == ["合计行", "表尾"]
    assert not found.notes


def test_two_row_header_with_the_days_under_one_merged_cell(grid: Grid) -> None:
    rows = [["班级", "在校人数", "日期"], [None, None, *DAYS], [None, None, "四", "五", "六", "一", "二"]]
    rows.append(["3.1", 30, 28, 29, 30, 31, 32])
    found = grid(rows, "A1:A3", "B1:B3", "C1:G1", title="2026.10午餐")
    assert found.header_rows == (0, 2) and found.title_text == ""
    assert (found.year, found.month, found.meal) == (2026, 10, "午餐")
    assert class_names(found) == ["3.1"]


def test_days_as_dates_tell_month_and_year(grid: Grid) -> None:
    dates = [date(2026, 10, day) for day in DAYS]
    found = grid([["班级", *dates], ["一(1)班", 1, 2, 3, 4, 5]])
    assert (found.year, found.month) == (2026, 10)
    assert [day.on for day in found.day_columns.values()] == dates
    serials = grid(
        [["班级", *((day - date(1899, 12, 30)).days for day in dates)], ["一(1)班", 1, 2, 3, 4, 5]]
    )
    assert [day.on for day in serials.day_columns.values()] == dates


@pytest.mark.parametrize("form", ["{}日", "{}号", "10月{}日", "10.{}", "10/{}", "2026-10-{}", "{}日（周四）"])
def test_days_as_text(grid: Grid, form: str) -> None:
    found = grid([["班级", *(form.format(day) for day in DAYS)], ["一(1)班", 1, 2, 3, 4, 5]])
    assert [day.day for day in found.day_columns.values()] == DAYS


def test_counts_that_rise_by_chance_are_no_header(grid: Grid) -> None:
    found = grid([["班级", 1, 2, 3, 4, 5], ["一(1)班", 26, 27, 28, 29, 30], ["一(2)班", 1, 2, 3, 4, 5]])
    assert class_names(found) == ["一(1)班", "一(2)班"]


def test_divided_corner_and_empty_corner(grid: Grid) -> None:
    assert class_names(grid([["班级\n日期", *DAYS], ["一(1)班", 1, 2, 3, 4, 5]])) == ["一(1)班"]
    assert class_names(grid([["日期\\班级", *DAYS], ["一(1)班", 1, 2, 3, 4, 5]])) == ["一(1)班"]
    assert class_names(grid([[None, *DAYS], ["一(1)班", 1, 2, 3, 4, 5], ["二(1)班", 1, 2, 3, 4, 5]])) == [
        "一(1)班",
        "二(1)班",
    ]


def test_two_columns_a_day(grid: Grid) -> None:
    rows = [["九月就餐统计"], ["班级", 1, None, 2, None, 3, None, 4, None], [None, *["午餐", "晚餐"] * 4]]
    rows.append(["一(1)班", 1, 2, 3, 4, 5, 6, 7, 8])
    found = grid(rows, "A2:A3", "B2:C2", "D2:E2", "F2:G2", "H2:I2")
    days = list(found.day_columns.values())
    assert [(day.day, day.label) for day in days[:3]] == [(1, "午餐"), (1, "晚餐"), (2, "午餐")]
    assert len(days) == 8 and found.month == 9 and found.meal is None
    assert [cell.value for cell in found.rows[0].days.values()] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_line_a_meal_under_a_merged_class(grid: Grid) -> None:
    found = grid(
        [["班级", "餐次", *DAYS], ["一(1)班", "午餐", 1, 2, 3, 4, 5], [None, "晚餐", 9, 2, 3, 4, 5]], "A2:A3"
    )
    assert [(row.cells["class"].value, row.cells["meal"].value) for row in found.rows] == [
        ("一(1)班", "午餐"),
        ("一(1)班", "晚餐"),
    ]


def test_a_word_merged_over_days_holds_for_each_a_number_does_not(grid: Grid) -> None:
    rows = [["班级", *DAYS], ["一(1)班", "停餐", None, None, 30, None], ["一(2)班", 30, 30, 30, 30, 30]]
    found = grid(rows, "B2:D2", "E2:F2")
    assert by_day(found, found.rows[0]) == {8: "停餐", 9: "停餐", 10: "停餐", 12: 30}


def test_two_grids_below_one_another(grids: Grids) -> None:
    rows = [
        ["10月午餐"],
        ["班级", *DAYS],
        ["一(1)班", 5, 4, 3, 2, 1],
        ["合计", 5, 4, 3, 2, 1],
        ["制表：王"],
        [],
    ]
    rows += [["10月晚餐"], ["班级", *DAYS], ["一(1)班", 9, 8, 7, 6, 5]]
    lunch, supper = grids(rows)
    assert (lunch.meal, supper.meal) == ("午餐", "晚餐")
    assert [len(one.rows) for one in (lunch, supper)] == [1, 1]
    assert [skipped.reason for skipped in lunch.skipped] == ["合计行", "表尾"]


def test_the_header_repeated_on_the_next_page_goes_on(grid: Grid) -> None:
    rows = [["10月午餐"], ["班级", *DAYS], ["一(1)班", 5, 4, 3, 2, 1], ["10月午餐"], ["班级", *DAYS]]
    rows.append(["一(2)班", 9, 8, 7, 6, 5])
    assert class_names(grid(rows)) == ["一(1)班", "一(2)班"]


def test_case_37_sums_of_the_grid_that_are_wrong(grid: Grid) -> None:
    rows = [["班级", *DAYS, "合计"], ["一(1)班", 1, 1, 1, 1, 1, 6], ["合计", 1, 2, 1, 1, 1, 6]]
    found = grid(rows)
    assert found.notes == [
        "第 2 行：全月的合计写的是 6，这一行各天加起来是 5；合计不导入。",
        "第 3 行：9日的合计写的是 2，上面各行加起来是 1；合计不导入。",
    ]


def test_case_16_hidden_class_lines_are_read_and_counted(grid: Grid) -> None:
    found = grid(
        [["班级", *DAYS], ["一(1)班", 1, 2, 3, 4, 5]],
        finish=lambda sheet: setattr(sheet.row_dimensions[2], "hidden", True),
    )
    assert found.hidden_rows_read == 1 and found.notes == ["隐藏的 1 行照读。"]


@pytest.mark.parametrize(
    "rows",
    [
        [["姓名", "性别", "班级", "身份证号"], [1, 2, 3, 4], ["张三", "男", "3-2", "x"]],
        [["日期", "班级", "餐次", "用餐人数"], [date(2026, 10, 8), "一(1)班", "午餐", 30]],
        [["序号", "班级", "人数"], [1, "一(1)班", 30], [2, "一(2)班", 31]],
        [["月份", 1, 2, 3, 4, 5, 6], ["电费", 1, 2, 3, 4, 5, 6]],
    ],
)
def test_what_is_no_month_grid(xlsx: Callable[..., Path], rows: list[list[Any]]) -> None:
    assert find_month_grid(read_file(xlsx(rows)).sheets[0], BESIDE) is None


def test_a_month_grid_is_no_day_list(xlsx: Callable[..., Path]) -> None:
    columns = (
        IntakeColumn("day", "日期", required=True),
        IntakeColumn("class", "班级", required=True),
        IntakeColumn("eaten", "用餐人数", required=True),
    )
    sheet = read_file(
        xlsx([["班级", "日期", None], [None, *DAYS], ["一(1)班", 1, 2, 3, 4, 5]], "B1:F1")
    ).sheets[0]
    assert find_lists(sheet, columns) == []
    assert find_month_grid(sheet, BESIDE) is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026年10月午餐就餐人数统计表", (2026, 10)),
        ("2026-2027学年第一学期10月份午餐", (None, 10)),
        ("薛城区2026年 10 月份配餐统计", (2026, 10)),
        ("2026.10", (2026, 10)),
        ("202610午餐", (2026, 10)),
        ("2026-9晚餐", (2026, 9)),
        ("二〇二六年十月", (2026, 10)),
        ("十一月午餐", (None, 11)),
        ("9月", (None, 9)),
        ("午餐统计", (None, None)),
        ("13月", (None, None)),
    ],
)
def test_month_in_titles(text: str, said: tuple[int | None, int | None]) -> None:
    assert month_in(text) == said


def test_meal_in_titles() -> None:
    assert meal_in("10月中餐统计") == "午餐"
    assert meal_in("晚饭") == "晚餐"
    assert meal_in("午餐、晚餐统计表") is None and meal_in("就餐统计") is None


@pytest.mark.parametrize(
    "days",
    [
        ["8\n四", "9\n五", "10\n六", "12\n一"], ["8（四）", "9（五）", "10（六）", "12（一）"], ["四8", "五9", "六10", "一12"],
        ["10/8(四)", "10/9(五)", "10/10(六)", "10/12(一)"], ["20261008", "20261009", "20261010", "20261012"],
        [20261008, 20261009, 20261010, 20261012], ["八日", "九日", "十日", "十二日"], ["8日", "9日", "10日（补班）", "12日"],
        ["8号", "9号（周五）", "10号补课", "12号"],
    ],
)  # fmt: skip
def test_days_with_a_weekday_or_a_remark(grid: Grid, days: list[Any]) -> None:
    found = grid([["2026年10月午餐"], ["班级", *days], ["三(1)班", 1, 2, 3, 4]])
    assert [(day.day, day.label) for day in found.day_columns.values()] == [
        (8, ""),
        (9, ""),
        (10, ""),
        (12, ""),
    ]


def test_days_that_say_what_they_count(grid: Grid) -> None:
    days = ["8日午餐", "8日晚餐", "9日午餐", "9日晚餐", "10月10日午餐", "10月10日晚餐", "12日午餐"]
    found = grid([["班级", *days], ["三(1)班", 1, 2, 3, 4, 5, 6, 7]])
    assert [f"{day.day}{day.label}" for day in found.day_columns.values()] == [
        "8午餐", "8晚餐", "9午餐", "9晚餐", "10午餐", "10晚餐", "12午餐",
    ]  # fmt: skip


def test_hidden_days_are_said(grid: Grid) -> None:
    def hide(page: Worksheet) -> None:
        page.column_dimensions["D"].hidden = True

    found = grid([["班级", 8, 9, 10, 12], ["三(1)班", 1, 2, 3, 4]], finish=hide)
    assert found.notes == ["隐藏的 1 列照读：10日。"]
