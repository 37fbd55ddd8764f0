"""The district's schools (学校名单) to choose from: the list of the bureau's profile file where one is in force in the school
that is open, else resources/schools.csv with code, name, stage, township."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from ui.theme import RESOURCES

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger


class ListedSchool(NamedTuple):
    """A line of the list."""

    code: str
    name: str
    stage: str
    township: str


def listed_schools(ledger: Ledger | None = None) -> list[ListedSchool]:
    """The list in its order; empty where the file is gone (then everything is typed). `ledger`: the school that is open."""
    if ledger is not None:
        from xcedu_desktop.store.profiles import in_force

        schools = in_force(ledger.store).norms.schools
        if schools:
            return [ListedSchool(s.code, s.name, s.stage, s.township) for s in schools]
    try:
        with (RESOURCES / "schools.csv").open(encoding="utf-8-sig", newline="") as file:
            return [
                ListedSchool(row["code"], row["name"], row["stage"], row["township"])
                for row in csv.DictReader(file)
            ]
    except (OSError, KeyError, UnicodeDecodeError):
        return []
