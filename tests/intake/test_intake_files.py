"""Files as schools send them: every kind by its bytes, and one clear sentence for what cannot be read.

The numbers are those of DOMAIN.md, "What schools' spreadsheets look like".
"""

import io
import os
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import msoffcrypto
import openpyxl
import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.workbook.intake.failure import IntakeFileError
from xcedu_desktop.workbook.intake.raw import RawFile
from xcedu_desktop.workbook.intake.read import read_file

Table = Callable[[RawFile], list[list[Any]]]
Xlsx = Callable[..., Path]

ROSTER = [["姓名", "班级"], ["张三", "三(2)班"], ["李四", "三(1)班"]]
AS_TEXT = "姓名,班级\r\n张三,三(2)班\r\n李四,三(1)班\r\n"


def refused(path: Path) -> str:
    """The sentence with which a file is refused: one line, naming the file, and nothing else of the machine's."""
    before = path.stat().st_mtime_ns if path.exists() else None
    with pytest.raises(IntakeFileError) as caught:
        read_file(path)
    assert isinstance(caught.value, FileUnusable)
    message = caught.value.message
    assert (
        message.startswith(("「", "找不到", "没有权限", "读取"))
        and message.endswith("。")
        and "\n" not in message
    )
    assert str(path.parent) not in message
    assert (path.stat().st_mtime_ns if path.exists() else None) == before
    return message


def rewrite(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The zip with each member changed; None leaves a member out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            content = change(member, source.read(member))
            if content is not None:
                target.writestr(member, content)
    path.write_bytes(packed.getvalue())
    return path


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
    tmp_path: Path, table: Table
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
def test_case_35_mojibake_is_refused(tmp_path: Path, content: bytes) -> None:
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


# 38: files that cannot be used


def test_case_38_missing_directory_and_empty(tmp_path: Path) -> None:
    assert "找不到" in refused(tmp_path / "没有.xlsx")
    assert "文件夹" in refused(tmp_path)
    for content in (b"", b"\r\n  \r\n", b"\xef\xbb\xbf"):
        (tmp_path / "空.csv").write_bytes(content)
        assert "空文件" in refused(tmp_path / "空.csv") or "没有内容" in refused(tmp_path / "空.csv")


def test_case_38_a_workbook_without_anything_in_it(xlsx: Xlsx) -> None:
    assert "没有内容" in refused(xlsx([]))


def test_case_38_no_permission(tmp_path: Path) -> None:
    folder = tmp_path / "锁"
    folder.mkdir()
    path = folder / "名单.csv"
    path.write_text(AS_TEXT, encoding="utf-8")
    path.chmod(0)
    user = os.geteuid()
    try:
        if user == 0:
            # Root may read everything: the tests of a container run as root, the clerk does not.
            os.seteuid(65534)
        with pytest.raises(IntakeFileError, match="没有权限"):
            read_file(path)
    finally:
        os.seteuid(user)


@pytest.mark.parametrize("source", ["xls", "xlsx"])
def test_case_38_protected_by_a_password(tmp_path: Path, xlsx: Xlsx, samples: Path, source: str) -> None:
    path = tmp_path / f"加密.{source}"
    if source == "xls":
        path.write_bytes((samples / "password.xls").read_bytes())
    else:
        with xlsx(ROSTER).open("rb") as plain, path.open("wb") as encrypted:
            OOXMLFile(plain).encrypt("1234", encrypted)
        with path.open("rb") as stream:
            assert msoffcrypto.OfficeFile(stream).is_encrypted()
    assert "密码" in refused(path)


def test_case_38_ods_with_a_password(samples: Path) -> None:
    assert "密码" in refused(samples / "password.ods")


def test_case_38_the_password_that_excel_itself_sets_is_no_obstacle(
    tmp_path: Path, xlsx: Xlsx, table: Table
) -> None:
    path = tmp_path / "结构保护.xlsx"
    with xlsx(ROSTER).open("rb") as plain, path.open("wb") as encrypted:
        OOXMLFile(plain).encrypt("VelvetSweatshop", encrypted)
    assert table(read_file(path)) == ROSTER


@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.7, 0.8])
def test_case_38_truncated(
    tmp_path: Path, xlsx: Xlsx, samples: Path, capfd: pytest.CaptureFixture[str], part: float
) -> None:
    for source in (xlsx(ROSTER, name="整.xlsx"), samples / "roster.xls", samples / "roster.ods"):
        content = source.read_bytes()
        path = tmp_path / f"断{source.suffix}"
        path.write_bytes(content[: int(len(content) * part)])
        assert "损坏" in refused(path)
    # The readers' own complaints do not reach the command line's one sentence.
    assert capfd.readouterr() == ("", "")


