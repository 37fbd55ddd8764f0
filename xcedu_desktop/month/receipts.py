"""Receipts (回执) in a school's file: taken in whole, their cells found among today's rows, their questions answered.

An answer (答复) is a row dated by the month: the month is reopened first, and the next revision carries it to the bureau.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from xcedu_desktop.clock import now
from xcedu_desktop.errors import FileUnusable, WrongUsage
from xcedu_desktop.form import MonthView
from xcedu_desktop.month.erased import refuse_erased
from xcedu_desktop.month.receipt_file import Receipt, read_receipt, receipt_kept
from xcedu_desktop.periods import Month
from xcedu_desktop.school.reported import ReportedExplanation
from xcedu_desktop.school.tables import ReceiptAnswer
from xcedu_desktop.store.base import ReportedRow, key_id, table_of
from xcedu_desktop.store.changes import Change, ChangeSet, altered
from xcedu_desktop.store.school_file import Store
from xcedu_desktop.store.tables import Receipt as ReceiptRow
from xcedu_desktop.store.tables import Revision
from xcedu_desktop.values.masks import mask_any
from xcedu_desktop.values.text import clean_text

ANSWER = "答复"
"""Stands in the column 级别 of the explanations sheet, where a finding has its severity."""
LONGEST = 300


@dataclass(frozen=True)
class KeptReceipt:
    """A receipt in the school's file. `fresh`: it was taken in just now, not before."""

    digest: str
    receipt: Receipt
    taken_in: datetime
    fresh: bool = False


# -- taken in --------------------------------------------------------------------------------------------------------


def take_in(store: Store, path: Path) -> KeptReceipt:
    """Take a receipt in. FileUnusable: none, damaged, of another school, or of a report that is not in this file.

    One that was taken in before changes nothing; it is given back as it is kept.
    """
    sealed, receipt = read_receipt(path)
    if receipt.school_code != store.school_code:
        raise FileUnusable(
            f"「{sealed.name}」是给{receipt.school_name}（{receipt.school_code}）的回执，不是本校的，没有读入"
        )
    which = f"{receipt.month.spoken}第 {receipt.revision} 次上报"
    with store.read() as session:
        there = _kept(session, ReceiptRow.digest == sealed.digest)
        if there:
            return there[0]
        refuse_erased(session, receipt.month, "读入回执")
        key = (store.school_code, receipt.month, receipt.revision)
        content = session.execute(
            select(Revision.content, Revision.file_name).where(
                Revision.school_code == key[0], Revision.month == key[1], Revision.revision == key[2]
            )
        ).one_or_none()
    if content is None:
        raise FileUnusable(f"「{sealed.name}」是对{which}的回执，这个数据文件里没有那次上报，没有读入")
    from xcedu_desktop.workbook.reader import read_header  # openpyxl: 0.1 s that no check of a month needs

    if read_header(content.content, content.file_name).digest != receipt.workbook:
        raise FileUnusable(
            f"「{sealed.name}」所回的上报表与本机存的{which}不是同一份，没有读入；请核对送出去的是哪一份"
        )
    taken = now()
    with store.write(f"读入回执 {which}") as unit:
        unit.connection.execute(
            insert(table_of(ReceiptRow)).values(
                digest=sealed.digest, school_code=store.school_code, month=receipt.month, revision=receipt.revision,
                taken_in=taken.isoformat(timespec="seconds"), content=sealed.text,
            )
        )  # fmt: skip
        unit.log("receipt", f"{receipt.month} r{receipt.revision}", "taken_in", None, receipt.word)
    return KeptReceipt(sealed.digest, receipt, taken, fresh=True)


def receipts_of(session: Session, school_code: str, month: Month) -> list[KeptReceipt]:
    """The receipts of a month, the newest revision first."""
    found = _kept(session, ReceiptRow.school_code == school_code, ReceiptRow.month == month)
    return sorted(found, key=lambda kept: (kept.receipt.revision, kept.receipt.when), reverse=True)


def _kept(session: Session, *where: Any) -> list[KeptReceipt]:
    statement = select(ReceiptRow.digest, ReceiptRow.content, ReceiptRow.taken_in).where(*where)
    return [
        KeptReceipt(digest, receipt_kept(content), datetime.fromisoformat(taken_in))
        for digest, content, taken_in in session.execute(statement).all()
    ]


# -- answered --------------------------------------------------------------------------------------------------------------


def answering(view: MonthView, kept: KeptReceipt, question: str, text: str) -> ChangeSet:
    """The change that answers a question of a receipt; a blank text takes the answer back.

    Raises WrongUsage: no such question, too long, or a number in it that may not travel. The store refuses it while the
    month is locked.
    """
    cell = next((cell for cell in kept.receipt.questions if cell.id == question), None)
    if cell is None:
        raise WrongUsage("回执里没有这个问题")
    words = clean_text(text).value
    if words is not None and len(words) > LONGEST:
        raise WrongUsage(f"答复太长：{len(words)} 字，最多 {LONGEST} 字，没有写入")
    if words is not None and mask_any(words) != words:
        raise WrongUsage("答复要随上报表送区里，请不要写身份证号、学籍号或电话号码；没有写入")
    row_id = key_id("receipt_answer", kept.digest, question)
    title = f"{ANSWER} {cell.place or cell.sheet}"
    there = next((row for row in view.rows_of_month(ReceiptAnswer) if row.id == row_id), None)
    new = {"month": view.month, "receipt": kept.digest, "question": question, "answer": words}
    if there is None:
        return ChangeSet(title, (Change("receipt_answer", row_id, None, new),) if words else ())
    if words is None:
        old = {key: getattr(there, key) for key in ("school_code", "position", *new)}
        return ChangeSet(f"撤回{title}", (Change("receipt_answer", row_id, old, None),))
    # The month is written too, so that the lock sees it without another look.
    change = altered("receipt_answer", row_id, {key: getattr(there, key) for key in new}, new)
    return ChangeSet(title, (change,) if change is not None else ())


def reported_answers(view: MonthView) -> list[ReportedRow]:
    """The month's answers as rows of the explanations sheet, receipt by receipt in the order of the questions."""
    answers = answers_of(view)
    rows: list[ReportedRow] = []
    for kept in reversed(receipts_of(view.session, view.school_code, view.month)) if answers else ():
        for cell in kept.receipt.questions:
            answer = answers.get((kept.digest, cell.id))
            if answer:
                rows.append(
                    ReportedExplanation(
                        id=key_id("r_explanation", ANSWER, kept.digest, cell.id), severity=ANSWER, form=cell.sheet,
                        place=cell.place or None, message=cell.said, reason=answer, rule=cell.rule or None,
                        record=cell.row, field=cell.column, cells=1,
                    )
                )  # fmt: skip
    return rows


def answers_of(view: MonthView) -> Mapping[tuple[str, str], str]:
    """(digest of the receipt, question) → the answer given."""
    return {
        (row.receipt or "", row.question or ""): row.answer
        for row in view.rows_of_month(ReceiptAnswer)
        if row.answer
    }
