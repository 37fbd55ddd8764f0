"""打印: what can be printed of a month: the forms' sheets, the list of findings (问题单), the cover to be signed (上报封面)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xcedu_desktop.form import Finding, MonthView, PrintKind, ReportedView, Severity
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.month.as_reported import reported as stored_of_locked
from xcedu_desktop.month.cover import complete
from xcedu_desktop.month.derive import derive, values_of
from xcedu_desktop.month.erased import is_erased
from xcedu_desktop.month.handover_sheet import handover_sheet
from xcedu_desktop.month.life import MonthLife, state
from xcedu_desktop.month.processing_sheet import processing_sheet
from xcedu_desktop.printing import Align, PrintColumn, PrintSheet
from xcedu_desktop.school.reported import UNEXPLAINED, CoverFact, CoverFigure
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.store.tables import Revision
from xcedu_desktop.values.masks import mask_words
from xcedu_desktop.workbook.cover_sheet import TITLE
from xcedu_desktop.workbook.marks import BLANK_SIGNATURE
from xcedu_desktop.workbook.plan import COVER_TABLE, field_in_row

COVER, ISSUES, HANDOVER, PROCESSING = "cover", "issues", "handover", "processing"
_SIGNED = ("head", "principal", "clerk", "phone", "date")
"""Keys of the cover's facts that stand under every official sheet."""


def titles() -> dict[str, str]:
    """Key → title of everything that can be printed, the forms' first."""
    forms = {kind.key: kind.title for kind in _kinds()}
    return {
        **forms,
        ISSUES: "问题单",
        COVER: "上报封面（签字页）",
        HANDOVER: "交接单",
        PROCESSING: "个人信息处理情况说明",
    }


def sheets_of(view: MonthView, key: str, findings: Sequence[Finding]) -> list[PrintSheet]:
    """The sheets of one print; a locked month's come from its stored revision.

    `findings`: the month's, as `check` gives them: the lines of 问题单 and the cover's counts.
    """
    return [_masked(sheet) for sheet in _sheets(view, key, findings)]


def _masked(sheet: PrintSheet) -> PrintSheet:
    """Paper goes from hand to hand: a phone that somebody typed among words is masked on it."""

    def plain(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(mask_words(text) for text in words)

    return replace(
        sheet, name=mask_words(sheet.name), title=mask_words(sheet.title), subtitle=mask_words(sheet.subtitle), notes=plain(sheet.notes),
        rows=[plain(row) for row in sheet.rows], head=tuple(map(plain, sheet.head)), foot=tuple(map(plain, sheet.foot)),
    )  # fmt: skip


def _sheets(view: MonthView, key: str, findings: Sequence[Finding]) -> list[PrintSheet]:
    if key == HANDOVER:
        return [handover_sheet(view, findings)]
    if key == PROCESSING:
        return [processing_sheet(view)]
    life = state(view.session, view.school_code, view.month)
    reported = stored_of_locked(view)
    if reported is None:
        reported = complete(
            view, derive(view), findings, revision=life.next_revision, reason=life.reason, on=view.today
        )
    facts = {str(row.key): row for row in reported.rows(CoverFact)}
    if key == COVER:
        return [_cover(reported, facts, _check_code(view, life))]
    made = (
        [_issues(findings)]
        if key == ISSUES
        else next(kind for kind in _kinds() if kind.key == key).make(view, reported)
    )
    return [_dressed(sheet, reported, facts) for sheet in made]


def _kinds() -> list[PrintKind]:
    return [kind for form in FORMS for kind in form.prints()]


def _said(facts: dict[str, CoverFact], *keys: str) -> tuple[str, ...]:
    return tuple(f"{facts[key].title}：{facts[key].text or BLANK_SIGNATURE}" for key in keys if key in facts)


def _dressed(sheet: PrintSheet, reported: ReportedView, facts: dict[str, CoverFact]) -> PrintSheet:
    """The official lines over and under a form's sheet, where it has none of its own."""
    unit = (f"单位：{sheet.unit}",) if sheet.unit else ()
    head = ((*_said(facts, "name"), f"填报月份：{reported.month.spoken}", *unit),)
    return replace(sheet, head=sheet.head or head, foot=sheet.foot or (_said(facts, *_SIGNED),))


def _issues(findings: Sequence[Finding]) -> PrintSheet:
    """问题单: every finding of the month in the order of the check (what blocks first), with its explanation."""
    columns = (
        PrintColumn("序号", 4, Align.CENTRE), PrintColumn("级别", 7, Align.CENTRE), PrintColumn("表", 12), PrintColumn("位置", 18),
        PrintColumn("问题", 34), PrintColumn("说明", 24),
    )  # fmt: skip
    rows = [
        (
            str(number), f.severity.word, f.form_title, f.where, f.message,
            f.reason or ("" if f.severity is Severity.ERROR else UNEXPLAINED),
        )
        for number, f in enumerate(findings, start=1)
    ]  # fmt: skip
    return PrintSheet(
        "问题单", "问题单", columns, rows or [("", "", "", "", "没有问题", "")], unit="条", upright_up_to=0
    )


def _cover(reported: ReportedView, facts: dict[str, CoverFact], check_code: str) -> PrintSheet:
    """上报封面: one figure a row with its measure, as on the workbook's cover; 校验码 of the exported workbook."""
    amount = fields_of(CoverFigure)["amount"]
    rows = []
    for row in reported.rows(CoverFigure):
        assert isinstance(row, CoverFigure)
        field = field_in_row(COVER_TABLE, "amount", amount, values_of(row))
        words = "—"
        if row.amount is not None:
            words = field.format(row.amount) if field.stored_scale else f"{row.amount:,}"
        rows.append((row.title or "", words, row.unit or ""))
    period = facts["period"].text or ""
    code = (f"校验码：{check_code}",) if check_code else ()
    reason = (_said(facts, "reason"),) if "reason" in facts else ()
    return PrintSheet(
        "上报封面",
        TITLE,
        (PrintColumn("项目", 30), PrintColumn("数量", 16, Align.RIGHT), PrintColumn("单位", 14)),
        rows,
        subtitle=period if check_code else f"{period}　尚未导出，仅供核对",
        head=(_said(facts, "name", "code"), _said(facts, "stage", "township", "reference_day")),
        foot=(*reason, _said(facts, "head", "principal", "clerk"), (*_said(facts, "phone", "date"), *code)),
        row_height=8.5,
    )


def _check_code(view: MonthView, life: MonthLife) -> str:
    """The check code of the locked month's workbook; '' where the month is open or its bytes are not here."""
    from xcedu_desktop.month.book import read_workbook  # openpyxl, needed only here

    if life.locked and is_erased(view.session, view.month):
        return "见上报时打印的封面"
    kept = view.session.get(Revision, (view.school_code, view.month, life.revision)) if life.locked else None
    return read_workbook(kept.content, kept.file_name).header.check_code if kept is not None else ""
