"""Rules of the ground: the profile, the month's declared figures, class sizes, explanations."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from xcedu_desktop.form import Hit, LiveRule, MonthView, ReportedRule, ReportedView, Rule, Severity
from xcedu_desktop.periods import Month
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.place_words import said
from xcedu_desktop.school.reported import ReportedClass
from xcedu_desktop.school.rules_drafts import check_cells
from xcedu_desktop.school.rules_pupils import PUPIL_RULES
from xcedu_desktop.school.tables import Declared, Explanation, School
from xcedu_desktop.store.base import fields_of, key_id
from xcedu_desktop.thresholds import (
    CLASS_ADVISED,
    CLASS_LARGEST,
    CLASS_SMALLEST,
    EXPLANATION_AGE,
    PUPILS_CHANGED,
)
from xcedu_desktop.values.masks import shown
from xcedu_desktop.values.text import clean_text

COVER = "本月封面"


def declared_of(view: MonthView) -> tuple[str, Declared | None]:
    """Row id and row of the month's declared figures; the id is there before the row is."""
    rows = view.rows_of_month(Declared)
    return (rows[0].id, rows[0]) if rows else (key_id("declared", view.school_code, view.month), None)


def check_profile(view: MonthView) -> Iterator[Hit]:
    """G01: every required cell of the school profile is filled, and 班级数 and 在校学生数 are declared for the month."""
    school = ground(view).school
    record = school.id or key_id("school", view.school_code)
    for key, declared in fields_of(School).items():
        if declared.required and getattr(school, key) in (None, ""):
            yield Hit("school", record, key, School.title, f"{declared.title}没有填", verb="去填")
    record, row = declared_of(view)
    for key in ("classes", "students"):
        if row is None or getattr(row, key) is None:
            title = fields_of(Declared)[key].title
            yield Hit("declared", record, key, COVER, f"{view.month.spoken}的{title}没有填", verb="去填")


def check_declared(view: MonthView) -> Iterator[Hit]:
    """X02: the declared 班级数 and 在校学生数 are those of the rows on the reference day. One finding a month."""
    g = ground(view)
    record, row = declared_of(view)
    if row is None:
        return
    differing = [
        (key, f"申报{title} {said_count} {unit}，名册 {rows} {unit}")
        for key, title, unit, said_count, rows in (
            ("classes", "班级数", "个", row.classes, len(g.classes)),
            ("students", "在校学生数", "人", row.students, len(g.pupils)),
        )
        if said_count is not None and said_count != rows
    ]
    if differing:
        words = "；".join(text for _, text in differing)
        yield Hit("declared", record, differing[0][0], COVER, f"{words}（{said(g.reference_day)}）")


def check_class_size(view: ReportedView) -> Iterator[Hit]:
    """G05: a class is neither larger than the limit nor smaller than a handful; one without pupils is named too."""
    largest, smallest = view.norms.limit(CLASS_LARGEST), view.norms.limit(CLASS_SMALLEST)
    for row in view.rows(ReportedClass):
        pupils = row.pupils or 0
        if pupils > largest:
            message = f"在校 {pupils} 人，超过大班额界线 {largest} 人"
            if row.stage == "小学":
                message += f"（小学提倡不超过 {view.norms.limit(CLASS_ADVISED)} 人）"
        elif pupils == 0:
            message = "没有学生"
        elif pupils < smallest:
            message = f"在校 {pupils} 人，不足 {smallest} 人"
        else:
            continue
        yield Hit("school_class", row.id, "number", row.class_name or "", message, verb="去看")


def check_pupils_changed(view: ReportedView) -> Iterator[Hit]:
    """G07: the number of pupils did not move by more than a tenth against last month's report."""
    if view.previous is None:
        return
    now, before = (sum(r.pupils or 0 for r in v.rows(ReportedClass)) for v in (view, view.previous))
    if before and abs(now - before) * 100 > view.norms.limit(PUPILS_CHANGED) * before:
        record = key_id("declared", view.school_code, view.month)
        share = abs(now - before) * 100 / before
        yield Hit(
            "declared", record, "students", "在校学生", f"在校 {now} 人，上月 {before} 人，相差 {share:.1f}%", verb="去看"
        )  # fmt: skip


def check_old_explanations(view: MonthView) -> Iterator[Hit]:
    """X04: a finding is not explained with the same words month after month. Looks back month by month without a gap.

    Said only of an explanation that is in use: its finding is there this month and says what was explained.
    """
    current = [r for r in view.rows_of_month(Explanation) if r.reason]
    if not current:
        return
    limit = view.norms.limit(EXPLANATION_AGE)
    statement = select(Explanation.month, Explanation.rule, Explanation.record, Explanation.reason).where(
        Explanation.month >= view.month.plus(-limit), Explanation.month < view.month
    )
    known = {(m, rule, rec, _plain(text)) for m, rule, rec, text in view.session.execute(statement).all()}
    earlier: list[Month] = [view.month.plus(-back) for back in range(1, limit + 1)]
    for row in current:
        if all((month, row.rule, row.record, _plain(row.reason)) in known for month in earlier):
            yield Hit(
                "explanation", row.id, "reason", shown((row.basis or "说明").split("\n")[0], 24),
                f"「{shown(row.reason)}」这条说明已连用 {limit + 1} 个月，请核实现在是否仍然如此",
            )  # fmt: skip


def _plain(text: str | None) -> str:
    return clean_text(text).value or ""


GROUND_RULES: tuple[Rule, ...] = (
    LiveRule("G01", Severity.ERROR, "学校概况和本月封面要填全", check_profile),
    *PUPIL_RULES,
    ReportedRule(
        "G05",
        Severity.WARNING,
        "班额过大或过小",
        check_class_size,
        reasons=("学区生源多，暂未分班", "学校规模小，生源少"),
    ),
    ReportedRule(
        "G07",
        Severity.WARNING,
        "在校学生比上月变化大",
        check_pupils_changed,
        reasons=("新生入学", "毕业生离校", "划片调整"),
    ),
    LiveRule("G08", Severity.ERROR, "有草稿或必填项空白", check_cells),
    LiveRule(
        "X02",
        Severity.WARNING,
        "申报数与名册不一致",
        check_declared,
        reasons=("名册正在核对，下月补齐", "有学生临时借读"),
    ),
    LiveRule("X04", Severity.WARNING, "同一说明连用多月", check_old_explanations),
)
