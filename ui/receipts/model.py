"""The cells of a receipt as a table: what the bureau asks, what the cell says now, the answer typed in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.widgets.answer_table import AnswerModel, Index
from ui.widgets.chips import chip_text

if TYPE_CHECKING:
    from xcedu_desktop.month.receipt_lines import ReceiptLine

CHIP, SHEET, PLACE, SAID, NOW, ANSWER, VERB = range(7)
HEADS = ("", "表", "位置", "区里的话", "现在", "答复（随下次上报送区里）", "")
PLACEHOLDER = "点此答复"


class ReceiptModel(AnswerModel):
    """`answered(question id, text)` when an answer was typed. `writable`: the month is open, so that one can be."""

    answered = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(HEADS, ANSWER, parent)
        self.lines: list[ReceiptLine] = []
        self.writable = False

    def show_lines(self, lines: Sequence[ReceiptLine], writable: bool) -> None:
        """Shows a receipt's cells; the same cells in the same order keep the cursor where it is."""
        same = [line.cell.id for line in lines] == [line.cell.id for line in self.lines]
        if same:
            self.lines, self.writable = list(lines), writable
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, VERB))
            return
        self.beginResetModel()
        self.lines, self.writable = list(lines), writable
        self.endResetModel()

    def chip_of(self, row: int) -> tuple[str, str]:
        """Kind and word of the chip: 要核对, 已改动, 已答复, 已认可."""
        line = self.lines[row]
        if not line.is_question:
            return "same", "已认可"
        if line.answer:
            return "explained", "已答复"
        return ("changed", "已改动") if line.changed else ("ask", "要核对")

    def verb(self, row: int) -> str:
        """去看 ›, or why there is nowhere to go."""
        line = self.lines[row]
        if not line.form:
            return "不认得"
        if not line.table:
            return "去看表 ›"
        return "去看 ›"

    def now(self, row: int) -> str:
        """What the cell says today."""
        line = self.lines[row]
        if line.there:
            return line.now
        return "这一行已不在" if line.table else "由程序算出"

    def answer(self, row: int) -> tuple[str, bool]:
        """What stands in the column 答复, and whether it is quiet (nothing that anybody said)."""
        line = self.lines[row]
        if not line.is_question:
            return "不用答复", True
        if line.answer:
            return line.answer, False
        return (PLACEHOLDER if self.writable else "更正后答复"), True

    # --- Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def takes_answer(self, row: int) -> bool:
        return self.lines[row].is_question

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.EditRole and column == ANSWER:
            return self.lines[row].answer
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            cell = self.lines[row].cell
            if column == ANSWER:
                return self.answer(row)[0]
            return f"{cell.sheet}　{cell.place}\n{cell.said}" + (f"\n规则 {cell.rule}" if cell.rule else "")
        return None

    def _text(self, row: int, column: int) -> str:
        cell = self.lines[row].cell
        if column == CHIP:
            return chip_text(*self.chip_of(row))
        if column == ANSWER:
            return self.answer(row)[0]
        if column == NOW:
            return self.now(row)
        return {SHEET: cell.sheet, PLACE: cell.place, SAID: cell.said, VERB: self.verb(row)}[column]

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.column() != ANSWER:
            return False
        text, line = str(value).strip(), self.lines[index.row()]
        if text == line.answer:
            return False
        self.answered.emit(line.cell.id, text)
        return True
