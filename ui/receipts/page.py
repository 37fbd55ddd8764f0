"""回执: what the bureau says of a month's report, each cell with its way to the live one, and the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout

from ui.forms.registry import RECEIPT, PageSpec
from ui.month.findings import CHECK_PAGE
from ui.month.reason_dialog import ReasonDialog
from ui.page import Page
from ui.receipts.table import ReceiptTable
from ui.theme import BODY, GRID, SMALL, SPACE_3, SPACE_4
from ui.widgets.cards import Card
from ui.widgets.chips import Chip
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import Text
from xcedu_desktop.errors import UserError
from xcedu_desktop.month.life import MonthLife
from xcedu_desktop.month.receipt_file import Receipt
from xcedu_desktop.month.receipt_lines import ReceiptLine, lines_of
from xcedu_desktop.month.receipts import KeptReceipt, answering, receipts_of

if TYPE_CHECKING:
    from ui.shell import Shell

REASON = "回执"
"""The reason of a correction that a receipt asks for, offered in the dialog."""
_LAST = "receipt_at"


class ReceiptPage(Page):
    """Laid over the page it came from. `digest`: the receipt to show, of the month on the screen; None: the newest."""

    def __init__(self, shell: Shell, spec: PageSpec = RECEIPT, digest: str | None = None) -> None:
        super().__init__(shell, spec)
        self._receipts: list[KeptReceipt] = []
        self._wanted = digest
        self.add_button("打开回执…", self._open_other)
        self.add_way_back(self.close_page)
        self.set_main("更正", self._correct)

        self.choice = SegmentedControl(parent=self)
        self.choice.chosen.connect(self._choose)
        self.choice.entered.connect(self.setFocus)
        self.body.addWidget(self.choice)

        self.verdict = card = Card(margins=(SPACE_4, 8, SPACE_4, 8), parent=self)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        self.chip = Chip("plain", parent=card)
        self.said = Text("", BODY, parent=card)
        self.said.setWordWrap(True)
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.said, 1)
        card.body.addLayout(row)
        self.body.addWidget(card)

        self.frame = Card(margins=(1, 1, 1, 1), radius=0, parent=self)
        self.table = ReceiptTable(self.frame)
        self.table.wanted.connect(self._jump)
        self.table.rows.answered.connect(self._answer)
        self.table.editing_ended.connect(self.refresh)
        self.frame.body.addWidget(self.table)
        self.body.addWidget(self.frame, 1)
        self.empty = Text("", GRID, tone="ink2", parent=self)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.addWidget(self.empty, 1)
        self.whole = Text("", GRID, parent=self)
        self.whole.setWordWrap(True)
        self.body.addWidget(self.whole)
        self.table.shows_other_row.connect(self._show_whole)
        self.foot = Text("", SMALL, tone="ink2", elide=True, parent=self)
        self.body.addWidget(self.foot)
        self.setFocusProxy(self.table)

    # --- what the shell asks

    def refresh(self) -> None:
        ledger = self.shell.ledger
        if ledger is None or self.table.editing:
            return
        with ledger.store.read() as session:
            self._receipts = receipts_of(session, ledger.store.school_code, self.shell.month)
        several = len(self._receipts) > 1
        self.choice.set_items([(kept.digest, _tab(kept)) for kept in self._receipts])
        self.choice.setVisible(several)
        if self._wanted is not None:
            self.choice.choose(self._wanted)
            self._wanted = None
        self._show()

    def leave(self) -> bool:
        self.table.commit()
        return True

    # --- showing

    @property
    def kept(self) -> KeptReceipt | None:
        """The receipt on the screen."""
        key = self.choice.key()
        return next((kept for kept in self._receipts if kept.digest == key), None)

    def _show(self) -> None:
        ledger, kept, month = self.shell.ledger, self.kept, self.shell.month
        if ledger is None:
            return
        life = ledger.month_state(month)
        if kept is None:
            self._show_none(month.spoken)
            return
        with ledger.view(month) as view:
            lines = lines_of(view, kept)
        receipt = kept.receipt
        self.set_title(f"回执：{month.month}月第 {receipt.revision} 次上报")
        when = receipt.when
        self.set_quiet(f"{receipt.by} · {when.month}月{when.day}日 {when:%H:%M}")
        self.chip.set("explained" if receipt.is_accepted else "rejected", receipt.word)
        self.said.setText(_verdict(receipt, lines, life))
        self.table.rows.show_lines(lines, not life.locked)
        self.table.lay_out()
        if lines and not self.table.currentIndex().isValid():
            self._restore_place()
        self._show_whole()
        self.verdict.show()
        self.frame.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.empty.setText("回执里没有列出要核对的格子。")
        asks = any(line.is_question for line in lines) or not receipt.is_accepted
        after = f"再导出就是第 {life.next_revision} 次上报"
        if asks and life.locked:
            self.set_main("更正", self._correct)
            look = "点「去看」到那一格。" if lines else ""
            self.foot.setText(f"{look}要改数字或写答复，先点「更正」；改完{after}。")
        else:
            self.set_main("去校验与上报", lambda: self.shell.open_page(CHECK_PAGE))
            self.foot.setText(f"改了数字，或写了答复，{after}；答复列在说明表里。" if asks else "")
        self.foot.setVisible(bool(self.foot.text()))

    def _show_whole(self) -> None:
        """What the current row's columns cut off, whole, under the table."""
        words = self.table.cut_off()
        self.whole.setText(words)
        self.whole.setVisible(bool(words))

    def _show_none(self, month: str) -> None:
        self.set_title("回执")
        self.set_quiet(month)
        self.table.rows.show_lines([], False)
        self._show_whole()
        self.verdict.hide()
        self.frame.hide()
        self.empty.show()
        self.empty.setText(
            f"{month}还没有读入过回执。\n点「打开回执…」，选区里发来的文件；也可以把文件拖到窗口里。"
        )
        self.foot.hide()
        self.set_main("去校验与上报", lambda: self.shell.open_page(CHECK_PAGE))

    def _restore_place(self) -> None:
        """The line visited last, else the first that wants an answer."""
        lines = self.table.rows.lines
        last = self.shell.remembered.get(_LAST)
        rows = [row for row, line in enumerate(lines) if line.cell.id == last]
        still = [row for row, line in enumerate(lines) if line.is_open]
        self.table.go_to((rows or still or [0])[0])

    # --- acting

    def close_page(self) -> None:
        """Back to the page under it."""
        if self.leave():
            self.shell.lift()

    def _choose(self, _digest: str) -> None:
        self.table.commit()
        self._show()

    def _open_other(self) -> None:
        from ui.receipts.opening import open_receipt

        open_receipt(self.shell)

    def _correct(self) -> None:
        """更正: opens the month for the next revision; the reason is there already."""
        ledger, month = self.shell.ledger, self.shell.month
        if ledger is None:
            return
        dialog = ReasonDialog(month.spoken, ledger.month_state(month).next_revision, self)
        dialog.edit.setText(REASON)
        dialog.edit.selectAll()
        if dialog.exec() == QDialog.DialogCode.Accepted:
            ledger.reopen(month, dialog.reason)
            self.shell.say(f"{month.spoken}可以修改了，改完再导出一份")
            self.shell.wrote_something.emit()
            self.refresh()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        dialog.deleteLater()

    def _answer(self, question: str, text: str) -> None:
        """Writes an answer, or takes one back; what cannot be one is said and not written."""
        ledger, kept = self.shell.ledger, self.kept
        if ledger is None or kept is None:
            return
        try:
            with ledger.view(self.shell.month) as view:
                planned = answering(view, kept, question, text)
            change = ledger.apply(planned)
        except UserError as trouble:
            self.shell.say(trouble.message)
            return
        self.shell.wrote(change, planned.title)

    def _jump(self, row: int) -> None:
        """To the live cell; says where to, or why there is none."""
        line = self.table.rows.lines[row]
        finding = line.as_finding()
        if not line.form or self.shell.page_of(finding) is None:
            self.shell.say(f"{line.cell.sheet}的这一格没有可以去的页")
            return
        self.shell.remembered[_LAST] = line.cell.id
        shell = self.shell  # this page is taken away by the jump
        found = shell.go_to(finding)
        where = f"{line.cell.sheet} {line.cell.place}".strip()
        if not found and line.table:
            shell.say(f"{where}：这一行已经不在了")
        elif not found:
            shell.say(f"{where}：这个数由程序算出，没有单独的一格")
        else:
            shell.say(f"区里：{line.cell.said}")


def _tab(kept: KeptReceipt) -> str:
    when = kept.receipt.when
    return f"第 {kept.receipt.revision} 次上报　{kept.receipt.word} {when.month}月{when.day}日"


def _verdict(receipt: Receipt, lines: list[ReceiptLine], life: MonthLife) -> str:
    """The reason of a refusal, and how much there is to do."""
    asked, left = len(receipt.questions), sum(1 for line in lines if line.is_open)
    parts = []
    if asked:
        parts.append(f"{asked} 处要核对")
        if left < asked:
            parts.append(f"还剩 {left} 处" if left else "都已改动或答复")
    elif receipt.is_accepted:
        parts.append("没有要核对的")
    if receipt.accepted:
        parts.append(f"手工改动的 {len(receipt.accepted)} 处区里已认可，请把本机也改成一样")
    sentence = "；".join(parts) + "。" if parts else ""
    if receipt.revision < life.revision:
        sentence += f"这是对第 {receipt.revision} 次上报的，之后已报到第 {life.revision} 次。"
    return "\n".join(part for part in (receipt.reason, sentence) if part)
