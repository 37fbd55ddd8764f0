"""上报: the export of a month, in an order that leaves one truth whenever it is cut short (PRODUCT, The order of an export)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from xcedu_desktop.clock import now
from xcedu_desktop.errors import UserError, WrongUsage
from xcedu_desktop.form import Finding, MonthView, ReportedView, Severity
from xcedu_desktop.month.book import book_of, read_workbook
from xcedu_desktop.month.check import RULE_SET_VERSION, findings
from xcedu_desktop.month.cover import complete
from xcedu_desktop.month.derive import derive, reported_models, values_of
from xcedu_desktop.month.erased import refuse_erased
from xcedu_desktop.month.file import Beside, clear_leftovers, file_name, put_beside
from xcedu_desktop.month.life import MonthLife, keep_state, state
from xcedu_desktop.periods import Month
from xcedu_desktop.school.tables import School
from xcedu_desktop.store.base import ReportedRow, fields_of, table_of
from xcedu_desktop.store.profiles import rule_set
from xcedu_desktop.store.school_file import Store
from xcedu_desktop.store.tables import LogEntry, Revision
from xcedu_desktop.version import VERSION
from xcedu_desktop.workbook.canonical import canonical_line
from xcedu_desktop.workbook.plan import Row
from xcedu_desktop.workbook.write import write


class ExportBlocked(UserError):
    """The month has errors, or 须说明 without explanation. `findings`: what stands in the way."""

    def __init__(self, message: str, blocking: Sequence[Finding]) -> None:
        super().__init__(message)
        self.findings = tuple(blocking)


@dataclass(frozen=True)
class ExportResult:
    """What was written. `sheets`: sheet title → number of data rows. `fresh`: a new revision, not a copy of a stored one."""

    file: Path
    sha256: str
    month: Month
    revision: int
    sheets: Mapping[str, int]
    fresh: bool


@dataclass(frozen=True)
class Prepared:
    """A workbook made in memory and read back; nothing is written yet. `seen`: the change log's last line it knows."""

    content: bytes
    sha256: str
    name: str
    reported: ReportedView
    life: MonthLife
    when: str
    rules: str
    sheets: Mapping[str, int]
    seen: int


def export(store: Store, month: Month, out_dir: Path, today: date) -> ExportResult:
    """Export a month: a new revision that locks it, or the stored bytes of a month that is locked.

    WrongUsage: the month has not begun, or is locked without its bytes being here. ExportBlocked: findings in the way.
    FileUnusable: the folder or the file cannot be written; nothing changed, unless it says that the revision stands.
    """
    if month.first > today:
        raise WrongUsage(f"{month.spoken}还没有开始，不能上报")
    clear_leftovers(out_dir, store.school_code)
    with store.read() as session:
        refuse_erased(session, month, "再导出一份")
        life = state(session, store.school_code, month)
        kept = _kept(session, store.school_code, life) if life.locked else None
    if kept is not None:
        beside = put_beside(out_dir, kept.file_name, kept.content, store.school_code)
        beside.swap()
        sheets = json.loads(kept.sheets)
        return ExportResult(beside.target, kept.sha256, month, kept.revision, sheets, False)
    if life.locked:
        raise WrongUsage(
            f"{month.spoken}已上报，但这个文件里没有存着那次的工作簿（数据是恢复来的）；要再上报，请先更正并写明原因"
        )
    prepared = prepare(store, month, today)
    beside = put_beside(out_dir, prepared.name, prepared.content, store.school_code)
    try:
        keep(store, prepared)
    except BaseException:
        beside.drop()
        raise
    swap(beside)
    return ExportResult(
        beside.target, prepared.sha256, month, prepared.life.next_revision, prepared.sheets, True
    )


def _kept(session: Session, school_code: str, life: MonthLife) -> Revision | None:
    return session.get(Revision, (school_code, life.month, life.revision))


