"""Receipts and profile files as the bureau makes them, for the tests of whoever takes them in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from xcedu_desktop.month.receipt_file import Receipt, ReceiptCell, write_receipt
from xcedu_desktop.periods import Month
from xcedu_desktop.school.tables import School
from xcedu_desktop.store.norms import write_profile_file
from xcedu_desktop.store.school_file import Store
from xcedu_desktop.store.tables import Revision
from xcedu_desktop.workbook.reader import read_header

WHEN = datetime(2026, 11, 6, 9, 30)


def receipt_for(store: Store, month: Month, /, *questions: ReceiptCell, **said: Any) -> Receipt:
    """The bureau's word on the newest workbook of a month that the school exported."""
    with store.read() as session:
        revision, content = session.execute(
            select(Revision.revision, Revision.content)
            .where(Revision.month == month)
            .order_by(Revision.revision.desc())
            .limit(1)
        ).one()
        name = session.execute(select(School.name)).scalar_one()
    usual: dict[str, Any] = {
        "school_code": store.school_code, "school_name": name, "month": month, "revision": revision,
        "workbook": read_header(content, "").digest, "when": WHEN, "by": "区教体局 张老师", "is_accepted": True,
        "questions": questions,
    }  # fmt: skip
    return Receipt(**{**usual, **said})


def question(row: str, **said: Any) -> ReceiptCell:
    """A question about the lunch of a class on a day."""
    usual = {
        "id": "q1", "sheet": "就餐人数（午餐）", "table": "r_meal_heads", "row": row, "column": "heads",
        "place": "一(1)班 · 20日", "message": "10月20日午餐 8 人，比平时多，请核对", "rule": "M04",
    }  # fmt: skip
    return ReceiptCell(**{**usual, **said})


def given(folder: Path, receipt: Receipt) -> Path:
    """The receipt as a file on the stick."""
    folder.mkdir(exist_ok=True)
    return write_receipt(folder, receipt)


def altered(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """The same file, changed by hand."""
    said = json.loads(path.read_text(encoding="utf-8"))
    change(said)
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    return path


def profile(folder: Path, version: int, **said: Any) -> Path:
    """A profile file of the bureau."""
    path = folder / f"区级参数_{version}.xcp"
    content = {"version": version, "issued": "2026-11-20", "by": "薛城区教育和体育局", **said}
    write_profile_file(path, content)
    return path
