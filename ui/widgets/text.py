"""A text label (文字) in one of the theme's inks and sizes. Recolours with the palette, no style sheet."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from ui.theme import BODY, Theme

# theme.palette() puts these inks into these roles
ROLES: dict[str, QPalette.ColorRole] = {
    "ink": QPalette.ColorRole.WindowText,
    "ink2": QPalette.ColorRole.Shadow,
    "ink3": QPalette.ColorRole.Dark,
    "accent": QPalette.ColorRole.Link,
    "error": QPalette.ColorRole.BrightText,
}

_ASIDE = re.compile("（[^（）]*）")


class Text(QLabel):
    """Plain text, never rich: what a person typed is shown as typed. `elide`: shortens with … and tells all in a tooltip;
    `asides`: before that, what stands in brackets （） is left out."""

    def __init__(
        self,
        text: str = "",
        points: float = BODY,
        bold: bool = False,
        tone: str = "ink",
        elide: bool = False,
        asides: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._elide, self._asides = elide, asides
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(Theme.current().font(points, bold))
        self.setForegroundRole(ROLES[tone])
        self.setText(text)

    def shown_words(self) -> str:
        """What there is room for."""
        if not self._elide or self.fontMetrics().horizontalAdvance(self.text()) <= self.width():
            return self.text()
        words = _ASIDE.sub("", self.text()) if self._asides else self.text()
        return self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self.width())

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(0, hint.height()) if self._elide else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        width = self.fontMetrics().horizontalAdvance(self.text())
        if not self._elide or width <= self.width():
            if self._elide and self.toolTip():
                self.setToolTip("")
            super().paintEvent(event)
            return
        self.setToolTip(self.text())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(
            self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.shown_words()
        )
        painter.end()
