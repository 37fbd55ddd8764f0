"""学校概况: every column of the School row, each saved as it is left; what cannot be saved is marked and said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from ui.theme import CONTROL, GRID, ROW, SMALL, SPACE_1, SPACE_2, SPACE_4
from ui.widgets.buttons import LinkLabel
from ui.widgets.cards import Card
from ui.widgets.fields import set_wrong
from ui.widgets.text import ROLES, Text
from ui.wizard.ticks import Tick
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.errors import UserError
from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.school.profile import parse_month_day
from xcedu_desktop.school.tables import School
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.thresholds import SEASON_FROM, SEASON_TO
from xcedu_desktop.values.identifiers import mask_phone

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.store.norms import Norms

ORDER = (
    "code", "name", "stage", "township", "clerk", "phone", "principal", "head", "canteen_licence",
    "canteen_licence_until", "season_from", "season_to", "village", "clubs_within_service",
)  # fmt: skip
_COLUMNS, _SAID = 4, 15
_NARROW = 700
"""Logical width under which half as many columns stand side by side."""
_HINTS = {
    "head": "封面上签字", "principal": "封面上签字",
    "canteen_licence": "自营食堂填", "canteen_licence_until": "例如 2027-08-31",
}  # fmt: skip
_TICKS = {"village": "村小（课后服务收费上限按村小算）", "clubs_within_service": "社团都属于课后服务"}
_CODE_STANDS = "已经上报过，不能再改：区里按标识码认学校"
_DAYS = ("season_from", "season_to")


class Entry(QLineEdit):
    """One cell of the profile. Esc brings back what is stored; a masked one is selected whole, so that typing replaces."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self.masked = field.masked
        self.kept = ""
        self.setMaxLength(200)
        self.setFixedHeight(CONTROL)
        self.setAccessibleName(field.title)
        if field.masked or field.kind is Kind.DAY:
            self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def show_text(self, text: str) -> None:
        """What is stored; leaves alone what is being typed."""
        self.kept = text
        if not (self.hasFocus() and self.isModified()):
            self.setText(text)
            self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self.kept:
            self.setText(self.kept)
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.masked and not self.isModified():
            self.selectAll()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self.masked and not self.isModified():
            self.selectAll()


