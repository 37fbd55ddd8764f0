"""班级与学生: the classes with their pupils counted, and the pupils of one class."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.grid.source import Cell
from ui.grid.view import Grid
from ui.later import Later
from ui.page import Page
from ui.school.class_sources import ClassesSource, ClassList
from ui.school.pupil_panel import DateBox, PupilPanel
from ui.school.pupils_source import ALL, CLASS, LEFT, UNPLACED, PupilsSource
from ui.theme import GRID, SPACE_2, SPACE_3
from ui.widgets.buttons import Button
from ui.widgets.current_stack import CurrentStack
from ui.widgets.folding import FoldingRow
from ui.widgets.segmented import SegmentedControl
from ui.widgets.side_width import SideWidth
from ui.widgets.text import Text
from xcedu_desktop.clock import today
from xcedu_desktop.values.dates import parse_day

if TYPE_CHECKING:
    from ui.forms.registry import PageSpec
    from ui.shell import Shell
    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger

PUPILS, CLASSES = "pupils", "classes"
_LIST, _LIST_SMALL = 210, 160


class PupilsPage(Page):
    """Tabs 学生 and 班级; the list at the left chooses whose pupils are shown."""

    def __init__(self, shell: Shell, spec: PageSpec) -> None:
        super().__init__(shell, spec)
        assert shell.ledger is not None
        self.ledger: Ledger = shell.ledger
        self.read_at = shell.state_of_file()
        self.since = today()
        self.shown = ALL
        self.pupils = PupilsSource(self.ledger, shell.month, ALL, self.since)
        counts, _ = self.pupils.counts()
        self.list = Grid(
            shell, ClassList(self.ledger, shell.month, counts), sortable=False, row_mode=True, parent=self
        )
        SideWidth(self.list, _LIST, _LIST_SMALL)
        self.list.chosen.connect(self._choose)
        self.grid = Grid(shell, self.pupils, parent=self)
        self.grid.chosen.connect(self._show_pupil)
        self.grid.written.connect(self._written)
        self._classes: Grid | None = None
        self._names_old = False
        """A class was written since the pupils were read, who show its name."""
        self._counted: object = None
        """What the list at the left and the quiet line were made from."""
        self._count = Later(self._count_again, self)
        self.setFocusProxy(self.grid)
        self._build_bar()
        right = QVBoxLayout()
        right.setSpacing(SPACE_3)
        right.addWidget(self.grid, 1)
        self.panel = PupilPanel(self._write_birth, self)
        right.addWidget(self.panel)
        beside = QHBoxLayout()
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(SPACE_3)
        beside.addWidget(self.list)
        beside.addLayout(right, 1)
        self.stack = CurrentStack(self)
        pupils = QWidget(self.stack)
        pupils.setLayout(beside)
        self.stack.addWidget(pupils)
        self.body.addWidget(self.stack, 1)
        self.add_button("班级收集", self._collect).setToolTip("给每个班主任发一个小表格，收回后并到名册")
        self.reveal_button = self.add_button("显示号码　F2", self._reveal)
        self.new_button = self.add_button("新增学生　Ins", self._new)
        # wherever the keyboard is: in the list of classes too, where letters would be lost and Tab would type over a name
        new = QShortcut(QKeySequence("Ins"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        new.activated.connect(self._new)
        self.set_main("导入名单", self._import)
        self._show_counts(read=False)
        self._show_pupil(self.grid.current()[0])

    def _build_bar(self) -> None:
        self.tabs = SegmentedControl([(PUPILS, "学生"), (CLASSES, "班级")], self)
        self.tabs.chosen.connect(self._show_tab)
        self.tabs.entered.connect(self.setFocus)
        self.filter_box = self.grid.filter_box("找姓名，可输拼音首字母")
        self.filter_box.textChanged.connect(self._look_everywhere)  # after the grid has filtered
        self.since_label = Text("调班、入班从", GRID, tone="ink2", parent=self)
        self.since_box = DateBox("调班、入班从哪天起", self._set_since, self)
        self.since_box.show_text(self.since.isoformat())
        self.still = Text("", GRID, tone="ink2", parent=self)
        self.next = Button("下一处　F8", parent=self)
        self.next.clicked.connect(lambda: self.shell.next_finding())
        bar = FoldingRow(self)
        bar.add(self.tabs)
        bar.row.addSpacing(SPACE_2)
        bar.add(self.filter_box)
        bar.row.addSpacing(SPACE_2)
        bar.add(self.since_label)
        bar.add(self.since_box)
        bar.row.addStretch(1)
        bar.add(self.still)
        bar.add(self.next, folds=1)
        self.body.addWidget(bar)
        self.show_findings([])

    @property
    def classes(self) -> Grid:
        """The grid of the tab 班级, made when it is first wanted."""
        if self._classes is None:
            counts, _ = self.pupils.counts()
            self._classes = made = Grid(
                self.shell, ClassesSource(self.ledger, self.shell.month, counts), parent=self.stack
            )
            made.written.connect(self._classes_written)
            made.set_findings(self.shell.findings)
            self.stack.addWidget(made)
        return self._classes

    def _grids(self) -> list[Grid]:
        return [self.grid] if self._classes is None else [self.grid, self._classes]

    # --- what the shell asks

    def refresh(self) -> None:
        if any(grid.table.is_editing() for grid in self._grids()):
            for grid in self._grids():
                grid.refresh()
            return
        self._names_old = False
        self._count.stop()
        self.pupils = PupilsSource(self.ledger, self.shell.month, self.shown, self.since)
        self.pupils.set_findings(self.shell.findings)
        self.grid.set_source(self.pupils)
        self._show_counts(read=True)
        self._show_pupil(self.grid.current()[0])

    def show_findings(self, findings: list[Finding]) -> None:
        for grid in self._grids():
            grid.set_findings(findings)
        mine = [f for f in findings if f.open and f.table in self.spec.takes]
        self.still.setText(f"本页 {len(mine)} 项" if mine else "")
        self.next.setVisible(bool(mine))

    def focus_finding(self, finding: Finding) -> bool:
        if finding.table in ("school_class", "class_alias"):
            self.tabs.choose(CLASSES)
            return self.classes.show_cell(finding.record, finding.field)
        self.tabs.choose(PUPILS)
        record, key = finding.record, finding.field
        if finding.table == "class_membership":
            record, key = self.pupils.pupil_of(record), CLASS
        if self.grid.model.row_of(record) < 0 and record in self.pupils.rows:
            self.filter_box.setText("")
            self._choose(self.pupils.place_of(record))
            self.list.show_cell(self.shown, light=False)
        return self.grid.show_cell(record, "id_number" if key == "birth_date" else key)

    def leave(self) -> bool:
        for grid in self._grids():
            grid.commit()
        self._count.now()
        return True

    # --- what a person does

    def _choose(self, row_id: str) -> None:
        if not row_id or row_id == self.shown or row_id.startswith("grade:"):
            return
        self.shown = row_id
        self.pupils = self.pupils.showing(row_id)
        self.grid.set_source(self.pupils)
        if self.grid.model.rowCount():
            self.grid.table.go_to(0, self.grid.model.first_editable())
        self._show_pupil(self.grid.current()[0])

    def _look_everywhere(self, text: str) -> None:
        """A name that the class on the screen lacks is looked for in the whole school."""
        if text.strip() and not self.grid.model.ids and self.shown not in (ALL, LEFT):
            self._choose(ALL)
            self.list.show_cell(ALL, light=False)

    def _show_tab(self, key: str) -> None:
        self.leave()
        pupils = key == PUPILS
        if pupils:
            if self._names_old:
                self.refresh()
            self.stack.setCurrentIndex(0)
        else:
            self.stack.setCurrentWidget(self.classes)
        for part in (self.filter_box, self.since_label, self.since_box, self.reveal_button):
            part.setVisible(pupils)
        self.new_button.setText("新增学生　Ins" if pupils else "新增班级　Ins")
        self.new_button.updateGeometry()
        self.setFocusProxy(self.grid if pupils else self.classes)
        self.tabs.hand_over(self)

    def _show_pupil(self, row_id: str) -> None:
        self.panel.show_pupil(self.pupils, row_id)

    def _set_since(self, text: str) -> None:
        parsed = parse_day(text, today=today(), near=self.shell.month)
        if parsed.value is None:
            self.shell.say(parsed.error.message if parsed.error else "请填调班从哪天起")
        else:
            self.since = self.pupils.since = parsed.value
        self.since_box.show_text(self.since.isoformat())
        self.since_box.setText(self.since.isoformat())

    def _write_birth(self, pupil_id: str, text: str) -> None:
        self.grid.model.write([Cell(pupil_id, "birth_date", text)])
        self._show_pupil(pupil_id)

    def _reveal(self) -> None:
        self.grid.setFocus()
        _, key = self.grid.current()
        column = self.pupils.column(key)
        if column is None or not column.masked:
            self.shell.say("先选中要看的身份证号或学籍号那一格，再按 F2")
            return
        self.grid.table.open_editor(typing=False, reveal=True)

    def _new(self) -> None:
        if self.tabs.key() == CLASSES:
            self.classes.new_row()
            return
        if self.shown == LEFT:
            self._choose(ALL)
            self.list.show_cell(ALL, light=False)
        self.grid.new_row()

    def _collect(self) -> None:
        from ui.handouts.page import HandoutsPage  # a page laid over this one, seldom wanted

        if self.leave():
            self.shell.lay_over(HandoutsPage(self.shell))

    def _import(self) -> None:
        self.shell.open_import("students")

    # --- after a write

    def _written(self) -> None:
        self._count.start()
        self._show_pupil(self.grid.current()[0])

    def _count_again(self) -> None:
        if self.pupils.counts() != self._counted:
            self._show_counts(read=False)

    def _classes_written(self) -> None:
        """The pupils are not on the screen; they are read again when they are."""
        self._names_old = True

    def _show_counts(self, read: bool) -> None:
        """The list at the left and the quiet line; `read`: the classes may have changed too."""
        counts, sexes = self._counted = self.pupils.counts()
        month = self.shell.month
        self.list.set_source(ClassList(self.ledger, month, counts))
        if self.list.model.row_of(self.shown) >= 0:
            self.list.show_cell(self.shown, light=False)
        if read and self._classes is not None:
            classes = ClassesSource(self.ledger, month, counts)
            classes.set_findings(self.shell.findings)
            self._classes.set_source(classes)
        elif self._classes is not None and isinstance(there := self._classes.source, ClassesSource):
            there.counts = counts
            self._classes.repaint_cells()
        said = "、".join(f"{word} {n}" for word, n in sexes.items() if n)
        parts = [f"{counts[ALL]} 人在校" + (f"（{said}）" if said else "")]
        number = len(counts.keys() - {ALL, UNPLACED, LEFT})
        parts.append(f"{number} 个班有学生")
        parts.append(_said(self.pupils.day))
        if not self.pupils.rows:
            parts = [f"{counts[ALL]} 人在校", "有花名册点「导入名单」，也可以在第一行输入或从表格粘贴"]
        self.set_quiet(" · ".join(parts))


def _said(day: date) -> str:
    return f"按 {day.month}月{day.day}日"
