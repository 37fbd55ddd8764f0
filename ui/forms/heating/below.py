"""What stands under the grids of 取暖设备: loads of the circuits or coverage of the rooms, and the page's findings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.forms.heating.stock import NO_NAME, Stock, load_text, worst
from ui.theme import GRID, SPACE_3
from ui.widgets.bars import BarList, BarRow
from ui.widgets.cards import Card
from ui.widgets.finding_list import FindingList
from ui.widgets.text import Text
from xcedu_desktop.form import Severity

if TYPE_CHECKING:
    from xcedu_desktop.form import Finding

HEIGHT = 190
NOTHING = "本页没有要处理的"
_TONES = {Severity.ERROR: "error", Severity.EXPLAIN: "error", Severity.WARNING: "warning", None: "accent"}
_NO_CIRCUITS = "还没有供电线路。在「供电线路」里填名称和额定容量，再给房间选线路，这里就比较负荷。"
_NO_ROOMS = "还没有房间。在「房间」里填名称、用途和取暖方式，这里就数出要取暖的有几间、已有几间。"


class Below(QWidget):
    """Two cards. The findings' card can be taken out for a low window (`findings_card`, `take_back`)."""

    def __init__(self, act: Callable[[Finding], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.bars = BarList(26, self)
        self.bars_card = Card("供电线路负荷", parent=self)
        self.empty = Text("", GRID, tone="ink2", parent=self)
        self.empty.setWordWrap(True)
        self.bars_card.body.addWidget(self.empty)
        self.bars_card.body.addWidget(self.bars)
        self.bars_card.body.addStretch(1)
        self.findings_card = Card(NOTHING, parent=self)
        self.finding_list = FindingList(("said",), row_height=28, lines=False, points=GRID, parent=self)
        self.finding_list.activated_finding.connect(act)
        self.findings_card.body.addWidget(self.finding_list)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(SPACE_3)
        self.row.addWidget(self.bars_card, 5)
        self.row.addWidget(self.findings_card, 7)

    def take_back(self) -> None:
        """The findings' card stands here again."""
        self.row.addWidget(self.findings_card, 7)
        self.findings_card.show()

    def show_findings(self, mine: list[Finding], words: str) -> None:
        """The page's own findings; `words` counts them, "" for none."""
        if self.findings_card.title is not None:
            self.findings_card.title.setText(words or NOTHING)
        self.finding_list.set_findings(mine)

    def show_loads(self, stock: Stock, findings: list[Finding]) -> None:
        """A bar a circuit: rated power in use against its capacity."""
        rows = []
        for circuit_id, circuit in stock.circuits.items():
            load, capacity = stock.loads.get(circuit_id, 0), circuit["capacity_w"]
            share = load / capacity if capacity else 0.0
            tone = _TONES[worst(findings, circuit_id)]
            rows.append(BarRow(circuit["name"] or NO_NAME, share, load_text(load, capacity), tone))
        self._show("供电线路负荷", rows, _NO_CIRCUITS)

    def show_coverage(self, stock: Stock) -> None:
        """A bar a use: rooms heated of those that need heat."""
        rows = []
        for use, done, needing in stock.coverage():
            short = done < needing
            figure = f"{'! ' if short else ''}{done}/{needing} 间已有"
            rows.append(BarRow(use, done / needing, figure, "warning" if short else "good"))
        self._show("要取暖的房间", rows, _NO_ROOMS)

    def _show(self, title: str, rows: list[BarRow], otherwise: str) -> None:
        if self.bars_card.title is not None:
            self.bars_card.title.setText(title)
        self.bars_card.setAccessibleName(title)
        self.empty.setText("" if rows else otherwise)
        self.empty.setVisible(not rows)
        self.bars.setVisible(bool(rows))
        self.bars.set_rows(rows)
