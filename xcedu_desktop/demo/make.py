"""Made-up schools (演示学校): a file each, its month whole and nearly free of findings, and their workbooks if asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from xcedu_desktop.clock import today
from xcedu_desktop.demo.district import MONTH, district_plans, stage_sizes
from xcedu_desktop.demo.explain import explanations
from xcedu_desktop.demo.schools import ListedSchool, listed_schools, write_list
from xcedu_desktop.demo_school import DemoSchool
from xcedu_desktop.errors import FileUnusable, WrongUsage
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.export import export
from xcedu_desktop.overview import keep_overview
from xcedu_desktop.periods import Month
from xcedu_desktop.school.calendar import SchoolCalendar
from xcedu_desktop.school.demo import SchoolPlan, populate
from xcedu_desktop.store.changes import Change
from xcedu_desktop.store.school_file import Store, create

DISTRICT = "district-2021"
DISTRICT_SCHOOLS = 80
FEWEST_PUPILS = 12
Progress = Callable[[int, int, str], None]
"""Told (schools done, schools in all, what is being made)."""


@dataclass
class DemoResult:
    """What was made: school files, their workbooks (where exported), the list of schools."""

    month: Month
    schools: list[Path] = field(default_factory=list)
    workbooks: list[Path] = field(default_factory=list)
    schools_csv: Path = Path()

    def as_json(self) -> dict[str, object]:
        """The object that `demo --json` prints."""
        return {
            "month": str(self.month),
            "schools": [str(path) for path in self.schools],
            "workbooks": [str(path) for path in self.workbooks],
            "schools_csv": str(self.schools_csv),
        }


def make_demo(
    out: Path, *, schools: int | None = None, students: int | None = None, month: Month | None = None, seed: int = 1,
    profile: str | None = None, export: bool = False, progress: Progress | None = None,
) -> DemoResult:  # fmt: skip
    """Make `schools` (1) school files of `students` (800) pupils in `out`, for a month (the last with a school day so far).

    `profile` district-2021: 80 schools with sizes of its own, month 2021-11. `export`: write the workbooks beside them.
    Raises WrongUsage, and FileUnusable where a file is there already or cannot be written.
    """
    if profile not in (None, DISTRICT):
        raise WrongUsage(f"没有「{profile}」这个演示方案，可用的是 {DISTRICT}")
    count = schools if schools is not None else DISTRICT_SCHOOLS if profile else 1
    month = month or (MONTH if profile else default_month())
    if month.first > today():
        raise WrongUsage(f"{month.spoken}还没有开始，不能生成这个月的演示数据")
    plans, listed = _plans(count, students, seed, profile)
    result = DemoResult(month, schools_csv=out / "schools.csv")
    for there in (*(out / f"{plan.code}.db" for plan in plans), result.schools_csv):
        if there.exists():
            raise FileUnusable(f"「{there}」已经存在，没有改动它，也没有生成演示学校；请换一个文件夹")
    for done, plan in enumerate(plans):
        if progress:
            progress(done, len(plans), plan.name)
        path = out / f"{plan.code}.db"
        with create(path, plan.code) as store:
            school = _fill(store, plan, month, seed)
            if export:
                result.workbooks.append(_export(store, school, out))
            keep_overview(Ledger(store))
        result.schools.append(path)
    write_list(result.schools_csv, listed)
    if progress:
        progress(len(plans), len(plans), "完成")
    return result


def default_month() -> Month:
    """The last month that has a school day up to today."""
    day = today()
    last = SchoolCalendar({}, {}).last_school_day(Month.of(day), day)
    return Month.of(last or day)


def _plans(
    count: int, students: int | None, seed: int, profile: str | None
) -> tuple[list[SchoolPlan], list[ListedSchool]]:
    if count < 1:
        raise WrongUsage(f"学校数 {count} 不对，至少 1 所")
    if profile:
        if count > DISTRICT_SCHOOLS:
            raise WrongUsage(f"{DISTRICT} 只有 {DISTRICT_SCHOOLS} 所学校")
        listed = listed_schools(DISTRICT_SCHOOLS)
        return district_plans(listed, seed)[:count], listed[:count]
    size = 800 if students is None else students
    if size < FEWEST_PUPILS:
        raise WrongUsage(f"学生数 {size} 太少，至少 {FEWEST_PUPILS} 人")
    listed = listed_schools(count)
    plans = [
        SchoolPlan(s.code, s.name, s.stage, s.township, stage_sizes(s.stage, size), {}, history=True)
        for s in listed
    ]
    return plans, listed


def school_rows(school: DemoSchool) -> list[Change]:
    """Every form's rows of a made-up school."""
    return [change for form in FORMS if form.demo for change in form.demo(school)]


def _fill(store: Store, plan: SchoolPlan, month: Month, seed: int) -> DemoSchool:
    school = populate(plan, month, today(), seed)
    store.who = "演示"
    with store.write("生成演示数据") as unit:
        unit.apply(school_rows(school), brief=True)
    with store.read() as session:
        explained = explanations(session, school)
    if explained:
        with store.write("生成演示数据") as unit:
            unit.apply(explained)
    return school


def _export(store: Store, school: DemoSchool, out: Path) -> Path:
    return export(store, school.month, out, school.today).file
