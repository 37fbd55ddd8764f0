"""Each landed schema left a school's file here: every later program opens it, with every record kept."""

import shutil
from pathlib import Path

import pytest

from tests.month.receipt_maker import given, profile, question, receipt_for
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.receipts import receipts_of
from xcedu_desktop.periods import Month
from xcedu_desktop.school.tables import Pupil
from xcedu_desktop.store.backup import restore, verify
from xcedu_desktop.store.profiles import in_force
from xcedu_desktop.store.schema import SCHEMA_VERSION

OCTOBER = Month(2026, 10)
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


def test_a_backup_of_an_older_schema_is_restored_over_a_newer_file(tmp_path: Path) -> None:
    """What was sent since is carried into the older file, which is upgraded when it is opened."""
    now = tmp_path / "s.db"
    shutil.copy(FILES[0], now)
    with Ledger.open(now) as ledger:
        ledger.reopen(OCTOBER, "回执")
        second = ledger.export(OCTOBER, tmp_path / "out")
        sent = receipt_for(ledger.store, OCTOBER, question("x"))
        ledger.take_receipt(given(tmp_path / "stick", sent))
        ledger.take_profile(profile(tmp_path, 3, deadline_day=8))
    restore(FILES[0], now)
    with Ledger.open(now) as ledger:
        assert ledger.month_state(OCTOBER).revision == 2
        again = ledger.export(OCTOBER, tmp_path / "again")
        assert (again.sha256, again.revision) == (second.sha256, 2)
    back = back_up_of(now, tmp_path)
    with Ledger.open(now) as ledger:
        ledger.take_receipt(given(tmp_path / "stick", sent))
        ledger.take_profile(profile(tmp_path, 4))
    restore(back, now)
    with Ledger.open(now) as ledger, ledger.store.read() as session:
        assert in_force(ledger.store).norms.version == 4
        assert len(receipts_of(session, ledger.store.school_code, OCTOBER)) == 1


def back_up_of(path: Path, folder: Path) -> Path:
    with Ledger.open(path) as ledger:
        return ledger.back_up(folder / "备份")
