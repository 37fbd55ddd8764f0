"""What stood in the month before: persons signed up, and the mean of a line's counted days; said beside a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xcedu_desktop.forms.meals.averages import STAFF_LINE, Mean, means
from xcedu_desktop.forms.meals.tables import MealSignup

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month


class LastMonth:
    """Silent until it was read, which the page has the worker do: a few dozen sums, not a month of rows."""

    def __init__(self, ledger: Ledger, month: Month) -> None:
        self._ledger, self._month = ledger, month.previous()
        self._means: dict[tuple[str, str, str], Mean] = {}
        self._persons: dict[str, int] = {}

    def read(self) -> None:
        """Asks the file; for the worker."""
        with self._ledger.view(self._month) as view:
            found = means(view)
            self._persons = {
                row.class_id: row.persons
                for row in view.rows_of_month(MealSignup)
                if row.class_id and row.persons is not None
            }
        self._means = found

    def persons(self, line: str) -> int | None:
        """登记人数 of a class."""
        return self._persons.get(line)

    def mean(self, line: str, meal: str, measure: str, staff: bool = False) -> str:
        """The mean of the days that were counted (31.2), "" where none was."""
        found = self._means.get((STAFF_LINE if staff else line, meal, measure))
        return found.said if found is not None else ""
