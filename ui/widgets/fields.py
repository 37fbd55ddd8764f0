"""Fields that say by their colour that what is typed in them cannot be taken (错)."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit


def set_wrong(edit: QLineEdit, wrong: bool) -> None:
    """Red, or as ever. By a property that the style sheet reads: a palette of its own would not follow light and dark."""
    if bool(edit.property("wrong")) != wrong:
        edit.setProperty("wrong", wrong)
        edit.style().unpolish(edit)
        edit.style().polish(edit)
