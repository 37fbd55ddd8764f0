"""The overview's picture of 取暖设备: how many rooms that need heat have it, by use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from xcedu_desktop.form import Finding, ReportedView
from xcedu_desktop.forms.heating.reported import ReportedEquipment, ReportedRoom
from xcedu_desktop.forms.heating.tables import HEATED_WITHOUT_PIECES, needs_heat
from xcedu_desktop.picture import MOST_BARS, NOTHING, Picture


def picture(view: ReportedView, findings: Sequence[Finding]) -> Picture:
    """Rooms heated of those that need it; a bar a use."""
    needing: dict[str, int] = defaultdict(int)
    heated: dict[str, int] = defaultdict(int)
    for room in view.rows(ReportedRoom):
        if not needs_heat(room.use, room.heated_by):
            continue
        use = room.use or "未填用途"
        needing[use] += 1
        heated[use] += bool(room.in_use) or room.heated_by in HEATED_WITHOUT_PIECES
    bars = []
    for use, count in needing.items():
        short = heated[use] < count
        said = ("! " if short else "") + f"{heated[use]}/{count} 间"
        bars.append([use, heated[use] / count, said, "warning" if short else "good"])
    blank = not view.rows(ReportedRoom) and not view.rows(ReportedEquipment)
    if blank:
        note = "还没有登记房间和设备"
    elif not view.rows(ReportedRoom):
        note = "还没有登记房间"
    else:
        note = "" if needing else "没有要取暖的房间"
    figure = f"{sum(heated.values())}/{sum(needing.values())}" if needing else NOTHING
    return {
        "figure": figure, "measure": "间已有取暖", "kind": "bars",
        "rows": bars[:MOST_BARS], "note": note, "blank": blank,
    }  # fmt: skip
