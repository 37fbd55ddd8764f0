"""班级收集 of a month: which class's file was given out and handed in, and the files to give out."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.clubs.reported import service_pupils_on
from xcedu_desktop.forms.meals.tables import MealService, MealSupplier
from xcedu_desktop.month.handout_file import Handout, HandoutPupil, handout_bytes
from xcedu_desktop.month.handout_read import read_sheet
from xcedu_desktop.periods import Month
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.tables import ClassHandout
from xcedu_desktop.store.base import key_id
from xcedu_desktop.store.changes import Change, altered
from xcedu_desktop.store.whole_file import write_whole

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\s]+')


@dataclass(frozen=True)
class ClassState:
    """A class's file of the month. `given_on`: None where it was not given out; `returned_on`: None where it is awaited."""

    class_id: str
    class_name: str
    pupils: int
    given_on: date | None
    returned_on: date | None


def record_id(class_id: str, month: Month) -> str:
    """The id of the row that says how a class's file of a month stands."""
    return key_id("class_handout", class_id, month)


def states(view: MonthView) -> list[ClassState]:
    """The month's classes in order, with how their files stand."""
    g = ground(view)
    records = {row.class_id: row for row in view.rows(ClassHandout) if row.month == view.month}
    found = []
    for row in g.classes:
        record = records.get(row.id)
        found.append(
            ClassState(
                row.id, g.class_name(row.id), g.enrolment(row.id, g.reference_day),
                record.given_on if record else None, record.returned_on if record else None,
            )
        )  # fmt: skip
    return found


def handouts_of(view: MonthView, classes: Collection[str] | None = None) -> list[Handout]:
    """The files of the month's classes (only of `classes` where given), in the order of the classes."""
    g = ground(view)
    serving = service_pupils_on(view, g.reference_day)
    meals = bool(view.rows(MealService) or view.rows(MealSupplier))
    at_home = _not_eating(view)
    found = []
    for row in g.classes:
        if classes is not None and row.id not in classes:
            continue
        known = at_home.get(row.id)
        pupils = [
            HandoutPupil(
                pupil.id, pupil.name or "", pupil.sex, pupil.id in serving,
                None if known is None else pupil.id not in known,
            )
            for pupil in g.pupil_by_id.values() if g.pupils.get(pupil.id) == row.id
        ]  # fmt: skip
        found.append(
            Handout(
                view.school_code,
                g.school.name or "",
                row.id,
                g.class_name(row.id),
                view.month,
                meals,
                pupils,
            )
        )
    return found


def _not_eating(view: MonthView) -> dict[str, set[str]]:
    """Class id → pupils who do not eat, as the newest file handed in by this month's end said; no entry: nothing is known."""
    newest: dict[str, ClassHandout] = {}
    for row in view.rows(ClassHandout):
        if row.class_id and row.no_meal is not None and row.month and row.month <= view.month:
            before = newest.get(row.class_id)
            if before is None or (before.month and before.month < row.month):
                newest[row.class_id] = row
    return {class_id: set(json.loads(row.no_meal or "[]")) for class_id, row in newest.items()}


def write_handouts(
    view: MonthView, out: Path, classes: Collection[str] | None = None
) -> tuple[list[Path], list[Change], list[Path]]:
    """Write the files into a folder, over older ones of the same name, but never over one that was filled in.

    Returns their paths, the changes that note it, and the files that were left as they are: filled in by a teacher, or no
    file of ours. FileUnusable: the folder or a file cannot be written (an older one open in WPS); then those before it are
    written.
    """
    paths, changes, kept = [], [], []
    records = {row.id: row for row in view.rows(ClassHandout)}
    for handout in handouts_of(view, classes):
        name = _NOT_IN_NAMES.sub("_", f"班级收集表_{handout.month}_{handout.class_name}.xlsx")
        if _holds_answers(out / name):
            kept.append(out / name)
            continue
        paths.append(write_whole(out / name, handout_bytes(handout)))
        row_id = record_id(handout.class_id, handout.month)
        record = records.get(row_id)
        if record is None:
            values = {"class_id": handout.class_id, "month": handout.month, "given_on": view.today}
            changes.append(Change("class_handout", row_id, None, values))
        elif change := altered(
            "class_handout", row_id, {"given_on": record.given_on}, {"given_on": view.today}
        ):
            changes.append(change)
    return paths, changes, kept


def _holds_answers(path: Path) -> bool:
    """Whether a file lies there that is not as this program gave it out."""
    if not path.exists():
        return False
    try:
        return read_sheet(path).filled
    except FileUnusable:
        return True
