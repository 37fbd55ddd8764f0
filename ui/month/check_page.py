"""校验与上报: what is wrong and why it may stand, what will be sent, and the export with the lock of the month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy

from ui.month.check_table import CheckTable
from ui.month.confirm_line import ConfirmLine
from ui.month.exporting import Exporting
from ui.month.findings import EXPLAIN_VERB, Findings
from ui.month.pictures import blank_forms
from ui.month.steps import StepsCard, steps_of
from ui.month.totals_card import TotalsCard
from ui.page import Page
from ui.receipts.line import ReceiptLine
from ui.receipts.opening import open_receipt
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.folding import FoldingRow
from ui.widgets.segmented import SegmentedControl
from xcedu_desktop.errors import UserError
from xcedu_desktop.glance import Counts

if TYPE_CHECKING:
    from ui.forms.registry import PageSpec
    from ui.shell import Shell
    from xcedu_desktop.form import Finding

_TABS = (
    ("all", "全部"),
    ("error", "错误"),
    ("explain", "须说明"),
    ("warning", "提醒"),
    ("explained", "已说明"),
)
_NOTHING, _NOTHING_LIKE_IT = "没有查出问题。", "没有这一类问题。"
_TOTALS = "totals"
_FEW_ROWS = 160
_LOW = 500
"""Under this height the figures are a tab beside the findings."""


class CheckPage(Page):
    """Shows `Findings.checked`; never replaces the table under an open editor."""

    def __init__(self, shell: Shell, spec: PageSpec) -> None:
        super().__init__(shell, spec)
        self.exporting = Exporting(self)
        self.history = self.add_button("历次上报", self.exporting.show_history)
        self.correct = self.add_button("更正", self.exporting.ask_reason)
        self.set_main("导出上报表", self.exporting.ask).setToolTip("Ctrl+E")
        QShortcut(QKeySequence("Ctrl+E"), self).activated.connect(self._want_export)
        self.confirm = ConfirmLine(self._export, self._answered, self)
        self.body.addWidget(self.confirm)
        self.add_button("打开回执…", lambda: open_receipt(self.shell))
        self.receipt = ReceiptLine(shell, self)
        self.body.addWidget(self.receipt)
        self.steps = StepsCard(self)
        self.body.addWidget(self.steps)

        bar = FoldingRow(self)
        self.tabs = SegmentedControl(_TABS, self)
        self.tabs.chosen.connect(lambda _key: self._show_table())
        self.tabs.entered.connect(self.setFocus)
        self.before = Button("上一处", parent=self)
        self.before.clicked.connect(lambda: self.shell.next_finding(back=True))
        self.next = Button("下一处　F8", parent=self)
        self.next.clicked.connect(lambda: self.shell.next_finding())
        bar.add(self.tabs)
        bar.row.addStretch(1)
        bar.add(self.before, folds=1)
        bar.add(self.next, folds=2)
        self.body.addWidget(bar)

        self.frame = frame = Card(margins=(1, 1, 1, 1), radius=0, parent=self)
        self.table = CheckTable(frame)
        self.setFocusProxy(self.table)
        self.table.setFrameShape(CheckTable.Shape.NoFrame)
        self.table.pressed_verb.connect(self._act)
        self.table.rows.explained.connect(self._explain)
        self.table.editing_ended.connect(self._editing_ended)
        frame.body.addWidget(self.table)
        self.body.addWidget(frame, 1)
        self.totals = TotalsCard(self)
        self.body.addWidget(self.totals)
        self._waiting = False
        self._explained: Finding | None = None
        self._show()

    # --- what the shell asks

    def refresh(self) -> None:
        self._show()

    def show_findings(self, findings: list[Finding]) -> None:
        self._show()

    def focus_finding(self, finding: Finding) -> bool:
        finding = self._explained_by(finding)
        if self.table.rows.row_of(finding) < 0:
            self.tabs.choose("all")
            self._show_table()
        row = self.table.rows.row_of(finding)
        if row < 0:
            return False
        self.table.go_to(row, edit=finding.verb == EXPLAIN_VERB)
        return True

    def _explained_by(self, finding: Finding) -> Finding:
        """Of a finding about an explanation (X04) the one that it explains; any other as it is."""
        if finding.table != "explanation":
            return finding
        from xcedu_desktop.month.explain import explanation_id

        month, known = self.shell.month, self.service.findings if self.service is not None else []
        return next((f for f in known if explanation_id(month, f.rule, f.record) == finding.record), finding)

    def leave(self) -> bool:
        self.table.commit()
        if self.confirm.month is not None:
            self.confirm.take_away()
            self._show()
        return True

    def fit(self, small: bool) -> None:
        """In a small window the table keeps a few rows, and the page is scrolled."""
        self.frame.setMinimumHeight(_FEW_ROWS if small else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_tabs()

    # --- showing

    @property
    def service(self) -> Findings | None:
        """The findings of the window."""
        return Findings.of(self.shell)

    @property
    def locked(self) -> bool:
        """Whether the month on the screen is reported and not reopened."""
        state = self.state()
        return bool(state.get("locked"))

    def state(self) -> dict[str, Any]:
        """Where the month on the screen stands, as the overview keeps it; empty before that is known."""
        service = self.service
        if service is None or service.checked is None:
            return {}
        state: dict[str, Any] = service.checked.overview["state"]
        return state

    def blank(self) -> list[tuple[str, str]]:
        """The forms of which nothing stands in the month yet, as `blank_forms` gives them."""
        service = self.service
        return (
            blank_forms(service.checked.overview, self.shell.pages)
            if service is not None and service.checked is not None
            else []
        )

    def shown_counts(self) -> Counts:
        """What is open of the month on the screen."""
        return Counts(self.service.findings if self.service is not None else ())

    def _show(self) -> None:
        if self.table.editing:
            self._waiting = True
            return
        self._waiting = False
        service = self.service
        findings = service.findings if service is not None else []
        state, known = self.state(), service is not None and service.checked is not None
        counts = self.shown_counts()
        self._show_head(counts, state, known)
        self._show_steps(counts, state, findings, known)
        self._show_tabs()
        checked = service.checked if service is not None else None
        self.receipt.show_receipt(checked.overview["receipt"] if checked is not None else None)
        totals = service.checked.totals if service is not None and service.checked is not None else []
        self.totals.show_totals(totals, "已上报" if state.get("locked") else "将要上报")

    def _show_head(self, counts: Counts, state: dict[str, Any], known: bool) -> None:
        month, revision = f"{self.shell.month.month}月", int(state.get("revision", 0))
        if state.get("locked") or counts.blocking or self.confirm.month != self.shell.month:
            self.confirm.take_away()  # what was asked is not so any more
        locked = bool(state.get("locked"))
        self.correct.setVisible(locked)
        self.history.setVisible(revision > 0)
        for button in (self.before, self.next):
            button.setEnabled(not locked and counts.still > 0)
        if not known:
            self.set_quiet(f"{month} · 正在核对…")
            self.set_main("导出上报表", self.exporting.ask)
            self.allow_main()
            if self.header.main is not None:
                self.header.main.setEnabled(False)
        elif locked:
            service = self.service
            moved = service is not None and self.shell.month in service.affected.months
            self.set_quiet(
                f"{month} · 已上报（第 {revision} 次）"
                + (" · 后来的改动影响已上报的数字，需更正" if moved else "")
            )
            self.set_main("再导出一份", self.exporting.ask)
            self.allow_main()
        else:
            self.set_quiet(
                f"{month} · " + (f"更正中，将成为第 {revision + 1} 次上报" if revision else "第 1 次上报")
            )
            self.set_main("导出上报表", self.exporting.ask)
            if counts.blocking:
                self.block_main(f"还有 {counts.blocking}", self._open_first_blocking)
            else:
                self.allow_main()
        asked = self.confirm.month is not None  # then its own button is the main one
        if (self.exporting.running or asked) and self.header.main is not None:
            self.header.main.setEnabled(False)

    def _show_steps(
        self, counts: Counts, state: dict[str, Any], findings: list[Finding], known: bool
    ) -> None:
        self.steps.show_steps(steps_of(counts, state, findings, known, len(self.blank())))
        self.exporting.show_after(self.steps, state)

    def _show_tabs(self) -> None:
        """The tabs with their counts; in a low window what will be sent is one of them."""
        findings = self.service.findings if self.service is not None else []
        amounts = {key: 0 for key, _ in _TABS}
        amounts["all"] = len(findings)
        for finding in findings:
            amounts[_tab_of(finding)] += 1
        items = [(key, f"{word} {amounts[key]}") for key, word in _TABS]
        if self.height() < _LOW:
            items.append((_TOTALS, "已上报" if self.locked else "将要上报"))
        self.tabs.set_items(items)
        if not self.tabs.key():
            self.tabs.choose("all")
        self._show_table()

    def _show_table(self) -> None:
        if self.table.editing:
            return
        service = self.service
        findings = service.findings if service is not None else []
        chosen, low = self.tabs.key(), self.height() < _LOW
        self.frame.setVisible(chosen != _TOTALS)
        self.totals.setVisible(not low or chosen == _TOTALS)
        alone = QSizePolicy.Policy.Expanding if chosen == _TOTALS else QSizePolicy.Policy.Preferred
        self.totals.setSizePolicy(QSizePolicy.Policy.Preferred, alone)
        shown = [finding for finding in findings if chosen in ("all", _tab_of(finding))]
        kept, rows = self.table.currentIndex(), self.table.rows
        current = rows.findings[kept.row()] if kept.isValid() and kept.row() < len(rows.findings) else None
        checked = service.checked if service is not None else None
        offers = checked.offers if checked is not None else {}
        rows.reasons = checked.reasons if checked is not None else {}
        if rows.writable == self.locked:
            rows.writable = not self.locked
            self.table.viewport().update()  # the list itself may be the same: 点此说明, or 未说明
        rows.replace(shown, offers)
        self.table.say_empty("" if checked is None else _NOTHING_LIKE_IT if findings else _NOTHING)
        if current is not None and (row := rows.row_of(current)) >= 0:
            done = self._explained
            if done is not None and row != kept.row() and rows.row_of(done) == row:
                self._explained, row = None, kept.row()  # it went down to the explained ones: on to the next
            self.table.setCurrentIndex(rows.index(row, kept.column()))
        self.table.lay_out()

    # --- acting

    def _want_export(self) -> None:
        """Ctrl+E: as the main button; where that is grey, why."""
        main, reason = self.header.main, self.header.reason
        if main is not None and main.isEnabled():
            main.click()
        elif reason.isVisible():
            self.shell.say(f"{reason.text().removesuffix(' ›')}，处理完才能导出")

    def _answered(self) -> None:
        """The question of the export was answered: the keyboard goes back into the list."""
        self._show()
        self.setFocus()

    def _export(self) -> None:
        self._answered()
        self.exporting.export()

    def _editing_ended(self) -> None:
        if self._waiting:
            self._waiting = False
            self._show()

    def _open_first_blocking(self) -> None:
        service = self.service
        if service is not None:
            first = next((finding for finding in service.findings if finding.blocks), None)
            if first is not None:
                service.act(first)

    def _act(self, finding: Finding) -> None:
        service = self.service
        if service is None:
            return
        if self.locked and finding.fix is not None:
            self.shell.go_to(finding)
        else:
            service.act(finding)

    def _explain(self, finding: Finding, reason: str) -> None:
        """Writes a typed reason, or takes one back; what cannot be a reason is said and not written."""
        from xcedu_desktop.month.explain import explanation, withdrawal
        from xcedu_desktop.values.masks import mask_phones

        ledger, service = self.shell.ledger, self.service
        if ledger is None or service is None:
            return
        try:
            with ledger.view(self.shell.month) as view:
                if reason:
                    planned = explanation(view, service.findings, finding.rule, finding.record, reason)
                else:
                    planned = withdrawal(view, finding.rule, finding.record)
            change = ledger.apply(planned)
        except UserError as trouble:
            self.shell.say(trouble.message)
            return
        row, kept = self.table.rows.row_of(finding), mask_phones(reason)
        if row >= 0:
            self.table.rows.explain_here(row, kept)
            self._explained = finding if reason else None
        self.shell.wrote(change, planned.title)
        if kept != reason:
            self.shell.say("说明随上报表送区里，里面的电话已遮住中间几位")


def _tab_of(finding: Finding) -> str:
    return "explained" if not finding.open else str(finding.severity)
