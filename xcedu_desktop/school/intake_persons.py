"""Whether a sheet that could be read as a kind of list plainly lists other persons: pupils where staff is read, or staff where pupils are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from xcedu_desktop.school.intake_job import ListIn
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.header import Vocabulary
from xcedu_desktop.workbook.intake.kind import IntakeKind
from xcedu_desktop.workbook.intake.other_list import persons_in, persons_of
from xcedu_desktop.workbook.intake.raw import RawSheet

_TWO = frozenset(["教师", "学生"])
_OF_ANYBODY = frozenset(["name", "sex", "phone", "note", "from_date", "to_date"])


def listing_others(
    sheet: RawSheet,
    lists: Sequence[ListIn],
    kind: IntakeKind,
    others: Sequence[IntakeKind],
    file_stem: str,
    better: Callable[[], IntakeKind | None],
) -> IntakeKind | None:
    """The kind of whose persons the sheet's lists are; None where they may be of this one.

    Title and tab say it, else the file's name (`file_stem`), else the columns.
    `better` gives the kind that knows clearly more of the columns, if there is one.
    """
    own = persons_of(lists[0].shape.intake_columns) & _TWO
    if len(own) != 1 or not kind.general:
        return None
    rival = next((o for o in others if o.general and o.key != kind.key and _of_others(o, own)), None)
    if rival is None:
        return None
    vocabulary = Vocabulary(rival.shapes[0].intake_columns)
    titles = [sheet.name, *(listed.found.title_text for listed in lists)]
    named = persons_in(titles) & _TWO or persons_in([file_stem]) & _TWO
    if named:
        # 教师 as a title, and a class beside each name: who is in a class is a pupil, unless he teaches (学科).
        in_classes = all(listed.found.column_of("class_id") is not None for listed in lists)
        return None if named & own or (in_classes and not _knows_more(lists, vocabulary)) else rival
    if all(_is_roster(sheet, listed, vocabulary) for listed in lists) or better() is rival:
        return rival
    return None


def _of_others(kind: IntakeKind, own: frozenset[str]) -> bool:
    """Whether a kind of list is about the other of the two groups of persons."""
    persons = persons_of(kind.shapes[0].intake_columns)
    return bool(persons & _TWO) and not own & persons


def _knows_more(lists: Sequence[ListIn], vocabulary: Vocabulary) -> bool:
    """Whether a column that this kind does not know is one of the other's (学科, 职务)."""
    return any(vocabulary.match(text) for listed in lists for text in listed.found.unknown_headers.values())


def _is_roster(sheet: RawSheet, listed: ListIn, vocabulary: Vocabulary) -> bool:
    """Whether several rows stand in one class, and no column says anything that only this kind knows (职务, 学科)."""
    found = listed.found
    if set(found.columns.values()) - _OF_ANYBODY:
        return False
    for column, header in found.unknown_headers.items():
        match = vocabulary.match(header)
        if match is not None and match[0] == "class_id":
            names = Counter(fold(sheet.cell(row.number - 1, column).text) for row in found.rows)
            names.pop("", None)
            return any(times > 1 for times in names.values())
    return False
