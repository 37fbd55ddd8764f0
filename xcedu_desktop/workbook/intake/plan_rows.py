"""A row of a list while it is planned: its cells read by their Fields, what is wrong, doubtful or worth saying."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Mapping
from typing import Any

from xcedu_desktop.fields import Field, Kind, Reading
from xcedu_desktop.values.masks import mask_any, mask_lost, mask_tail, shown
from xcedu_desktop.values.parsed import Notice, fold
from xcedu_desktop.workbook.intake.found import FoundRow
from xcedu_desktop.workbook.intake.plan import Answers, Choice, IntakeFinding, PlannedRow, RowState
from xcedu_desktop.workbook.intake.raw import BLANK, Cell

_MAC_DAYS = 1462
"""Between the date systems of 1900 and 1904, in which a serial number of the file counts."""

_EXPONENT = re.compile(r"\d(\.\d+)?E\+\d\d", re.IGNORECASE)
"""What a spreadsheet makes of a long number that it shows short and saves as it shows."""
_LONG_NUMBER = re.compile(r"[0-9０-９]{5}|1[3-9][0-9][ -]?[0-9]{4}")

_LEFT_TO_PLAN = frozenset([Kind.CLASS, Kind.REFERENCE])
"""Kinds that need the school's own names: read by the plan, not by the Field."""


class Row:
    """One row on its way. `values` by column key (blank: not there); a plan sets `state` through put, reject, ask."""

    __slots__ = (
        "_fields", "_forgiving", "_needs", "ask_key", "ask_of", "bad", "cells", "choices", "findings", "merged", "number",
        "old", "remarks", "sheet", "shown", "state", "values",
    )  # fmt: skip

    def __init__(
        self,
        sheet: str,
        found: FoundRow,
        fields: Mapping[str, Field],
        needs: Collection[str],
        *,
        forgiving: bool,
    ) -> None:
        self.sheet = sheet
        self.number = found.number
        self.cells = found.cells
        self.merged = found.filled_from_merge
        self.values: dict[str, Any] = {}
        self.findings: list[IntakeFinding] = []
        self.remarks: list[str] = []
        self.state = RowState.SAME
        self.shown: dict[str, str] = {}
        self.old: dict[str, str] = {}
        self.bad: set[str] = set()
        self.ask_of = ""
        self.ask_key = ""
        self.choices: tuple[Choice, ...] = ()
        self._fields = fields
        self._needs = needs
        self._forgiving = forgiving

    def alive(self) -> bool:
        """Still to be taken in."""
        return self.state not in (RowState.REJECTED, RowState.ASK)

    def get(self, key: str) -> Any:
        """The value read, None where blank."""
        return self.values.get(key)

    def cell(self, key: str) -> Cell:
        """The cell as the file has it."""
        return self.cells.get(key, BLANK)

    def reject(self, key: str, code: str, message: str) -> None:
        """The cell cannot be taken: neither can the row, unless the person chose to take it without such a cell."""
        self.bad.add(key)
        if self._forgiving and key not in self._needs and key in self._fields:
            self.values.pop(key, None)
            self._say(key, code, "warning", f"{message}；这一格没有导入")
            return
        self.state = RowState.REJECTED
        self._say(key, code, "error", message)

    def ask(self, key: str, code: str, message: str, choices: tuple[Choice, ...], ask_key: str = "") -> None:
        """A person decides; until then the row is not taken in."""
        if self.state is RowState.REJECTED:
            return
        self.state = RowState.ASK
        self.ask_of, self.ask_key, self.choices = key, ask_key, choices
        self._say(key, code, "error", message)

    def warn(self, key: str, code: str, message: str) -> None:
        """Taken in, and said."""
        self._say(key, code, "warning", message)

    def remark(self, text: str) -> None:
        """What was done in reading the row."""
        text = _masked(text)
        if text not in self.remarks:
            self.remarks.append(text)

    def touch(self, state: RowState) -> None:
        """New outweighs changed, changed outweighs same; a row that is not taken in stays so."""
        if self.alive() and (state is RowState.NEW or self.state is RowState.SAME):
            self.state = state

    def _say(self, key: str, code: str, severity: str, message: str) -> None:
        declared = self._fields.get(key)
        title = declared.title if declared else ""
        value = masked_text(self.cell(key), declared)
        # A number of a person may stand in any cell (columns one off), so no message quotes one.
        message = _masked(message)
        self.findings.append(IntakeFinding(self.sheet, self.number, title, code, severity, value, message))

    def planned(self, reading: Reading) -> PlannedRow:
        """The row as the preview shows it."""
        cells = {
            key: self._fields[key].format(value, reading)
            for key, value in self.values.items()
            if key in self._fields
        }
        cells.update(self.shown)
        raw = {key: masked_text(cell, self._fields.get(key)) for key, cell in self.cells.items()}
        for key in self.bad:
            cells.setdefault(key, raw.get(key, ""))
        return PlannedRow(
            self.sheet, self.number, self.state, cells, self.old if self.alive() else {}, raw, tuple(self.findings),
            tuple(self.remarks), self.ask_of, self.ask_key, self.choices, frozenset(self.bad),
            self.state is RowState.REJECTED and bool(self.bad) and not self.bad & set(self._needs),
        )  # fmt: skip


