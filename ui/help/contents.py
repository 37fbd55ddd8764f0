"""The list at the left of the help (目录): the pages of the guide, or what was found in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ui.grid.source import Column, GridSource
from ui.help.chapters import CHAPTERS, Place, chapter

ABOUT, FEEDBACK = "about", "feedback"
"""Rows below the guide's pages that the program writes itself."""
_OURS = {"#ours": "本程序", ABOUT: "关于", FEEDBACK: "问题反馈"}
_BEFORE = 12
"""The word found stands at most so many characters behind the beginning."""


class Contents(GridSource):
    """Every page of the guide, then 关于 and 问题反馈; a row's id is the page's key."""

    columns = (Column("title", "目录", width=160, editable=False, stretch=True),)

    def row_ids(self) -> Sequence[str]:
        return (*CHAPTERS, *_OURS)

    def text(self, row_id: str, key: str) -> str:
        return chapter(row_id).title if row_id in CHAPTERS else _OURS.get(row_id, "")

    def is_heading(self, row_id: str) -> bool:
        return row_id.startswith("#")


class Found(GridSource):
    """The places found, under the titles of their pages; a row's id is its number."""

    columns = (Column("text", "找到的地方", width=160, editable=False, stretch=True),)

    def __init__(self, places: Sequence[Place], words: str) -> None:
        self.word = next(iter(words.casefold().split()), "")
        self.rows: dict[str, Place | str] = {}
        for place in places:
            title = chapter(place.chapter).title
            if f"#{place.chapter}" not in self.rows:
                self.rows[f"#{place.chapter}"] = title
            self.rows[str(len(self.rows))] = place

    @property
    def places(self) -> Mapping[str, Place]:
        """The places by their rows' ids, without the titles between."""
        return {row_id: row for row_id, row in self.rows.items() if isinstance(row, Place)}

    def row_ids(self) -> Sequence[str]:
        return list(self.rows)

    def text(self, row_id: str, key: str) -> str:
        row = self.rows.get(row_id, "")
        return row if isinstance(row, str) else self._around(row.text)

    def _around(self, text: str) -> str:
        """The words around the one found, so that it is seen in a narrow list."""
        at = text.casefold().find(self.word)
        return text if at <= _BEFORE else "…" + text[at - _BEFORE // 2 :]

    def is_heading(self, row_id: str) -> bool:
        return row_id.startswith("#")

    def tooltip(self, row_id: str, key: str) -> str:
        row = self.rows.get(row_id, "")
        return "" if isinstance(row, str) else row.text
