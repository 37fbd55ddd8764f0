"""The visible focus of a table without rows (空表的焦点): no row can show that the keyboard is there."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTableView

from ui.theme import Theme
from ui.widgets.buttons import paint_focus, shows_focus


def paint_empty_focus(painter: QPainter, table: QTableView) -> None:
    """A ring around the room of an empty table that has the keyboard; nothing where there is a row. On its viewport."""
    if shows_focus(table) and not table.model().rowCount():
        paint_focus(painter, QRectF(table.viewport().rect()), Theme.current().accent)
