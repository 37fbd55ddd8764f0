"""按学年删除个人记录, planned: which records about persons go with a school year, and what stays. erasing.py does it.

Those are the pupils who left by the year's end, and what stands about persons in its months and in earlier ones (which
could not be derived again without these pupils). What is about a person is found by the tables' declarations (who refers
to a pupil or a member of staff), so that a form that comes later is covered. Counts are no personal data: they stay.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from xcedu_desktop.errors import WrongUsage
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.month.derive import reported_models
from xcedu_desktop.periods import Month, school_year_last, school_year_name, school_year_of
from xcedu_desktop.school.form import GROUND
from xcedu_desktop.school.ground import key_of
from xcedu_desktop.school.tables import (
    ClassHandout,
    ClassMembership,
    Explanation,
    Pupil,
    ReceiptAnswer,
    SchoolClass,
    Staff,
)
from xcedu_desktop.store.base import Live, ReportedRow, table_of
from xcedu_desktop.store.by_ids import rows_where
from xcedu_desktop.store.tables import (
    CellNote,
    Draft,
    ImportRun,
    LogEntry,
    MonthState,
    Receipt,
    Revision,
)
from xcedu_desktop.store.unit_of_work import live_models
from xcedu_desktop.values.class_names import in_range

KEPT_YEARS = 2
"""The running school year and one full one before it are never erased."""
_OF_MONTHS: tuple[type[Live], ...] = (Explanation, ReceiptAnswer, ClassHandout, CellNote, Draft)
"""Live tables whose rows of the erased months go whole: words that a person typed, and who does not eat."""
Ids = dict[str, set[str]]


@dataclass(frozen=True)
class Erasure:
    """What erasing up to the end of a school year takes and leaves. `rows`: live table → ids; `stays`: in words and figures.

    `log`: lines of the change log; `rosters`: reported rows with a name in them; `workbooks`: revisions whose bytes go.
    """

    school_year: int
    rows: Mapping[str, frozenset[str]]
    log: frozenset[int]
    rosters: int
    workbooks: int
    receipts: int
    imports: frozenset[str]
    stays: tuple[str, ...]

    @property
    def name(self) -> str:
        """2024-2025学年."""
        return school_year_name(self.school_year)

    @property
    def last(self) -> date:
        """The school year's last day."""
        return school_year_last(self.school_year)

    @property
    def goes(self) -> tuple[str, ...]:
        """What goes, a figure with its measure each; nothing of which there is none."""
        models = live_models()
        units = {Pupil.__tablename__: "名", "club": "个"}
        live = [
            (
                f"{'离校的' if name == Pupil.__tablename__ else ''}{models[name].title}",
                len(ids),
                units.get(name, "条"),
            )
            for name, ids in sorted(self.rows.items(), key=lambda item: _order(item[0]))
        ]
        rest = [
            ("回执", self.receipts, "份"), ("上报花名册", self.rosters, "行"), ("存着的上报表（清空内容）", self.workbooks, "份"),
            ("修改记录", len(self.log), "行"), ("导入记录", len(self.imports), "次"),
        ]  # fmt: skip
        return tuple(f"{title} {count:,} {unit}" for title, count, unit in (*live, *rest) if count)


def _order(table: str) -> int:
    return next((at for at, name in enumerate(_live_order()) if name == table), len(_live_order()))


def _live_order() -> list[str]:
    return [Pupil.__tablename__, *(model.__tablename__ for form in FORMS for model in form.live)]


# -- what there is ---------------------------------------------------------------------------------------------------


def erasable_years(session: Session, today: date) -> list[int]:
    """School years that may be erased and from which, or from earlier ones, something is there; the newest first."""
    newest = school_year_of(today) - KEPT_YEARS
    oldest = min((school_year_of(day) for day in _dates(session)), default=newest + 1)
    if oldest > newest and _left(session, newest):
        oldest = newest
    return list(range(newest, oldest - 1, -1))


def _dates(session: Session) -> list[date]:
    """The first day of each kind of record that can be erased."""
    found: list[date] = []
    for model in _yearly():
        year = session.execute(select(func.min(table_of(model).c.school_year))).scalar()
        found += [date(year, 9, 1)] if year else []
    for model in _OF_MONTHS:
        month = session.execute(select(func.min(table_of(model).c.month))).scalar()
        found += [month.first] if month else []
    kept = select(func.min(Revision.month)).where(func.length(Revision.content) > 0)
    month = session.execute(kept).scalar()
    found += [month.first] if month else []
    left = session.execute(select(func.min(Pupil.to_date))).scalar()
    return found + ([left] if left else [])


