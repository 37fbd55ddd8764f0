"""A school file on disk and the clerk's desk before it, empty or with two classes."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.intake_plans.clerk_desk import CODE, HEAD, TODAY, Desk, id_number
from tests.intake_plans.clerk_office import PROFILE, Office
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.store.changes import Change
from xcedu_desktop.store.school_file import create


@pytest.fixture
def desk(tmp_path: Path, today_is: Callable[[date], None]) -> Iterator[Desk]:
    """The desk of a primary school without any rows."""
    today_is(TODAY)
    with create(tmp_path / "school.db", CODE) as store:
        with store.write("新建") as unit:
            profile = {"code": CODE, "name": "邹坞镇北陈郝小学", "stage": "小学"}
            unit.apply([Change("school", "the-school", None, profile)])
        yield Desk(store, tmp_path)


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """The same school with two classes of two pupils each and two teachers."""
    desk.bring(
        "students",
        [
            HEAD,
            ("张三", "男", "三(1)班", id_number(sequence=1)),
            ("李红", "女", "三(1)班", None),
            ("王五", "男", "三(2)班", id_number(sequence=3)),
            ("赵六", "男", "三(2)班", None),
        ],
    )
    desk.bring("staff", [("姓名", "手机号"), ("孙老师", "13906320001"), ("钱进", "13906320002")])
    return desk


@pytest.fixture
def office(tmp_path: Path, today_is: Callable[[date], None]) -> Iterator[Office]:
    """The office of a primary school without any rows, on Monday 12 October 2026."""
    today_is(TODAY)
    with Ledger.create(tmp_path / "school.db", PROFILE) as ledger:
        yield Office(ledger, tmp_path)


@pytest.fixture
def staffed(office: Office) -> Office:
    """The same school with three classes and two pupils in each."""
    office.take(
        "students",
        [
            ["姓名", "班级"],
            *([f"{name}{n}", f"三({c})班"] for c, name in ((1, "甲"), (2, "乙"), (3, "丙")) for n in "一二"),
        ],
    )
    return office
