"""Tab 参加学生: classes left, the pupils of one class right; Space says yes or no, a whole class at one stroke."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.forms.clubs.board import Board
from ui.forms.clubs.participants import ALL, PART, ClassPartList, ParticipantsSource
from ui.grid.source import Cell
from ui.grid.view import Grid
from ui.theme import GRID, SPACE_2, SPACE_3
from ui.widgets.buttons import Button
from ui.widgets.folding import FoldingRow
from ui.widgets.side_width import SideWidth
from ui.widgets.text import Text

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger

_LIST, _LIST_SMALL = 220, 176


class ParticipantsPanel(QWidget):
    """`written`: something was written here; the page reads its figures again."""

    written = Signal()

    def __init__(self, shell: Shell, board: Board, parent: QWidget) -> None:
        super().__init__(parent)
        assert shell.ledger is not None
        self.shell, self.board = shell, board
        self.ledger: Ledger = shell.ledger
        self.made: set[str] = set()
        self.shown = next(iter(board.summary.classes), ALL)
        self.list = Grid(shell, ClassPartList(board), sortable=False, row_mode=True, parent=self)
        SideWidth(self.list, _LIST, _LIST_SMALL)
        self.source = self._source()
        self.grid = Grid(shell, self.source, parent=self)
        self.grid.on_key("Space", self._toggle)
        self.grid.written.connect(self.written)
        self.whole = Button("全班参加", parent=self)
        self.whole.clicked.connect(self._whole_class)
        self.but = Button("", parent=self)
        self.but.setToolTip("Ctrl+Enter")
        self.but.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # what is selected stays so
        self.but.clicked.connect(self._all_but)
        for enter in ("Ctrl+Return", "Ctrl+Enter"):
            self.grid.on_key(enter, self._all_but)
        self.grid.table.selectionModel().selectionChanged.connect(lambda *_: self._name_but())
        bar = FoldingRow(self)
        bar.add(self.grid.filter_box())
        bar.row.addSpacing(SPACE_2)
        self.say = Text("", GRID, tone="ink2", elide=True, parent=self)
        bar.add(self.say, stretch=1)
        bar.add(self.but, folds=1)
        bar.add(self.whole, folds=2)
        right = QVBoxLayout()
        right.setSpacing(SPACE_3)
        right.addWidget(bar)
        right.addWidget(self.grid, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        self.list.chosen.connect(self._choose)
        self.list.show_cell(self.shown, light=False)
        self._show_words()

    def _source(self) -> ParticipantsSource:
        return ParticipantsSource(self.ledger, self.shell.month, self.shown, self.board, self.made)

    # --- what the page asks

    def is_editing(self) -> bool:
        """Whether something is being typed."""
        return self.grid.table.is_editing()

    def commit(self) -> None:
        """Writes what is being typed."""
        self.grid.commit()

    def refresh(self, board: Board) -> None:
        """Reads everything again."""
        self.board = board
        if self.shown != ALL and self.shown not in board.summary.classes:
            self.shown = next(iter(board.summary.classes), ALL)
        self._show_list()
        self._read()

    def take_board(self, board: Board) -> None:
        """New figures after a write on the page."""
        self.board = self.source.board = board
        self._show_list()
        self._show_words()

    def show_findings(self, findings: list[Finding]) -> None:
        """Marks."""
        self.grid.set_findings(findings)

    def focus_finding(self, finding: Finding) -> bool:
        """Goes to the pupil of a finding; one about the whole school (参加率) shows the list."""
        pupil_id = self.source.pupil_of(finding.record)
        person = self.board.summary.people.get(pupil_id)
        if person is None or not person.in_school:
            self.list.show_cell(ALL, light=False)
            self._choose(ALL)
            return True
        if self.shown not in (ALL, person.class_id):
            self.list.show_cell(person.class_id, light=False)
            self._choose(person.class_id)
        return self.grid.show_cell(pupil_id, PART if finding.field == "pupil_id" else finding.field)

    # --- what a person does

    def _choose(self, class_id: str) -> None:
        if not class_id or class_id == self.shown:
            return
        self.shown = class_id
        self._read()
        if self.grid.model.ids:
            self.grid.table.go_to(0, self.grid.model.column_of(PART))

    def _toggle(self) -> None:
        """Space: the selected pupils; several of them follow the first."""
        pupils = self.grid.selected_rows()
        if not pupils:
            return
        on = not self.source.takes_part(pupils[0])
        name = self.source.text(pupils[0], "name") if len(pupils) == 1 else f"{len(pupils)} 人"
        words = f"{name} {'参加课后服务' if on else '不再参加课后服务'}"
        self.grid.model.write([Cell(pupil, PART, "是" if on else "否") for pupil in pupils], words)

    def _whole_class(self) -> None:
        self.grid.commit()
        missing = [pupil for pupil in self.source.row_ids() if not self.source.takes_part(pupil)]
        name = self.list.source.text(self.shown, "name")
        if not missing:
            self.shell.say(f"{name}已经都参加了")
            return
        self.grid.model.write(
            [Cell(pupil, PART, "是") for pupil in missing], f"{name} {len(missing)} 人参加课后服务"
        )
        self.grid.setFocus()

    def _all_but(self) -> None:
        """Everybody shown takes part but the selected ones, in one change."""
        self.grid.commit()
        left_out = set(self.grid.selected_rows())
        if not left_out:
            self.shell.say("先选中不参加的学生（按住 Ctrl 点选，或 Shift 加方向键）")
            return
        takes = self.source.takes_part
        ids = self.grid.model.ids  # those on the screen: whoever the search box hides stays as he is
        cells = [Cell(p, PART, "是") for p in ids if p not in left_out and not takes(p)]
        cells += [Cell(p, PART, "否") for p in left_out if takes(p)]
        name, others = self.list.source.text(self.shown, "name"), len(ids) - len(left_out)
        if len(ids) < len(self.source.row_ids()):
            name += "查到的"
        if not cells:
            self.shell.say(f"{name}已经是这样：{others} 人参加，选中的 {len(left_out)} 人不参加")
            return
        self.grid.model.write(cells, f"{name} {others} 人参加课后服务，{len(left_out)} 人不参加")
        self.grid.setFocus()

    # --- showing

    def _name_but(self) -> None:
        self.but.setText(f"除选中 {len(self.grid.selected_rows())} 人外都参加")
        self.but.updateGeometry()

    def _show_list(self) -> None:
        self.list.set_source(ClassPartList(self.board))
        self.list.show_cell(self.shown, light=False)

    def _read(self) -> None:
        self.source = self._source()
        self.source.set_findings(self.shell.findings)
        self.grid.set_source(self.source)
        self._show_words()

    def _show_words(self) -> None:
        self.whole.setText("全校参加" if self.shown == ALL else "全班参加")
        self.whole.updateGeometry()
        day, there = self.board.day, bool(self.board.summary.enrolled)
        for button in (self.but, self.whole):
            button.setEnabled(there)
        self.say.setText(
            f"空格：参加 / 不参加，从 {day.month}月{day.day}日起"
            if there
            else "还没有学生：先在「班级与学生」里导入名单，或点「班级收集」让班主任填"
        )
        self._name_but()
