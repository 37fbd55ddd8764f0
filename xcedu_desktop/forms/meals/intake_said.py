"""Of which month and meal counts are, as titles and tabs say, and the file's name (10月晚餐.xlsx) where those say nothing."""

from __future__ import annotations

from collections.abc import Collection

from xcedu_desktop.periods import Month
from xcedu_desktop.school.intake_job import IntakeJob
from xcedu_desktop.values.masks import shown
from xcedu_desktop.workbook.intake.month_title import day_in, meal_in, month_in, names_one_month
from xcedu_desktop.workbook.intake.plan_rows import Row


def said_month(job: IntakeJob, text: str) -> Month | None:
    """The month that a title or sheet name says; without a year the one nearest to the month on the screen."""
    year, month = month_in(text)
    return nearest_month(job, year, month) if month else None


def nearest_month(job: IntakeJob, year: int | None, month: int) -> Month:
    """A month whose year may not be said."""
    if year is not None:
        return Month(year, month)
    near = job.view.month
    candidates = [Month(y, month) for y in (near.year - 1, near.year, near.year + 1)]
    return min(candidates, key=lambda m: abs((m.year - near.year) * 12 + m.month - near.month))


def say_assumed(job: IntakeJob, sheet: str, month: Month) -> None:
    """Says of a sheet without a month that it is read as the month on the screen."""
    job.note_sheet(sheet, "month_assumed", f"标题和表名里没有月份，按{month.spoken}读入")


def without_day(row: Row, *, counted: bool) -> None:
    """A day that is a year and a month only (2026年10月) says the month: no count of a day (`counted`) stands on its first."""
    only = [finding for finding in row.findings if finding.code == "month_only"]
    if not only or row.get("day") is None:
        return
    row.findings = [finding for finding in row.findings if finding not in only]
    month = Month.of(row.values.pop("day"))
    row.values.setdefault("month", month)
    if counted:
        text = shown(row.cell("day").text)
        row.reject("day", "month_only", f"「{text}」只有年月，不知道是哪一天的人数，没有导入；请写上几日")


class FileName:
    """The month and the meal that the name of an import's file says; a name with a day in it is a stamp and says no month."""

    def __init__(self, job: IntakeJob) -> None:
        self._job = job
        stem = job.file_stem
        self._year, self._month = (
            month_in(stem) if names_one_month(stem) and day_in(stem) is None else (None, None)
        )
        self.meal = meal_in(stem)

    def month(self) -> Month | None:
        """The month; without a year the one nearest to the month on the screen."""
        return None if self._month is None else nearest_month(self._job, self._year, self._month)

    def say_month(self, sheet: str, month: Month) -> None:
        """Says of a sheet without a month that it is read by the file's name."""
        self._job.note_sheet(
            sheet, "month_from_file", f"标题和表名里没有月份，按文件名读作{month.spoken}，请核对"
        )

    def compare(self, months: Collection[Month], meals: Collection[str]) -> None:
        """Says where the file's name names another month or meal than all counts that were read."""
        if months and self._month is not None and not any(self._is_named(month) for month in months):
            read = "、".join(month.spoken for month in sorted(months))
            named = (f"{self._year}年" if self._year else "") + f"{self._month}月"
            self._job.note_file_name(named, f"{read}的人数")
        if meals and self.meal is not None and self.meal not in meals:
            self._job.note_file_name(self.meal, "、".join(sorted(meals)))

    def _is_named(self, month: Month) -> bool:
        return month.month == self._month and self._year in (None, month.year)
