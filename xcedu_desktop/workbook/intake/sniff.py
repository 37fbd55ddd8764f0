"""What a file is, by its bytes: extensions lie (xlsx called .xls, tab-separated text called .xlsx)."""

import re
import zipfile
import zlib
from io import BytesIO

from xcedu_desktop.workbook.intake.failure import IntakeFileError, damaged, no_spreadsheet, too_big

ZIP = b"PK\x03\x04"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (b"\x09\x08", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00")

# First bytes of what clerks pick by mistake, with its Chinese name.
_FOREIGN = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"MZ", "程序"),
    (b"SQLite format 3", "数据库文件"),
    (b"{\\rtf", "RTF 文档"),
    (b"MIME-Version:", "网页存档"),
)

MAX_INFLATED = 800 * 1024 * 1024
MAX_RATIO = 300
_SMALL = 50 * 1024 * 1024


def sniff(data: bytes, name: str) -> str:
    """One of xlsx, ods, xls, ole2, xml (SpreadsheetML 2003), html, text. Raises IntakeFileError."""
    if ZIP.startswith(data) or (OLE2.startswith(data[:8]) and len(data) < 512):
        # Nothing but the beginning of a file came over.
        raise damaged(name)
    if data.startswith(ZIP):
        return _sniff_zip(data, name)
    if data.startswith(OLE2):
        return _sniff_ole2(data, name)
    if data.startswith(_BIFF):
        return "xls"
    for signature, what in _FOREIGN:
        if data.startswith(signature):
            raise no_spreadsheet(name, what)
    head = data[:8192].replace(b"\x00", b"").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head and head.lstrip(
        b"\xef\xbb\xbf\xff\xfe \r\n\t"
    ).startswith((b"<?xml", b"<workbook", b"<ss:workbook")):
        return "xml"
    if re.match(
        rb"[\xef\xbb\xbf\xff\xfe\s]*<(!doctype html|html|head|body|meta|style|table|div|center|!--)", head
    ):
        return "html"
    if head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<?xml"):
        return "html" if b"<table" in head or b"<html" in head else _refuse_xml(name)
    return "text"


def _refuse_xml(name: str) -> str:
    raise no_spreadsheet(name, "别的 XML 文件")


def _sniff_ole2(data: bytes, name: str) -> str:
    """An OLE2 container holds a .xls workbook, an encrypted .xlsx, or something of Word and others."""
    if _utf16(b"EncryptedPackage") in data:
        return "ole2"
    if _utf16(b"Workbook") in data or _utf16(b"Book") in data:
        return "xls"
    for stream, what in ((b"WordDocument", "Word 文档"), (b"PowerPoint Document", "演示文稿")):
        if _utf16(stream) in data:
            raise no_spreadsheet(name, what)
    # Neither: its directory lies beyond where the file was cut off.
    raise damaged(name)


def _utf16(text: bytes) -> bytes:
    return text.decode("ascii").encode("utf-16-le")


def _sniff_zip(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = {info.filename.replace("\\", "/").lstrip("/"): info for info in archive.infolist()}
            kind = _zip_kind(archive, members, name)
            _measure(archive, len(data), name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    ) as error:
        # RuntimeError: a member with a zip password; NotImplementedError: an unknown compression.
        raise damaged(name) from error
    return kind


def _zip_kind(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], name: str) -> str:
    lower = {member.lower() for member in members}
    if any(member.startswith("xl/") for member in lower):
        if "xl/workbook.bin" in lower:
            raise IntakeFileError(
                f"「{name}」是 .xlsb 格式，读不了；请在 Excel 或 WPS 里另存为 .xlsx 再导入。"
            )
        return "xlsx"
    if any(member.startswith("word/") for member in lower):
        raise no_spreadsheet(name, "Word 文档")
    if any(member.startswith("ppt/") for member in lower):
        raise no_spreadsheet(name, "演示文稿")
    if "content.xml" in lower and "mimetype" in lower:
        with archive.open(members["mimetype"]) as stream:
            if b"spreadsheet" in stream.read(200):
                return "ods"
        raise no_spreadsheet(name, "别的办公文档")
    raise no_spreadsheet(name, "压缩包")


def _measure(archive: zipfile.ZipFile, packed: int, name: str) -> None:
    """Refuses a zip bomb, by what is declared and what comes out; reading it all proves it whole."""
    infos = archive.infolist()
    declared = sum(info.file_size for info in infos)
    if declared > MAX_INFLATED or (declared > _SMALL and declared > MAX_RATIO * packed):
        raise too_big(name, f"展开后超过 {declared // 2**20} MB，不像正常的表格，没有读取")
    inflated = 0
    for info in infos:
        if info.is_dir() or not info.filename.lower().endswith((".xml", ".rels", ".bin")):
            continue
        with archive.open(info) as stream:
            while chunk := stream.read(1 << 20):
                inflated += len(chunk)
                if inflated > MAX_INFLATED:
                    raise too_big(name, f"展开后超过 {MAX_INFLATED // 2**20} MB，不像正常的表格，没有读取")
