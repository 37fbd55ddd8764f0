"""The three steps of a month (填报 → 校验 → 导出上报表) with what is left of each, and what to do after them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import BODY, SMALL, SPACE_2, SPACE_3, SPACE_4, Theme
from ui.widgets.buttons import LinkLabel
from ui.widgets.cards import Card
from ui.widgets.chips import paint_sign
from ui.widgets.text import Text

if TYPE_CHECKING:
    from xcedu_desktop.form import Finding
    from xcedu_desktop.glance import Counts

_DISC = 26
_FILL_VERBS = frozenset({"去填", "去补", "确认"})


class StepState(NamedTuple):
    """Name, what is left of it, and how it stands: `done`, `now` or `later`."""

    name: str
    left: str
    stand: str


def steps_of(
    counts: Counts, state: Mapping[str, Any], findings: Sequence[Finding], known: bool, blank: int = 0
) -> list[StepState]:
    """How a month's three steps stand. `known`: whether it was checked yet; `blank`: forms of which nothing is there."""
    unfilled = sum(1 for finding in findings if finding.open and finding.verb in _FILL_VERBS)
    lacks = [f"{unfilled} 项没填"] if unfilled else []
    lacks += [f"{blank} 张表空着"] if blank else []
    if state.get("locked"):
        silent = f"，{counts.warnings} 个提醒未说明" if counts.warnings else ""
        steps = [
            StepState("填报", "、".join(lacks) or "已填完", "done"),
            StepState("校验", f"没有错误{silent}", "done"),
            StepState("导出上报表", f"第 {state['revision']} 次上报，本月已锁定", "done"),
        ]
    else:
        ready = known and not counts.blocking
        steps = [
            StepState("填报", f"还有 {'、'.join(lacks)}" if lacks else "已填完", "now" if lacks else "done"),
            StepState(
                "校验",
                f"还差 {counts.still} 项" if counts.still else "没有问题",
                "now" if counts.still else "done",
            ),
            StepState("导出上报表", "自动核对；导出后本月锁定", "now" if ready else "later"),
        ]
        if not known:
            steps = [step._replace(left="正在核对…", stand="later") for step in steps]
    return steps


class _Disc(QWidget):
    """The step's number in a disc; a tick where it is done."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.number, self.stand = number, "later"
        self.setFixedSize(_DISC, _DISC)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.stand == "later":
            painter.setPen(QPen(theme.line, 1))
            painter.setBrush(theme.surface)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.good if self.stand == "done" else theme.accent)
        painter.drawEllipse(box)
        ink = theme.ink3 if self.stand == "later" else theme.on_accent
        if self.stand == "done":
            paint_sign(painter, QRectF(8, 8, 10, 10), "✓", ink)
        else:
            painter.setFont(theme.font(BODY, bold=True))
            painter.setPen(ink)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self.number))
        painter.end()


class StepsCard(Card):
    """Three steps, a line, and the words after them with a link where there is something to open."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(margins=(20, SPACE_2, SPACE_4, SPACE_2), parent=parent)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        self._discs: list[_Disc] = []
        self.names: list[Text] = []
        self.lefts: list[Text] = []
        for number in (1, 2, 3):
            disc = _Disc(number, self)
            name, left = (
                Text("", BODY, bold=True, parent=self),
                Text("", SMALL, tone="ink2", elide=True, parent=self),
            )
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addStretch(1)
            words.addWidget(name)
            words.addWidget(left)
            words.addStretch(1)
            row.addWidget(disc, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addLayout(words, 20)
            self._discs.append(disc)
            self.names.append(name)
            self.lefts.append(left)
        row.addWidget(_Line(self))
        row.addSpacing(SPACE_2)
        after = QVBoxLayout()
        after.setSpacing(2)
        self.after = [Text("", SMALL, tone="ink2", elide=True, parent=self) for _ in range(3)]
        after.addStretch(1)
        for text in self.after:
            after.addWidget(text)
        self.link = LinkLabel("", points=SMALL, parent=self)
        self.second = LinkLabel("", points=SMALL, parent=self)
        links = QHBoxLayout()
        links.setSpacing(SPACE_3)
        links.addWidget(self.link)
        links.addWidget(self.second)
        links.addStretch(1)
        after.addLayout(links)
        after.addStretch(1)
        row.addLayout(after, 43)
        self.body.addLayout(row)
        self.setFixedHeight(82)

    def show_steps(self, steps: Sequence[StepState]) -> None:
        """Exactly three."""
        for step, disc, name, left in zip(steps, self._discs, self.names, self.lefts, strict=True):
            disc.stand = step.stand
            disc.update()
            name.setText(step.name)
            name.setForegroundRole(
                self.palette().ColorRole.Dark
                if step.stand == "later"
                else self.palette().ColorRole.WindowText
            )
            left.setText(step.left)

    def show_after(
        self, lines: Sequence[str], links: Sequence[tuple[str, Callable[[], object]]] = ()
    ) -> None:
        """What to do next, in up to three lines (two where there are links); `links`: words and act of up to two."""
        for at, text in enumerate(self.after):
            text.setText(lines[at] if at < len(lines) else "")
            text.setVisible(at < len(lines))
        for at, label in enumerate((self.link, self.second)):
            label.setVisible(at < len(links))
            if at < len(links):
                label.set_text(links[at][0])
                label.on_press(links[at][1])


class _Line(QWidget):
    """A thin upright line between the steps and what comes after."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedWidth(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Theme.current().line)
        painter.end()
