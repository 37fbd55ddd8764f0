"""What the keys of a grid do to its selection: copy, cut, paste, fill, clear, new and deleted rows; where steps lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QGuiApplication

from ui.grid.clipboard import Block, from_mime, to_mime
from ui.grid.paste import PasteQuestion, plan, spread
from ui.grid.source import NUMBER, Cell

if TYPE_CHECKING:
    from ui.grid.model import GridModel
    from ui.grid.table import GridTable

Index = QModelIndex | QPersistentModelIndex


class Acts:
    """The acts of one table."""

    def __init__(self, table: GridTable) -> None:
        self.table = table

    @property
    def model(self) -> GridModel:
        return self.table.grid_model

    # -- the selection ---------------------------------------------------------------------------------------------

    def spots(self) -> list[tuple[int, int]]:
        """The selected cells (row, column) in order, hidden columns left out; the current one where none is."""
        found = {
            (row, column)
            for part in self.table.selectionModel().selection()
            for row in range(part.top(), part.bottom() + 1)
            for column in range(part.left(), part.right() + 1)
            if not self.table.isColumnHidden(column)
        }
        current = self.table.currentIndex()
        if not found and current.isValid():
            found = {(current.row(), current.column())}
        return sorted(found)

    def rows(self) -> list[str]:
        """Ids of the rows in which something is selected, the empty last row left out."""
        rows = sorted({row for row, _ in self.spots()})
        return [self.model.ids[row] for row in rows if row < len(self.model.ids)]

    # -- the clipboard ---------------------------------------------------------------------------------------------

    def block(self) -> Block:
        """The selection as texts, what is shown: masked numbers stay masked."""
        spots = [(row, column) for row, column in self.spots() if row < len(self.model.ids)]
        if not spots:
            return []
        chosen = set(spots)
        rows = sorted({row for row, _ in spots})
        columns = sorted({column for _, column in spots})
        return [
            [self.model.text_at(r, self.model.columns[c]) if (r, c) in chosen else "" for c in columns]
            for r in rows
        ]

    def copy(self) -> bool:
        """Puts the selection on the clipboard."""
        block = self.block()
        if not block:
            return False
        columns = sorted({column for _, column in self.spots()})
        as_text = [not self.model.columns[column].numeric for column in columns]
        QGuiApplication.clipboard().setMimeData(to_mime(block, as_text))
        return True

    def cut(self) -> None:
        """Copies, then clears."""
        if self.copy():
            self.clear(title="剪切")

    def paste(self) -> None:
        """Writes the clipboard's block from the selection's first cell on; what is wrong is shown, all at once."""
        block = from_mime(QGuiApplication.clipboard().mimeData())
        spots = self.spots()
        if not block or not spots:
            self.model.host.say("剪贴板里没有可以粘贴的内容")
            return
        top, left = min(row for row, _ in spots), min(column for _, column in spots)
        high = max(row for row, _ in spots) - top + 1
        wide = max(column for _, column in spots) - left + 1
        block = spread(block, high, wide)
        columns = [at for at in range(left, len(self.model.columns)) if not self.table.isColumnHidden(at)]
        planned = plan(self.model, block, top, columns)
        wrong = self.model.source.check(planned.cells)
        cells = planned.cells
        if wrong:
            cells = [cell for cell in cells if (cell.row_id, cell.key) not in wrong]
            lines = [f"{planned.places[spot]}：{message}" for spot, message in wrong.items()]
            question = PasteQuestion(self.table.window(), lines, len(cells))
            answer = question.exec()
            question.deleteLater()
            if answer != PasteQuestion.DialogCode.Accepted:
                self.model.host.say("没有粘贴")
                return
        written = bool(cells) and self.model.write(cells, "粘贴", f"已粘贴 {len(cells)} 格")
        if written:
            self._select(top, left, len(block), min(len(block[0]), len(columns)))
        if planned.refused:  # after the selection, whose sum would take its place
            self.model.host.say(planned.said())

    def _select(self, top: int, left: int, high: int, wide: int) -> None:
        from PySide6.QtCore import QItemSelection, QItemSelectionModel

        bottom = min(top + high, len(self.model.ids)) - 1
        if bottom >= top and self.table.currentIndex().isValid():
            area = QItemSelection(self.model.index(top, left), self.model.index(bottom, left + wide - 1))
            self.table.selectionModel().select(area, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # -- fill and clear --------------------------------------------------------------------------------------------

    def clear(self, title: str = "清除") -> None:
        """Empties the selected cells; what stands in a closed cell can be emptied too."""
        model, source = self.model, self.model.source
        cells = []
        for row, at in self.spots():
            if row >= len(model.ids) or model.columns[at].key == NUMBER:
                continue
            row_id, key = model.ids[row], model.columns[at].key
            free = not source.refusal(row_id, key) or source.is_closed(row_id, key)
            if free and source.text(row_id, key):
                cells.append(Cell(row_id, key, ""))
        if cells:
            model.write(cells, title, f"已清除 {len(cells)} 格" if len(cells) > 1 else "")

    def fill_down(self) -> None:
        """Ctrl+D: the selection's first row into those below; one row alone takes the one above."""
        spots = [(row, at) for row, at in self.spots() if row < len(self.model.ids)]
        if not spots:
            return
        top = min(row for row, _ in spots)
        alone = all(row == top for row, _ in spots)
        targets = spots if alone else [(row, at) for row, at in spots if row > top]
        first = top - 1 if alone else top
        if first >= 0:
            self._fill([(row, at, first, at) for row, at in targets], "向下填充")

    def fill_right(self) -> None:
        """Ctrl+R: the selection's first column into those at its right; one column alone takes the one at its left."""
        spots = [(row, at) for row, at in self.spots() if row < len(self.model.ids)]
        if not spots:
            return
        left = min(at for _, at in spots)
        alone = all(at == left for _, at in spots)
        targets = spots if alone else [(row, at) for row, at in spots if at > left]
        first = left - 1 if alone else left
        if first >= 0:
            self._fill([(row, at, row, first) for row, at in targets], "向右填充")

    def _fill(self, moves: list[tuple[int, int, int, int]], title: str) -> None:
        model, source = self.model, self.model.source
        cells = []
        for row, at, from_row, from_at in moves:
            row_id, column, origin = model.ids[row], model.columns[at], model.columns[from_at]
            if column.masked or origin.masked or NUMBER in (column.key, origin.key):
                continue
            if not source.refusal(row_id, column.key):
                cells.append(Cell(row_id, column.key, source.edit_text(model.ids[from_row], origin.key)))
        if cells:
            model.write(cells, title, f"已{title} {len(cells)} 格")

    # -- rows ------------------------------------------------------------------------------------------------------

    def new_row(self) -> None:
        """Ins: to the empty last row."""
        if self.model.source.hint:
            self.table.go_to(len(self.model.ids), self.model.first_editable())

    def delete_rows(self) -> None:
        """Ctrl+-: deletes the rows in which something is selected."""
        rows = self.rows()
        if not self.model.source.can_delete():
            self.model.host.say("这里的行不能删除")
            return
        if not rows:
            return
        row, column = self.model.row_of(rows[0]), self.table.currentIndex().column()
        if self.model.delete(rows):
            self.table.go_to(min(row, self.model.rowCount() - 1), column)

    # -- steps -----------------------------------------------------------------------------------------------------

    def last_column(self) -> int:
        """The last column that is shown."""
        shown = [at for at in range(len(self.model.columns)) if not self.table.isColumnHidden(at)]
        return shown[-1] if shown else 0

    def can_stop(self, row: int, column: int) -> bool:
        """Whether Tab and Enter stop at a cell: it can be filled."""
        if self.table.isColumnHidden(column) or self.model.source.is_heading(self.model.id_at(row)):
            return False
        return not self.model.refusal(self.model.index(row, column))

    def next_across(self, row: int, column: int, step: int) -> tuple[int, int]:
        """The next cell to fill at the right (left), over the row's end into the next row; stays at the grid's end."""
        rows, columns = self.model.rowCount(), len(self.model.columns)
        at_row, at = row, column
        for _ in range(2 * columns):
            at += step
            if not 0 <= at < columns:
                at_row, at = at_row + step, 0 if step > 0 else columns - 1
            if not 0 <= at_row < rows:
                break
            if self.can_stop(at_row, at):
                return at_row, at
        return row, column

    def next_down(self, row: int, column: int, step: int) -> tuple[int, int]:
        """The next cell to fill below (above); where there is none, the neighbour."""
        at = row + step
        while 0 <= at < self.model.rowCount():
            if self.can_stop(at, column):
                return at, column
            at += step
        return max(0, min(self.model.rowCount() - 1, row + step)), column

    def edge(self, index: Index, across: int, down: int) -> QModelIndex:
        """Ctrl+arrow: the edge of the filled run, else the next filled cell, else the grid's edge."""
        model = self.model
        rows, columns = max(1, len(model.ids)), len(model.columns)

        def filled(r: int, c: int) -> bool:
            return bool(model.text_at(r, model.columns[c]))

        def inside(r: int, c: int) -> bool:
            return 0 <= r < rows and 0 <= c < columns

        row, column = min(index.row(), rows - 1), index.column()
        if not inside(row + down, column + across):
            return model.index(row, column)
        row, column = row + down, column + across
        run = filled(index.row(), index.column()) and filled(row, column)
        while inside(row + down, column + across):
            if run and not filled(row + down, column + across):
                break
            if not run and filled(row, column):
                break
            row, column = row + down, column + across
        return model.index(row, column)
