"""取暖设备: rooms or circuits left, things right; loads and the page's findings below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.forms.heating.copies import CopyBox, copies
from ui.forms.heating.lists import CircuitList, RoomList
from ui.forms.heating.sources import EquipmentSource, source_of
from ui.forms.heating.stock import ALL, NO_NAME, Stock, load_text, worst
from ui.grid.view import Grid
from ui.month.findings import CHECK_PAGE, Findings
from ui.page import Page
from ui.theme import GRID, SPACE_2, SPACE_3
from ui.widgets.bars import BarList, BarRow
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.finding_list import FindingList
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import Text
from xcedu_desktop.form import Severity
from xcedu_desktop.forms.heating.tables import Equipment
from xcedu_desktop.store.base import fields_of

if TYPE_CHECKING:
    from ui.forms.registry import PageSpec
    from ui.shell import Shell
    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger

BY_ROOM, BY_CIRCUIT = "rooms", "circuits"
_TAB_OF = {
    "equipment": "equipment",
    "heating_work": "works",
    "room": "room",
    "circuit": "circuit",
    "inspection": "inspection",
    "room_temperature": "temperature",
}
"""Live table → the tab that shows it."""
TABS = tuple(_TAB_OF.values())
_FINDINGS = "findings"
"""The tab that holds the page's findings in a low window."""
_TONES = {Severity.ERROR: "error", Severity.EXPLAIN: "error", Severity.WARNING: "warning", None: "accent"}
_LEFT, _BELOW = 244, 206
_NARROW, _LOW = 1090, 560
"""Under this width the tabs have short names; under this height the panels below are not shown, their words are tabs."""


