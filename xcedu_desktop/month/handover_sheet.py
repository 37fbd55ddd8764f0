"""交接单: what a clerk hands over to the next: months reported, what is due this month, what stands without an explanation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from xcedu_desktop.form import Finding, MonthView, Severity
from xcedu_desktop.month.life import affected_months, state
from xcedu_desktop.printing import Align, PrintColumn, PrintSheet
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.place_words import said_whole
from xcedu_desktop.store.tables import MonthState, Revision

_MONTHS = 12
"""Reported months listed, newest first."""
_DONE, _DUE, _SILENT = "已完成", "待办", "未说明"


def handover_sheet(view: MonthView, findings: Sequence[Finding]) -> PrintSheet:
    """The sheet on the month of the view. `findings`: the month's, as `check` gives them."""
    rows = [*_done(view), *_due(view, findings), *_silent(findings)]
    numbered = [(str(number), *row) for number, row in enumerate(rows, start=1)]
    school = ground(view).school
    return PrintSheet(
        name="交接单",
        title="填报工作交接单",
        columns=(
            PrintColumn("序号", 4, Align.CENTRE),
            PrintColumn("类别", 8, Align.CENTRE),
            PrintColumn("事项", 22),
            PrintColumn("情况", 44),
        ),
        rows=numbered or [("", "", "没有上报过，本月也没有待办", "")],
        head=((f"填报单位：{school.name or ''}", f"标识码：{view.school_code}", f"交接日期：{_day(view)}"),),
        foot=(
            (f"移交人：{school.clerk or ''} ____________", "接收人：____________", "监交人：____________"),
            ("数据文件：已备份并核对　□", "账号、U 盘等：____________________"),
        ),
    )


def _done(view: MonthView) -> list[tuple[str, str, str]]:
    statement = (
        select(MonthState.month, MonthState.locked, MonthState.revision, Revision.exported_at)
        .outerjoin(
            Revision,
            (Revision.school_code == MonthState.school_code)
            & (Revision.month == MonthState.month)
            & (Revision.revision == MonthState.revision),
        )
        .where(MonthState.school_code == view.school_code, MonthState.revision > 0)
        .order_by(MonthState.month.desc())
        .limit(_MONTHS)
    )
    rows = []
    for month, locked, revision, at in view.session.execute(statement):
        when = datetime.fromisoformat(at) if at else None
        said = f"第 {revision} 次上报" + (f"，{said_whole(when)}" if when else "")
        rows.append(
            (_DONE, month.spoken, said) if locked else (_DUE, month.spoken, f"{said}；正在更正，要再导出")
        )
    return rows


def _due(view: MonthView, findings: Sequence[Finding]) -> list[tuple[str, str, str]]:
    rows = [
        (_DUE, month.spoken, "后来的改动影响已上报的数字，需更正")
        for month in affected_months(view.session, view.school_code)
    ]
    counts: dict[str, Counter[Severity]] = {}
    # what was sent is not to be done any more
    locked = state(view.session, view.school_code, view.month).locked
    for finding in findings:
        if finding.open and not locked:
            counts.setdefault(finding.form_title, Counter())[finding.severity] += 1
    for form, counted in counts.items():
        said = "、".join(
            f"{severity.word} {counted[severity]} 项" for severity in Severity if counted[severity]
        )
        rows.append((_DUE, f"{view.month.spoken} {form}", said))
    return rows


def _silent(findings: Sequence[Finding]) -> list[tuple[str, str, str]]:
    return [
        (_SILENT, f.where or f.form_title, f"{f.severity.word}：{f.message}")
        for f in findings
        if f.open and f.severity is not Severity.ERROR
    ]


def _day(view: MonthView) -> str:
    return f"{view.today.year}年{view.today.month}月{view.today.day}日"
