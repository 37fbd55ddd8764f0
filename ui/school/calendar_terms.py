"""The school year and its terms' dates (学年与学期): which year is shown, and four dates that are saved as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.school.calendar_days import SchoolYear, TermDates, term_title
from ui.theme import BODY, GRID, SPACE_2, SPACE_4, Theme
from ui.widgets.buttons import Button
from ui.widgets.fields import set_wrong
from ui.widgets.text import Text
from ui.widgets.wrapping import WrappingRow
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.periods import school_year_name
from xcedu_desktop.store.base import key_id

if TYPE_CHECKING:
    from ui.shell import Shell

_KEYS = ("from_date", "to_date")


class TermsBar(WrappingRow):
    """‹ 2026-2027学年 ›  第一学期 [2026-09-01] 至 [2027-01-22]  第二学期 …"""

    year_changed = Signal(int)
    wrote = Signal()

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell
        self.shown: SchoolYear | None = None
        years, row = self._group(0)
        self.earlier, self.later = Button("‹", small=True, parent=self), Button("›", small=True, parent=self)
        self.earlier.setAccessibleName("上一学年")
        self.later.setAccessibleName("下一学年")
        self.earlier.clicked.connect(lambda: self._step(-1))
        self.later.clicked.connect(lambda: self._step(1))
        self.name = Text("", BODY, bold=True, parent=self)
        for part in (self.earlier, self.name, self.later):
            row.addWidget(part)
        self.add(years)
        self.add_stretch()
        self.edits: dict[tuple[int, str], QLineEdit] = {}
        for number in (1, 2):
            term, row = self._group(SPACE_4)
            self.add(term)
            row.addWidget(Text(term_title(2000, number), GRID, tone="ink2", parent=self))
            for key in _KEYS:
                edit = QLineEdit(self)
                edit.setFont(Theme.current().font(GRID))
                edit.setFixedSize(96, 28)
                edit.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
                words = "开学日期" if key == "from_date" else "放假前一天"
                edit.setAccessibleName(f"{term_title(2000, number)}{words}")
                edit.editingFinished.connect(lambda number=number, key=key: self._commit(number, key))
                self.edits[number, key] = edit
                row.addWidget(edit)
                if key == "from_date":
                    row.addWidget(Text("至", GRID, tone="ink2", parent=self))

    def _group(self, indent: int) -> tuple[QWidget, QHBoxLayout]:
        """What stays together where the bar takes two lines."""
        group = QWidget(self)
        row = QHBoxLayout(group)
        row.setContentsMargins(indent, 0, 0, 0)
        row.setSpacing(SPACE_2)
        return group, row

    def show_year(self, year: SchoolYear) -> None:
        """The dates of a school year; a date being typed is left alone."""
        self.shown = year
        self.name.setText(school_year_name(year.year))
        ledger = self.shell.ledger
        drafts = ledger.drafts("term") if ledger is not None else {}
        for term in year.terms:
            for key, value in zip(_KEYS, (term.first, term.last), strict=True):
                edit = self.edits[term.number, key]
                if edit.hasFocus() and edit.isModified():
                    continue
                draft = drafts.get((self._row_of(term), key))
                edit.setText(draft[0] if draft else value.isoformat())
                self._mark(edit, draft[1] if draft else "")

    def focus_row(self, row: str, key: str) -> bool:
        """Puts the cursor into a term's date."""
        for term in self.shown.terms if self.shown is not None else ():
            if self._row_of(term) == row:
                edit = self.edits[term.number, key if key in _KEYS else "from_date"]
                edit.setFocus()
                edit.selectAll()
                return True
        return False

    def commit(self) -> None:
        """Saves what is being typed."""
        for number, key in self.edits:
            self._commit(number, key)

    def _row_of(self, term: TermDates) -> str:
        assert self.shown is not None
        code = self.shell.ledger.store.school_code if self.shell.ledger is not None else ""
        return term.row or key_id("term", code, self.shown.year, term.number)

    def _step(self, years: int) -> None:
        if self.shown is not None:
            self.commit()
            self.year_changed.emit(self.shown.year + years)

    def _commit(self, number: int, key: str) -> None:
        edit, ledger, year = self.edits[number, key], self.shell.ledger, self.shown
        if ledger is None or year is None or not edit.isModified():
            return
        edit.setModified(False)
        term = year.terms[number - 1]
        make: dict[str, Any] = {
            "school_year": year.year, "number": number, "from_date": term.first, "to_date": term.last,
        }  # fmt: skip
        act = f"修改{term_title(year.year, number)}日期"
        done = ledger.edit([CellEdit("term", self._row_of(term), key, edit.text(), make)], title=act)
        trouble = next(iter(done.errors.values()), "")
        self.shell.wrote(done.change_set, act)
        self.shell.say(trouble)
        self.wrote.emit()

    def _mark(self, edit: QLineEdit, trouble: str) -> None:
        edit.setToolTip(trouble)
        set_wrong(edit, bool(trouble))
