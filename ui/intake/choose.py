"""A choice with a caption (选项格): a quiet line, the chosen value in bold, an arrow; a press opens its menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from ui.theme import GRID, SMALL, SPACE_3, Theme
from ui.widgets.buttons import paint_focus, shows_focus, stays_at

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
TALL = 56


class Item(NamedTuple):
    """A line of the menu: text; `chosen` bears the mark; `act` what it does; `under`: a menu of its own instead."""

    text: str
    act: Callable[[], object] | None = None
    chosen: bool = False
    under: Sequence[Item] = ()


class ChoiceCell(QAbstractButton):
    """One cell of a strip. `items` is asked when the menu opens."""

    def __init__(
        self, caption: str, value: str, items: Callable[[], Sequence[Item]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.caption, self.value, self._items = caption, value, items
        self.quiet = False
        """Drawn in ink2: nothing of it is taken."""
        self.link = ""
        """A word after the value that says what a press does (改)."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(TALL)
        self.setAccessibleName(f"{caption}：{value}")
        self.setToolTip(caption)
        self.clicked.connect(self.open_menu)

    def sizeHint(self) -> QSize:
        theme = Theme.current()
        caption = theme.metrics(SMALL).horizontalAdvance(self.caption)
        value = theme.metrics(GRID, bold=True).horizontalAdvance(self.value + "  " + self.link)
        return QSize(round(min(max(caption, value + 20), 190)) + 2 * SPACE_3, TALL)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 116), TALL)

    def open_menu(self) -> None:
        """Shows the menu under the cell."""
        menu = QMenu(self)
        menu.setMinimumWidth(self.width())
        menu.setAccessibleName(self.caption)
        _fill(menu, self._items())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_F4):
            self.open_menu()
        elif not stays_at(event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.fillRect(self.rect().adjusted(1, 1, -1, -1), theme.window)
        box = self.rect().adjusted(SPACE_3, 8, -SPACE_3, -8)
        small, bold = theme.font(SMALL), theme.font(GRID, bold=not self.quiet)
        painter.setFont(small)
        painter.setPen(theme.ink2)
        caption = QFontMetricsF(small).elidedText(self.caption, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(QRect(box.left(), box.top(), box.width(), 18), _LEFT, caption)
        line = QRect(box.left(), box.bottom() - 20, box.width() - 14, 22)
        metrics = QFontMetricsF(bold)
        value = metrics.elidedText(self.value, Qt.TextElideMode.ElideRight, line.width())
        painter.setFont(bold)
        painter.setPen(theme.ink2 if self.quiet else theme.ink)
        painter.drawText(line, _LEFT, value)
        if self.link:
            painter.setFont(theme.font(GRID))
            painter.setPen(theme.accent)
            painter.drawText(
                line.adjusted(round(metrics.horizontalAdvance(value)) + 8, 0, 14, 0), _LEFT, self.link
            )
        else:
            _arrow(painter, QPointF(box.right() - 4, line.center().y() + 1), theme)
        if shows_focus(self):
            paint_focus(painter, QRectF(self.rect()), theme.accent)
        painter.end()


def _arrow(painter: QPainter, middle: QPointF, theme: Theme) -> None:
    painter.setPen(QPen(theme.ink2, 1.4))
    painter.drawPolyline([middle + QPointF(-4, -2), middle + QPointF(0, 2), middle + QPointF(4, -2)])


def _fill(menu: QMenu, items: Sequence[Item]) -> None:
    for item in items:
        if item.under:
            sub = menu.addMenu(item.text.replace("&", "&&"))
            _fill(sub, item.under)
            continue
        action = QAction(item.text.replace("&", "&&"), menu)
        action.setCheckable(item.chosen)
        action.setChecked(item.chosen)
        action.setEnabled(item.act is not None)
        if item.act is not None:
            action.triggered.connect(lambda _checked=False, act=item.act: act())
        menu.addAction(action)
        if item.chosen:
            menu.setActiveAction(action)
