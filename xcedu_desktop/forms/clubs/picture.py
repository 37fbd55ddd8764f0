"""The overview's picture of 课后服务·社团: who takes part, and how full the fullest clubs are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xcedu_desktop.form import Finding, ReportedView
from xcedu_desktop.forms.clubs.reported import ReportedClub, ReportedServicePupils
from xcedu_desktop.picture import MOST_BARS, NOTHING, Picture


def picture(view: ReportedView, findings: Sequence[Finding]) -> Picture:
    """Pupils in after-school service; members of places of each club, the fullest first."""
    persons = sum(row.pupils or 0 for row in view.rows(ReportedServicePupils))
    clubs = view.rows(ReportedClub)
    bars: list[list[Any]] = []
    for club in clubs:
        members, room = club.members or 0, club.capacity or 0
        over = bool(room) and members > room
        figure = f"{members}/{room}" if room else f"{members} 人"
        share = members / room if room else 0.0
        bars.append(
            [club.name or "", share, ("! " if over else "") + figure, "warning" if over else "accent"]
        )
    bars.sort(key=lambda bar: -bar[1])
    blank = not persons and not clubs
    note = "还没有社团，也没有登记谁参加课后服务" if blank else "" if clubs else "还没有社团"
    return {
        "figure": str(persons) if persons else NOTHING,
        "measure": "人参加" + (f" · {len(clubs)} 个社团" if clubs else ""), "kind": "bars", "rows": bars[:MOST_BARS],
        "note": note, "blank": blank,
    }  # fmt: skip
