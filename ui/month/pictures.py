"""Which pages have a small picture on the overview (小图), and which of their forms stand empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.forms.registry import PageSpec


def pictured(pages: Sequence[PageSpec]) -> list[PageSpec]:
    """The pages that have a picture: as they ask for it, else in the order of the navigation."""
    return sorted((spec for spec in pages if spec.picture), key=lambda spec: spec.picture_place)


def blank_forms(overview: Mapping[str, Any], pages: Sequence[PageSpec]) -> list[tuple[str, str]]:
    """(Page's key, title) of the forms of which nothing stands in the month yet: no rule finds what is not there."""
    blank = {picture["form"] for picture in overview.get("pictures", ()) if picture.get("blank")}
    return [(spec.key, spec.title) for spec in pictured(pages) if spec.key in blank]
