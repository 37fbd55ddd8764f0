"""The commands of PRODUCT.md: the same core, no window. Exit 0 done, 1 the data has errors, 2 wrong usage or an unusable file."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from xcedu_desktop.clock import today
from xcedu_desktop.errors import UserError, WrongUsage
from xcedu_desktop.periods import Month
from xcedu_desktop.values.masks import mask_any
from xcedu_desktop.version import VERSION

KINDS = (
    "classes", "students", "staff", "clubs", "club-members", "participants", "meals", "suppliers", "rooms", "circuits",
    "heating", "works",
)  # fmt: skip
_YEARS = range(2000, 2100)
"""A reported month lies in these: rules look at months and school years on either side of it."""


def run(arguments: Sequence[str]) -> int:
    """Do one command; returns the exit code. Says why on stderr, in one Chinese line, never with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        if list(arguments) == ["--self-test"]:
            from xcedu_desktop.selftest import run as run_self_test

            return run_self_test()
        options = _parser().parse_args(list(arguments))
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except UserError as error:
        return _fail(error.message, 2)
    except KeyboardInterrupt:
        return _fail("已中断，没有做完的部分没有写入", 2)
    except BrokenPipeError:
        return 2
    except Exception as error:  # a bug: still one line, no traceback, no data in it
        if os.environ.get("XCEDU_DEBUG"):
            raise
        return _fail(f"程序出错（{type(error).__name__}），没有写入；请把这个提示告诉电教站", 2)


def _fail(message: str, code: int) -> int:
    print(" ".join(message.split()), file=sys.stderr)
    return code


_PARSER_SAYS = (
    (re.compile(r"the following arguments are required: (.+)"), r"还要写上 \1"),
    (
        re.compile(r"argument (.+): invalid choice: '?(.*?)'? \(choose from (.+)\)"),
        r"\1里没有「\2」，可以写 \3",
    ),
    (re.compile(r"argument (.+): expected one argument"), r"\1 后面要写一个内容"),
    (re.compile(r"argument (.+): ignored explicit argument (.+)"), r"\1 后面不写内容"),
    (re.compile(r"unrecognized arguments: (.+)"), r"不认得 \1"),
)
"""What argparse says in English, and the words for it."""


class _Parser(argparse.ArgumentParser):
    def __init__(self, **settings: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Help, **settings)
        self._positionals.title, self._optionals.title = "要写的", "选项"
        self.add_argument("-h", "--help", action="help", help="看写法")

    def error(self, message: str) -> NoReturn:
        said = next(
            (found.expand(words) for p, words in _PARSER_SAYS if (found := p.fullmatch(message))), "写法不合"
        )
        raise WrongUsage(f"命令写得不对：{mask_any(said.replace(chr(39), ''))}；用 --help 看写法")


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, prefix or "写法：")


def _month(text: str) -> Month:
    try:
        month = Month.parse(text)
    except UserError as error:
        raise WrongUsage(error.message) from None
    if month.year not in _YEARS:
        raise WrongUsage(f"{month.spoken}不在 {_YEARS[0]}年到 {_YEARS[-1]}年之内")
    return month


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"「{text}」不是日期，请写成 2026-10-31") from None


