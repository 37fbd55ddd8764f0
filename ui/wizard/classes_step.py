"""Step 2 of the wizard (班级和学生): a roster is imported, classes are counted by grade, or both are left for later."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ui.intake.files import choose_file
from ui.intake.session import ImportSession
from ui.intake.view import ImportView
from ui.theme import CONTROL, GRID, SPACE_2, SPACE_3, SPACE_4
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.current_stack import CurrentStack
from ui.widgets.text import Text
from ui.wizard.ticks import Radio
from ui.work import Worker
from xcedu_desktop.clock import today
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.periods import Month, school_year_of
from xcedu_desktop.store.base import new_id
from xcedu_desktop.store.changes import Change, ChangeSet
from xcedu_desktop.values.class_names import Stage, grade_name, stage_grades

ROSTER, COUNTS, LATER = range(3)
_MOST = 30
_WAYS = (
    ("导入花名册(&R)", "一张表就行：姓名、班级，有身份证号更好。表头、合并单元格、多张表都认得。"),
    ("按年级填班级数(&G)", "先建班级，学生以后再导入或录入。"),
    ("以后再说(&L)", "先进程序看看，随时可在「班级与学生」里导入。"),
)


class ClassesStep(QWidget):
    """`changed` whenever what the main button would do has changed; `done` after a roster was written."""

    changed = Signal()
    done = Signal()

    def __init__(self, ledger: Ledger, worker: Worker, stage: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._ledger, self._stage = ledger, stage
        self.ways = [Radio(title, self) for title, _ in _WAYS]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        self._choices = QWidget(self)
        choices = QGridLayout(self._choices)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.setVerticalSpacing(SPACE_2)
        choices.setHorizontalSpacing(SPACE_4)
        choices.setColumnStretch(1, 1)
        for row, (way, (_, words)) in enumerate(zip(self.ways, _WAYS, strict=True)):
            choices.addWidget(way, row, 0)
            choices.addWidget(Text(words, GRID, tone="ink2", elide=True, parent=self), row, 1)
            way.toggled.connect(lambda on: self._chosen() if on else None)
        column.addWidget(self._choices)
        self._file_row = QWidget(self)
        self.file_line = Text("", GRID, tone="ink2", elide=True, parent=self)
        self.other_file = Button("换一个文件(&F)", parent=self)
        self.other_way = Button("换一种办法(&W)", parent=self)
        self.other_file.clicked.connect(self.choose_file)
        self.other_way.clicked.connect(self.drop_file)
        line = QHBoxLayout(self._file_row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_2)
        line.addWidget(self.file_line, 1)
        line.addWidget(self.other_file)
        line.addWidget(self.other_way)
        column.addWidget(self._file_row)
        self.session = ImportSession(ledger, worker, ("students",), Month.of(today()), self)
        self.view = ImportView(self.session, self)
        self.view.changed.connect(self._changed)
        self.view.said.connect(lambda text: self.file_line.setText(text))
        self.view.wants_file.connect(self.choose_file)
        self.session.committed.connect(lambda _: self.done.emit())
        self._stack = CurrentStack(self)
        self._stack.addWidget(self._before_file())
        self._stack.addWidget(self._by_grade())
        self._stack.addWidget(QWidget(self))
        self._stack.addWidget(self.view)
        column.addWidget(self._stack, 1)
        self.ways[ROSTER].setChecked(True)

    def _before_file(self) -> QWidget:
        card = Card(parent=self)
        card.body.addStretch(1)
        self.pick = Button("选择花名册文件(&F)", primary=True, parent=card)
        self.pick.clicked.connect(self.choose_file)
        card.body.addWidget(self.pick, 0, Qt.AlignmentFlag.AlignHCenter)
        words = Text("先预览，看清每一行会怎样，再导入；原文件不会被改动。", GRID, tone="ink2", parent=card)
        card.body.addSpacing(SPACE_2)
        card.body.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        card.body.addStretch(1)
        return card

    def _by_grade(self) -> QWidget:
        card = Card(margins=(SPACE_4, SPACE_4, SPACE_4, SPACE_4), parent=self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_2)
        self.counts: dict[int, QSpinBox] = {}
        for place, grade in enumerate(stage_grades(self._stage)):
            box = QSpinBox(card)
            box.setRange(0, _MOST)
            box.setFixedHeight(CONTROL)
            box.setSuffix(" 个班")
            box.setAccessibleName(f"{grade_name(grade)}班级数")
            box.setMinimumWidth(96)
            box.valueChanged.connect(lambda _: self.changed.emit())
            label = Text(grade_name(grade), parent=card)
            label.setBuddy(box)
            row, side = place % 6, place // 6
            grid.addWidget(label, row, 3 * side)
            grid.addWidget(box, row, 3 * side + 1)
            self.counts[grade] = box
        grid.setColumnStretch(5, 1)
        card.body.addLayout(grid)
        card.body.addStretch(1)
        return card

    # -- what the wizard asks ------------------------------------------------------------------------------------------

    @property
    def way(self) -> int:
        """ROSTER, COUNTS or LATER."""
        return next(at for at, way in enumerate(self.ways) if way.isChecked())

    @property
    def waits_for_file(self) -> bool:
        """Whether the roster's file is what comes next."""
        return self.way == ROSTER and self.session.path is None

    @property
    def main_text(self) -> str:
        """What the main button does."""
        if self.way == ROSTER:
            return self.view.main_text if self.session.path is not None else "导入"
        total = sum(box.value() for box in self.counts.values())
        return f"新建 {total} 个班" if self.way == COUNTS and total else "下一步"

    @property
    def obstacle(self) -> str:
        """Why it cannot be pressed; "" where it can."""
        if self.way == ROSTER:
            return self.view.obstacle if self.session.path is not None else "还没有选花名册"
        if self.way == COUNTS and not any(box.value() for box in self.counts.values()):
            return "还没有填班级数"
        return ""

    def go_to_obstacle(self) -> None:
        """Where the person can go on."""
        if self.way == COUNTS:
            next(iter(self.counts.values())).setFocus()
        elif self.session.path is None:
            self.pick.setFocus()
        else:
            self.view.go_to_obstacle()

    def go(self) -> bool:
        """Does what the main button says; False where `done` comes later (a roster is being written)."""
        if self.way == ROSTER:
            self.view.commit_editor()
            if not self.view.obstacle:
                self.session.commit()
            return False
        if self.way == COUNTS:
            self._make_classes()
        return True

    def _make_classes(self) -> None:
        year = school_year_of(today())
        firsts = {Stage.PRIMARY: 1, Stage.JUNIOR: 7, Stage.SENIOR: 10}
        changes: list[Change] = []
        for grade, box in self.counts.items():
            stage = max((s for s in firsts if firsts[s] <= grade), key=lambda s: firsts[s])
            for number in range(1, box.value() + 1):
                values = {"stage": str(stage), "entry_year": year - grade + firsts[stage], "number": number}
                changes.append(Change("school_class", new_id(), None, values))
        self._ledger.apply(ChangeSet(f"新建 {len(changes)} 个班", tuple(changes)))

    # -- acts ----------------------------------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Asks for the roster and shows what importing it would do."""
        path = choose_file(self, "选择花名册")
        if path is not None:
            self.session.open(path)
            self._chosen()

    def drop_file(self) -> None:
        """Back to the three ways."""
        self.session.path = self.session.plan = None
        self._chosen()
        self.ways[self.way].setFocus()

    def _chosen(self) -> None:
        previewing = self.way == ROSTER and self.session.path is not None
        self._stack.setCurrentIndex(3 if previewing else self.way)
        self._choices.setVisible(not previewing)
        self._file_row.setVisible(previewing)
        self.changed.emit()

    def _changed(self) -> None:
        self.file_line.setText(self.view.file_line)
        self.changed.emit()
