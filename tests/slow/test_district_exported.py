"""The 80 schools of district-2021, exported: what their workbooks and stored revisions say sums up to what was published."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from xcedu_desktop import cli
from xcedu_desktop.form import Form, ReportedView
from xcedu_desktop.forms.clubs.reported import ReportedServicePupils
from xcedu_desktop.forms.meals.reported import ReportedSignup
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.month.book import read_workbook
from xcedu_desktop.month.derive import reported_models, stored
from xcedu_desktop.periods import Month
from xcedu_desktop.school.reported import ReportedClass
from xcedu_desktop.store.school_file import open_file

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

NOVEMBER = Month(2021, 11)
PUBLISHED = {
    "aftercare_schools": 80, "aftercare_schools_primary": 65, "aftercare_schools_junior": 15, "aftercare_teachers": 4788,
    "aftercare_students": 69_100, "meal_schools": 50, "meal_students": 37_000, "heating_sets": 109,
    "heating_circuits_upgraded": 1, "heating_central_joined": 1, "heating_invested_fen": 162_000_000,
}  # fmt: skip
"""The bureau's press conference of 2021-11-26, as DISTRICT-2021-11 lists it."""
RATE = "0.9288"


def of_grades_1_to_9(view: ReportedView) -> Iterator[tuple[str, int]]:
    """Pupils, participants and sign-ups of a school's classes up to grade 9, from its reported rows."""
    counted = {row.id: row for row in view.rows(ReportedClass) if (row.grade or 0) <= 9}
    yield "pupils", sum(row.pupils or 0 for row in counted.values())
    participants = (row.pupils or 0 for row in view.rows(ReportedServicePupils) if row.class_id in counted)
    yield "aftercare_students", sum(participants)
    yield (
        "meal_students",
        sum(row.persons or 0 for row in view.rows(ReportedSignup) if row.class_id in counted),
    )


def figures(view: ReportedView, forms: tuple[Form, ...] = FORMS) -> dict[str, int]:
    """A school's totals, persons of grades 1–9 only."""
    return {total.key: total.of(view) for form in forms for total in form.totals} | dict(
        of_grades_1_to_9(view)
    )


def test_the_published_figures_come_out_of_what_was_exported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XCEDU_TODAY", date(2026, 11, 24).isoformat())
    made = [
        "demo",
        "--out",
        str(tmp_path),
        "--schools",
        "80",
        "--profile",
        "district-2021",
        "--export",
        "--json",
    ]
    assert cli.run(made) == 0
    said = json.loads(capsys.readouterr().out)
    assert len(said["schools"]) == len(said["workbooks"]) == 80
    with open(said["schools_csv"], encoding="utf-8-sig", newline="") as listed:
        stages = {row["code"]: row["stage"] for row in csv.DictReader(listed)}
    books = {Path(name).name.split("_")[1]: Path(name) for name in said["workbooks"]}
    assert books.keys() == stages.keys()

    found: Counter[str] = Counter()
    for path in map(Path, said["schools"]):
        with open_file(path, readonly=True) as store, store.read() as session:
            code = store.school_code
            view = stored(session, code, NOVEMBER, 1)
            assert view is not None
            book = read_workbook(books[code])
            assert (book.changes, book.problems) == ([], [])
            for model in reported_models():
                kept = sorted(row.id for row in view.rows(model))
                assert sorted(row.id for row in book.tables.get(model.__tablename__, ())) == kept
            mine = figures(view)
        found.update(mine)
        takes_part = mine["aftercare_students"] > 0
        found["aftercare_schools"] += takes_part
        primary = stages[code] in ("小学", "九年一贯制")
        found["aftercare_schools_primary" if primary else "aftercare_schools_junior"] += takes_part
        found["meal_schools"] += mine["meal_students"] > 0
    assert {key: found[key] for key in PUBLISHED} == PUBLISHED
    assert f"{found['aftercare_students'] / found['pupils'] + 1e-9:.4f}" == RATE
