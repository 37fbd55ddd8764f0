"""Whatever stands in a file: an import never fails otherwise than in words, its counts add up, it is applied and undone."""

import itertools
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake_plans.clerk_desk import Desk, adds_up, id_number
from xcedu_desktop.errors import UserError

NUMBERS = [id_number(sequence=n) for n in range(1, 6)]
_run = itertools.count()
names = st.sampled_from(
    ["张三", "张 三", "李红", "王五", "买买提·吐尔逊", "合计", "备注", "", None, 7, "A" * 80, "#REF!"]
)
classes = st.sampled_from(
    [
        "三(1)班",
        "3-2",
        "三年级2班",
        "启明星班",
        "一班",
        "302",
        None,
        " ",
        3.1,
        "九十九班",
        "2024级1班",
        "2-30",
    ]
)
numbers = st.sampled_from(
    [*NUMBERS, *(f" {n}" for n in NUMBERS), "370403", 3.7e17, None, "/", "无", "11010519491231002X"]
)
days = st.sampled_from([None, "2026-09-01", "2026.9", "昨天", 46000, "9-31", "2026-12-01", "1/2"])
rosters = st.lists(
    st.tuples(names, st.sampled_from(["男", "2", "?", None]), classes, numbers, days), max_size=12
)
counts = st.sampled_from([0, 2, 35, "约30", "/", "３５", None, -1, 10**9, "2.5", "1,200 "])
lunches = st.lists(
    st.tuples(days, classes, st.sampled_from(["午餐", "晚", "早餐", None]), counts, counts, counts),
    max_size=12,
)
forgiving = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)


def _bring(desk: Desk, kind: str, head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    tables = ("pupil", "class_membership", "school_class", "meal_count", "meal_signup", "meal_staff_count")
    before = [desk.rows(table) for table in tables]
    try:
        plan = desk.bring(kind, desk.write([head, *rows], name=f"{next(_run)}.xlsx"))
    except UserError as error:
        assert error.message
        return
    assert adds_up(plan) and plan.rows_read == len(plan.rows)
    if plan.rejected:
        assert plan.why()
    again = desk.look(kind, desk.folder / plan.file)
    assert again.created == 0 or kind == "students", "the same file again makes nothing new"
    if plan.change_set:
        desk.undo(desk.applied)
    assert [desk.rows(table) for table in tables] == before


@forgiving
@given(rows=rosters)
def test_any_roster(filled: Desk, rows: list[tuple[Any, ...]]) -> None:
    _bring(filled, "students", ("姓名", "性别", "班级", "身份证号", "编班日期"), rows)


@forgiving
@given(rows=lunches)
def test_any_day_list(filled: Desk, rows: list[tuple[Any, ...]]) -> None:
    _bring(filled, "meals", ("日期", "班级", "餐次", "用餐人数", "登记人数", "受资助"), rows)
