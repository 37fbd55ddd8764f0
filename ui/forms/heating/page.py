"""取暖设备: rooms or circuits left, things right; loads and the page's findings below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from ui.forms.heating.sources import (
    ALL,
    CircuitList,
    CircuitsSource,
    EquipmentSource,
    RoomList,
    Stock,
    inspections_source,
    rooms_source,
    severity_of,
    share_text,
    temperatures_source,
    works_source,
)
from ui.grid.view import Grid
from ui.page import Page
from ui.theme import GRID, SPACE_2, SPACE_3
from ui.widgets.bars import BarList, BarRow
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.finding_list import FindingList
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import Text
from xcedu_desktop.form import Severity
from xcedu_desktop.forms.heating.tables import IN_USE, WORK_KINDS, Equipment

if TYPE_CHECKING:
    from ui.forms.registry import PageSpec
    from ui.grid.source import GridSource
    from ui.shell import Shell
    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger

BY_ROOM, BY_CIRCUIT = "rooms", "circuits"
TABS = ("equipment", "works", "room", "circuit", "inspection", "temperature")
_TAB_OF = {
    "equipment": "equipment",
    "heating_work": "works",
    "room": "room",
    "circuit": "circuit",
    "inspection": "inspection",
    "room_temperature": "temperature",
}
"""Live table → the tab that shows it."""
_TONES = {Severity.ERROR: "error", Severity.EXPLAIN: "error", Severity.WARNING: "warning", None: "accent"}
_LEFT = 244
_BELOW = 206


class HeatingPage(Page):
    """Six tabs of grids; the list at the left narrows the equipment to a room or a circuit."""

    def __init__(self, shell: Shell, spec: PageSpec) -> None:
        super().__init__(shell, spec)
        assert shell.ledger is not None
        self.ledger: Ledger = shell.ledger
        self.place = ALL
        self.stock = Stock(self.ledger, shell.month)
        self.side = SegmentedControl([(BY_ROOM, "按房间"), (BY_CIRCUIT, "按线路")], self)
        self.side.chosen.connect(self._show_side)
        self.tabs = SegmentedControl([(key, key) for key in TABS], self)
        self.tabs.chosen.connect(self._show_tab)
        self.list = Grid(shell, RoomList(self.stock), sortable=False, row_mode=True, parent=self)
        self.list.chosen.connect(self._choose)
        self.grids = {key: self._grid(key) for key in TABS}
        self.stack = QStackedWidget(self)
        for grid in self.grids.values():
            self.stack.addWidget(grid)
        self._lay_out()
        self.add_button("导入", lambda: shell.open_import("heating"))
        self.add_button("登记工程", lambda: self._new("works"))
        self.set_main("登记设备", lambda: self._new("equipment"))
        self._show_figures()
        self.show_findings([])

    def _grid(self, key: str) -> Grid:
        grid = Grid(self.shell, self._source(key), totals=key in ("equipment", "works"), parent=self)
        grid.written.connect(self._written)
        return grid

    def _source(self, key: str) -> GridSource:
        ledger, month = self.ledger, self.shell.month
        match key:
            case "equipment":
                return EquipmentSource(ledger, month, self.stock, self.place)
            case "works":
                return works_source(ledger, month)
            case "room":
                return rooms_source(ledger, month)
            case "circuit":
                return CircuitsSource(ledger, month, self.stock)
            case "inspection":
                return inspections_source(ledger, month)
        locked = ledger.month_state(month).locked
        return temperatures_source(
            ledger, month, f"{month.spoken}已上报并锁定，要改室温请先「更正」" if locked else ""
        )

    def _lay_out(self) -> None:
        self.still = Text("", GRID, tone="ink2", parent=self)
        self.next = Button("下一处　F8", parent=self)
        self.next.clicked.connect(lambda: self.shell.next_finding())
        bar = QHBoxLayout()
        bar.setSpacing(SPACE_2)
        self.side.setFixedWidth(_LEFT)
        bar.addWidget(self.side)
        bar.addSpacing(SPACE_2 // 2)
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        bar.addWidget(self.still)
        bar.addWidget(self.next)
        self.body.addLayout(bar)
        self.list.setFixedWidth(_LEFT)
        self.loads = BarList(26, self)
        load_card = Card("供电线路负荷", parent=self)
        load_card.body.addWidget(self.loads)
        load_card.body.addStretch(1)
        self.findings_card = Card("本页没有要处理的", parent=self)
        self.finding_list = FindingList(("where", "message"), row_height=28, lines=False, parent=self)
        self.finding_list.activated_finding.connect(self.shell.go_to)
        self.findings_card.body.addWidget(self.finding_list)
        below = QHBoxLayout()
        below.setSpacing(SPACE_3)
        below.addWidget(load_card, 10)
        below.addWidget(self.findings_card, 12)
        for card in (load_card, self.findings_card):
            card.setFixedHeight(_BELOW)
        right = QVBoxLayout()
        right.setSpacing(SPACE_3)
        right.addWidget(self.stack, 1)
        right.addLayout(below)
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
        self.stock = Stock(self.ledger, self.shell.month)
        if self.place not in self.stock.rooms and self.place not in self.stock.circuits:
            self.place = ALL
        for key, grid in self.grids.items():
            grid.set_source(self._source(key))
            grid.set_findings(self.shell.findings)
        self._show_figures()

    def show_findings(self, findings: list[Finding]) -> None:
        for grid in self.grids.values():
            grid.set_findings(findings)
        mine = [f for f in findings if f.open and f.table in _TAB_OF]
        self.still.setText(f"本页 {len(mine)} 项" if mine else "")
        self.next.setVisible(bool(mine))
        if self.findings_card.title is not None:
            self.findings_card.title.setText(f"本页 {len(mine)} 项" if mine else "本页没有要处理的")
        self.finding_list.set_findings(mine)
        self._show_list()
        self._show_loads()

    def focus_finding(self, finding: Finding) -> bool:
        tab = _TAB_OF.get(finding.table)
        if tab is None:
            return False
        self.tabs.choose(tab)
        self._show_tab(tab)
        if tab == "equipment" and self.place != ALL:
            self._choose(ALL)
            self.list.show_cell(ALL, light=False)
        return self.grids[tab].show_cell(finding.record, finding.field)

    def leave(self) -> bool:
        for grid in self.grids.values():
            grid.commit()
        return True

    # --- what a person does

    def _show_side(self, _key: str) -> None:
        self._choose(ALL)
        self._show_list()

    def _show_tab(self, key: str) -> None:
        self.leave()
        self.stack.setCurrentWidget(self.grids[key])

    def _choose(self, row_id: str) -> None:
        if not row_id or row_id == self.place:
            return
        self.place = row_id
        self.grids["equipment"].set_source(self._source("equipment"))
        self.grids["equipment"].set_findings(self.shell.findings)
        self._name_tabs()

    def _new(self, tab: str) -> None:
        self.tabs.choose(tab)
        self._show_tab(tab)
        self.grids[tab].new_row()

    def _written(self) -> None:
        """The list, the bars and the figures follow what was typed; the grid that wrote has it already."""
        self.stock = Stock(self.ledger, self.shell.month)
        writer = self.stack.currentWidget()
        for key, grid in self.grids.items():
            if grid is not writer:
                grid.set_source(self._source(key))
                grid.set_findings(self.shell.findings)
        self._show_figures()

    # --- figures

    def _show_figures(self) -> None:
        stock = self.stock
        in_use = sum(1 for piece in stock.pieces if piece["state"] in IN_USE)
        bought = sum(work["quantity"] or 0 for work in stock.works if work["kind"] == WORK_KINDS[0])
        spent = Equipment.__table__.c.cost_fen.info["field"].format(
            sum(w["cost_fen"] or 0 for w in stock.works)
        )
        heated, needing = stock.heated()
        since = f"{stock.since.month}月{stock.since.day}日起"
        self.set_quiet(
            f"在用 {in_use} 台（套） · 本取暖季新购 {bought} 台（套）、投入 {spent} 元（{since}） · "
            f"{heated}/{needing} 间已有取暖"
        )
        self._name_tabs()
        self._show_list()
        self._show_loads()

    def _name_tabs(self) -> None:
        shown = len(self.grids["equipment"].source.row_ids())
        opened = sum(
            1
            for i in self.grids["inspection"].source.row_ids()
            if not self.grids["inspection"].source.value(i, "closed_on")
        )
        names = {
            "equipment": f"设备 {shown}",
            "works": f"购置与改造（本季 {len(self.stock.works)}）",
            "room": f"房间 {len(self.stock.rooms)}",
            "circuit": f"供电线路 {len(self.stock.circuits)}",
            "inspection": f"自查与整改 {opened}" if opened else "自查与整改",
            "temperature": "室温",
        }
        chosen = self.tabs.key()
        self.tabs.set_items(list(names.items()))
        self.tabs.choose(chosen if chosen in names else TABS[0])

    def _show_list(self) -> None:
        kind = RoomList if self.side.key() == BY_ROOM else CircuitList
        self.list.set_source(kind(self.stock, self.shell.findings))
        self.list.show_cell(self.place, light=False)

    def _show_loads(self) -> None:
        loads = self.stock.loads()
        rows = []
        for circuit_id, circuit in self.stock.circuits.items():
            load, capacity = loads.get(circuit_id, 0), circuit["capacity_w"]
            field = Equipment.__table__.c.power_w.info["field"]
            figure = (
                f"{field.format(load)} / {field.format(capacity) or '—'} kW　{share_text(load, capacity)}"
            )
            tone = _TONES[severity_of(self.shell.findings, circuit_id)]
            rows.append(
                BarRow(circuit["name"] or "（未填名称）", load / capacity if capacity else 0.0, figure, tone)
            )
        self.loads.set_rows(rows)
