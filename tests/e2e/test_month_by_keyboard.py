"""A clerk fills a whole month by keyboard alone: the guide's page 一个月怎么填, key by key, then what stands in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from bench.guide_school import school_of_the_guide
from bench.month_script import TODAY, Step, steps
from tests.e2e.desk import Desk, wait_for
from tests.e2e.letters import bind
from xcedu_desktop.month.book import read_workbook

pytestmark = [pytest.mark.x11, pytest.mark.timeout(300)]
_LOOKS_FIRST = ("Ctrl+1", "Ctrl+8")
"""Before these pages the clerk waits until the figures have come to rest: what is pressed there depends on them."""


@pytest.fixture
def desk(
    tmp_path: Path,
    home: Path,
    x_screen: str,
    today_is: Callable[[date], None],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    path = school_of_the_guide(tmp_path / "学校.xcedu")
    bind(
        x_screen,
        "".join(
            stroke.text
            for step in steps()
            for stroke in step.strokes
            if stroke.typed and not stroke.text.isascii()
        ),
    )
    today_is(TODAY)
    opened = Desk(path, home)
    yield opened
    if opened.program.poll() is None:
        opened.program.kill()
        opened.program.communicate()


def walk(desk: Desk, step: Step) -> None:
    """Presses what a stretch of the guide says, and sees that as much is open as it says."""
    pressed = []
    for stroke in step.strokes:
        if stroke.text in _LOOKS_FIRST:
            desk.press(pressed)
            pressed = []
            desk.settle()
        pressed.append(stroke)
    desk.press(pressed)
    desk.settle()
    if step.open_after is not None:
        wait_for(f"{step.title}: {step.open_after} open", lambda: desk.still_open() == step.open_after)


def test_the_month_of_the_guide(desk: Desk) -> None:
    told = steps()
    for step in told:
        walk(desk, step)
    wait_for("the workbook", lambda: list(desk.home.rglob("*2026-11_r1.xlsx")))
    assert desk.ask("select locked, revision from month_state where month = '2026-11'") == [(1, 1)]
    assert desk.ask(
        "select p.name, c.name from pupil p join club_member m on m.pupil_id = p.id"
        " join club c on c.id = m.club_id join service_pupil s on s.pupil_id = p.id where p.name like '%小雨'"
    ) == [("周小雨", "陶艺社")]
    desk.close()

    slips = [slip for step in told for slip in step.slips]
    counts = desk.ask(
        "select m.day, m.heads, m.subsidised from meal_count m join school_class c on c.id = m.class_id"
        " where m.day like '2026-11-%' order by m.day, c.entry_year desc, c.number"
    )
    assert [row[:2] for row in counts] == [(slip.day.isoformat(), n) for slip in slips for n in slip.heads]
    assert {row[2] for row in counts} == {2}
    log = desk.ask(
        "select day, companion, sample_grams from meal_day_log where day like '2026-11-%' order by day"
    )
    assert log == [(slip.day.isoformat(), slip.companion, slip.grams) for slip in slips]
    assert len(desk.ask("select 1 from meal_staff_count where day like '2026-11-%'")) == len(slips)
    assert not desk.ask(
        "select 1 from meal_count where copied = 1 union all select 1 from meal_signup where copied = 1"
    )
    came = desk.ask(
        "select count(*), sum(a.mark <> '到') from club_attendance a join club_session s on s.id = a.session_id"
        " where s.day like '2026-11-%'"
    )
    assert came[0][1] == 3 and came[0][0] > 2000
    assert not desk.ask("select 1 from draft")
    (path,) = desk.home.rglob("*2026-11_r1.xlsx")
    book = read_workbook(path)
    assert (book.changes, book.problems) == ([], [])
