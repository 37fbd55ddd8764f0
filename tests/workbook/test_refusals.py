"""Files that are no workbook of ours, or whose seal is not whole: one clear sentence each."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.month.book import read_workbook


def saved(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def plain_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "班级"
    return saved(book)


def line_changed(seal: Worksheet) -> None:
    seal["A5"] = str(seal["A5"].value).replace("小学", "初中")


def line_dropped(seal: Worksheet) -> None:
    seal.delete_rows(5)


def line_added(seal: Worksheet) -> None:
    seal.cell(seal.max_row + 1, 1, '{"id":"x"}')


def header_garbled(seal: Worksheet) -> None:
    seal["B1"] = "{"


def newer(seal: Worksheet) -> None:
    seal["B1"] = str(seal["B1"].value).replace('"format":1', '"format":2')


def other_table(seal: Worksheet) -> None:
    seal["B1"] = str(seal["B1"].value).replace('"table":"r_club"', '"table":"r_unknown"')


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (line_changed, "封存页不完整"),
        (line_dropped, "封存页不完整"),
        (line_added, "封存页不完整"),
        (header_garbled, "封存页不完整"),
        (newer, "更新版本的程序"),
        (other_table, "更新版本的程序"),
        (lambda seal: seal.parent.remove(seal), "不是本程序导出"),
    ],
)
def test_a_seal_that_is_not_whole(exported: Path, damage: Callable[[Worksheet], None], words: str) -> None:
    book = openpyxl.load_workbook(exported)
    damage(book["封存"])
    with pytest.raises(FileUnusable, match=words):
        read_workbook(saved(book), "薛城_x.xlsx")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"%PDF-1.7",
        plain_workbook(),
        b"PK\x03\x04",
        plain_workbook()[:2000],
        "姓名,班级\n".encode("gbk"),
    ],
)
def test_a_file_that_is_not_ours(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "别的.xlsx"
    path.write_bytes(content)
    with pytest.raises(FileUnusable, match="别的"):
        read_workbook(path)


def test_a_file_cut_short(exported: Path) -> None:
    content = exported.read_bytes()
    for length in (100, len(content) // 2, len(content) - 30):
        with pytest.raises(FileUnusable):
            read_workbook(content[:length])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match="没有的"):
        read_workbook(tmp_path / "没有的.xlsx")
