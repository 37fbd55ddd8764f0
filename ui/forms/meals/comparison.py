"""与上月比较: each class's heads per counted day beside last month's, by meal; what moved by a fifth is said in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.forms.meals.month_data import HEADS
from ui.grid.source import Column, GridSource
from ui.grid.view import Grid
from ui.theme import GRID, SPACE_2
from ui.widgets.text import Text
from xcedu_desktop.forms.meals.averages import STAFF_LINE, Mean, means, school_means
from xcedu_desktop.forms.meals.tables import MEALS

if TYPE_CHECKING:
    from ui.forms.meals.month_data import MealMonth
    from ui.shell import Shell
    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month

_FIFTH = 20.0
"""Percent from which a class's change is drawn as one to look at; the finding itself is of the whole school (M12)."""
_NOW, _BEFORE, _MOVED = "now", "before", "moved"


@dataclass(frozen=True)
class Compared:
    """Plain values of two months: (line, meal) → mean; meal → the school's."""

    now: Mapping[tuple[str, str], Mean]
    before: Mapping[tuple[str, str], Mean]
    school_now: Mapping[str, Mean]
    school_before: Mapping[str, Mean]

    @property
    def meals(self) -> list[str]:
        """The meals that were counted in either month; 午餐 where none was."""
        found = {meal for _, meal in (*self.now, *self.before)}
        return [meal for meal in MEALS if meal in found] or [MEALS[0]]


def compare(ledger: Ledger, month: Month) -> Compared:
    """Two small questions to the file; for the worker."""
    sides = []
    for of in (month, month.previous()):
        with ledger.view(of) as view:
            heads = {(line, meal): mean for (line, meal, key), mean in means(view).items() if key == HEADS}
            sides.append((heads, school_means(view)))
    (now, school_now), (before, school_before) = sides
    return Compared(now, before, school_now, school_before)


class ComparisonSource(GridSource):
    """A line a class and one of the staff; three columns a meal."""

    def __init__(self, data: MealMonth, compared: Compared) -> None:
        self._compared = compared
        self._lines = {**data.lines, STAFF_LINE: "教职工"}
        columns = [Column("line", "班级", width=120, editable=False, frozen=True)]
        for meal in compared.meals:
            for key, title in ((_NOW, f"{meal}　本月每上课日"), (_BEFORE, "上月每上课日"), (_MOVED, "变化")):
                columns.append(
                    Column(
                        f"{meal}{key}",
                        title,
                        width=140 if key != _MOVED else 90,
                        align="right",
                        editable=False,
                    )
                )
        self.columns = (*columns, Column("rest", "", editable=False, stretch=True, width=1))

    def row_ids(self) -> Sequence[str]:
        return list(self._lines)

    def _mean(self, row_id: str, key: str) -> tuple[Mean | None, Mean | None, str]:
        meal = next((meal for meal in MEALS if key.startswith(meal)), "")
        spot = (row_id, meal)
        return self._compared.now.get(spot), self._compared.before.get(spot), key.removeprefix(meal)

    def value(self, row_id: str, key: str) -> Any:
        now, before, which = self._mean(row_id, key)
        if which == _MOVED:
            return now.moved(before) if now is not None and before is not None else None
        mean = now if which == _NOW else before if which == _BEFORE else None
        return mean.total / mean.days if mean is not None else None

    def text(self, row_id: str, key: str) -> str:
        if key == "line":
            return self._lines[row_id]
        value = self.value(row_id, key)
        if value is None:
            return ""
        return signed(value) if key.endswith(_MOVED) else f"{value:.1f}"

    def tooltip(self, row_id: str, key: str) -> str:
        now, before, which = self._mean(row_id, key)
        mean = now if which == _NOW else before if which == _BEFORE else None
        return f"{mean.total:,} 人次／{mean.days} 个供餐日" if mean is not None else ""

    def ink(self, row_id: str, key: str) -> str:
        if key == "line":
            return "ink"
        if key.endswith(_MOVED):
            value = self.value(row_id, key)
            return "warning" if value is not None and abs(value) > _FIFTH else "ink2"
        return "ink2" if key.endswith(_BEFORE) else "ink"


class Comparison(QWidget):
    """The sentence of each meal, then the table; read by the worker each time it is shown."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self._asked = 0
        self.words = Text("", GRID, tone="ink", parent=self)
        self.words.setWordWrap(True)
        self.grid: Grid | None = None
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(SPACE_2)
        self.rows.addWidget(self.words)
        self.rows.addStretch(1)

    def show_month(self, data: MealMonth, findings: Sequence[Finding]) -> None:
        """Asks the worker; an answer that is overtaken is dropped."""
        worker = self._shell.worker
        if worker is None:
            return
        self._asked += 1
        asked = self._asked
        said = [f.message for f in findings if f.rule == "M12"]
        worker.run(
            lambda _progress: compare(data.ledger, data.month),
            lambda compared: self._show(data, compared, said) if asked == self._asked else None,
        )

    def _show(self, data: MealMonth, compared: Compared, said: list[str]) -> None:
        self.words.setText("\n".join(sentences(data.month, compared, said)))
        source = ComparisonSource(data, compared)
        if self.grid is None:
            self.grid = Grid(self._shell, source, snug=True, parent=self)
            self.grid.table.setAccessibleName("与上月比较")
            self.rows.insertWidget(1, self.grid, 1000)
            waiting = self.hasFocus()
            self.setFocusProxy(self.grid)
            if waiting:  # the keyboard came here before the figures
                self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.grid.set_source(source)


def sentences(month: Month, compared: Compared, said: Sequence[str]) -> list[str]:
    """What the comparison says of the whole school, a line a meal; the finding's words where there is one."""
    before = month.previous()
    if not compared.before and not compared.now:
        return [f"{month.spoken}和{before.month}月都没有就餐人数，没有可以比较的"]
    if not compared.before:
        return [f"{before.spoken}没有就餐人数，没有可以比较的。下面是本月每上课日的平均人次。"]
    lines = []
    for meal in compared.meals:
        now, then = compared.school_now.get(meal), compared.school_before.get(meal)
        found = next((words for words in said if words.startswith(meal)), "")
        if found:
            lines.append(f"! {found}，超过 20%：请核对，或到「校验与上报」说明")
        elif now is not None and then is not None:
            moved = now.moved(then)
            change = f"，{signed(moved)}" if moved is not None else ""
            lines.append(
                f"全校{meal}：本月每上课日 {now.said} 人次（{now.days} 天），"
                f"{before.month}月 {then.said} 人次（{then.days} 天）{change}"
            )
        elif now is not None or then is not None:
            lines.append(f"全校{meal}：只有{'本月' if now is not None else f'{before.month}月'}有就餐人数")
    return lines


def signed(percent: float) -> str:
    """多 3.2%, 少 1.0%, 不变."""
    shown = f"{abs(percent):.1f}"
    if shown == "0.0":
        return "不变"
    return f"{'多' if percent > 0 else '少'} {shown}%"
