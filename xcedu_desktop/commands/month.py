"""Commands of the month: declare, explain, check, export, reopen, sent."""

from __future__ import annotations

import argparse
from pathlib import Path

from xcedu_desktop.commands.parser import Commands, count_of, fail, month_of, refuse_future, say, say_affected


def add_to(commands: Commands) -> None:
    """Declares them."""
    command = commands.add("declare", _declare, "填写本月封面的班级数和在校学生数")
    command.add_argument("--month", type=month_of, required=True)
    command.add_argument("--classes", type=count_of, required=True)
    command.add_argument("--students", type=count_of, required=True)
    command = commands.add("explain", _explain, "说明一条须说明或提醒")
    command.add_argument("--month", type=month_of, required=True)
    for name in ("--rule", "--record", "--reason"):
        command.add_argument(name, required=True)
    command = commands.add("check", _check, "校验一个月")
    command.add_argument("--month", type=month_of, required=True)
    command = commands.add("export", _export, "导出上报表，并锁定该月")
    command.add_argument("--month", type=month_of, required=True)
    command.add_argument("--out", type=Path, required=True)
    command = commands.add("sent", _sent, "补记：数据文件丢过或损坏过，记下已报到第几次，导出接着编号")
    command.add_argument("--month", type=month_of, required=True)
    command.add_argument("--revision", type=count_of, required=True, help="已报到第几次")
    command.add_argument("--reason", default="", help="为什么再报一次")
    command = commands.add("reopen", _reopen, "更正：写明原因，重新打开已上报的月份")
    command.add_argument("--month", type=month_of, required=True)
    command.add_argument("--reason", required=True)


def _declare(options: argparse.Namespace) -> int:
    from xcedu_desktop.commands.school_file import written

    refuse_future(options.month, "填写封面")
    with written(options.db) as ledger:
        ledger.declare(options.month, options.classes, options.students)
    report = {"month": str(options.month), "classes": options.classes, "students": options.students}
    say(options, report, f"{options.month.spoken}：班级 {options.classes} 个，在校学生 {options.students} 人")
    return 0


def _explain(options: argparse.Namespace) -> int:
    from xcedu_desktop.commands.school_file import written
    from xcedu_desktop.month.check import rule as rule_of
    from xcedu_desktop.school.tables import Explanation

    refuse_future(options.month, "说明")
    with written(options.db) as ledger:
        ledger.explain(options.month, options.rule, options.record, options.reason)
        rule, record = rule_of(options.rule).id, options.record
        is_it = Explanation.month == options.month, Explanation.rule == rule, Explanation.record == record
        stored = ledger.rows(Explanation, *is_it)[0]
    report = {"month": str(options.month), "rule": rule, "record": record, "reason": stored["reason"]}
    say(options, report, f"已说明 {rule}")
    return 0


def _check(options: argparse.Namespace) -> int:
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.month.check import RULE_SET_VERSION
    from xcedu_desktop.store.profiles import rule_set

    refuse_future(options.month, "校验")
    with Ledger.open(options.db, readonly=True) as ledger:
        found = ledger.findings(options.month)
        affected = ledger.affected_months([options.month])
        with ledger.view(options.month) as view:
            norms = view.norms
    errors = [f for f in found if f.severity == "error"]
    unexplained = [f for f in found if f.severity == "explain" and not f.explained]
    warnings = [f for f in found if f.severity == "warning"]
    report = {
        "month": str(options.month), "rules": rule_set(RULE_SET_VERSION, norms),
        "errors": len(errors), "unexplained": len(unexplained), "warnings": len(warnings),
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
    words += f"（按{norms.spoken}）" if norms.version else ""
    signs = {"error": "✕ 错误", "explain": "？ 须说明", "warning": "! 提醒"}
    lines = [
        f"{'✓ 已说明' if f.explained else signs[f.severity]}  {f.form_title}  {f.where}  {f.message}"
        for f in found
    ]
    say(options, report, "\n".join([words, *lines]))
    say_affected(affected)
    if errors or unexplained:
        return fail(f"{options.month.spoken}还不能上报：{len(errors)} 个错误、{len(unexplained)} 个须说明", 1)
    return 0


def _export(options: argparse.Namespace) -> int:
    from xcedu_desktop.commands.school_file import written
    from xcedu_desktop.month.export import ExportBlocked

    refuse_future(options.month, "上报")
    with written(options.db) as ledger:
        try:
            result = ledger.export(options.month, options.out)
        except ExportBlocked as error:
            return fail(error.message, 1)
    report = {
        "file": str(result.file), "sha256": result.sha256, "month": str(result.month), "revision": result.revision,
        "sheets": dict(result.sheets),
    }  # fmt: skip
    say(options, report, f"上报表：{result.file}")
    return 0


def _reopen(options: argparse.Namespace) -> int:
    from xcedu_desktop.commands.school_file import written

    with written(options.db) as ledger:
        ledger.reopen(options.month, options.reason)
        state = ledger.month_state(options.month)
    report = {"month": str(options.month), "reason": state.reason, "revision": state.next_revision}
    say(options, report, f"{options.month.spoken}已重新打开，再导出就是第 {state.next_revision} 次上报")
    return 0


def _sent(options: argparse.Namespace) -> int:
    from xcedu_desktop.commands.school_file import written

    with written(options.db) as ledger:
        state = ledger.note_sent(options.month, options.revision, options.reason)
    report = {"month": str(options.month), "revision": state.revision, "reason": state.reason}
    say(options, report, f"{options.month.spoken}再导出就是第 {state.next_revision} 次上报")
    return 0
