"""校历: a school year's days with who says what; the school's own changes with their reason; the terms' dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QWidget

from ui.page import Page
from ui.school.calendar_days import DayState, SchoolYear, read_year
from ui.school.calendar_grid import CalendarGrid
from ui.school.calendar_terms import TermsBar
from ui.theme import GRID, SMALL, SPACE_2, SPACE_3, SPACE_4, Theme
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.chips import Chip
from ui.widgets.text import Text
from xcedu_desktop.periods import school_year_of
from xcedu_desktop.school.tables import CalendarDay
from xcedu_desktop.store.base import new_id
from xcedu_desktop.store.changes import Change, ChangeSet

if TYPE_CHECKING:
    from ui.forms.registry import PageSpec
    from ui.shell import Shell
    from xcedu_desktop.form import Finding


class CalendarPage(Page):
    """The school year of the month on the screen; other years by the arrows."""

    def __init__(self, shell: Shell, spec: PageSpec) -> None:
        super().__init__(shell, spec)
        self.read_at = shell.state_of_file()
        self.year = school_year_of(shell.month.last)
        self.shown: SchoolYear | None = None
        self._month = shell.month

        self.terms = TermsBar(shell, self)
        self.terms.year_changed.connect(self._show_year)
        self.terms.wrote.connect(self.refresh)
        self.body.addWidget(self.terms)
        self.banner = _Banner(self)
        self.body.addWidget(self.banner)
        card = Card(margins=(SPACE_4, 10, SPACE_4, 10), parent=self)
        self.grid = CalendarGrid(card)
        self.setFocusProxy(self.grid)
        self.scroll = QScrollArea(card)
        self.scroll.setWidget(self.grid)
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.viewport().setAutoFillBackground(False)
        self.grid.setAutoFillBackground(False)
        card.body.addWidget(self.scroll)
        self.body.addWidget(card, 1)
        self.bar = DayBar(self)
        self.body.addWidget(self.bar)
        self.grid.arranged.connect(self._fit_grid)
        self.grid.moved.connect(self._show_days)
        self.grid.pressed.connect(self._pressed)
        self.grid.toggled.connect(self._toggle)
        self.bar.button.clicked.connect(self._press_button)
        self.bar.reason.returnPressed.connect(self._save)
        self.bar.reason.left.connect(self._left)
        self.refresh()

    def fit(self, small: bool) -> None:
        """In a small window the whole year is scrolled with the page, not in a slit of it."""
        self._fit_grid()

    def _fit_grid(self) -> None:
        self.scroll.setMinimumHeight(self.grid.minimumHeight() if self.small else 0)

    # --- what the shell asks

    def refresh(self) -> None:
        if self.shell.month != self._month:
            self._month = self.shell.month
            self.year = school_year_of(self._month.last)
            self.grid.choose(self._month.first)
        if self.shell.ledger is None:
            return
        self.shown = year = read_year(self.shell.ledger, self.year)
        self.grid.show_days(year.year, year.days, self._month)
        self.terms.show_year(year)
        self.banner.show_years(year.unpublished)
        month = f"{self._month.month}月上课 {year.in_month(self._month)} 天" if self._in_year() else ""
        self.set_quiet(" · ".join(part for part in (month, f"本学年上课 {year.school_days} 天") if part))
        self._show_days()

    def focus_finding(self, finding: Finding) -> bool:
        ledger = self.shell.ledger
        if finding.table == "term":
            return self.terms.focus_row(finding.record, finding.field)
        if ledger is None:
            return False
        for row in ledger.rows(CalendarDay, CalendarDay.id == finding.record):
            if row["day"] is not None:
                return self._go_to_day(row["day"])
        try:  # a day that bears no row yet is named by its date (meals: 改校历)
            return self._go_to_day(date.fromisoformat(finding.record))
        except ValueError:
            return False

    def _go_to_day(self, day: date) -> bool:
        self._show_year(school_year_of(day))
        self.grid.choose(day)
        self.grid.setFocus()
        return True

    def leave(self) -> bool:
        self.terms.commit()
        return True

    # --- showing

    def _in_year(self) -> bool:
        return self.shown is not None and self._month.first in self.shown.days

    def _show_year(self, year: int) -> None:
        if year != self.year:
            self.year = year
            self.refresh()

    def _states(self) -> list[DayState]:
        if self.shown is None:
            return []
        return [self.shown.days[day] for day in self.grid.chosen() if day in self.shown.days]

    def _show_days(self) -> None:
        self.bar.show_days(self._states())
        box = self.grid.month_box(self.grid.current)
        self.scroll.ensureVisible(box.center().x(), box.bottom(), 0, 0)
        self.scroll.ensureVisible(box.center().x(), box.top(), 0, 0)
        if self.small and self.grid.hasFocus():
            self.room.show_part(self.grid, box)

    # --- acting

    def _pressed(self) -> None:
        """A click: the reason can be typed at once, where the day is as the calendars say."""
        if self.bar.reason.isEnabled() and not any(state.own for state in self._states()):
            self.bar.reason.setFocus(Qt.FocusReason.MouseFocusReason)
        else:
            self.grid.setFocus(Qt.FocusReason.MouseFocusReason)

    def _left(self) -> None:
        self._show_days()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle(self) -> None:
        """Space: takes the school's own word back, else asks for the reason."""
        states = self._states()
        if any(state.own for state in states):
            self._take_back(states)
        elif self.bar.reason.isEnabled():
            self.bar.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _press_button(self) -> None:
        states = self._states()
        if any(state.own for state in states) and self.bar.reason.text().strip() == states[0].reason:
            self._take_back(states)
        else:
            self._save()

    def _save(self) -> None:
        """Writes the school's own word on the chosen days, with its reason."""
        ledger, states, reason = self.shell.ledger, self._states(), self.bar.reason.text().strip()
        if ledger is None or not states or any(state.locked for state in states):
            return
        if not reason:
            self.shell.say("先写明原因，再改这一天")
            self.bar.reason.setFocus()
            return
        to_open = self.bar.to_open
        changes = []
        for state in states:
            if state.own is not None:
                if state.reason != reason:
                    changes.append(
                        Change("calendar_day", state.own, {"reason": state.reason}, {"reason": reason})
                    )
            elif state.open != to_open:
                after = {"day": state.day, "open": to_open, "reason": reason}
                changes.append(Change("calendar_day", new_id(), None, after))
        if not changes:
            self.grid.setFocus()
            return
        act = f"{_span(states)} 改为{'上课' if to_open else '停课'}"
        if all(change.before is not None for change in changes):
            act = f"{_span(states)} 改原因"
        self._write(changes, act)

    def _take_back(self, states: list[DayState]) -> None:
        ledger = self.shell.ledger
        if ledger is None or any(state.locked for state in states):
            return
        ids = [state.own for state in states if state.own is not None]
        act = f"{_span(states)} 撤回本校调整"
        self.shell.wrote(ledger.delete("calendar_day", ids, title=act), act)
        self.refresh()
        self.grid.setFocus()

    def _write(self, changes: list[Change], act: str) -> None:
        ledger = self.shell.ledger
        assert ledger is not None
        self.shell.wrote(ledger.apply(ChangeSet(act, tuple(changes))), act)
        self.refresh()
        self.grid.setFocus()


