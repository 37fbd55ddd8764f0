"""取暖设备: rooms or circuits left, things right; loads and the page's findings below."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.forms.heating.below import Below
from ui.forms.heating.lists import CircuitList, RoomList
from ui.forms.heating.register_panel import RegisterPanel
from ui.forms.heating.sources import (
    CHANGES,
    CIRCUIT,
    EQUIPMENT,
    INSPECTION,
    ROOM,
    TEMPERATURE,
    WORKS,
    source_of,
)
from ui.forms.heating.stock import ALL, Stock, is_open
from ui.forms.heating.tab_acts import CLOSE_KEY, MORE_KEY, TabActs
from ui.forms.heating.temperature_bar import TemperatureBar
from ui.forms.heating.temperatures import TemperatureGrid
from ui.grid.view import Grid
from ui.later import Later
from ui.month.findings import Findings
from ui.page import Page
from ui.theme import GRID, SPACE_2, SPACE_3
from ui.widgets.buttons import Button
from ui.widgets.current_stack import CurrentStack
from ui.widgets.segmented import SegmentedControl
from ui.widgets.side_width import SideWidth
from ui.widgets.text import Text
from ui.widgets.wrapping import WrappingRow

if TYPE_CHECKING:
    from ui.forms.registry import PageSpec
    from ui.shell import Shell
    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger

BY_ROOM, BY_CIRCUIT = "rooms", "circuits"
_TAB_OF = {
    "equipment": EQUIPMENT,
    "heating_work": WORKS,
    "room": ROOM,
    "circuit": CIRCUIT,
    "inspection": INSPECTION,
    "room_temperature": TEMPERATURE,
    "equipment_event": CHANGES,
}
"""Live table → the tab that shows it."""
_FINDINGS = "findings"
"""The tab that holds the page's findings in a low window."""
_TOTALLED = (EQUIPMENT, WORKS, ROOM)
_LEFT, _LEFT_SMALL = 244, 184
_NARROW, _WIDE, _LOW = 1090, 1290, 560
"""Under the first width the tabs have short names, under the second they leave words away; under this height the panels
below are not shown, their words are tabs."""


