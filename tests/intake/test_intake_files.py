"""Files as schools send them: every kind by its bytes, and one clear sentence for what cannot be read.

The numbers are those of DOMAIN.md, "What schools' spreadsheets look like".
"""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from xcedu_desktop.workbook.intake.raw import RawFile
from xcedu_desktop.workbook.intake.read import read_file

Table = Callable[[RawFile], list[list[Any]]]
Xlsx = Callable[..., Path]
Refused = Callable[[Path], str]
Rewrite = Callable[[Path, Callable[[str, bytes], bytes]], Path]

ROSTER = [["姓名", "班级"], ["张三", "三(2)班"], ["李四", "三(1)班"]]
AS_TEXT = "姓名,班级\r\n张三,三(2)班\r\n李四,三(1)班\r\n"


# 18: every kind of file


def test_case_18_old_xls_with_merges_hidden_parts_and_an_error_cell(samples: Path, table: Table) -> None:
    file = read_file(samples / "roster.xls")
    assert file.kind == "xls"
    sheet = file.sheets[0]
    assert sheet.name == "花名册"
    assert table(file)[4][:7] == [
        1,
        "张 三",
        "男",
        "370403201509010011",
        "三(2)班",
        date(2023, 9, 1),
        13906320001,
    ]
    assert table(file)[5][7] == "#DIV/0!"
    assert (4, 4, 6, 4) in sheet.merges and (0, 0, 0, 7) in sheet.merges
    assert sheet.hidden_rows == {5} and sheet.hidden_columns == {3} and sheet.hidden_known
    assert [other.hidden for other in file.sheets] == [False, True]


def test_case_18_ods_reads_like_the_xls_of_the_same_roster(samples: Path) -> None:
    xls, ods = read_file(samples / "roster.xls"), read_file(samples / "roster.ods")
    assert ods.kind == "ods"
    assert ods.sheets == xls.sheets


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig"])
def test_case_18_csv_in_the_usual_encodings(tmp_path: Path, table: Table, encoding: str) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(AS_TEXT.encode(encoding))
    assert table(read_file(path)) == ROSTER
    assert read_file(path).sheets[0].name == "名单"


def test_case_18_csv_with_characters_that_only_gb18030_has(tmp_path: Path, table: Table) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes("姓名,班级\n王𬭎,三(2)班\n".encode("gb18030"))
    assert table(read_file(path))[1] == ["王𬭎", "三(2)班"]


@pytest.mark.parametrize(("delimiter", "name"), [("\t", "名单.xls"), (";", "名单.csv"), ("\t", "名单.xlsx")])
def test_case_18_other_delimiters_and_tabs_called_xls(
    tmp_path: Path, table: Table, delimiter: str, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(AS_TEXT.replace(",", delimiter).encode("gbk"))
    assert table(read_file(path)) == ROSTER
    assert read_file(path).kind == "text"


def test_case_18_text_stays_text_in_csv(tmp_path: Path, table: Table) -> None:
    """Nothing is taken for a number or a date: leading zeros, 3-2 and long numbers stand as written."""
    path = tmp_path / "名单.csv"
    path.write_text('编号,班级,号码\n007,3-2,="370403201509010011"\n"1,200",3.1,\'0632\n', encoding="utf-8")
    assert table(read_file(path))[1:] == [["007", "3-2", "370403201509010011"], ["1,200", "3.1", "'0632"]]


def test_case_18_a_stray_quotation_mark_does_not_swallow_the_lines_below(
    tmp_path: Path, table: Table
) -> None:
    path = tmp_path / "名单.csv"
    path.write_text('姓名,备注\n张三,"高\n' + "李四,x\n" * 40, encoding="utf-8")
    assert len(table(read_file(path))) == 42


def test_case_18_html_table_called_xls(tmp_path: Path, table: Table) -> None:
    path = tmp_path / "导出.xls"
    path.write_bytes(
        '<html><head><meta charset="gb2312"><style>td {x: y}</style></head><body><table><tr><td colspan="3">'
        "三(2)班花名册</td></tr><tr><th>姓&nbsp;名</th><th>所在<br>班级</th><th>电话</th></tr>"
        '<tr><td>张三</td><td rowspan=2>三(2)班<td>1&lt;2</tr><tr style="display: none"><td>李四<td>3</table>'
        "</body></html>".encode("gbk")
    )
    file = read_file(path)
    assert file.kind == "html"
    assert table(file) == [
        ["三(2)班花名册"],
        ["姓 名", "所在\n班级", "电话"],
        ["张三", "三(2)班", "1<2"],
        ["李四", None, "3"],
    ]
    assert file.sheets[0].merges == [(0, 0, 0, 2), (2, 1, 3, 1)]
    assert file.sheets[0].hidden_rows == {3}


def test_case_18_spreadsheetml_called_xls(tmp_path: Path, table: Table) -> None:
    path = tmp_path / "导出.xls"
    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<Worksheet ss:Name="三(2)班"><Table><Column ss:Index="2" ss:Hidden="1"/>'
        '<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">花名册</Data></Cell><Cell>'
        '<Data ss:Type="String">x</Data></Cell></Row><Row ss:Index="3" ss:Hidden="1"><Cell ss:Index="2">'
        '<Data ss:Type="Number">12</Data></Cell><Cell><Data ss:Type="DateTime">2026-09-01T00:00:00.000</Data></Cell>'
        '<Cell><Data ss:Type="Error">#REF!</Data></Cell><Cell><ss:Data ss:Type="String">张<B>三</B></ss:Data></Cell>'
        "</Row></Table><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>"
        "</Workbook>",
        encoding="utf-8",
    )
    file = read_file(path)
    assert file.kind == "xml"
    assert table(file) == [["花名册", None, "x"], [], [None, 12, date(2026, 9, 1), "#REF!", "张三"]]
    sheet = file.sheets[0]
    assert (sheet.name, sheet.merges, sheet.hidden) == ("三(2)班", [(0, 0, 0, 1)], True)
    assert sheet.hidden_rows == {2} and sheet.hidden_columns == {1}


