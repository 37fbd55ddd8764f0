"""A segmented control (分段切换): 午餐 | 晚餐. A tab bar drawn as one box; arrows, Home and End move, Down and Enter go in."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from ui.theme import BODY, CONTROL, RADIUS_BUTTON, Theme
from ui.widgets.buttons import paint_focus, shows_focus

_PADDING, _NARROW = 14, 5
"""Beside the text of an item: where there is room, and at the least."""


class SegmentedControl(QTabBar):
    """Items are (key, text); `chosen(key)` when a person picks another one, `entered` at Down or Enter."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, items: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_key = False
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_items(items)
        self.currentChanged.connect(lambda _: self.chosen.emit(self.key()))

    def set_items(self, items: Sequence[tuple[str, str]]) -> None:
        """Replaces the items; the chosen key stays chosen where it is still there. Says nothing."""
        if [(self.tabData(at), self.tabText(at)) for at in range(self.count())] == [*items]:
            return  # else all is laid out anew
        kept = self.key()
        blocked = self.blockSignals(True)
        while self.count() > len(items):
            self.removeTab(self.count() - 1)
        for at, (key, text) in enumerate(items):
            if at == self.count():
                self.addTab(text)
            self.setTabText(at, text)
            self.setTabData(at, key)
        self.choose(kept)
        self.setAccessibleName(" · ".join(text for _, text in items))
        self.blockSignals(blocked)
        self.updateGeometry()

    def key(self) -> str:
        """The key of the chosen item, "" where there is none."""
        return str(self.tabData(self.currentIndex()) or "")

    def choose(self, key: str) -> None:
        """Chooses an item by key; nothing where it is not there."""
        for at in range(self.count()):
            if self.tabData(at) == key:
                self.setCurrentIndex(at)

    def hand_over(self, work: QWidget) -> None:
        """The keyboard goes into what was chosen; it stays here for who walks over the items by arrows."""
        if not self._by_key:
            work.setFocus(Qt.FocusReason.OtherFocusReason)

    def tabSizeHint(self, index: int) -> QSize:
        return QSize(self._text_width(index) + 2 * _PADDING, CONTROL)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return QSize(self._text_width(index) + 2 * _NARROW, CONTROL)

    def _text_width(self, index: int) -> int:
        return ceil(Theme.current().metrics(BODY, bold=True).horizontalAdvance(self.tabText(index)))

    def sizeHint(self) -> QSize:
        return QSize(sum(self.tabSizeHint(at).width() for at in range(self.count())), CONTROL)

    def minimumSizeHint(self) -> QSize:
        return QSize(sum(self.minimumTabSizeHint(at).width() for at in range(self.count())), CONTROL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_key = True
        self._act(event)
        self._by_key = False

    def _act(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Home:
            self.setCurrentIndex(0)
        elif event.key() == Qt.Key.Key_End:
            self.setCurrentIndex(self.count() - 1)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(box, RADIUS_BUTTON, RADIUS_BUTTON)
        painter.fillPath(outline, theme.surface)
        for at in range(self.count()):
            rect = QRectF(self.tabRect(at))
            chosen = at == self.currentIndex()
            if chosen:
                painter.save()
                painter.setClipPath(outline)
                painter.fillRect(rect, theme.accent_soft)
                painter.restore()
            if at:
                painter.setPen(QPen(theme.line, 1))
                painter.drawLine(rect.topLeft() + _HALF, rect.bottomLeft() + _HALF)
            painter.setFont(theme.font(BODY, bold=chosen))
            painter.setPen(theme.accent if chosen else theme.ink2)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.tabText(at))
            if chosen and shows_focus(self):
                paint_focus(painter, rect, theme.accent)
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        painter.end()


_HALF = QRectF(0.5, 0, 0, 0).topLeft()
