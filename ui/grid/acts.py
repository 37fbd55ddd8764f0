"""What the keys of a grid do to its selection: copy, cut, paste, fill, clear, new and deleted rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication

from ui.grid.clipboard import Block, from_mime, to_mime
from ui.grid.fills import Spot, copies
from ui.grid.paste import PasteQuestion, plan, plan_each, spread
from ui.grid.source import NUMBER, Cell
from xcedu_desktop.clock import today
from xcedu_desktop.fields import Kind

if TYPE_CHECKING:
    from ui.grid.model import GridModel
    from ui.grid.table import GridTable

_MANY = 1_000
"""Cells from which on a paste is felt: 4,000 take most of a second."""


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
        """The selection as texts, what is shown: masked numbers stay masked. Cells picked here and there make a block where
        the same columns are picked in every row; else there is none."""
        spots = [(row, column) for row, column in self.spots() if row < len(self.model.ids)]
        rows = sorted({row for row, _ in spots})
        columns = sorted({column for _, column in spots})
        if len(spots) != len(rows) * len(columns):
            return []
        return [[self.model.text_at(r, self.model.columns[c]) for c in columns] for r in rows]

    def copy(self) -> bool:
        """Puts the selection on the clipboard."""
        block = self.block()
        if not block:
            if len(self.spots()) > 1:
                self.model.say("选中的几块对不齐，不能一起复制；请一块一块地复制")
            return False
        columns = sorted({column for _, column in self.spots()})
        as_text = [not self.model.columns[column].numeric for column in columns]
        QGuiApplication.clipboard().setMimeData(to_mime(block, as_text))
        if self._holds_masked():
            self.model.say("号码复制出去是遮住的；完整的号码按 F2 显示")
        return True

    def _holds_masked(self) -> bool:
        """Whether a masked number is among the selected cells."""
        masked = ((row, self.model.columns[at]) for row, at in self.spots() if self.model.columns[at].masked)
        return any(column.field and self.model.text_at(row, column) for row, column in masked)

    def cut(self) -> None:
        """Copies, then clears; not where a number is masked, which could not be pasted anywhere again."""
        if self._holds_masked():
            self.model.say("号码复制出去是遮住的，剪切了就贴不回来，没有剪切；要清除请按 Delete")
        elif self.copy():
            self.clear(title="剪切")

    def paste(self) -> None:
        """Writes the clipboard's block from the selection's first cell on, one cell alone into all that are selected; first
        all that cannot be written is shown, the texts that are no value and those that have no cell to go to, and the
        clerk chooses."""
        block = from_mime(QGuiApplication.clipboard().mimeData())
        spots = self._spots_to_fill()
        if not block or not spots:
            self.model.say("剪贴板里没有可以粘贴的内容")
            return
        top, left = min(row for row, _ in spots), min(column for _, column in spots)
        high = max(row for row, _ in spots) - top + 1
        wide = sum(not self.table.isColumnHidden(at) for at in range(left, max(at for _, at in spots) + 1))
        if len(spots) == high * wide:
            block = spread(block, high, wide)
            columns = [at for at in range(left, len(self.model.columns)) if not self.table.isColumnHidden(at)]
            planned = plan(self.model, block, top, columns)
        elif len(block) == len(block[0]) == 1:
            planned = plan_each(self.model, block[0][0], spots)
        else:
            self.model.say("选中了几块，只能粘贴一格的内容；请先选一块，再粘贴")
            return
        wrong = self.model.source.check(planned.cells)
        if planned.one_reason():
            self.model.say(planned.said())
            return
        cells = [cell for cell in planned.cells if (cell.row_id, cell.key) not in wrong]
        lines = [f"{planned.places[spot]}：{message}" for spot, message in wrong.items()] + planned.lines()
        if lines:
            question = PasteQuestion(self.table.window(), lines, len(cells))
            answer = question.exec()
            question.deleteLater()
            if answer != PasteQuestion.DialogCode.Accepted:
                self.model.say("没有粘贴")
                return
        fresh = len({cell.row_id for cell in cells if self.model.row_of(cell.row_id) < 0})
        words = f"已粘贴 {len(cells)} 格" + (f"，增加 {fresh} 行" if fresh else "")
        with self._waiting(len(cells)):
            written = bool(cells) and self.model.write(cells, "粘贴", words)
        if written and len(spots) == high * wide:
            self.select(top, left, len(block), min(len(block[0]), len(columns)))

    @contextmanager
    def _waiting(self, count: int) -> Iterator[None]:
        """A paste of many cells takes its second: that is said on the screen before it begins, and the cursor waits."""
        if count < _MANY:
            yield
            return
        self.model.say(f"正在写入 {count} 格…")
        self.table.window().repaint()
        self.model.say("")  # what stands on the screen stays there until the next paint
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            yield
        finally:
            QGuiApplication.restoreOverrideCursor()

    def select(self, top: int, left: int, high: int, wide: int) -> None:
        """Selects a block, the empty last row left out."""
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
        """Ctrl+D: of each column the first selected cell into those below; one row alone takes the one above."""
        spots = self._spots_to_fill()
        first: dict[int, int] = {}
        for row, at in spots:
            first.setdefault(at, row)
        up = len({row for row, _ in spots}) == 1
        moves = [((row, at), (first[at] - up, at)) for row, at in spots if up or row > first[at]]
        self._fill([move for move in moves if move[1][0] >= 0], "向下填充")

    def fill_right(self) -> None:
        """Ctrl+R: of each row the first selected cell into those at its right; one column alone takes the one at its left."""
        spots = self._spots_to_fill()
        first: dict[int, int] = {}
        for row, at in spots:
            first.setdefault(row, at)
        back = len({at for _, at in spots}) == 1
        moves = [((row, at), (row, first[row] - back)) for row, at in spots if back or at > first[row]]
        self._fill([move for move in moves if move[1][1] >= 0], "向右填充")

    def _spots_to_fill(self) -> list[tuple[int, int]]:
        """The selection; the empty last row only where it alone is selected, so that it takes the row above."""
        spots = self.spots()
        there = [(row, at) for row, at in spots if row < len(self.model.ids)]
        return there or spots

    def _fill(self, moves: list[tuple[Spot, Spot]], title: str) -> None:
        cells = copies(self.model, moves)
        if cells:
            self.model.write(cells, title, f"已{title} {len(cells)} 格")

    def repeat_above(self) -> None:
        """Ctrl+': the value of the row above, and on to the next cell; so a row like the last is made by this key alone."""
        current = self.table.currentIndex()
        if not current.isValid() or current.row() == 0:
            return
        why = self.model.refusal(current)
        spot, above = (current.row(), current.column()), (current.row() - 1, current.column())
        cells = copies(self.model, [(spot, above)])
        if why or not cells:
            self.model.say(why or "这一栏的号码不能照抄上一行")
        elif cells[0].text or self.model.text_at(current.row(), self.model.columns[current.column()]):
            self.model.write(cells, "重复上一行")
        self.table.moves.step(1, 0)

    def today(self) -> None:
        """Ctrl+;: today's date, in a column of dates."""
        current = self.table.currentIndex()
        if not current.isValid():
            return
        column, why = self.model.columns[current.column()], self.model.refusal(current)
        if why or column.field is None or column.field.kind is not Kind.DAY:
            self.model.say(why or "这一栏不是日期")
            return
        self.model.write([Cell(self.model.id_at(current.row()), column.key, today().isoformat())])

    def fill_with(self, text: str) -> None:
        """Ctrl+Enter in an editor: its text into every selected cell that can be filled."""
        model = self.model
        cells = [
            Cell(model.id_at(row), model.columns[at].key, text)
            for row, at in self._spots_to_fill()
            if not model.refusal(model.index(row, at))
        ]
        if cells:
            model.write(cells, "填入", f"已填入 {len(cells)} 格" if len(cells) > 1 else "")

    # -- rows ------------------------------------------------------------------------------------------------------

    def new_row(self) -> None:
        """Ins: to the empty last row."""
        if self.model.source.hint:
            self.table.go_to(len(self.model.ids), self.model.first_editable())

    def insert_row(self) -> None:
        """Ctrl+Shift+= : an empty row above this one, made when it is typed into; where rows have an order, the last."""
        row, column = self.table.currentIndex().row(), self.model.first_editable()
        if not self.model.source.hint:
            self.model.say("这里不能增加行")
        elif self.model.open_row(row):
            self.table.go_to(row, column)
        else:
            self.new_row()
            self.model.say(
                "这里的行自有次序，新的一行从最后填"
                if not self._is_arranged()
                else "先取消排序和筛选，才能在中间插入行"
            )

    def _is_arranged(self) -> bool:
        return self.model.sorted_by is not None or self.model.arrangement.hides

    def delete_rows(self) -> None:
        """Ctrl+-: deletes the rows in which something is selected."""
        rows, opened = self.rows(), self.model.opened
        if not self.model.source.can_delete():
            self.model.say("这里的行不能删除")
            return
        if not rows:
            return
        row, column = self.model.row_of(rows[0]), self.table.currentIndex().column()
        if opened in rows:  # an empty row that was put in: in the file there is none to delete
            self.model.close_row()
            rows.remove(opened)
        if not rows or self.model.delete(rows):
            self.table.go_to(min(row, self.model.rowCount() - 1), column)
