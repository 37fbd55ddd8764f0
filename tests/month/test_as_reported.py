"""A locked month is checked as its stored revision says it, whatever was written into the registers since."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.month.school import OCTOBER, ident, small_school
from xcedu_desktop import cli
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.form import Finding, Severity
from xcedu_desktop.ledger import Ledger


@pytest.fixture
def path(tmp_path: Path, today: date) -> Path:
    """A school whose October has something to explain and something left unexplained."""
    path = tmp_path / "school.db"
    small_school(path).close()
    with Ledger.open(path) as ledger:
        ledger.edit([CellEdit("circuit", ident("circuit", 1), "capacity_w", "1")])
        for finding in ledger.findings(OCTOBER):
            if finding.severity is Severity.EXPLAIN:
                ledger.explain(OCTOBER, finding.rule, finding.record, "11月改造线路")
        ledger.export(OCTOBER, tmp_path / "上报表")
    return path


def said(findings: list[Finding]) -> list[tuple[object, ...]]:
    return [(f.severity, f.rule, f.record, f.field, f.where, f.message, f.cells, f.reason) for f in findings]


def test_a_locked_month_says_what_was_exported(path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:
        locked = ledger.findings(OCTOBER)
        assert [f.reason for f in locked if f.rule == "H03"] == ["11月改造线路"]
        assert any(f.severity is Severity.WARNING and not f.explained for f in locked)
        assert {f.table for f in locked if f.rule == "H03"} == {"circuit"}
        assert not any(f.blocks or f.fix for f in locked)

        ledger.edit([CellEdit("circuit", ident("circuit", 1), "capacity_w", "40")])
        ledger.edit([CellEdit("room", ident("room", 0), "heated_by", "")])
        ledger.delete("service_pupil", [ident("service_pupil", "0-0")])
        assert said(ledger.findings(OCTOBER)) == said(locked)
        assert ledger.affected_months() == [OCTOBER]

        ledger.reopen(OCTOBER, "一人没有参加")
        opened = ledger.findings(OCTOBER)
        assert "H03" not in {f.rule for f in opened}
        assert said(opened) != said(locked)


def test_the_command_answers_as_reported_and_says_what_moved(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["check", "--db", str(path), "--month", "2026-10", "--json"]
    assert cli.run(arguments) == 0
    before = capsys.readouterr()
    assert before.err == ""
    with Ledger.open(path) as ledger:
        ledger.delete("service_pupil", [ident("service_pupil", "0-0")])
        ledger.insert(
            "pupil", {"name": "没有班级", "from_date": date(2026, 9, 1)}
        )  # G06, an error of today's rows
    assert cli.run(arguments) == 0
    after = capsys.readouterr()
    assert after.out == before.out
    assert {"month", "errors", "unexplained", "warnings", "findings"} <= set(json.loads(after.out))
    assert after.err == "影响已上报的 2026年10月，需更正\n"


def test_what_is_sent_holds_no_phone_that_somebody_typed(tmp_path: Path, today: date) -> None:
    path = tmp_path / "phones.db"
    small_school(path).close()
    with Ledger.open(path) as ledger:
        ledger.edit([CellEdit("circuit", ident("circuit", 1), "name", "东线 问李工13906320003")])
        ledger.edit([CellEdit("circuit", ident("circuit", 1), "capacity_w", "1")])
        found = next(f for f in ledger.findings(OCTOBER) if f.rule == "H03")
        assert "139****0003" in found.where
        ledger.explain(OCTOBER, "H03", found.record, "问李工 0632-4411352，或１３９０６３２０００３")
        for finding in ledger.findings(OCTOBER):
            if finding.severity is Severity.EXPLAIN and not finding.explained:
                ledger.explain(OCTOBER, finding.rule, finding.record, "已报修")
        ledger.export(OCTOBER, tmp_path / "上报表")
        sent = next(f for f in ledger.findings(OCTOBER) if f.rule == "H03")
    assert sent.reason == "问李工 0632-****352，或139****0003"
    assert "13906320003" not in sent.where + sent.message
