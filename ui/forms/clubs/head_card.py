"""The card over a club (社团卡片): name, category, leaders · places · slots · fee, and what is wrong in one chip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from ui.theme import GRID, NAME, SPACE_2, SPACE_3, SPACE_4
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.chips import Chip
from ui.widgets.finding_list import chip_of
from ui.widgets.text import Text

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from xcedu_desktop.form import Finding
    from xcedu_desktop.forms.clubs.summary import ClubFigures

_CAPACITY = "C04"
_NARROW = 440


class HeadCard(Card):
    """One line, 50 px high."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(margins=(SPACE_4, 8, SPACE_3, 8), parent=parent)
        self.name = Text("", NAME, bold=True, parent=self)
        self.category = Chip("plain", "", parent=self)
        self.about = Text("", GRID, tone="ink2", elide=True, parent=self)
        self.chip = Chip("warning", "", elide=True, parent=self)
        self.up = Button("", parent=self)
        """递补: who moves up stands in its text."""
        self.capacity = Button("改名额", parent=self)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.name)
        row.addWidget(self.category)
        row.addWidget(self.about, 1)
        row.addWidget(self.chip)
        row.addWidget(self.up)
        row.addWidget(self.capacity)
        self.body.addLayout(row)
        self.setFixedHeight(50)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the category, which stands in the list, makes room for the name and what is wrong."""
        super().resizeEvent(event)
        self._show_category()

    def _show_category(self) -> None:
        self.category.setVisible(bool(self.category.text) and self.width() >= _NARROW)

    def show_club(self, name: str, category: str, fee_fen: int | None, figures: ClubFigures | None) -> None:
        """What the club is; `figures` None: no club is chosen."""
        self.name.setText(name or ("（未填名称）" if figures else "还没有社团"))
        self.category.set("plain", category)
        self._show_category()
        parts: list[str] = []
        if figures is not None:
            fee = "" if fee_fen is None else "免费" if fee_fen == 0 else f"{fee_fen / 100:g} 元/课时"
            parts = [figures.leaders, figures.places, figures.slots.replace("-", "–"), fee]
        else:
            parts = ["在左边输入名称新建，或导入社团名单"]
        self.about.setText(" · ".join(part for part in parts if part))

    def show_next_up(self, names: Sequence[str], free: int | None) -> None:
        """A place is free and somebody waits: who moves up at one press."""
        self.up.setVisible(bool(names))
        if not names:
            return
        who = names[0] if len(names) == 1 else f"{names[0]}等 {len(names)} 人"
        self.up.setText(f"递补 {who}　Ctrl+Enter")
        places = "没有名额限制" if free is None else f"空出 {free} 个名额"
        self.up.setToolTip(f"{places}，候补名单从前往后：{'、'.join(names)}")
        self.up.updateGeometry()

    def show_findings(self, findings: Sequence[Finding], fee: str = "") -> None:
        """The worst open finding about the club itself; the others stand in the chip's tooltip. `fee`: what is wrong with
        it, "" for nothing."""
        over = any(finding.rule == _CAPACITY for finding in findings)
        self.capacity.setVisible(over)
        self.chip.setVisible(bool(findings or fee))
        if fee and not findings:
            self.chip.set("warning", fee)
            self.chip.setToolTip(fee)
        elif findings:
            first = findings[0]
            more = f"，另 {len(findings) - 1} 项" if len(findings) > 1 else ""
            self.chip.set(chip_of(first), first.message + more)
            self.chip.setToolTip("\n".join(finding.message for finding in findings))
