"""Putting the school's code (学校标识码) right: every row bears it, and some rows are named by it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select, update

from xcedu_desktop.errors import WrongUsage
from xcedu_desktop.forms.meals.tables import MealDayLog, MealStaffCount, day_log_id, staff_count_id
from xcedu_desktop.school.tables import School
from xcedu_desktop.store.base import Live, table_of
from xcedu_desktop.store.changes import draft_id
from xcedu_desktop.store.school_file import Store
from xcedu_desktop.store.tables import Draft, MonthState
from xcedu_desktop.store.unit_of_work import UnitOfWork, live_models
from xcedu_desktop.values.identifiers import parse_school_code

_NAMED: tuple[tuple[type[Live], Callable[..., str]], ...] = (
    (MealStaffCount, staff_count_id),
    (MealDayLog, day_log_id),
)
"""Tables whose row ids are made of the code, the day and the meal."""


def may_change_code(store: Store) -> bool:
    """Whether no month was reported yet: what was sent bears the code, and the bureau knows the school by it."""
    with store.read() as session:
        return not session.execute(select(func.max(MonthState.revision))).scalar()


def change_code(store: Store, raw: str) -> str:
    """Give the school and all its rows another code; returns it. WrongUsage: no code, or a month was reported."""
    parsed = parse_school_code(raw)
    if parsed.value is None:
        raise WrongUsage(parsed.error.message if parsed.error else "请填写学校标识码")
    code = parsed.value
    if code == store.school_code:
        return code
    if not may_change_code(store):
        raise WrongUsage("已经上报过，标识码不能再改：区里按标识码认学校")
    with store.write("修改学校标识码") as unit:
        for model in live_models().values():
            unit.connection.execute(update(table_of(model)).values(school_code=code))
        unit.connection.execute(update(MonthState).values(school_code=code))
        for model, name in _NAMED:
            _rename_rows(unit, model, name, code)
        row_id = unit.session.execute(select(School.id)).scalar_one()
        unit.connection.execute(update(table_of(School)).values(code=code))
        unit.log("school", row_id, "code", store.school_code, code)
    store.school_code = code
    return code


def _rename_rows(unit: UnitOfWork, model: type[Live], name: Callable[..., str], code: str) -> None:
    """The rows, and their drafts, under the ids that the new code gives."""
    table, draft = table_of(model), table_of(Draft)
    for old, day, meal in unit.connection.execute(select(table.c.id, table.c.day, table.c.meal)).all():
        if day is None or meal is None:
            continue
        new = name(code, day, meal)
        unit.connection.execute(update(table).where(table.c.id == old).values(id=new))
        drafts = select(draft.c.id, draft.c.key).where(
            draft.c.table_name == table.name, draft.c.row_id == old
        )
        for draft_row, key in unit.connection.execute(drafts).all():
            values = {"id": draft_id(table.name, new, key), "row_id": new}
            unit.connection.execute(update(draft).where(draft.c.id == draft_row).values(values))
