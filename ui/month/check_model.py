"""What the table of 校验与上报 shows (问题与说明): a finding a row, and what could be said again of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.widgets.answer_table import AnswerModel, Index
from ui.widgets.chips import chip_text
from ui.widgets.finding_list import chip_of

if TYPE_CHECKING:
    from xcedu_desktop.form import Finding

CHIP, FORM, WHERE, MESSAGE, REASON, VERB = range(6)
HEADS = ("", "表", "位置", "问题", "说明（随上报表送区里）", "")
PLACEHOLDER = "点此说明"


class CheckModel(AnswerModel):
    """Findings, and what last month's explanations offer. `explained(Finding, text)` when a reason was typed."""

    explained = Signal(object, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(HEADS, REASON, parent)
        self.findings: list[Finding] = []
        self.offers: Mapping[tuple[str, str], str] = {}
        self.reasons: Mapping[str, Sequence[str]] = {}
        """Rule → explanations to pick from."""

    def replace(self, findings: Sequence[Finding], offers: Mapping[tuple[str, str], str]) -> None:
        """Shows another list; an equal one leaves view and cursor as they are."""
        if list(findings) == self.findings and offers == self.offers:
            self.findings = list(findings)
            return
        self.beginResetModel()
        self.findings, self.offers = list(findings), offers
        self.endResetModel()

    def explain_here(self, row: int, reason: str) -> None:
        """Shows a reason at once; the next computation confirms it."""
        finding = self.findings[row]
        self.findings[row] = dataclasses.replace(finding, reason=reason or None, stale_reason=None)
        self.dataChanged.emit(self.index(row, 0), self.index(row, VERB))

    def row_of(self, finding: Finding) -> int:
        """The row of the same rule, record and field; −1 for none."""
        place = (finding.rule, finding.record, finding.field)
        for row, known in enumerate(self.findings):
            if (known.rule, known.record, known.field) == place:
                return row
        return -1

    def offer(self, row: int) -> tuple[str, str]:
        """What could be said again of an unexplained finding: (where it comes from, the words); ('', '') for nothing."""
        finding = self.findings[row]
        if finding.severity == "error" or finding.explained or not self.writable:
            return "", ""
        if finding.stale_reason:
            return "情况有变，原说明已失效：", finding.stale_reason
        last = self.offers.get((finding.rule, finding.record), "")
        return ("上月说过：", last) if last else ("", "")

    def reason_text(self, row: int) -> tuple[str, bool]:
        """What stands in the column 说明, and whether it is quiet (nothing that anybody said)."""
        finding = self.findings[row]
        if finding.severity == "error":
            return "改正后自动消失", True
        if finding.explained:
            return finding.reason or "", False
        said, words = self.offer(row)
        if words:
            return said + words, True
        return (PLACEHOLDER if self.writable else "未说明"), True

    # --- Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.findings)

    def takes_answer(self, row: int) -> bool:
        return self.findings[row].severity != "error"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.findings):
            return None
        finding, column = self.findings[index.row()], index.column()
        if role == Qt.ItemDataRole.EditRole and column == REASON:
            return finding.reason or ""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), column)
        if role == Qt.ItemDataRole.ToolTipRole:
            if column == REASON:
                return self.reason_text(index.row())[0]
            return f"{finding.where}　{finding.message}\n规则 {finding.rule}"
        return None

    def _text(self, row: int, column: int) -> str:
        finding = self.findings[row]
        if column == CHIP:
            return chip_text(chip_of(finding))
        if column == REASON:
            return self.reason_text(row)[0]
        return {
            FORM: finding.form_title,
            WHERE: finding.where,
            MESSAGE: finding.message,
            VERB: f"{finding.verb} ›",
        }[column]

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.column() != REASON:
            return False
        text = str(value).strip()
        if text == (self.findings[index.row()].reason or ""):
            return False
        self.explained.emit(self.findings[index.row()], text)
        return True
