"""量温日期: the box beside the tabs that gives a day its column in the grid of temperatures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.forms.heating.boxes import DayBox
from ui.theme import CONTROL, SPACE_2
from ui.widgets.buttons import Button
from xcedu_desktop.clock import today
from xcedu_desktop.fields import Reading
from xcedu_desktop.forms.heating.tables import RoomTemperature
from xcedu_desktop.periods import Month
from xcedu_desktop.store.base import fields_of

_FRIDAY = 4
_DAY = fields_of(RoomTemperature)["day"]


class TemperatureBar(QWidget):
    """`measure(day)` is called with a day of the month that is not to come; `say` gets what is wrong with another."""

    def __init__(
        self, measure: Callable[[date], object], say: Callable[[str], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._measure, self._say = measure, say
        self.month = Month.of(today())
        self.day = DayBox("量温日期", self)
        self.day.setFixedHeight(CONTROL)
        self.day.setToolTip("量温的日期，如 10.9")
        self.do = Button("加一天", parent=self)
        self.do.setToolTip("给这一天加一列，记这一天的室温")
        self.do.clicked.connect(self._go)
        self.day.done.connect(lambda _: self._go())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(self.day)
        row.addWidget(self.do)

    @staticmethod
    def usual(month: Month) -> date:
        """The day that a reading is most likely of: today, else the month's last working day."""
        day = min(today(), month.last)
        return day if day == today() else day - timedelta(days=max(0, day.weekday() - _FRIDAY))

    def show_month(self, month: Month) -> None:
        """The days that can be measured are those of a month."""
        if month != self.month or not self.day.text():
            self.month = month
            self.day.show_text(self.usual(month).isoformat())

    def _go(self) -> None:
        day: date | None = _DAY.parse(self.day.text(), Reading(today(), self.month)).value
        if day is None or not self.month.contains(day) or day > today():
            late = day is not None and self.month.contains(day)
            month = self.month.month
            self._say("这一天还没有到" if late else f"请填{month}月里的一天，如 {month}.9")
            self.day.setFocus()
            return
        self.day.show_text(day.isoformat())
        self._measure(day)
