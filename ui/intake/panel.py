"""Under the preview (处理栏): what can be done about rows that are not taken in, and about pupils whom the list lacks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QWidget

from ui.intake.lines import Line
from ui.intake.session import ImportSession
from ui.theme import CONTROL, GRID, SMALL, SPACE_2
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.text import Text
from ui.widgets.wrapping import WrappingRow
from xcedu_desktop.clock import today
from xcedu_desktop.workbook.intake.plan import IntakePlan, RowState


def day_box(day: date, name: str, parent: QWidget) -> QDateEdit:
    """A box for a day; Enter or leaving it takes the day."""
    box = QDateEdit(QDate(day.year, day.month, day.day), parent)
    box.setDisplayFormat("yyyy-MM-dd")
    box.setCalendarPopup(True)
    box.setKeyboardTracking(False)
    box.setFixedHeight(CONTROL)
    box.setAccessibleName(name)
    box.setMinimumWidth(124)
    return box


def day_of(box: QDateEdit) -> date:
    """The day that a box shows."""
    shown = box.date()
    return date(shown.year(), shown.month(), shown.day())


class Panel(Card):
    """`save_list` when the rows that are not taken in are to be written as a table of their own."""

    save_list = Signal()

    def __init__(self, session: ImportSession, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._plan: IntakePlan | None = None
        self._selected: Sequence[Line] = ()
        self._compact = False
        self.rows_head, self.rows_text = (
            Text("", GRID, bold=True, parent=self),
            Text("", GRID, elide=True, parent=self),
        )
        self._rows = self._line(self.rows_head, self.rows_text)
        self.without = Button("", parent=self)
        self.without.clicked.connect(self._take_without)
        self.save = Button("未导入名单另存为表格（交班主任）", parent=self)
        self.save.clicked.connect(self.save_list)
        self._acts = self._line(self.without, self.save, None)
        self.missing_head = Text("", GRID, bold=True, parent=self)
        self.moved = Button("转出", parent=self)
        self.finished = Button("毕业", parent=self)
        self.stay = Button("保留", parent=self)
        for button, how in ((self.moved, "转出"), (self.finished, "毕业"), (self.stay, None)):
            button.clicked.connect(lambda _checked=False, how=how: self._leave(how))
        self.last_day = day_box(today(), "最后在校日", self)
        self._missing = self._line(
            self.missing_head, Text("最后在校日", GRID, tone="ink2", parent=self), self.last_day,
            self.moved, self.finished, self.stay, None,
        )  # fmt: skip
        self.foot = Text("导入可以整体撤销。原文件不会被改动。", SMALL, tone="ink2", parent=self)
        self.body.setSpacing(SPACE_2)
        self.body.addWidget(self.foot)

    def _line(self, *parts: QWidget | None) -> WrappingRow:
        held = WrappingRow(self)
        for part in parts:
            if part is None:
                held.add_stretch()
            else:
                held.add(part, stretch=1 if part is self.rows_text else 0)
        self.body.addWidget(held)
        return held

    def set_compact(self, compact: bool) -> None:
        """In a low window the buttons stand beside the counts and the quiet words go."""
        if compact == self._compact:
            return
        self._compact = compact
        here, there = (self._acts, self._rows) if compact else (self._rows, self._acts)
        for at, button in enumerate((self.without, self.save)):
            here.remove(button)
            there.insert((2 if compact else 0) + at, button)
        self.foot.setVisible(not compact)
        if self._plan is not None:
            self.show_plan(self._plan)

    def show_plan(self, plan: IntakePlan) -> None:
        """What the plan leaves open."""
        self._plan = plan
        asks = plan.counts.get(RowState.ASK, 0)
        refused = plan.counts.get(RowState.REJECTED, 0)
        able = [row for row in plan.rows if row.can_do_without]
        kept = self._session.answers.without
        acting = bool(refused or asks or kept)
        self._rows.setVisible(acting)
        self._acts.setVisible(acting and not self._compact)
        parts = [f"未导入的 {refused} 行"] if refused else []
        parts += [f"请选的 {asks} 行"] if asks else []
        people = "人" if plan.kind in ("students", "staff", "club-members", "participants") else "行"
        if kept and not parts:
            parts = [f"{len(kept)} {people}缺的那一格先空着，以后补"]
        self.rows_head.setText("、".join(parts))
        what = self._what()
        if refused:
            text = "可以在表里改好" + (
                f"；也可以先不带{what}导入，以后补。" if able else "，或改好原表再导入。"
            )
        else:
            text = "在表里点一下选好；不选的行不导入。" if asks else ""
        self.rows_text.setText("" if self._compact else text)
        self.without.setVisible(bool(able or kept))
        if able:
            self.without.setText(f"这 {len(able)} {people}不带{what}导入")
        else:
            self.without.setText(f"这 {len(kept)} {people}还是先不导入")
        self.without.updateGeometry()
        self.save.setVisible(bool(refused or asks))
        self.show_selection(self._selected)

    def show_selection(self, lines: Sequence[Line]) -> None:
        """The missing pupils among the selected lines are those that the buttons are about; none: all of them."""
        self._selected = lines
        plan = self._plan
        self._missing.setVisible(plan is not None and bool(plan.missing))
        if plan is None or not plan.missing:
            return
        chosen = self._chosen()
        every = len(chosen) == len(plan.missing)
        self.missing_head.setText(
            f"名单里没有的 {len(chosen)} 人" if every else f"选中的 {len(chosen)} 人（名单里没有）"
        )

    def _chosen(self) -> list[str]:
        assert self._plan is not None
        known = [one.pupil_id for one in self._plan.missing]
        picked = [line.missing.pupil_id for line in self._selected if line.missing is not None]
        return [pupil for pupil in picked if pupil in known] or known

    def _what(self) -> str:
        """The titles of the cells that would be left behind."""
        plan = self._plan
        assert plan is not None
        keys = {key: None for row in plan.rows if row.can_do_without for key in sorted(row.bad)}
        titles = [plan.shown.get(key, "") for key in keys]
        return "、".join(title for title in titles if title) or "这一格"

    def _take_without(self) -> None:
        plan = self._plan
        if plan is not None:
            self._session.take_without([(row.sheet, row.number) for row in plan.rows if row.can_do_without])

    def _leave(self, how: str | None) -> None:
        if self._plan is not None and self._plan.missing:
            self._session.leave(self._chosen(), how, day_of(self.last_day))

    @property
    def leaving_day(self) -> date:
        """The last day in school of those who are said to have left."""
        return day_of(self.last_day)
