"""The columns of a table as the clerk has them: widths and order, remembered on this PC, with a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui import settings
from ui.grid.source import NUMBER

if TYPE_CHECKING:
    from ui.grid.table import GridTable

_LEAST = 0.6
"""Of its declared width that a column which stretches keeps."""


class ColumnLayout(QObject):
    """`name`: under which the layout is kept; "" for a table that forgets it."""

    def __init__(self, table: GridTable, name: str = "") -> None:
        super().__init__(table)
        self._table = table
        self._name = ""
        self._widths: dict[str, int] = {}
        self._moved: list[str] = []
        self._busy = False
        header = table.horizontalHeader()
        header.sectionResized.connect(self._resized)
        header.sectionMoved.connect(self._section_moved)
        self.use(name)

    def use(self, name: str) -> None:
        """Takes up what was kept under a name."""
        if name == self._name:
            return
        self._name = name
        kept = settings.grid_layout(name) if name else {}
        widths, order = kept.get("widths", {}), kept.get("order", [])
        if isinstance(widths, dict):
            self._widths = {str(key): int(w) for key, w in widths.items() if isinstance(w, int) and w > 0}
        self._moved = [str(key) for key in order] if isinstance(order, list) else []
        self._table.horizontalHeader().setSectionsMovable(bool(name))
        if self._moved:
            self._table.grid_model.order_columns(self._moved)

    @property
    def is_own(self) -> bool:
        """Whether the clerk changed anything."""
        return bool(self._widths or self._moved)

    def keep(self) -> None:
        """Writes down what was dragged (when the mouse button is let go)."""
        if self._name:
            layout = {"widths": self._widths, "order": self._moved}
            settings.remember_grid_layout(self._name, {key: value for key, value in layout.items() if value})

    def reset(self) -> None:
        """Back to the widths and the order as they are declared."""
        self._widths.clear()
        self._moved.clear()
        self.keep()
        self._table.grid_model.order_columns(())
        self.fit()

    # -- widths ----------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Columns as wide as declared or dragged; those that stretch share what is left.

        In a list that is walked by rows they also give way, so that its figures are seen beside its names.
        """
        table = self._table
        if table.follows:
            return
        columns = table.grid_model.columns
        widths = [self._widths.get(column.key, column.pixels) for column in columns]
        room = table.viewport().width() - sum(widths)
        stretching = [at for at, c in enumerate(columns) if c.stretch and c.key not in self._widths]
        for at in stretching:
            share = room // len(stretching)
            if share > 0:
                widths[at] += share
            elif table.row_mode:
                widths[at] = max(round(widths[at] * _LEAST), widths[at] + share)
        self._busy = True
        for at, width in enumerate(widths):
            if table.columnWidth(at) != width:
                table.setColumnWidth(at, width)
        self._busy = False

    def _resized(self, at: int, _old: int, new: int) -> None:
        """A width that a person dragged stays, whatever is shown next."""
        columns = self._table.grid_model.columns
        if not self._busy and not self._table.follows and at < len(columns) and new > 0:
            self._widths[columns[at].key] = new

    # -- order -----------------------------------------------------------------------------------------------------

    def _section_moved(self, _at: int, old: int, new: int) -> None:
        """A dragged header moves the model's column: cells are copied, filled and walked over as they are seen."""
        if self._busy:
            return
        self._busy = True
        self._table.horizontalHeader().moveSection(new, old)
        self._busy = False
        columns = self._table.grid_model.columns
        held = {at for at, c in enumerate(columns) if c.frozen or c.key == NUMBER}
        if {old, new} & held or self._table.grid_model.source.in_fixed_order:
            return
        keys = [column.key for column in columns]
        keys.insert(new, keys.pop(old))
        self._moved = keys
        self._table.grid_model.order_columns(keys)
        self.keep()
