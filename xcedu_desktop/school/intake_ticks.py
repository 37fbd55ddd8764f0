"""A list that says a column's value by ticks (姓名, 足球社 √, 合唱社): one column for each value, marked where it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from xcedu_desktop.fields import Field
from xcedu_desktop.school.intake_job import ListIn
from xcedu_desktop.values.numbers import parse_yes_no
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.kind import KindColumn, Shape
from xcedu_desktop.workbook.intake.plan_rows import Row
from xcedu_desktop.workbook.intake.row_kinds import total_kind
from xcedu_desktop.workbook.intake.ticks import are_ticks

_KEY = "tick:"
_QUESTION = re.compile(r"是否|有无|有没有|能否|与否|[吗？?]")
"""是否住校 is answered by ticks, too, and stands for no value."""


def with_ticks(listed: ListIn, key: str) -> ListIn:
    """The list with its columns of ticks among those that are read, where it has no column that says `key` in words."""
    found = listed.found
    own = found.column_of(key)
    if own is not None:
        if not are_ticks([row.cells[key] for row in found.rows if key in row.cells]):
            return listed
        # 社团 merged over 足球社 and 合唱社: the first of them passes for the column.
        found = found.rekeyed(key, f"{_KEY}{own}")
    ticks = {
        column
        for column, header in found.unknown_headers.items()
        if not _is_other(_last(header))
        and are_ticks([row.rest[column] for row in found.rows if column in row.rest])
    }
    rows = [
        replace(row, cells=row.cells | {f"{_KEY}{at}": cell for at, cell in row.rest.items() if at in ticks})
        for row in found.rows
    ]
    columns = found.columns | {column: f"{_KEY}{column}" for column in ticks}
    unknown = {column: text for column, text in found.unknown_headers.items() if column not in ticks}
    found = replace(found, rows=rows, columns=columns, unknown_headers=unknown)
    further = tuple(
        KindColumn(name, Field(_last(found.source_headers.get(column, ""))))
        for column, name in sorted(columns.items())
        if name.startswith(_KEY)
    )
    shape = Shape(listed.shape.key, (*listed.shape.columns, *further), listed.shape.needs)
    return ListIn(shape, found)


def tick_columns(listed: ListIn) -> Sequence[KindColumn]:
    """The list's columns of ticks; the title of each is the value that it stands for."""
    return [column for column in listed.shape.columns if column.key.startswith(_KEY)]


def is_ticked(row: Row, column: KindColumn) -> bool | None:
    """Whether the row has a tick there; None where it says something else."""
    return parse_yes_no(row.cell(column.key).value).value


def _is_other(header: str) -> bool:
    """Whether a header is that of a question or of a sum: its marks are no choice of a value."""
    return bool(_QUESTION.search(header)) or total_kind(fold(header)) is not None


def _last(header: str) -> str:
    return header.split(" · ")[-1]
