"""A power without any unit: it is in kW, as the column is; but no heater has 2200 kW, so that such a number is of W."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xcedu_desktop.forms.heating.rules_words import kilowatts
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.plan_rows import Row

MOST_OF_PIECE, MOST_OF_CIRCUIT = 100_000, 1_000_000
"""W: what no piece and no circuit of a school is above (H11 says so of a piece)."""
_BARE = re.compile(r"[\d,.]+")


def settle_watts(row: Row, key: str, units: Mapping[str, str], most: int) -> None:
    """Reads a number of W as such, and says it, where neither header, line nor cell says a unit (`units`: by key)."""
    power, text = row.get(key), fold(row.cell(key).text)
    if key in units or power is None or power <= most or not _BARE.fullmatch(text):
        return
    row.values[key] = watts = round(power / 1000)
    row.warn(key, "unit_assumed", f"没有写单位，按 W 读入，就是 {kilowatts(watts)} kW，请核对")
