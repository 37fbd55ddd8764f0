"""Where a pasted block goes, what of it cannot, and the question asked when some of it is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from ui.grid.clipboard import Block
from ui.grid.model import GridModel
from ui.grid.source import NUMBER, Cell
from ui.theme import BODY, GRID, SPACE_3, SPACE_4
from ui.widgets.buttons import Button
from ui.widgets.text import Text
from xcedu_desktop.store.base import new_id

_LONG = 20
"""Characters of a text that a line of the question quotes."""


@dataclass
class Plan:
    """What a paste would write. `places`: words for each cell; `refused`: of each text that has no cell to go to, where it
    would stand, the text, and why not."""

    cells: list[Cell] = field(default_factory=list)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    refused: list[tuple[str, str, str]] = field(default_factory=list)

    def refuse(self, place: str, text: str, why: str) -> None:
        self.refused.append((place, text, why))

    def lines(self) -> list[str]:
        """What has no cell to go to, a line a text: 一(1)班 11日「27」：这一天是休息日…"""
        return [f"{place}「{_short(text)}」：{why}" for place, text, why in self.refused]

    def said(self) -> str:
        """The same in one sentence, by reason; "" where nothing was left out."""
        counts = Counter(why for _, _, why in self.refused)
        return "；".join(f"{count} 格没有写入：{why}" for why, count in counts.items())

    def one_reason(self) -> bool:
        """Whether a single reason holds everywhere (a reported month): it is told, there is nothing to choose."""
        return not self.cells and len({why for _, _, why in self.refused}) == 1


def _short(text: str) -> str:
    """A text as a list can show it."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONG else f"{flat[:_LONG]}…"


def spread(block: Block, rows: int, columns: int) -> Block:
    """A block repeated over a selection that it fits into a whole number of times; else as it is."""
    high, wide = len(block), len(block[0])
    if (rows, columns) == (high, wide) or rows % high or columns % wide:
        return block
    return [[block[r % high][c % wide] for c in range(columns)] for r in range(rows)]


def plan(model: GridModel, block: Block, top: int, columns: Sequence[int]) -> Plan:
    """Cells for a block whose first cell goes to row `top` and the first of `columns` (positions, left to right)."""
    found, source = Plan(), model.source
    fresh: set[str] = set()
    for down, texts in enumerate(block):
        row = top + down
        if row < len(model.ids):
            row_id = model.ids[row]
        elif not source.hint:
            _refuse_row(found, row, texts, "下面没有这么多行")
            continue
        elif any(text.strip() for text in texts) and _is_of_no_row(texts):
            _refuse_row(found, row, texts, "合计、签字一类的行不算一行内容")
            continue
        elif _is_header(model, texts, columns):
            _refuse_row(found, row, texts, "这是表头，不算一行内容")
            continue
        elif any(text.strip() for text in texts):
            row_id = model.id_at(row) if not fresh else new_id()
            fresh.add(row_id)
        else:
            continue
        _plan_row(model, found, row_id, row_id in fresh, f"第 {row + 1} 行", texts, columns)
    return found


def plan_each(model: GridModel, text: str, spots: Sequence[tuple[int, int]]) -> Plan:
    """One text for each of the selected cells (row, column), wherever they are."""
    found = Plan()
    for row, at in spots:
        one = plan(model, [[text]], row, [at])
        found.cells += one.cells
        found.places |= one.places
        found.refused += one.refused
    return found


def _refuse_row(found: Plan, row: int, texts: Sequence[str], why: str) -> None:
    for text in texts:
        if text.strip():
            found.refuse(f"第 {row + 1} 行", text, why)


def _is_of_no_row(texts: Sequence[str]) -> bool:
    """A line that spreadsheets have below a list: totals, signatures. It would make a pupil called 合计."""
    from xcedu_desktop.values.parsed import fold
    from xcedu_desktop.workbook.intake.raw import Cell as RawCell
    from xcedu_desktop.workbook.intake.row_kinds import is_footer, total_kind

    folded = {at: fold(text) for at, text in enumerate(texts) if text.strip()}
    cells = {at: RawCell(texts[at]) for at in folded}
    return total_kind(folded[min(folded)]) is not None or is_footer(folded, cells, frozenset())


def _is_header(model: GridModel, texts: Sequence[str], columns: Sequence[int]) -> bool:
    """A line that says what stands below it, copied along: most of its texts are the titles of their columns."""
    from xcedu_desktop.values.parsed import fold

    said = [(fold(text), model.columns[at]) for text, at in zip(texts, columns, strict=False) if text.strip()]
    alike = 0
    for text, column in said:
        titles = (column.title, *((column.field.title, *column.field.synonyms) if column.field else ()))
        alike += text in {fold(title) for title in titles}
    return alike * 2 > len(said) > 0


def _plan_row(
    model: GridModel,
    found: Plan,
    row_id: str,
    fresh: bool,
    place: str,
    texts: Sequence[str],
    columns: Sequence[int],
) -> None:
    for across, text in enumerate(texts):
        if across >= len(columns):
            if text.strip():
                found.refuse(place, text, "右边没有这么多列")
            continue
        column = model.columns[columns[across]]
        if column.key == NUMBER or (fresh and not text.strip()):
            continue
        said = model.source.place(row_id, column.key) or f"{place} {column.title.replace(chr(10), ' ')}"
        why = model.source.refusal(row_id, column.key)
        if why and (text.strip() or not model.source.is_closed(row_id, column.key)):
            if text.strip() and text.strip() != model.source.text(row_id, column.key):
                found.refuse(said, text, why)
            continue
        found.cells.append(Cell(row_id, column.key, text))
        found.places[row_id, column.key] = said


class PasteQuestion(QDialog):
    """All that cannot be written, at once, and the choice: paste the good cells, or nothing."""

    def __init__(self, parent: QWidget, lines: Sequence[str], good: int) -> None:
        super().__init__(parent)
        self.setWindowTitle("粘贴")
        self.setModal(True)
        self.resize(560, 320)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        rows.setSpacing(SPACE_3)
        rows.addWidget(Text(f"有 {len(lines)} 格不能这样写入：", BODY, bold=True, parent=self))
        self.list = QListWidget(self)
        self.list.addItems(list(lines))
        self.list.setWordWrap(True)
        self.list.setAccessibleName("不能写入的格")
        rows.addWidget(self.list, 1)
        rows.addWidget(
            Text("可以只粘贴其余的格，这几格保持原样；也可以什么都不粘贴。", GRID, tone="ink2", parent=self)
        )
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        self.none = Button("都不粘贴", parent=self)
        self.none.clicked.connect(self.reject)
        buttons.addWidget(self.none)
        self.rest = Button(f"粘贴其余 {good} 格", primary=True, parent=self)
        self.rest.clicked.connect(self.accept)
        self.rest.setEnabled(good > 0)
        buttons.addWidget(self.rest)
        rows.addLayout(buttons)
        (self.rest if good else self.none).setFocus(Qt.FocusReason.OtherFocusReason)
