"""A list of those who take no part (不参加课后服务学生名单, 足球社退出名单): nobody in it is entered as taking part."""

from __future__ import annotations

import re

from xcedu_desktop.school.intake_job import ListIn
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.plan_rows import Row

_ABSENT = re.compile(
    r"(?:不|未|没有?|暂不)(?:自愿|愿意?|同意)?(?:参加|参与|报名)|退出|退社|退团|退费|停止参加|放弃"
)
_THERE = re.compile(r"参加|参与|报名")
_SAYS = ("status", "to_date", "takes_part")
"""The columns by which a row says itself whether its person is in or out."""


def said_absent(listed: ListIn) -> str:
    """The words by which a list's title or tab names only those who are not there; "" where none does."""
    for text in map(fold, listed.texts):
        found = _ABSENT.search(text)
        if found and not _THERE.search(_ABSENT.sub("", text)):
            return found[0]
    return ""


def refuse_absent(row: Row, absent: str) -> None:
    """Rejects a row of a list of those who are `said_absent`, where the row says no more."""
    if absent and all(row.cell(key).blank for key in _SAYS):
        words = f"标题或表名写的是「{absent}」，没有登记为参加；退出的请写上退出日期，参加的请改标题"
        row.reject("name", "title_absent", words)
