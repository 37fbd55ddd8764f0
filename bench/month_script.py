"""The month that the guide tells (docs/guide/month.md), as the keys to be pressed: one text for people, test and count.

In a table headed 按键 a row is what is pressed: `Ctrl+2` is a key, 「1113」 is typed, ×6 repeats the key before it, and 共 9 次
all of them since the last 然后. In a table headed 日期 a row is a day's slip: each value is typed and followed by Enter, a
name by its pinyin initials, and one Enter more passes over the remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

PATH = Path(__file__).resolve().parents[1] / "docs" / "guide" / "month.md"
MONTH = (2026, 11)
TODAY = date(2026, 12, 1)
PUPILS = 480
_TOKEN = re.compile(r"`([^`]+)`(?:×(\d+))?|「([^」]+)」")
_TIMES = re.compile(r"，共 (\d+) 次")
_OPEN = re.compile(r"「校验与上报」旁边(?:是|没有数字了，也就是) \*\*(\d+)\*\*")


@dataclass(frozen=True)
class Stroke:
    """One key with its modifiers (`Ctrl+2`), or text that is typed; `typed` tells which."""

    text: str
    typed: bool = False


@dataclass(frozen=True)
class Slip:
    """A day's counts by class, in the order of the grid, who accompanied the meal, and the sample's grams."""

    day: date
    heads: tuple[int, ...]
    companion: str
    initials: str
    grams: int


@dataclass
class Step:
    """A stretch of the month. `open_before`, `open_after`: so many findings are open then; None: the guide does not say."""

    title: str
    strokes: list[Stroke] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    open_after: int | None = None


def steps(text: str | None = None) -> list[Step]:
    """The month in stretches: a new one begins at each heading and after each number of open findings."""
    found: list[Step] = []
    header, title = "", ""
    for line in (text if text is not None else PATH.read_text(encoding="utf-8")).splitlines():
        if line.startswith("## "):
            title = line[3:]
            found.append(Step(title))
        elif line.startswith("|") and found:
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if cells[0] in ("按键", "日期"):
                header = cells[0]
            elif not set(cells[0]) <= set("-"):
                _take(found[-1], header, cells)
        elif found:
            told = _OPEN.search(line)
            if told:
                found[-1].open_after = int(told[1])
                found.append(Step(title))
    return [step for step in found if step.strokes or step.open_after is not None]


def _take(step: Step, header: str, cells: list[str]) -> None:
    if header == "按键":
        step.strokes += strokes(cells[0])
        return
    *heads, companion, grams = cells[1:]
    name, initials = companion.split()
    day = date(*MONTH, int(cells[0].removesuffix("日")))
    slip = Slip(day, tuple(int(head) for head in heads), name, initials, int(grams))
    step.slips.append(slip)
    for value in (*map(str, slip.heads), initials, str(slip.grams)):
        step.strokes += [Stroke(value, typed=True), Stroke("Enter")]
    step.strokes.append(Stroke("Enter"))


def strokes(cell: str) -> list[Stroke]:
    """What a cell of the column 按键 asks for."""
    found: list[Stroke] = []
    for part in cell.split("，然后"):
        times = _TIMES.search(part)
        found += list(_of(part)) * (int(times[1]) if times else 1)
    return found


def _of(part: str) -> Iterator[Stroke]:
    for key, times, text in _TOKEN.findall(part):
        if text:
            yield Stroke(text, typed=True)
        else:
            yield from [Stroke(key)] * int(times or 1)
