"""The profile district-2021: what the schools report sums up to the figures that the district published."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xcedu_desktop.demo import make
from xcedu_desktop.demo.district import MONTH, PUBLISHED, PUPILS, SET_PRICE_FEN, district_plans
from xcedu_desktop.demo.schools import listed_schools
from xcedu_desktop.demo_school import apportion
from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.month.check import findings
from xcedu_desktop.month.derive import derive
from xcedu_desktop.school.demo import SchoolPlan
from xcedu_desktop.school.reported import ReportedClass
from xcedu_desktop.store.school_file import open_file

TODAY = date(2026, 11, 24)


def totals_of(paths: Sequence[Path]) -> Counter[str]:
    """The sum of every Total over the schools, as the bureau's merge adds them up, and pupils of grades 1–9."""
    found: Counter[str] = Counter()
    for path in paths:
        with open_file(path, readonly=True) as store, store.read() as session:
            view = derive(MonthView(session, store.school_code, MONTH, TODAY))
            of_school = {total.key: total.of(view) for form in FORMS for total in form.totals}
            pupils = sum(r.pupils or 0 for r in view.rows(ReportedClass) if (r.grade or 0) <= 9)
        found.update(of_school)
        found["pupils_1_9"] += pupils
        found["aftercare_schools"] += of_school["aftercare_students"] > 0
        found["meal_schools"] += of_school["meal_students"] > 0
    return found


def made(tmp_path: Path, plans: Sequence[SchoolPlan], monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.setenv("XCEDU_TODAY", TODAY.isoformat())
    listed = listed_schools(len(plans))
    monkeypatch.setattr(make, "_plans", lambda *_: (list(plans), listed))
    return make.make_demo(tmp_path, profile=make.DISTRICT).schools


def test_a_twentieth_of_the_district_sums_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = {
        "aftercare_schools": 16, "aftercare_teachers": 119, "aftercare_students": 1381, "meal_schools": 9,
        "meal_students": 617, "heating_sets": 7, "heating_circuits_upgraded": 1, "heating_central_joined": 1,
        "heating_invested_fen": 8_100_001,
    }  # fmt: skip
    schools = listed_schools(80)[:10] + listed_schools(80)[-6:]
    paths = made(tmp_path, district_plans(schools, 1, figures, 1500), monkeypatch)
    found = totals_of(paths)
    assert found["pupils_1_9"] == 1500
    for path in paths:
        with open_file(path, readonly=True) as store, store.read() as session:
            view = MonthView(session, store.school_code, MONTH, TODAY)
            assert not [(f.rule, f.message) for f in findings(view) if f.blocks]
    assert {key: found[key] for key in figures} == figures


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_published_figures_come_out_exactly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XCEDU_TODAY", TODAY.isoformat())
    result = make.make_demo(tmp_path, profile=make.DISTRICT)
    found = totals_of(result.schools)
    assert len(result.schools) == 80
    assert found["pupils_1_9"] == PUPILS
    assert {key: found[key] for key in PUBLISHED} == dict(PUBLISHED)
    assert round(found["aftercare_students"] / PUPILS + 1e-9, 4) == 0.9288


@pytest.mark.parametrize("seed", range(1, 30))
def test_plans_sum_up_for_every_seed(seed: int) -> None:
    plans = district_plans(listed_schools(80), seed)
    assert sum(size for p in plans for stage, size in p.sizes.items() if stage != "高中") == PUPILS
    for key, figure in PUBLISHED.items():
        if not key.endswith("_schools"):
            assert sum(p.targets[key] for p in plans) == figure, key
    assert sum(p.targets["meal_students"] > 0 for p in plans) == PUBLISHED["meal_schools"]
    for p in plans:
        size = sum(n for stage, n in p.sizes.items() if stage != "高中")
        assert 0 < p.targets["aftercare_students"] <= size and p.targets["meal_students"] < size
        other = p.targets["heating_invested_fen"] - p.targets["heating_sets"] * SET_PRICE_FEN
        assert bool(other) == bool(
            p.targets["heating_circuits_upgraded"] + p.targets["heating_central_joined"]
        )


@given(
    st.integers(0, 5000),
    st.lists(st.tuples(st.floats(0, 1e4), st.integers(0, 400)), min_size=1, max_size=40),
)
def test_shares_sum_up_and_keep_their_caps(total: int, parts: list[tuple[float, int]]) -> None:
    weights, caps = [w for w, _ in parts], [c for _, c in parts]
    if sum(caps) < total:
        with pytest.raises(ValueError, match="do not fit"):
            apportion(total, weights, caps)
        return
    shares = apportion(total, weights, caps)
    assert sum(shares) == total
    assert all(0 <= share <= cap for share, cap in zip(shares, caps, strict=True))
