"""A clerk's desk: brings spreadsheets to a school file and looks into it, on Monday 12 October 2026."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import text

from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.periods import Month
from xcedu_desktop.school.intake_file import commit, prepare
from xcedu_desktop.store.changes import ChangeSet
from xcedu_desktop.store.school_file import Store
from xcedu_desktop.values.class_names import ClassKey, spoken
from xcedu_desktop.values.identifiers import _check_digit
from xcedu_desktop.workbook.intake.plan import Answers, IntakePlan, PlannedRow

KINDS = {kind.key: kind for form in FORMS for kind in form.intake}
CODE = "2137040301"
TODAY = date(2026, 10, 12)
Rows = Sequence[Sequence[Any]]


def id_number(birth: str = "20170305", sequence: int = 11) -> str:
    """A made-up ID number with a right check digit; an odd sequence is a boy."""
    number = f"370403{birth}{sequence:03d}"
    return number + _check_digit(number + "0")


class Desk:
    """Brings files to a school file and looks into it."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.folder = folder
        self.today = TODAY

    def write(self, rows: Rows, name: str = "名单.xlsx", sheet: str = "Sheet1") -> Path:
        """A workbook of one sheet; dates as dates, anything else as it is."""
        return self.write_sheets({sheet: rows}, name)

    def write_sheets(self, sheets: Mapping[str, Rows], name: str = "名单.xlsx") -> Path:
        """A workbook of several sheets."""
        path = self.folder / name
        with xlsxwriter.Workbook(path) as book:
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            for title, rows in sheets.items():
                page = book.add_worksheet(title)
                for at, row in enumerate(rows):
                    for column, value in enumerate(row):
                        if isinstance(value, date):
                            page.write_datetime(at, column, value, day)
                        elif isinstance(value, str):
                            page.write_string(at, column, value)
                        elif value is not None:
                            page.write(at, column, value)
        return path

    def look(
        self, kind: str, rows: Rows | Path, *, answers: Answers | None = None, **more: Any
    ) -> IntakePlan:
        """The preview of a file, or of rows written to one."""
        sheet = more.pop("named", "Sheet1")
        path = rows if isinstance(rows, Path) else self.write(rows, sheet=sheet)
        return prepare(
            self.store,
            KINDS[kind],
            path,
            today=self.today,
            answers=answers,
            others=tuple(KINDS.values()),
            **more,
        )

    def bring(self, kind: str, rows: Rows | Path, **more: Any) -> IntakePlan:
        """Import it."""
        plan = self.look(kind, rows, **more)
        self.applied = commit(self.store, plan)
        return plan

    def undo(self, changes: ChangeSet) -> None:
        with self.store.write("撤销") as unit:
            unit.apply(changes.inverse().changes)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The stored rows of a table."""
        with self.store.read() as session:
            found = session.execute(text(f"SELECT * FROM {table} ORDER BY position, id"))
            return [dict(row._mapping) for row in found]

    def classes(self) -> dict[str, str]:
        """Class id → 三(2)班."""
        return {
            row["id"]: spoken(ClassKey(row["stage"], row["entry_year"], row["number"]), self.today)
            for row in self.rows("school_class")
        }

    def places(self, name: str) -> list[tuple[str, str, str | None]]:
        """The memberships of the pupils of a name: class, from, to."""
        ids = {row["id"] for row in self.rows("pupil") if row["name"] == name}
        classes = self.classes()
        return [
            (classes[row["class_id"]], row["from_date"], row["to_date"])
            for row in self.rows("class_membership")
            if row["pupil_id"] in ids
        ]

    def rows_of_log(self) -> list[dict[str, Any]]:
        """The change log."""
        with self.store.read() as session:
            return [dict(row._mapping) for row in session.execute(text("SELECT * FROM change_log"))]

    def lock(self, month: Month) -> None:
        """Report the month."""
        with self.store.write("上报") as unit:
            unit.connection.execute(
                text("INSERT INTO month_state (school_code, month, locked, revision) VALUES (:c, :m, 1, 1)"),
                {"c": CODE, "m": str(month)},
            )


def states(plan: IntakePlan) -> list[str]:
    """The state of each row, in order."""
    return [str(row.state) for row in plan.rows]


def codes(row: PlannedRow) -> list[str]:
    """The codes of what is said of a row."""
    return [finding.code for finding in row.findings]


def adds_up(plan: IntakePlan) -> bool:
    """The counts of the report are those of its rows, for the file and for each sheet."""
    report = plan.as_json()
    return all(
        part["created"] + part["updated"] + part["unchanged"] + part["rejected"] == part["rows_read"]
        for part in [report, *report["sheets"]]
    )


HEAD = ("姓名", "性别", "班级", "身份证号")