def plan(session: Session, school_year: int, today: date) -> Erasure:
    """What erasing up to the end of a school year would do; writes nothing.

    WrongUsage: the year is not over for a full school year, a month of it is being corrected, or there is nothing.
    """
    name, last = school_year_name(school_year), school_year_last(school_year)
    if school_year > school_year_of(today) - KEPT_YEARS:
        raise WrongUsage(f"{name}结束还不满一个学年，不能删除它的个人记录；正在用的记录不会被删除")
    if school_year not in erasable_years(session, today):
        raise WrongUsage(f"{name}及以前没有可以删除的个人记录")
    month = Month.of(last)
    open_month = session.execute(
        select(MonthState.month)
        .where(MonthState.month <= month, MonthState.revision > 0, MonthState.locked.is_(False))
        .limit(1)
    ).scalar()
    if open_month is not None:
        raise WrongUsage(f"{open_month.spoken}正在更正，还没有再上报；请先上报那个月，再删除{name}的个人记录")
    rows = _rows(session, school_year)
    rosters = sum(_count(session, model, month) for model in named_reported())
    workbooks = select(func.count()).where(Revision.month <= month, func.length(Revision.content) > 0)
    receipts = select(func.count()).select_from(Receipt).where(Receipt.month <= month)
    return Erasure(
        school_year,
        {table: frozenset(ids) for table, ids in rows.items() if ids},
        _log_lines(session, rows, last),
        rosters,
        session.execute(workbooks).scalar_one(),
        session.execute(receipts).scalar_one(),
        _imports(session, rows),
        _stays(session, rows, month),
    )


def _rows(session: Session, school_year: int) -> Ids:
    """The live rows that go: table → ids, everything that refers to one of them among them."""
    last = school_year_last(school_year)
    month = Month.of(last)
    found: Ids = {Pupil.__tablename__: _left(session, school_year)}
    for model in _yearly():
        columns = table_of(model).c
        _add(found, session, model, columns.school_year <= school_year)
    for model in _personal():
        columns = table_of(model).c
        if model.month_key is not None:
            _add(found, session, model, columns[model.month_key] <= last)
        elif "to_date" in columns:
            _add(found, session, model, columns.to_date <= last)
    for model in _OF_MONTHS:
        _add(found, session, model, table_of(model).c.month <= month)
    _follow(found, session)
    return found


def _add(found: Ids, session: Session, model: type[Live], where: Any) -> None:
    ids = session.execute(select(table_of(model).c.id).where(where)).scalars()
    found.setdefault(model.__tablename__, set()).update(ids)


def _left(session: Session, school_year: int) -> set[str]:
    """Pupils who left by the school year's end, or whose classes were all through by then (毕业 without a date)."""
    last = school_year_last(school_year)
    after = date(school_year + 1, 9, 1)
    pupils, places = table_of(Pupil).c, table_of(ClassMembership).c
    gone = set(session.execute(select(pupils.id).where(pupils.to_date <= last)).scalars())
    running = set()
    for row in session.execute(select(SchoolClass)).scalars():
        key = key_of(row)
        if key is None or key.entry_year > school_year or in_range(key, after):
            running.add(row.id)
    ended: dict[str, bool] = {}
    statement = select(places.pupil_id, places.class_id, places.to_date).where(places.pupil_id.is_not(None))
    for pupil_id, class_id, to_date in session.execute(statement):
        over = (to_date is not None and to_date <= last) or (class_id is not None and class_id not in running)
        ended[pupil_id] = ended.get(pupil_id, True) and over
    undated = session.execute(select(pupils.id).where(pupils.to_date.is_(None))).scalars()
    return gone | {pupil_id for pupil_id in undated if ended.get(pupil_id)}


