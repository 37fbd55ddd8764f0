"""The overview's small pictures (小图): each page's own maker, named in the registry, called for one month."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.forms.registry import PageSpec
    from ui.picture import Picture
    from xcedu_desktop.form import Finding, ReportedView


def pictured(pages: Sequence[PageSpec]) -> list[PageSpec]:
    """The pages that have a picture: as they ask for it, else in the order of the navigation."""
    return sorted((spec for spec in pages if spec.picture), key=lambda spec: spec.picture_place)


def pictures(
    pages: Sequence[PageSpec], view: ReportedView, findings: Sequence[Finding]
) -> list[dict[str, Any]]:
    """All pictures of a month, each with its page's key and title."""
    return [
        {"form": spec.key, "title": spec.title, **_maker(spec.picture)(view, findings)}
        for spec in pictured(pages)
    ]


def blank_forms(overview: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(Page's key, title) of the forms of which nothing stands in the month yet: no rule finds what is not there."""
    made = overview.get("pictures", ())
    return [(picture["form"], picture["title"]) for picture in made if picture.get("blank")]


def _maker(path: str) -> Callable[[ReportedView, Sequence[Finding]], Picture]:
    """The function named by "package.module:function"."""
    module, name = path.split(":")
    found: Callable[[ReportedView, Sequence[Finding]], Picture] = getattr(import_module(module), name)
    return found
