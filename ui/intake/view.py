"""The preview as a whole (导入预览): strip, counts, table, what can be done; used by the page and by the first-run wizard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDate, QStandardPaths, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ui.intake.left_out import write_left_out
from ui.intake.lines import SEGMENTS, TODO, Line, columns_of, counts_of, fits, lines_of
from ui.intake.panel import Panel, day_box, day_of
from ui.intake.session import ImportSession
from ui.intake.strip import Strip
from ui.intake.table import PreviewTable
from ui.intake.whole_class import WholeClassRow, needs_class
from ui.theme import GRID, ROW, SPACE_3
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.current_stack import CurrentStack
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import Text
from ui.widgets.wrapping import WrappingRow
from xcedu_desktop.clock import today
from xcedu_desktop.errors import UserError
from xcedu_desktop.workbook.intake.plan import IntakePlan, RowState

_PEOPLE = {"students": "学生名单", "staff": "教职工名单", "classes": "班级名单"}


_FEW_ROWS = 5
_COMPACT_BELOW = 540
"""Height of the preview in logical pixels under which the panel takes two lines at most."""


class ImportView(QWidget):
    """`changed` whenever title line, main button or its reason may have changed; `said` for the status line."""

    changed = Signal()
    said = Signal(str)
    wants_file = Signal()

    def __init__(self, session: ImportSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.plan: IntakePlan | None = None
        self._trouble = ""
        self._lines: list[Line] = []
        self._only_todo = False
        self.strip = Strip(session, self)
        self.segments = SegmentedControl(SEGMENTS[:1], self)
        self.segments.setAccessibleName("只看哪些行")
        self.segments.chosen.connect(self._segment_chosen)
        self.note = Text("", GRID, tone="ink2", elide=True, parent=self)
        self.since_label = Text("从哪天起", GRID, tone="ink2", parent=self)
        self.since = day_box(today(), "从哪天起", self)
        self.since.setToolTip("没有写日期的新增和调班，从这一天起算")
        self.since.dateChanged.connect(lambda _: session.set_since(day_of(self.since)))
        self.only = Button("只看要处理的", parent=self)
        self.only.clicked.connect(self._toggle_only)
        self.whole = WholeClassRow(session, self)
        self.table = PreviewTable(self)
        self.table.rows.mended.connect(self._mended)
        self.table.rows.answered.connect(self._answered)
        self.panel = Panel(session, self)
        self.panel.save_list.connect(self.save_left_out)
        self.table.selectionModel().selectionChanged.connect(
            lambda *_: self.panel.show_selection(self.table.selected_lines())
        )
        self._lay_out()
        session.began.connect(self._began)
        session.planned.connect(self._planned)
        session.failed.connect(self._failed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addWidget(self.strip)
        self._bar = WrappingRow(self)
        self._bar.add(self.segments)
        self._bar.add(self.note, stretch=1)
        for part in (self.since_label, self.since, self.only):
            self._bar.add(part)
        column.addWidget(self._bar)
        column.addWidget(self.whole)
        self.whole.hide()
        self._middle = CurrentStack(self)
        grid = Card(margins=(1, 1, 1, 1), radius=0, parent=self)
        grid.body.addWidget(self.table)
        grid.setMinimumHeight(_FEW_ROWS * ROW)
        self._middle.addWidget(grid)
        self._message = Card(margins=(SPACE_3 * 2, SPACE_3 * 2, SPACE_3 * 2, SPACE_3 * 2), parent=self)
        self.sentence = Text("", parent=self._message)
        self.sentence.setWordWrap(True)
        self.other_file = Button("换一个文件", parent=self._message)
        self.other_file.clicked.connect(self.wants_file)
        self._message.body.setSpacing(SPACE_3)
        self._message.body.addWidget(self.sentence)
        self._message.body.addWidget(self.other_file)
        self._message.body.addStretch(1)
        self._middle.addWidget(self._message)
        column.addWidget(self._middle, 1)
        column.addWidget(self.panel)
        self._show_parts()

    # -- what the page's head says ---------------------------------------------------------------------------------------

    @property
    def file_line(self) -> str:
        """File, and which of its sheets are read: 花名册.xls · 3 张表中 1 张是学生名单：「花名册」."""
        session, plan = self.session, self.plan
        if session.path is None:
            return ""
        name = session.path.name
        if plan is None or not plan.sheets:
            return name
        what = _PEOPLE.get(plan.kind, f"{plan.title}表")
        if len(plan.all_sheets) == 1:
            return f"{name} · 共 {plan.rows_read} 行"
        sheets = "、".join(f"「{sheet}」" for sheet in plan.sheets[:6])
        more = "…" if len(plan.sheets) > 6 else ""
        return f"{name} · {len(plan.all_sheets)} 张表中 {len(plan.sheets)} 张是{what}：{sheets}{more}"

    @property
    def main_text(self) -> str:
        """What the main button will do."""
        plan = self.plan
        if plan is None:
            return "导入"
        parts = [f"新增 {plan.created}"] if plan.created else []
        parts += [f"修改 {plan.updated}"] if plan.updated else []
        leaving = len(self.session.answers.leaving)
        parts += [f"离校 {leaving}"] if leaving else []
        return "导入：" + "、".join(parts) if parts else "导入"

    @property
    def obstacle(self) -> str:
        """Why nothing can be imported now; "" where it can."""
        if self.session.writing:
            return "正在写入"
        if self._trouble:
            return "这个文件不能导入"
        if self.session.busy or self.plan is None:
            return "正在核对"
        if self.plan.trouble:
            return "还没有班级" if needs_class(self.plan) else "没有找到名单"
        if not self.plan.change_set:
            return "没有能导入的行" if self.plan.rejected else "和现有的一样，没有要写入的"
        return ""

    def outcome(self) -> str:
        """The words for what was done: 已导入 花名册.xls：新增 236、修改 5."""
        name = self.session.path.name if self.session.path is not None else ""
        done = self.main_text.removeprefix("导入").lstrip("：")
        return f"已导入 {name}" + (f"：{done}" if done else "")

    def go_to_obstacle(self) -> None:
        """The first thing that wants the person."""
        if self.whole.isVisible():
            self.whole.box.setFocus()
            return
        for at, line in enumerate(self.table.rows.lines):
            if line.todo:
                self.table.setCurrentIndex(self.table.rows.index(at, 0))
                break
        self.table.setFocus()

    # -- showing -------------------------------------------------------------------------------------------------------

    def _began(self) -> None:
        if self.session.raw is None:
            self._trouble = ""
            self.plan = None
            self.sentence.setText(f"正在读「{self.session.path.name}」…" if self.session.path else "")
            self.other_file.hide()
            self._show_parts()
        self.changed.emit()

    def _failed(self, sentence: str) -> None:
        if self.plan is None:
            self._trouble = sentence
            self.sentence.setText(sentence)
            self.other_file.show()
            self._show_parts()
            self.other_file.setFocus()
        else:
            self.said.emit(sentence)
            self.session.replan_if_old()
        self.changed.emit()

    def _planned(self, plan: IntakePlan) -> None:
        first = self.plan is None
        self.plan, self._trouble = plan, ""
        self._lines = lines_of(plan, self.session.answers.leaving)
        self.strip.show_plan(plan)
        self.whole.show_plan(plan)
        self.panel.show_plan(plan)
        self._show_since(plan)
        notes = _skipped(plan)
        self.note.setText(notes)
        self.note.setToolTip(notes)
        if plan.trouble and not plan.heads:
            self.sentence.setText(f"「{plan.file}」：{plan.trouble}。")
            self.other_file.show()
        self._show_counts()
        self._show_parts()
        if first and plan.heads and not self.whole.isVisible():
            self.table.setFocus()
        self.changed.emit()

    def _show_since(self, plan: IntakePlan) -> None:
        shown = plan.since is not None
        self.since.setVisible(shown)
        self.since_label.setVisible(shown)
        if plan.since is not None:
            self.since.blockSignals(True)
            self.since.setDate(QDate(plan.since.year, plan.since.month, plan.since.day))
            self.since.blockSignals(False)

    def _show_counts(self) -> None:
        counts = counts_of(self._lines)
        self.segments.set_items(
            [
                (key, f"{word} {counts[key]:,}")
                for key, word in SEGMENTS
                if counts[key] or key in ("all", "new")
            ]
        )
        self._only_todo = self._only_todo and counts[TODO] > 0
        self.only.setVisible(counts[TODO] > 0)
        self._show_lines()

    def _show_lines(self) -> None:
        if self.plan is None:
            return
        segment = TODO if self._only_todo else self.segments.key()
        self.only.setText("看全部的行" if self._only_todo else "只看要处理的")
        shown = [line for line in self._lines if fits(line, segment)]
        self.table.show_lines(columns_of(self.plan), shown)
        self.panel.show_selection(self.table.selected_lines())

    def _show_parts(self) -> None:
        """The table where there is a list; else the sentence."""
        plan = self.plan
        listed = plan is not None and bool(plan.heads)
        self._middle.setCurrentIndex(0 if listed else 1)
        self._bar.setVisible(listed)
        self.panel.setVisible(listed)
        self.strip.setVisible(plan is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel.set_compact(self.height() < _COMPACT_BELOW)

    # -- acts ----------------------------------------------------------------------------------------------------------

    def _segment_chosen(self, _key: str) -> None:
        self._only_todo = False
        self._show_lines()

    def _toggle_only(self) -> None:
        self._only_todo = not self._only_todo
        self._show_lines()
        self.table.setFocus()

    def _mended(self, line: Line, key: str, text: str) -> None:
        if line.row is not None:
            self.session.correct(line.identity, key, text)

    def _answered(self, line: Line, value: str) -> None:
        if line.missing is not None:
            how = None if value == "保留" else value
            self.session.leave([line.missing.pupil_id], how, self.panel.leaving_day)
        elif line.row is not None and line.row.state is RowState.ASK:
            if line.row.ask_key:
                self.session.answer_class(line.row.ask_key, value)
            else:
                self.session.answer_row(line.identity, value)

    def save_left_out(self) -> None:
        """Asks where, then writes the rows that are not taken in as a table."""
        plan = self.plan
        if plan is None:
            return
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        wanted = str(Path(place) / f"未导入名单_{Path(plan.file).stem.replace('*', '')}.xlsx")
        name, _ = QFileDialog.getSaveFileName(self, "未导入名单另存为", wanted, "表格 (*.xlsx)")
        if not name:
            return
        path = Path(name)
        path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
        try:
            rows = write_left_out(path, plan)
        except UserError as trouble:
            self.said.emit(trouble.message)
            return
        self.said.emit(f"已另存 {rows} 行到 {path.name}")

    def commit_editor(self) -> None:
        """Takes what is being typed in a cell."""
        if self.table.editing:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _skipped(plan: IntakePlan) -> str:
    """What was passed over and what was read all the same: 已略过标题 2 行、合计 1 行；隐藏的 1 行照读."""
    total: dict[str, int] = {}
    for head in plan.heads:
        for why, rows in head.skipped.items():
            total[why] = total.get(why, 0) + rows
    counted = "、".join(f"{why.removesuffix('行')} {rows} 行" for why, rows in total.items())
    only = f"表「{plan.sheets[0]}」：" if len(plan.sheets) == 1 else ""
    notes = [note.removeprefix(only).rstrip("。") for note in plan.notes]
    return "；".join([*([f"已略过{counted}"] if counted else []), *notes])