def _span(states: list[DayState]) -> str:
    """10月10日, or 10月10日至12日."""
    first, last = states[0].day, states[-1].day
    words = f"{first.month}月{first.day}日"
    if first == last:
        return words
    return f"{words}至{f'{last.month}月' if last.month != first.month else ''}{last.day}日"


class ReasonEdit(QLineEdit):
    """The line for the reason; Escape leaves it without writing."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class DayBar(Card):
    """The chosen day: what it is and who says so; the reason, typed here, and the button that writes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(margins=(SPACE_4, SPACE_2, SPACE_4, SPACE_2), parent=parent)
        self.to_open = False
        self.day = Text("", GRID, bold=True, parent=self)
        self.chip = Chip("plain", "", parent=self)
        self.words = Text("", GRID, tone="ink2", elide=True, parent=self)
        self.reason = ReasonEdit(self)
        self.reason.setFont(Theme.current().font(GRID))
        self.reason.setFixedHeight(28)
        self.reason.setMinimumWidth(220)
        self.reason.setMaxLength(60)
        self.reason.setAccessibleName("调整原因")
        self.button = Button("改为停课", small=True, parent=self)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(self.day)
        row.addWidget(self.chip)
        row.addWidget(self.words, 1)
        row.addWidget(self.reason, 1)
        row.addWidget(self.button)
        self.body.addLayout(row)
        self.setFixedHeight(46)

    def show_days(self, states: list[DayState]) -> None:
        """One day, or several in a row."""
        self.setEnabled(bool(states))
        if not states:
            return
        first, own, locked = states[0], [s for s in states if s.own], any(s.locked for s in states)
        opened = sum(1 for state in states if state.open)
        self.day.setText(first.spoken if len(states) == 1 else f"{_span(states)} 共 {len(states)} 天")
        self.to_open = first.open if own else not first.open
        if len(states) == 1:
            self.chip.set("info" if first.own else "explained" if first.open else "plain", first.word)
            words = "放假安排未公布，暂定" if first.provisional else "本校调整" if first.own else ""
        else:
            self.chip.set("plain", f"{opened} 天上课")
            words = f"其中本校调整 {len(own)} 天" if own else ""
        if locked:
            words = "已上报，锁定；要改先更正那个月"
        self.words.setText(words or "空格改，Shift+方向键选几天")
        self.reason.setEnabled(not locked)
        self.button.setEnabled(not locked)
        self.reason.setText(first.reason if own else "")
        self.reason.setPlaceholderText("原因（必填），如：运动会、停电、补课")
        self.button.setText("撤回调整" if own else "改为上课" if self.to_open else "改为停课")
        self.button.updateGeometry()


class _Banner(Card):
    """Says that a year's list of holidays is not published yet."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(margins=(SPACE_3, 4, SPACE_4, 4), parent=parent)
        row = QHBoxLayout()
        row.addWidget(Chip("warning", parent=self))
        self.words = Text("", SMALL, tone="ink2", elide=True, parent=self)
        row.addWidget(self.words, 1)
        self.body.addLayout(row)
        self.setFixedHeight(34)

    def show_years(self, years: tuple[int, ...]) -> None:
        """The calendar years without a list; none hides the banner."""
        self.setVisible(bool(years))
        said = "、".join(f"{year}年" for year in years)
        self.words.setText(
            f"{said}的放假安排还没有公布，周一至周五暂按上课算；公布后请更新程序，本校的调整始终有效。"
        )
