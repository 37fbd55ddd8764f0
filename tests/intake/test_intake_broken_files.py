"""Files that are broken, foreign or lie about their kind: read where possible, else refused in one sentence.

The numbers are those of DOMAIN.md, "What schools' spreadsheets look like".
"""

import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msoffcrypto
import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from xcedu_desktop.workbook.intake.failure import IntakeFileError
from xcedu_desktop.workbook.intake.raw import RawFile
from xcedu_desktop.workbook.intake.read import read_file

Table = Callable[[RawFile], list[list[Any]]]
Xlsx = Callable[..., Path]
Refused = Callable[[Path], str]
Rewrite = Callable[[Path, Callable[[str, bytes], bytes]], Path]

ROSTER = [["姓名", "班级"], ["张三", "三(2)班"], ["李四", "三(1)班"]]
AS_TEXT = "姓名,班级\r\n张三,三(2)班\r\n李四,三(1)班\r\n"


# 38: files that cannot be used


def test_case_38_missing_directory_and_empty(tmp_path: Path, refused: Refused) -> None:
    assert "找不到" in refused(tmp_path / "没有.xlsx")
    assert "文件夹" in refused(tmp_path)
    assert "不是文件" in refused(Path(os.devnull)), "a device may give bytes without end"
    for content in (b"", b"\r\n  \r\n", b"\xef\xbb\xbf"):
        (tmp_path / "空.csv").write_bytes(content)
        assert "空文件" in refused(tmp_path / "空.csv") or "没有内容" in refused(tmp_path / "空.csv")


def test_case_38_a_workbook_without_anything_in_it(xlsx: Xlsx, refused: Refused) -> None:
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
def test_case_38_protected_by_a_password(
    tmp_path: Path, xlsx: Xlsx, samples: Path, source: str, refused: Refused
) -> None:
    path = tmp_path / f"加密.{source}"
    if source == "xls":
        path.write_bytes((samples / "password.xls").read_bytes())
    else:
        with xlsx(ROSTER).open("rb") as plain, path.open("wb") as encrypted:
            OOXMLFile(plain).encrypt("1234", encrypted)
        with path.open("rb") as stream:
            assert msoffcrypto.OfficeFile(stream).is_encrypted()
    assert "密码" in refused(path)


def test_case_38_ods_with_a_password(samples: Path, refused: Refused) -> None:
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
    tmp_path: Path,
    xlsx: Xlsx,
    samples: Path,
    capfd: pytest.CaptureFixture[str],
    part: float,
    refused: Refused,
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
def test_case_38_not_a_spreadsheet(tmp_path: Path, content: bytes, what: str, refused: Refused) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(content)
    assert what in refused(path)


def test_case_38_a_word_document_and_a_bare_zip(tmp_path: Path, refused: Refused) -> None:
    for member, what in (
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "演示文稿"),
        ("a.txt", "压缩包"),
    ):
        path = tmp_path / "名单.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(member, "x")
        assert what in refused(path)


def test_case_38_more_than_200_megabytes(tmp_path: Path, refused: Refused) -> None:
    path = tmp_path / "大.xlsx"
    with path.open("wb") as stream:
        stream.truncate(201 * 1024 * 1024)
    assert "200 MB" in refused(path)


def test_case_38_zip_bomb_by_what_it_declares(xlsx: Xlsx, refused: Refused) -> None:
    path = xlsx(ROSTER)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"0" * (60 * 1024 * 1024))
    assert "展开" in refused(path)


def test_case_38_zip_bomb_that_lies_about_its_size(xlsx: Xlsx, refused: Refused) -> None:
    path = xlsx(ROSTER)
    real = 20 * 1024 * 1024
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"0" * real)
    content = path.read_bytes()
    path.write_bytes(content.replace(real.to_bytes(4, "little"), (100).to_bytes(4, "little")))
    assert "损坏" in refused(path)


def test_case_38_entity_bomb_in_the_sheet_is_not_expanded(xlsx: Xlsx, rewrite: Rewrite) -> None:
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


def test_case_46_xlsx_without_a_fonts_table_that_openpyxl_refuses(
    xlsx: Xlsx, table: Table, rewrite: Rewrite
) -> None:
    def strip(member: str, content: bytes) -> bytes:
        return re.sub(rb"<fonts.*?</fonts>", b"", content) if member == "xl/styles.xml" else content

    path = rewrite(xlsx(ROSTER, finish=lambda sheet: setattr(sheet.row_dimensions[2], "hidden", True)), strip)
    with pytest.raises(Exception):  # noqa: B017 - openpyxl's own way of failing differs between versions
        openpyxl.load_workbook(path)
    file = read_file(path)
    assert table(file) == ROSTER
    assert file.sheets[0].hidden_rows == {1} and file.sheets[0].hidden_known


def test_case_46_xlsx_with_prefixed_names_and_cells_without_references(
    xlsx: Xlsx, table: Table, rewrite: Rewrite
) -> None:
    def simplify(member: str, content: bytes) -> bytes:
        if member != "xl/worksheets/sheet1.xml":
            return content
        text = re.sub(r'(<(?:c|row)\b[^>]*?) r="[A-Z0-9]+"', r"\1", content.decode())
        return text.replace("<row>", '<row hidden="true">', 1).encode()

    file = read_file(rewrite(xlsx(ROSTER), simplify))
    assert table(file) == ROSTER
    assert file.sheets[0].hidden_rows == {0}


def test_case_46_xlsx_whose_relations_are_broken_is_read_and_the_gap_is_said(
    xlsx: Xlsx, table: Table, rewrite: Rewrite
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
