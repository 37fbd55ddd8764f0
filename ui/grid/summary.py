"""What the status line says of a selection: 选中 12 格　和 458　平均 38.2."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QItemSelection

from ui.grid.model import GridModel
from xcedu_desktop.fields import Field


def summary(model: GridModel, selection: QItemSelection) -> str:
    """ "" for one cell. Sum and mean where all that holds numbers is of one unit."""
    spots: set[tuple[int, int]] = set()
    count = sum(part.width() * part.height() for part in selection)
    if count <= 1:
        return ""
    numeric = {at: column for at, column in enumerate(model.columns) if column.numeric}
    for part in selection:
        for at in range(part.left(), part.right() + 1):
            if at in numeric:
                spots.update((row, at) for row in range(part.top(), min(part.bottom() + 1, len(model.ids))))
    values: list[int] = []
    fields: set[tuple[object, ...]] = set()
    kept: Field | None = None
    for row, at in spots:
        value = model.source.value(model.ids[row], numeric[at].key)
        field = numeric[at].field
        if isinstance(value, int) and not isinstance(value, bool) and field is not None:
            values.append(value)
            fields.add((field.kind, field.stored_scale, field.unit))
            kept = field
    said = f"选中 {count} 格"
    if not values or len(fields) != 1 or kept is None:
        return said
    return f"{said}　和 {kept.format(sum(values))}　平均 {_mean(values, kept)}"


def _mean(values: list[int], field: Field) -> str:
    exact = Decimal(sum(values)) / len(values) / (Decimal(10) ** field.stored_scale)
    places = max(1, field.places, 2 if field.stored_scale == 2 else 0)
    return f"{exact:.{places}f}"
