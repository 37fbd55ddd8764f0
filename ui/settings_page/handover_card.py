"""交接: a new clerk takes over: one checked copy of the file, a page that says what is done and due, the new name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from ui.begin_at import begin_at
from ui.theme import CONTROL, GRID, SMALL, SPACE_2, SPACE_3
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.text import Text
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.school.tables import School
from xcedu_desktop.store.base import fields_of

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.printing import PrintSheet

_WHY = "换人填报时用：备份并核对一份数据文件，打印交接单，以后的修改记在新的填表人名下"
_FIELDS = ("clerk", "phone")


class HandoverCard(Card):
    """The new clerk's name and phone, and the button that does the three things in order."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("交接")
        self.shell = shell
        self.body.setSpacing(SPACE_2)
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(Text("交接", GRID, bold=True, parent=self))
        head.addWidget(Text(_WHY, SMALL, tone="ink2", elide=True, parent=self), 1)
        self.body.addLayout(head)
        fields = fields_of(School)
        self.inputs = {key: QLineEdit(self) for key in _FIELDS}
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        for key, words in zip(_FIELDS, ("新的填表人", "联系电话"), strict=True):
            edit = self.inputs[key]
            edit.setFixedHeight(CONTROL)
            edit.setMaxLength(40)
            edit.setAccessibleName(words)
            edit.setPlaceholderText(words)
            edit.textEdited.connect(lambda _text: self._allow())
            edit.returnPressed.connect(self.hand_over)
            row.addWidget(edit, 1)
        self.inputs["phone"].setToolTip(fields["phone"].title)
        self.button = Button("备份并交接…", parent=self)
        self.button.clicked.connect(self.hand_over)
        row.addWidget(self.button)
        self.body.addLayout(row)
        self._allow()

    def _allow(self) -> None:
        self.button.setEnabled(all(edit.text().strip() for edit in self.inputs.values()))

    def hand_over(self) -> None:
        """Copy and check the file, then show 交接单 and write the new clerk; nothing is written where the copy fails."""
        ledger, worker, month = self.shell.ledger, self.shell.worker, self.shell.month
        if ledger is None or worker is None or not self.button.isEnabled():
            return
        start = str(begin_at())
        chosen = QFileDialog.getExistingDirectory(self, "交接的数据文件放在哪里（U 盘或文件夹）", start)
        if not chosen:
            return
        self.shell.say("正在备份并核对…")

        def work(_progress: object) -> tuple[Path, list[PrintSheet]]:
            return ledger.back_up(Path(chosen)), ledger.print_sheets(month, "handover")

        def done(made: tuple[Path, list[PrintSheet]]) -> None:
            copied, sheets = made
            self._take_over(copied)
            from ui.printing.preview import Preview  # loads Qt's print support

            preview = Preview("交接单", sheets, "", self)
            preview.finished.connect(preview.deleteLater)
            preview.open()

        def failed(error: Exception) -> None:
            self.shell.say("")
            raise error

        worker.run(work, done, failed)

    def _take_over(self, copied: Path) -> None:
        """Writes the new clerk as one act; what cannot be a phone stays in its box and is said."""
        ledger = self.shell.ledger
        assert ledger is not None
        (school,) = ledger.rows(School)
        edits = [
            CellEdit("school", school["id"], key, edit.text().strip()) for key, edit in self.inputs.items()
        ]
        done = ledger.edit(edits, title="交接给新的填表人")
        self.shell.wrote(done.change_set, "已交接给新的填表人")
        self.shell.say(
            f"数据文件已备份并核对：{copied}" if not done.errors else next(iter(done.errors.values()))
        )
        if not done.errors:
            for edit in self.inputs.values():
                edit.setText("")
        self._allow()
        name = next(row for row in ledger.rows(School))
        self.shell.set_school(str(name["name"] or ""), str(name["clerk"] or ""))
        self.shell.refresh()
