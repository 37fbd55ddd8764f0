"""What a class teacher's file that came back says, line by line, before anything of it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from xcedu_desktop.errors import WrongUsage
from xcedu_desktop.periods import Month
from xcedu_desktop.store.changes import Change, ChangeSet


class Unanswered(WrongUsage):
    """A file that nobody has filled in yet: as it went out, or without any answer to the question of the month."""

    def __init__(self, name: str, class_name: str, saved: bool) -> None:
        lacks = "没有填「本月在校就餐」" if saved else "和发出时一样，没有人填过"
        super().__init__(f"「{name}」{lacks}，没有收；请班主任填好、保存再交")
        self.class_name = class_name


class Standing(StrEnum):
    """What a line of the file comes to."""

    NEW = "新增"
    CHANGED = "有变化"
    SAME = "相同"
    REJECTED = "未收"
    MISSING = "表里没有"


@dataclass(frozen=True)
class Line:
    """A pupil of the file, or one of the roster whom it lacks. `row`: line of the sheet, 0 for none; `words`: what changes,
    or why it is not taken; `remark`: what the teacher wrote beside it."""

    row: int
    name: str
    standing: Standing
    words: str
    remark: str = ""


@dataclass
class Returned:
    """What a file says. `persons`: pupils signed up for meals by it, None where it was not asked or not filled in."""

    path: Path
    class_id: str
    class_name: str
    month: Month
    lines: list[Line] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    persons: int | None = None
    before: bool = False
    """It was handed in before; taking it in again replaces nothing that was changed since but what it says."""

    def count(self, standing: Standing) -> int:
        """Lines of one standing."""
        return sum(line.standing is standing for line in self.lines)

    @property
    def change_set(self) -> ChangeSet:
        """All of it, as one act."""
        return ChangeSet(f"收下{self.class_name}的收集表", tuple(self.changes))
