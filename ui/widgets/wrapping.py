"""A row of controls or cards (换行) that goes on in a second line where the window is too narrow for one."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import SPACE_2
from ui.widgets.fitting import FittingRow, least


class WrappingRow(FittingRow):
    """`add` from left to right. In one line it is laid out as QHBoxLayout does; in several each line for itself.

    `wrapped` when it takes another number of lines. A group of things that belong together is a widget of its own, added as one.
    """

    wrapped = Signal()

    def __init__(self, parent: QWidget, spacing: int = SPACE_2) -> None:
        super().__init__(parent)
        self._parts: list[tuple[QWidget | None, int]] = []
        """Widgets with their stretch; None is an empty stretch."""
        self._lines: list[list[int]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)
        self._rows: list[QHBoxLayout] = []

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """A widget at the end; a greater stretch gets more of the line."""
        self._parts.append((widget, stretch))
        self._lay_in_one()

    def insert(self, at: int, widget: QWidget) -> None:
        """A widget at a place; it may come from another such row, which `remove`d it."""
        self._parts.insert(at, (widget, 0))
        self._lay_in_one()
        self.fit()

    def remove(self, widget: QWidget) -> None:
        """Lets go of a widget."""
        self._parts = [part for part in self._parts if part[0] is not widget]
        self._lay_in_one()

    def add_stretch(self, stretch: int = 1) -> None:
        """Empty room; 0: only where nothing else of the line grows."""
        self._parts.append((None, stretch))
        self._lay_in_one()

    def lines(self) -> int:
        """How many lines there are now."""
        return len(self._lines)

    def fit(self) -> None:
        """Breaks the row where the next widget has no room any more."""
        lines: list[list[int]] = [[]]
        used = 0
        for at, (widget, _) in enumerate(self._parts):
            width = 0 if widget is None or widget.isHidden() else least(widget).width()
            if width and used and used + self._column.spacing() + width > self.width():
                lines.append([])
                used = 0
            lines[-1].append(at)
            if width:
                used += width + (self._column.spacing() if used else 0)
        if lines != self._lines:
            self._lay(lines)

    def _lay_in_one(self) -> None:
        self._lay([list(range(len(self._parts)))])

    def _lay(self, lines: list[list[int]]) -> None:
        more_or_less = len(lines) != len(self._lines)
        self._lines = lines
        for row in self._rows:
            while row.count():
                row.takeAt(0)
        while len(self._rows) < len(lines):
            row = QHBoxLayout()
            row.setSpacing(self._column.spacing())
            self._column.addLayout(row)
            self._rows.append(row)
        while len(self._rows) > len(lines):
            row = self._rows.pop()
            self._column.removeItem(row)
            row.deleteLater()
        for row, line in zip(self._rows, lines, strict=True):
            for at in line:
                widget, stretch = self._parts[at]
                if widget is None:
                    row.addStretch(stretch)
                else:
                    row.addWidget(widget, stretch)
            if len(lines) > 1 and not any(self._parts[at][0] is None or self._parts[at][1] for at in line):
                row.addStretch(1)  # else what cannot grow would be spread over the line
        self.updateGeometry()
        if more_or_less:
            self.wrapped.emit()

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest of its parts; as high as its lines are now."""
        shown = [widget for widget, _ in self._parts if widget is not None and not widget.isHidden()]
        widest = max((least(widget).width() for widget in shown), default=0)
        return QSize(widest, super().minimumSizeHint().height())
