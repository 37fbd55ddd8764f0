"""The overview's cards under the list (总览卡片): a form's picture, the cover's declared figures, earlier months, backup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QStackedLayout, QWidget

from ui.begin_at import begin_at
from ui.settings import backup_folder, remember_backup_folder
from ui.theme import GRID, RADIUS_CARD, SMALL, SPACE_2, SPACE_3, SPACE_4, Theme
from ui.widgets.bars import BarList, BarRow, Day, DayBars
from ui.widgets.buttons import Button, LinkLabel
from ui.widgets.cards import Card, FigureHead
from ui.widgets.chips import Chip
from ui.widgets.fields import set_wrong
from ui.widgets.text import ROLES, Text
from xcedu_desktop.clock import now
from xcedu_desktop.glance import EARLIER
from xcedu_desktop.periods import Month
from xcedu_desktop.picture import NOTHING

if TYPE_CHECKING:
    from ui.shell import Shell

_CARD_MARGINS = (SPACE_4, 10, SPACE_4, 8)
_STALE_BACKUP = 7
"""Days after which a backup is said to be old."""
_LOW = 72


class PictureCard(Card):
    """One form: its figure with the measure, and bars of days or of names; a note under the days."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(margins=_CARD_MARGINS, radius=RADIUS_CARD, parent=parent)
        self.setAccessibleName(title)
        self.head = FigureHead(title, parent=self)
        self.days, self.bars = DayBars(self), BarList(parent=self)
        self.note = Text("", SMALL, tone="ink2", elide=True, parent=self)
        self.body.addWidget(self.head)
        self.drawn = QStackedLayout()
        self.body.addLayout(self.drawn, 1)
        self.drawn.addWidget(self.days)
        self.drawn.addWidget(self.bars)
        self.body.addWidget(self.note)
        self.setFixedHeight(146)

    def show_picture(self, picture: Mapping[str, Any] | None) -> None:
        """A picture as its form makes it (xcedu_desktop/picture.py); None clears the card."""
        said = picture or {"figure": "", "measure": "", "kind": "bars", "rows": (), "note": ""}
        self.head.set_figure(said["figure"], said["measure"])
        self.head.figure.setForegroundRole(ROLES["ink3" if said["figure"] == NOTHING else "ink"])
        if said["kind"] == "days":
            self.days.set_days([Day(*row) for row in said["rows"]])
            self.drawn.setCurrentWidget(self.days)
        else:
            self.bars.set_rows([BarRow(*row) for row in said["rows"]])
            self.drawn.setCurrentWidget(self.bars)
        self.note.setText(said["note"])
        self.note.setVisible(bool(said["note"]))


