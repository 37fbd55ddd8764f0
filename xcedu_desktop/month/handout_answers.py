"""The answers of a class teacher's file: 是 and 否, and the plain words that can only mean them in their column."""

from __future__ import annotations

import re

from xcedu_desktop.values.numbers import parse_yes_no
from xcedu_desktop.values.parsed import fold

_NOT = r"(?:暂|都|从|也)?(?:不|没有?|未)(?:再|要|想|愿意?|自愿|同意)?"
_SCHOOL = r"(?:本月|这个月|中午|午餐|午饭)?(?:在?(?:学校|校|校内))?"
_EATS = r"(?:吃饭?|就餐|用餐|订[餐饭]?|定[餐饭]|报餐|吃[午中]?[餐饭]|参加|参与|报名)"
_HOME = r"(?:回|在)家(?:里)?(?:吃饭?|就餐|用餐)?|自带(?:饭|餐)?|退餐|停餐"
_JOINS = r"(?:参加|参与|报名?|参)(?:课后服务|延时服务|托管)?"
_YES = {
    "meal": re.compile(rf"{_SCHOOL}(?:要|已|都)?{_EATS}了?|在校|要"),
    "service": re.compile(rf"(?:自愿|愿意?|同意|要|已经?|都)?{_JOINS}了?|自愿|愿意|同意|要"),
}
_NO = {
    "meal": re.compile(rf"{_SCHOOL}{_NOT}{_SCHOOL}{_EATS}?了?|{_HOME}"),
    "service": re.compile(rf"{_NOT}(?:{_JOINS})?了?"),
}


def answer_of(column: str, cell: object) -> bool | None:
    """Yes or no as a cell of the column `meal` or `service` says it; None for what may mean something else."""
    said = parse_yes_no(cell).value
    if said is not None or not isinstance(cell, str):
        return said
    text = fold(cell).strip("。.!！")
    if _NO[column].fullmatch(text):
        return False
    return True if _YES[column].fullmatch(text) else None
