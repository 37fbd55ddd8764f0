"""The day's card (29日（周四）陪餐与留样): who ate with the pupils, grams of each sample, remarks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.forms.meals.month_data import LOG, MealMonth
from ui.grid.popup import Popup, fitting
from ui.grid.source import Option
from ui.theme import GRID, ROW, SPACE_2, Theme
from ui.widgets.buttons import LinkLabel
from ui.widgets.fields import set_wrong
from ui.widgets.text import Text
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.errors import UserError
from xcedu_desktop.form import Finding
from xcedu_desktop.forms.meals.tables import MEALS, day_log_id
from xcedu_desktop.periods import WEEKDAYS
from xcedu_desktop.school.tables import Staff

if TYPE_CHECKING:
    from ui.shell import Shell


class NameEdit(QLineEdit):
    """A line with a list under it: what fits what is typed, by text or pinyin initials; Enter takes the lit one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.options: Sequence[Option] = ()
        self.textEdited.connect(self._offer)

    @cached_property
    def popup(self) -> Popup:
        """The list."""
        popup = Popup(self)
        popup.picked.connect(self._take)
        return popup

    def _offer(self, typed: str) -> None:
        """Initials light the first name; a name written out stays what it is, though a longer one begins like it."""
        if not self.isReadOnly():
            whole = len(typed.strip()) > 1 and not typed.strip().isascii()
            self.popup.offer(fitting(self.options, typed), 0 if typed.strip() and not whole else -1)

    def _take(self, option: Option) -> None:
        self.setText(option.text)
        self.popup.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self._offer("")
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take_lit()
        super().keyPressEvent(event)

    def _take_lit(self) -> None:
        option = self.popup.option
        if option is not None:
            self._take(option)
        self.popup.hide()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab takes the lit name, as Enter does."""
        self._take_lit()
        return super().focusNextPrevChild(forward)


def staff_of(data: MealMonth) -> list[Option]:
    """Who was there in the month, to be offered as companions."""
    rows = data.ledger.rows(Staff)
    there = [r for r in rows if r["name"] and (r["to_date"] is None or r["to_date"] >= data.month.first)]
    return [Option(r["name"], r["post"] or "") for r in there]


class DayCard(QWidget):
    """Writes to the log of one day and meal. `left`: Esc, so that the grid gets the keys; `done`: Enter in the last field."""

    wrote = Signal()
    left = Signal()
    done = Signal()

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell
        self.data: MealMonth | None = None
        self.day, self.meal = date.min, MEALS[0]
        self.title = Text("", GRID, bold=True, parent=self)
        self.companion = NameEdit(self)
        self.grams = QLineEdit(self)
        self.grams.setPlaceholderText("每样克数")
        self.grams.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.note = QLineEdit(self)
        self.fields: dict[str, QLineEdit] = {
            "companion": self.companion,
            "sample_grams": self.grams,
            "note": self.note,
        }
        self.entry = QWidget(self)
        line = QHBoxLayout(self.entry)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_2)
        self.closed = QWidget(self)
        """What stands in place of the fields where the day is closed and holds nothing."""
        self.why = Text("", GRID, tone="ink2", elide=True, parent=self)
        said = QHBoxLayout(self.closed)
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(SPACE_2)
        said.addWidget(self.why)
        said.addWidget(LinkLabel("改校历", self._to_calendar, parent=self))
        said.addStretch(1)
        self.closed.hide()
        for key, name, width in (
            ("companion", "陪餐", 84),
            ("sample_grams", "留样", 76),
            ("note", "备注", 0),
        ):
            field = self.fields[key]
            field.setAccessibleName(name)
            field.setFont(Theme.current().font(GRID))
            field.setFixedHeight(ROW)
            if width:
                field.setFixedWidth(width)
            field.editingFinished.connect(lambda key=key: self._save(key))
            field.returnPressed.connect(lambda key=key: self._next(key))
            field.installEventFilter(self)
            line.addWidget(Text(name, GRID, tone="ink2", parent=self))
            line.addWidget(field, 0 if width else 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(self.title)
        rows.addWidget(self.entry)
        rows.addWidget(self.closed)
        rows.addStretch(1)

    def set_staff(self, names: Sequence[Option]) -> None:
        """Whom the type-ahead offers."""
        self.companion.options = names

    def name(self) -> str:
        """29日（周四）陪餐与留样; dinner is named."""
        meal = "" if self.meal == MEALS[0] else self.meal
        return f"{self._day_words()}{meal}陪餐与留样"

    def show_day(self, data: MealMonth, day: date, meal: str) -> None:
        """Another day, or the same read again; what was being typed is written before."""
        if self.data is not None and (day, meal) != (self.day, self.meal):
            self.commit()
        fresh = (day, meal) != (self.day, self.meal)
        self.data, self.day, self.meal = data, day, meal
        self.title.setText(self.name())
        closed = day not in data.open
        self.why.setText(f"{self._day_words()}是休息日，不用填；要填请先")
        empty = closed and not data.locked and not any(map(self._stored, self.fields))
        self.closed.setVisible(empty)
        self.entry.setVisible(not empty)
        for key, field in self.fields.items():
            if fresh or not (field.hasFocus() and field.isModified()):
                if field.text() != self._stored(key):  # set anew, what is selected would be selected no more
                    field.setText(self._stored(key))
                field.setModified(False)
            # a closed day takes nothing new; what stands there all the same can be deleted
            shut = bool(data.locked) or (closed and not self._stored(key))
            field.setReadOnly(shut)
            wrong = self._draft(key)
            field.setToolTip(wrong[1] if wrong else self._refusal(key))
            set_wrong(field, bool(wrong))

    def _day_words(self) -> str:
        return f"{self.day.day}日（周{WEEKDAYS[self.day.weekday()]}）"

    def _refusal(self, key: str) -> str:
        """Why nothing can be typed in a field, "" where it can."""
        if self.data is None or not self.fields[key].isReadOnly():
            return ""
        return self.data.locked or f"{self._day_words()}是休息日，不用填；要填请先改校历"

    def _to_calendar(self) -> None:
        day = self.day.isoformat()
        self.shell.go_to(Finding.place("calendar_day", day, "open", f"{self.day.day}日"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is typed into a field that takes nothing is answered."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = next((key for key, field in self.fields.items() if field is watched), "")
            if key and event.text().isprintable() and event.text() and self._refusal(key):
                self.shell.say(self._refusal(key))
        return False

    def go_to(self, key: str) -> None:
        """Gives the keys to a field; says why where it takes nothing."""
        key = key if key in self.fields else "companion"
        field = self.fields[key]
        if self._refusal(key):
            self.shell.say(self._refusal(key))
            return
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def commit(self) -> None:
        """Writes what is being typed."""
        for key in self.fields:
            self._save(key)

    def _draft(self, key: str) -> tuple[str, str] | None:
        assert self.data is not None
        return self.data.drafts.get((LOG, day_log_id(self.data.school_code, self.day, self.meal), key))

    def _stored(self, key: str) -> str:
        assert self.data is not None
        draft = self._draft(key)
        if draft is not None:
            return draft[0]
        value = self.data.log(self.day, self.meal).get(key)
        return "" if value is None else str(value)

    def _save(self, key: str) -> None:
        data, field = self.data, self.fields[key]
        if data is None or data.locked or field.text().strip() == self._stored(key):
            return
        if key == "companion" and (why := self._no_name(field.text().strip())):
            self.shell.say(why)
            field.setText(self._stored(key))
            return
        row_id = day_log_id(data.school_code, self.day, self.meal)
        edit = CellEdit(LOG, row_id, key, field.text(), {"day": self.day, "meal": self.meal})
        try:
            edited = data.ledger.edit([edit], month=data.month, title=f"{self.day.day}日陪餐与留样")
        except UserError as trouble:
            self.shell.say(trouble.message)
            return
        field.setModified(False)
        data.absorb(edited.change_set)
        self.shell.wrote(edited.change_set)
        for message in (*edited.errors.values(), *edited.warnings.values()):
            self.shell.say(message)
        self.show_day(data, self.day, self.meal)
        self.wrote.emit()

    def _no_name(self, typed: str) -> str:
        """Why letters that were typed to find somebody, with nobody chosen, are not saved; "" for a name."""
        if typed and typed.isascii() and fitting(self.companion.options, typed):
            return f"「{typed}」是拼音首字母，不是姓名，没有保存；请从列表里选一个人"
        if typed.isascii() and typed.isalpha() and (typed.islower() or typed.isupper()):
            return f"教职工里没有拼音首字母是「{typed}」的人，没有保存；校外的人请写姓名"
        return ""

    def _next(self, key: str) -> None:
        keys = list(self.fields)
        at = keys.index(key) + 1
        if at < len(keys):
            self.go_to(keys[at])
        else:
            self.done.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            for key, field in self.fields.items():
                field.setText(self._stored(key))
            self.left.emit()
            return
        super().keyPressEvent(event)
