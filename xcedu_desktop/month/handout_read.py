"""The lines of a class teacher's file (班级收集表), as they stand in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.month.handout_mark import FORMAT, KEYS, MARK, NAME_TITLE, answers_digest
from xcedu_desktop.store.school_file import reason
from xcedu_desktop.workbook.intake.sniff import sniff

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_BYTES = 20 * 2**20
_FIRST_ROW, _MOST_ROWS = 5, 2000
"""Row of the first pupil, from 1; more rows than a class can have."""


@dataclass(frozen=True)
class HandoutRow:
    """A line: its number on the sheet, the pupil's row id ("" for one who came), cells by key."""

    number: int
    id: str
    cells: Mapping[str, Any]


@dataclass(frozen=True)
class HandoutSheet:
    """A file as it lies there: its mark and its lines. `filled`: whether any cell says something else than when it went out;
    `saved`: whether Excel, WPS or another program wrote it since, be it without a change."""

    said: Mapping[str, Any]
    rows: list[HandoutRow]
    filled: bool
    saved: bool


def read_sheet(path: Path) -> HandoutSheet:
    """What stands in a file. FileUnusable with one sentence for anything else than a class teacher's file."""
    from openpyxl import load_workbook  # a fifth of a second, needed only here

    name = path.name
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FileUnusable(f"「{name}」太大，不是班级收集表，没有读取")
        content = path.read_bytes()
    except OSError as error:
        raise FileUnusable(f"读不了「{name}」：{reason(error)}") from None
    if sniff(content, name) != "xlsx":
        raise _foreign(name) if path.suffix.lower() == ".xlsx" else _otherwise_saved(name)
    try:
        workbook = load_workbook(BytesIO(content), data_only=True)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError):
        raise FileUnusable(f"「{name}」坏了，读不出来；请班主任重新发一次") from None
    mark = workbook["标记"] if "标记" in workbook.sheetnames else None
    if mark is None or mark["A1"].value != MARK:
        raise _foreign(name)
    try:
        said = json.loads(str(mark["B1"].value))
        newer = said["format"] != FORMAT
        whole = all(isinstance(said[key], str) for key in ("school", "class", "month"))
        whole = whole and isinstance(said["meals"], bool)
    except (ValueError, KeyError, TypeError):
        raise _foreign(name) from None
    if newer:
        raise FileUnusable(f"「{name}」是更新版本的程序发出的，请先升级本程序")
    if not whole:
        raise _foreign(name)
    rows, filled = _answered(workbook, said.get("given"), name)
    when = workbook.properties
    return HandoutSheet(said, rows, filled, filled or when.created != when.modified)


def _answered(workbook: Workbook, given: object, name: str) -> tuple[list[HandoutRow], bool]:
    """The lines of the sheet to go by, whatever it is called by now, and whether they were filled in: of a sheet and its
    copies the one that was."""
    answers: dict[str, list[HandoutRow]] = {}
    titles: dict[str, str] = {}
    for sheet in workbook.worksheets:
        places = {cell.value: cell.column for cell in sheet[1] if cell.value in KEYS}
        if "name" in places and "service" in places:
            rows = _rows(sheet, places)
            digest = answers_digest([(row.id, row.cells) for row in rows])
            answers.setdefault(digest, rows)
            titles.setdefault(digest, sheet.title)
    if not answers:
        raise FileUnusable(f"「{name}」的栏目被删掉了，请班主任用原来的收集表重填")
    filled = [digest for digest in answers if digest != given]
    if len(filled) > 1:
        said = "、".join(f"「{titles[digest]}」" for digest in filled)
        raise FileUnusable(
            f"「{name}」里的{said}填得不一样，看不出以哪一张为准，没有收；请删去不用的那张再收"
        )
    return (answers[filled[0]], True) if filled else (next(iter(answers.values())), False)


def _rows(sheet: Worksheet, places: Mapping[Any, int]) -> list[HandoutRow]:
    """The lines under the header, which moves up where the words over it were deleted."""
    heads = (row for row in range(2, _FIRST_ROW) if sheet.cell(row, places["name"]).value == NAME_TITLE)
    rows = []
    for number in range(next(heads, _FIRST_ROW - 1) + 1, min(sheet.max_row, _MOST_ROWS) + 1):
        cells = {str(key): sheet.cell(number, at).value for key, at in places.items()}
        rows.append(HandoutRow(number, str(sheet.cell(number, 1).value or ""), cells))
    return rows


def _foreign(name: str) -> FileUnusable:
    return FileUnusable(f"「{name}」不是本程序发出的班级收集表，没有收；普通名单请用「导入名单」")


def _otherwise_saved(name: str) -> FileUnusable:
    return FileUnusable(
        f"「{name}」不是 .xlsx 表格，没有收；如果是收集表，请另存为 .xlsx（压缩包请先解压）再收"
    )
