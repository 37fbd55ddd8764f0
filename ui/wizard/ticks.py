"""A choice of one and a yes-or-no (单选、勾选) in the theme's inks: Fusion's own can hardly be seen on the dark ground."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton

from ui.theme import BODY, Theme
from ui.widgets.buttons import paint_focus, shows_focus, stays_at

_MARK = 16


class Radio(QRadioButton):
    """One of several."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = _ground(painter, self, round_mark=True)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(Theme.current().on_accent)
            painter.drawEllipse(box.adjusted(5, 5, -5, -5))
        painter.end()


class Tick(QCheckBox):
    """Yes or no."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not stays_at(event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = _ground(painter, self, round_mark=False)
        if self.isChecked():
            painter.setPen(QPen(Theme.current().on_accent, 2))
            painter.drawPolyline(
                [box.topLeft() + QPointF(x, y) for x, y in ((3.5, 8.5), (6.5, 11.5), (12.5, 4.5))]
            )
        painter.end()


def _ground(painter: QPainter, button: QAbstractButton, *, round_mark: bool) -> QRectF:
    """Draws the empty mark, the text and the focus; gives the mark's box."""
    theme = Theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(1, (button.height() - _MARK) / 2, _MARK, _MARK)
    painter.setPen(QPen(theme.accent if button.isChecked() else theme.ink3, 1.2))
    painter.setBrush(theme.accent if button.isChecked() else theme.surface)
    radius = _MARK / 2 if round_mark else 3
    painter.drawRoundedRect(box, radius, radius)
    painter.setFont(theme.font(BODY))
    painter.setPen(theme.ink)
    text = QRectF(box.right() + 6, 0, button.width() - box.right() - 6, button.height())
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic, button.text())
    if shows_focus(button):
        paint_focus(painter, QRectF(button.rect()).adjusted(-2, -2, 2, 2), theme.accent, 4)
    return box
