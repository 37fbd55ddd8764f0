"""Real spreadsheet files for the tests of intake, and the words of a list of pupils."""

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.workbook.intake.failure import IntakeFileError
from xcedu_desktop.workbook.intake.found import FoundList
from xcedu_desktop.workbook.intake.header import IntakeColumn
from xcedu_desktop.workbook.intake.lists import find_lists
from xcedu_desktop.workbook.intake.raw import RawFile
from xcedu_desktop.workbook.intake.read import read_file

Rows = Sequence[Sequence[Any]]


@pytest.fixture
def samples() -> Path:
    """The committed files that LibreOffice wrote."""
    return Path(__file__).parent / "files"


@pytest.fixture
def refused() -> Callable[[Path], str]:
    """The sentence with which a file is refused: one line, naming the file, and nothing else of the machine's."""

    def sentence(path: Path) -> str:
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

    return sentence


@pytest.fixture
def rewrite() -> Callable[[Path, Callable[[str, bytes], bytes]], Path]:
    """Writes a zip anew, each member as the function gives it."""

    def write(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
        packed = io.BytesIO()
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
            for member in source.namelist():
                target.writestr(member, change(member, source.read(member)))
        path.write_bytes(packed.getvalue())
        return path

    return write


@pytest.fixture
def pupils() -> tuple[IntakeColumn, ...]:
    """The columns of a list of pupils."""
    return (
        IntakeColumn("name", "姓名", ("学生姓名", "名字", "学生", "学生昵称"), required=True),
        IntakeColumn("sex", "性别", ("性别代码",)),
        IntakeColumn("class", "班级", ("班", "所在班级", "行政班")),
        IntakeColumn("grade", "年级"),
        IntakeColumn("id", "身份证号", ("身份证号码", "证件号码", "身份证件号码", "公民身份号码")),
        IntakeColumn("phone", "联系电话", ("手机", "家长电话")),
        IntakeColumn("entry", "入学日期"),
    )


@pytest.fixture
def equipment() -> tuple[IntakeColumn, ...]:
    """The columns of a list of heating equipment."""
    return (
        IntakeColumn("tag", "资产编号", ("编号",), required=True),
        IntakeColumn("kind", "名称", ("设备名称",)),
        IntakeColumn("power", "功率", ("额定功率",)),
        IntakeColumn("cost", "金额", ("价格",)),
    )


@pytest.fixture
def xlsx(tmp_path: Path) -> Callable[..., Path]:
    """Writes an .xlsx: rows of the first sheet, merged ranges, and what `finish` does to the sheet."""

    def write(
        rows: Rows,
        *merges: str,
        title: str = "Sheet1",
        name: str = "名单.xlsx",
        finish: Callable[[Worksheet], None] | None = None,
    ) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = title
        for row in rows:
            sheet.append(list(row))
        for merged in merges:
            sheet.merge_cells(merged)
        if finish is not None:
            finish(sheet)
        path = tmp_path / name
        book.save(path)
        return path

    return write


@pytest.fixture
def lists(xlsx: Callable[..., Path], pupils: tuple[IntakeColumn, ...]) -> Callable[..., list[FoundList]]:
    """The pupil lists on the sheet of an .xlsx written from these rows."""

    def find(
        rows: Rows, *merges: str, columns: tuple[IntakeColumn, ...] = pupils, **options: Any
    ) -> list[FoundList]:
        keep = {key: options.pop(key) for key in ("header_row", "assign") if key in options}
        return find_lists(read_file(xlsx(rows, *merges, **options)).sheets[0], columns, **keep)

    return find


@pytest.fixture
def one(lists: Callable[..., list[FoundList]]) -> Callable[..., FoundList]:
    """The same where there must be exactly one list."""

    def find(rows: Rows, *merges: str, **options: Any) -> FoundList:
        found = lists(rows, *merges, **options)
        assert len(found) == 1
        return found[0]

    return find


@pytest.fixture
def values() -> Callable[..., list[Any]]:
    """The values of one key down a list; an error cell gives its code, a blank None."""

    def of(found: FoundList, key: str) -> list[Any]:
        cells = [row.cells.get(key) for row in found.rows]
        return [None if cell is None else cell.error or cell.value for cell in cells]

    return of


@pytest.fixture
def table() -> Callable[[RawFile], list[list[Any]]]:
    """The values of a file's first sheet."""

    def of(file: RawFile) -> list[list[Any]]:
        return [[cell.error or cell.value for cell in row] for row in file.sheets[0].rows]

    return of
