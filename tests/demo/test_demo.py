"""Made-up schools: the same seed gives the same school, its month is fit to be reported, its people are possible."""

import csv
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from stdnum.cn import ric

from xcedu_desktop.demo.make import default_month, make_demo
from xcedu_desktop.demo.schools import listed_schools
from xcedu_desktop.errors import FileUnusable, WrongUsage
from xcedu_desktop.form import Finding, MonthView, Severity
from xcedu_desktop.month.check import findings
from xcedu_desktop.periods import Month
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.tables import TOWNSHIPS, Declared, Explanation, Pupil
from xcedu_desktop.store.base import Live, table_of
from xcedu_desktop.store.school_file import open_file
from xcedu_desktop.store.unit_of_work import live_models
from xcedu_desktop.values.identifiers import parse_school_code

TODAY = date(2026, 11, 24)
OCTOBER = Month(2026, 10)


@pytest.fixture(autouse=True)
def _today(today_is: Callable[[date], None]) -> None:
    today_is(TODAY)


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every live row of a school file, by table."""
    with open_file(path, readonly=True) as store, store.read() as session:
        found = {}
        for name, model in sorted(live_models().items()):
            assert issubclass(model, Live)
            table = table_of(model)
            found[name] = [tuple(r) for r in session.execute(table.select().order_by(table.c.id)).all()]
        return found


def findings_of(path: Path, month: Month, today: date = TODAY) -> list[Finding]:
    with open_file(path, readonly=True) as store, store.read() as session:
        return findings(MonthView(session, store.school_code, month, today))


def assert_fit(found: list[Finding]) -> None:
    """No errors, nothing that blocks, a few warnings, two or three explanations."""
    assert [f for f in found if f.severity is Severity.ERROR or f.blocks] == []
    assert 2 <= sum(f.severity is Severity.WARNING for f in found) <= 6, [(f.rule, f.message) for f in found]
    assert 2 <= sum(f.explained for f in found) <= 3, [(f.rule, f.message) for f in found]


def test_same_seed_same_rows_and_ids_another_seed_other_people(tmp_path: Path) -> None:
    one, again, other = (
        make_demo(tmp_path / name, students=200, month=OCTOBER, seed=seed).schools[0]
        for name, seed in (("one", 4), ("again", 4), ("other", 5))
    )
    assert rows_of(one) == rows_of(again)
    assert {r[0] for r in rows_of(one)["pupil"]} != {r[0] for r in rows_of(other)["pupil"]}


def test_same_seed_same_rows_in_another_process(tmp_path: Path) -> None:
    here = make_demo(tmp_path / "here", students=60, month=OCTOBER, seed=4).schools[0]
    code = (
        "from pathlib import Path; from xcedu_desktop.demo.make import make_demo; from xcedu_desktop.periods import Month;"
        f"make_demo(Path({str(tmp_path / 'there')!r}), students=60, month=Month(2026, 10), seed=4)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "77"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, cwd=Path(__file__).parents[2])
    assert rows_of(here) == rows_of(tmp_path / "there" / here.name)


@pytest.mark.parametrize("students", [12, 60, 800, pytest.param(5000, marks=pytest.mark.slow)])
def test_a_month_of_any_size_is_fit_to_be_reported(tmp_path: Path, students: int) -> None:
    result = make_demo(tmp_path, students=students, month=OCTOBER, seed=7)
    path = result.schools[0]
    found = findings_of(path, OCTOBER)
    if students >= 60:
        assert_fit(found)
    assert not [f for f in found if f.blocks]
    with open_file(path, readonly=True) as store, store.read() as session:
        view = MonthView(session, store.school_code, OCTOBER, TODAY)
        assert len(ground(view).pupils) == students
        declared = view.rows_of_month(Declared)
        assert [(d.classes, d.students) for d in declared] == [(len(ground(view).classes), students)]


@pytest.mark.parametrize(
    "month",
    [Month(2026, 11), Month(2026, 5), Month(2026, 1), Month(2026, 8), Month(2025, 9), Month(2022, 2)],
    ids=str,
)
def test_every_month_of_the_year_can_be_made(tmp_path: Path, month: Month) -> None:
    result = make_demo(tmp_path, schools=3, students=150, month=month, seed=2)
    for path in result.schools:
        found = findings_of(path, month)
        assert not [(f.rule, f.message) for f in found if f.blocks]
        assert sum(f.severity is Severity.WARNING for f in found) <= 6


def test_the_list_of_schools_is_the_districts() -> None:
    schools = listed_schools(80)
    assert len({s.code for s in schools}) == len({s.name for s in schools}) == 80
    stages = [s.stage for s in schools]
    assert (stages.count("小学"), stages.count("九年一贯制")) == (63, 2)
    assert stages.count("初中") + stages.count("完全中学") == 15
    assert {s.township for s in schools} == set(TOWNSHIPS)
    for school in schools:
        assert parse_school_code(school.code).value == school.code
        assert school.code.startswith("2137" if school.stage == "小学" else "3137")
    assert len({s.code for s in listed_schools(200)}) == 200


def test_several_schools_and_their_list(tmp_path: Path) -> None:
    result = make_demo(tmp_path, schools=5, students=120, month=OCTOBER, seed=1)
    with result.schools_csv.open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert [row["code"] for row in listed] == [path.stem for path in result.schools]
    assert {row["stage"] for row in listed} == {"小学", "初中", "九年一贯制"}
    for path in result.schools:
        assert_fit(findings_of(path, OCTOBER))


def test_pupils_are_possible(tmp_path: Path) -> None:
    path = make_demo(tmp_path, students=800, month=OCTOBER, seed=7).schools[0]
    with open_file(path, readonly=True) as store, store.read() as session:
        pupils = MonthView(session, store.school_code, OCTOBER, TODAY).rows(Pupil)
        numbers = [p.id_number for p in pupils if p.id_number]
        assert len(numbers) >= 0.97 * len(pupils)
        assert len(set(numbers)) == len(numbers)
        for pupil in pupils:
            if pupil.id_number:
                assert ric.validate(pupil.id_number) == pupil.id_number
                assert pupil.id_number[:4] in ("3704", "3708")
                assert ric.get_birth_date(pupil.id_number) == pupil.birth_date
                assert "女男"[int(pupil.id_number[16]) % 2] == pupil.sex
                assert pupil.student_number == "G" + pupil.id_number
        assert any(p.to_date for p in pupils)  # somebody left
        assert any(p.from_date and OCTOBER.contains(p.from_date) for p in pupils)  # somebody came


def test_explanations_are_those_of_the_findings(tmp_path: Path) -> None:
    path = make_demo(tmp_path, students=300, month=OCTOBER, seed=3).schools[0]
    with open_file(path, readonly=True) as store, store.read() as session:
        view = MonthView(session, store.school_code, OCTOBER, TODAY)
        found = {(f.rule, f.record): f.message for f in findings(view)}
        for row in view.rows(Explanation):
            assert found[str(row.rule), str(row.record)] == row.basis


def test_the_running_month_ends_today(tmp_path: Path, today_is: Callable[[date], None]) -> None:
    today_is(date(2026, 10, 15))
    assert default_month() == OCTOBER
    path = make_demo(tmp_path, students=200, seed=3).schools[0]
    rows = rows_of(path)
    last = max(day for row in rows["meal_count"] for day in row if isinstance(day, date))
    assert last == date(2026, 10, 15)
    assert not [f for f in findings_of(path, OCTOBER, date(2026, 10, 15)) if f.blocks]


@pytest.mark.parametrize(
    ("today", "month"),
    [(date(2026, 11, 2), "2026-11"), (date(2026, 11, 1), "2026-10"), (date(2026, 8, 20), "2026-07")],
    ids=str,
)  # fmt: skip
def test_default_month_has_a_school_day(today_is: Callable[[date], None], today: date, month: str) -> None:
    today_is(today)
    assert str(default_month()) == month


def test_workbooks_are_written_beside_the_schools(tmp_path: Path) -> None:
    result = make_demo(tmp_path, schools=2, students=60, month=OCTOBER, export=True)
    assert len(result.workbooks) == 2
    assert all(
        path.parent == tmp_path and path.name.endswith("_2026-10_r1.xlsx") for path in result.workbooks
    )
    assert result.as_json()["workbooks"] == [str(path) for path in result.workbooks]


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    make_demo(tmp_path, schools=2, students=20, month=OCTOBER, progress=lambda *said: told.append(said))
    assert [(done, total) for done, total, _ in told] == [(0, 2), (1, 2), (2, 2)]


def test_what_makes_no_sense_is_refused(tmp_path: Path) -> None:
    for wrong in ({"profile": "x"}, {"schools": 0}, {"students": 3}, {"month": Month(2027, 3)}):
        with pytest.raises(WrongUsage):
            make_demo(tmp_path, **wrong)
    assert list(tmp_path.iterdir()) == []
    make_demo(tmp_path, students=20, month=OCTOBER)
    with pytest.raises(FileUnusable, match="已经存在"):
        make_demo(tmp_path, students=20, month=OCTOBER)
