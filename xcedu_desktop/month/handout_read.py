"""The lines of a class teacher's file (班级收集表), as they stand in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.month.handout_mark import FORMAT, KEYS, MARK, NAME_TITLE, answers_digest
from xcedu_desktop.store.school_file import reason
from xcedu_desktop.workbook.intake.read_xls import read_xls
from xcedu_desktop.workbook.intake.sniff import sniff

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_BYTES = 20 * 2**20
_FIRST_ROW, _MOST_ROWS, _MOST_COLUMNS = 5, 2000, 64
"""Row of the first pupil, from 1; more rows and columns than a class can have."""
_Table = Sequence[Sequence[Any]]
"""The cells of a sheet from A1."""


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
    name = path.name
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FileUnusable(f"「{name}」太大，不是班级收集表，没有读取")
        content = path.read_bytes()
    except OSError as error:
        raise FileUnusable(f"读不了「{name}」：{reason(error)}") from None
    tables, saved = _tables(content, name)
    mark = next((table[0] for title, table in tables if title == "标记" and table), ())
    if len(mark) < 2 or mark[0] != MARK:
        raise _foreign(name)
    try:
        said = json.loads(str(mark[1]))
        newer = said["format"] != FORMAT
        whole = all(isinstance(said[key], str) for key in ("school", "class", "month"))
        whole = whole and isinstance(said["meals"], bool)
    except (ValueError, KeyError, TypeError):
        raise _foreign(name) from None
    if newer:
        raise FileUnusable(f"「{name}」是更新版本的程序发出的，请先升级本程序")
    if not whole:
        raise _foreign(name)
    rows, filled = _answered(tables, said.get("given"), name)
    return HandoutSheet(said, rows, filled, filled or saved)


def _tables(content: bytes, name: str) -> tuple[list[tuple[str, _Table]], bool]:
    """Title and cells of every sheet, and whether a program wrote the file since it went out."""
    kind = sniff(content, name)
    if kind == "xls":  # as WPS and old Excel save it; this program gives out none
        try:
            sheets, _ = read_xls(content, name)
        except FileUnusable:
            raise _otherwise_saved(name) from None
        return [
            (sheet.name, [[cell.value for cell in row] for row in sheet.rows[:_MOST_ROWS]])
            for sheet in sheets
        ], True
    if kind != "xlsx":
        raise _foreign(name) if name.lower().endswith(".xlsx") else _otherwise_saved(name)
    from openpyxl import load_workbook  # a fifth of a second, needed only here

    try:
        workbook = load_workbook(BytesIO(content), data_only=True)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError):
        raise FileUnusable(f"「{name}」坏了，读不出来；请班主任重新发一次") from None
    tables: list[tuple[str, _Table]] = [(sheet.title, _cells(sheet)) for sheet in workbook.worksheets]
    when = workbook.properties
    return tables, bool(when.created != when.modified)


def _cells(sheet: Worksheet) -> _Table:
    """As far as the sheet goes: openpyxl makes a cell for each place that is asked for, 128,000 of them a sheet."""
    rows, columns = min(sheet.max_row, _MOST_ROWS), min(sheet.max_column, _MOST_COLUMNS)
    return list(sheet.iter_rows(max_row=rows, max_col=columns, values_only=True))


def _answered(
    tables: Sequence[tuple[str, _Table]], given: object, name: str
) -> tuple[list[HandoutRow], bool]:
    """The lines of the sheet to go by, whatever it is called by now, and whether they were filled in: of a sheet and its
    copies the one that was."""
    answers: dict[str, list[HandoutRow]] = {}
    titles: dict[str, str] = {}
    for title, table in tables:
        places = {str(key): at for at, key in enumerate(table[0]) if key in KEYS} if table else {}
        if "name" in places and "service" in places:
            rows = _rows(table, places)
            digest = answers_digest([(row.id, row.cells) for row in rows])
            answers.setdefault(digest, rows)
            titles.setdefault(digest, title)
    if not answers:
        raise FileUnusable(f"「{name}」的栏目被删掉了，请班主任用原来的收集表重填")
    filled = [digest for digest in answers if digest != given]
    if len(filled) > 1:
        said = "、".join(f"「{titles[digest]}」" for digest in filled)
        raise FileUnusable(
            f"「{name}」里的{said}填得不一样，看不出以哪一张为准，没有收；请删去不用的那张再收"
        )
    return (answers[filled[0]], True) if filled else (next(iter(answers.values())), False)


def _rows(table: _Table, places: Mapping[str, int]) -> list[HandoutRow]:
    """The lines under the header, which moves up where the words over it were deleted."""

    def cell(row: Sequence[Any], at: int) -> Any:
        return row[at] if at < len(row) else None

    heads = (at for at, row in enumerate(table[: _FIRST_ROW - 1]) if cell(row, places["name"]) == NAME_TITLE)
    first = next(heads, _FIRST_ROW - 2) + 1
    return [
        HandoutRow(number, str(cell(row, 0) or ""), {key: cell(row, at) for key, at in places.items()})
        for number, row in enumerate(table[first:], start=first + 1)
    ]


def _foreign(name: str) -> FileUnusable:
    return FileUnusable(f"「{name}」不是本程序发出的班级收集表，没有收；普通名单请用「导入名单」")


def _otherwise_saved(name: str) -> FileUnusable:
    return FileUnusable(
        f"「{name}」不是 .xlsx 或 .xls 表格，没有收；如果是收集表，请另存为 .xlsx（压缩包请先解压）再收"
    )
