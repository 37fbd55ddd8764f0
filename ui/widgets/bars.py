"""Small pictures of figures (小图): named bars, and a month of days. Each is one widget that draws itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.theme import SMALL, SPACE_2, Theme

_THICK = 6


class BarRow(NamedTuple):
    """Name, share from 0 to 1 (more is drawn full), the figure as shown, tone: accent, good, warning or error."""

    name: str
    share: float
    figure: str
    tone: str = "accent"


class BarList(QWidget):
    """Name, bar, figure a line. The figure's text says what is wrong (! 26/24), never the colour alone."""

    def __init__(self, row_height: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[BarRow] = []
        self._row_height = row_height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_rows(self, rows: Sequence[BarRow]) -> None:
        """Replaces what is drawn."""
        self.rows = list(rows)
        self.setAccessibleName("；".join(f"{row.name} {row.figure}" for row in self.rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, self._row_height * len(self.rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.rows:
            return
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.font(SMALL)
        metrics = QFontMetricsF(font)
        names = min(
            max(max(metrics.horizontalAdvance(row.name) for row in self.rows) + 16, 52), self.width() * 0.45
        )
        figures = max(metrics.horizontalAdvance(row.figure) for row in self.rows) + 28
        pitch = min(self.height() / len(self.rows), self._row_height * 1.3)
        painter.setFont(font)
        for at, row in enumerate(self.rows):
            line = QRectF(0, at * pitch, self.width(), pitch)
            painter.setPen(theme.ink)
            name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, names - SPACE_2)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
            painter.setPen(theme.ink2)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.figure)
            track = QRectF(names, line.center().y() - _THICK / 2, line.width() - names - figures, _THICK)
            paint_bar(painter, track, row.share, row.tone)
        painter.end()


def paint_bar(painter: QPainter, track: QRectF, share: float, tone: str) -> None:
    """One bar on its track; used by delegates too (a circuit's load)."""
    theme = Theme.current()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.track)
    painter.drawRoundedRect(track, _THICK / 2, _THICK / 2)
    if share > 0:
        done = QRectF(track)
        done.setWidth(max(_THICK, track.width() * min(share, 1.0)))
        painter.setBrush(getattr(theme, tone))
        painter.drawRoundedRect(done, _THICK / 2, _THICK / 2)


class Day(NamedTuple):
    """One day of a month: its figure (None: blank or closed), tone, and what the tooltip says."""

    value: int | None
    tone: str = "accent"
    tip: str = ""


class DayBars(QWidget):
    """A bar a day, the whole month at one scale from zero; days without a figure are gaps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.days: list[Day] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_days(self, days: Sequence[Day]) -> None:
        """The month's days in order."""
        self.days = list(days)
        said = [day.tip for day in self.days if day.tip and day.value is not None]
        self.setAccessibleName("；".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 64)

    def _pitch(self) -> float:
        return self.width() / max(1, len(self.days))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = int(event.pos().x() / self._pitch())
            if 0 <= at < len(self.days) and self.days[at].tip:
                QToolTip.showText(event.globalPos(), self.days[at].tip, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        most = max((day.value or 0 for day in self.days), default=0)
        if not most:
            return
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        pitch = self._pitch()
        for at, day in enumerate(self.days):
            if day.value is None:
                continue
            height = max(1.0, self.height() * day.value / most)
            left, right = round(at * pitch), round((at + 1) * pitch) - 2
            painter.setBrush(getattr(theme, day.tone))
            painter.drawRoundedRect(QRectF(left, self.height() - height, right - left, height), 1.5, 1.5)
        painter.end()
