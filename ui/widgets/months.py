"""The month chooser (月份): ‹ 2026年10月 ›. One small widget: two arrows to click, and a menu of the last months."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from ui.theme import BODY, CONTROL, RADIUS_BUTTON, Theme
from ui.widgets.buttons import paint_focus, shows_focus
from xcedu_desktop.periods import Month

_SIDE, _MIDDLE = 26, 102


class MonthChooser(QWidget):
    """Shows and changes the month on the screen. `changed(Month)` when a person chose another one.

    `last` is the newest month that can be chosen: a month that has not begun is not offered. `allowed` is asked before
    a person's choice is followed: False keeps the month.
    """

    changed = Signal(object)

    def __init__(self, month: Month, last: Month, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.month, self.last = month, max(month, last)
        self.allowed: Callable[[], bool] = lambda: True
        self._hot = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip("上一月 Alt+←　下一月 Alt+→")
        self._say()

    def _say(self) -> None:
        self.setAccessibleName(f"月份 {self.month.spoken}")

    def sizeHint(self) -> QSize:
        return QSize(2 * _SIDE + _MIDDLE, CONTROL)

    def set_month(self, month: Month) -> None:
        """Shows a month without saying `changed`."""
        self.month, self.last = month, max(month, self.last)
        self._say()
        self.update()

    def step(self, count: int) -> None:
        """Goes so many months on; stops at the newest month."""
        self.choose(self.month.plus(count))

    def choose(self, month: Month) -> None:
        """What a person's choice does; nothing for the month shown or one that has not begun."""
        if month != self.month and month <= self.last and self.allowed():
            self.set_month(month)
            self.changed.emit(month)

    def _part(self, point: QPoint) -> int:
        """0 earlier, 1 the name, 2 later."""
        return 0 if point.x() < _SIDE else 2 if point.x() >= self.width() - _SIDE else 1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        part = self._part(event.position().toPoint())
        if part == 1:
            self.open_menu()
        else:
            self.step(part - 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hot = self._part(event.position().toPoint())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hot = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A bare arrow changes nothing: the whole window's figures hang on the month, Alt+← and Alt+→ are its keys."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Down):
            self.open_menu()
        else:
            super().keyPressEvent(event)

    def open_menu(self) -> None:
        """The last twelve months, the newest first."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for back in range(12):
            month = self.last.plus(-back)
            action = menu.addAction(month.spoken)
            action.setCheckable(True)
            action.setChecked(month == self.month)
            action.triggered.connect(lambda _checked, month=month: self.choose(month))
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(theme.surface)
        painter.drawRoundedRect(box, RADIUS_BUTTON, RADIUS_BUTTON)
        parts = [
            QRect(0, 0, _SIDE, self.height()),
            QRect(_SIDE, 0, self.width() - 2 * _SIDE, self.height()),
            QRect(self.width() - _SIDE, 0, _SIDE, self.height()),
        ]
        later = self.month < self.last
        if self._hot >= 0 and (self._hot != 2 or later):
            hot = QRectF(parts[self._hot]).adjusted(2, 2, -2, -2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.window)
            painter.drawRoundedRect(hot, 4, 4)
        painter.setPen(QPen(theme.line, 1))
        for x in (_SIDE - 0.5, self.width() - _SIDE + 0.5):
            painter.drawLine(QPointF(x, 1), QPointF(x, self.height() - 1))
        for part, able, turn in ((parts[0], True, 1), (parts[2], later, -1)):
            pen = QPen(theme.ink2 if able else theme.line, 1.4)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            middle = QRectF(part).center()
            painter.drawPolyline(
                [
                    middle + QPointF(1.5 * turn, -3.5),
                    middle - QPointF(1.5 * turn, 0),
                    middle + QPointF(1.5 * turn, 3.5),
                ]
            )
        painter.setFont(theme.font(BODY, bold=True))
        painter.setPen(theme.ink)
        painter.drawText(parts[1], Qt.AlignmentFlag.AlignCenter, self.month.spoken)
        if shows_focus(self):
            paint_focus(painter, QRectF(self.rect()), theme.accent)
        painter.end()
