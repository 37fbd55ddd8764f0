"""Undo and redo go to what they changed (撤销到哪儿，光标到哪儿), where the page on the screen shows it, as in Excel.

A row that is not there any more has no cell: the nearest row stands for it, in the same column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shiboken6 import isValid

from xcedu_desktop.form import Finding

if TYPE_CHECKING:
    from ui.grid.view import Grid
    from ui.page import Page
    from xcedu_desktop.store.changes import ChangeSet


class Place(NamedTuple):
    """Where a change shows: a grid, the row's number in it, the column's key ("" for the whole row)."""

    grid: Grid
    row: int
    key: str


def place_of(page: Page | None, change_set: ChangeSet | None) -> Place | None:
    """The first of the changed cells that the page shows now."""
    if page is None or change_set is None:
        return None
    for grid in _grids(page):
        for change in change_set.changes:
            cell = grid.source.cell_changed(change)
            row = grid.model.row_of(cell[0]) if cell is not None else -1
            if cell is not None and row >= 0:
                return Place(grid, row, cell[1])
    return None


def retrace(page: Page | None, change_set: ChangeSet, before: Place | None, back: bool) -> None:
    """Goes to what was taken back (`back`) or done again. `before`: where it stood before that."""
    found = place_of(page, change_set)
    if found is not None:
        found.grid.go_to_place(found.row, found.key)
    elif before is not None and isValid(before.grid):
        before.grid.go_to_place(before.row, before.key)
    elif page is not None and _grids(page):
        _elsewhere(page, change_set, back)


def _elsewhere(page: Page, change_set: ChangeSet, back: bool) -> None:
    """What the page holds under another tab, class or meal; what a filter hides stays hidden."""
    shown = [(grid.source, set(grid.source.row_ids())) for grid in _grids(page)]
    for change in change_set.changes:
        side = change.before if back else change.after
        if side is None or change.table == "draft":
            continue
        if any((cell := source.cell_changed(change)) and cell[0] in held for source, held in shown):
            continue
        other = (change.after if back else change.before) or {}
        key = next((key for key in side if key in other or change.before is None), "")
        target = Finding.place(change.table, change.row_id, key, "")
        if page.shell.page_of(target) is page.spec:
            page.focus_finding(target)
            return


def _grids(page: Page) -> list[Grid]:
    from ui.grid.view import Grid

    return [grid for grid in page.findChildren(Grid) if grid.isVisible() and not grid.table.row_mode]
