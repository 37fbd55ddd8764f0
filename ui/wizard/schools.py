"""The district's schools (学校名单) to choose from: resources/schools.csv with code, name, stage, township."""

from __future__ import annotations

import csv
from typing import NamedTuple

from ui.theme import RESOURCES


class ListedSchool(NamedTuple):
    """A line of the list."""

    code: str
    name: str
    stage: str
    township: str


def listed_schools() -> list[ListedSchool]:
    """The list in its order; empty where the file is gone (then everything is typed)."""
    try:
        with (RESOURCES / "schools.csv").open(encoding="utf-8-sig", newline="") as file:
            return [
                ListedSchool(row["code"], row["name"], row["stage"], row["township"])
                for row in csv.DictReader(file)
            ]
    except (OSError, KeyError, UnicodeDecodeError):
        return []
