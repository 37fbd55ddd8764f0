"""Buttons: the blue main button, the plain one, and a text that can be pressed (链接)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QPushButton, QSizePolicy, QWidget

from ui.theme import BODY, CONTROL, GRID, RADIUS_BUTTON, ROW, SPACE_1, SPACE_3, SPACE_4, Theme

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_NO_MODIFIER = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def open_under(menu: QMenu, button: QWidget) -> None:
    """Opens a menu under the button that it belongs to, its first line chosen; it is gone once it is closed."""
    menu.setActiveAction(menu.actions()[0])
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(button.mapToGlobal(QPoint(0, button.height() + SPACE_1)))


class Button(QPushButton):
    """A button 32 px high (`small`: 28). `primary`: the page's one main button, blue. A shortcut stands in the text
    (下一处　F8)."""

    def __init__(
        self, text: str, primary: bool = False, small: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.primary = primary
        self._height = ROW if small else CONTROL
        self.wanted = True
        """Whether who made it wants it seen; it may be folded away all the same."""
        self._folded = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def setVisible(self, visible: bool) -> None:
        self.wanted = visible
        super().setVisible(visible and not self._folded)
        row = self.parentWidget()
        if self._folded and row is not None:  # hidden before and after, which Qt does not tell the row
            QApplication.postEvent(row, QEvent(QEvent.Type.LayoutRequest))

    def fold(self, folded: bool) -> None:
        """Takes the button away for want of room (ui/widgets/folding.py), whatever its owner wants, or gives it back."""
        if folded != self._folded:
            self._folded = folded
            super().setVisible(self.wanted and not folded)

    def choices(self) -> list[tuple[str, Callable[[], object]]]:
        """The lines of the list that it opens, with what each does; none for a button that acts at once."""
        return []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it too, in the window as in a dialog: nobody there knows that Qt wants Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() in _NO_MODIFIER:
            self.click()
        elif not stays_at(event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        width = Theme.current().metrics(BODY, self.primary).horizontalAdvance(self.text())
        return QSize(round(width) + 2 * (SPACE_4 if self.primary else SPACE_3) + 2, self._height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        hot = self.isEnabled() and (self.underMouse() or self.isDown())
        if self.primary and self.isEnabled():
            ground, ink, edge = theme.accent_over if hot else theme.accent, theme.on_accent, None
        elif self.primary:
            ground, ink, edge = theme.neutral_soft, theme.ink3, None
        else:
            ground = theme.accent_soft if self.isDown() else theme.window if hot else theme.surface
            ink, edge = theme.ink if self.isEnabled() else theme.ink3, theme.line
        painter.setPen(QPen(edge, 1) if edge is not None else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, RADIUS_BUTTON, RADIUS_BUTTON)
        if shows_focus(self):
            paint_focus(painter, QRectF(self.rect()), ink if self.primary else theme.accent)
        painter.setFont(theme.font(BODY, self.primary))
        painter.setPen(ink)
        painter.drawText(
            self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic, self.text()
        )
        painter.end()


def stays_at(event: QKeyEvent) -> bool:
    """Whether a key is an arrow, which must not leave a button: Qt takes it for Tab, and so a clerk who thinks the keyboard
    is in the grid walks out of the page and up to the month. It is left to whoever stands around the button."""
    if event.key() not in _ARROWS:
        return False
    event.ignore()
    return True


def shows_focus(widget: QWidget) -> bool:
    """Whether to draw a focus ring: the widget has the focus and keys are in use (a mouse needs no ring)."""
    return widget.hasFocus() and widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


def paint_focus(painter: QPainter, box: QRectF, colour: QColor, radius: float = RADIUS_BUTTON) -> None:
    """The visible focus of everything that is drawn by hand: a ring inside the box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), radius - 2, radius - 2)
    painter.restore()


class LinkLabel(QAbstractButton):
    """A text that can be pressed, by mouse, Enter or Space. `tone` names the token of its ink."""

    def __init__(
        self,
        text: str = "",
        on_press: Callable[[], object] | None = None,
        points: float = GRID,
        tone: str = "accent",
        underlined: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._points, self.tone, self._underlined = points, tone, underlined
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._on_press = on_press
        self.set_text(text)
        self.clicked.connect(self._press)

    def _press(self) -> None:
        if self._on_press is not None:
            self._on_press()

    def on_press(self, callback: Callable[[], object] | None) -> None:
        """What pressing does from now on, beside the signal `clicked`."""
        self._on_press = callback

    def set_text(self, text: str) -> None:
        """Sets what is shown and read out."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = Theme.current().metrics(self._points)
        return QSize(round(metrics.horizontalAdvance(self.text())) + 6, round(metrics.height()) + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif not stays_at(event):
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        font = theme.font(self._points)
        if self._underlined or self.underMouse():
            font = type(font)(font)
            font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(getattr(theme, self.tone) if self.isEnabled() else theme.ink3)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if shows_focus(self):
            paint_focus(painter, QRectF(self.rect()).adjusted(-2, -2, 2, 2), theme.accent, 4)
        painter.end()
