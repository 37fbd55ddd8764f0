"""Each landed schema left a school's file here: every later program opens it, with every record kept."""

import shutil
from pathlib import Path

import pytest

from xcedu_desktop.ledger import Ledger
from xcedu_desktop.periods import Month
from xcedu_desktop.school.tables import Pupil
from xcedu_desktop.store.backup import verify
from xcedu_desktop.store.schema import SCHEMA_VERSION

FILES = sorted(Path(__file__).parent.glob("schema_*.db"))


def test_there_is_a_file_of_each_landed_schema() -> None:
    assert [path.name for path in FILES] == [f"schema_{n}.db" for n in range(1, SCHEMA_VERSION + 1)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_older_file_opens_with_all_that_is_in_it(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "s.db"
    shutil.copy(path, copy)
    with Ledger.open(copy) as ledger:
        assert len(ledger.rows(Pupil)) >= 24
        assert ledger.month_state(Month(2026, 10)).locked
        first = ledger.export(Month(2026, 10), tmp_path / "out")
        assert first.revision == 1  # the stored bytes, as they were sent
        assert ledger.affected_months() == []
    assert verify(copy).ok
