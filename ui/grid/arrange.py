"""Which rows a grid shows and in which order: words to find, the ticks of columns (筛选), sorting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ui.grid.pinyin import haystack
from ui.grid.source import Column, GridSource

FILLED = "（已填写）"


class Arrangement:
    """`words`: each must be found in the row, by text or pinyin initials. `ticked`: column key → the texts that are
    shown. `sorted_by`: column key and whether descending; None: the source's own order."""

    def __init__(self) -> None:
        self.words = ""
        self.ticked: dict[str, frozenset[str]] = {}
        self.sorted_by: tuple[str, bool] | None = None
        self._found_by: dict[str, str] = {}

    def fit(self, source: GridSource) -> None:
        """Another source: what names columns that it lacks is dropped."""
        self._found_by.clear()
        if self.sorted_by is not None and source.column(self.sorted_by[0]) is None:
            self.sorted_by = None
        self.ticked = {key: texts for key, texts in self.ticked.items() if source.column(key) is not None}

    def forget(self, ids: Iterable[str] | None = None) -> None:
        """These rows (all) read otherwise now."""
        if ids is None:
            self._found_by.clear()
        else:
            for row_id in ids:
                self._found_by.pop(row_id, None)

    @property
    def hides(self) -> bool:
        """Whether rows may be left out."""
        return bool(self.words.strip() or self.ticked)

    def rows(self, source: GridSource, columns: Sequence[Column]) -> list[str]:
        """The ids of the rows that are shown, in order."""
        ids = self._passing(source, self.ticked)
        words = self.words.casefold().split()
        if words:
            hay = self.hay
            ids = [
                i for i in ids
                if not source.is_heading(i) and all(w in hay(source, columns, i) for w in words)
            ]  # fmt: skip
        if self.sorted_by is not None:
            key, descending = self.sorted_by
            keyed = [(source.sort_key(i, key), i) for i in ids]
            some = sorted(
                (pair for pair in keyed if pair[0] is not None), key=lambda p: p[0], reverse=descending
            )
            ids = [i for _, i in some] + [i for value, i in keyed if value is None]
        return sorted(ids, key=source.sort_group)

    def _passing(self, source: GridSource, ticked: dict[str, frozenset[str]]) -> list[str]:
        ids = list(source.row_ids())
        for key, texts in ticked.items():
            ids = [i for i in ids if not source.is_heading(i) and tick_text(source, i, key) in texts]
        return ids

    def values(self, source: GridSource, key: str) -> dict[str, int]:
        """The texts of a column and how many rows bear each, blank last, in the order of sorting; of the rows that the
        other columns' ticks let through."""
        others = {other: texts for other, texts in self.ticked.items() if other != key}
        counts: dict[str, int] = {}
        first: dict[str, Any] = {}
        for row_id in self._passing(source, others):
            text = tick_text(source, row_id, key)
            if text not in counts:
                first[text] = source.sort_key(row_id, key)
            counts[text] = counts.get(text, 0) + 1
        some = sorted((t for t in counts if first[t] is not None and t), key=lambda t: first[t])
        rest = sorted(t for t in counts if t and first[t] is None)
        return {text: counts[text] for text in (*some, *rest, *([""] if "" in counts else []))}

    def hay(self, source: GridSource, columns: Sequence[Column], row_id: str) -> str:
        """All that a row can be found by; kept until something is written or read."""
        found = self._found_by.get(row_id)
        if found is None:
            text = source.text
            found = "\n".join(haystack(t) for c in columns if not c.masked and (t := text(row_id, c.key)))
            self._found_by[row_id] = found
        return found

    def prepare(self, source: GridSource, columns: Sequence[Column], ids: Sequence[str], most: int) -> bool:
        """Has rows ready for the first key that is typed to find them, and for sorting; False once all are."""
        left = [row_id for row_id in ids if row_id not in self._found_by][:most]
        for row_id in left:
            self.hay(source, columns, row_id)
            for column in columns:
                source.sort_key(row_id, column.key)  # the sounds of a text are kept (ui/grid/pinyin.py)
        return bool(left)


def tick_text(source: GridSource, row_id: str, key: str) -> str:
    """By what a column is filtered: its text; of numbers that are masked only whether there is one."""
    text, column = source.text(row_id, key), source.column(key)
    return FILLED if text and column is not None and column.masked else text
