"""Commands for what the bureau sends: receipt (回执), profile (区级参数)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xcedu_desktop.commands.parser import Commands, say
from xcedu_desktop.errors import WrongUsage

if TYPE_CHECKING:  # loaded by the command that needs it
    from xcedu_desktop.month.receipt_lines import ReceiptLine
    from xcedu_desktop.store.norms import Norms


def add_to(commands: Commands) -> None:
    """Declares them."""
    command = commands.add("receipt", _receipt, "读入区里的回执")
    command.add_argument("file", type=Path)
    command = commands.add("profile", _profile, "读入区级参数文件，或退回上一版")
    command.add_argument("file", type=Path, nargs="?")
    command.add_argument("--back", action="store_true", help="退回上一版")


def _receipt(options: argparse.Namespace) -> int:
    from xcedu_desktop.commands.school_file import written
    from xcedu_desktop.month.receipt_lines import lines_of

    with written(options.db) as ledger:
        kept = ledger.take_receipt(options.file)
        receipt = kept.receipt
        with ledger.view(receipt.month) as view:
            lines = lines_of(view, kept)

    questions = [line for line in lines if line.is_question]
    report = {
        "month": str(receipt.month), "revision": receipt.revision, "result": receipt.word, "reason": receipt.reason,
        "by": receipt.by, "when": receipt.when.isoformat(), "fresh": kept.fresh,
        "questions": [_told(line) for line in questions],
        "accepted": [_told(line) for line in lines if not line.is_question],
    }  # fmt: skip
    which = f"{receipt.month.spoken}第 {receipt.revision} 次上报：{receipt.word}"
    words = [which + ("" if kept.fresh else f"（这份回执 {kept.taken_in:%Y-%m-%d} 已经读入过）")]
    words += [receipt.reason] * bool(receipt.reason)
    words += [_spoken("要核对" if line.is_question else "已认可", line) for line in lines]
    say(options, report, "\n".join(words))
    return 0


def _told(line: ReceiptLine) -> dict[str, Any]:
    cell = line.cell
    return {
        "id": cell.id, "sheet": cell.sheet, "place": cell.place, "table": line.table, "row": line.row,
        "column": line.key, "said": cell.said, "rule": cell.rule, "there": line.there, "now": line.now, "was": line.was,
        "answer": line.answer,
    }  # fmt: skip


def _spoken(stand: str, line: ReceiptLine) -> str:
    gone = "" if line.there or not line.table else "（这一行已经不在了）"
    return f"{stand}  {line.cell.sheet}  {line.cell.place}  {line.cell.said}{gone}"


def _profile(options: argparse.Namespace) -> int:
    from xcedu_desktop.commands.school_file import written

    if (options.file is None) == (not options.back):
        raise WrongUsage("要写上区级参数文件，或写 --back 退回上一版，两样写一样")
    with written(options.db) as ledger:
        norms: Norms = ledger.take_profile_back() if options.back else ledger.take_profile(options.file)
    report = {
        "version": norms.version,
        "issued": norms.issued.isoformat() if norms.issued else None,
        "thresholds": {limit.key: value for limit, value in norms.changed()},
        "deadline_day": norms.deadline_day,
    }
    changed = "；".join(f"{limit.title} {limit.said(value)}" for limit, value in norms.changed())
    say(options, report, f"现在用{norms.spoken}" + (f"：{changed}" if changed else ""))
    return 0
