"""An import from file to plan (preview, nothing is written) and from plan to the school file (one transaction)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from xcedu_desktop.form import MonthView
from xcedu_desktop.periods import Month
from xcedu_desktop.school.intake_job import IntakeJob, ListIn
from xcedu_desktop.school.intake_sheets import Found, find_all
from xcedu_desktop.store.changes import ChangeSet
from xcedu_desktop.store.school_file import Store
from xcedu_desktop.store.unit_of_work import UnitOfWork
from xcedu_desktop.values.masks import mask_people
from xcedu_desktop.workbook.intake.failure import IntakeFileError
from xcedu_desktop.workbook.intake.found import FoundList
from xcedu_desktop.workbook.intake.kind import IntakeKind
from xcedu_desktop.workbook.intake.month_grid import MonthGrid
from xcedu_desktop.workbook.intake.plan import Answers, IntakePlan, ListHead
from xcedu_desktop.workbook.intake.raw import RawFile
from xcedu_desktop.workbook.intake.read import read_file


def prepare(
    store: Store,
    kind: IntakeKind,
    path: Path,
    *,
    today: date,
    sheet: str | None = None,
    since: date | None = None,
    month: Month | None = None,
    answers: Answers | None = None,
    others: Sequence[IntakeKind] = (),
    raw: RawFile | None = None,
    lenient: bool = False,
) -> IntakePlan:
    """What importing the file would do; nothing is written.

    `sheet`: only that one. `since`: since when new members are in. `month`: the month on the screen. `others`: all
    kinds, to tell a sheet that is another kind of list. `raw`: the file as read before (the preview plans again at
    each answer). Raises IntakeFileError for a file that cannot be used; with `lenient` a file that is a spreadsheet
    gives a plan with `trouble` set instead, so that a person can choose columns or a class.
    """
    raw = raw or read_file(path)
    answers = answers or Answers()
    found = find_all(raw, kind, sheet=sheet, layout=answers.layout, others=others)
    with store.read() as session:
        view = MonthView(session, store.school_code, month or Month.of(today), today)
        job = IntakeJob(
            view, kind, found.lists, found.grids, since=since, answers=answers, file_stem=path.stem
        )
        job.trouble = found.trouble
        if job.trouble is None:
            kind.plan(job)
        plan = _plan(job, raw, path, found, sheet)
    if plan.trouble and not lenient:
        raise IntakeFileError(f"「{plan.file}」：{plan.trouble}")
    return plan


def commit(store: Store, plan: IntakePlan, note: Callable[[UnitOfWork], object] | None = None) -> ChangeSet:
    """Write a plan in one transaction, with its change-log lines; returns what was applied, for undo.

    `note`: what else is written in the same transaction, after the rows.

    Raises MonthLocked, FileUnusable, StaleChange (what it would alter is gone); then nothing is written.
    """
    if plan.trouble:
        raise IntakeFileError(f"「{plan.file}」：{plan.trouble}")
    if not plan.change_set:
        return plan.change_set
    with store.write(plan.change_set.title) as unit:
        unit.apply(plan.change_set.changes)
        if note is not None:
            note(unit)
    return ChangeSet(plan.change_set.title, tuple(unit.applied))


def _plan(job: IntakeJob, raw: RawFile, path: Path, found: Found, sheet: str | None) -> IntakePlan:
    rows = [row.planned(job.reading) for row in job.rows]
    findings = [*found.findings(), *job.findings, *(finding for row in rows for finding in row.findings)]
    order = {name: place for place, name in enumerate(found.sheets)}
    findings.sort(key=lambda f: (order.get(f.sheet, len(order)), f.row))
    changes = () if job.trouble else job.staging.changes()
    first_day = job.since or next((day for day, _ in job.first_days.most_common(1)), None)
    names = found.sheets
    named = mask_people(path.name)  # it is kept in the log
    return IntakePlan(
        kind=job.kind.key,
        title=job.kind.title,
        file=named,
        sheet=sheet or (names[0] if len(names) == 1 else None),
        rows=rows,
        change_set=ChangeSet(f"导入 {named}", changes),
        findings=findings,
        heads=[_head(listed) for listed in found.lists] + [_grid_head(grid) for grid in found.grids],
        sheets=names,
        all_sheets=[s.name for s in raw.sheets],
        missing=job.missing,
        notes=[*raw.notes, *found.notes, *job.notes],
        since=first_day,
        shown={
            key: title
            for key, title in [*((c.key, c.title) for c in job.kind.columns), *job.titles.items()]
            if any(key in row.cells for row in rows)
        },
        trouble=job.trouble,
        counts=Counter(row.state for row in rows),
    )


def _head(listed: ListIn) -> ListHead:
    found: FoundList = listed.found
    titles = {
        column: listed.shape.fields[key].title
        for column, key in found.columns.items()
        if key in listed.shape.fields
    }
    skipped = Counter(row.reason for row in found.skipped)
    return ListHead(found.sheet, found.header_rows, found.source_headers, titles, skipped, len(found.rows))


def _grid_head(grid: MonthGrid) -> ListHead:
    skipped = Counter(row.reason for row in grid.skipped)
    return ListHead(grid.sheet, grid.header_rows, grid.source_headers, {}, skipped, len(grid.rows))
