"""Which kinds of list (导入种类) a page imports, and which of several a file most likely holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xcedu_desktop.workbook.intake.kind import IntakeKind
    from xcedu_desktop.workbook.intake.raw import RawFile

PAGE_KINDS: dict[str, tuple[str, ...]] = {
    "classes": ("students", "classes"),
    "staff": ("staff",),
    "clubs": ("clubs", "club-members", "participants"),
    "meals": ("meals", "suppliers"),
    "heating": ("rooms", "circuits", "heating", "works"),
}
"""By key of the page; a page that is not named here imports nothing of its own, so every kind can be chosen."""


def all_kinds() -> dict[str, IntakeKind]:
    """Every kind by its key, in the order of the forms."""
    from xcedu_desktop.forms.registry import FORMS

    return {kind.key: kind for form in FORMS for kind in form.intake}


def kinds_of_page(key: str) -> tuple[str, ...]:
    """What a file dropped on a page may be."""
    return PAGE_KINDS.get(key) or tuple(all_kinds())


def likeliest(raw: RawFile, kinds: Sequence[str]) -> str:
    """The kind of which the file's lists show the most columns; the first where nothing fits any."""
    from xcedu_desktop.school.intake_sheets import find_all

    known = all_kinds()
    best = (0, kinds[0])
    for key in kinds:
        if len(kinds) == 1:
            break
        found = find_all(raw, known[key], sheet=None, layout={}, others=tuple(known.values()))
        if found.trouble:
            continue
        columns = max([len(listed.found.columns) for listed in found.lists], default=0)
        days = max([len(grid.day_columns) for grid in found.grids], default=0)
        if columns + days > best[0]:
            best = (columns + days, key)
    return best[1]
