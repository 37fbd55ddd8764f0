"""总览: what the month still lacks, in one number and one list; a small picture of each form; cover, months, backup.

Nothing here imports the core at module level: the page paints the last known figures before the core is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from ui.month.affected_line import AffectedLine
from ui.month.bureau_line import BureauLine
from ui.month.clock_line import ClockLine
from ui.month.findings import CHECK_PAGE, Findings
from ui.month.overview_cards import BackupCard, CoverCard, MonthsCard, PictureCard
from ui.month.pictures import blank_forms, pictured
from ui.month.start_line import StartLine
from ui.page import Page
from ui.receipts.line import ReceiptLine
from ui.theme import BODY, SPACE_3, SPACE_4
from ui.widgets.cards import Card
from ui.widgets.finding_list import FindingList
from ui.widgets.text import Text
from ui.widgets.wrapping import WrappingRow
from xcedu_desktop.glance import Counts, GlancedFinding, glanced

if TYPE_CHECKING:
    from ui.forms.registry import PageSpec
    from ui.shell import Shell
    from xcedu_desktop.form import Finding
    from xcedu_desktop.periods import Month


_FEW_LINES, _ONE_LINE = 136, 64
"""Logical pixels: four findings; the words where there are none."""
_REPORTED = (
    "{month}已经上报：人数、考勤、室温这些当月的数只能看，不能改；要改，请到「校验与上报」点「更正」，写明原因。\n"
    "学生、社团、设备这些名册和台账照常登记；影响已上报数字的，会在这里说。"
)


class OverviewPage(Page):
    """Shows `Findings.checked`, or before it is there what the last run kept."""

    def __init__(self, shell: Shell, spec: PageSpec) -> None:
        super().__init__(shell, spec)
        self.shown: list[Any] = []
        card = self.findings_card = Card(margins=(SPACE_4, 1, SPACE_4, 1), parent=self)
        self.list = FindingList(parent=card)
        self.list.activated_finding.connect(self._act)
        self.empty = Text("", BODY, tone="ink2", parent=card)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        card.body.addWidget(self.list, 1)
        card.body.addWidget(self.empty, 1)
        self.affected = AffectedLine(self._open_month, self)
        self.bureau = BureauLine(self)
        self.receipt = ReceiptLine(shell, self)
        self.clock = ClockLine(self)
        self.begin = StartLine(shell, self)
        for line in (self.clock, self.bureau, self.affected, self.receipt, self.begin):
            self.body.addWidget(line)
        self.body.addWidget(card, 1)

        row = WrappingRow(self, SPACE_3)
        self.pictures = {page.key: PictureCard(page.title, self) for page in pictured(shell.pages)}
        for picture in self.pictures.values():
            row.add(picture, stretch=1)
        self.body.addWidget(row)

        bottom = WrappingRow(self, SPACE_3)
        self.cover = CoverCard(shell, self)
        self.months = MonthsCard(shell, self)
        self.backup = BackupCard(shell, self)
        for widget, share in ((self.cover, 376), (self.months, 522), (self.backup, 236)):
            bottom.add(widget, stretch=share)
        self.body.addWidget(bottom)
        self.set_main("从第一项开始　F8", self._start)
        self._show()

    def fit(self, small: bool) -> None:
        """In a small window the list keeps a few lines, and says of which form a finding is in its tooltip."""
        self.list.columns = ("where", "message") if small else ("form", "where", "message")
        self.list.scheduleDelayedItemsLayout()
        self._fit_list()

    def _fit_list(self) -> None:
        wanted = min(_FEW_LINES, self.list.sizeHint().height() + 2) if self.shown else _ONE_LINE
        self.findings_card.setMinimumHeight(wanted if self.small else 0)

    # --- what the shell asks

    def refresh(self) -> None:
        self._show()

    def show_findings(self, findings: list[Finding]) -> None:
        self._show()

    def focus_finding(self, finding: Finding) -> bool:
        return finding.table == "declared" and self.cover.focus_figure(finding.field)

    def leave(self) -> bool:
        self.cover.commit()
        return True

    # --- showing

    def _known(self) -> tuple[Mapping[str, Any], list[Any], bool]:
        """The overview, its findings, and whether it is more than a glance."""
        service = Findings.of(self.shell)
        if service is not None and service.checked is not None:
            return service.checked.overview, [f for f in service.findings if f.open], True
        kept = self.shell.remembered.get("overview") or {}
        if kept.get("month") == str(self.shell.month):
            return kept, list[Any](glanced(kept)), False
        return {}, [], False

    def _show(self) -> None:
        overview, findings, known = self._known()
        month = f"{self.shell.month.month}月"
        self._show_head(month, overview, findings)
        state = overview.get("state", {})
        self.cover.show_cover(overview.get("cover", {}), able=known and not state.get("locked"))
        self.months.show_months(overview.get("earlier", ()))
        self.backup.show_backup(overview.get("backup"), known=bool(overview))
        made = {picture["form"]: picture for picture in overview.get("pictures", ())}
        for key, card in self.pictures.items():
            card.show_picture(made.get(key))
        self.affected.show_months(self._affected())
        self.clock.show_words(str(overview.get("clock") or ""))
        self.bureau.show_texts(overview.get("bureau") or {})
        self.receipt.show_receipt(overview.get("receipt"), able=known)
        self.begin.setVisible(known and not state.get("locked") and not overview.get("classes"))

    def _affected(self) -> list[Month]:
        """Reported months that need a correction."""
        service = Findings.of(self.shell)
        return service.affected.months if service is not None else []

    def _show_head(self, month: str, overview: Mapping[str, Any], findings: list[Any]) -> None:
        counts, state = Counts.kept(overview.get("counts")), overview.get("state", {})
        words = ""
        blank = blank_forms(overview, self.shell.pages)
        names = "、".join(title for _, title in blank)
        if not overview:
            self.set_title(month)
            self.set_quiet("正在核对…")
            self.set_main("从第一项开始　F8", self._start).setEnabled(False)
        elif state.get("locked"):
            findings = []
            self.set_title(f"{month}已上报（第 {state.get('revision')} 次）")
            self.set_quiet(
                "有改动影响已上报的数字，需更正"
                if self.shell.month in self._affected()
                else "本月已锁定；要改请先更正"
            )
            self.set_main("去校验与上报", self._open_check).setEnabled(True)
            words = _REPORTED.format(month=self.shell.month.spoken)
        elif counts.still:
            self.set_title(f"{month}还差 {counts.still} 项")
            self.set_quiet(counts.sentence + (f"；{names}还空着" if blank else ""))
            self.set_main("从第一项开始　F8", self._start).setEnabled(True)
        elif blank:
            self.set_title(f"{month}还空着 {len(blank)} 张表")
            self.set_quiet("本校确实没有的才可以空着上报")
            key, first = blank[0]
            self.set_main(f"去填{first}", lambda: self.shell.open_page(key)).setEnabled(True)
            words = f"还空着：{names}。\n已填的没有问题。本校确实没有的可以空着，到「校验与上报」导出。"
        else:
            self.set_title(f"{month}已齐，可以上报")
            explained = int(overview.get("explained", 0))
            self.set_quiet(f"{explained} 项已说明" if explained else "没有要改的，也没有要说明的")
            self.set_main("去上报", self._open_check).setEnabled(True)
            words = "没有要处理的问题。"
        self.shown = findings
        self.list.set_findings(findings)
        self._fit_list()
        self.list.setVisible(bool(findings))
        self.setFocusProxy(self.list if findings else None)
        if findings and self.shell.focusWidget() is self.shell.stack:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # the page was opened before its list was known
        self.empty.setText(words)
        self.empty.setVisible(not findings)

    # --- acting

    def _start(self) -> None:
        if self.shown:
            self._act(self.shown[0])

    def _act(self, finding: Finding | GlancedFinding) -> None:
        service = Findings.of(self.shell)
        if service is not None:
            service.act(finding)

    def _open_check(self) -> None:
        self.shell.open_page(CHECK_PAGE)

    def _open_month(self, month: Month) -> None:
        self.shell.top.months.choose(month)
        self._open_check()
