"""The editor of a cell's note (批注): a small window beside the cell. Enter keeps, Shift+Enter breaks the line, Esc leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout

from ui.grid.small_window import SmallWindow
from ui.theme import GRID, SMALL, SPACE_2, Theme
from ui.widgets.buttons import Button
from ui.widgets.text import Text

if TYPE_CHECKING:
    from ui.grid.table import GridTable

_SIZE = (320, 168)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NoteEditor(SmallWindow):
    """Closes by a click elsewhere too, and keeps what was typed then. What is in the way is said in it, and it stays."""

    def __init__(self, table: GridTable) -> None:
        super().__init__(table)
        self.setWindowTitle("批注")
        self._table = table
        self._index = QPersistentModelIndex(table.currentIndex())
        model, index = table.grid_model, table.currentIndex()
        row_id, key = model.id_at(index.row()), model.columns[index.column()].key
        self.before = model.source.cell_note(row_id, key)
        self._leave = False
        rows = QVBoxLayout(self)
        rows.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        rows.setSpacing(SPACE_2)
        self.text = _Lines(self)
        self.text.setPlainText(self.before)
        self.text.setPlaceholderText("写给区里的话")
        self.text.setAccessibleName("批注")
        self.text.setFont(Theme.current().font(GRID))
        rows.addWidget(self.text, 1)
        words = "随上报表送区教体局，不写学生姓名和号码"
        self.hint = Text(words, SMALL, tone="ink3", parent=self)
        self.hint.setWordWrap(True)
        rows.addWidget(self.hint)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_2)
        self.remove = Button("删除批注", small=True, parent=self)
        self.remove.clicked.connect(self._remove)
        self.remove.setVisible(bool(self.before))
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        self.keep_button = Button("保存 Enter", primary=True, small=True, parent=self)
        self.keep_button.clicked.connect(self.keep)
        buttons.addWidget(self.keep_button)
        rows.addLayout(buttons)
        self._place()
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)
        self.text.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> None:
        """Beside the cell at its right, within the window."""
        table = self._table
        self.resize(*_SIZE)
        rect, window = table.visualRect(table.currentIndex()), table.window()
        corner = table.viewport().mapTo(window, QPoint(rect.right() + 1, rect.top()))
        left = corner.x()
        if left + _SIZE[0] > window.width():
            left = max(0, corner.x() - rect.width() - _SIZE[0] - 2)
        top = max(0, min(corner.y(), window.height() - _SIZE[1]))
        self.move(window.mapToGlobal(QPoint(left, top)))

    def keep(self) -> None:
        """Writes what is typed and closes; says what is in the way where it cannot be written."""
        text = self.text.toPlainText()
        wrong = ""
        if text.strip() != self.before and self._index.isValid():
            wrong = self._table.grid_model.write_note(self._index, text)
        if wrong:
            self.hint.setText(wrong)
            self.hint.setForegroundRole(Theme.current().palette().ColorRole.BrightText)
        else:
            self._leave = True
            self.close()

    def leave(self) -> None:
        """Closes; the note stays as it was."""
        self._leave = True
        self.close()

    def _remove(self) -> None:
        self.text.clear()
        self.keep()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._leave and self.text.toPlainText().strip() != self.before and self._index.isValid():
            wrong = self._table.grid_model.write_note(self._index, self.text.toPlainText())
            if wrong:
                self._table.grid_model.say(wrong)
        super().closeEvent(event)
        self._table.setFocus(Qt.FocusReason.PopupFocusReason)


class _Lines(QPlainTextEdit):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        editor = self.parentWidget()
        assert isinstance(editor, NoteEditor)
        if event.key() == Qt.Key.Key_Escape:
            editor.leave()
        elif event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            editor.keep()
        elif event.key() == Qt.Key.Key_Tab:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)
