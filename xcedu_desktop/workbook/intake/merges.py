"""Merged ranges of a sheet, looked up by cell."""

from xcedu_desktop.workbook.intake.raw import Cell, Merge, RawSheet


class MergeMap:
    """Which merged range a cell belongs to, cut to the used extent (titles are merged to column XFD)."""

    def __init__(self, sheet: RawSheet) -> None:
        self._sheet = sheet
        self._ranges: dict[tuple[int, int], Merge] = {}
        last_row, last_column = len(sheet.rows) - 1, sheet.width - 1
        for top, left, bottom, right in sheet.merges:
            cut = (top, left, min(bottom, last_row), min(right, last_column))
            for row in range(top, cut[2] + 1):
                for column in range(left, cut[3] + 1):
                    self._ranges[row, column] = cut

    def at(self, row: int, column: int) -> Merge | None:
        """The merged range around a cell."""
        return self._ranges.get((row, column))

    def value(self, row: int, column: int) -> Cell:
        """The cell as it is seen: one inside a merged range shows what its top left one holds."""
        found = self._ranges.get((row, column))
        return self._sheet.cell(found[0], found[1]) if found else self._sheet.cell(row, column)

    def width_of(self, row: int, column: int) -> int:
        """How many columns the cell spans."""
        found = self._ranges.get((row, column))
        return found[3] - found[1] + 1 if found else 1
