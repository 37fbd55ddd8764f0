"""A school file of one class, two pupils and a circuit, made through the store's own writer."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import xcedu_desktop.forms.registry  # noqa: F401  (every table)
from xcedu_desktop.store.changes import Change
from xcedu_desktop.store.school_file import Store, create

CODE = "2137000003"
ID_NUMBER = "11010519491231002X"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with create(tmp_path / "学校 数据.db", CODE) as found:
        found.who = "孙丽"
        with found.write("新建学校") as unit:
            unit.apply(
                [
                    Change("school", "s", None, {"code": CODE, "name": "沙沟试验小学", "stage": "小学"}),
                    Change("school_class", "c", None, {"stage": "小学", "entry_year": 2026, "number": 1}),
                    Change("pupil", "p1", None, {"name": "张三", "id_number": ID_NUMBER}),
                    Change("pupil", "p2", None, {"name": "李四"}),
                    Change(
                        "class_membership",
                        "m1",
                        None,
                        {"pupil_id": "p1", "class_id": "c", "from_date": date(2026, 9, 1)},
                    ),
                    Change("circuit", "k", None, {"name": "一号线路", "capacity_w": 20000}),
                ]
            )
        yield found
