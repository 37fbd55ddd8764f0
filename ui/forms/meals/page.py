"""配餐人数: the month's grid of classes and days, the page's findings, the day's log; suppliers behind a button."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui.forms.meals.acts import confirm, day_to_begin, same_as_before
from ui.forms.meals.below import Below
from ui.forms.meals.grid_source import HeadsSource
from ui.forms.meals.month_data import COUNT, HEADS, LOG, SIGNUP, STAFF_COUNT, SUBSIDISED, MealMonth
from ui.forms.meals.month_grid import MonthGrid, Said
from ui.forms.meals.suppliers_panel import SuppliersPanel
from ui.grid.source import Option
from ui.month.findings import CHECK_PAGE, Findings
from ui.page import Page
from ui.theme import GRID, SPACE_2, SPACE_3
from ui.widgets.buttons import Button
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import Text
from xcedu_desktop.errors import UserError
from xcedu_desktop.forms.meals.tables import MEALS
from xcedu_desktop.school.tables import Staff

if TYPE_CHECKING:
    from ui.forms.registry import PageSpec
    from ui.shell import Shell
    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.store.changes import ChangeSet

_STAFF = "staff"
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
        self.meals = SegmentedControl([(meal, meal) for meal in MEALS], self)
        self.measures = SegmentedControl(_MEASURES, self)
        for control in (self.meals, self.measures):
            control.chosen.connect(lambda _: self._choose())
        self.said = Said(shell, self._state_words)
        self.grid = MonthGrid(self.said, self._source(), self)
        self.setFocusProxy(self.grid)
        self.day = day_to_begin(self.data, MEALS[0])
        self.below = Below(shell, self)
        self.suppliers: SuppliersPanel | None = None
        self._lay_out()
        self.grid.moved.connect(self._moved)
        self.grid.written.connect(self._written)
        self.grid.day_wanted.connect(self._to_card)
        self.grid.on_key("Ctrl+R", self._ctrl_r)
        for enter in ("Ctrl+Return", "Ctrl+Enter"):
            self.grid.on_key(enter, self._confirm)
        self.below.card.wrote.connect(self.grid.sync)
        self.below.card.left.connect(self.grid.setFocus)
        self.below.findings.activated_finding.connect(self._act)
        self.other = self.add_button("供餐单位", self._turn)
        self.add_button("导入", lambda: shell.open_import("meals"))
        self.set_main("校验", lambda: shell.open_page(CHECK_PAGE))
        self.below.card.set_staff(self._staff())
        self._begin()
        self._show()

    def _lay_out(self) -> None:
        self.same = Button("", parent=self)
        self.same.clicked.connect(self._same)
        self.fill = Button("", parent=self)
        self.fill.clicked.connect(lambda: self.grid.table.acts.fill_down())
        self.confirm = Button("", parent=self)
        self.confirm.clicked.connect(self._confirm)
        self.still = Text("", GRID, tone="ink2", parent=self)
        self.next = Button("下一处　F8", parent=self)
        self.next.clicked.connect(lambda: self.shell.next_finding())
        for button in (self.same, self.fill, self.confirm):
            # the current cell stays where it is: a button that acts on it does not take the keys away
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        bar = QHBoxLayout()
        bar.setSpacing(SPACE_2)
        for widget in (self.meals, self.measures, self.same, self.fill, self.confirm):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.still)
        bar.addWidget(self.next)
        self.main = QWidget(self)
        rows = QVBoxLayout(self.main)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_3)
        rows.addLayout(bar)
        self.grid.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        rows.addWidget(self.grid, 1000)
        rows.addWidget(self.below, 1)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.main)
        self.body.addWidget(self.stack, 1)

    # --- what the shell asks

    def refresh(self) -> None:
        if self.grid.table.is_editing():
            self.grid.refresh()
            return
        moved = self.shell.month != self.data.month
        self.data = MealMonth(self.ledger, self.shell.month)
        self.below.card.set_staff(self._staff())
        self.grid.show_source(self._source())
        if moved:
            self.day = day_to_begin(self.data, self.meals.key())
            self._begin()
        if self.suppliers is not None:
            self.suppliers.set_data(self.data)
        self._show()
        self.show_findings(self.shell.findings)

    def show_findings(self, findings: list[Finding]) -> None:
        mine = [f for f in findings if f.open and self.shell.page_of(f) is self.spec]
        self.still.setText(f"本页 {len(mine)} 项" if mine else "")
        self.next.setVisible(bool(mine))
        self.below.show_findings(mine)
        self.grid.mark_findings(findings)
        if self.suppliers is not None:
            self.suppliers.set_findings(findings)

    def focus_finding(self, finding: Finding) -> bool:
        if finding.table in (COUNT, STAFF_COUNT, SIGNUP, LOG):
            self._turn_to(False)
        if finding.table == LOG and finding.record in self.data.log_days:
            day, meal = self.data.log_days[finding.record]
            self._choose_segments(meal, self.measures.key())
            line = self.grid.source.row_ids()[0] if self.grid.source.row_ids() else ""
            self.grid.show_cell(self.grid.current()[0] or line, day.isoformat(), light=False)
            self._to_card(finding.field, day.isoformat())
            return True
        cell = self.grid.heads.cell_of(finding.table, finding.record)
        if cell is not None:
            measure = _STAFF if finding.table == STAFF_COUNT else finding.field
            if finding.table == SIGNUP:
                measure = HEADS
            self._choose_segments(cell[2] or self.meals.key(), measure)
            return self.grid.show_cell(cell[0], cell[1])
        if finding.table in (COUNT, STAFF_COUNT):  # a month without any count
            return self._show_day(self.day)
        return self._suppliers().show_finding(finding)

    def leave(self) -> bool:
        self.grid.commit()
        self.below.card.commit()
        if self.suppliers is not None:
            self.suppliers.commit()
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

    def _begin(self) -> None:
        self._show_day(self.day, focus=False)

    def _show_day(self, day: date, focus: bool = True) -> bool:
        """Goes to the day in the current line, else in the first."""
        ids = self.grid.source.row_ids()
        row_id = self.grid.current()[0]
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
        if day is not None and day != self.day:
            self.day = day
            self._show_card()
            self._show_confirm()

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
        try:
            change_set = self.ledger.apply(
                same_as_before(self.data, source.meal, source.key, source.staff, self.day)
            )
        except UserError as trouble:
            self.said.say(trouble.message)
            return
        count = len(change_set.changes)
        end = "" if source.staff else "，待确认"
        self._took(change_set, f"{change_set.title}：{count} 格{end}")

    def _confirm(self) -> None:
        self.grid.commit()
        day = self._day_to_confirm()
        if day is not None:
            try:
                change_set = self.ledger.apply(confirm(self.data, self.meals.key(), day))
            except UserError as trouble:
                self.said.say(trouble.message)
                return
            self._took(change_set, f"{day.day}日 {len(change_set.changes)} 格已确认")

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
        self._show_card()
        self.below.show_card()
        self.below.card.go_to(key)

    # --- suppliers

    def _suppliers(self) -> SuppliersPanel:
        if self.suppliers is None:
            self.suppliers = SuppliersPanel(self.shell, self.data, self)
            self.suppliers.set_findings(self.shell.findings)
            self.stack.addWidget(self.suppliers)
            for grid in self.suppliers.grids.values():
                grid.written.connect(self._supplier_written)
        self._turn_to(True)
        return self.suppliers

    def _turn(self) -> None:
        if self.stack.currentWidget() is self.main:
            self._suppliers()
        else:
            self._turn_to(False)

    def _turn_to(self, suppliers: bool) -> None:
        self.leave()
        if suppliers and self.suppliers is not None:
            self.stack.setCurrentWidget(self.suppliers)
        else:
            self.stack.setCurrentWidget(self.main)
        self.other.setText("返回人数" if suppliers else "供餐单位")
        self.other.updateGeometry()
        self.said.renew()

    def _supplier_written(self) -> None:
        """Prices and licence stand in the header; which meal is served says what lacks in the grid."""
        self.data.reload()
        self.grid.heads.arrange()
        self.grid.sync()
        self._show()

    # --- showing

    def _show(self) -> None:
        self.set_quiet(f"{self.data.about}　{self.data.locked}" if self.data.locked else self.data.about)
        self._show_card()
        self._name_buttons()

    def _written(self) -> None:
        self._show_card()
        self._show_confirm()

    def _show_card(self) -> None:
        self.below.show_day(self.data, self.day, self.meals.key())

    def _name_buttons(self) -> None:
        narrow = self.width() < _NARROW
        self.same.setText("同上一供餐日" if narrow else "同上一供餐日　Ctrl+R")
        self.fill.setText("向下填充" if narrow else "向下填充　Ctrl+D")
        self.same.setToolTip("Ctrl+R")
        self.fill.setToolTip("Ctrl+D")
        for button in (self.same, self.fill):
            button.setEnabled(not self.data.locked)
            button.updateGeometry()
        self._show_confirm()

    def _day_to_confirm(self) -> date | None:
        days = self.data.copied_days(self.meals.key())
        return self.day if self.day in days else days[0] if days else None

    def _show_confirm(self) -> None:
        day = None if self.data.locked else self._day_to_confirm()
        self.confirm.setVisible(day is not None)
        if day is not None:
            narrow = self.width() < _NARROW
            self.confirm.setText(
                f"{day.day}日确认无误" if narrow else f"{day.day}日是照抄的，确认无误　Ctrl+Enter"
            )
            self.confirm.setToolTip("Ctrl+Enter")
            self.confirm.updateGeometry()

    def _state_words(self) -> str:
        """Nothing before the page stands, and nothing while the suppliers are shown."""
        grid = getattr(self, "grid", None)
        return grid.heads.state_words() if isinstance(grid, MonthGrid) and grid.isVisible() else ""

    def _staff(self) -> list[Option]:
        rows = self.ledger.rows(Staff)
        there = [
            r for r in rows if r["name"] and (r["to_date"] is None or r["to_date"] >= self.data.month.first)
        ]
        return [Option(r["name"], r["post"] or "") for r in there]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_buttons()
        self.below.set_low(self.height() < _LOW)
