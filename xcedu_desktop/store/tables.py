"""The store's own tables: settings, change log, drafts, months, revisions. Never edited through a grid."""

from typing import ClassVar

from sqlalchemy import Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from xcedu_desktop.fields import Field
from xcedu_desktop.periods import Month
from xcedu_desktop.store.base import Base, Live
from xcedu_desktop.store.types import MonthType, WholeType, YesNoType


class Meta(Base):
    """Named values about the file itself (made when, by which version, schema)."""

    __tablename__ = "meta"
    __table_args__ = {"sqlite_strict": True}

    name: Mapped[str] = mapped_column(Text(), primary_key=True)
    value: Mapped[str] = mapped_column(Text(), nullable=False)


class LogEntry(Base):
    """The change log (修改记录): one line a field, written by the transaction that changed it; masked values only."""

    __tablename__ = "change_log"
    __table_args__ = (Index("ix_change_log_row", "table_name", "row_id"), {"sqlite_strict": True})

    seq: Mapped[int] = mapped_column(WholeType(), primary_key=True, autoincrement=True)
    at: Mapped[str] = mapped_column(Text(), nullable=False)
    who: Mapped[str] = mapped_column(Text(), nullable=False)
    act: Mapped[str] = mapped_column(Text(), nullable=False)
    """What was done, in words: 修改, 导入 花名册.xls, 撤销…; one act can have many lines."""
    table_name: Mapped[str] = mapped_column(Text(), nullable=False)
    row_id: Mapped[str] = mapped_column(Text(), nullable=False)
    field: Mapped[str] = mapped_column(Text(), nullable=False)
    """The column's key; '+' for a row made, '-' for one deleted."""
    old: Mapped[str | None] = mapped_column(Text(), nullable=True)
    new: Mapped[str | None] = mapped_column(Text(), nullable=True)


class Draft(Live):
    """Text that is no value of its column (草稿), kept as typed and marked; rule G08. `id` is made of row and key."""

    __tablename__ = "draft"
    __table_args__ = {"sqlite_strict": True}
    month_key: ClassVar[str | None] = "month"
    title: ClassVar[str] = "草稿"

    table_name: Mapped[str] = mapped_column(Text(), nullable=False)
    row_id: Mapped[str] = mapped_column(Text(), nullable=False)
    key: Mapped[str] = mapped_column(Text(), nullable=False)
    text: Mapped[str] = mapped_column(Text(), nullable=False)
    message: Mapped[str] = mapped_column(Text(), nullable=False)
    month: Mapped[Month | None] = mapped_column(MonthType(), nullable=True)
    """The month of the row that it belongs to, if that row is dated."""


class MonthState(Base):
    """The life of a month: locked or not, last revision exported, reason of the one to come."""

    __tablename__ = "month_state"
    __table_args__ = {"sqlite_strict": True}

    school_code: Mapped[str] = mapped_column(Text(), primary_key=True)
    month: Mapped[Month] = mapped_column(MonthType(), primary_key=True)
    locked: Mapped[bool] = mapped_column(YesNoType(), nullable=False)
    revision: Mapped[int] = mapped_column(WholeType(), nullable=False)
    """The last revision (第几次上报) exported; 0: none."""
    reason: Mapped[str | None] = mapped_column(Text(), nullable=True)
    """Why the month was reopened (更正理由); becomes the reason of revision + 1."""


class Revision(Base):
    """One exported workbook, whole: a second export copies its bytes."""

    __tablename__ = "revision"
    __table_args__ = {"sqlite_strict": True}

    school_code: Mapped[str] = mapped_column(Text(), primary_key=True)
    month: Mapped[Month] = mapped_column(MonthType(), primary_key=True)
    revision: Mapped[int] = mapped_column(WholeType(), primary_key=True)
    file_name: Mapped[str] = mapped_column(Text(), nullable=False)
    sha256: Mapped[str] = mapped_column(Text(), nullable=False)
    exported_at: Mapped[str] = mapped_column(Text(), nullable=False)
    exported_by: Mapped[str] = mapped_column(Text(), nullable=False)
    reason: Mapped[str | None] = mapped_column(Text(), nullable=True)
    rules: Mapped[str | None] = mapped_column(Text(), nullable=True)
    """The rule set that judged it (2026.1+3: under the bureau's profile version 3); None in files of schema 1."""
    sheets: Mapped[str] = mapped_column(Text(), nullable=False)
    """JSON: sheet title to number of data rows."""
    content: Mapped[bytes] = mapped_column(LargeBinary(), nullable=False)