def _masked(text: str) -> str:
    return mask_any(text) if _LONG_NUMBER.search(text) else text


def masked_text(cell: Cell, declared: Field | None) -> str:
    """A cell's text as it may be shown: numbers of persons to the last four; of one that lost its digits the form."""
    if cell.blank:
        return ""
    text = cell.text
    if declared is not None and declared.masked:
        plain = fold(text)
        return (
            mask_lost(plain)[:24]
            if "E+" in plain.upper() or not any(c.isdigit() for c in plain)
            else mask_tail(plain)
        )
    if isinstance(cell.value, str) and len(text) < 10:
        return text
    return shown(text)


class RowReader:
    """Reads the rows of one list by its shape's Fields."""

    def __init__(
        self,
        fields: Mapping[str, Field],
        needs: Collection[str],
        reading: Reading,
        answers: Answers,
        *,
        sheet: str,
        units: Mapping[str, str],
        epoch1904: bool,
    ) -> None:
        self._fields = fields
        self._needs = needs
        self._answers = answers
        self._sheet = sheet
        self._epoch1904 = epoch1904
        self._readings = {
            key: dataclasses.replace(reading, unit=units[key]) if key in units else reading for key in fields
        }

    def read(self, found: FoundRow) -> Row:
        """The row with its values; what its Fields cannot read is rejected, what they doubt is said."""
        place = (self._sheet, found.number)
        corrections = self._answers.corrections
        if corrections:
            own = {
                key: Cell(text or None)
                for (sheet, number, key), text in corrections.items()
                if (sheet, number) == place
            }
            if own:
                found = dataclasses.replace(found, cells={**found.cells, **own})
        forgiving = self._answers.without_all or place in self._answers.without
        row = Row(self._sheet, found, self._fields, self._needs, forgiving=forgiving)
        for key, cell in found.cells.items():
            declared = self._fields.get(key)
            if declared is not None and declared.kind not in _LEFT_TO_PLAN:
                self._cell(row, key, declared, cell)
        return row

    def _cell(self, row: Row, key: str, declared: Field, cell: Cell) -> None:
        if refused(row, key, cell):
            return
        raw = cell.value
        if (
            self._epoch1904
            and declared.kind is Kind.DAY
            and isinstance(raw, int | float)
            and not isinstance(raw, bool)
            and 0 < raw < 80000
        ):
            raw = raw + _MAC_DAYS
        if declared.kind is Kind.TEXT and isinstance(raw, str) and _EXPONENT.fullmatch(fold(raw)):
            row.reject(
                key,
                "digits_lost",
                f"{declared.title}被存成了数字，后几位已丢失，请按原件重新录入（单元格先设为文本）",
            )
            return
        parsed = declared.parse(raw, self._readings[key])
        for notice in parsed.warnings:
            row.warn(key, notice.code, notice.message)
        if parsed.error is not None:
            row.reject(key, parsed.error.code, parsed.error.message)
        elif parsed.value is not None:
            row.values[key] = parsed.value
            if declared.kind is Kind.NAME and isinstance(raw, str) and _has_gap(raw, parsed.value):
                row.remark(f"已去掉{declared.title}里的空格")


def refused(row: Row, key: str, cell: Cell) -> bool:
    """Whether the file gives an error instead of a value there (#REF!, 乱码); then the cell is rejected."""
    if cell.error is None:
        return False
    notice = _error_of(cell)
    row.reject(key, notice.code, notice.message)
    return True


def _error_of(cell: Cell) -> Notice:
    if cell.error == "乱码":
        return Notice("mojibake", "文字是乱码，请用正确的编码另存原表后再导入")
    if cell.error == "公式无结果":
        return Notice("error_cell", "公式没有算出结果，请在原表里打开、保存一次再导入")
    return Notice("error_cell", f"单元格是错误值 {cell.error}，请在原表里改正")


def _has_gap(raw: str, value: str) -> bool:
    inner = raw.strip().strip("\u3000")
    return " " not in value and any(c.isspace() or c == "\u3000" for c in inner)
