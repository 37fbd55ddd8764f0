"""The overview's line that the PC's date cannot be right: deadlines, reference days and the log all hang on it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.widgets.notice import NoticeLine


class ClockLine(NoticeLine):
    """Hidden while the date is right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("warning", "日期不对", parent)

    def show_words(self, words: str) -> None:
        """What is wrong; '' hides the line."""
        self.words.setText(words)
        self.setVisible(bool(words))
