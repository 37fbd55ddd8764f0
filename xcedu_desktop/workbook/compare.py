"""The rows of a sheet against the sealed ones: every changed cell with its old and new value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.workbook.cells import CLOSED_MARK, Unreadable, from_cell, is_blank, same, shown
from xcedu_desktop.workbook.marked import MarkedRow, MarkedSheet
from xcedu_desktop.workbook.marks import BLANK_SIGNATURE
from xcedu_desktop.workbook.plan import FACTS_TABLE, Row, field_in_row
from xcedu_desktop.workbook.seal import SealedSheet


@dataclass(frozen=True)
class CellChange:
    """One cell changed by hand. `sheet`, `place`, `column`: where, in words; `old`, `new`: values in words.

    `table`, `row_id`, `key`: the reported cell; `value`: the new stored value; `readable`: whether it is a value at all.
    """

    sheet: str
    place: str
    column: str
    old: str
    new: str
    table: str = ""
    row_id: str = ""
    key: str = ""
    value: Any = None
    readable: bool = True

    def __str__(self) -> str:
        where = "·".join(part for part in (self.sheet, self.place, self.column) if part)
        return f"{where}：{self.old or '空白'} → {self.new or '空白'}"


@dataclass
class Compared:
    """Rows in the order of the sheet: as sealed, and as the sheet says now."""

    sealed: list[Row] = field(default_factory=list)
    now: list[Row] = field(default_factory=list)
    changes: list[CellChange] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def gone(entry: SealedSheet) -> CellChange:
    """The change that a deleted sheet is."""
    return CellChange(entry.title, "整张表", "", f"{entry.rows}行", "工作表已删除", entry.table)


def compare_sheet(
    sheet: MarkedSheet,
    entry: SealedSheet,
    rows: Sequence[Row],
    fields: Mapping[str, Field],
    grid_row_id: Callable[[str, str, date, str], str],
) -> Compared:
    """Compare a sheet with its sealed rows."""
    compared = Compared()
    if entry.table == FACTS_TABLE:
        _compare_facts(compared, sheet, rows)
        return compared
    if entry.grid is not None:
        _compare_grid(compared, sheet, entry, entry.grid, rows, fields, grid_row_id)
    else:
        _compare_list(compared, sheet, entry, rows, fields)
    if sheet.strangers:
        compared.problems.append(f"「{sheet.title}」第 {_numbers(sheet.strangers)} 行是另加的，未读入")
    if sheet.strange_columns:
        letters = "、".join(get_column_letter(column + 1) for column in sheet.strange_columns)
        compared.problems.append(f"「{sheet.title}」{letters} 列是另加的，未读入")
    if sheet.notes:
        compared.problems.append(f"「{sheet.title}」第 {_numbers(sheet.notes)} 行的备注是另写的，未读入")
    return compared


def _numbers(numbers: Sequence[int]) -> str:
    said = "、".join(map(str, numbers[:10]))
    return said + (" 等" if len(numbers) > 10 else "")


def _compare_list(
    compared: Compared,
    sheet: MarkedSheet,
    entry: SealedSheet,
    rows: Sequence[Row],
    fields: Mapping[str, Field],
) -> None:
    sealed = {row.id: row for row in rows}
    seen: set[str] = set()
    missing = [key for key in fields if key not in sheet.columns]
    for key in missing:
        compared.changes.append(
            CellChange(sheet.title, "整列", fields[key].title, "原有", "列已删除", entry.table, "", key)
        )
    for line in sheet.rows:
        row = sealed.get(line.id)
        if row is None or line.id in seen:
            compared.problems.append(f"「{sheet.title}」第 {line.number} 行是另加的（复制的行），未读入")
            continue
        seen.add(line.id)
        now = dict(row.values)
        for key, declared in fields.items():
            if key in missing:
                continue
            own = field_in_row(entry.table, key, declared, row.values)
            change = _cell_change(own, row, key, sheet.cell(line, key))
            if change is None:
                continue
            value, text, readable = change
            _put(now, key, value, readable)
            place = _place(sheet, line, row, fields)
            compared.changes.append(
                CellChange(
                    sheet.title, place, declared.title, shown(own, row.values.get(key)), text, entry.table, row.id, key,
                    value, readable,
                )
            )  # fmt: skip
        compared.sealed.append(row)
        compared.now.append(Row(row.id, now))
    for row in rows:
        if row.id not in seen:
            compared.sealed.append(row)
            label = _label(row, fields)
            compared.changes.append(
                CellChange(sheet.title, label, "", "整行", "行已删除", entry.table, row.id)
            )


def _cell_change(declared: Field, row: Row, key: str, cell: object) -> tuple[Any, str, bool] | None:
    """The new value, its words and whether it is one; None where the cell says what was sealed."""
    if same(declared, row.values.get(key), cell):
        return None
    try:
        value = from_cell(declared, cell)
    except Unreadable as raw:
        return None, str(raw)[:60], False
    return value, shown(declared, value), True


def _put(values: dict[str, Any], key: str, value: Any, readable: bool) -> None:
    """The value into a row; one that cannot be read leaves the sealed one standing."""
    if not readable:
        return
    if value is None:
        values.pop(key, None)
    else:
        values[key] = value


def _place(sheet: MarkedSheet, line: MarkedRow, row: Row, fields: Mapping[str, Field]) -> str:
    return f"第{line.number}行 {_label(row, fields)}".strip()


def _label(row: Row, fields: Mapping[str, Field]) -> str:
    """What names a row to a person: its first shown texts."""
    texts = [
        shown(declared, row.values[key])
        for key, declared in fields.items()
        if not declared.hidden and key in row.values and not declared.numeric
    ]
    return " ".join(texts[:2])


def _compare_grid(
    compared: Compared,
    sheet: MarkedSheet,
    entry: SealedSheet,
    grid: Mapping[str, str],
    rows: Sequence[Row],
    fields: Mapping[str, Field],
    grid_row_id: Callable[[str, str, date, str], str],
) -> None:
    """Each day cell is one row, found by its line's id and its column's day."""
    declared = fields[grid["value"]]
    sealed = {(row.values.get(grid["line"]), row.values.get(grid["day"])): row for row in rows}
    seen: set[tuple[Any, Any]] = set()
    days = {day: key for key in sheet.columns if (day := _day_of(key)) is not None}
    lines: set[str] = set()
    for line in sheet.rows:
        if line.id in lines:
            compared.problems.append(f"「{sheet.title}」第 {line.number} 行是另加的（复制的行），未读入")
            continue
        lines.add(line.id)
        for day, key in days.items():
            row = sealed.get((line.id, day))
            cell = sheet.cell(line, key)
            if isinstance(cell, str) and cell.strip() in (CLOSED_MARK, "-", "－"):
                cell = None
            if row is None and is_blank(cell):
                continue
            seen.add((line.id, day))
            known = row or _new_row(entry, grid, line.id, day, grid_row_id)
            change = _cell_change(declared, known, grid["value"], cell)
            now = dict(known.values)
            if change is not None:
                value, text, readable = change
                _put(now, grid["value"], value, readable)
                label = next((str(c) for c in line.cells if isinstance(c, str) and c != line.id), "")
                old = shown(declared, known.values.get(grid["value"]))
                compared.changes.append(
                    CellChange(
                        sheet.title, f"{label} {day.day}日".strip(), declared.title, old, text, entry.table, known.id,
                        grid["value"], value, readable,
                    )
                )  # fmt: skip
            if row is not None:
                compared.sealed.append(row)
            if grid["value"] in now:
                compared.now.append(Row(known.id, now))
    for key_pair, row in sealed.items():
        if key_pair not in seen:
            compared.sealed.append(row)
            old = shown(declared, row.values.get(grid["value"]))
            place = f"{row.values.get(grid['day'])}"
            compared.changes.append(
                CellChange(sheet.title, place, declared.title, old, "行或列已删除", entry.table, row.id)
            )


def _new_row(
    entry: SealedSheet,
    grid: Mapping[str, str],
    line: str,
    day: date,
    grid_row_id: Callable[[str, str, date, str], str],
) -> Row:
    """The row of a cell that was blank when the workbook was exported."""
    values: dict[str, Any] = {grid["line"]: line, grid["day"]: day}
    if grid.get("split"):
        values[grid["split"]] = entry.split
    return Row(grid_row_id(entry.table, line, day, entry.split), values)


def _day_of(key: str) -> date | None:
    try:
        return date.fromisoformat(key)
    except ValueError:
        return None


def _compare_facts(compared: Compared, sheet: MarkedSheet, rows: Sequence[Row]) -> None:
    """Facts stand as 标识码：2137040123, several in a line; told by the line's mark and the words before the colon."""
    cells: dict[str, str] = {}
    for ids, texts in sheet.facts:
        for row_id, text in zip(ids, texts, strict=False):
            cells[row_id] = text
    text_field = Field("内容", Kind.TEXT)
    for row in rows:
        title, old = str(row.values.get("title", "")), row.values.get("text")
        now = dict(row.values)
        standing = cells.get(row.id)
        words: str | None = None
        if standing is not None:
            words = standing.partition("：")[2] if "：" in standing else standing
            words = words if words.strip(BLANK_SIGNATURE + " ") else None
        if standing is None and old is None:
            pass
        elif not same(text_field, old, words):
            _put(now, "text", words, True)
            compared.changes.append(
                CellChange(
                    sheet.title,
                    title,
                    "",
                    str(old or ""),
                    str(words or ""),
                    FACTS_TABLE,
                    row.id,
                    "text",
                    words,
                )
            )
        compared.sealed.append(row)
        compared.now.append(Row(row.id, now))
