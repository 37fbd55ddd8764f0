"""Values in spreadsheet cells and back: money in yuan, power in kW, days as dates; exact both ways."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from openpyxl.utils.datetime import from_excel, to_excel

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.workbook.canonical import canonical_text

CellValue = str | int | float | date | None

CLOSED_MARK = "—"
SHOWN_UNITS = 32_000
CUT_MARK = "……（太长，全文存于封存页）"
_FIRST_CELL_DAY = date(1900, 3, 1)
"""Spreadsheets believe in 29 February 1900: days before March 1900 are written as text."""


class Unreadable(ValueError):
    """A cell changed by hand to what is no value of its column; its text is the message."""


def to_cell(declared: Field, value: Any) -> CellValue:
    """What stands in the cell of a stored value; None is a blank cell."""
    if value is None:
        return None
    match declared.kind:
        case Kind.MONEY | Kind.POWER | Kind.DECIMAL | Kind.INTEGER:
            scale = declared.stored_scale
            return int(value) / 10**scale if scale else int(value)
        case Kind.DAY if isinstance(value, date) and value >= _FIRST_CELL_DAY:
            return value
        case _:
            return (
                cut(canonical_text(declared.format(value) if not isinstance(value, str) else value)) or None
            )


def cut(text: str) -> str:
    """A text as a cell can hold it; one cut short says so (the seal holds the whole)."""
    if len(text) * 2 <= SHOWN_UNITS or len(text.encode("utf-16-le")) // 2 <= SHOWN_UNITS:
        return text
    return text.encode("utf-16-le")[: SHOWN_UNITS * 2].decode("utf-16-le", "ignore") + CUT_MARK


def same(declared: Field, value: Any, cell: object) -> bool:
    """Whether a cell still says the stored value, however it was restyled."""
    if cell == value and type(cell) is type(value) and not declared.stored_scale:
        return True  # nearly all, so the reading of a month stays quick
    expected = to_cell(declared, value)
    if expected is None or is_blank(cell):
        return expected is None and is_blank(cell)
    if isinstance(expected, str):
        return _folded(expected) == _folded(_text(cell))
    try:
        return bool(from_cell(declared, cell) == value)
    except Unreadable:
        return False


def from_cell(declared: Field, cell: object) -> Any:
    """The stored value that a cell says. Unreadable for what is no value of the column."""
    if is_blank(cell):
        return None
    match declared.kind:
        case Kind.MONEY | Kind.POWER | Kind.DECIMAL | Kind.INTEGER:
            return _scaled(cell, declared.stored_scale)
        case Kind.DAY:
            return _day(cell)
        case Kind.YES_NO:
            return _yes_no(cell)
        case Kind.TIME:
            return _time(cell)
        case _:
            return canonical_text(_text(cell)) or None


def is_blank(cell: object) -> bool:
    """A cell without content."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def shown(declared: Field, value: Any) -> str:
    """A stored value in words, for lists of changes."""
    text = declared.format(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _folded(text: str) -> str:
    """Text as it compares: spreadsheet programs disagree on escapes like _x005F_, line ends and spaces at the ends."""
    plain = re.sub(r"_x000[dD]_", "", canonical_text(text))
    return plain.replace("x005F_", "").strip()


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    return str(cell)


def _scaled(cell: object, scale: int) -> int:
    if isinstance(cell, bool):
        raise Unreadable(_text(cell))
    if isinstance(cell, date | time | timedelta):  # a number cell that was given a date format
        cell = to_excel(cell)
    try:
        number = Decimal(re.sub(r"[,，\s]", "", cell) if isinstance(cell, str) else repr(cell)).scaleb(scale)
        whole = int(number.to_integral_value())
    except (InvalidOperation, ValueError, OverflowError):
        raise Unreadable(_text(cell)) from None
    if abs(number - whole) > Decimal("0.000001"):
        raise Unreadable(_text(cell))
    return whole


def _day(cell: object) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            found = from_excel(cell)
            if isinstance(found, datetime):
                return found.date()
        return date.fromisoformat(_text(cell).strip())
    except (ValueError, OverflowError):
        raise Unreadable(_text(cell)) from None


def _time(cell: object) -> time:
    try:
        return time.fromisoformat(_text(cell).strip())
    except ValueError:
        raise Unreadable(_text(cell)) from None


def _yes_no(cell: object) -> bool:
    said = {"是": True, "1": True, "否": False, "0": False}.get(_text(cell).strip())
    if said is None:
        raise Unreadable(_text(cell))
    return said
