"""撤销导入 after the program was closed: what the import made or altered goes back, what was changed since stays and is named."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xcedu_desktop.editing import CellEdit
from xcedu_desktop.errors import WrongUsage
from xcedu_desktop.import_undo import UndoPlan
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.periods import Month
from xcedu_desktop.school.tables import ClassMembership, Pupil, SchoolClass

PROFILE = {"code": "2137000003", "name": "沙沟试验小学", "stage": "小学", "clerk": "孙丽"}


@pytest.fixture
def path(tmp_path: Path, today_is: Callable[[date], None]) -> Path:
    """A school with two pupils of one class, into which a list of three was imported: one altered, one new class and pupils."""
    today_is(date(2026, 10, 30))
    found = tmp_path / "s.db"
    with Ledger.create(found, PROFILE) as ledger:
        take_in(ledger, tmp_path / "一.xlsx", [("张三", "男", "一(1)班"), ("李四", "女", "一(1)班")])
        take_in(
            ledger,
            tmp_path / "二.xlsx",
            [("张三", "女", "一(1)班"), ("王五", "男", "一(1)班"), ("赵六", "男", "二(1)班")],
        )
    return found


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    """The same file in a later session."""
    with Ledger.open(path) as opened:
        yield opened


def take_in(ledger: Ledger, file: Path, rows: list[tuple[str, str, str]]) -> None:
    book = openpyxl.Workbook()
    for row in [("姓名", "性别", "班级"), *rows]:
        book.active.append(row)
    book.save(file)
    ledger.commit_import(ledger.prepare_import("students", file))


def pupils(ledger: Ledger) -> dict[str, Any]:
    return {row["name"]: row["sex"] for row in ledger.rows(Pupil)}


def plan_of(ledger: Ledger, title: str = "导入 二.xlsx") -> UndoPlan:
    run = next(run for run in ledger.imports() if run.title == title)
    return ledger.plan_import_undo(run.id)


def test_the_whole_import_goes_back_in_one_act(ledger: Ledger) -> None:
    assert pupils(ledger) == {"张三": "女", "李四": "女", "王五": "男", "赵六": "男"}
    assert [run.title for run in ledger.imports()] == ["导入 二.xlsx", "导入 一.xlsx"]
    plan = plan_of(ledger)
    assert plan.left == []
    done = ledger.undo_import(plan)
    assert pupils(ledger) == {"张三": "男", "李四": "女"}
    assert len(ledger.rows(SchoolClass)) == 1 and len(ledger.rows(ClassMembership)) == 2
    assert ledger.imports()[0].undone_at and not ledger.imports()[1].undone_at
    ledger.undo(done)  # 撤销 of the 撤销
    assert pupils(ledger) == {"张三": "女", "李四": "女", "王五": "男", "赵六": "男"}


def test_what_was_changed_since_stays_and_is_named(ledger: Ledger) -> None:
    rows = {row["name"]: row["id"] for row in ledger.rows(Pupil)}
    ledger.edit([CellEdit("pupil", rows["王五"], "note", "走读")])
    plan = plan_of(ledger)
    assert plan.left == ["学生 王五：导入以后改过，没有动"]
    ledger.undo_import(plan)
    # his class membership went back with the import; he himself is still there, for the clerk to see to
    assert pupils(ledger) == {"张三": "男", "李四": "女", "王五": "男"}


def test_a_row_that_later_rows_use_is_not_deleted(ledger: Ledger) -> None:
    new_class = next(row["id"] for row in ledger.rows(SchoolClass) if row["entry_year"] == 2025)
    ledger.insert("pupil", {"id": "later", "name": "后来的"})
    ledger.insert(
        "class_membership", {"pupil_id": "later", "class_id": new_class, "from_date": date(2026, 10, 30)}
    )
    plan = plan_of(ledger)
    assert plan.left == ["班级 二(1)班：后来的记录用到它，没有动"]
    ledger.undo_import(plan)
    assert {row["id"] for row in ledger.rows(SchoolClass)} >= {new_class}
    assert "赵六" not in pupils(ledger)


def test_without_its_backup_an_import_stands(ledger: Ledger, path: Path) -> None:
    for backup in path.parent.rglob("*.db"):
        if backup != path:
            backup.unlink()
    assert not ledger.imports()[0].possible
    with pytest.raises(WrongUsage, match="备份已经不在了"):
        plan_of(ledger)
    with pytest.raises(WrongUsage, match="没有这次导入"):
        ledger.plan_import_undo("nothing")


def test_rows_of_a_locked_month_stay(
    path: Path, tmp_path: Path, today_is: Callable[[date], None], ledger: Ledger
) -> None:
    book = openpyxl.Workbook()
    for row in [
        ("日期", "班级", "餐次", "用餐人数"),
        ("2026-10-12", "一(1)班", "午餐", 2),
        ("2026-09-14", "一(1)班", "午餐", 1),
    ]:
        book.active.append(row)
    book.save(tmp_path / "餐.xlsx")
    ledger.commit_import(ledger.prepare_import("meals", tmp_path / "餐.xlsx"))
    run = next(run for run in ledger.imports() if run.title == "导入 餐.xlsx")
    with ledger.view(Month(2026, 10)) as view:
        from xcedu_desktop.import_undo import plan_undo

        plan = plan_undo(view, run.id, [Month(2026, 10)])
    assert [words.split("：")[1] for words in plan.left] == ["所在的月份已上报锁定，没有动"]
    assert {change.table for change in plan.change_set.changes} == {"meal_count"}
    assert len(plan.change_set.changes) == 1


def test_no_value_of_a_row_is_kept_in_the_record(ledger: Ledger) -> None:
    with ledger.store.read() as session:
        kept = session.connection().exec_driver_sql("SELECT touched FROM import_run").scalars().all()
    assert kept and not [text for text in kept if "王五" in text or "张三" in text]
