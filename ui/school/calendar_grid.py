"""The school year as twelve small months (校历格): one widget that draws itself; mouse and arrows choose days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.school.calendar_days import DayState, months_of
from ui.theme import GRID, SMALL, SPACE_4, Theme
from xcedu_desktop.clock import today
from xcedu_desktop.periods import WEEKDAYS, Month

_ACROSS = (6, 4, 3)
"""Months side by side: as many as there is room for."""
_LEAST_DAY, _LEAST_HIGH = 16.5, 175
"""Width of a day in which its number is read; height of a month."""
_HEAD, _WEEK = 20, 15
_MARK, _CORNER = 6.5, 10
_ROOM = 23
"""Width and height of a day from which its sign stands beside the number; in less the number bears its colour, the tooltip the word."""
_LINES, _MONTHS = 6, 12


class CalendarGrid(QWidget):
    """Shows `days`. `moved(day)` when another day is chosen, `pressed(day)` by a click, `toggled()` by Space or Enter.

    Shift with arrows or a drag chooses several days in a row.
    """

    moved = Signal()
    pressed = Signal()
    toggled = Signal()
    arranged = Signal()
    """Another number of months stands side by side: the height that they need is another one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.days: Mapping[date, DayState] = {}
        self.year = 0
        self.month: Month | None = None
        self.current = self.anchor = today()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._across = _ACROSS[0]
        self.setMinimumHeight(_LEAST_HIGH * _MONTHS // self._across)
        self.setAccessibleName("校历")

    def show_days(self, year: int, days: Mapping[date, DayState], month: Month) -> None:
        """The days of a school year; `month` is the one on the window's top."""
        self.year, self.days, self.month = year, days, month
        if self.current not in days:
            self._choose(month.first if month.first in days else next(iter(days)), keep=False)
        self._say()
        self.update()

    def choose(self, day: date, last: date | None = None) -> None:
        """Chooses a day, or all from it to `last`."""
        if day in self.days:
            self.anchor, self.current = day, last if last in self.days and last is not None else day
            self._say()
            self.moved.emit()
            self.update()

    def chosen(self) -> list[date]:
        """The chosen days in order."""
        first, last = sorted((self.anchor, self.current))
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def _say(self) -> None:
        state = self.days.get(self.current)
        self.setAccessibleDescription(state.sentence if state is not None else "")

    def _choose(self, day: date, keep: bool) -> None:
        if day not in self.days:
            return
        self.current = day
        if not keep:
            self.anchor = day
        self._say()
        self.moved.emit()
        self.update()

    # --- where things stand

    def sizeHint(self) -> QSize:
        return QSize(900, 400)

    def _month_box(self, at: int) -> QRectF:
        across = self._across
        lines = _MONTHS // across
        wide = (self.width() - (across - 1) * SPACE_4) / across
        high = (self.height() - 8 * (lines - 1)) / lines
        return QRectF((at % across) * (wide + SPACE_4), (at // across) * (high + 8), wide, high)

    def _cell(self, day: date) -> QRectF:
        month = Month.of(day)
        at = (month.year - self.year) * 12 + month.month - 9
        box = self._month_box(at)
        slot = month.first.weekday() + day.day - 1
        wide, high = box.width() / 7, (box.height() - _HEAD - _WEEK) / _LINES
        return QRectF(box.left() + slot % 7 * wide, box.top() + _HEAD + _WEEK + slot // 7 * high, wide, high)

    def cell_centre(self, day: date) -> QPoint:
        """The middle of a day."""
        return self._cell(day).center().toPoint()

    def month_box(self, day: date) -> QRect:
        """The whole month of a day."""
        month = Month.of(day)
        return self._month_box((month.year - self.year) * 12 + month.month - 9).toAlignedRect()

    def day_at(self, point: QPoint) -> date | None:
        """The day under a point."""
        for at, month in enumerate(months_of(self.year)):
            if self._month_box(at).contains(point):
                return next((day for day in month.days() if self._cell(day).contains(point)), None)
        return None

    # --- events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = (n for n in _ACROSS if (self.width() - (n - 1) * SPACE_4) / n >= 7 * _LEAST_DAY)
        across = next(fits, _ACROSS[-1])
        if across != self._across:
            self._across = across
            self.setMinimumHeight(_LEAST_HIGH * _MONTHS // across)
            self.arranged.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and day is not None:
            self._choose(day, keep=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().toPoint())
        if event.buttons() & Qt.MouseButton.LeftButton and day is not None and day != self.current:
            self._choose(day, keep=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if (
            event.button() == Qt.MouseButton.LeftButton
            and self.day_at(event.position().toPoint()) == self.current
        ):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keep = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        key = event.key()
        if key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.toggled.emit()
        elif event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in steps:
            self._choose(self.current + timedelta(days=steps[Qt.Key(key)]), keep)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            month = Month.of(self.current).plus(-1 if key == Qt.Key.Key_PageUp else 1)
            self._choose(month.first.replace(day=min(self.current.day, month.last.day)), keep)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            month = Month.of(self.current)
            self._choose(month.first if key == Qt.Key.Key_Home else month.last, keep)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day = self.day_at(event.pos())
            state = self.days.get(day) if day is not None else None
            QToolTip.showText(event.globalPos(), state.sentence if state is not None else "", self)
            return True
        return super().event(event)

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = set(self.chosen())
        for at, month in enumerate(months_of(self.year) if self.days else ()):
            box = self._month_box(at)
            if not event.rect().intersects(box.toAlignedRect()):
                continue
            self._paint_head(painter, box, month)
            for day in month.days():
                self._paint_day(painter, self._cell(day), self.days[day], day in chosen)
        painter.end()

    def _paint_head(self, painter: QPainter, box: QRectF, month: Month) -> None:
        theme, here = Theme.current(), month == self.month
        painter.setFont(theme.font(GRID, bold=True))
        painter.setPen(theme.accent if here else theme.ink)
        head = QRectF(box.left(), box.top(), box.width(), _HEAD)
        words = month.spoken if month.month in (9, 1) else f"{month.month}月"
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        open_days = sum(1 for day in month.days() if self.days[day].open)
        painter.setFont(theme.font(SMALL))
        painter.setPen(theme.ink3)
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{open_days} 天")
        wide = box.width() / 7
        for column, word in enumerate(WEEKDAYS):
            cell = QRectF(box.left() + column * wide, box.top() + _HEAD, wide, _WEEK)
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, word)

    def _paint_day(self, painter: QPainter, cell: QRectF, state: DayState, chosen: bool) -> None:
        theme = Theme.current()
        box = cell.adjusted(0.5, 0.5, -1, -1)
        ground = theme.accent_soft if chosen else theme.surface if state.open else theme.closed
        edge = theme.accent if chosen or state.own else theme.line if state.open else theme.closed
        painter.setPen(QPen(edge, 1.5 if chosen and state.day == self.current and self.hasFocus() else 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 2, 2)
        is_today = state.day == today()
        painter.setFont(theme.font(SMALL, bold=is_today or bool(state.own)))
        painter.setPen(theme.accent if is_today else theme.ink if state.open else theme.ink2)
        said = theme.accent if state.own or state.mark == "班" else theme.error
        room = box.width() >= _ROOM and box.height() >= _ROOM
        if state.mark and not room:
            painter.setPen(said)
        place = box.adjusted(
            0, _CORNER / 2 if state.mark and room else 0, 0, 0
        )  # the sign stands over the number
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(state.day.day))
        if state.mark and room:
            painter.setFont(theme.font(_MARK))
            painter.setPen(said)
            corner = QRectF(box.right() - _CORNER, box.top() + 1, _CORNER - 1, _CORNER)
            painter.drawText(corner, Qt.AlignmentFlag.AlignCenter, state.mark)
