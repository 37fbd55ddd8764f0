"""The seal (封存): a header in JSON and the canonical lines of all rows, from which a change by hand can be shown.

The seal shows changes; it is no signature.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.periods import Month
from xcedu_desktop.workbook.canonical import canonical_line, digest
from xcedu_desktop.workbook.plan import COVER, COVER_TABLE, FACTS_TABLE, Book, Sheet

FORMAT = 1
CELL_UNITS = 30_000
"""Most UTF-16 units of a cell of the seal; a spreadsheet cell holds 32,767."""


@dataclass(frozen=True)
class SealedSheet:
    """One entry of the header: a sheet's rows and their digest. `grid`: column keys of line, day, value and split."""

    title: str
    table: str
    split: str
    rows: int
    sha256: str
    grid: Mapping[str, str] | None = None


@dataclass(frozen=True)
class SealHeader:
    """What the seal says of the workbook."""

    program: str
    school_code: str
    month: Month
    revision: int
    rules: str
    when: datetime
    sheets: tuple[SealedSheet, ...]

    @property
    def digest(self) -> str:
        """The digest over all sheets' digests: equal for every copy of a workbook, also one that Excel saved again."""
        said = [self.school_code, str(self.month), str(self.revision)]
        return digest([*said, *(f"{s.table}|{s.split}|{s.sha256}" for s in self.sheets)])

    @property
    def check_code(self) -> str:
        """校验码, printed on the cover: 7F3A-91C2, the short form of the digest."""
        code = self.digest[:8].upper()
        return f"{code[:4]}-{code[4:]}"

    def to_json(self) -> str:
        sheets = []
        for sheet in self.sheets:
            entry: dict[str, Any] = {
                "title": sheet.title, "table": sheet.table, "split": sheet.split, "rows": sheet.rows,
                "sha256": sheet.sha256,
            }  # fmt: skip
            if sheet.grid is not None:
                entry["grid"] = dict(sheet.grid)
            sheets.append(entry)
        said = {
            "format": FORMAT, "program": self.program, "school_code": self.school_code, "month": str(self.month),
            "revision": self.revision, "rules": self.rules, "when": self.when.isoformat(timespec="seconds"),
            "sheets": sheets,
        }  # fmt: skip
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def header_of(text: str, name: str) -> SealHeader:
    """Read a header. FileUnusable when it is none, or of a format that this program does not know."""
    try:
        said = json.loads(text)
        if said["format"] != FORMAT:
            raise FileUnusable(f"「{name}」是更新版本的程序导出的，请先升级本程序")
        sheets = tuple(
            SealedSheet(s["title"], s["table"], s["split"], int(s["rows"]), s["sha256"], s.get("grid"))
            for s in said["sheets"]
        )
        year, month = str(said["month"]).split("-")
        return SealHeader(
            program=str(said["program"]), school_code=str(said["school_code"]), month=Month(int(year), int(month)),
            revision=int(said["revision"]), rules=str(said["rules"]), when=datetime.fromisoformat(said["when"]),
            sheets=sheets,
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError):
        raise broken(name) from None


def broken(name: str) -> FileUnusable:
    """The error of a workbook whose seal was altered or is incomplete."""
    return FileUnusable(
        f"「{name}」的封存页不完整或被改动过，不能核对；请让学校重新导出（同一次上报可再导出）"
    )


def sealed_lines(sheet: Sheet) -> list[str]:
    """The canonical lines of a sheet, in the order of row ids."""
    return [canonical_line(row) for row in sorted(sheet.rows, key=lambda row: row.id)]


def seal_of(book: Book) -> tuple[SealHeader, list[list[str]]]:
    """The header of a workbook, and the lines of each of its sheets."""
    lines = [sealed_lines(sheet) for sheet in book.sealed]
    entries = []
    for sheet, said in zip(book.sealed, lines, strict=True):
        title = COVER if sheet.table in (COVER_TABLE, FACTS_TABLE) else sheet.title
        grid = None
        if sheet.grid is not None:
            g = sheet.grid
            grid = {"line": g.line, "day": g.day, "value": g.value, "split": g.split or ""}
        entries.append(SealedSheet(title, sheet.table, sheet.split, len(said), digest(said), grid))
    header = SealHeader(
        book.program, book.school_code, book.month, book.revision, book.rules, book.when, tuple(entries)
    )
    return header, lines


def pieces(text: str, most: int = CELL_UNITS) -> list[str]:
    """The text cut into parts of at most `most` UTF-16 units, never within a character."""
    if len(text) * 2 <= most:
        return [text]
    parts, start, units = [], 0, 0
    for index, character in enumerate(text):
        width = 2 if character > "\uffff" else 1
        if units + width > most:
            parts.append(text[start:index])
            start, units = index, 0
        units += width
    parts.append(text[start:])
    return parts


def joined(cells: Iterable[object]) -> str:
    """The text that `pieces` cut, from the cells of its row."""
    return "".join(str(cell) for cell in cells if cell is not None)


def lines_by_sheet(header: SealHeader, lines: Sequence[str], name: str) -> list[list[str]]:
    """The lines of each entry of the header. FileUnusable when count or digest do not fit."""
    found, start = [], 0
    for sheet in header.sheets:
        part = list(lines[start : start + sheet.rows])
        start += sheet.rows
        if len(part) != sheet.rows or digest(part) != sheet.sha256:
            raise broken(name)
        found.append(part)
    if start != len(lines):
        raise broken(name)
    return found
