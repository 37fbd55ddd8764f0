"""The bureau's receipt (回执, .xcr) as a file: read by the school, written by the bureau. The format: docs/receipts.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from xcedu_desktop.errors import UserError
from xcedu_desktop.periods import Month
from xcedu_desktop.store.sealed_file import Part, Sealed, SealedKind, Spoilt, seal, spoilt, unseal

RECEIPT = SealedKind("xcedu-receipt", 1, ".xcr", "回执")
ACCEPTED, REJECTED = "accepted", "rejected"
_KEYS = (
    "school_code", "school_name", "month", "revision", "workbook", "when", "by", "result", "reason", "questions",
    "accepted",
)  # fmt: skip
_CELL_KEYS = ("id", "sheet", "table", "row", "column", "place", "old", "new", "message", "rule")
_MOST_CELLS, _LONG, _SHORT = 5_000, 1_000, 100


@dataclass(frozen=True)
class ReceiptCell:
    """One cell that the receipt speaks of. `table` and `column`: of a reported table, or of the live one that a rule named.

    It says how the cell was changed by hand (`old` → `new`, in words, blank for none), or has a `message`, or both.
    """

    id: str
    sheet: str
    table: str
    row: str
    column: str
    place: str = ""
    old: str = ""
    new: str = ""
    message: str = ""
    rule: str = ""

    @property
    def said(self) -> str:
        """What the bureau says of it, in one line."""
        changed = (
            f"表上改成了 {self.new or '空白'}，原来是 {self.old or '空白'}" if self.old or self.new else ""
        )
        return "；".join(part for part in (self.message, changed) if part)


@dataclass(frozen=True)
class Receipt:
    """What the bureau says of one workbook. `workbook`: the digest of its seal (SealHeader.digest).

    `questions` want an answer or a correction; `accepted` are cells changed by hand that the bureau took as they are now.
    """

    school_code: str
    school_name: str
    month: Month
    revision: int
    workbook: str
    when: datetime
    by: str
    is_accepted: bool
    reason: str = ""
    questions: tuple[ReceiptCell, ...] = ()
    accepted: tuple[ReceiptCell, ...] = ()

    @property
    def word(self) -> str:
        """已接收 or 退回."""
        return "已接收" if self.is_accepted else "退回"


def read_receipt(path: Path) -> tuple[Sealed, Receipt]:
    """Read a receipt. FileUnusable, one sentence, where it is none or not whole."""
    sealed = unseal(path, RECEIPT)
    try:
        return sealed, receipt_of(sealed.content)
    except Spoilt as error:
        raise spoilt(sealed.name, RECEIPT, error) from None


def write_receipt(folder: Path, receipt: Receipt) -> Path:
    """Write a receipt into a folder, under the name that says whose it is; returns the file."""
    content = content_of(receipt)
    receipt_of(content)  # what is written can be read
    path = folder / f"回执_{receipt.school_code}_{receipt.month}_r{receipt.revision}{RECEIPT.suffix}"
    path.write_bytes(seal(RECEIPT, content))
    return path


@lru_cache(maxsize=16)
def receipt_kept(content: str) -> Receipt:
    """The receipt of a content kept in the school's file, as it was taken in."""
    return receipt_of(json.loads(content))


def content_of(receipt: Receipt) -> dict[str, Any]:
    """The content of a receipt's file; what is blank is left out."""
    said: dict[str, Any] = {
        "school_code": receipt.school_code,
        "school_name": receipt.school_name,
        "month": str(receipt.month),
        "revision": receipt.revision,
        "workbook": receipt.workbook,
        "when": receipt.when.isoformat(timespec="seconds"),
        "by": receipt.by,
        "result": ACCEPTED if receipt.is_accepted else REJECTED,
        "questions": _written(receipt.questions),
        "accepted": _written(receipt.accepted),
    }
    return said | ({"reason": receipt.reason} if receipt.reason else {})


def _written(cells: Iterable[ReceiptCell]) -> list[Mapping[str, str]]:
    return [{key: value for key, value in asdict(cell).items() if value} for cell in cells]


def receipt_of(content: object) -> Receipt:
    """The receipt that a content says; Spoilt where it is not what docs/receipts.md says."""
    part = Part(content, _KEYS)
    result = part.text("result", 20)
    if result not in (ACCEPTED, REJECTED):
        raise Spoilt
    try:
        month = Month.parse(part.text("month", 7))
    except UserError:
        raise Spoilt from None
    questions, accepted = _cells(part, "questions"), _cells(part, "accepted")
    ids = [cell.id for cell in (*questions, *accepted)]
    if len(set(ids)) != len(ids):
        raise Spoilt
    receipt = Receipt(
        school_code=part.text("school_code", 20),
        school_name=part.text("school_name", _SHORT),
        month=month,
        revision=part.whole("revision", 1, 999),
        workbook=part.text("workbook", 64),
        when=part.moment("when"),
        by=part.text("by", _SHORT),
        is_accepted=result == ACCEPTED,
        reason=part.text_or_none("reason", _LONG) or "",
        questions=questions,
        accepted=accepted,
    )
    if not receipt.is_accepted and not receipt.reason:
        raise Spoilt("写着退回，却没有写原因")
    return receipt


def _cells(part: Part, key: str) -> tuple[ReceiptCell, ...]:
    found = []
    for item in part.items(key, _MOST_CELLS):
        cell = Part(item, _CELL_KEYS)
        needed = {name: cell.text(name, _SHORT) for name in ("id", "sheet", "table", "row", "column")}
        words = {
            name: cell.text_or_none(name, _LONG) or "" for name in ("place", "old", "new", "message", "rule")
        }
        made = ReceiptCell(**needed, **words)
        if not made.said:
            raise Spoilt
        found.append(made)
    return tuple(found)
