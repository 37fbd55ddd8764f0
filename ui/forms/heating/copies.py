"""再登记同样的…台: a delivery of twenty heaters is one piece and nineteen like it, with the asset tags counted on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from ui.theme import CONTROL, SPACE_1
from ui.widgets.buttons import Button
from xcedu_desktop.forms.heating.tables import WORK_KINDS
from xcedu_desktop.store.base import new_id
from xcedu_desktop.store.changes import Change, ChangeSet

MOST = 99
"""Copies in one go."""
_OWN = frozenset({"id", "school_code", "position", "tag", "serial", "state"})
"""What a copy does not take over: each piece has its own tag and serial number, and a new one works (正常)."""
_TRAILING = re.compile(r"\d+$", re.ASCII)


def next_tags(tag: str, used: Collection[str]) -> Iterator[str]:
    """Asset tags after `tag` without end: XC-0046 → XC-0047…, those in use passed over; 风机 → 风机-2, 风机-3."""
    found = _TRAILING.search(tag)
    stem, number, width = (tag[: found.start()], int(found[0]), len(found[0])) if found else (f"{tag}-", 1, 1)
    while True:
        number += 1
        following = f"{stem}{number:0{width}d}"
        if following not in used:
            yield following


def copies(piece: Mapping[str, Any], keys: Collection[str], used: Collection[str], count: int) -> ChangeSet:
    """`count` new pieces like `piece`. `keys`: the columns of the table; `used`: the tags there are."""
    same = {key: piece[key] for key in keys if key not in _OWN and piece.get(key) is not None}
    tag = str(piece.get("tag") or "")
    tags = next_tags(tag, used)
    made = []
    for _ in range(count):
        values = {**same, "state": "正常"}
        if tag:
            values["tag"] = next(tags)
        made.append(Change("equipment", new_id(), None, values))
    return ChangeSet(f"再登记 {count} 台", tuple(made))


def purchase_of(piece: Mapping[str, Any], pieces: Iterable[Mapping[str, Any]]) -> tuple[str, dict[str, Any]]:
    """How a purchase is called, and its row of works: as many sets as were bought of this kind and model that day."""
    alike = [p for p in pieces if all(p[key] == piece[key] for key in ("kind", "model", "purchase_date"))]
    name = " ".join(part for part in (piece["kind"], piece["brand"], piece["model"]) if part)
    costs = [p["cost_fen"] for p in alike]
    values = {
        "kind": WORK_KINDS[0],
        "name": name or None,
        "day": piece["purchase_date"],
        "quantity": len(alike),
    }
    if None not in costs:
        values["cost_fen"] = sum(costs)
        values["unit_price_fen"] = costs[0] if len(set(costs)) == 1 else None
    return f"{name} {len(alike)} 台".strip(), values


class CopyBox(QWidget):
    """A button that becomes a small box for the number; Enter or 再登记 does it, Esc leaves it."""

    wanted = Signal(int)

    def __init__(self, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._key = key
        self.ask = Button(f"再登记同样的…台　{key}", parent=self)
        self.ask.setToolTip("照选中的这一台再登记几台，资产编号接着往下排")
        self.ask.clicked.connect(lambda: self._open(True))
        self.count = QSpinBox(self)
        self.count.setRange(1, MOST)
        self.count.setSuffix(" 台")
        self.count.setFixedHeight(CONTROL)
        self.count.setAccessibleName("再登记同样的几台")
        self.do = Button("再登记", parent=self)
        self.do.clicked.connect(self._do)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_1)
        for part in (self.ask, self.count, self.do):
            row.addWidget(part)
        self._open(False)

    def shorten(self, narrow: bool) -> None:
        """A short name where there is little room."""
        self.ask.setText(f"{'再登记…台' if narrow else '再登记同样的…台'}　{self._key}")
        self.ask.updateGeometry()

    def begin(self) -> None:
        """Asks how many, where there is a piece to copy."""
        if self.ask.isEnabled():
            self._open(True)

    def allow(self, able: bool) -> None:
        """Whether there is a piece to copy."""
        self.ask.setEnabled(able)
        if not able:
            self._open(False)

    def _open(self, opened: bool) -> None:
        self.ask.setVisible(not opened)
        self.count.setVisible(opened)
        self.do.setVisible(opened)
        if opened:
            self.count.setValue(1)
            self.count.setFocus()
            self.count.selectAll()

    def _do(self) -> None:
        self.count.interpretText()
        self._open(False)
        self.wanted.emit(self.count.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.count.isVisible():
            self._open(False)
            self.ask.setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.count.isVisible():
            self._do()
        else:
            super().keyPressEvent(event)
