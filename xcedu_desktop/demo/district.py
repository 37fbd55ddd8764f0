"""The profile district-2021: shares the district's published figures out to its schools, so that their sum gives them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from xcedu_desktop.demo.schools import ListedSchool
from xcedu_desktop.demo_school import apportion
from xcedu_desktop.periods import Month
from xcedu_desktop.school.demo import SchoolPlan

MONTH = Month(2021, 11)
PUBLISHED: Mapping[str, int] = {
    "aftercare_schools": 80,
    "aftercare_teachers": 4788,
    "aftercare_students": 69_100,
    "meal_schools": 50,
    "meal_students": 37_000,
    "heating_sets": 109,
    "heating_circuits_upgraded": 1,
    "heating_central_joined": 1,
    "heating_invested_fen": 162_000_000,
}
"""The figures of the district bureau's press conference of 2021-11-26 (source document 000_6fb48fb40498bb54.txt)."""
PUPILS = 74_397
"""Pupils of grades 1–9: what the published rate of 0.9288 makes of 69,100 participants."""
SET_PRICE_FEN = 286_000
"""Not published: a set's price. What the sets leave of the sum invested went into the other works."""

_LEAST_PUPILS, _LEAST_TEACHERS = 60, 3
_ALL_EAT = 0.94
"""No school signs up more than this share of its pupils."""


def district_plans(
    schools: Sequence[ListedSchool], seed: int, published: Mapping[str, int] = PUBLISHED, pupils: int = PUPILS
) -> list[SchoolPlan]:
    """A plan for each school; their targets sum up to the published figures exactly. ValueError where that cannot be."""
    if published["aftercare_schools"] != len(schools):
        raise ValueError(f"the figures are those of {published['aftercare_schools']} schools")
    rng = random.Random(f"district/{seed}")
    least = min(_LEAST_PUPILS, pupils // len(schools) // 2)
    weights = [rng.lognormvariate(0, 0.55) * (1.0 if s.stage == "小学" else 1.7) for s in schools]
    sizes = [least + n for n in apportion(pupils - least * len(schools), weights)]
    targets: list[dict[str, int]] = [{"heating_set_price_fen": SET_PRICE_FEN} for _ in schools]

    def share(key: str, shares: Sequence[int]) -> None:
        for target, part in zip(targets, shares, strict=True):
            target[key] = part

    near = [size * rng.uniform(0.985, 1.015) for size in sizes]
    share("aftercare_students", apportion(published["aftercare_students"], near, sizes))
    teachers = min(_LEAST_TEACHERS, published["aftercare_teachers"] // len(schools))
    more = apportion(published["aftercare_teachers"] - teachers * len(schools), sizes)
    share("aftercare_teachers", [teachers + n for n in more])
    share("meal_students", _meals(rng, sizes, published))
    buyers = rng.sample(range(len(schools)), max(1, len(schools) * 3 // 10))
    share(
        "heating_sets",
        apportion(published["heating_sets"], [s if n in buyers else 0.0 for n, s in enumerate(sizes)]),
    )
    _works(rng, targets, published)
    return [_plan(s, size, target) for s, size, target in zip(schools, sizes, targets, strict=True)]


def _meals(rng: random.Random, sizes: Sequence[int], published: Mapping[str, int]) -> list[int]:
    """Sign-ups of each school: some schools serve meals, drawn by lot, larger ones where the drawn are too small."""
    serving = rng.sample(range(len(sizes)), published["meal_schools"])
    caps = [int(size * _ALL_EAT) for size in sizes]
    idle = sorted(set(range(len(sizes))) - set(serving), key=lambda n: (sizes[n], n))
    while sum(caps[n] for n in serving) < published["meal_students"]:
        smallest = min(serving, key=lambda n: (sizes[n], n))
        if not idle or sizes[idle[-1]] <= sizes[smallest]:
            raise ValueError("more sign-ups than pupils in so many schools")
        serving[serving.index(smallest)] = idle.pop()
    limits = [caps[n] if n in serving else 0 for n in range(len(sizes))]
    weights = [sizes[n] * rng.uniform(0.9, 1.1) if n in serving else 0.0 for n in range(len(sizes))]
    return apportion(published["meal_students"], weights, limits)


def _works(rng: random.Random, targets: list[dict[str, int]], published: Mapping[str, int]) -> None:
    """Who did which other works, and what each school invested: its sets and its share of the rest."""
    done: list[tuple[int, float]] = []
    for key, weight in (("heating_circuits_upgraded", 3.0), ("heating_central_joined", 7.0)):
        chosen = rng.sample(range(len(targets)), published[key])
        for n, target in enumerate(targets):
            target[key] = int(n in chosen)
        done += [(n, weight) for n in chosen]
    rest = published["heating_invested_fen"] - published["heating_sets"] * SET_PRICE_FEN
    for target in targets:
        target["heating_invested_fen"] = target["heating_sets"] * SET_PRICE_FEN
    for (n, _), part in zip(done, apportion(rest, [weight for _, weight in done]), strict=True):
        targets[n]["heating_invested_fen"] += part


def _plan(school: ListedSchool, size: int, targets: Mapping[str, int]) -> SchoolPlan:
    return SchoolPlan(
        code=school.code, name=school.name, stage=school.stage, township=school.township,
        sizes=stage_sizes(school.stage, size, beyond=True), targets=targets, history=False,
    )  # fmt: skip


def stage_sizes(stage: str, size: int, *, beyond: bool = False) -> dict[str, int]:
    """Class stage → pupils. `beyond`: the size counts grades 1–9 only, and 高中 comes on top of it."""
    if stage == "九年一贯制":
        junior = size // 3
        return {"小学": size - junior, "初中": junior}
    if stage == "完全中学":
        return {"初中": size, "高中": size // 2} if beyond else {"初中": size - size // 3, "高中": size // 3}
    return {stage: size}
