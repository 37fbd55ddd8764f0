"""Each landed schema left a school's file here: every later program opens it, with every record kept."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.month.receipt_maker import given, profile, question, receipt_for
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.receipts import receipts_of
from xcedu_desktop.month.restoring import restore
from xcedu_desktop.periods import Month
from xcedu_desktop.school.reported import ReportedExplanation
from xcedu_desktop.school.tables import Pupil
from xcedu_desktop.store.backup import verify
from xcedu_desktop.store.profiles import in_force
from xcedu_desktop.store.schema import SCHEMA_VERSION

OCTOBER = Month(2026, 10)
REVISIONS = {"schema_1": 1, "schema_2": 2}
"""What October's newest report is in each file."""
NEW_IN_2 = (
    "bureau_profile", "cell_note", "class_handout", "equipment_event", "import_run", "receipt", "receipt_answer",
    "club_session WHERE called_off", "meal_count WHERE copied_subsidised", "meal_signup WHERE copied", "revision WHERE rules <> ''",
    "draft", "term", "class_alias", "room_temperature",
)  # fmt: skip
"""Tables, and columns of older ones, in which no file of schema 1 has anything."""
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
        sent = ledger.export(Month(2026, 10), tmp_path / "out")
        assert sent.revision == REVISIONS[path.stem]  # the stored bytes, as they were sent
        assert ledger.affected_months() == []
    assert verify(copy).ok


def test_the_file_of_schema_2_has_what_came_with_it(tmp_path: Path) -> None:
    """Whatever a later schema makes of these tables, its upgrade meets rows in them."""
    copy = tmp_path / "s.db"
    shutil.copy(FILES[1], copy)
    with Ledger.open(copy) as ledger, ledger.store.read() as session:
        for table in NEW_IN_2:
            assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() > 0, table
        (kept,) = receipts_of(session, ledger.store.school_code, OCTOBER)
        assert kept.receipt.questions[0].message == "10月20日午餐，请核对"
        assert in_force(ledger.store).norms.version == 3
        said = [
            (row.severity, row.reason)
            for row in ledger.reported(OCTOBER).rows(ReportedExplanation)
            if row.severity in ("批注", "答复")
        ]
        assert said == [("批注", None), ("答复", "当天核对过，人数无误")]
        assert [run.title for run in ledger.imports()] == ["导入 名单.xlsx"]
        assert [state.given_on for state in ledger.handouts(OCTOBER) if state.given_on] == [
            date(2026, 10, 30)
        ]


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
