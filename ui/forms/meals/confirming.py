"""确认: what was copied is right, said of the selected cells, of one, of a column, or of all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ui.forms.meals.acts import confirm
from ui.forms.meals.month_grid import MonthGrid

if TYPE_CHECKING:
    from xcedu_desktop.store.changes import ChangeSet

Do = Callable[[Callable[[], "ChangeSet"], str], None]
"""Writes what the first gives; the second says it, with {title} and {count}."""


class Confirming:
    """Over the grid's own cells; the page does the writing."""

    def __init__(self, grid: MonthGrid, do: Do) -> None:
        self._grid, self._do = grid, do

    def column(self, current: str) -> str:
        """The current column where it holds copies, else the first that does, else ""."""
        columns = self._grid.heads.copied_columns()
        return current if current in columns else columns[0] if columns else ""

    def name_of(self, column: str) -> str:
        """28日; 登记."""
        day = self._grid.heads.by_key.get(column)
        return f"{day.day}日" if day is not None else "登记"

    def here(self, current: str) -> None:
        """The selected copies where several cells are selected, else those of the column, else of the first one."""
        self._grid.commit()
        source, model = self._grid.heads, self._grid.model
        chosen = [(model.id_at(row), model.columns[at].key) for row, at in self._grid.table.acts.spots()]
        if len(chosen) > 1 and any(source.is_copied(*cell) for cell in chosen):
            self._cells(chosen, "确认所选")
            return
        column = self.column(current)
        if column:
            self._cells([(line, column) for line in source.row_ids()], f"确认{self.name_of(column)}")

    def all(self) -> None:
        """Every copy of the meal and measure shown, 登记人数 too."""
        self._grid.commit()
        source = self._grid.heads
        cells = [(line, key) for key in source.copied_columns() for line in source.row_ids()]
        if cells:
            self._cells(cells, "全部确认")

    def cell(self) -> None:
        """Space: this one is right, and on to the next."""
        source, cell = self._grid.heads, self._grid.current()
        if source.is_copied(*cell):
            self._cells([cell], f"确认 {source.place(*cell)}".rstrip())
        self._grid.table.moves.step(0, 1)

    def _cells(self, cells: Iterable[tuple[str, str]], title: str) -> None:
        self._do(lambda: confirm(self._grid.heads, cells, title), "{title}：{count} 格")