def prepare(store: Store, month: Month, today: date) -> Prepared:
    """Step 1: check, derive, make the bytes in memory, read them back and compare. Writes nothing."""
    when = now()
    with store.read() as session:
        seen = _last_line(session)
        life = state(session, store.school_code, month)
        view = MonthView(session, store.school_code, month, today)
        derived = derive(view)
        found = findings(view, derived)
        blocking = [finding for finding in found if finding.blocks]
        if blocking:
            raise ExportBlocked(_why(month, blocking), blocking)
        reported = complete(view, derived, found, revision=life.next_revision, reason=life.reason, on=today)
        name = session.execute(select(School.name)).scalar() or ""
        rules = rule_set(RULE_SET_VERSION, view.norms)
        book = book_of(reported, revision=life.next_revision, when=when, program=VERSION, rules=rules)
    content = write(book)
    compare(content, reported)
    return Prepared(
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        name=file_name(store.school_code, name, month, life.next_revision),
        reported=reported,
        life=life,
        when=when.isoformat(timespec="seconds"),
        rules=rules,
        sheets={sheet.title: len(sheet.rows) for sheet in (book.figures, *book.sheets)},
        seen=seen,
    )


def _last_line(session: Session) -> int:
    return session.execute(select(func.max(LogEntry.seq))).scalar() or 0


def _why(month: Month, blocking: Sequence[Finding]) -> str:
    errors = sum(1 for finding in blocking if finding.severity is Severity.ERROR)
    silent = len(blocking) - errors
    parts = [f"{errors} 项错误"] * bool(errors) + [f"{silent} 项须说明没有说明"] * bool(silent)
    first = blocking[0]
    return f"{month.spoken}还有 {'、'.join(parts)}，没有上报；第一项：{first.where}：{first.message}"


def compare(content: bytes, reported: ReportedView) -> None:
    """X05: the workbook, read as the bureau reads it, says what the database says. ExportBlocked where it does not."""
    book = read_workbook(content)
    wrong = [str(change) for change in book.changes] + book.problems
    for model in reported_models():
        if not wrong and not _equal(reported.rows(model), book.tables.get(model.__tablename__, ())):
            wrong.append(f"表 {model.__tablename__} 与数据库不同")
    if wrong:
        message = f"自查没有通过：写出的工作簿与数据库不一致（{wrong[0]}），没有上报；请把这一处的内容重新输入后再试"
        finding = Finding(
            "X05", Severity.ERROR, "", "上报", "", "", "", reported.month.spoken, message, cells=len(wrong)
        )
        raise ExportBlocked(message, [finding])


def _equal(rows: Sequence[ReportedRow], back: Sequence[Row]) -> bool:
    """Whether the rows read back are the derived ones, in whatever order."""
    read_back = {row.id: row for row in back}
    if len(read_back) != len(rows):
        return False
    for row in rows:
        found = read_back.get(row.id)
        if found is None:
            return False
        values = values_of(row)
        # Equal as they are, nearly always; else by their canonical text (NFC, blank text).
        if found.values != values and canonical_line(found) != canonical_line(Row(row.id, values)):
            return False
    return True


def keep(store: Store, prepared: Prepared) -> None:
    """Step 3, one transaction: the bytes, the reported rows, the revision and the lock."""
    month, revision = prepared.reported.month, prepared.life.next_revision
    with store.write(f"上报 {month.spoken} 第{revision}次") as unit:
        if (
            _last_line(unit.session) != prepared.seen
            or state(unit.session, store.school_code, month) != prepared.life
        ):
            raise UserError("上报途中数据有了改动，没有上报；请再上报一次")
        for model in reported_models():
            rows = [_stored_values(row) for row in prepared.reported.rows(model)]
            if rows:
                unit.connection.execute(insert(table_of(model)), rows)
        unit.connection.execute(
            insert(table_of(Revision)),
            {
                "school_code": store.school_code,
                "month": month,
                "revision": revision,
                "file_name": prepared.name,
                "sha256": prepared.sha256,
                "exported_at": prepared.when,
                "exported_by": store.who,
                "reason": prepared.life.reason if revision > 1 else None,
                "rules": prepared.rules,
                "sheets": json.dumps(prepared.sheets, ensure_ascii=False),
                "content": prepared.content,
            },
        )
        keep_state(unit.session, store.school_code, MonthLife(month, revision, True, prepared.life.reason))
        unit.log("revision", f"{month} r{revision}", "sha256", None, prepared.sha256)


def _stored_values(row: ReportedRow) -> dict[str, object]:
    keys = ("school_code", "month", "revision", "id", "position", *fields_of(type(row)))
    return {key: getattr(row, key) for key in keys}


def swap(beside: Beside) -> None:
    """Step 4: the file takes its name. FileUnusable where it cannot: the revision stands all the same."""
    beside.swap("；这次上报已经记下，请换一个文件夹再导出一次，内容一样")
