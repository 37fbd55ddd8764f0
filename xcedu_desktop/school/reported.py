"""The ground, reported: cover figures, classes with enrolment by sex, enrolment by class and school day, explanations."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy.orm import Mapped

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.form import GridSheet, ListSheet, MonthView, ReportedTable, ReportedView, Total
from xcedu_desktop.periods import school_year_of
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.tables import SchoolClass
from xcedu_desktop.store.base import ReportedRow, col, key_id
from xcedu_desktop.values.class_names import grade_of

CLASS_ID = Field("班级编号", hidden=True)
CLASS_NAME = Field("班级", width=10)
CLASS_FULL = Field("班级（入学年份）", width=13)


class CoverFigure(ReportedRow):
    """One figure of the cover (封面): measure, amount (fen where the unit is 元), unit."""

    __tablename__ = "r_cover"

    key: Mapped[str | None] = col(Field("键", hidden=True))
    title: Mapped[str | None] = col(Field("项目", width=30))
    amount: Mapped[int | None] = col(Field("数量", Kind.INTEGER, width=14))
    unit: Mapped[str | None] = col(Field("单位", width=12))


class CoverFact(ReportedRow):
    """One fact of the cover that is no figure: 填报单位, 学段, 镇街, 人数统计日…"""

    __tablename__ = "r_cover_fact"

    key: Mapped[str | None] = col(Field("键", hidden=True))
    title: Mapped[str | None] = col(Field("项目", width=16))
    text: Mapped[str | None] = col(Field("内容", width=30))


class ReportedClass(ReportedRow):
    """A class (id: the live class's) with its pupils by sex on the reference day."""

    __tablename__ = "r_class"

    class_name: Mapped[str | None] = col(CLASS_NAME)
    class_full: Mapped[str | None] = col(CLASS_FULL)
    stage: Mapped[str | None] = col(Field("学段", width=7))
    grade: Mapped[int | None] = col(Field("年级", Kind.INTEGER, width=6))
    boys: Mapped[int | None] = col(Field("男", Kind.INTEGER, unit="人", total=True, width=7))
    girls: Mapped[int | None] = col(Field("女", Kind.INTEGER, unit="人", total=True, width=7))
    unsaid: Mapped[int | None] = col(Field("性别未填", Kind.INTEGER, unit="人", total=True, width=9))
    pupils: Mapped[int | None] = col(Field("在校学生", Kind.INTEGER, unit="人", total=True, width=9))
    persons_of_month: Mapped[int | None] = col(
        Field(
            "本月在过班的学生",
            Kind.INTEGER,
            unit="人",
            hidden=True,
            doc="pupils in the class on any day of the month",
        )
    )


class Enrolment(ReportedRow):
    """Pupils enrolled (在校人数) of a class on a school day."""

    __tablename__ = "r_enrolment"

    class_id: Mapped[str | None] = col(CLASS_ID)
    day: Mapped[date | None] = col(Field("日期", Kind.DAY))
    pupils: Mapped[int | None] = col(Field("在校人数", Kind.INTEGER, unit="人"))


class ReportedExplanation(ReportedRow):
    """A 须说明 or 提醒 of the month with its explanation, or 未说明."""

    __tablename__ = "r_explanation"

    severity: Mapped[str | None] = col(Field("级别", width=8))
    form: Mapped[str | None] = col(Field("表", width=14))
    place: Mapped[str | None] = col(Field("位置", width=20))
    message: Mapped[str | None] = col(Field("问题", width=40))
    reason: Mapped[str | None] = col(Field("说明", width=40))
    rule: Mapped[str | None] = col(Field("规则", hidden=True))
    record: Mapped[str | None] = col(Field("记录", hidden=True))
    field: Mapped[str | None] = col(Field("栏目", hidden=True))
    cells: Mapped[int | None] = col(Field("处数", Kind.INTEGER, width=6))


UNEXPLAINED = "未说明"


def enrolment_id(class_id: str, day: date, _split: str = "") -> str:
    """The row id of a class's enrolment of a day."""
    return key_id("r_enrolment", class_id, day.isoformat())


def derive_classes(view: MonthView) -> list[ReportedRow]:
    g = ground(view)
    by_class: dict[str, Counter[str]] = defaultdict(Counter)
    for pupil_id, class_id in g.pupils.items():
        by_class[class_id][g.pupil_by_id[pupil_id].sex or ""] += 1
    rows: list[ReportedRow] = []
    year = school_year_of(g.reference_day)
    for row in g.classes:
        key, counts = g.class_key(row.id), by_class[row.id]
        assert key is not None  # classes_on leaves half-typed classes out
        rows.append(
            ReportedClass(
                id=row.id, class_name=g.class_name(row.id), class_full=g.class_full(row.id), stage=key.stage,
                grade=grade_of(key, year), boys=counts["男"], girls=counts["女"], unsaid=counts[""], pupils=counts.total(),
                persons_of_month=g.persons_of_month(row.id),
            )
        )  # fmt: skip
    return rows


def derive_enrolment(view: MonthView) -> list[ReportedRow]:
    """Of the month's classes every school day; of one merged away within the month (撤并) the days on which it was there."""
    g = ground(view)
    listed = {row.id for row in g.classes}
    pairs = [(row.id, day) for row in g.classes for day in g.school_days]
    pairs += [(row.id, day) for day in g.school_days for row in g.classes_on(day) if row.id not in listed]
    return [
        Enrolment(
            id=enrolment_id(class_id, day), class_id=class_id, day=day, pupils=g.enrolment(class_id, day)
        )
        for class_id, day in pairs
    ]


def class_labels(view: ReportedView) -> Mapping[str, str]:
    """Class id → 四(2)班 in sheet order: the lines of every month grid."""
    return {row.id: row.class_name or "" for row in view.rows(ReportedClass)}


def lines_with(view: ReportedView, counted: Iterable[str | None]) -> Mapping[str, str]:
    """The lines of a month grid: every class of the month, then those that are only counted in it (merged away within it),
    so that none is lost."""
    lines = dict(class_labels(view))
    for class_id in counted:
        lines.setdefault(class_id or "", "（其他班级）")
    return lines


def enrolment_lines(view: ReportedView) -> Mapping[str, str]:
    """The lines of 在校人数（按日）."""
    return lines_with(view, (row.class_id for row in view.rows(Enrolment)))


def open_days(view: ReportedView) -> frozenset[date]:
    """The month's school days, as the workbook says them."""
    return frozenset(row.day for row in view.rows(Enrolment) if row.day is not None)


def pupils_of(view: ReportedView) -> Mapping[str, int | None]:
    """Class id → pupils on the reference day."""
    return {row.id: row.pupils for row in view.rows(ReportedClass)}


def _classes(view: ReportedView) -> int:
    return len(view.rows(ReportedClass))


def _pupils(view: ReportedView) -> int:
    return sum(row.pupils or 0 for row in view.rows(ReportedClass))


def senior_classes(view: ReportedView) -> frozenset[str]:
    """The ids of the classes of grades 10–12 (高中): a 完全中学 has them, the district's totals leave them out."""
    return view.once(
        "senior classes", lambda: frozenset(r.id for r in view.rows(ReportedClass) if r.stage == "高中")
    )


def title_of(total: Total, view: ReportedView) -> str:
    """What a figure is called on the cover: of a school with grades 10–12 it says where these are not in it."""
    return f"{total.title}（一至九年级）" if total.to_grade_nine and senior_classes(view) else total.title


GROUND_REPORTED = (
    ReportedTable(
        ReportedClass, "班级与在校学生", "{month}班级与在校学生统计表", "人", ListSheet(), derive_classes,
        figures=("boys", "girls", "unsaid", "pupils"), live=SchoolClass,
    ),
    ReportedTable(
        Enrolment, "在校人数（按日）", "{month}在校人数统计表（按日）", "人",
        GridSheet(
            line="class_id", day="day", value="pupils", labels=enrolment_lines, row_id=enrolment_id, open_days=open_days,
            spanner="在校人数（— 为非上课日）",
        ),
        derive_enrolment,
        figures=("pupils",),
    ),
)  # fmt: skip

GROUND_TOTALS = (
    Total("classes", "班级", "个", _classes, filled=lambda view: _classes(view) > 0),
    Total("students", "在校学生", "人", _pupils, filled=lambda view: _pupils(view) > 0),
)
