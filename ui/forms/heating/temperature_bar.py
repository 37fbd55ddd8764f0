"""量温日期: the box beside the tabs that gives a day its column in the grid of temperatures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.forms.heating.boxes import DayBox
from ui.theme import CONTROL, GRID, SPACE_2
from ui.widgets.buttons import Button
from ui.widgets.text import Text
from xcedu_desktop.clock import today
from xcedu_desktop.fields import Reading
from xcedu_desktop.forms.heating.tables import RoomTemperature
from xcedu_desktop.periods import Month
from xcedu_desktop.store.base import fields_of

_DAY = fields_of(RoomTemperature)["day"]


class TemperatureBar(QWidget):
    """`measure(day)` is called with a day of the month that is not to come."""

    def __init__(self, measure: Callable[[date], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._measure = measure
        self.month = Month.of(today())
        self.wrong = Text("", GRID, tone="error", parent=self)
        self.day = DayBox("量温日期", self)
        self.day.setFixedHeight(CONTROL)
        self.do = Button("记这一天", parent=self)
        self.do.clicked.connect(self._go)
        self.day.done.connect(lambda _: self._go())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(Text("量温日期", GRID, tone="ink2", parent=self))
        for part in (self.day, self.do, self.wrong):
            row.addWidget(part)

    @staticmethod
    def usual(month: Month) -> date:
        """The day that a reading is most likely of: today, else the month's last."""
        return min(today(), month.last)

    def show_month(self, month: Month) -> None:
        """The days that can be measured are those of a month."""
        if month != self.month or not self.day.text():
            self.month = month
            self.day.show_text(self.usual(month).isoformat())
            self.wrong.setText("")

    def _go(self) -> None:
        day: date | None = _DAY.parse(self.day.text(), Reading(today(), self.month)).value
        if day is None or not self.month.contains(day) or day > today():
            late = day is not None and self.month.contains(day)
            self.wrong.setText(
                "这一天还没有到" if late else f"请填{self.month.month}月里的一天，如 {self.month.month}.9"
            )
            self.day.setFocus()
            return
        self.wrong.setText("")
        self.day.show_text(day.isoformat())
        self._measure(day)
