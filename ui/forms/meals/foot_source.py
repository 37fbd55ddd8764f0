"""The foot of the month grid: 合计, grey until it is whole; 陪餐 and 留样, a tick or an empty box a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ui.forms.meals.grid_source import HeadsSource
from ui.forms.meals.month_columns import LINE, PERSONS, THERE, TOTAL
from ui.grid.source import GridSource

SUM, COMPANION, SAMPLE = "sum", "companion", "sample_grams"
_NAMES = {SUM: "合计", COMPANION: "陪餐", SAMPLE: "留样"}


class FootSource(GridSource):
    """Three rows under a HeadsSource, with its columns."""

    def __init__(self, above: HeadsSource) -> None:
        self.above = above
        self._texts: dict[str, str] = {}
        self._whole: dict[str, bool] = {}
        self._states: dict[tuple[str, str], bool | None] = {}
        self._columns_above: object = None
        self.reload()

    def reload(self) -> None:
        above = self.above
        if self._columns_above is not above.columns:
            self._columns_above = above.columns
            self.columns = tuple(
                replace(c, editable=False, align="center" if c.key in above.by_key else c.align)
                for c in above.columns
            )
        self._texts, self._whole = {}, {}
        for key, found in above.tally.days.items():
            self._texts[key] = "" if found.of_day is None else str(found.of_day)
            self._whole[key] = found.whole
        for key in (THERE, PERSONS):
            numbers = [n for row_id in above.row_ids() if isinstance(n := above.value(row_id, key), int)]
            self._texts[key] = str(sum(numbers)) if numbers and not above.staff else ""
        self._whole[PERSONS] = not above.header_ground(PERSONS)
        self._states = {
            (row_id, key): self._state(row_id, day)
            for row_id in (COMPANION, SAMPLE)
            for key, day in above.by_key.items()
        }
        month = above.tally.all
        self._texts[TOTAL] = f"{month.total:,}" if month.counted else ""
        self._whole[TOTAL] = month.whole

    def row_ids(self) -> Sequence[str]:
        return [SUM, COMPANION, SAMPLE]

    def state(self, row_id: str, key: str) -> bool | None:
        """Whether a day's log holds it; None where nothing is expected."""
        return self._states.get((row_id, key))

    def _state(self, row_id: str, day: date) -> bool | None:
        data, meal = self.above.data, self.above.meal
        if data.log(day, meal).get(row_id) not in (None, ""):
            return True
        expected = day in data.open and day <= data.today and data.is_served(day, meal)
        return False if expected else None

    def text(self, row_id: str, key: str) -> str:
        if key == LINE:
            return _NAMES[row_id]
        if row_id == SUM:
            return self._texts.get(key, "")
        return {True: "✓", False: "☐", None: ""}[self.state(row_id, key)]

    def ground(self, row_id: str, key: str) -> str:
        if row_id == SUM:
            return "window"
        return "to_fill" if self.state(row_id, key) is False else ""

    def ink(self, row_id: str, key: str) -> str:
        if row_id == SUM:
            return "ink" if self._whole.get(key, True) else "ink3"
        return {True: "good", False: "warning", None: ""}[self.state(row_id, key)]

    def is_bold(self, row_id: str, key: str) -> bool:
        return row_id == SUM and self._whole.get(key, True)

    def is_closed(self, row_id: str, key: str) -> bool:
        return row_id != SUM and self.above.is_closed(row_id, key)

    def tooltip(self, row_id: str, key: str) -> str:
        day = self.above.by_key.get(key)
        if day is None or row_id == SUM:
            return ""
        log = self.above.data.log(day, self.above.meal)
        if row_id == COMPANION:
            return str(log.get(COMPANION) or "")
        return f"每样 {log[SAMPLE]} 克" if log.get(SAMPLE) is not None else ""

    def refusal(self, row_id: str, key: str) -> str:
        if row_id == SUM or self.above.by_key.get(key) is None:
            return "合计是算出来的，不能填写"
        return self.above.data.locked or "陪餐与留样在下面的卡片里填写，按空格键过去"
