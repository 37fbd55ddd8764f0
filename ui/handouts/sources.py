"""What the page 班级收集 shows: the classes with how their files stand, and the lines of one file that came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ui.grid.source import Column, GridSource
from xcedu_desktop.month.handout_preview import Line, Returned, Standing
from xcedu_desktop.month.handouts import ClassState

TO_GIVE, AWAITED, READ, BACK = "未发出", "等交回", "待收下", "已交回"
_INKS = {TO_GIVE: "ink3", AWAITED: "warning", READ: "accent", BACK: "good"}
_SIGNS = {
    Standing.NEW: "＋",
    Standing.CHANGED: "✎",
    Standing.SAME: "＝",
    Standing.REJECTED: "✕",
    Standing.MISSING: "？",
}
_LINE_INKS = {
    Standing.NEW: "good",
    Standing.CHANGED: "accent",
    Standing.SAME: "ink2",
    Standing.REJECTED: "error",
    Standing.MISSING: "warning",
}


class ClassStates(GridSource):
    """A row a class. `read`: class id → the file read and not taken in yet."""

    columns = (
        Column("name", "班级", width=96, editable=False, stretch=True),
        Column("pupils", "在校", width=52, align="right", editable=False),
        Column("given", "发出", width=56, align="center", editable=False),
        Column("state", "交回", width=116, align="center", editable=False),
    )

    def __init__(self) -> None:
        self.states: dict[str, ClassState] = {}
        self.read: Mapping[str, Returned] = {}

    def show(self, states: Sequence[ClassState], read: Mapping[str, Returned]) -> None:
        """Shows other classes, or how they stand now."""
        self.states, self.read = {state.class_id: state for state in states}, read

    def row_ids(self) -> Sequence[str]:
        return list(self.states)

    def standing(self, class_id: str) -> str:
        """One of TO_GIVE, AWAITED, READ, BACK."""
        state = self.states[class_id]
        if class_id in self.read:
            return READ
        if state.returned_on is not None:
            return BACK
        return AWAITED if state.given_on is not None else TO_GIVE

    def refused(self, class_id: str) -> int:
        """Lines of the class's file, read and not taken in yet, that will not be taken."""
        returned = self.read.get(class_id)
        return returned.count(Standing.REJECTED) if returned is not None else 0

    def text(self, row_id: str, key: str) -> str:
        state = self.states.get(row_id)
        if state is None:
            return ""
        if key == "state":
            word = self.standing(row_id)
            if refused := self.refused(row_id):
                return f"{word}·{refused} 行未收"
            return (
                f"{state.returned_on.month}/{state.returned_on.day} 交回"
                if word == BACK and state.returned_on
                else word
            )
        if key == "given":
            return f"{state.given_on.month}/{state.given_on.day}" if state.given_on else ""
        return str(state.pupils) if key == "pupils" else state.class_name

    def ink(self, row_id: str, key: str) -> str:
        if key == "state" and row_id in self.states:
            return "error" if self.refused(row_id) else _INKS[self.standing(row_id)]
        return "ink" if key == "name" else "ink2"


class FileLines(GridSource):
    """The lines of one class's file: what it comes to, in words."""

    columns = (
        Column("standing", "结果", width=84, editable=False),
        Column("name", "姓名", width=96, editable=False),
        Column("words", "变化或原因", width=280, editable=False, stretch=True),
        Column("remark", "班主任备注", width=160, editable=False),
    )

    def __init__(self) -> None:
        self.lines: Mapping[str, Line] = {}

    def show(self, returned: Returned | None) -> None:
        """Shows another file; what changes stands first, what stays the same last."""
        lines = returned.lines if returned is not None else []
        order = [Standing.REJECTED, Standing.NEW, Standing.CHANGED, Standing.MISSING, Standing.SAME]
        ordered = sorted(lines, key=lambda line: order.index(line.standing))
        self.lines = {str(number): line for number, line in enumerate(ordered)}

    def row_ids(self) -> Sequence[str]:
        return list(self.lines)

    def text(self, row_id: str, key: str) -> str:
        line = self.lines.get(row_id)
        if line is None:
            return ""
        if key == "standing":
            return f"{_SIGNS[line.standing]} {line.standing}"
        return str(getattr(line, key))

    def ink(self, row_id: str, key: str) -> str:
        line = self.lines.get(row_id)
        if line is None:
            return ""
        if key == "standing":
            return _LINE_INKS[line.standing]
        return "ink2" if line.standing is Standing.SAME or key == "remark" else "ink"

    def tooltip(self, row_id: str, key: str) -> str:
        return self.text(row_id, key) if key in ("words", "remark") else ""
