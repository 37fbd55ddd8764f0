"""Rows of pupils who left (转出学生): they speak of a pupil whom the school has; nobody is made who is gone already."""

from __future__ import annotations

import re
from datetime import date
from difflib import SequenceMatcher

from xcedu_desktop.school.intake_job import IntakeJob, ListIn
from xcedu_desktop.school.intake_pupils import PupilIndex
from xcedu_desktop.values.masks import shown
from xcedu_desktop.workbook.intake.plan import Choice
from xcedu_desktop.workbook.intake.plan_changes import Entry
from xcedu_desktop.workbook.intake.plan_rows import Row

_CALLED = re.compile(
    r"转出|转走|流出|离校(学生|人员|名单|登记|情况|统计)|(退|辍|休)学(学生|人员|名单|登记|情况|统计)"
)
_OTHERS_TOO = re.compile(r"转入|转进|转学|流入|在校|在籍|复学|不含|除|异动|变动")
_ALIKE = 0.5
"""From which likeness on (0 to 1) a name is offered: one of two characters, two of three."""


def is_of_leavers(listed: ListIn) -> bool:
    """Whether section, title or sheet name says that the list is of those who left, and of nobody else."""
    return any(_CALLED.search(text) and not _OTHERS_TOO.search(text) for text in listed.texts)


def read_leaving(row: Row, *, of_leavers: bool) -> None:
    """With a reason of leaving, 变动日期 is the day of leaving and no day of entering a class."""
    since = row.get("since")
    if since is not None and row.get("to_date") is None and (row.get("leaving") or of_leavers):
        row.values["to_date"] = row.values.pop("since")


def has_gone(row: Row, today: date, *, of_leavers: bool) -> bool:
    """Whether the row speaks of somebody who is no pupil any more."""
    left = row.get("to_date")
    return bool(left < today) if left is not None else bool(row.get("leaving") or of_leavers)


def find_leaver(
    job: IntakeJob, index: PupilIndex, row: Row, class_id: str | None, *, of_leavers: bool
) -> Entry | None:
    """The pupil whom the row of a leaver means, who may have left; else the row is asked or rejected.

    None without either: the first roster of a class, in which those who left since stand among the others.
    """
    name, left = row.get("name"), row.get("to_date") or job.today
    if class_id is None:
        return None
    named = [p for p in index.named(name, date.min) if class_id in index.classes_of(p)]
    there = index.in_class(name, class_id, left) or named
    numbers = {key: value for key in ("id_number", "student_number") if (value := row.get(key))}
    there = [p for p in there if all(p.get(key) in (None, value) for key, value in numbers.items())]
    chosen = job.answers.pupils.get((row.sheet, row.number))
    alike = [] if there else _alike(index, name, class_id)
    for pupil in (*there, *alike):
        if pupil.id == chosen:
            row.values["name"] = pupil.get("name")
            return pupil
    if len(there) == 1:
        return there[0]
    where = job.classes.name(class_id)
    if there:
        choices = tuple(Choice(p.id, index.describe(p, left)) for p in there)
        row.ask("name", "several", f"{where}有 {len(there)} 个「{shown(name)}」，请选是哪一个", choices)
        return None
    if not of_leavers and class_id not in index.filled_classes:
        return None
    said = f"{where}没有「{shown(name)}」，离校的学生不新建"
    if alike:
        names = "、".join(f"「{p.get('name')}」" for p in alike)
        choices = tuple(Choice(p.id, f"就是 {index.describe(p, left)}") for p in alike)
        row.ask("name", "no_such_leaver", f"{said}；名字最像的是{names}，请核对姓名和班级", choices)
    else:
        row.reject("name", "no_such_leaver", f"{said}，请核对姓名和班级")
    return None


def _alike(index: PupilIndex, name: str, class_id: str) -> list[Entry]:
    """Up to three pupils of the class whose names are nearest to the name, the nearest first."""
    rated = [
        (SequenceMatcher(None, name, own).ratio(), own, pupil)
        for pupil in index.pupils.values()
        if (own := pupil.get("name")) and class_id in index.classes_of(pupil)
    ]
    near = sorted((r for r in rated if r[0] >= _ALIKE), key=lambda r: (-r[0], r[1]))
    return [pupil for _, _, pupil in near[:3]]
