"""Changes: applied whole or not at all, logged and masked, undone, and refused in a locked month."""

from datetime import date

import pytest
from sqlalchemy import insert, select

from xcedu_desktop.errors import MonthLocked
from xcedu_desktop.forms.meals.tables import MealCount, count_id
from xcedu_desktop.periods import Month
from xcedu_desktop.school.tables import Pupil
from xcedu_desktop.store.changes import Change, ChangeSet
from xcedu_desktop.store.school_file import Store
from xcedu_desktop.store.tables import LogEntry, MonthState
from xcedu_desktop.store.unit_of_work import StaleChange

OCTOBER = Month(2026, 10)
DAY = date(2026, 10, 12)


def _count(heads: int, day: date = DAY) -> Change:
    return Change(
        "meal_count",
        count_id("c", day, "午餐"),
        None,
        {"class_id": "c", "day": day, "meal": "午餐", "heads": heads},
    )


def _lock(store: Store, month: Month = OCTOBER) -> None:
    with store.write("锁定") as unit:
        unit.connection.execute(
            insert(MonthState).values(
                school_code=store.school_code, month=month, locked=True, revision=1, reason=None
            )
        )


def _heads(store: Store) -> dict[date, int | None]:
    with store.read() as session:
        return {row.day: row.heads for row in session.execute(select(MealCount)).scalars() if row.day}


def _log(store: Store) -> list[LogEntry]:
    with store.read() as session:
        return list(session.execute(select(LogEntry).order_by(LogEntry.seq)).scalars())


def test_the_log_names_who_what_and_masks(store: Store) -> None:
    lines = _log(store)
    masked = [line for line in lines if line.field == "id_number"]
    assert [(line.who, line.act, line.old, line.new) for line in masked] == [
        ("孙丽", "新建学校", None, "**************002X")
    ]
    assert not any("19491231" in f"{line.old}{line.new}" for line in lines)


def test_undo_is_the_inverse_and_is_logged(store: Store) -> None:
    change = Change("pupil", "p1", {"name": "张三"}, {"name": "张三丰"})
    done = ChangeSet("修改", (change,))
    for each in (done, done.inverse()):
        with store.write(each.title) as unit:
            unit.apply(each.changes)
    with store.read() as session:
        assert session.get_one(Pupil, "p1").name == "张三"
    assert [(line.old, line.new) for line in _log(store) if line.field == "name" and line.row_id == "p1"] == [
        (None, "张三"),
        ("张三", "张三丰"),
        ("张三丰", "张三"),
    ]


def test_a_deleted_row_comes_back_whole_and_in_its_place(store: Store) -> None:
    with store.read() as session:
        row = session.get_one(Pupil, "p2")
        whole = {
            column.key: getattr(row, column.key) for column in Pupil.__table__.columns if column.key != "id"
        }
    deletion = Change("pupil", "p2", whole, None)
    with store.write("删除") as unit:
        unit.apply([deletion])
    with store.write("撤销") as unit:
        unit.apply([deletion.inverse()])
    with store.read() as session:
        assert session.get_one(Pupil, "p2").position == whole["position"]


@pytest.mark.parametrize("act", ["insert", "update", "delete", "move out", "move in"])
def test_a_locked_month_refuses_every_write(store: Store, act: str) -> None:
    november = date(2026, 11, 3)
    with store.write("填写") as unit:
        unit.apply([_count(9), _count(7, november)])
    _lock(store)
    row, other = count_id("c", DAY, "午餐"), count_id("c", november, "午餐")
    change = {
        "insert": _count(8, date(2026, 10, 13)),
        "update": Change("meal_count", row, {"heads": 9}, {"heads": 10}),
        "delete": Change("meal_count", row, {"class_id": "c", "day": DAY, "meal": "午餐", "heads": 9}, None),
        "move out": Change("meal_count", row, {"day": DAY}, {"day": november}),
        "move in": Change("meal_count", other, {"day": november}, {"day": DAY}),
    }[act]
    allowed = Change("pupil", "p2", {"name": "李四"}, {"name": "李四光"})
    with pytest.raises(MonthLocked, match="2026年10月已上报"), store.write("修改") as unit:
        unit.apply([allowed, change])
    assert _heads(store) == {DAY: 9, november: 7}
    with store.read() as session:
        assert session.get_one(Pupil, "p2").name == "李四"


def test_undated_tables_stay_editable_in_a_locked_month(store: Store) -> None:
    _lock(store)
    with store.write("修改") as unit:
        unit.apply([Change("class_membership", "m1", {"to_date": None}, {"to_date": date(2026, 10, 20)})])


def test_a_change_of_a_row_that_is_gone_is_refused_whole(store: Store) -> None:
    with pytest.raises(StaleChange, match="已经不在"), store.write("修改") as unit:
        unit.apply(
            [
                Change("pupil", "p2", {"name": "李四"}, {"name": "x"}),
                Change("pupil", "gone", {"name": "a"}, {"name": "b"}),
            ]
        )
    with store.read() as session:
        assert session.get_one(Pupil, "p2").name == "李四"


def test_references_are_held(store: Store) -> None:
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError), store.write("修改") as unit:
        unit.apply([Change("class_membership", "m1", {"class_id": "c"}, {"class_id": "nowhere"})])