# Values and what is hidden, in .xlsx


def test_case_13_values_keep_their_kinds(xlsx: Xlsx, table: Table) -> None:
    moment = datetime(2026, 10, 1, 8, 30)
    row = ["张三", 3, 3.5, True, date(2026, 10, 1), moment, time(8, 30), "'370403", " 李 四 "]
    assert table(read_file(xlsx([row]))) == [row]


def test_case_10_a_number_of_18_digits_shows_the_zeros_that_replaced_its_end(
    xlsx: Xlsx, table: Table
) -> None:
    row = [370403201509010011.0, "3.70403E+17", "370403201509010000"]
    assert table(read_file(xlsx([row]))) == [[370403201509010000, "3.70403E+17", "370403201509010000"]]


def test_case_12_and_40_whole_floats_are_integers_and_fractions_stay(xlsx: Xlsx, table: Table) -> None:
    assert table(read_file(xlsx([[13906320000.0, 3.7, "'1.1", 302.0]]))) == [[13906320000, 3.7, "'1.1", 302]]


def test_case_16_hidden_rows_columns_and_sheets_are_read_and_known(xlsx: Xlsx) -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        secret = sheet.parent.create_sheet("旧")
        secret["A1"] = "姓名"
        secret.sheet_state = "veryHidden"

    file = read_file(xlsx(ROSTER, finish=hide))
    assert [len(sheet.rows) for sheet in file.sheets] == [3, 1]
    assert file.sheets[0].hidden_rows == {2} and file.sheets[0].hidden_columns == {1}
    assert not file.sheets[0].filtered and file.sheets[1].hidden
    assert file.notes == ["有 1 张隐藏的工作表，照读：旧。"]


def test_case_22_rows_hidden_by_a_filter_are_read_and_known(tmp_path: Path, samples: Path) -> None:
    path = tmp_path / "筛选.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(ROSTER):
            sheet.write_row(number, 0, row)
        sheet.autofilter(0, 0, 2, 1)
        sheet.filter_column(1, "x == 三(2)班")
        sheet.set_row(2, options={"hidden": True})
    for file in (path, samples / "filtered.xls", samples / "filtered.ods"):
        sheet = read_file(file).sheets[0]
        assert sheet.filtered and sheet.hidden_rows == {2}
        assert sheet.rows[2][0].value == "李四"


def test_case_22_grouped_rows_are_read(xlsx: Xlsx) -> None:
    sheet = read_file(
        xlsx(ROSTER, finish=lambda sheet: sheet.row_dimensions.group(2, 3, hidden=True))
    ).sheets[0]
    assert len(sheet.rows) == 3 and sheet.hidden_rows == {1, 2} and not sheet.filtered


