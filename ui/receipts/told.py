"""The newest receipt of a month as plain values, for the overview that is kept for the next start."""

from __future__ import annotations

from typing import Any

from xcedu_desktop.form import MonthView
from xcedu_desktop.month.receipt_lines import lines_of
from xcedu_desktop.month.receipts import receipts_of


def newest(view: MonthView) -> dict[str, Any] | None:
    """Its revision, word, reason, and how many questions it has and how many are left; None: there is none."""
    receipts = receipts_of(view.session, view.school_code, view.month)
    if not receipts:
        return None
    receipt = receipts[0].receipt
    return {
        "revision": receipt.revision,
        "word": receipt.word,
        "reason": receipt.reason,
        "questions": len(receipt.questions),
        "left": sum(1 for line in lines_of(view, receipts[0]) if line.is_open),
    }
