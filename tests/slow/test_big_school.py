"""A school of 5,000 pupils: made, checked, exported, read back."""

import json
from datetime import date
from pathlib import Path

import pytest

from xcedu_desktop import cli
from xcedu_desktop.month.book import read_workbook
from xcedu_desktop.school.reported import ReportedClass
from xcedu_desktop.store.backup import verify

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def test_five_thousand_pupils(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XCEDU_TODAY", date(2026, 10, 30).isoformat())

    def said(*arguments: object) -> dict[str, object]:
        assert cli.run([*map(str, arguments), "--json"]) == 0
        answer: dict[str, object] = json.loads(capsys.readouterr().out)
        return answer

    made = said("demo", "--out", tmp_path, "--students", 5000, "--month", "2026-10")
    assert isinstance(made["schools"], list)
    path = Path(made["schools"][0])
    assert said("check", "--db", path, "--month", "2026-10")["errors"] == 0
    exported = said("export", "--db", path, "--month", "2026-10", "--out", tmp_path / "上报")
    book = read_workbook(Path(str(exported["file"])))
    assert (book.changes, book.problems) == ([], [])
    classes = book.tables[ReportedClass.__tablename__]
    assert sum(int(row.values["pupils"]) for row in classes) == 5000
    assert verify(path).ok
