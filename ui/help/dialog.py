"""The guide's page over a dialog (对话框里的帮助): F1 where the window's own page of help cannot be reached."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.help.chapters import GUIDE, chapter
from ui.help.reader import Reader
from ui.theme import SPACE_2, SPACE_3
from ui.widgets.buttons import Button

_SIZE = QSize(720, 560)


class HelpDialog(QDialog):
    """One page of the guide. Esc, Enter and F1 again close it."""

    def __init__(self, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        page = chapter(key)
        self.setWindowTitle(f"帮助 — {page.title}")
        self.resize(_SIZE.boundedTo(self.screen().availableSize() - QSize(16, 48)))
        self.reader = Reader(self)
        self.reader.show_markdown(page.markdown, GUIDE)
        self.close_button = Button("关闭", parent=self)
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        column.setSpacing(SPACE_2)
        column.addWidget(self.reader, 1)
        column.addLayout(foot)
        self.reader.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            self.accept()
        else:
            super().keyPressEvent(event)


def show_help(key: str, dialog: QDialog) -> None:
    """Opens the guide's page of that name over a dialog."""
    opened = HelpDialog(key, dialog)
    opened.finished.connect(opened.deleteLater)
    opened.open()
