"""What a printed sheet (打印件) is: a titled table on A4, as plain words. Forms fill it, the window paints it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from xcedu_desktop.fields import Field, Kind

LANDSCAPE_ABOVE = 8
"""Tables wider than so many columns lie across the page (DOMAIN.md)."""
_NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.POWER, Kind.MONEY})


class Align(StrEnum):
    """Where a column's words stand."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True)
class PrintColumn:
    """A column: its title (a line break parts day and weekday), its width in characters, where its words stand.

    `shaded`: a closed day, printed grey.
    """

    title: str
    width: float
    align: Align = Align.LEFT
    shaded: bool = False


@dataclass(frozen=True)
class PrintSheet:
    """One table. `name` tells it from others of one print (a club); `unit`: what stands after 单位：.

    `notes`: a line of its own over the table (leaders, times, places). `total`: the last line (合计), None for none.
    `head` and `foot`: the lines over and under the table, each spread over the width; the month fills them in
    (填报单位, 填报月份; 单位负责人, 审核人…) where the form leaves them empty. `row_height`: in mm.
    """

    name: str
    title: str
    columns: tuple[PrintColumn, ...]
    rows: Sequence[tuple[str, ...]]
    unit: str = ""
    notes: tuple[str, ...] = ()
    subtitle: str = ""
    total: tuple[str, ...] | None = None
    head: tuple[tuple[str, ...], ...] = ()
    foot: tuple[tuple[str, ...], ...] = ()
    row_height: float = 7.0
    upright_up_to: int = LANDSCAPE_ABOVE
    """Columns up to which the page stands upright; narrow ones (a tick a day) leave room for more."""

    @property
    def landscape(self) -> bool:
        """Whether it lies across the page."""
        return len(self.columns) > self.upright_up_to


def table_of_rows(
    fields: Mapping[str, Field], rows: Iterable[Any], keys: Sequence[str]
) -> tuple[tuple[PrintColumn, ...], list[tuple[str, ...]], tuple[str, ...] | None]:
    """Columns (序号 first), lines and the line of sums, of rows that bear these columns as attributes."""
    columns = (
        PrintColumn("序号", 4, Align.CENTRE),
        *(PrintColumn(fields[key].title, fields[key].width, _align(fields[key])) for key in keys),
    )
    lines, sums = [], dict.fromkeys((key for key in keys if fields[key].total), 0)
    for number, row in enumerate(rows, start=1):
        values = [getattr(row, key) for key in keys]
        lines.append((str(number), *(_words(fields[key], v) for key, v in zip(keys, values, strict=True))))
        for key in sums:
            sums[key] += getattr(row, key) or 0
    if not sums:
        return columns, lines, None
    return columns, lines, ("合计", *(fields[key].format(sums[key]) if key in sums else "" for key in keys))


def _align(field: Field) -> Align:
    if field.kind in _NUMBERS:
        return Align.RIGHT
    return (
        Align.CENTRE
        if field.kind in (Kind.DAY, Kind.CHOICE, Kind.YES_NO, Kind.NAME, Kind.CLASS)
        else Align.LEFT
    )


def _words(field: Field, value: Any) -> str:
    return "" if value is None else field.format(value)