class CoverCard(Card):
    """本月封面: 班级数 and 在校学生数 as the clerk declares them, last month's beside; saved as typed."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__("本月封面", margins=_CARD_MARGINS, parent=parent)
        self.shell = shell
        self.edits: dict[str, QLineEdit] = {}
        self.lasts: dict[str, Text] = {}
        self._saved: dict[str, str] = {}
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        for key, words, width in (("classes", "班级数", 44), ("students", "在校学生", 52)):
            label = Text(words, GRID, tone="ink2", parent=self)
            edit = QLineEdit(self)
            edit.setFont(Theme.current().font(GRID))
            edit.setFixedSize(width, 26)
            edit.setAlignment(Qt.AlignmentFlag.AlignRight)
            edit.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
            edit.setAccessibleName(words)
            edit.editingFinished.connect(lambda key=key: self._commit(key))
            edit.returnPressed.connect(lambda key=key: self._entered(key))
            escape = QShortcut(QKeySequence("Esc"), edit, context=Qt.ShortcutContext.WidgetShortcut)
            escape.activated.connect(lambda key=key: self._restore(key))
            label.setBuddy(edit)
            self.edits[key], self.lasts[key] = edit, Text("", GRID, tone="ink2", parent=self)
            row.addWidget(label)
            row.addWidget(edit)
            row.addWidget(self.lasts[key])
            row.addSpacing(SPACE_2)
        row.addStretch(1)
        self.body.addLayout(row)
        self.setFixedHeight(_LOW)

    def show_cover(self, cover: Mapping[str, int | None], able: bool) -> None:
        """Figures of the month and of the one before; a field being typed in is left alone."""
        for key, edit in self.edits.items():
            value, last = cover.get(key), cover.get(f"last_{key}")
            self.lasts[key].setText("" if last is None else f"上月 {last}")
            edit.setReadOnly(not able)
            edit.setEnabled(able)
            text = "" if value is None else str(value)
            if not (edit.hasFocus() and edit.isModified()):
                edit.setText(text)
                self._mark(edit, "")
                self._saved[key] = text

    def focus_figure(self, key: str) -> bool:
        """Puts the cursor into a figure (the first for an unknown key)."""
        edit = self.edits.get(key) or self.edits["classes"]
        edit.setFocus(Qt.FocusReason.OtherFocusReason)
        edit.selectAll()
        return True

    def _entered(self, key: str) -> None:
        """Enter: on to the next figure; one that could not be saved keeps the cursor."""
        self._commit(key)
        if not self.edits[key].toolTip():
            keys = list(self.edits)
            self.focus_figure(keys[min(keys.index(key) + 1, len(keys) - 1)])

    def _restore(self, key: str) -> None:
        """Esc: the figure as it was."""
        edit = self.edits[key]
        edit.setText(self._saved.get(key, ""))
        self._mark(edit, "")
        edit.selectAll()

    def commit(self) -> None:
        """Saves what is being typed."""
        for key in self.edits:
            self._commit(key)

    def _commit(self, key: str) -> None:
        edit, ledger = self.edits[key], self.shell.ledger
        if ledger is None or not edit.isModified() or edit.text() == self._saved.get(key):
            return
        from xcedu_desktop.clock import today
        from xcedu_desktop.fields import Reading
        from xcedu_desktop.school.tables import Declared
        from xcedu_desktop.store.base import fields_of

        month = self.shell.month
        field = fields_of(Declared)[key]
        parsed = field.parse(edit.text(), Reading(today(), month))
        value = parsed.value
        if parsed.error is not None or value is None:
            self._mark(edit, parsed.error.message if parsed.error else f"请填写{field.title}")
            return
        self._mark(edit, "")
        edit.setModified(False)
        edit.setText(str(value))
        self._saved[key] = str(value)
        change = ledger.declare(
            month, value if key == "classes" else None, value if key == "students" else None
        )
        self.shell.wrote(change, f"{month.month}月{field.title} {value}")

    def _mark(self, edit: QLineEdit, trouble: str) -> None:
        """Says what is wrong with a figure that could not be saved; '' takes it away."""
        before = edit.toolTip()
        edit.setToolTip(trouble)
        edit.setAccessibleDescription(trouble)
        set_wrong(edit, bool(trouble))
        if trouble:
            self.shell.say(f"{trouble}，还没有保存")
        elif before:
            self.shell.say("")


class MonthsCard(Card):
    """前几个月: the last month reported, or one that waits for its correction, and whether the bureau took it; the link
    shows that month, what a correction changed, or a receipt that asks for something."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__("前几个月", margins=_CARD_MARGINS, parent=parent)
        self.shell = shell
        self.month: Month | None = None
        self._moved = self._asked = False
        self.name = Text("", GRID, parent=self)
        self.chip = Chip("reported", parent=self)
        self.words = Text("", GRID, tone="ink2", elide=True, parent=self)
        self.link = LinkLabel("去看", self._open, parent=self)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(self.name)
        row.addWidget(self.chip)
        row.addWidget(self.words, 1)
        row.addWidget(self.link)
        self.body.addLayout(row)
        self.setFixedHeight(_LOW)

    def show_months(self, earlier: Sequence[Mapping[str, Any]]) -> None:
        """The first of the list in full, of the others their names."""
        newest = earlier[0] if earlier else None
        for part in (self.name, self.chip, self.link):
            part.setVisible(newest is not None)
        if newest is None:
            self.month = None
            self.words.setText(f"前 {EARLIER} 个月没有上报过")
            return
        self.month = Month.parse(str(newest["month"]))
        self.name.setText(f"{self.month.month}月")
        answer = newest.get("answer") if newest["locked"] else None
        if answer:
            self.chip.set("explained" if answer["accepted"] else "rejected", answer["word"])
        else:
            self.chip.set("reported" if newest["locked"] else "reopened")
        words = f"第 {newest['revision']} 次上报"
        if newest.get("at"):
            at = datetime.fromisoformat(str(newest["at"]))
            words += f" {at.month}月{at.day}日"
        if not newest["locked"]:
            words = f"已上报 {newest['revision']} 次，更正后要再导出一份"
        self._asked = bool(answer and (answer["questions"] or not answer["accepted"]))
        if answer and answer["questions"]:
            words += f"；区里问了 {answer['questions']} 处"
        others = "、".join(f"{Month.parse(str(entry['month'])).month}月" for entry in earlier[1:])
        self.words.setText(words + (f"；更早：{others}" if others else ""))
        self._moved = int(newest["revision"]) > 1
        self.link.set_text("看回执" if self._asked else "看改动" if self._moved else "去看")

    def _open(self) -> None:
        """The month; the receipt that asks for something; of one that was corrected, what the correction changed."""
        if self.month is None:
            return
        self.shell.top.months.choose(self.month)
        if self._asked:
            from ui.receipts.page import ReceiptPage

            self.shell.lay_over(ReceiptPage(self.shell))
        elif self._moved:
            from ui.month.revisions_page import RevisionsPage

            self.shell.lay_over(RevisionsPage(self.shell))


