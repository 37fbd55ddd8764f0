"""交接单: what is still to be done while the month is open; a month that was sent stands as done."""

from datetime import date
from pathlib import Path

from tests.month.school import OCTOBER, small_school
from xcedu_desktop.ledger import Ledger


def kinds(ledger: Ledger) -> list[tuple[str, str]]:
    (sheet,) = ledger.print_sheets(OCTOBER, "handover")
    return [(row[1], row[2]) for row in sheet.rows]


def test_what_was_sent_is_not_to_be_done(tmp_path: Path, today: date) -> None:
    small_school(tmp_path / "s.db").close()
    with Ledger.open(tmp_path / "s.db") as ledger:
        assert any(finding.open for finding in ledger.findings(OCTOBER))
        assert any(kind == "待办" for kind, _ in kinds(ledger))
        ledger.export(OCTOBER, tmp_path / "out")
        after = kinds(ledger)
    assert ("已完成", "2026年10月") in after
    assert not [what for kind, what in after if kind == "待办"]
    assert [what for kind, what in after if kind == "未说明"]
