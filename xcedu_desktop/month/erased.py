"""What was erased (已删除的个人记录): the acts, as the change log tells them, and the months that they reach back over.

The erasing itself is xcedu_desktop/erasure.py; a month asks here whether its persons are still there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xcedu_desktop.errors import WrongUsage
from xcedu_desktop.periods import Month, school_year_last
from xcedu_desktop.store.base import table_of
from xcedu_desktop.store.tables import LogEntry

LOG_NAME = "erasure"
"""What the change log calls a line about an erasure; its row id is the school year."""


@dataclass(frozen=True)
class ErasureFact:
    """One erasure: up to the end of which school year, when, by whom, what went (figures only)."""

    school_year: int
    at: str
    who: str
    figures: str


def erasures(session: Session) -> list[ErasureFact]:
    """The erasures made in this file, oldest first."""
    log = table_of(LogEntry)
    statement = select(log).where(log.c.table_name == LOG_NAME).order_by(log.c.seq)
    return [
        ErasureFact(int(row.row_id), row.at, row.who, row.new or "") for row in session.execute(statement)
    ]


def is_erased(session: Session, month: Month) -> bool:
    """Whether the month's persons were erased: it cannot be derived again."""
    return month.last <= _through(session)


def refuse_erased(session: Session, month: Month, act: str) -> None:
    """WrongUsage where the month's persons were erased: `act` (再导出一份, 更正) would need them."""
    if is_erased(session, month):
        raise WrongUsage(
            f"{month.spoken}的个人记录已按学年删除，存着的上报表里有花名册，也随着清空了，所以不能{act}；校验值和各项数字还在"
        )


def _through(session: Session) -> date:
    """The last day that an erasure reached."""
    log = table_of(LogEntry)
    years = session.execute(select(log.c.row_id).where(log.c.table_name == LOG_NAME)).scalars()
    return max((school_year_last(int(year)) for year in years), default=date.min)
