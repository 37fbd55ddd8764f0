"""A school's office before the command line's way in: real files, a real school file, `Ledger.prepare_import` and commit."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import text

from xcedu_desktop.ledger import Ledger
from xcedu_desktop.values.class_names import ClassKey, spoken
from xcedu_desktop.workbook.intake.plan import Answers, IntakePlan

SAMPLES = Path(__file__).parents[1] / "intake" / "files"
PROFILE = {
    "code": "2137040301", "name": "邹坞镇北陈郝小学", "stage": "小学", "township": "邹坞镇", "village": True, "clerk": "孙丽",
    "phone": "13906320003", "principal": "周全",
}  # fmt: skip
Rows = Sequence[Sequence[Any]]
Finish = Callable[[Worksheet], object]


class Office:
    """Takes files in as `main.py import` does, and looks at what then stands in the school file."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self.ledger = ledger
        self.folder = folder

    def write(
        self,
        rows: Rows,
        *merges: str,
        name: str = "名单.xlsx",
        sheet: str = "Sheet1",
        finish: Finish | None = None,
    ) -> Path:
        """A workbook of one sheet."""
        return self.book({sheet: rows}, *merges, name=name, finish=finish)

    def book(
        self, sheets: dict[str, Rows], *merges: str, name: str = "名单.xlsx", finish: Finish | None = None
    ) -> Path:
        """A workbook; `merges` and `finish` are for its first sheet."""
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets.items():
            page = book.create_sheet(title)
            for row in rows:
                page.append(list(row))
        first = book.worksheets[0]
        for merged in merges:
            first.merge_cells(merged)
        if finish is not None:
            finish(first)
        path = self.folder / name
        book.save(path)
        return path

    def data(self, content: bytes, name: str) -> Path:
        """A file of these bytes."""
        path = self.folder / name
        path.write_bytes(content)
        return path

    def take(
        self, kind: str, source: Rows | Path, *merges: str, answers: Answers | None = None, **more: Any
    ) -> IntakePlan:
        """Prepare and commit a file, or rows written to one; the counts add up, whatever it is."""
        path = source if isinstance(source, Path) else self.write(source, *merges, **more)
        plan = self.ledger.prepare_import(kind, path, answers=answers)
        report = plan.as_json()
        for part in [report, *report["sheets"]]:
            assert (
                part["created"] + part["updated"] + part["unchanged"] + part["rejected"] == part["rows_read"]
            )
        self.ledger.commit_import(plan)
        return plan

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The stored rows of a table."""
        with self.ledger.store.read() as session:
            found = session.execute(text(f"SELECT * FROM {table} ORDER BY position, id"))
            return [dict(row._mapping) for row in found]

    def classes(self) -> dict[str, str]:
        """Class id → 三(2)班."""
        return {
            row["id"]: spoken(ClassKey(row["stage"], row["entry_year"], row["number"]), date(2026, 10, 12))
            for row in self.rows("school_class")
        }

    def roll(self) -> list[tuple[str, str]]:
        """Each pupil's name with the class he is in now, in the order of entry."""
        classes = self.classes()
        now = {
            row["pupil_id"]: classes[row["class_id"]]
            for row in self.rows("class_membership")
            if not row["to_date"]
        }
        return [(row["name"], now[row["id"]]) for row in self.rows("pupil")]

    def heads(self) -> dict[tuple[str, str, str], int | None]:
        """(class, day, meal) → heads who ate."""
        classes = self.classes()
        return {(classes[r["class_id"]], r["day"], r["meal"]): r["heads"] for r in self.rows("meal_count")}


def said(plan: IntakePlan) -> dict[int, set[str]]:
    """Row number → the codes of what is said of it (0: of the sheet)."""
    found: dict[int, set[str]] = {}
    for finding in plan.findings:
        found.setdefault(finding.row, set()).add(finding.code)
    return found


def words(plan: IntakePlan) -> str:
    """All that the preview says in words."""
    return "\n".join(
        [*plan.notes, *(finding.message for finding in plan.findings), *(row.remark for row in plan.rows)]
    )