def _follow(found: Ids, session: Session) -> None:
    """Adds what refers to a row that goes, until nothing is added."""
    models = live_models()
    fresh = {table: set(ids) for table, ids in found.items()}
    while any(fresh.values()):
        more: Ids = {}
        for name, model in models.items():
            columns = table_of(model).c
            for column in columns:
                for key in column.foreign_keys:
                    more.setdefault(name, set()).update(
                        _referring(session, model, column.key, fresh.get(key.column.table.name, ()))
                    )
            for table_key, row_key in (("owner_table", "owner_id"), ("table_name", "row_id")):
                if table_key in columns:
                    for table, ids in fresh.items():
                        more.setdefault(name, set()).update(
                            _referring(session, model, row_key, ids, (table_key, table))
                        )
        fresh = {name: ids - found.get(name, set()) for name, ids in more.items()}
        for name, ids in fresh.items():
            found.setdefault(name, set()).update(ids)


def _referring(
    session: Session, model: type[Live], key: str, ids: Collection[str], also: tuple[str, str] | None = None
) -> set[str]:
    columns = table_of(model).c
    statement = select(columns.id)
    if also is not None:
        statement = statement.where(columns[also[0]] == also[1])
    return {row.id for row in rows_where(session, statement, columns[key], ids)}


def _personal() -> list[type[Live]]:
    """The forms' tables whose rows are about a pupil or a member of staff; not the ground's."""
    persons = {Pupil.__tablename__, Staff.__tablename__}
    return [
        model
        for form in FORMS
        if form is not GROUND
        for model in form.live
        if any(key.column.table.name in persons for key in table_of(model).foreign_keys)
    ]


def _yearly() -> list[type[Live]]:
    """The forms' tables of one school year to which persons belong (clubs)."""
    referred = {key.column.table.name for model in _personal() for key in table_of(model).foreign_keys}
    return [
        model
        for form in FORMS
        if form is not GROUND
        for model in form.live
        if model.__tablename__ in referred and "school_year" in table_of(model).c
    ]


def named_reported() -> list[type[ReportedRow]]:
    """Reported tables with a row a person (the club rosters): they bear a pupil's row id."""
    return [model for model in reported_models() if "pupil_id" in table_of(model).c]


def _count(session: Session, model: type[ReportedRow], month: Month) -> int:
    table = table_of(model)
    return session.execute(select(func.count()).select_from(table).where(table.c.month <= month)).scalar_one()


def _log_lines(session: Session, rows: Ids, last: date) -> frozenset[int]:
    """The log's lines about rows that go, and about such rows that somebody deleted by hand by the year's end."""
    own: list[type[Live]] = [Pupil, ClassMembership, *_personal(), *_yearly(), *_OF_MONTHS]
    tables = {model.__tablename__ for model in own}
    models = live_models()
    there = {name: set(session.execute(select(table_of(models[name]).c.id)).scalars()) for name in tables}
    lines: dict[tuple[str, str], list[int]] = {}
    newest: dict[tuple[str, str], str] = {}
    log = table_of(LogEntry)
    for seq, at, table, row_id in session.execute(
        select(log.c.seq, log.c.at, log.c.table_name, log.c.row_id).order_by(log.c.seq)
    ):
        gone = row_id in rows.get(table, ())
        if gone or (table in tables and row_id not in there[table]):
            lines.setdefault((table, row_id), []).append(seq)
            newest[table, row_id] = "" if gone else at
    end = f"{last.isoformat()} 99"
    return frozenset(seq for row, found in lines.items() if newest[row] <= end for seq in found)


def _imports(session: Session, rows: Ids) -> frozenset[str]:
    """Imports that touched a row that goes."""
    found = set()
    for run_id, touched in session.execute(select(ImportRun.id, ImportRun.touched)):
        if any(row_id in rows.get(table, ()) for table, row_id, *_ in json.loads(touched)):
            found.add(run_id)
    return frozenset(found)


def _stays(session: Session, rows: Ids, month: Month) -> tuple[str, ...]:
    pupils = session.execute(select(func.count()).select_from(Pupil)).scalar_one()
    months = select(func.count(Revision.month.distinct())).where(Revision.month <= month)
    staff = session.execute(select(func.count()).select_from(Staff)).scalar_one()
    return (
        f"其余学生 {pupils - len(rows.get(Pupil.__tablename__, ())):,} 名",
        f"教职工 {staff:,} 名",
        f"已上报 {session.execute(months).scalar_one():,} 个月的数字和校验值",
        "班级、配餐人数、取暖设备、校历",
    )