def _count(text: str) -> int:
    if not text.isdecimal() or len(text) > 6:
        raise WrongUsage(f"「{text}」不是人数或个数")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="main.py", description="薛城教体填报：不带命令时打开窗口", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"XCEdu Desktop {VERSION}", help="看版本")
    parser.add_argument("--self-test", action="store_true", help="在临时文件夹里自检一遍")
    commands = parser.add_subparsers(required=True, metavar="命令")

    def add(
        name: str, function: Callable[[argparse.Namespace], int], text: str, *, db: bool = True
    ) -> _Parser:
        found: _Parser = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        found.set_defaults(command=function)
        if db:
            found.add_argument("--db", type=Path, required=True, help="学校数据文件")
        return found

    command = add("init", _init, "新建学校数据文件")
    command.add_argument("--profile", type=Path, required=True, help="学校概况 JSON")
    command = add("import", _import, "导入一份名单或表格")
    command.add_argument("kind", choices=KINDS)
    command.add_argument("file", type=Path)
    command.add_argument("--sheet")
    command.add_argument("--from", dest="since", type=_day, help="新成员从哪天起算")
    command.add_argument("--dry-run", action="store_true", help="只预览，不写入")
    command.add_argument("--json", action="store_true")
    command = add("declare", _declare, "填写本月封面的班级数和在校学生数")
    command.add_argument("--month", type=_month, required=True)
    command.add_argument("--classes", type=_count, required=True)
    command.add_argument("--students", type=_count, required=True)
    command.add_argument("--json", action="store_true")
    command = add("explain", _explain, "说明一条须说明或提醒")
    command.add_argument("--month", type=_month, required=True)
    for name in ("--rule", "--record", "--reason"):
        command.add_argument(name, required=True)
    command.add_argument("--json", action="store_true")
    command = add("check", _check, "校验一个月")
    command.add_argument("--month", type=_month, required=True)
    command.add_argument("--json", action="store_true")
    command = add("export", _export, "导出上报表，并锁定该月")
    command.add_argument("--month", type=_month, required=True)
    command.add_argument("--out", type=Path, required=True)
    command.add_argument("--json", action="store_true")
    command = add("reopen", _reopen, "更正：写明原因，重新打开已上报的月份")
    command.add_argument("--month", type=_month, required=True)
    command.add_argument("--reason", required=True)
    command.add_argument("--json", action="store_true")
    command = add("backup", _backup, "备份学校数据文件")
    command.add_argument("--out", type=Path, required=True)
    command.add_argument("--json", action="store_true")
    command = add("restore", _restore, "用备份恢复")
    command.add_argument("backup", type=Path)
    command.add_argument("--json", action="store_true")
    command = add("verify", _verify, "检查学校数据文件是否完好")
    command.add_argument("--json", action="store_true")
    command = add("demo", _demo, "生成演示学校", db=False)
    command.add_argument("--out", type=Path, required=True)
    command.add_argument("--schools", type=_count)
    command.add_argument("--students", type=_count)
    command.add_argument("--month", type=_month)
    command.add_argument("--seed", type=_count, default=1)
    command.add_argument("--profile", choices=("district-2021",))
    command.add_argument("--export", action="store_true")
    command.add_argument("--json", action="store_true")
    return parser


def _say(options: argparse.Namespace, report: dict[str, Any], words: str) -> None:
    print(json.dumps(report, ensure_ascii=False) if options.json else words)


# -- commands ------------------------------------------------------------------------------------------------------------


def _init(options: argparse.Namespace) -> int:
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.school.profile import read_profile

    with Ledger.create(options.db, read_profile(options.profile)) as ledger:
        print(f"已新建：{ledger.store.path}")
    return 0


def _import(options: argparse.Namespace) -> int:
    from xcedu_desktop.ledger import Ledger

    with Ledger.open(options.db) as ledger:
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
    _say(
        options,
        report,
        f"{options.file.name}：读到 {report['rows_read']} 行，{counts}"
        + ("（只是预览）" if options.dry_run else ""),
    )
    _say_affected(affected)
    if report["rejected"]:
        return _fail(plan.why(), 1)
    return 0


def _say_affected(months: Iterable[Month]) -> None:
    """Reported months that the rows do not give any more; a remark beside the answer, no reason to fail."""
    for month in months:
        print(f"影响已上报的 {month.spoken}，需更正", file=sys.stderr)


def _declare(options: argparse.Namespace) -> int:
    from xcedu_desktop.ledger import Ledger

    with Ledger.open(options.db) as ledger:
        ledger.declare(options.month, options.classes, options.students)
    report = {"month": str(options.month), "classes": options.classes, "students": options.students}
    _say(
        options, report, f"{options.month.spoken}：班级 {options.classes} 个，在校学生 {options.students} 人"
    )
    return 0


def _explain(options: argparse.Namespace) -> int:
    from xcedu_desktop.ledger import Ledger

    with Ledger.open(options.db) as ledger:
        ledger.explain(options.month, options.rule, options.record, options.reason)
    report = {
        "month": str(options.month),
        "rule": options.rule,
        "record": options.record,
        "reason": options.reason,
    }
    _say(options, report, f"已说明 {options.rule}")
    return 0


