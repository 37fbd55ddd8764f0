"""The class of a list that names none (整份名单的班级): chosen from the school's classes, or typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from ui.intake.session import ImportSession
from ui.theme import CONTROL, GRID, SPACE_2
from ui.widgets.buttons import Button
from ui.widgets.text import Text
from xcedu_desktop.clock import today
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.ledger_rows import naming_day
from xcedu_desktop.periods import Month
from xcedu_desktop.values.class_names import in_range, sort_key, spoken
from xcedu_desktop.workbook.intake.plan import IntakePlan


def needs_class(plan: IntakePlan) -> bool:
    """Whether the whole list lacks a class and could be taken in with one."""
    return plan.trouble is not None and any(finding.code == "no_class" for finding in plan.findings)


def classes_now(ledger: Ledger, month: Month) -> list[tuple[str, str]]:
    """(class id, name) of the classes at school, by grade and number."""
    day = naming_day(month) if month else today()
    with ledger.names(month) as (names, _):
        keys = [(key, row_id) for key, row_id in names.classes.items() if in_range(key, day)]
    return [(row_id, spoken(key, day)) for key, row_id in sorted(keys, key=lambda one: sort_key(one[0], day))]


class WholeClassRow(QWidget):
    """A sentence, the box and the button; a class that the school lacks is typed and made by the import."""

    def __init__(self, session: ImportSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._classes: list[tuple[str, str]] = []
        self.label = Text("整份名单是哪个班？", GRID, parent=self)
        self.box = QComboBox(self)
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setFixedHeight(CONTROL)
        self.box.setMinimumWidth(150)
        self.box.setAccessibleName("整份名单的班级")
        line = self.box.lineEdit()
        assert line is not None
        line.setPlaceholderText("选一个，或输入 三(2)班")
        line.returnPressed.connect(self.choose)
        self.button = Button("用这个班", parent=self)
        self.button.clicked.connect(self.choose)
        self.wrong = Text("", GRID, tone="error", elide=True, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        for part in (self.label, self.box, self.button):
            row.addWidget(part)
        row.addWidget(self.wrong, 1)
        self.label.setBuddy(self.box)

    def show_plan(self, plan: IntakePlan) -> None:
        """Shown where the list names no class, and where one was chosen for it."""
        answer = self._session.answers.whole_class
        was_hidden = self.isHidden()
        self.setVisible(needs_class(plan) or answer is not None)
        self.wrong.setText(
            f"「{answer}」不是班级名称，可写成 三(2)班" if answer and needs_class(plan) else ""
        )
        classes = classes_now(self._session.ledger, self._session.month)
        if classes != self._classes:
            self._classes = classes
            self.box.clear()
            for row_id, name in classes:
                self.box.addItem(name, row_id)
            self.box.setCurrentIndex(-1)
        if self.isVisible() and was_hidden:
            self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self) -> None:
        """Takes what is chosen or typed."""
        text = self.box.currentText().strip()
        known = {name: row_id for row_id, name in self._classes}
        if text:
            self._session.choose_whole_class(known.get(text, text))
