"""A small school with October entered, on the second of November."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.month.school import OCTOBER, small_school
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.store.school_file import Store

TODAY = date(2026, 11, 2)
HANDING_OUT = date(2026, 10, 30)
"""The day on which the class teachers' files are given out and come back."""


@pytest.fixture
def today(today_is: Callable[[date], None]) -> date:
    today_is(TODAY)
    return TODAY


@pytest.fixture
def store(tmp_path: Path, today: date) -> Iterator[Store]:
    with small_school(tmp_path / "school.db") as opened:
        yield opened


@pytest.fixture
def ledger(tmp_path: Path, today_is: Callable[[date], None]) -> Iterator[Ledger]:
    today_is(HANDING_OUT)
    small_school(tmp_path / "s.db").close()
    with Ledger.open(tmp_path / "s.db") as opened:
        yield opened


@pytest.fixture
def given(ledger: Ledger, tmp_path: Path) -> Path:
    """The file of the first class, given out."""
    paths, *_ = ledger.give_out(OCTOBER, tmp_path / "发出")
    return next(path for path in paths if "一(1)班" in path.name)
