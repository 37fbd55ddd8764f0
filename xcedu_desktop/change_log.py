"""修改记录 to be read: what was changed where, from what to what, when and by whom; filtered, in words, and as a workbook.

The log itself is written by store/unit_of_work.py; its values are masked there already.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import and_, false, or_, select
from sqlalchemy.sql.elements import ColumnElement

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.periods import Month
from xcedu_desktop.school.names import Names
from xcedu_desktop.school.place_words import place, row_place, said
from xcedu_desktop.school.tables import Explanation
from xcedu_desktop.store.base import Live, fields_of, table_of
from xcedu_desktop.store.by_ids import rows_by_id
from xcedu_desktop.store.tables import LogEntry
from xcedu_desktop.store.unit_of_work import live_models
from xcedu_desktop.store.whole_file import write_whole
from xcedu_desktop.values.masks import mask_words

MADE, DELETED = "+", "-"
"""What stands for a column where a whole row was made or deleted."""
MOST = 5000
"""Lines read at once, those that only say where a row stands not counted; older ones are reached by the days."""
_OWN_TITLES = {"month_state": "上报", "revision": "上报", "receipt": "回执", "bureau_profile": "区级参数"}
_OWN_FIELDS = {
    "locked": "状态",
    "reason": "更正理由",
    "revision": "上报次数",
    "sha256": "工作簿校验值",
    "taken_in": "收到回执",
    "version": "版本",
}


@dataclass(frozen=True)
class LogLine:
    """One line of the log in words. `key` and `row_id`: the cell, for going there; `month`: that of a dated row; `gone`: the
    row is there no more; `hint`: more about the place (the rule that was explained); `only_place`: the column says where
    the row stands, which `place` says too."""

    at: str
    who: str
    act: str
    table: str
    row_id: str
    key: str
    place: str
    column: str
    old: str
    new: str
    gone: bool
    month: Month | None
    hint: str = ""
    only_place: bool = False


def tables_of_form(form_key: str) -> frozenset[str]:
    """Names of the live tables of a form."""
    return frozenset(model.__tablename__ for form in FORMS if form.key == form_key for model in form.live)


def read_log(
    view: MonthView,
    *,
    tables: Collection[str] | None = None,
    first: date | None = None,
    last: date | None = None,
    cell: tuple[str, str, str] | None = None,
    most: int = MOST,
) -> list[LogLine]:
    """The newest lines first. `tables`: only of these; `first`, `last`: inclusive days; `cell`: (table, row id, column key),
    a blank key for the whole row."""
    log = table_of(LogEntry)
    statement = select(LogEntry).order_by(log.c.seq.desc())
    if tables is not None:
        statement = statement.where(log.c.table_name.in_(sorted(tables)))
    if first is not None:
        statement = statement.where(log.c.at >= first.isoformat())
    if last is not None:
        statement = statement.where(log.c.at < (last + timedelta(days=1)).isoformat())
    if cell is not None:
        table, row_id, key = cell
        statement = statement.where(log.c.table_name == table, log.c.row_id == row_id)
        if key:
            statement = statement.where(log.c.field.in_((key, MADE, DELETED)))
    told = statement.where(~_only_place()).offset(most - 1).limit(1).with_only_columns(log.c.seq)
    first_seq = view.session.execute(told).scalar()
    if first_seq is not None:
        statement = statement.where(log.c.seq >= first_seq)
    entries = view.session.execute(statement).scalars().all()
    return _Words(view, entries).lines()


def _only_place() -> ColumnElement[bool]:
    """Lines of columns that say where a row stands: a count that was typed has three of them beside its own."""
    log = table_of(LogEntry)
    kept = {name: model.place_keys for name, model in live_models().items() if model.place_keys}
    parts = [and_(log.c.table_name == name, log.c.field.in_(keys)) for name, keys in kept.items()]
    return or_(false(), *parts)


class _Words:
    """Turns entries into words: rows by their labels, ids in values by what they name."""

    def __init__(self, view: MonthView, entries: Sequence[LogEntry]) -> None:
        self._view, self._entries = view, entries
        self._names = Names(view.session, view.today)
        self._models = live_models()
        self._places: dict[tuple[str, str], str] = {}
        self._months: dict[tuple[str, str], Month | None] = {}
        self._hints: dict[tuple[str, str], str] = {}
        self._gone: dict[tuple[str, str], str] = {}
        """Where rows stood that are not there any more, as the log itself says."""

    def lines(self) -> list[LogLine]:
        self._find_places()
        return [self._line(entry) for entry in self._entries]

    def _find_places(self) -> None:
        """The rows that the entries speak of, in few statements."""
        wanted: dict[str, set[str]] = {}
        for entry in self._entries:
            wanted.setdefault(entry.table_name, set()).add(entry.row_id)
        for table, ids in wanted.items():
            model = self._models.get(table)
            if model is None:
                continue
            for row_id, row in rows_by_id(self._view.session, table_of(model), ids).items():
                self._places[table, row_id] = (
                    self._by_keys(model, row) if model.place_keys else row_place(self._view, model, row)
                )
                self._hints[table, row_id] = _hint(row)
                day = row[model.month_key] if model.month_key else None
                self._months[table, row_id] = Month.of(day) if isinstance(day, date) else day

        self._find_gone()

    def _find_gone(self) -> None:
        told: dict[tuple[str, str], dict[str, str]] = {}
        for entry in self._entries:
            spot, model = (entry.table_name, entry.row_id), self._models.get(entry.table_name)
            if model is None or not model.place_keys or spot in self._places:
                continue
            text = entry.new if entry.new is not None else entry.old
            if text is not None:
                told.setdefault(spot, {}).setdefault(entry.field, text)
        for (table, row_id), texts in told.items():
            self._gone[table, row_id] = self._by_keys(self._models[table], texts)
            self._hints[table, row_id] = _hint(texts)

    def _by_keys(self, model: type[Live], row: Mapping[str, Any]) -> str:
        """一(1)班 · 10月30日 · 午餐. `row`: the values of a row that is there, or the texts that the log has of one that was."""
        fields = fields_of(model)
        if model is Explanation:  # its rule and record are said by what they explain
            return place(self._explained(row), self._key_words(fields["month"], row.get("month")))
        return place(*(self._key_words(fields[key], row.get(key)) for key in model.place_keys))

    def _explained(self, row: Mapping[str, Any]) -> str:
        """餐厅：要取暖，没有在用设备: the record that an explanation speaks of, and the message explained."""
        about = str(row.get("basis") or "") or _rule_title(row.get("rule"))
        where = self._places_explained.get(str(row.get("record")))
        return f"{where}：{about}" if where else about

    @cached_property
    def _places_explained(self) -> dict[str, str]:
        """Where the records stand that explanations among the lines speak of; an explanation does not say its table."""
        mine = {entry.row_id for entry in self._entries if entry.table_name == Explanation.__tablename__}
        kept = rows_by_id(self._view.session, table_of(Explanation), mine).values()
        records = {str(row["record"]) for row in kept}
        records |= {str(e.new or e.old) for e in self._entries if e.row_id in mine and e.field == "record"}
        return {
            row_id: row_place(self._view, model, row)
            for model in self._models.values()
            for row_id, row in rows_by_id(self._view.session, table_of(model), records).items()
        }

    def _key_words(self, declared: Field, value: Any) -> str:
        if value is None or declared.hidden:
            return ""
        match declared.kind:
            case Kind.CLASS:
                return self._names.labels("school_class").get(str(value), "")
            case Kind.REFERENCE:
                model = self._models[declared.references]
                # what is called by a day alone (a meeting of a club) says nothing that the row's own day does not
                day = fields_of(model)[model.label_key].kind is Kind.DAY
                return "" if day else self._names.labels(declared.references).get(str(value), "")
            case Kind.DAY:
                return said(value if isinstance(value, date) else date.fromisoformat(value))
            case Kind.MONTH:
                return (value if isinstance(value, Month) else Month.parse(value)).spoken
        return str(value)

    def _line(self, entry: LogEntry) -> LogLine:
        model = self._models.get(entry.table_name)
        title = model.title if model is not None else _OWN_TITLES.get(entry.table_name, "")
        found = self._places.get((entry.table_name, entry.row_id))
        if model is None:
            where, gone = f"{title} {entry.row_id.split(' ')[0]}" if title else entry.act, True
        else:
            words = found or self._gone.get((entry.table_name, entry.row_id)) or "已删除的行"
            where, gone = f"{title} · {words}", found is None
        return LogLine(
            entry.at, entry.who, entry.act, entry.table_name, entry.row_id, entry.field, where,
            self._column(entry), self._value(entry, entry.old), self._value(entry, entry.new), gone,
            self._months.get((entry.table_name, entry.row_id)),
            self._hints.get((entry.table_name, entry.row_id), ""),
            model is not None and entry.field in model.place_keys,
        )  # fmt: skip

    def _column(self, entry: LogEntry) -> str:
        if entry.field == MADE:
            return "新增"
        if entry.field == DELETED:
            return "删除"
        model = self._models.get(entry.table_name)
        declared = fields_of(model).get(entry.field) if model is not None else None
        return declared.title if declared is not None else _OWN_FIELDS.get(entry.field, "")

    def _value(self, entry: LogEntry, text: str | None) -> str:
        model = self._models.get(entry.table_name)
        declared = fields_of(model).get(entry.field) if model is not None else None
        if text is None or declared is None or declared.kind not in (Kind.CLASS, Kind.REFERENCE):
            return text or ""
        table = "school_class" if declared.kind is Kind.CLASS else declared.references
        return self._names.labels(table).get(text, "已删除的行")


def _rule_title(rule_id: Any) -> str:
    from xcedu_desktop.month.check import RULES

    found = RULES.get(str(rule_id))
    return found.title if found is not None else ""


def _hint(row: Mapping[str, Any]) -> str:
    """The rule that an explanation explains: ids stand in tooltips only."""
    return f"规则 {row['rule']}" if row.get("rule") else ""


def write_log(lines: Sequence[LogLine], path: Path) -> None:
    """Write lines as a plain .xlsx. FileUnusable: it cannot be written; then what stood there stands."""
    from xlsxwriter import Workbook

    from xcedu_desktop.workbook.write import OPTIONS

    buffer = BytesIO()
    workbook = Workbook(buffer, OPTIONS)
    workbook.set_properties({"title": "", "author": ""})
    sheet = workbook.add_worksheet("修改记录")
    bold = workbook.add_format({"bold": True, "border": 1})
    titles = ("时间", "填表人", "做了什么", "位置", "栏目", "原来", "现在")
    for column, (title, width) in enumerate(zip(titles, (20, 10, 26, 30, 14, 24, 24), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, bold)
    for row, line in enumerate(lines, start=1):
        values = (line.at, line.who, line.act, line.place, line.column, line.old, line.new)
        for column, text in enumerate(values):
            sheet.write_string(row, column, mask_words(text))  # a row's name may hold a phone
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(lines), len(titles) - 1)
    workbook.close()
    write_whole(path, buffer.getvalue())