def _check(options: argparse.Namespace) -> int:
    from xcedu_desktop.ledger import Ledger

    _refuse_future(options.month)
    with Ledger.open(options.db, readonly=True) as ledger:
        found = ledger.findings(options.month)
        affected = ledger.affected_months([options.month])
    errors = [f for f in found if f.severity == "error"]
    unexplained = [f for f in found if f.severity == "explain" and not f.explained]
    warnings = [f for f in found if f.severity == "warning"]
    report = {
        "month": str(options.month), "errors": len(errors), "unexplained": len(unexplained), "warnings": len(warnings),
        "findings": [
            {
                "rule": f.rule, "severity": str(f.severity), "form": f.form, "record": f.record, "field": f.field,
                "cells": f.cells, "message": f"{f.where}：{f.message}" if f.where else f.message, "explained": f.explained,
            }
            for f in found
        ],
    }  # fmt: skip
    words = (
        f"{options.month.spoken}：{len(errors)} 个错误、{len(unexplained)} 个须说明、{len(warnings)} 个提醒"
    )
    signs = {"error": "✕ 错误", "explain": "？ 须说明", "warning": "! 提醒"}
    lines = [
        f"{'✓ 已说明' if f.explained else signs[f.severity]}  {f.form_title}  {f.where}  {f.message}"
        for f in found
    ]
    _say(options, report, "\n".join([words, *lines]))
    _say_affected(affected)
    if errors or unexplained:
        return _fail(
            f"{options.month.spoken}还不能上报：{len(errors)} 个错误、{len(unexplained)} 个须说明", 1
        )
    return 0


def _export(options: argparse.Namespace) -> int:
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.month.export import ExportBlocked

    _refuse_future(options.month)
    with Ledger.open(options.db) as ledger:
        try:
            result = ledger.export(options.month, options.out)
        except ExportBlocked as error:
            return _fail(error.message, 1)
    report = {
        "file": str(result.file), "sha256": result.sha256, "month": str(result.month), "revision": result.revision,
        "sheets": dict(result.sheets),
    }  # fmt: skip
    _say(options, report, f"上报表：{result.file}")
    return 0


def _reopen(options: argparse.Namespace) -> int:
    from xcedu_desktop.ledger import Ledger

    with Ledger.open(options.db) as ledger:
        ledger.reopen(options.month, options.reason)
        state = ledger.month_state(options.month)
    report = {"month": str(options.month), "reason": options.reason, "revision": state.revision + 1}
    _say(options, report, f"{options.month.spoken}已重新打开，再导出就是第 {state.revision + 1} 次上报")
    return 0


def _backup(options: argparse.Namespace) -> int:
    from xcedu_desktop.ledger import Ledger

    with Ledger.open(options.db) as ledger:
        path = ledger.back_up(options.out)
    _say(options, {"file": str(path)}, f"备份：{path}")
    return 0


def _restore(options: argparse.Namespace) -> int:
    import xcedu_desktop.forms.registry  # noqa: F401  (every reported table is known before they are carried over)
    from xcedu_desktop.store.backup import restore

    kept = restore(options.backup, options.db)
    report = {"file": str(options.db), "kept": str(kept) if kept else None}
    _say(options, report, f"已恢复：{options.db}" + (f"；原来的文件留作 {kept}" if kept else ""))
    return 0


def _verify(options: argparse.Namespace) -> int:
    from xcedu_desktop.store.backup import verify

    found = verify(options.db)
    report = {
        "ok": found.ok, "schema": found.schema, "integrity": found.integrity,
        "backups": [{"file": b.file, "taken": b.taken, "ok": b.ok} for b in found.backups],
    }  # fmt: skip
    _say(options, report, "完好" if found.ok else "不完好")
    return 0 if found.ok else _fail(found.problem, 2)


def _demo(options: argparse.Namespace) -> int:
    from xcedu_desktop.demo.make import make_demo

    result = make_demo(
        options.out, schools=options.schools, students=options.students, month=options.month, seed=options.seed,
        profile=options.profile, export=options.export,
    )  # fmt: skip
    report = result.as_json()
    _say(options, report, "\n".join(str(path) for path in [*result.schools, *result.workbooks]))
    return 0


def _refuse_future(month: Month) -> None:
    if month.first > today():
        raise WrongUsage(f"{month.spoken}还没有开始，不能校验或上报")
