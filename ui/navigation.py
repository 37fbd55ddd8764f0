"""The navigation (导航) at the left: a few buttons that draw themselves, headings between, badges at their right edge.

Buttons and no item view: the first touch of an item view costs 20 ms of a start.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.forms.registry import BOTTOM, GROUPS, PageSpec
from ui.theme import (
    BODY,
    NAVIGATION,
    NAVIGATION_FOLDED,
    NAVIGATION_SMALL,
    RADIUS_BUTTON,
    SMALL,
    SPACE_2,
    Theme,
)
from ui.widgets.buttons import paint_focus, shows_focus, stays_at

_ITEM, _HEADING, _GAP = 36, 38, 2
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class Badge(NamedTuple):
    """What a page still lacks: how many, and whether an error is among them (then it is red)."""

    number: int
    has_error: bool


class NavigationItem(QAbstractButton):
    """One page. Checked: the page on the screen."""

    def __init__(self, spec: PageSpec, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.spec, self.folded = spec, False
        self.badge = Badge(0, False)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(f"{spec.title}　Ctrl+{number}" if number < 10 else spec.title)
        self.set_badge(self.badge)

    def set_badge(self, badge: Badge) -> None:
        """Number 0 shows none."""
        self.badge = badge
        self.setAccessibleName(self.spec.title + (f"，还差 {badge.number} 项" if badge.number else ""))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif not stays_at(event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, current = QRectF(self.rect()), self.isChecked()
        shape = QPainterPath()
        shape.addRoundedRect(box, RADIUS_BUTTON, RADIUS_BUTTON)
        if current:
            painter.fillPath(shape, theme.surface)
            painter.setClipPath(shape)
            painter.fillRect(QRectF(0, 0, 3, box.height()), theme.accent)
            painter.setClipping(False)
        elif self.underMouse():
            painter.fillPath(shape, theme.neutral_soft)
        if shows_focus(self):
            paint_focus(painter, box, theme.accent)
        painter.setFont(theme.font(BODY, bold=current))
        quiet = theme.ink2 if self.spec.group == BOTTOM else theme.ink
        painter.setPen(theme.accent if current else quiet)
        text = self.spec.short if self.folded else self.spec.title
        painter.drawText(box.adjusted(6 if self.folded else 10, 0, 0, 0), _LEFT, text)
        if self.badge.number:
            self._paint_badge(painter, box, 4 if self.folded else 10)
        painter.end()

    def _paint_badge(self, painter: QPainter, box: QRectF, margin: int) -> None:
        theme, badge = Theme.current(), self.badge
        font = theme.font(SMALL, bold=True)
        text = str(badge.number) if badge.number < 1000 else "999+"
        width = max(20.0, QFontMetricsF(font).horizontalAdvance(text) + 12)
        pill = QRectF(box.right() - margin - width, box.center().y() - 9, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.error_soft if badge.has_error else theme.warning_soft)
        painter.drawRoundedRect(pill, 9, 9)
        painter.setFont(font)
        painter.setPen(theme.error if badge.has_error else theme.warning)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


class Navigation(QWidget):
    """Chooses the page. `chosen(key)` when a person picks one; Up and Down move, Enter or Space opens."""

    chosen = Signal(str)

    def __init__(self, pages: tuple[PageSpec, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("导航")
        self.folded = self.small = False
        self._rows: list[NavigationItem | str] = []
        self._headings: list[tuple[QRect, str]] = []
        number = 0
        for group in GROUPS:
            members = [page for page in pages if page.group == group]
            if members and group not in ("", BOTTOM):
                self._rows.append(group)
            for spec in members:
                number += 1
                item = NavigationItem(spec, number, self)
                item.clicked.connect(lambda _checked, key=spec.key: self.chosen.emit(key))
                self._rows.append(item)
        self.setFixedWidth(NAVIGATION)

    def items(self) -> list[NavigationItem]:
        """The pages from top to bottom."""
        return [row for row in self._rows if isinstance(row, NavigationItem)]

    def item(self, key: str) -> NavigationItem | None:
        """The button of a page."""
        return next((item for item in self.items() if item.spec.key == key), None)

    def fold(self, folded: bool, small: bool = False) -> None:
        """Short names in a narrow window, full names in a wide one; in a small one no headings either."""
        folded = folded or small
        if (folded, small) != (self.folded, self.small):
            self.folded, self.small = folded, small
            self.setFixedWidth(NAVIGATION_SMALL if small else NAVIGATION_FOLDED if folded else NAVIGATION)
            for item in self.items():
                item.folded = folded
            self._lay_out()

    def set_current(self, key: str) -> None:
        """Marks the page that is shown; Tab reaches this one, arrows the others."""
        for item in self.items():
            here = item.spec.key == key
            item.setChecked(here)
            item.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)

    def set_badges(self, badges: dict[str, Badge]) -> None:
        """The number at each page's right edge, by page key."""
        for item in self.items():
            item.set_badge(badges.get(item.spec.key, Badge(0, False)))

    def _lay_out(self) -> None:
        """Places the rows, the last group at the bottom; in a low window they stand closer, so that none is cut off."""
        rows = [row for row in self._rows if not (self.small and isinstance(row, str))]
        wanted = sum(_HEADING if isinstance(row, str) else _ITEM for row in rows) + SPACE_2
        squeeze = min(1.0, self.height() / max(1, wanted))
        side = 4 if self.folded else SPACE_2
        self._headings.clear()
        y = SPACE_2 * squeeze
        low = [row for row in rows if not isinstance(row, str) and row.spec.group == BOTTOM]
        for row in rows:
            if low and row is low[0]:
                y = max(y, self.height() - SPACE_2 - _ITEM * len(low))
            height = (_HEADING if isinstance(row, str) else _ITEM) * squeeze
            box = QRect(side, round(y), self.width() - 1 - 2 * side, round(y + height) - round(y))
            if isinstance(row, str):
                self._headings.append((box.adjusted(6 if self.folded else 10, round(6 * squeeze), 0, 0), row))
            else:
                row.setGeometry(box.adjusted(0, 0, 0, -_GAP))
            y += height
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        items = self.items()
        at = next((at for at, item in enumerate(items) if item.hasFocus()), -1)
        step = -1 if event.key() == Qt.Key.Key_Up else 1 if event.key() == Qt.Key.Key_Down else 0
        if step and 0 <= at + step < len(items):
            items[at + step].setFocus(Qt.FocusReason.TabFocusReason)
        elif not step:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.nav)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.line)
        painter.setFont(theme.font(SMALL))
        painter.setPen(theme.ink3)
        for box, text in self._headings:
            painter.drawText(box, _LEFT, text)
        painter.end()
