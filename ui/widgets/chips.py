"""Chips (小标签): a sign and a word on a soft ground. One paint function for widgets and delegates.

The signs are drawn as strokes, since not every office PC has a font that holds ✕ ✓ ● ✎.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import SMALL, SPACE_2, Theme


class ChipKind(NamedTuple):
    """Sign (one of ✕ ？ ! ✓ ● ＋ ✎ ＝ — or none), word, names of the ink and ground tokens."""

    sign: str
    word: str
    ink: str
    ground: str


CHIPS: dict[str, ChipKind] = {
    "error": ChipKind("✕", "错误", "error", "error_soft"),
    "explain": ChipKind("？", "须说明", "on_accent", "warning"),
    "warning": ChipKind("!", "提醒", "warning", "warning_soft"),
    "explained": ChipKind("✓", "已说明", "good", "good_soft"),
    "open": ChipKind("●", "填报中", "accent", "accent_soft"),
    "reported": ChipKind("✓", "已上报", "good", "good_soft"),
    "reopened": ChipKind("✎", "更正中", "warning", "warning_soft"),
    "new": ChipKind("＋", "新增", "good", "good_soft"),
    "changed": ChipKind("✎", "修改", "accent", "accent_soft"),
    "same": ChipKind("＝", "不变", "ink2", "neutral_soft"),
    "rejected": ChipKind("✕", "未导入", "error", "error_soft"),
    "ask": ChipKind("？", "请选", "warning", "warning_soft"),
    "missing": ChipKind("？", "名单没有", "warning", "warning_soft"),
    "plain": ChipKind("", "", "ink2", "neutral_soft"),
    "info": ChipKind("", "", "accent", "accent_soft"),
}

HEIGHT = 22
_LEAST = 64
_SIGN = 9


def chip_text(kind: str, text: str | None = None) -> str:
    """What the chip says, the sign in front: also its accessible name."""
    chip = CHIPS[kind]
    return f"{chip.sign} {text or chip.word}".strip()


def chip_size(kind: str, text: str | None = None, height: int = HEIGHT) -> QSize:
    """Width and height that the chip takes, in logical pixels."""
    chip = CHIPS[kind]
    width = Theme.current().metrics(SMALL).horizontalAdvance(text or chip.word)
    sign = _SIGN + SPACE_2 // 2 if chip.sign else 0
    return QSize(round(width) + sign + 2 * SPACE_2 + 2, height)


def paint_chip(
    painter: QPainter, x: float, middle: float, kind: str, text: str | None = None, height: int = HEIGHT
) -> QRect:
    """Paints a chip with its left edge at x, centred on the line `middle`; the rectangle that it took."""
    theme, chip = Theme.current(), CHIPS[kind]
    size = chip_size(kind, text, height)
    box = QRectF(x, round(middle - height / 2), size.width(), height)
    ink = getattr(theme, chip.ink)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(getattr(theme, chip.ground))
    painter.drawRoundedRect(box, height / 2, height / 2)
    left = box.left() + SPACE_2 + 1
    if chip.sign:
        paint_sign(painter, QRectF(left, box.center().y() - _SIGN / 2, _SIGN, _SIGN), chip.sign, ink)
        left += _SIGN + SPACE_2 // 2
    painter.setFont(theme.font(SMALL))
    painter.setPen(ink)
    painter.drawText(
        QRectF(left, box.top(), box.right() - left, height), Qt.AlignmentFlag.AlignVCenter, text or chip.word
    )
    painter.restore()
    return box.toRect()


def paint_sign(painter: QPainter, box: QRectF, sign: str, ink: QColor) -> None:
    """Draws one sign into a square box with the painter's anti-aliasing."""
    pen = QPen(ink, 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    x, y, w = box.left(), box.top(), box.width()

    def at(right: float, down: float) -> QPointF:
        return QPointF(x + right * w, y + down * w)

    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    if sign == "✕":
        painter.drawLine(at(0.16, 0.16), at(0.84, 0.84))
        painter.drawLine(at(0.84, 0.16), at(0.16, 0.84))
    elif sign == "✓":
        painter.drawPolyline([at(0.06, 0.55), at(0.36, 0.85), at(0.94, 0.15)])
    elif sign == "＋":
        painter.drawLine(at(0.5, 0.06), at(0.5, 0.94))
        painter.drawLine(at(0.06, 0.5), at(0.94, 0.5))
    elif sign == "＝":
        painter.drawLine(at(0.08, 0.34), at(0.92, 0.34))
        painter.drawLine(at(0.08, 0.68), at(0.92, 0.68))
    elif sign == "✎":
        painter.drawPolygon([at(0.1, 0.9), at(0.2, 0.6), at(0.72, 0.08), at(0.94, 0.3), at(0.42, 0.82)])
    elif sign == "●":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(box)
    else:
        painter.setFont(Theme.current().font(SMALL, bold=True))
        painter.drawText(
            box.adjusted(-4, -4, 4, 4), Qt.AlignmentFlag.AlignCenter, "?" if sign == "？" else sign
        )


class Chip(QWidget):
    """A chip as a widget; `set(kind, text)` changes it. `elide`: where there is no room its words end in …"""

    def __init__(
        self,
        kind: str = "plain",
        text: str | None = None,
        elide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._elide = elide
        wide = QSizePolicy.Policy.Maximum if elide else QSizePolicy.Policy.Fixed
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        self._height = HEIGHT
        self.set(kind, text)

    def set(self, kind: str, text: str | None = None) -> None:
        """Kind is a key of CHIPS; text replaces its word."""
        self.kind, self.text = kind, text
        self.setAccessibleName(chip_text(kind, text))
        self.updateGeometry()
        self.update()

    def set_height(self, height: int) -> None:
        """Height in logical pixels (22 in lists, 24 in the top bar)."""
        self._height = height
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return chip_size(self.kind, self.text, self._height)

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return QSize(min(_LEAST, whole.width()), whole.height()) if self._elide else whole

    def _shown(self) -> str | None:
        """Its words as far as there is room for them."""
        lacking = self.sizeHint().width() - self.width()
        if not self._elide or lacking <= 0 or not self.text:
            return self.text
        metrics = Theme.current().metrics(SMALL)
        room = metrics.horizontalAdvance(self.text) - lacking
        return metrics.elidedText(self.text, Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, 0, self.height() / 2, self.kind, self._shown(), self._height)
        painter.end()
