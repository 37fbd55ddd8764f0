"""docs/keystrokes.md says what the guide's month costs today."""

from __future__ import annotations

from bench.keystrokes import TARGET, keys_of, page, typed
from bench.month_script import Stroke, steps, strokes


def test_the_page_is_as_counted() -> None:
    assert TARGET.read_text(encoding="utf-8") == page()


def test_keys_are_counted_as_they_are_pressed() -> None:
    assert typed("2026-11-18") == 10
    assert typed("缺") == len("que") + 1
    assert typed("周小雨") == len("zhouxiaoyu") + 1
    assert typed("一(1)班") == len("yi") + 1 + len("(1)") + len("ban") + 1
    cell = "`Alt+PgDn`，然后 `↓`×2 `Q`，然后 `A` `→`，共 3 次"
    assert keys_of(strokes(cell)) == 1 + 3 + 6
    assert strokes("`Tab`×2 「1113」") == [Stroke("Tab"), Stroke("Tab"), Stroke("1113", typed=True)]


def test_the_guide_has_a_slip_for_each_school_day() -> None:
    slips = [slip for step in steps() for slip in step.slips]
    assert len(slips) == len({slip.day for slip in slips}) == 21
    assert {len(slip.heads) for slip in slips} == {12}
