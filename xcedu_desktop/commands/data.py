"""Commands that fill a school's file: init, import, demo."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from xcedu_desktop.commands.parser import Commands, count_of, day_of, fail, month_of, say, say_affected

KINDS = (
    "classes", "students", "staff", "clubs", "club-members", "participants", "meals", "suppliers", "rooms", "circuits",
    "heating", "works",
)  # fmt: skip


def add_to(commands: Commands) -> None:
    """Declares them."""
    command = commands.add("init", _init, "新建学校数据文件", json=False)
    command.add_argument("--profile", type=Path, required=True, help="学校概况 JSON")
    command = commands.add("import", _import, "导入一份名单或表格")
    command.add_argument("kind", choices=KINDS)
    command.add_argument("file", type=Path)
    command.add_argument("--sheet")
    command.add_argument("--from", dest="since", type=day_of, help="新成员从哪天起算")
    command.add_argument("--dry-run", action="store_true", help="只预览，不写入")
    command = commands.add("demo", _demo, "生成演示学校", db=False)
    command.add_argument("--out", type=Path, required=True)
    command.add_argument("--schools", type=count_of)
    command.add_argument("--students", type=count_of)
    command.add_argument("--month", type=month_of)
    command.add_argument("--seed", type=count_of, default=1)
    command.add_argument("--profile", choices=("district-2021",))
    command.add_argument("--export", action="store_true")


def _init(options: argparse.Namespace) -> int:
    from xcedu_desktop.commands.school_file import keep
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.school.profile import read_profile

    with Ledger.create(options.db, read_profile(options.profile)) as ledger:
        keep(ledger)
        print(f"已新建：{ledger.store.path}")
    return 0


def _import(options: argparse.Namespace) -> int:
    from xcedu_desktop.commands.school_file import written

    with written(options.db) as ledger:
        plan = ledger.prepare_import(options.kind, options.file, sheet=options.sheet, since=options.since)
        if not options.dry_run:
            ledger.commit_import(plan)
        affected = [] if options.dry_run else ledger.affected_months()
    report = plan.as_json()
    counts = "、".join(
        f"{word} {report[key]}"
        for key, word in (
            ("created", "新增"),
            ("updated", "修改"),
            ("unchanged", "不变"),
            ("rejected", "未导入"),
        )
    )
    say(
        options,
        report,
        f"{plan.file}：读到 {report['rows_read']} 行，{counts}"
        + ("（只是预览）" if options.dry_run else "")
        + _warned(report["findings"])
        + "".join(f"\n说明：{note}" for note in report["notes"]),
    )
    say_affected(affected)
    if report["rejected"]:
        return fail(plan.why(), 1)
    return 0


_SAID = 5
"""How many warnings of an import are told one by one."""


def _warned(findings: Sequence[Mapping[str, Any]]) -> str:
    """What was taken in and wants a look, a line each; the rest is counted."""
    found = [f for f in findings if f["severity"] == "warning"]
    lines = [f"\n提醒：{_place(f)}，{f['message']}" for f in found[:_SAID]]
    more = len(found) - _SAID
    return "".join(lines) + (f"\n另有 {more} 处提醒，加 --json 可全部列出" if more > 0 else "")


def _place(finding: Mapping[str, Any]) -> str:
    """第 3 行 就餐人数; of a whole sheet its name."""
    if not finding["row"]:
        return f"表「{finding['sheet']}」"
    return " ".join(part for part in (f"第 {finding['row']} 行", finding["column"]) if part)


def _demo(options: argparse.Namespace) -> int:
    from xcedu_desktop.demo.make import make_demo

    result = make_demo(
        options.out, schools=options.schools, students=options.students, month=options.month, seed=options.seed,
        profile=options.profile, export=options.export,
    )  # fmt: skip
    report = result.as_json()
    say(options, report, "\n".join(str(path) for path in [*result.schools, *result.workbooks]))
    return 0
