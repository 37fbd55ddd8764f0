"""The cover (封面) and the explanations (说明) of a month, as reported rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from xcedu_desktop.form import Finding, MonthView, ReportedView, Severity, Total
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.month.derive import placed
from xcedu_desktop.month.notes import reported_notes
from xcedu_desktop.month.receipts import reported_answers
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.place_words import said_whole
from xcedu_desktop.school.reported import UNEXPLAINED, CoverFact, CoverFigure, ReportedExplanation, title_of
from xcedu_desktop.store.base import ReportedRow, key_id

FACT_TITLES = {
    "period": "填报月份",
    "name": "填报单位（盖章）",
    "code": "标识码",
    "stage": "学段",
    "township": "镇街",
    "reference_day": "人数统计日",
    "head": "单位负责人",
    "principal": "审核人",
    "clerk": "填表人",
    "phone": "联系电话",
    "date": "填报日期",
    "reason": "更正理由",
}
"""Key of a cover fact → its words, in order. 单位负责人 and 审核人 sign by hand, so that both stay blank."""

NOTHING_STANDS = "（没有记录）"
"""Behind the title of a cover figure that is blank, since nothing was entered that it could be counted from."""


def complete(
    view: MonthView,
    reported: ReportedView,
    findings: Sequence[Finding],
    *,
    revision: int,
    reason: str | None,
    on: date,
) -> ReportedView:
    """The derived rows with cover and explanations added, all bearing `revision`.

    `reason`: why the month was reopened, for revisions after the first. `on`: the day of the export (填报日期).
    """
    explained = [*_explanations(findings), *reported_notes(view), *reported_answers(view)]
    added: dict[type[ReportedRow], list[ReportedRow]] = {
        CoverFigure: _figures(reported, findings),
        CoverFact: _facts(view, revision, reason, on),
        ReportedExplanation: explained,
    }
    tables = {**reported.tables, **added}
    for rows in tables.values():
        placed(list(rows), view.school_code, view.month, revision)
    return ReportedView(view.school_code, view.month, view.today, tables, reported.previous, view.norms)


def _figures(reported: ReportedView, findings: Sequence[Finding]) -> list[ReportedRow]:
    amounts = [
        (total.key, *_measured(total, reported), total.unit)
        for form in FORMS
        for total in form.totals
        if total.cover
    ]
    explained = sum(1 for f in findings if f.severity is Severity.EXPLAIN and f.explained)
    silent = sum(1 for f in findings if f.severity is Severity.WARNING and not f.explained)
    amounts.append(("explained", "须说明（已说明）", explained, "条"))
    amounts.append(("unexplained_warnings", "提醒（未说明）", silent, "条"))
    return [
        CoverFigure(id=key_id("r_cover", key), key=key, title=title, amount=amount, unit=unit)
        for key, title, amount, unit in amounts
    ]


def _measured(total: Total, reported: ReportedView) -> tuple[str, int | None]:
    """Title and amount of a figure. One that nothing stands for is blank and says so: nobody said zero."""
    title = title_of(total, reported)
    return (title, total.of(reported)) if total.filled(reported) else (f"{title}{NOTHING_STANDS}", None)


def _facts(view: MonthView, revision: int, reason: str | None, on: date) -> list[ReportedRow]:
    g = ground(view)
    school = g.school
    texts: dict[str, str | None] = {
        "period": f"{view.month.spoken}（第{revision}次上报）",
        "name": school.name,
        "code": view.school_code,
        "stage": school.stage,
        "township": school.township,
        "reference_day": said_whole(g.reference_day),
        "head": None,
        "principal": None,
        "clerk": school.clerk,
        "phone": masked_phone(school.phone or "") or None,
        "date": said_whole(on),
        "reason": reason if revision > 1 else None,
    }
    return [
        CoverFact(id=key_id("r_cover_fact", key), key=key, title=title, text=texts[key])
        for key, title in FACT_TITLES.items()
        if key != "reason" or texts[key]
    ]


def _explanations(findings: Sequence[Finding]) -> list[ReportedRow]:
    """All 须说明 and 提醒, 须说明 first; a run of cells is one row."""
    listed = [f for f in findings if f.severity is not Severity.ERROR]
    listed.sort(key=lambda f: (f.severity is not Severity.EXPLAIN,))
    rows: dict[str, ReportedRow] = {}
    for f in listed:
        row_id = key_id("r_explanation", f.rule, f.record, f.field)
        rows.setdefault(
            row_id,
            ReportedExplanation(
                id=row_id, severity=f.severity.word, form=f.form_title, place=f.where or None,
                message=f.message, reason=f.reason or UNEXPLAINED, rule=f.rule, record=f.record, field=f.field or None,
                cells=f.cells,
            ),
        )  # fmt: skip
    return list(rows.values())


def masked_phone(text: str) -> str:
    """0632-4××××52 or 138××××5678: as the cover prints it, for somebody who knows the number anyway."""
    digits = re.sub(r"[ \-]", "", text)
    if re.fullmatch(r"1[0-9]{10}", digits):
        return f"{digits[:3]}××××{digits[-4:]}"
    found = re.fullmatch(r"(0[0-9]{2,3})?([0-9]{7,8})", digits)
    if found:
        number = found[2]
        area = f"{found[1]}-" if found[1] else ""
        return f"{area}{number[0]}{'×' * (len(number) - 3)}{number[-2:]}"
    return "×" * len(text)
