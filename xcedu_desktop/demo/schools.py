"""The made-up district's list of schools, and how the list that `demo` writes looks (code,name,stage,township)."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).resolve().parents[2] / "resources" / "schools.csv"
COLUMNS = ("code", "name", "stage", "township")


@dataclass(frozen=True)
class ListedSchool:
    """A line of the bureau's list of schools."""

    code: str
    name: str
    stage: str
    township: str


def listed_schools(count: int) -> list[ListedSchool]:
    """The first `count` schools of the list; beyond its end further primary schools, numbered."""
    with LIST.open(encoding="utf-8", newline="") as file:
        known = [ListedSchool(*(row[key] for key in COLUMNS)) for row in csv.DictReader(file)]
    schools = known[:count]
    for n in range(len(known) + 1, count + 1):
        township = known[n % len(known)].township
        schools.append(ListedSchool(f"2137{n + 500000:06d}", f"{township}第{n}小学", "小学", township))
    return schools


def write_list(path: Path, schools: Sequence[ListedSchool]) -> None:
    """Write the list of schools as the bureau reads it: CSV, UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(COLUMNS)
        lines.writerows([s.code, s.name, s.stage, s.township] for s in schools)
