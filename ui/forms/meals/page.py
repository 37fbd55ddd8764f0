"""配餐人数: the month's grid of classes and days, the page's findings, the day's log; suppliers behind a button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.forms.meals.acts import carry_signups, next_empty_day, place_to_begin, same_as_before
from ui.forms.meals.bar import Bar, Offer
from ui.forms.meals.below import Below
from ui.forms.meals.confirming import Confirming
from ui.forms.meals.day_card import staff_of
from ui.forms.meals.grid_source import HeadsSource
from ui.forms.meals.month_columns import PERSONS
from ui.forms.meals.month_data import COUNT, HEADS, LOG, SIGNUP, STAFF_COUNT, SUBSIDISED, MealMonth
from ui.forms.meals.month_grid import MonthGrid, Said
from ui.forms.meals.no_classes import NoClasses
from ui.forms.meals.views import COMPARE, COMPARED_BY, Views
from ui.forms.meals.words import state_words
from ui.month.findings import CHECK_PAGE, Findings
from ui.page import Page
from ui.theme import SPACE_3
from ui.widgets.current_stack import CurrentStack
from xcedu_desktop.errors import UserError
from xcedu_desktop.form import Finding, Severity
from xcedu_desktop.forms.meals.tables import MEALS

if TYPE_CHECKING:
    from ui.forms.registry import PageSpec
    from ui.shell import Shell
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.store.changes import ChangeSet

_STAFF, CLASSES_PAGE = "staff", "pupils"
_MEASURES = ((HEADS, "就餐"), (SUBSIDISED, "受资助学生"), (_STAFF, "教职工"))
_NARROW, _LOW = 1080, 600
"""Under this width buttons drop their keys; under this height the cards below share one line."""


class MealsPage(Page):
    """Segments choose meal and measure; `day` is the day of the current cell, which the card below shows."""

    def __init__(self, shell: Shell, spec: PageSpec) -> None:
        super().__init__(shell, spec)
        assert shell.ledger is not None
        self.ledger: Ledger = shell.ledger
        self.read_at = shell.state_of_file()
        self.data = MealMonth(self.ledger, shell.month)
        self.bar = Bar([(meal, meal) for meal in MEALS], list(_MEASURES), self)
        self.meals, self.measures = self.bar.meals, self.bar.measures
        for control in (self.meals, self.measures):
            control.chosen.connect(lambda _: self._choose())
        self.said = Said(shell, self._state_words)
        self.grid = MonthGrid(self.said, self._source(), self)
        self.confirming = Confirming(self.grid, self._do)
        self.setFocusProxy(self.grid)
        line, self.day = place_to_begin(self.data, MEALS[0])
        self.column = ""
        self._filling = False
        self.below = Below(shell, self)
        self._lay_out()
        self.grid.moved.connect(self._moved)
        self.grid.written.connect(self._written)
        self.grid.day_wanted.connect(self._to_card)
        self.grid.day_done = self._day_done
        self._connect_acts()
        self.below.card.wrote.connect(self._log_written)
        self.below.card.left.connect(self._card_left)
        self.below.card.done.connect(self._card_done)
        self.below.findings.activated_finding.connect(self._act)
        self.views = Views(shell, self, self.stack, self.leave)
        self.views.turned.connect(self._turned)
        self.views.supplier_written.connect(self._supplier_written)
        self.views.show_data(self.data)
        self._read_last_month()
        self.set_main("校验", lambda: shell.open_page(CHECK_PAGE))
        self.below.card.set_staff(staff_of(self.data))
        self._show_day(self.day, line, focus=False)
        self._show()

    def _connect_acts(self) -> None:
        self.bar.same.clicked.connect(self._same_here)
        self.bar.fill.clicked.connect(self._fill_here)
        self.bar.confirm.clicked.connect(self._confirm)
        self.bar.confirm_all.clicked.connect(self.confirming.all)
        self.bar.next.clicked.connect(lambda: self.shell.next_finding())
        self.grid.on_key("Ctrl+R", self._ctrl_r)
        self.grid.on_key("Space", self.confirming.cell)
        for enter in ("Return", "Enter"):
            self.grid.on_key(f"Ctrl+{enter}", self._confirm)
            self.grid.on_key(f"Ctrl+Shift+{enter}", self.confirming.all)

    def _lay_out(self) -> None:
        self.main = QWidget(self)
        self.no_classes = NoClasses(lambda: self.shell.open_page(CLASSES_PAGE), self.main)
        rows = QVBoxLayout(self.main)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_3)
        rows.addWidget(self.no_classes, 1000)
        rows.addWidget(self.bar)
        self.grid.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        rows.addWidget(self.grid, 1000)
        rows.addWidget(self.below, 1)
        rows.addStretch(0)  # what is left under few classes, once the list below has its most
        self.stack = CurrentStack(self)
        self.stack.addWidget(self.main)
        self.body.addWidget(self.stack, 1)

    # --- what the shell asks

    def refresh(self) -> None:
        if self.grid.table.is_editing():
            self.grid.refresh()
            return
        moved = self.shell.month != self.data.month
        self.data = MealMonth(self.ledger, self.shell.month)
        self.below.card.set_staff(staff_of(self.data))
        self.grid.show_source(self._source())
        if moved:
            line, self.day = place_to_begin(self.data, self.meals.key())
            self._show_day(self.day, line, focus=False)
        self.views.show_data(self.data)
        self._read_last_month()
        self._show()
        self.show_findings(self.shell.findings)

    def show_findings(self, findings: list[Finding]) -> None:
        mine = [f for f in findings if f.open and self.shell.page_of(f) is self.spec]
        self.bar.show_count(len(mine))
        self.below.show_findings(mine)
        self.grid.mark_findings(findings)
        self.views.show_findings(findings)

    def focus_finding(self, finding: Finding) -> bool:
        if finding.rule == COMPARED_BY:
            self.views.turn_to(COMPARE)
            return True
        if finding.table not in (COUNT, STAFF_COUNT, SIGNUP, LOG):
            return self.views.show_finding(finding)
        self.views.turn_to("")
        place = self.data.place_of(finding.table, finding.record)
        if place is None:  # a month without any count
            return self._show_day(self.day)
        line, day, meal = place
        if finding.table == LOG and day is not None:
            self._choose_segments(meal, self.measures.key())
            self._show_day(day)
            self._to_card(finding.field, day.isoformat())
            return True
        measure = _STAFF if finding.table == STAFF_COUNT else finding.field
        self._choose_segments(meal or self.meals.key(), HEADS if finding.table == SIGNUP else measure)
        return self.grid.show_cell(line, day.isoformat() if day is not None else PERSONS)

    def leave(self) -> bool:
        self.grid.commit()
        self.below.card.commit()
        self.views.commit()
        return True

    # --- choosing

    def _source(self) -> HeadsSource:
        measure = self.measures.key() or HEADS
        staff = measure == _STAFF
        source = HeadsSource(self.data, self.meals.key() or MEALS[0], HEADS if staff else measure, staff)
        source.set_findings(self.shell.findings)
        return source

    def _choose(self) -> None:
        self.leave()
        self.grid.show_source(self._source())
        self._show_day(self.day)
        self._show()

    def _choose_segments(self, meal: str, measure: str) -> None:
        self.meals.choose(meal)
        self.measures.choose(measure)

    def _show_day(self, day: date, line: str = "", focus: bool = True) -> bool:
        """Goes to the day in a line, else in the current one, else in the first."""
        ids = self.grid.source.row_ids()
        row_id = line or self.grid.current()[0]
        if not ids:
            return False
        shown = self.grid.model.row_of(row_id if row_id in ids else ids[0])
        self.grid.table.go_to(shown, self.grid.model.column_of(day.isoformat()))
        if focus:
            self.grid.table.setFocus()
        return True

    def _moved(self, _row_id: str, key: str) -> None:
        day = self.grid.heads.by_key.get(key)
        self.said.settle()
        self.said.renew()
        self.column = key
        if day is not None and day != self.day:
            self.day = day
            self._show_card()
        self._show_offer()

    def _day_done(self, key: str) -> bool:
        """Enter under the last class: what the day's log lacks comes next, then the next day that is to be filled."""
        if key == PERSONS:
            return self._to_next_day(date.min)
        day = self.grid.heads.by_key.get(key)
        if day is None or day > self.data.today:
            return False
        if self.measures.key() != HEADS:
            after = min((d for d in self.data.open if day < d <= self.data.today), default=None)
            return after is not None and self._to_top(after)
        log = self.data.log(day, self.meals.key())
        lacks = next((name for name in ("companion", "sample_grams") if log.get(name) in (None, "")), "")
        if lacks and day in self.data.open:
            self._to_card(lacks, key)
            self._filling = True
            return True
        return self._to_next_day(day)

    def _card_left(self) -> None:
        """Esc: back to the grid, and where Enter led here from the last class, on with the next day."""
        if self._filling:
            self._card_done()
        else:
            self.grid.setFocus()

    def _card_done(self) -> None:
        self.grid.setFocus()
        self._to_next_day(self.day)

    def _to_next_day(self, day: date) -> bool:
        """To the top of the next day that lacks every count; False where there is none."""
        after = next_empty_day(self.data, self.meals.key(), day)
        return after is not None and self._to_top(after)

    def _to_top(self, day: date) -> bool:
        return self.grid.show_cell(self.grid.model.id_at(0), day.isoformat(), light=False)

    # --- acting

    def _ctrl_r(self) -> None:
        """Over several columns the spreadsheet's fill right; on one day the same as the day with meals before."""
        acts = self.grid.table.acts
        columns = {at for _, at in acts.spots()}
        if len(columns) == 1:
            self._same()
            return
        left = self.grid.model.columns[min(columns)].key
        if self.grid.heads.by_key.get(left) in self.data.open:
            acts.fill_right()
        else:
            self.said.say("选中的第一列不是上课日，没有可以向右填充的人数")

    def _same(self) -> None:
        source = self.grid.heads
        self.grid.commit()
        if self.column == PERSONS:
            return self._do(lambda: carry_signups(self.data), "{title}：{count} 个班，待确认")
        day = self.day
        self._do(
            lambda: same_as_before(self.data, source.meal, source.key, source.staff, day),
            "{title}：{count} 格，待确认",
        )

    def _same_here(self) -> None:
        if self._stray():
            self.grid.table.acts.clear()
        else:
            self._same()

    def _fill_here(self) -> None:
        if not self._stray():
            self.grid.table.acts.fill_down()
            return
        day, words = self.day.isoformat(), f"{self.day.day}日"
        self.shell.go_to(
            Finding("M02", Severity.ERROR, "school", "校历", "calendar_day", day, "open", words, "")
        )

    def _confirm(self) -> None:
        self.confirming.here(self.column)

    def _do(self, make: Callable[[], ChangeSet], words: str) -> None:
        """Writes what a button or key means; `words` with {title} and {count} says it."""
        try:
            change_set = self.ledger.apply(make())
        except UserError as trouble:
            self.said.say(trouble.message)
            return
        if change_set:
            self._took(change_set, words.format(title=change_set.title, count=len(change_set.changes)))

    def _took(self, change_set: ChangeSet, act: str) -> None:
        """A button wrote."""
        self.grid.model.absorb(change_set)
        self.shell.wrote(change_set, act)
        self.grid.sync()
        self._written()

    def _act(self, finding: Finding) -> None:
        service = Findings.of(self.shell)
        if service is not None:
            service.act(finding)
        else:
            self.shell.go_to(finding)

    def _to_card(self, key: str, day_key: str) -> None:
        day = self.grid.heads.by_key.get(day_key)
        if day is None:
            return
        self.day = day
        self._filling = False
        self._show_card()
        self.below.show_card()
        self.below.card.go_to(key)

    # --- the other views

    def _turned(self) -> None:
        """Another view is shown: what was said of the grid's place is not of it."""
        if self.views.shown:
            self.shell.say("")
        else:
            self.said.renew()

    def _supplier_written(self) -> None:
        """Prices and licence stand in the header; which meal is served says what lacks in the grid."""
        self.data.reload()
        self.grid.heads.recount()
        self.grid.sync()
        self._show()
        self.read_at = self.shell.state_of_file()

    # --- showing

    def _read_last_month(self) -> None:
        """What stood there last month is said beside a cell; nobody waits for it."""
        worker, last = self.shell.worker, self.data.last
        if worker is not None:
            worker.run(lambda _progress: last.read())

    def _show_classes(self) -> None:
        """The grid, or that classes come first."""
        there = bool(self.data.lines)
        for part in (self.bar, self.grid, self.below):
            part.setVisible(there)
        self.no_classes.setVisible(not there)
        self.no_classes.show_month(self.data.month)
        self.main.setFocusProxy(self.grid if there else self.no_classes)
        if not self.views.shown:
            self.setFocusProxy(self.main.focusProxy())

    def _show(self) -> None:
        self._show_classes()
        self.set_quiet(" · ".join(part for part in (self.data.locked, self.data.about) if part))
        self._show_card()
        self._show_offer()

    def _written(self) -> None:
        """Written here and taken over already: nothing of it need be read again."""
        self.read_at = self.shell.state_of_file()
        self._show_card()
        self._show_offer()

    def _log_written(self) -> None:
        self.read_at = self.shell.state_of_file()
        self.grid.sync()

    def _show_card(self) -> None:
        self.below.show_day(self.data, self.day, self.meals.key())

    def _stray(self) -> bool:
        """Whether the current cell holds a number though its day is closed."""
        source, cell = self.grid.heads, self.grid.current()
        return source.is_closed(*cell) and source.value(*cell) is not None

    def _show_offer(self) -> None:
        source = self.grid.heads
        column = "" if self.data.locked else self.confirming.column(self.column)
        before = self.data.before if self.column == PERSONS else None
        offer = Offer(
            locked=bool(self.data.locked),
            carry=before.month if before is not None else 0,
            may_carry=bool(source.header_ground(PERSONS) == "to_fill"),
            stray=self._stray() and not self.data.locked,
            confirm=self.confirming.name_of(column) if column else "",
            more=len(source.copied_columns()) > 1,
        )
        self.bar.show_offer(offer, self.width() < _NARROW)

    def _state_words(self) -> str:
        """Nothing before the page stands, and nothing while the suppliers are shown."""
        grid = getattr(self, "grid", None)
        return state_words(grid.heads) if isinstance(grid, MonthGrid) and grid.isVisible() else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_offer()
        self.below.set_low(self.height() < _LOW)