class HeatingPage(Page):
    """Six tabs of grids; the list at the left narrows the equipment to a room or a circuit."""

    def __init__(self, shell: Shell, spec: PageSpec) -> None:
        super().__init__(shell, spec)
        assert shell.ledger is not None
        self.ledger: Ledger = shell.ledger
        self.read_at = shell.state_of_file()
        self.place = ALL
        self.stock = Stock(self.ledger, shell.month)
        self.side = SegmentedControl([(BY_ROOM, "按房间"), (BY_CIRCUIT, "按线路")], self)
        self.side.setExpanding(True)
        self.side.setFixedWidth(_LEFT)
        self.side.chosen.connect(self._show_side)
        self.side.entered.connect(lambda: self.list.setFocus())
        self.tabs = SegmentedControl([(key, key) for key in TABS], self)
        self.tabs.chosen.connect(self._show_tab)
        self.tabs.entered.connect(self.setFocus)
        self.list = Grid(shell, RoomList(self.stock), sortable=False, row_mode=True, parent=self)
        self.list.setFixedWidth(_LEFT)
        self.list.chosen.connect(self._choose)
        self.grids = {key: self._grid(key) for key in TABS}
        self.stack = QStackedWidget(self)
        for grid in self.grids.values():
            self.stack.addWidget(grid)
        self.setFocusProxy(self.grids["equipment"])
        self.again = CopyBox(self)
        self.again.wanted.connect(self._copy)
        self.grids["equipment"].moved.connect(lambda *_: self._allow_copy())
        self._lay_out()
        self.add_button("导入", lambda: shell.open_import("heating"))
        self.new_work = self.add_button("登记工程", lambda: self._new("works"))
        self.set_main("登记设备", lambda: self._new("equipment"))
        self._show_figures()
        self.show_findings([])

    def _grid(self, key: str) -> Grid:
        source = source_of(key, self.ledger, self.stock)
        grid = Grid(self.shell, source, totals=key in ("equipment", "works"), parent=self)
        grid.written.connect(self._written)
        return grid

    def _lay_out(self) -> None:
        self.still = Text("", GRID, tone="ink2", parent=self)
        self.next = Button("下一处　F8", parent=self)
        self.next.clicked.connect(lambda: self.shell.next_finding())
        bar = QHBoxLayout()
        bar.setSpacing(SPACE_2)
        bar.addWidget(self.side)
        bar.addSpacing(SPACE_2 // 2)
        bar.addWidget(self.tabs)
        bar.addWidget(self.again)
        bar.addStretch(1)
        bar.addWidget(self.still)
        bar.addWidget(self.next)
        self.body.addLayout(bar)
        self.loads = BarList(26, self)
        load_card = Card("供电线路负荷", parent=self)
        load_card.body.addWidget(self.loads)
        load_card.body.addStretch(1)
        self.findings_card = Card("本页没有要处理的", parent=self)
        self.finding_list = FindingList(("said",), row_height=28, lines=False, points=GRID, parent=self)
        self.finding_list.activated_finding.connect(self._act)
        self.findings_card.body.addWidget(self.finding_list)
        self.below = QWidget(self)
        self.below.setFixedHeight(_BELOW)
        row = QHBoxLayout(self.below)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(load_card, 5)
        row.addWidget(self.findings_card, 7)
        right = QVBoxLayout()
        right.setSpacing(SPACE_3)
        right.addWidget(self.stack, 1)
        right.addWidget(self.below)
        beside = QHBoxLayout()
        beside.setSpacing(SPACE_3)
        beside.addWidget(self.list)
        beside.addLayout(right, 1)
        self.body.addLayout(beside, 1)

    # --- what the shell asks

    def refresh(self) -> None:
        if any(grid.table.is_editing() for grid in self.grids.values()):
            for grid in self.grids.values():
                grid.refresh()
            return
        self._read()
        for key in TABS:
            self._fill(key)
        self._show_figures()

    def _read(self) -> None:
        self.stock = Stock(self.ledger, self.shell.month)
        if self.place not in self.stock.rooms and self.place not in self.stock.circuits:
            self.place = ALL

    def _fill(self, key: str) -> None:
        self.grids[key].set_source(source_of(key, self.ledger, self.stock, self.place))
        self.grids[key].set_findings(self.shell.findings)

    def show_findings(self, findings: list[Finding]) -> None:
        for grid in self.grids.values():
            grid.set_findings(findings)
        mine = [f for f in findings if self.shell.page_of(f) is self.spec and f.open]
        words = f"本页 {len(mine)} 项" if mine else ""
        self.still.setText(words)
        if self.findings_card.title is not None:
            self.findings_card.title.setText(words or "本页没有要处理的")
        self.finding_list.set_findings(mine)
        self._name_tabs()
        self._show_list()
        self._show_loads()

    def focus_finding(self, finding: Finding) -> bool:
        tab = _TAB_OF.get(finding.table)
        if tab is None:
            return False
        self._open_tab(tab)
        if tab == "equipment" and self.place != ALL:
            self._choose(ALL)
            self._show_list()
        return self.grids[tab].show_cell(finding.record, finding.field)

    def leave(self) -> bool:
        for grid in self.grids.values():
            grid.commit()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < _LOW
        if low == self.below.isVisibleTo(self):
            if self.tabs.key() == _FINDINGS:
                self._open_tab(TABS[0])
            self.below.setVisible(not low)
            if low:
                self.stack.addWidget(self.findings_card)
            else:
                layout = self.below.layout()
                assert isinstance(layout, QHBoxLayout)
                layout.addWidget(self.findings_card, 7)
                self.findings_card.show()
        self._name_tabs()

    # --- what a person does

    def _show_side(self, _key: str) -> None:
        self._choose(ALL)
        self._show_list()

    def _open_tab(self, key: str) -> None:
        self.tabs.choose(key)
        self._show_tab(key)

    def _show_tab(self, key: str) -> None:
        self.leave()
        self.stack.setCurrentWidget(self.grids.get(key, self.findings_card))
        self.setFocusProxy(self.grids.get(key, self.finding_list))
        self.tabs.hand_over(self)
        self._allow_copy()

    def _choose(self, row_id: str) -> None:
        if not row_id or row_id == self.place:
            return
        self.place = row_id
        self._fill("equipment")
        self._name_tabs()
        self._allow_copy()

    def _new(self, tab: str) -> None:
        self._open_tab(tab)
        self.grids[tab].new_row()

    def _act(self, finding: Finding) -> None:
        service = Findings.of(self.shell)
        if service is not None:
            service.act(finding)

    def _allow_copy(self) -> None:
        self.again.setVisible(self.stack.currentWidget() is self.grids["equipment"])
        self.again.allow(not self.stock.locked and bool(self.grids["equipment"].current()[0]))

    def _copy(self, count: int) -> None:
        """Makes pieces like the current one, as one act, and goes to the first of them."""
        self.leave()
        grid = self.grids["equipment"]
        source, row_id = grid.source, grid.current()[0]
        if not isinstance(source, EquipmentSource) or row_id not in source.rows:
            return
        used = {row["tag"] for row in self.ledger.rows(Equipment) if row["tag"]}
        made = copies(source.rows[row_id], fields_of(Equipment).keys(), used, count)
        tags = [str(change.after.get("tag") or "") for change in made.changes if change.after]
        words = "–".join(dict.fromkeys((tags[0], tags[-1])))
        self.shell.wrote(self.ledger.apply(made), f"已再登记 {count} 台 {words}".strip())
        self.refresh()
        grid.show_cell(made.changes[0].row_id, "tag")

    def _written(self) -> None:
        """The list, the bars and the figures follow what was typed; the grid that wrote has it already."""
        self._read()
        writer = self.stack.currentWidget()
        for key, grid in self.grids.items():
            if grid is not writer:
                self._fill(key)
        self._show_figures()

    # --- figures

    def _show_figures(self) -> None:
        self.set_quiet(self.stock.sentence())
        self.new_work.setEnabled(not self.stock.locked)
        self.allow_main()
        last, shown = self.shell.top.months.last, self.shell.month
        if self.stock.locked and shown < last:
            self.block_main(
                f"{shown.month}月已上报，到{last.month}月登记", lambda: self.shell.top.months.choose(last)
            )
        elif self.stock.locked:
            self.block_main(f"{shown.month}月已上报，要改请先更正", lambda: self.shell.open_page(CHECK_PAGE))
        self._name_tabs()
        self._allow_copy()
        self._show_list()
        self._show_loads()

    def _name_tabs(self) -> None:
        stock, narrow = self.stock, self.width() < _NARROW
        here = sum(1 for piece in stock.pieces if stock.is_at(piece, self.place))
        inspections = self.grids["inspection"].source
        opened = sum(1 for row_id in inspections.row_ids() if not inspections.value(row_id, "closed_on"))
        works = len(stock.works)
        names = {
            "equipment": f"设备 {here}",
            "works": f"购置改造 {works}" if narrow else f"购置与改造（本季 {works}）",
            "room": f"房间 {len(stock.rooms)}",
            "circuit": f"{'线路' if narrow else '供电线路'} {len(stock.circuits)}",
            "inspection": ("自查" if narrow else "自查与整改") + (f" {opened}" if opened else ""),
            "temperature": "室温",
        }
        low = not self.below.isVisibleTo(self)
        if low:
            names[_FINDINGS] = self.still.text() or "问题"
        self.still.setVisible(not low and not narrow)
        self.next.setVisible(not low and bool(self.still.text()))
        self.tabs.set_items(list(names.items()))

    def _show_list(self) -> None:
        kind = RoomList if self.side.key() == BY_ROOM else CircuitList
        blocked = self.list.blockSignals(True)
        self.list.set_source(kind(self.stock, self.shell.findings))
        self.list.show_cell(self.place, light=False)
        self.list.blockSignals(blocked)

    def _show_loads(self) -> None:
        rows = []
        for circuit_id, circuit in self.stock.circuits.items():
            load, capacity = self.stock.loads.get(circuit_id, 0), circuit["capacity_w"]
            share = load / capacity if capacity else 0.0
            tone = _TONES[worst(self.shell.findings, circuit_id)]
            rows.append(BarRow(circuit["name"] or NO_NAME, share, load_text(load, capacity), tone))
        self.loads.set_rows(rows)
