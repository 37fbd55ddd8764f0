"""What can be imported of 配餐人数."""

from xcedu_desktop.forms.meals.intake_across import ACROSS, read_across
from xcedu_desktop.forms.meals.intake_counts import (
    DAYS,
    ONE_CLASS,
    ONE_DAY,
    ONE_DAY_BY_SEX,
    ONE_DAY_PRESENT,
    SIGNUPS,
    SIGNUPS_BY_SEX,
    read_list,
)
from xcedu_desktop.forms.meals.intake_grid import BESIDE, read_grid
from xcedu_desktop.forms.meals.intake_labels import other_measure
from xcedu_desktop.forms.meals.intake_suppliers import SUPPLIERS_KIND
from xcedu_desktop.forms.meals.intake_write import Counts
from xcedu_desktop.school.intake_job import IntakeJob
from xcedu_desktop.workbook.intake.kind import IntakeKind


def plan_meals(job: IntakeJob) -> None:
    """Plans the day lists, lists of 登记人数, lists with a column a class and month grids of one file."""
    counts = Counts(job)
    pending = []
    for listed in job.lists:
        read = read_across if listed.shape.key == ACROSS.shape.key else read_list
        pending += read(job, counts, listed)
    pending += [write for grid in job.grids for write in read_grid(job, counts, grid)]
    if not job.rows:
        lacking = "班级" if any(listed.shape.key == ONE_CLASS.key for listed in job.lists) else "日期"
        job.trouble = f"没有找到「{lacking}」列，标题和表名里也没有{lacking}，没有导入任何内容；请在表里加上「{lacking}」"
    counts.reject_disagreeing()
    for write in pending:
        write()
    counts.compare_with_file_name()


MEALS_KIND = IntakeKind(
    "meals",
    "配餐人数",
    (DAYS, ONE_DAY, ONE_DAY_PRESENT, ONE_DAY_BY_SEX, SIGNUPS, SIGNUPS_BY_SEX),
    plan_meals,
    grid=BESIDE,
    across=ACROSS,
    one_class=ONE_CLASS,
    called="餐(?!厅|饮|费)",
    other_measure=other_measure,
    telling=("heads", "lunch", "dinner", "persons", "subsidised", "what"),
)
MEALS_INTAKE: tuple[IntakeKind, ...] = (MEALS_KIND, SUPPLIERS_KIND)
