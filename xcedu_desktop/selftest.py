"""The check that the installed program runs on itself, in a temporary folder: one line a step, and the exit code.

Steps: create, edit and undo, migrate, import, check, export, read back, back up and restore. It uses no assert, since
an optimised program has none.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xcedu_desktop.editing import CellEdit
from xcedu_desktop.errors import UserError
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.restoring import restore
from xcedu_desktop.periods import Month
from xcedu_desktop.school.tables import Pupil
from xcedu_desktop.store.backup import verify
from xcedu_desktop.store.schema import SCHEMA_VERSION

MONTH = Month(2026, 10)
PROFILE = {
    "code": "2137000001", "name": "自检小学", "stage": "小学", "township": "沙沟镇", "village": True, "clerk": "自检",
    "phone": "13906320001", "principal": "自检",
}  # fmt: skip
ROSTER = "姓名,性别,班级\n张三,男,一(1)班\n李四,女,一(1)班\n"


class Failed(Exception):
    """A step that did not give what it must."""


@dataclass
class Run:
    """The school under test and what earlier steps left."""

    folder: Path
    ledger: Ledger
    workbook: Path | None = None


def run() -> int:
    """Do all steps; prints one line a step on stdout; 0 when all are well, 1 with the reason of the first that is not."""
    with tempfile.TemporaryDirectory(prefix="xcedu-selftest-") as name, _fixed_today():
        folder = Path(name)
        state = Run(folder, Ledger.create(folder / "自检 学校.db", PROFILE))
        try:
            _say("新建", f"数据版本 {SCHEMA_VERSION}，{len(FORMS)} 个表")
            for title, step in STEPS:
                _say(title, step(state))
        except (Failed, UserError) as error:
            _say("没有通过", str(error))
            return 1
        finally:
            state.ledger.close()
    _say("自检", "全部通过")
    return 0


def _say(step: str, words: str) -> None:
    if sys.stdout is not None:  # a windowed program has none
        print(f"{step}：{words}")


def _must(holds: bool, words: str) -> None:
    if not holds:
        raise Failed(words)


@contextmanager
def _fixed_today() -> Iterator[None]:
    import os

    before = os.environ.get("XCEDU_TODAY")
    os.environ["XCEDU_TODAY"] = "2026-10-31"
    try:
        yield
    finally:
        if before is None:
            del os.environ["XCEDU_TODAY"]
        else:
            os.environ["XCEDU_TODAY"] = before


def _import(state: Run) -> str:
    path = state.folder / "花名册.csv"
    path.write_bytes(ROSTER.encode("gb18030"))
    plan = state.ledger.prepare_import("students", path, sheet=None, since=date(2026, 9, 1))
    state.ledger.commit_import(plan)
    _must((plan.created, plan.rejected) == (2, 0), f"应新增 2 行，实为 {plan.created} 行")
    return f"新增 {plan.created} 行（GB18030 文本）"


def _edit(state: Run) -> str:
    pupil = state.ledger.rows(Pupil)[0]["id"]
    done = state.ledger.edit([CellEdit("pupil", pupil, "birth_date", "2019.9.3")], month=MONTH)
    _must(state.ledger.rows(Pupil)[0]["birth_date"] == date(2019, 9, 3), "日期没有写入")
    state.ledger.undo(done.change_set)
    _must(state.ledger.rows(Pupil)[0]["birth_date"] is None, "撤销没有生效")
    return "写入并撤销"


def _check(state: Run) -> str:
    state.ledger.declare(MONTH, 1, 2)
    found = state.ledger.findings(MONTH)
    errors = [f"{f.rule} {f.message}" for f in found if f.blocks]
    _must(not errors, "不应有错误：" + "；".join(errors))
    return f"{sum(len(form.rules) for form in FORMS)} 条规则，{len(found)} 条提醒"


def _export(state: Run) -> str:
    result = state.ledger.export(MONTH, state.folder / "上报表")
    state.workbook = result.file
    again = state.ledger.export(MONTH, state.folder / "再导出")
    _must(again.sha256 == result.sha256, "两次导出的字节不同")
    return f"{len(result.sheets)} 张表，第 {result.revision} 次上报，本月已锁定"


def _read_back(state: Run) -> str:
    from xcedu_desktop.month.book import read_workbook

    if state.workbook is None:
        raise Failed("没有上报表")
    found = read_workbook(state.workbook.read_bytes())
    _must(not found.changes, "读回的上报表与导出的不同")
    return "与数据一致"


def _back_up(state: Run) -> str:
    backup = state.ledger.back_up(state.folder / "备份")
    path = state.ledger.store.path
    state.ledger.close()
    restore(backup, path)
    found = verify(path)
    _must(found.ok, found.problem)
    state.ledger = Ledger.open(path)
    _must(len(state.ledger.rows(Pupil)) == 2, "恢复后的行数不对")
    return "备份、恢复、检查完好"


STEPS: tuple[tuple[str, Callable[[Run], str]], ...] = (
    ("导入", _import),
    ("填写", _edit),
    ("校验", _check),
    ("导出", _export),
    ("读回", _read_back),
    ("备份恢复", _back_up),
)
