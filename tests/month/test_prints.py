"""Prints of a month: what 交接单 says is to be done, what the register says of its pieces."""

from datetime import date
from pathlib import Path

from tests.month.school import OCTOBER, small_school
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.forms.heating.tables import Equipment
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


def test_the_register_says_how_many_pieces_are_in_which_state(tmp_path: Path, today: date) -> None:
    small_school(tmp_path / "s.db").close()
    with Ledger.open(tmp_path / "s.db") as ledger:
        pieces = ledger.rows(Equipment)
        ledger.edit([CellEdit("equipment", pieces[0]["id"], "state", "报废")])
        (register, *_) = ledger.print_sheets(OCTOBER, "heating")
    all_of_them, by_state = register.notes
    assert all_of_them == f"共列 {len(pieces)} 台（套）" and by_state.endswith("报废 1")
