"""The school's code put right before the first report: every row follows, rows named by it too."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.month.school import CODE, OCTOBER
from xcedu_desktop.errors import WrongUsage
from xcedu_desktop.forms.meals.tables import MealStaffCount, staff_count_id
from xcedu_desktop.month.export import export
from xcedu_desktop.month.life import reopen
from xcedu_desktop.month.school_code import change_code, may_change_code
from xcedu_desktop.store.base import table_of
from xcedu_desktop.store.school_file import Store, open_file
from xcedu_desktop.store.unit_of_work import live_models

RIGHT = "2137040107"


def test_all_rows_follow_the_code(store: Store, tmp_path: Path, today: date) -> None:
    assert may_change_code(store)
    assert change_code(store, "２１３７０４０１０７") == RIGHT == store.school_code
    with store.read() as session:
        for model in live_models().values():
            codes = set(session.execute(select(table_of(model).c.school_code)).scalars())
            assert codes <= {RIGHT}, model.__tablename__
        counts = session.execute(select(MealStaffCount)).scalars().all()
        assert counts
        assert all(
            row.day and row.meal and row.id == staff_count_id(RIGHT, row.day, row.meal) for row in counts
        )
    done = export(store, OCTOBER, tmp_path, today)
    assert RIGHT in done.file.name
    store.close()
    with open_file(store.path, readonly=True) as again:
        assert again.school_code == RIGHT


def test_after_a_report_the_code_stands(store: Store, tmp_path: Path, today: date) -> None:
    export(store, OCTOBER, tmp_path, today)
    reopen(store, OCTOBER, "改一个数")
    assert not may_change_code(store)
    with pytest.raises(WrongUsage, match="不能再改"):
        change_code(store, RIGHT)
    for wrong in ("", "12345"):
        with pytest.raises(WrongUsage, match="标识码"):
            change_code(store, wrong)
    assert store.school_code == CODE
