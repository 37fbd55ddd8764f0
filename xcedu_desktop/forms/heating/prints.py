"""The prints of 取暖设备: the register (台账) and the self-inspections, as reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from xcedu_desktop.form import MonthView, PrintKind, ReportedView
from xcedu_desktop.forms.heating.reported import HEATING_REPORTED, ReportedEquipment
from xcedu_desktop.forms.heating.tables import GONE, STATES
from xcedu_desktop.printing import PrintSheet, table_of_rows
from xcedu_desktop.store.base import ReportedRow, fields_of


def registers(_view: MonthView, reported: ReportedView) -> list[PrintSheet]:
    """台账: equipment (what is scrapped or moved out last), then the form's other reported tables that have rows."""
    sheets = []
    for table in sorted(HEATING_REPORTED, key=lambda table: table.model is not ReportedEquipment):
        found = list(reported.rows(table.model))
        if table.model is ReportedEquipment:
            found.sort(key=lambda row: getattr(row, "state", None) in GONE)
        if not found and table.model is not ReportedEquipment:
            continue
        fields = fields_of(table.model)
        columns, rows, total = table_of_rows(
            fields, found, [key for key, field in fields.items() if not field.hidden]
        )
        sheets.append(
            PrintSheet(
                name=table.title,
                title=table.heading.replace("{month}", reported.month.spoken),
                columns=columns,
                rows=rows,
                unit=table.unit,
                total=total,
                notes=_by_state(found) if table.model is ReportedEquipment else (),
            )
        )
    return sheets


def _by_state(pieces: Sequence[ReportedRow]) -> tuple[str, ...]:
    """How many pieces are in which state, in words."""
    counted = Counter(getattr(piece, "state", None) or "状态未填" for piece in pieces)
    order = [*STATES, "状态未填"]
    states = "　".join(f"{state} {counted[state]}" for state in order if counted[state])
    return f"共列 {len(pieces)} 台（套）", states


HEATING_PRINTS = (PrintKind("heating", "取暖台账", registers),)