class ProfileCard(Card):
    """`inputs`: a line, a choice or a tick by column; `said`: what is wrong with it, under it."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(margins=(SPACE_4, 8, SPACE_4, 2), parent=parent)
        self.setAccessibleName("学校概况")
        self.shell = shell
        self.inputs: dict[str, Entry | QComboBox | Tick] = {}
        self.said: dict[str, Text] = {}
        self._row: dict[str, Any] = {}
        self._refusals: dict[str, str] = {}
        self._drafts: Mapping[tuple[str, str], tuple[str, str]] = {}
        self._fields = fields_of(School)
        head = QHBoxLayout()
        head.setSpacing(SPACE_4)
        head.addWidget(Text("学校概况", GRID, bold=True, parent=self))
        head.addStretch(1)
        self.body.addLayout(head)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(SPACE_4)
        self.grid.setVerticalSpacing(SPACE_1 // 2)
        self._captions: dict[str, QWidget] = {}
        for key in ORDER:
            if key in _TICKS:
                self._add_tick(head, key)
            else:
                self._add(key)
        self._columns = 0
        self._place(_COLUMNS)
        self.body.addLayout(self.grid)

    # --- making

    def _place(self, columns: int) -> None:
        """The fields in so many columns: caption, field, what is wrong with it."""
        if columns == self._columns:
            return
        for line in range(self.grid.rowCount()):
            self.grid.setRowMinimumHeight(line, 0)
        for column in range(max(columns, self._columns)):
            self.grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        for place, key in enumerate(key for key in ORDER if key not in _TICKS):
            line, column = divmod(place, columns)
            for at, part in enumerate((self._captions[key], self.inputs[key], self.said[key])):
                self.grid.addWidget(part, 4 * line + at, column)
            # room below, so that what is said of a field is not taken for the next one's
            self.grid.setRowMinimumHeight(4 * line + 3, SPACE_2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(_COLUMNS if self.width() >= _NARROW else _COLUMNS // 2)

    def minimumSizeHint(self) -> QSize:
        """Narrower than the columns that stand there now: they become fewer."""
        return QSize(0, super().minimumSizeHint().height())

    def _add(self, key: str) -> None:
        field = self._fields[key]
        edit: Entry | QComboBox
        if field.choices:
            edit = QComboBox(self)
            edit.addItems(["", *field.choices])
            edit.setFixedHeight(CONTROL)
            edit.setAccessibleName(field.title)
            edit.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            edit.activated.connect(lambda _at, key=key: self._commit(key))
        else:
            edit = Entry(field, self)
            edit.setPlaceholderText(_HINTS.get(key, ""))
            edit.editingFinished.connect(lambda key=key: self._commit(key))
        self.inputs[key] = edit
        caption = Text(field.title, GRID, tone="ink2", parent=self)
        caption.setBuddy(edit)
        self._captions[key] = whole = QWidget(self)
        head = QHBoxLayout(whole)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(caption)
        head.addStretch(1)
        if field.masked:
            self.show_phone = LinkLabel("显示", lambda: self._reveal(key), points=SMALL, parent=self)
            self.show_phone.setToolTip("显示完整号码，并记入修改记录")
            head.addWidget(self.show_phone)
        self.said[key] = Text("", SMALL, tone="error", elide=True, parent=self)
        self.said[key].setFixedHeight(_SAID)

    def _add_tick(self, head: QHBoxLayout, key: str) -> None:
        tick = Tick(_TICKS[key], self)
        tick.setFixedHeight(ROW)
        tick.clicked.connect(lambda _on, key=key: self._commit(key))
        self.inputs[key] = tick
        head.addWidget(tick)

    # --- showing

    def show_profile(self) -> None:
        """Reads the row and its drafts; a field being typed in is left alone."""
        ledger = self.shell.ledger
        rows = ledger.rows(School) if ledger is not None else []
        if ledger is None or not rows:
            return
        self._row, self._drafts = rows[0], ledger.drafts("school")
        for key, edit in self.inputs.items():
            draft = self._drafts.get((self._row["id"], key))
            if isinstance(edit, Tick):
                edit.setChecked(bool(self._row[key]))
            elif isinstance(edit, QComboBox):
                edit.setCurrentText(self._row[key] or "")
                self._mark(key, self._lack(key))
            elif key in self._refusals:
                self._mark(key, self._refusals[key])
            elif not (edit.hasFocus() and edit.isModified()):
                edit.show_text(self._shown(key, draft[0] if draft is not None else None))
                self._mark(key, draft[1] if draft is not None else self._lack(key))
        self._show_code(ledger)
        self._name_window(ledger)

    def hint_season(self, norms: Norms) -> None:
        """Says what a blank season stands for: the bureau's days, or the usual ones."""
        for key, limit in (("season_from", SEASON_FROM), ("season_to", SEASON_TO)):
            edit, day = self.inputs[key], norms.limit(limit)
            if isinstance(edit, Entry):
                edit.setPlaceholderText(f"空着按 {day // 100:02d}-{day % 100:02d}")

    def _show_code(self, ledger: Ledger) -> None:
        """After the first report the code is shown only, with the reason."""
        able, code = ledger.may_change_code(), self.inputs["code"]
        assert isinstance(code, Entry)
        code.setReadOnly(not able)
        code.setToolTip("" if able else _CODE_STANDS)
        if not able:
            self._mark("code", "")
            self.said["code"].setText(_CODE_STANDS)
            self.said["code"].setForegroundRole(ROLES["ink2"])

    def _lack(self, key: str) -> str:
        field = self._fields[key]
        return "没有填" if field.required and self._row[key] in (None, "") else ""

    def _shown(self, key: str, draft: str | None) -> str:
        field = self._fields[key]
        if draft is not None:
            return mask_phone(draft) if field.masked else draft
        return field.format(self._row[key])

    def _mark(self, key: str, trouble: str) -> None:
        edit, label = self.inputs[key], self.said[key]
        label.setText(trouble)
        label.setForegroundRole(ROLES["error"])
        edit.setAccessibleDescription(trouble)
        set_wrong(edit, bool(trouble))

    def focus_field(self, key: str) -> bool:
        """Puts the keyboard into a column (the first for an unknown key)."""
        edit = self.inputs.get(key) or self.inputs[ORDER[0]]
        edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(edit, Entry):
            edit.selectAll()
        return True

    # --- writing

    def commit(self) -> None:
        """Saves what is being typed."""
        for key, edit in self.inputs.items():
            if isinstance(edit, Entry):
                self._commit(key)

    def _commit(self, key: str) -> None:
        edit, ledger = self.inputs[key], self.shell.ledger
        if ledger is None or not self._row:
            return
        if isinstance(edit, Tick):
            self._write(ledger, key, "是" if edit.isChecked() else "否")
        elif isinstance(edit, QComboBox):
            if edit.currentText() != (self._row[key] or ""):
                self._write(ledger, key, edit.currentText())
        elif edit.isModified() and edit.text() != edit.kept:
            self._typed(ledger, key, edit)
        elif edit.text() == edit.kept:
            self._settle(key, edit)

    def _settle(self, key: str, edit: Entry) -> None:
        """Nothing new was typed: what was refused before is taken back, a number that was shown is masked again."""
        edit.setModified(False)
        if self._refusals.pop(key, None) is not None:
            self._mark(key, self._lack(key))
        if edit.masked:
            draft = self._drafts.get((self._row["id"], key))
            edit.show_text(self._shown(key, draft[0] if draft is not None else None))

    def _typed(self, ledger: Ledger, key: str, edit: Entry) -> None:
        text = edit.text()
        edit.setModified(False)
        self._refusals.pop(key, None)
        if key == "code":
            self._change_code(ledger, text)
            return
        if key in _DAYS:
            day = parse_month_day(text)
            if day.error is not None:
                self._refused(key, day.error.message)
                return
            text = day.value or ""
        self._write(ledger, key, text)

    def _write(self, ledger: Ledger, key: str, text: str) -> None:
        title = self._fields[key].title
        try:
            done = ledger.edit([CellEdit("school", self._row["id"], key, text)], title=f"修改{title}")
        except UserError as trouble:
            self._refused(key, trouble.message)
            return
        wrong = next(iter(done.errors.values()), "")
        self.shell.wrote(done.change_set, f"修改{title}")
        self.show_profile()
        if wrong:
            self._mark(key, wrong)
            self.shell.say(wrong)

    def _change_code(self, ledger: Ledger, text: str) -> None:
        before = ledger.store.school_code
        try:
            after = ledger.change_code(text)
        except UserError as trouble:
            self._refused("code", trouble.message)
            return
        self.show_profile()
        if after != before:
            self.shell.history.forget()  # what it holds names rows by the old code
            self.shell.say_saved()
            self.shell.say("标识码已改，全部资料随着改了；请再备份一次")
            self.shell.wrote_something.emit()

    def _refused(self, key: str, message: str) -> None:
        """What was typed stays to be put right; it is not in the file, and that is said."""
        self._refusals[key] = message
        self._mark(key, message)
        self.shell.say(f"{message}；还没有保存")

    def _name_window(self, ledger: Ledger) -> None:
        name, clerk = self._row["name"] or "", self._row["clerk"] or ""
        ledger.store.who = clerk
        self.shell.set_school(name, clerk)

    def _reveal(self, key: str) -> None:
        """Shows the whole number until the field is left; the change log says so."""
        ledger, edit, value = self.shell.ledger, self.inputs[key], self._row.get(key)
        draft = self._drafts.get((str(self._row.get("id")), key))
        whole = draft[0] if draft is not None else value
        if ledger is None or not isinstance(edit, Entry) or not whole:
            return
        with ledger.store.write("显示号码") as unit:
            unit.log("school", self._row["id"], key, mask_phone(str(whole)), None)
        edit.setText(str(whole))
        edit.kept = str(whole)
        edit.setFocus(Qt.FocusReason.OtherFocusReason)