def test_case_38_a_file_cut_anywhere_is_refused_or_read_whole(tmp_path: Path, samples: Path) -> None:
    """Never a shorter list: what was cut off may at most be padding or the author's name."""
    path = tmp_path / "断"
    for source in (samples / "roster.xls", samples / "roster.ods"):
        content, whole = source.read_bytes(), read_file(source).sheets
        for length in range(1, len(content), 211):
            path.write_bytes(content[:length])
            try:
                assert read_file(path).sheets == whole
            except IntakeFileError:
                continue


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "图片"),
        (b"Rar!\x1a\x07\x00" + bytes(50), "压缩包"),
        (b"SQLite format 3\x00" + bytes(100), "数据库"),
        (b"<html><body><p>\xe8\xaf\xb7\xe7\x99\xbb\xe5\xbd\x95</p></body></html>", "网页"),
        (b'<?xml version="1.0"?><rss></rss>', "XML"),
        (bytes(range(256)) * 20, "不是电子表格"),
    ],
)
def test_case_38_not_a_spreadsheet(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(content)
    assert what in refused(path)


def test_case_38_a_word_document_and_a_bare_zip(tmp_path: Path) -> None:
    for member, what in (
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "演示文稿"),
        ("a.txt", "压缩包"),
    ):
        path = tmp_path / "名单.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(member, "x")
        assert what in refused(path)


def test_case_38_more_than_200_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    with path.open("wb") as stream:
        stream.truncate(201 * 1024 * 1024)
    assert "200 MB" in refused(path)


def test_case_38_zip_bomb_by_what_it_declares(xlsx: Xlsx) -> None:
    path = xlsx(ROSTER)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"0" * (60 * 1024 * 1024))
    assert "展开" in refused(path)


def test_case_38_zip_bomb_that_lies_about_its_size(xlsx: Xlsx) -> None:
    path = xlsx(ROSTER)
    real = 20 * 1024 * 1024
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"0" * real)
    content = path.read_bytes()
    path.write_bytes(content.replace(real.to_bytes(4, "little"), (100).to_bytes(4, "little")))
    assert "损坏" in refused(path)


def test_case_38_entity_bomb_in_the_sheet_is_not_expanded(xlsx: Xlsx) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + level)} "{f"&{chr(97 + level)};" * 10}">' for level in range(9)
    )

    def plant(member: str, content: bytes) -> bytes:
        if member != "xl/worksheets/sheet1.xml":
            return content
        body = re.sub(r"^<\?xml[^>]*\?>", "", content.decode())
        return f'<?xml version="1.0"?>{bomb}]>{body.replace("三(2)班", "&j;")}'.encode()

    path = rewrite(xlsx(ROSTER), plant)
    try:
        sheet = read_file(path).sheets[0]
    except IntakeFileError as error:
        assert "损坏" in error.message
    else:
        assert not sheet.hidden_known
        assert all(len(cell.text) < 100 for row in sheet.rows for cell in row)


# 46 and 47: files that other readers refuse, extensions that lie


