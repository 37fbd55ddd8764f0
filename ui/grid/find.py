"""Going to a row by typing: by text or pinyin initials, in a list at once, in a grid by Ctrl+G."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.grid.pinyin import matches
from ui.theme import SMALL, SPACE_2
from ui.widgets.buttons import LinkLabel
from ui.widgets.text import Text

if TYPE_CHECKING:
    from ui.grid.model import GridModel
    from ui.grid.table import GridTable

_PAUSE = 1000
"""Milliseconds after which a letter begins a new word in a list."""


def find(model: GridModel, text: str, start: int, step: int = 1) -> tuple[int, int] | None:
    """The first row from `start` on (in steps of 1 or -1, round the end) that holds every word, and the column of the
    first word; -1 where no single column holds it. None: no row."""
    words, count = text.casefold().split(), len(model.ids)
    if not words:
        return None
    for turn in range(count):
        row = (start + turn * step) % count
        row_id = model.ids[row]
        if model.source.is_heading(row_id):
            continue
        hay = model.arrangement.hay(model.source, model.columns, row_id)
        if all(word in hay for word in words):
            return row, _column(model, row, words[0])
    return None


def _column(model: GridModel, row: int, word: str) -> int:
    for at, column in enumerate(model.columns):
        if not column.masked and (text := model.text_at(row, column)) and matches(text, word):
            return at
    return -1


class Jump:
    """Typing in a list: letters that follow each other closely make one word."""

    def __init__(self, table: GridTable) -> None:
        self._table = table
        self._typed = ""
        self._since = QElapsedTimer()

    def type(self, text: str) -> None:
        """Goes to the next row that holds what was typed; a letter alone goes on from row to row."""
        if not self._since.isValid() or self._since.elapsed() > _PAUSE:
            self._typed = ""
        self._since.start()
        again = self._typed == text
        self._typed = text if again else self._typed + text
        row = max(0, self._table.currentIndex().row())
        found = find(self._table.grid_model, self._typed, row + (len(self._typed) == 1))
        if found is not None:
            self._table.go_to(found[0], 0)
        else:
            self._table.grid_model.say(f"没有找到「{self._typed}」")


class FindLine(QWidget):
    """Above the grid while something is looked for: typing goes to the first row, Enter to the next, Esc back to work."""

    def __init__(self, table: GridTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_2, 2, SPACE_2, 2)
        row.setSpacing(SPACE_2)
        row.addWidget(Text("到哪一行", SMALL, tone="ink2", parent=self))
        self.box = _Box(self)
        self.box.textEdited.connect(lambda _: self._go(0))
        row.addWidget(self.box)
        self.said = Text("", SMALL, tone="ink2", elide=True, parent=self)
        row.addWidget(self.said, 1)
        for words, act in (("下一处 Enter", lambda: self.next(1)), ("关闭 Esc", self.leave)):
            row.addWidget(LinkLabel(words, act, points=SMALL, parent=self))
        self.hide()

    def open(self) -> None:
        """Shows the line, the text of the last time selected."""
        self.show()
        self.box.selectAll()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def next(self, step: int) -> None:
        """The next row (step 1), or the one before (-1)."""
        self._go(step)

    def leave(self) -> None:
        """Back to the grid, at the row that was found."""
        self.hide()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, step: int) -> None:
        model, current = self._table.grid_model, self._table.currentIndex()
        row = min(max(0, current.row()), max(0, len(model.ids) - 1))
        found = find(model, self.box.text(), row + step, step or 1)
        self.said.setText("" if found is not None or not self.box.text().strip() else "没有找到")
        if found is not None:
            column = found[1] if found[1] >= 0 else max(0, current.column())
            self._table.go_to(found[0], column)


class _Box(QLineEdit):
    def __init__(self, line: FindLine) -> None:
        super().__init__(line)
        self._line = line
        self.setObjectName("search")
        self.setPlaceholderText("姓名、编号，可输拼音首字母")
        self.setAccessibleName("到哪一行")
        self.setFixedWidth(220)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Escape:
                self._line.leave()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_F3:
                self._line.next(-1 if back else 1)
            case Qt.Key.Key_Down:
                self._line.next(1)
            case Qt.Key.Key_Up:
                self._line.next(-1)
            case _:
                super().keyPressEvent(event)