class Backup(Base):
    """Backups taken of this file: where and when, so that they can be listed and checked."""

    __tablename__ = "backup"
    __table_args__ = {"sqlite_strict": True}

    path: Mapped[str] = mapped_column(Text(), primary_key=True)
    taken: Mapped[str] = mapped_column(Text(), nullable=False)
    sha256: Mapped[str] = mapped_column(Text(), nullable=False)


class CellNote(Live):
    """A note on a cell (批注), written for the bureau: it travels in the workbook of every month it concerns."""

    __tablename__ = "cell_note"
    __table_args__ = {"sqlite_strict": True}
    month_key: ClassVar[str | None] = "month"
    title: ClassVar[str] = "批注"
    label_key: ClassVar[str] = "text"

    table_name: Mapped[str] = mapped_column(Text(), nullable=False)
    row_id: Mapped[str] = mapped_column(Text(), nullable=False)
    key: Mapped[str] = mapped_column(Text(), nullable=False)
    text: Mapped[str] = mapped_column(Text(), nullable=False, info={"field": Field("批注", width=40)})
    month: Mapped[Month | None] = mapped_column(MonthType(), nullable=True)
    """The month of the row that it stands on, if that row is dated; a note on a register's row has none and goes along
    with every month until it is deleted."""


class Receipt(Base):
    """A receipt of the bureau (回执) taken in: whole, as it came, so that it can be shown and answered later."""

    __tablename__ = "receipt"
    __table_args__ = {"sqlite_strict": True}

    digest: Mapped[str] = mapped_column(Text(), primary_key=True)
    """SHA-256 of its sealed part; the same receipt is taken in once."""
    school_code: Mapped[str] = mapped_column(Text(), nullable=False)
    month: Mapped[Month] = mapped_column(MonthType(), nullable=False)
    revision: Mapped[int] = mapped_column(WholeType(), nullable=False)
    taken_in: Mapped[str] = mapped_column(Text(), nullable=False)
    content: Mapped[str] = mapped_column(Text(), nullable=False)
    """JSON, as docs/receipts.md has it."""


class BureauProfile(Base):
    """A profile file of the bureau (区级参数) taken in; the active one is in force, the others can be gone back to."""

    __tablename__ = "bureau_profile"
    __table_args__ = {"sqlite_strict": True}

    digest: Mapped[str] = mapped_column(Text(), primary_key=True)
    """SHA-256 of its sealed part."""
    version: Mapped[int] = mapped_column(WholeType(), nullable=False)
    issued: Mapped[str] = mapped_column(Text(), nullable=False)
    taken_in: Mapped[str] = mapped_column(Text(), nullable=False)
    active: Mapped[bool] = mapped_column(YesNoType(), nullable=False)
    taken_back: Mapped[str | None] = mapped_column(Text(), nullable=True)
    """When it was taken back (退回); it stays here for the months that it judged."""
    content: Mapped[str] = mapped_column(Text(), nullable=False)
    """JSON, as docs/profile.md has it."""


class ImportRun(Base):
    """One import written (一次导入): what it touched and the backup made before it, so that it can be taken back later."""

    __tablename__ = "import_run"
    __table_args__ = {"sqlite_strict": True}

    id: Mapped[str] = mapped_column(Text(), primary_key=True)
    at: Mapped[str] = mapped_column(Text(), nullable=False)
    who: Mapped[str] = mapped_column(Text(), nullable=False)
    title: Mapped[str] = mapped_column(Text(), nullable=False)
    backup: Mapped[str] = mapped_column(Text(), nullable=False)
    """Path of the backup made before it."""
    touched: Mapped[str] = mapped_column(Text(), nullable=False)
    """JSON: [table, row id, digest of the row as the import left it]; no values."""
    undone_at: Mapped[str | None] = mapped_column(Text(), nullable=True)