def test_case_23_formulas_give_their_cached_value_and_errors_stay_errors(
    tmp_path: Path, table: Table, rewrite: Rewrite
) -> None:
    path = tmp_path / "公式.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "人数"])
        sheet.write_formula("A2", '="张"&"三"', value="张三")
        sheet.write_formula("B2", "=1+2", value=3)
        sheet.write_formula("A3", "=VLOOKUP(1,B:C,2,0)", value="#N/A")
        sheet.write_formula("B3", "=#REF!", value="#REF!")
        sheet.write_formula("A4", '=IF(1,"","")', value="")
        sheet.write("B4", 1)
    # Excel says of a formula's empty text that it is text.
    rewrite(path, lambda _, content: content.replace(b'<c r="A4">', b'<c r="A4" t="str">'))
    assert table(read_file(path)) == [["姓名", "人数"], ["张三", 3], ["#N/A", "#REF!"], [None, 1]]


def test_case_23_a_formula_nobody_has_calculated_is_an_error(xlsx: Xlsx, table: Table) -> None:
    assert table(read_file(xlsx([["a", "=1+2"]]))) == [["a", "公式无结果"]]


def test_case_26_cells_of_blanks_only_are_blank(xlsx: Xlsx, table: Table) -> None:
    rows = [["姓名", " ", "\u3000\u3000"], ["\xa0", "\n", "\u200b"], [None, "x", "  "]]
    assert table(read_file(xlsx(rows))) == [["姓名"], [], [None, "x"]]


def test_case_27_ten_thousand_formatted_rows_below_the_data(xlsx: Xlsx) -> None:
    def paint(sheet: Any) -> None:
        for row in range(4, 10_004):
            sheet.cell(row, 1).number_format = "0.00"

    assert len(read_file(xlsx(ROSTER, finish=paint)).sheets[0].rows) == 3


def test_case_30_the_1904_flag_is_honoured(tmp_path: Path, samples: Path, table: Table) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    book.active.append(["张三", date(2015, 9, 1)])
    path = tmp_path / "苹果.xlsx"
    book.save(path)
    assert table(read_file(path)) == [["张三", date(2015, 9, 1)]]
    assert read_file(path).sheets[0].epoch1904
    assert table(read_file(samples / "days1904.xls"))[1] == ["张三", date(2015, 9, 1)]
    assert not read_file(samples / "roster.xls").sheets[0].epoch1904


def test_case_32_a_class_that_excel_made_a_date_is_seen_as_a_date(xlsx: Xlsx, table: Table) -> None:
    assert table(read_file(xlsx([[datetime(2026, 3, 2)]]))) == [[date(2026, 3, 2)]]


# 35: encodings


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_case_35_utf_16_with_and_without_its_mark(
    tmp_path: Path, table: Table, encoding: str, delimiter: str
) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(AS_TEXT.replace(",", delimiter).encode(encoding))
    assert table(read_file(path)) == ROSTER


@pytest.mark.parametrize(
    "content",
    [
        AS_TEXT.encode("gbk").decode("latin-1").encode("utf-8"),
        AS_TEXT.encode("utf-8").decode("cp1252", errors="replace").encode("utf-8"),
        AS_TEXT.encode("gbk").decode("utf-8", errors="replace").encode("utf-8"),
        AS_TEXT.encode("gbk")
        .decode("utf-8", errors="replace")
        .encode("utf-8")
        .decode("gbk", "replace")
        .encode(),
        AS_TEXT.encode("utf-8")[:-20] + b"\xe4\xb8" + AS_TEXT.encode("utf-8")[-20:],
    ],
    ids=["gbk as latin", "utf-8 as latin", "gbk as utf-8", "and back", "broken utf-8"],
)
def test_case_35_mojibake_is_refused(tmp_path: Path, content: bytes, refused: Refused) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(content)
    assert "乱码" in refused(path)


def test_case_35_one_broken_name_in_a_good_list_is_an_error_of_its_cell(xlsx: Xlsx) -> None:
    rows = [
        ["姓名", "班级"],
        *([f"学生{number}", "三(2)班"] for number in range(30)),
        ["张\ufffd", "三(2)班"],
    ]
    cell = read_file(xlsx(rows)).sheets[0].rows[31][0]
    assert cell.error == "乱码"
