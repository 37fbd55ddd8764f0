"""What a form's small picture on the overview (小图) says: plain values, kept in the school file for the next first paint.

A form with a picture has a function (ReportedView, findings of the month) → Picture in forms/<name>/picture.py and names it
in its declaration. Standard library only.
"""

from __future__ import annotations

from typing import Any, TypedDict


class Picture(TypedDict):
    """One figure with its measure, drawn below it days or bars.

    kind: `days`, rows of [value or None, tone, tooltip], one a day of the month; or `bars`, rows of [name, share from 0
    to 1, figure, tone]. tone: accent, good, warning, error. note: a quiet line under it. blank: nothing of the form stands
    in the month yet. A figure of what nobody filled in is `NOTHING`: it is not 0.
    """

    figure: str
    measure: str
    kind: str
    rows: list[list[Any]]
    note: str
    blank: bool


NOTHING = "—"
MOST_BARS = 5
"""How many bars there is room for."""
