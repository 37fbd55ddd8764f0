"""From the one list of findings to what the window shows of it: the badges, and F8's way from one to the next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ui.forms.registry import PageSpec, page_for
from ui.navigation import Badge

if TYPE_CHECKING:
    from xcedu_desktop.form import Finding
    from xcedu_desktop.glance import Mark


def page_of(finding: Finding, pages: tuple[PageSpec, ...]) -> PageSpec | None:
    """The page that shows a finding."""
    return page_for((finding.table, finding.form), pages)


def badges_of(marks: Iterable[Mark], pages: tuple[PageSpec, ...]) -> dict[str, Badge]:
    """The badge of each page that has one, by its key: how many findings are open, red where one is an error."""
    still = list(marks)
    badges: dict[str, Badge] = {}
    for spec in pages:
        mine = [m for m in still if spec.badge == "all" or page_for((m[0], m[1]), pages) is spec]
        if spec.badge and mine:
            badges[spec.key] = Badge(sum(m[3] for m in mine), any(m[2] == "error" for m in mine))
    return badges


def following(
    findings: list[Finding], pages: tuple[PageSpec, ...], current: str, visited: Finding | None, back: bool
) -> Finding | None:
    """The open finding after the one visited last, those of the page `current` first; None where none is open."""
    still = [finding for finding in findings if finding.open]
    mine = [f for f in still if (spec := page_of(f, pages)) is not None and spec.key == current]
    order = mine + [finding for finding in still if finding not in mine]
    if not order:
        return None
    places = [(f.rule, f.record, f.field) for f in order]
    here = (visited.rule, visited.record, visited.field) if visited is not None else None
    step = -1 if back else 1
    return order[(places.index(here) + step) % len(order) if here in places else (-1 if back else 0)]
