"""One way in: a file of any kind becomes a `RawFile`, or one clear sentence says why not."""

from pathlib import Path
from stat import S_ISREG

from xcedu_desktop.workbook.intake.failure import IntakeFileError, damaged, too_big
from xcedu_desktop.workbook.intake.mojibake import mark_garbled
from xcedu_desktop.workbook.intake.password import open_ole2
from xcedu_desktop.workbook.intake.raw import RawFile, RawSheet
from xcedu_desktop.workbook.intake.read_html import read_html
from xcedu_desktop.workbook.intake.read_ods import read_ods
from xcedu_desktop.workbook.intake.read_spreadsheetml import read_spreadsheetml
from xcedu_desktop.workbook.intake.read_text import read_text
from xcedu_desktop.workbook.intake.read_xls import read_xls
from xcedu_desktop.workbook.intake.read_xlsx import read_xlsx
from xcedu_desktop.workbook.intake.sniff import sniff

MAX_BYTES = 200 * 1024 * 1024

_READERS = {
    "xlsx": read_xlsx,
    "xls": read_xls,
    "ods": read_ods,
    "html": read_html,
    "xml": read_spreadsheetml,
    "text": read_text,
}


def read_file(path: Path) -> RawFile:
    """All sheets of a spreadsheet file, hidden ones too. Raises IntakeFileError."""
    name = path.name
    data = _load(path)
    kind = sniff(data, name)
    if kind in ("ole2", "xls"):
        data = open_ole2(data, name)
        kind = sniff(data, name)
    sheets, notes = _READERS[kind](data, name)
    if not any(sheet.rows for sheet in sheets):
        raise IntakeFileError(f"「{name}」里没有内容：每张工作表都是空的，请换一个文件。")
    return RawFile(path, kind, mark_garbled(sheets, name), notes + _hidden_sheets(sheets))


def _load(path: Path) -> bytes:
    """The file's bytes, read at once so that a later change of the file cannot mix two states."""
    name = path.name
    try:
        if path.is_dir():
            raise IntakeFileError(f"「{name}」是文件夹，不是文件；请选择里面的表格文件。")
        kept = path.stat()
        if not S_ISREG(kept.st_mode):  # a pipe or a device may give bytes for ever, or none and no end
            raise IntakeFileError(f"「{name}」不是文件，是管道或设备；请选择表格文件。")
        size = kept.st_size
        if size > MAX_BYTES:
            raise too_big(name, f"有 {size // 2**20} MB，超过 200 MB 的上限")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise IntakeFileError(f"找不到文件「{name}」，请看看它是否已被移走或改名。") from error
    except PermissionError as error:
        raise IntakeFileError(
            f"没有权限读取「{name}」，或它正被别的程序占用；请关闭占用它的程序，或复制到别处再导入。"
        ) from error
    except OSError as error:
        raise IntakeFileError(f"读取「{name}」时出错，U 盘或磁盘可能有问题；请复制到本机再导入。") from error
    if not data:
        raise IntakeFileError(f"「{name}」是空文件（0 字节），请重新导出或换一个文件。")
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise (
            damaged(name)
            if b"\x00" in data
            else IntakeFileError(f"「{name}」里没有内容，请重新导出或换一个文件。")
        )
    return data


def _hidden_sheets(sheets: list[RawSheet]) -> list[str]:
    hidden = [sheet.name for sheet in sheets if sheet.hidden and sheet.rows]
    if not hidden:
        return []
    return [f"有 {len(hidden)} 张隐藏的工作表，照读：{'、'.join(hidden)}。"]
