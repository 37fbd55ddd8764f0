"""Classes, pupils and calendar are read once for many views, and again after every write that touches them."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event

from xcedu_desktop.ledger import Ledger
from xcedu_desktop.periods import Month
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.tables import Pupil

OCTOBER, SEPTEMBER = Month(2026, 10), Month(2026, 9)
PROFILE = {"code": "2137000003", "name": "沙沟试验小学", "stage": "小学", "clerk": "孙丽"}


@pytest.fixture
def ledger(tmp_path: Path, today_is: Callable[[date], None]) -> Iterator[Ledger]:
    today_is(date(2026, 10, 30))
    with Ledger.create(tmp_path / "s.db", PROFILE) as found:
        found.insert("school_class", {"id": "c", "stage": "小学", "entry_year": 2026, "number": 1})
        enrol(found, "p", date(2026, 9, 1))
        yield found


def enrol(ledger: Ledger, pupil: str, since: date) -> None:
    ledger.insert("pupil", {"id": pupil, "name": "张三"})
    ledger.insert("class_membership", {"pupil_id": pupil, "class_id": "c", "from_date": since})


def enrolled(ledger: Ledger, month: Month = OCTOBER) -> int:
    with ledger.view(month) as view:
        return ground(view).enrolment("c", ground(view).reference_day)


@pytest.fixture
def asked(ledger: Ledger) -> list[str]:
    """The statements that read pupils from now on."""
    found: list[str] = []

    @event.listens_for(ledger.store.engine, "before_cursor_execute")
    def _note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "FROM pupil" in statement:
            found.append(statement)

    return found


def test_pupils_are_read_once_for_views_lists_and_other_months(ledger: Ledger, asked: list[str]) -> None:
    assert [enrolled(ledger), enrolled(ledger), enrolled(ledger, SEPTEMBER)] == [1, 1, 1]
    assert [row["name"] for row in ledger.rows(Pupil)] == ["张三"]
    assert len(asked) == 1


def test_a_write_elsewhere_leaves_them_kept(ledger: Ledger, asked: list[str]) -> None:
    enrolled(ledger)
    ledger.insert("room", {"name": "餐厅"})
    assert enrolled(ledger) == 1
    assert len(asked) == 1


def test_a_write_of_theirs_is_seen_by_the_next_view(ledger: Ledger) -> None:
    enrolled(ledger)
    enrol(ledger, "q", date(2026, 10, 8))
    assert [enrolled(ledger), enrolled(ledger, SEPTEMBER)] == [2, 1]
    pupil, change = ledger.insert("pupil", {"name": "李四"})
    assert [row["name"] for row in ledger.rows(Pupil)] == ["张三", "张三", "李四"]
    ledger.undo(change)
    assert pupil not in [row["id"] for row in ledger.rows(Pupil)]


def test_a_view_sees_the_file_as_it_was_when_it_began(ledger: Ledger) -> None:
    enrolled(ledger)
    with ledger.view(OCTOBER) as old:
        ledger.insert("pupil", {"name": "李四"})
        assert len(old.rows(Pupil)) == 1
        assert len(ledger.rows(Pupil)) == 2
        ground(old)
    assert len(ledger.rows(Pupil)) == 2


def test_lists_may_be_changed_by_who_reads_them(ledger: Ledger) -> None:
    enrolled(ledger)
    ledger.rows(Pupil)[0]["name"] = "改了"
    assert [row["name"] for row in ledger.rows(Pupil)] == ["张三"]