class HeatingPage(Page):
    """Tabs of grids, each made when it is first shown; the list at the left narrows the equipment to a room or circuit."""

    def __init__(self, shell: Shell, spec: PageSpec) -> None:
        super().__init__(shell, spec)
        assert shell.ledger is not None
        self.ledger: Ledger = shell.ledger
        self.read_at = shell.state_of_file()
        self.place = ALL
        self.fresh: set[str] = set()
        """Pieces registered since the program was started."""
        self.days: set[date] = set()
        """Days that have a column of temperatures though nothing was measured yet."""
        self.stock = Stock(self.ledger, shell.month)
        self._here = EQUIPMENT
        self._figures = Later(self._renew_figures, self)
        """What is counted from the stock; while keys come it waits."""
        self.side = SegmentedControl([(BY_ROOM, "按房间"), (BY_CIRCUIT, "按线路")], self)
        self.side.setExpanding(True)
        SideWidth(self.side, _LEFT, _LEFT_SMALL)
        self.side.chosen.connect(self._show_side)
        self.side.entered.connect(lambda: self.list.setFocus())
        self.tabs = SegmentedControl([(EQUIPMENT, "设备")], self)
        self.tabs.chosen.connect(self._show_tab)
        self.tabs.entered.connect(self.setFocus)
        self.list = Grid(shell, RoomList(self.stock), sortable=False, row_mode=True, parent=self)
        SideWidth(self.list, _LEFT, _LEFT_SMALL)
        self.list.chosen.connect(self._choose)
        self.grids: dict[str, Grid] = {}
        self._stale: set[str] = set()
        self.stack = CurrentStack(self)
        self.register = RegisterPanel(shell, self._make(EQUIPMENT), lambda: self.stock, self.refresh, self)
        self.stack.addWidget(self.register)
        self.setFocusProxy(self.grids[EQUIPMENT])
        self.no_rooms = self._instead("还没有房间。先在「房间」里填名称和用途，这里就能按房间记室温。")
        self.no_changes = self._instead(
            "还没有变动。在「设备」里改状态或所在房间，这里就有一行，写着哪天、为什么。"
        )
        self.acts = TabActs(self)
        self.again, self.close_found, self.measured = (
            self.acts.again,
            self.acts.close_found,
            self.acts.measured,
        )
        self.grids[EQUIPMENT].moved.connect(lambda *_: self.acts.allow())
        self.grids[EQUIPMENT].on_key(MORE_KEY, self.again.begin)
        self._lay_out()
        self.add_button("导入", lambda: shell.open_import("heating"))
        self.new_work = self.add_button("登记工程", lambda: self.acts.register_purchase() or self._new(WORKS))
        self.set_main("登记设备", lambda: self._new(EQUIPMENT))
        self._show_figures()

    def _instead(self, words: str) -> Text:
        """What stands in the place of a grid that can show nothing yet."""
        text = Text(words, GRID, tone="ink2", parent=self)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text.setWordWrap(True)
        self.stack.addWidget(text)
        return text

    def _lay_out(self) -> None:
        self.still = Text("", GRID, tone="ink2", parent=self)
        self.next = Button("下一处　F8", parent=self)
        self.next.clicked.connect(lambda: self.shell.next_finding())
        bar = WrappingRow(self)
        side = QWidget(self)
        beside = QHBoxLayout(side)
        beside.setContentsMargins(0, 0, SPACE_2 // 2, 0)
        beside.addWidget(self.side)
        for part in (side, self.tabs, self.acts):
            bar.add(part)
        bar.add_stretch()
        bar.add(self.still)
        bar.add(self.next)
        self.body.addWidget(bar)
        self.below = Below(self._act, self)
        self.finding_list = self.below.finding_list
        right = QVBoxLayout()
        right.setSpacing(SPACE_3)
        right.addWidget(self.stack, 1)
        right.addWidget(self.below)
        beside = QHBoxLayout()
        beside.setSpacing(SPACE_3)
        beside.addWidget(self.list)
        beside.addLayout(right, 1)
        self.body.addLayout(beside, 1)

    # --- the tabs

    @property
    def tab(self) -> str:
        """The tab that is shown."""
        return self._here

    def _make(self, key: str) -> Grid:
        """The grid of a tab, made and filled."""
        source = source_of(key, self.ledger, self.stock, self.place, self.fresh, self._days())
        grid = Grid(
            self.shell, source, totals=key in _TOTALLED, sortable=key != TEMPERATURE, parent=self
        )  # fmt: skip
        grid.written.connect(self._written)
        self.grids[key] = grid
        if key == INSPECTION:
            grid.on_key(CLOSE_KEY, self.acts.close_selected)
            grid.moved.connect(lambda *_: self.acts.allow())
        return grid

    def grid(self, key: str) -> Grid:
        """The grid of a tab as it is now."""
        if key not in self.grids:
            self.stack.addWidget(self._make(key))
            self._mark(key)
        elif key in self._stale:
            self.fill(key)
        return self.grids[key]

    def fill(self, key: str) -> None:
        """Fills the grid of a tab anew."""
        self._stale.discard(key)
        self.grids[key].set_source(
            source_of(key, self.ledger, self.stock, self.place, self.fresh, self._days())
        )
        self._mark(key)

    def _mark(self, key: str) -> None:
        source = self.grids[key].source
        if isinstance(source, TemperatureGrid):
            source.set_findings(self.shell.findings)
            self.grids[key].repaint_cells()
        else:
            self.grids[key].set_findings(self.shell.findings)

    def _days(self) -> set[date]:
        return self.days | {TemperatureBar.usual(self.shell.month)} if not self.stock.locked else set()

    def _shown_widget(self, key: str) -> QWidget:
        if key == _FINDINGS:
            return self.below.findings_card
        if key == TEMPERATURE and not self.stock.rooms:
            return self.no_rooms
        if key == CHANGES and not self.stock.changes:
            return self.no_changes
        grid = self.grid(key)
        return self.register if key == EQUIPMENT else grid

    # --- what the shell asks

    def refresh(self) -> None:
        if any(grid.table.is_editing() for grid in self.grids.values()):
            for grid in self.grids.values():
                grid.refresh()
            return
        self._figures.stop()
        self.stock = Stock(self.ledger, self.shell.month)
        self._keep_place()
        self._stale = set(self.grids)
        if self.tab != _FINDINGS:
            self.stack.setCurrentWidget(self._shown_widget(self.tab))
        self._show_figures()

    def _keep_place(self) -> None:
        if self.place not in self.stock.rooms and self.place not in self.stock.circuits:
            self.place = ALL

    def show_findings(self, findings: list[Finding]) -> None:
        for key in self.grids:
            self._mark(key)
        mine = [f for f in findings if self.shell.page_of(f) is self.spec and f.open]
        words = f"本页 {len(mine)} 项" if mine else ""
        self.still.setText(words)
        self.below.show_findings(mine, words)
        self._name_tabs()
        self._show_list()
        self._show_bars()

    def focus_finding(self, finding: Finding) -> bool:
        tab = _TAB_OF.get(finding.table)
        if tab is None:
            return False
        self.open_tab(tab)
        if tab == EQUIPMENT and self.place != ALL:
            self._choose(ALL)
            self._show_list()
        grid, record, field = self.grid(tab), finding.record, finding.field
        if isinstance(grid.source, TemperatureGrid):
            record, field = grid.source.cell_of(record)
        if grid.show_cell(record, field):
            return True
        if tab == INSPECTION and grid.source.hint:  # an inspection that is due is a row to be made
            grid.new_row()
            return True
        return False

    def leave(self) -> bool:
        for grid in self.grids.values():
            grid.commit()
        self._figures.now()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < _LOW
        if low == self.below.isVisibleTo(self):
            if self.tab == _FINDINGS:
                self.open_tab(EQUIPMENT)
            self.below.setVisible(not low)
            if low:
                self.stack.addWidget(self.below.findings_card)
            else:
                self.below.take_back()
        self._name_tabs()

    # --- what a person does

    def _show_side(self, _key: str) -> None:
        self._choose(ALL)
        self._show_list()

    def open_tab(self, key: str) -> None:
        """Shows a tab."""
        self.tabs.choose(key)
        self._show_tab(key)

    def _show_tab(self, key: str) -> None:
        self.leave()
        self._here = key
        if key != EQUIPMENT:
            self.register.let_go()
        self.stack.setCurrentWidget(self._shown_widget(key))
        self.setFocusProxy(self.finding_list if key == _FINDINGS else self.grids.get(key, self.tabs))
        if key in self.grids and key == TEMPERATURE:
            self.acts.go_to_first_room()
        self.tabs.hand_over(self)
        self.acts.allow()
        self._show_bars()

    def _choose(self, row_id: str) -> None:
        if not row_id or row_id == self.place:
            return
        self.place = row_id
        self.fill(EQUIPMENT)
        self._name_tabs()
        self.acts.allow()

    def _new(self, tab: str) -> None:
        self.open_tab(tab)
        self.grids[tab].new_row()

    def _act(self, finding: Finding) -> None:
        service = Findings.of(self.shell)
        if service is not None:
            service.act(finding)

    def _written(self) -> None:
        """The grid that wrote has it already; the list, the bars and the figures follow once the hands rest."""
        self.stock.read(self.ledger)
        self._stale = set(self.grids) - {self.tab}
        if self.tab == EQUIPMENT:
            self.register.written()
            if self.register.noted:  # counted before the history was read, they may be wrong
                self._renew_footer()
        self._figures.start()

    def _renew_figures(self) -> None:
        """What the grid itself counts from the stock is drawn too: states of the month's end, loads, what is in use."""
        self._keep_place()
        if self.tab == CHANGES:  # what stood before and after a change is said by its neighbours
            self.grids[CHANGES].refresh()
            if not self.stock.changes:
                self.tabs.setFocus()
                self.stack.setCurrentWidget(self.no_changes)
        self._renew_footer()
        self.grids[self.tab].repaint_cells()
        self._show_figures()

    def _renew_footer(self) -> None:
        footer = self.grids[self.tab].footer
        if footer is not None:
            footer.renew()

    # --- figures

    def _show_figures(self) -> None:
        self.set_quiet(self.stock.said)
        by_use = "，".join(f"{use} {done}/{needing} 间" for use, done, needing in self.stock.coverage())
        self.header.quiet.setAccessibleDescription(f"要取暖的房间里已有取暖的：{by_use}")
        self._name_tabs()
        self.register.renew()
        self.measured.show_month(self.shell.month)
        self.acts.allow()
        self._show_list()
        self._show_bars()

    def _name_tabs(self) -> None:
        stock = self.stock
        narrow, roomy = self.width() < _NARROW, self.width() >= _WIDE
        here = sum(1 for piece in stock.pieces if stock.is_at(piece, self.place))
        opened = sum(map(is_open, stock.inspections))
        works = len(stock.works)
        names = {
            EQUIPMENT: f"设备 {here}",
            WORKS: f"购置与改造（本季 {works}）" if roomy else f"购置{'' if narrow else '与'}改造 {works}",
            ROOM: f"房间 {len(stock.rooms)}",
            CIRCUIT: f"{'线路' if narrow else '供电线路'} {len(stock.circuits)}",
            INSPECTION: ("自查" if narrow else "自查与整改") + (f" {opened}" if opened else ""),
            TEMPERATURE: "室温",
            # there from the first: a tab that comes later would move what stands beside the tabs
            CHANGES: f"变动 {stock.changes}" if stock.changes else "变动",
        }
        self.again.shorten(not roomy)
        low = not self.below.isVisibleTo(self)
        if low:
            names[_FINDINGS] = self.still.text() or "问题"
        self.still.setVisible(not low and self.width() >= _NARROW)
        self.next.setVisible(not low and bool(self.still.text()))
        self.tabs.set_items(list(names.items()))

    def _show_list(self) -> None:
        kind = RoomList if self.side.key() == BY_ROOM else CircuitList
        blocked = self.list.blockSignals(True)
        self.list.set_source(kind(self.stock, self.shell.findings))
        self.list.show_cell(self.place, light=False)
        self.list.blockSignals(blocked)

    def _show_bars(self) -> None:
        if self.tab == ROOM:
            self.below.show_coverage(self.stock)
        else:
            self.below.show_loads(self.stock, self.shell.findings)