class BackupCard(Card):
    """备份: how old the last backup is, and the button that makes one; the folder can be another one (U 盘)."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(margins=_CARD_MARGINS, parent=parent)
        self.shell = shell
        self.setAccessibleName("备份")
        head = QHBoxLayout()
        head.addWidget(Text("备份", GRID, bold=True, parent=self))
        head.addStretch(1)
        self.folder = LinkLabel("换文件夹", self._choose, points=SMALL, parent=self)
        head.addWidget(self.folder)
        self.body.addLayout(head)
        self.chip = Chip("plain", "", parent=self)
        self.button = Button("备份", small=True, parent=self)
        self.button.clicked.connect(lambda: self.back_up())
        row = QHBoxLayout()
        row.addWidget(self.chip)
        row.addStretch(1)
        row.addWidget(self.button)
        self.body.addLayout(row)
        self.setFixedHeight(_LOW)
        self._say_folder()

    def show_backup(self, taken: str | None, known: bool) -> None:
        """`taken`: ISO time of the last backup. `known`: whether anything is known yet."""
        self.chip.setVisible(known)
        self.button.setEnabled(self.shell.ledger is not None)
        if not taken:
            self.chip.set("warning", "还没有备份过")
            return
        days = (now().date() - datetime.fromisoformat(taken).date()).days
        words = "今天已备份" if days <= 0 else "昨天已备份" if days == 1 else f"{days} 天前"
        self.chip.set("explained" if days < _STALE_BACKUP else "warning", words)

    def _say_folder(self) -> None:
        kept = backup_folder()
        self.button.setToolTip(f"备份到 {kept}" if kept else "备份到学校数据文件旁边的「备份」文件夹")

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "备份到哪个文件夹", str(begin_at(backup_folder())))
        if chosen:
            remember_backup_folder(Path(chosen))
            self._say_folder()
            self.back_up()

    def back_up(self) -> None:
        """Makes a backup in the worker; says where it lies."""
        ledger, worker, folder = self.shell.ledger, self.shell.worker, backup_folder()
        if ledger is None or worker is None:
            return
        self.button.setEnabled(False)
        self.shell.say("正在备份…")

        def done(path: Path) -> None:
            self.shell.say(f"已备份到 {path.parent}，并检查过能打开")
            self.button.setEnabled(True)
            self.shell.wrote_something.emit()

        def failed(error: Exception) -> None:
            self.shell.say("")
            self.button.setEnabled(True)
            raise error

        worker.run(lambda _progress: ledger.back_up(folder), done, failed)
