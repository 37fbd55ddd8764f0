"""What stood in the month before: persons signed up, and the mean of a class's counted days; said beside a cell."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ui.forms.meals.month_data import STAFF
from xcedu_desktop.forms.meals.tables import MealCount, MealSignup, MealStaffCount
from xcedu_desktop.store.base import table_of

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month

_MEASURES = ("heads", "subsidised")


class LastMonth:
    """Read when first asked: most cells are typed without a look at it."""

    def __init__(self, ledger: Ledger, month: Month) -> None:
        self._ledger, self._month = ledger, month.previous()
        self._means: dict[tuple[str, str, str], tuple[int, int]] | None = None
        self._persons: dict[str, int] = {}

    def persons(self, line: str) -> int | None:
        """登记人数 of a class."""
        self._read()
        return self._persons.get(line)

    def mean(self, line: str, meal: str, measure: str) -> str:
        """The mean of the days that were counted (31.2), "" where none was."""
        days, total = self._read().get((line, meal, measure), (0, 0))
        return f"{total / days:.1f}".removesuffix(".0") if days else ""

    def _read(self) -> dict[tuple[str, str, str], tuple[int, int]]:
        if self._means is None:
            found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
            for model in (MealCount, MealStaffCount):
                day = table_of(model).c.day
                for row in self._ledger.rows(model, day.between(self._month.first, self._month.last)):
                    for measure in _MEASURES:
                        if row.get(measure) is not None:
                            found[row.get("class_id") or STAFF, row["meal"], measure].append(row[measure])
            self._means = {key: (len(counts), sum(counts)) for key, counts in found.items()}
            month = table_of(MealSignup).c.month
            for row in self._ledger.rows(MealSignup, month == self._month):
                if row["class_id"] and row["persons"] is not None:
                    self._persons[row["class_id"]] = row["persons"]
        return self._means