def test_case_46_xlsx_without_a_fonts_table_that_openpyxl_refuses(xlsx: Xlsx, table: Table) -> None:
    def strip(member: str, content: bytes) -> bytes:
        return re.sub(rb"<fonts.*?</fonts>", b"", content) if member == "xl/styles.xml" else content

    path = rewrite(xlsx(ROSTER, finish=lambda sheet: setattr(sheet.row_dimensions[2], "hidden", True)), strip)
    with pytest.raises(Exception):  # noqa: B017 - openpyxl's own way of failing differs between versions
        openpyxl.load_workbook(path)
    file = read_file(path)
    assert table(file) == ROSTER
    assert file.sheets[0].hidden_rows == {1} and file.sheets[0].hidden_known


def test_case_46_xlsx_with_prefixed_names_and_cells_without_references(xlsx: Xlsx, table: Table) -> None:
    def simplify(member: str, content: bytes) -> bytes:
        if member != "xl/worksheets/sheet1.xml":
            return content
        text = re.sub(r'(<(?:c|row)\b[^>]*?) r="[A-Z0-9]+"', r"\1", content.decode())
        return text.replace("<row>", '<row hidden="true">', 1).encode()

    file = read_file(rewrite(xlsx(ROSTER), simplify))
    assert table(file) == ROSTER
    assert file.sheets[0].hidden_rows == {0}


def test_case_46_xlsx_whose_relations_are_broken_is_read_and_the_gap_is_said(
    xlsx: Xlsx, table: Table
) -> None:
    def spoil(member: str, content: bytes) -> bytes:
        # A flaw behind the data: values are read up to it, hidden rows are not known.
        if member != "xl/worksheets/sheet1.xml":
            return content
        return content.replace(b"</sheetData>", b"</sheetData><a b=c/>")

    file = read_file(rewrite(xlsx(ROSTER), spoil))
    assert table(file) == ROSTER
    assert not file.sheets[0].hidden_known
    assert any("隐藏" in note for note in file.notes)


@pytest.mark.parametrize("offset", [28, 57, 64])
def test_case_46_xls_with_a_damaged_container_is_read_by_calamine(
    tmp_path: Path, samples: Path, table: Table, capfd: pytest.CaptureFixture[str], offset: int
) -> None:
    content = bytearray((samples / "roster.xls").read_bytes())
    content[offset] = 5
    path = tmp_path / "坏.xls"
    path.write_bytes(content)
    file = read_file(path)
    assert table(file)[4][1] == "张 三"
    assert capfd.readouterr() == ("", "")


def test_case_46_sheets_formatted_to_column_xfd(xlsx: Xlsx) -> None:
    def paint(sheet: Any) -> None:
        sheet["XFD4000"].number_format = "0"
        sheet.merge_cells("A5:XFD5")
        sheet.column_dimensions.group("H", "XFD", hidden=True)

    sheet = read_file(xlsx(ROSTER, finish=paint)).sheets[0]
    assert len(sheet.rows) == 3 and sheet.width == 2 and not sheet.hidden_columns and not sheet.merges


def test_case_46_a_stray_cell_in_column_xfd_is_left_out_and_said(xlsx: Xlsx, table: Table) -> None:
    file = read_file(xlsx(ROSTER, finish=lambda sheet: sheet.cell(900, 16384, "x")))
    assert table(file) == ROSTER
    assert any("离得很远" in note for note in file.notes)


@pytest.mark.parametrize(
    ("source", "name", "kind"), [("roster.xls", "名单.xlsx", "xls"), ("roster.ods", "名单.xls", "ods")]
)
def test_case_47_extensions_that_lie(
    tmp_path: Path, samples: Path, source: str, name: str, kind: str
) -> None:
    path = tmp_path / name
    path.write_bytes((samples / source).read_bytes())
    assert read_file(path).kind == kind


@pytest.mark.parametrize("name", ["名单.xls", "名单.et", "名单.csv", "名单"])
def test_case_47_xlsx_under_other_names(xlsx: Xlsx, table: Table, name: str) -> None:
    file = read_file(xlsx(ROSTER, name=name))
    assert file.kind == "xlsx" and table(file) == ROSTER
