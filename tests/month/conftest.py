"""A small school with October entered, on the second of November."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.month.school import small_school
from xcedu_desktop.store.school_file import Store

TODAY = date(2026, 11, 2)


@pytest.fixture
def today(today_is: Callable[[date], None]) -> date:
    today_is(TODAY)
    return TODAY


@pytest.fixture
def store(tmp_path: Path, today: date) -> Iterator[Store]:
    with small_school(tmp_path / "school.db") as opened:
        yield opened
